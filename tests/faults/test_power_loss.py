"""Simulated power loss at any step of what the store's own SQLCipher writes."""

import pytest

from tests.faults import simulator
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
