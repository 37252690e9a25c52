"""kill -9 while meetings are typed and sealed: nothing that was confirmed is ever lost."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
KILLS = 200


def test_no_confirmed_page_or_draft_is_lost_by_200_kills():
    # A process of its own: pytest's has threads, and such a one must not fork.
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kills", str(KILLS)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    tally = json.loads(done.stdout)
    assert tally["wrong"] == []
    assert tally["kills"] == KILLS
    assert tally["refused"] == 0
    # They struck while there was something to lose.
    assert tally["pages"] > KILLS // 2
    assert tally["drafts"] > KILLS * 3
