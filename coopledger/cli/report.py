"""``report KIND``: papers as PDF files, or their tables as CSV or XLSX; ``check-qr TEXT``."""

from argparse import Namespace

from coopledger.app.ledger import Ledger
from coopledger.app.paper_check import tell_code
from coopledger.app.paper_files import save
from coopledger.app.paper_kinds import Picked
from coopledger.cli.answers import columns
from coopledger.reports.document import PAPERS
from coopledger.reports.fingerprint import fingerprint
from coopledger.words.catalog import _

Made = dict[str, object]
"""What ``--json`` prints: ``file``, ``pages`` (of the file) and the ``fingerprint`` on its foot."""


def check_qr(ledger: Ledger, text: str) -> tuple[tuple[str, ...], Made, int]:
    """Lines for people, data for scripts, and the exit code: 0 only for a genuine paper.

    The data: ``genuine``, ``verdict``, ``reason``, ``kind``, ``group``, ``page``, ``newest_page``,
    ``member``, ``changed`` and ``figures`` (each with ``name``, ``paper``, ``then`` and ``now``;
    null where the book has no such figure), amounts in minor units.

    Raises:
        Refusal: it is no code of a paper.
    """
    told = tell_code(ledger, text)
    found = told.checked
    rows = [(_("What"), _("On paper"), _("Now"))]
    rows += [(each.name, each.paper, each.now) for each in told.figures]
    lines = (told.sentence, told.about, *(columns(rows) if told.figures else ()))
    data: Made = {
        "genuine": found.verdict == "genuine",
        "verdict": found.verdict,
        "reason": told.sentence,
        "kind": found.told.kind,
        "group": found.group,
        "page": found.told.page,
        "newest_page": found.newest,
        "member": found.member[0] or found.told.member,
        "changed": found.changed,
        "figures": [
            {"name": row.name, "paper": row.paper, "then": row.then, "now": row.now}
            for row in found.figures
        ],
    }
    return lines, data, 0 if found.verdict == "genuine" else 1


def report(ledger: Ledger, group: str, asked: Namespace) -> Made:
    """Write papers of a kind.

    Raises:
        Refusal: what was asked for is not there, or the file can't be written.
    """
    picked = Picked(
        meeting=getattr(asked, "meeting", None),
        member=getattr(asked, "member", ""),
        loan=getattr(asked, "loan", 0),
        month=getattr(asked, "month", ""),
    )
    paper = PAPERS[asked.paper] if asked.paper else None
    made = save(ledger, group, asked.report, asked.out, picked, paper)
    return {
        "file": str(made.file),
        "pages": made.pages,
        "fingerprint": fingerprint(made.page_hash),
    }
