"""``report KIND``: papers as PDF files, or their tables as CSV or XLSX; ``check-qr``."""

from argparse import Namespace

from coopledger.app.ledger import Ledger
from coopledger.app.paper_files import save
from coopledger.app.paper_kinds import Picked
from coopledger.reports.document import PAPERS
from coopledger.reports.fingerprint import fingerprint

Made = dict[str, object]
"""What ``--json`` prints: ``file``, ``pages`` (of the file) and the ``fingerprint`` on its foot."""


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
