"""Power cuts on real file systems: what was confirmed is there, and the control shows the loss."""

import shutil
import subprocess

import pytest

from tests.faults import power
from tests.faults.disks import why_no_disk

CUTS = 10
CONTROLS = 3


@pytest.fixture(params=["ext4", "xfs"])
def kind(request, tmp_path):
    """A kind of file system that can be mounted here."""
    why = why_no_disk(request.param)
    if why:
        pytest.skip(f"power cuts on {request.param}: {why}")
    try:
        with power.loop_disk(tmp_path / "trial", request.param):
            pass
    except subprocess.CalledProcessError as problem:
        pytest.skip(f"power cuts on {request.param}: {problem.stderr.decode().strip()}")
    return request.param


def test_nothing_confirmed_is_lost_when_the_power_is_cut(kind, tmp_path):
    tally = power.run(tmp_path, kind, CUTS)
    assert tally.wrong == []
    assert (tally.cuts, tally.damaged) == (CUTS, 0)
    assert tally.pages > 0
    assert tally.drafts > CUTS


def test_without_flushing_confirmed_pages_are_lost(kind, tmp_path):
    """The control: were nothing lost here, the test above would prove nothing."""
    if not shutil.which("eatmydata"):
        pytest.skip("the control of the power cuts: eatmydata is not installed")
    tally = power.run(tmp_path, kind, CONTROLS, control=True)
    assert tally.damaged == CONTROLS
    assert any("page" in each for each in tally.wrong)
