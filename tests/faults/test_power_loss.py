"""Simulated power loss at any step of what the store's own SQLCipher writes."""

import random

import pytest

from coopledger.domain.errors import Refusal
from tests.faults import simulator
from tests.faults.keeper import copy_store, lost, make_store
from tests.faults.recorder import why_not_here

pytestmark = pytest.mark.skipif(bool(why_not_here()), reason=why_not_here())


def test_no_confirmed_page_or_draft_is_lost_by_any_mixture_of_unflushed_sectors(tmp_path):
    tally = simulator.run(tmp_path, 150, seed=1)
    assert tally.wrong == []
    # There was something to lose, and the journal went into the file meanwhile.
    assert tally.pages > 500
    assert tally.flushes > simulator.SESSIONS * simulator.MEETINGS * 7


@pytest.mark.parametrize("flushing", ["NORMAL", "OFF"])
def test_control_weaker_flushing_loses_what_was_confirmed(tmp_path, flushing):
    tally = simulator.run(tmp_path, 30, seed=1, flushing=flushing)
    assert tally.damaged > 10
    assert any("is lost" in wrong for wrong in tally.wrong)


def test_a_first_block_torn_on_the_way_out_of_the_journal_is_mended_by_it(tmp_path):
    # It carries the cipher's salt: without it no other block can be read.
    made = tmp_path / "made" / "book.coop"
    make_store(made)
    log = simulator.record(made, tmp_path / "kept", "FULL")
    first = next(
        number
        for number, step in enumerate(log.steps)
        if (step.act, step.name, step.at) == ("write", made.name, 0)
    )
    disk = simulator.Disk({made.name: made.read_bytes()})
    for step in log.steps[:first]:
        disk.take(step)
    path = copy_store(made, tmp_path / "left")
    for name, data in disk.safe.items():
        (tmp_path / "left" / name).write_bytes(data)
    torn = random.Random(1).randbytes(simulator.SECTOR)
    path.write_bytes(torn + path.read_bytes()[simulator.SECTOR :])
    said = [step.told for step in log.steps[:first] if step.told]
    assert said
    assert lost(path, said) == []
    path.write_bytes(torn + path.read_bytes()[simulator.SECTOR :])
    with pytest.raises(Refusal, match="not_a_store"):  # no journal any more: a damaged file
        lost(path, said)
