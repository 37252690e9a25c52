"""``report meeting``, ``report statement`` and ``report share-out``: papers as PDF files."""

from pathlib import Path

from coopledger.app import papers
from coopledger.app.ledger import Ledger
from coopledger.reports.fingerprint import fingerprint

Made = dict[str, object]
"""What ``--json`` prints: ``file``, ``pages`` (of the file) and the ``fingerprint`` on its foot."""


def report_meeting(ledger: Ledger, group: str, meeting: int, out: Path) -> Made:
    """Write the report of one meeting.

    Raises:
        Refusal: there is no such meeting, or the file can't be written.
    """
    made = papers.save_meeting_report(ledger, group, meeting, out)
    return _told(made)


def report_statement(ledger: Ledger, group: str, member: str, out: Path) -> Made:
    """Write a member's statement up to the newest page.

    Raises:
        Refusal: there is no such member, or the file can't be written.
    """
    made = papers.save_member_statement(ledger, group, member, out)
    return _told(made)


def report_share_out(ledger: Ledger, group: str, out: Path) -> Made:
    """Write the sheet of the newest share-out.

    Raises:
        Refusal: none was held, or the file can't be written.
    """
    made = papers.save_share_out_report(ledger, group, out)
    return _told(made)


def _told(made: papers.SavedPaper) -> Made:
    return {
        "file": str(made.file),
        "pages": made.pages,
        "fingerprint": fingerprint(made.page_hash),
    }
