"""Imports and exports broken off at every call: the state before or after, nothing between."""

import errno
import os

import pytest

from tests.faults import exchange
from tests.faults.exchange import PROBLEMS, Breaker, broken, copied, held, killed, wrong_with
from tests.faults.recorder import why_not_here

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="only where a process can be forked"),
    pytest.mark.skipif(bool(why_not_here()), reason=why_not_here()),
]
SAID = {errno.EIO: "stick_broken", errno.ENODEV: "stick_pulled", errno.ENOSPC: "stick_full"}


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exchange")
    with exchange.memory(folder / "memory"):
        yield exchange.make(folder / "made")


@pytest.mark.parametrize("problem", PROBLEMS, ids=errno.errorcode.get)
def test_the_stick_is_pulled_at_every_call_of_an_export(case, tmp_path, problem):
    for at in range(1, 100):
        place, breaker = copied(case, tmp_path / "run"), Breaker(at)
        before = place.bundle.read_bytes()
        code = broken(place, "export", breaker, problem)
        if not breaker.failed:
            break
        assert code == SAID[problem]
        # What was on the stick is as it was, and nothing that is there passes for a bundle.
        assert place.bundle.read_bytes() == before
        assert wrong_with(place, "export") == ""
    assert at > 5
    assert code == ""


@pytest.mark.parametrize(
    ("once", "full"), [(True, False), (False, True)], ids=["one fails", "full from there on"]
)
def test_every_write_and_flush_of_an_import_fails_in_turn(case, tmp_path, once, full):
    for at in range(1, 400):
        place, breaker = copied(case, tmp_path / "run"), Breaker(at, once=once, full=full)
        code = broken(place, "import", breaker)
        if not breaker.failed:
            break
        assert wrong_with(place, "import") == ""
        if code:
            assert code == ("disk_full" if full else "store_unreadable")
    assert at > 10
    assert code == ""
    assert held(place) == case.after


@pytest.mark.parametrize("job", ["import", "export"])
def test_killed_at_every_write_and_flush(case, tmp_path, job):
    for at in range(1, 400):
        place = copied(case, tmp_path / "run")
        if not killed(place, job, at):
            break
        assert wrong_with(place, job) == ""
    assert at > 5


def test_kills_at_any_moment_and_power_cuts_with_any_sectors_missing(case, tmp_path):
    with exchange.memory(tmp_path / "memory"):
        tally = exchange.run(tmp_path, 40, seed=1)
    assert tally.wrong == []
    assert tally.cuts == 20
    assert tally.kills  # how many come in time is the machine's affair
    # Both states came up.
    assert tally.before > 10
    assert tally.after > 0
