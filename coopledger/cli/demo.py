"""``demo DIR``: a practice co-operative, made, checked, printed and explained."""

import sys
from pathlib import Path

from coopledger.app.demo import Demo, run_demo


def demo(folder: Path, as_json: bool) -> dict[str, object]:
    """Make a practice co-operative in ``folder`` and say in plain words what is there.

    What is said goes to standard output, or to standard error where that is for one JSON document.

    Raises:
        Refusal: there is one already, or the folder can't be written.
    """
    stream = sys.stderr if as_json else sys.stdout
    made = run_demo(folder, lambda line: print(line, file=stream))
    return _answer(made)


def _answer(made: Demo) -> dict[str, object]:
    return {
        "store": str(made.store),
        "passphrase": made.passphrase,
        "practice": True,
        "groups": [
            {
                "id": group.id,
                "name": group.name,
                "meetings": group.meetings,
                "shared_out": group.shared_out,
                "draft": group.draft,
            }
            for group in made.groups
        ],
        "verified": {"ok": True, "pages": made.pages, "events": made.events},
        "meeting_report": str(made.meeting_report),
        "member_statement": str(made.member_statement),
    }
