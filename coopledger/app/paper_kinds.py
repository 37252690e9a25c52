"""All kinds of papers of a group: the one list that the command line, the window and tests read.

A kind says what can be picked (a meeting, a member, ...); `paper_makers` has how it is made. The
recovery sheet is not here: it tells of the ledger's keys, not of a group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from coopledger.reports.document import A4, RECEIPT_80, Document, PaperSize
from coopledger.words.catalog import N_, Text

if TYPE_CHECKING:
    from coopledger.app.ledger import Ledger
    from coopledger.reports.facts import PaperHead

Pick: TypeAlias = Literal["meeting", "member", "loan", "month"]


class Picked(msgspec.Struct, frozen=True):
    """Which of a kind's papers is wanted; what its kind does not pick is not looked at.

    Attributes:
        meeting: its number; None: the newest.
        member: a member's code; empty: all of them, one paper each.
        loan: its number; 0: the newest.
        month: as ``YYYY-MM``; empty: the last.
    """

    meeting: int | None = None
    member: str = ""
    loan: int = 0
    month: str = ""


class Made(msgspec.Struct, frozen=True):
    """The documents of one job, and the head that they share."""

    head: PaperHead
    documents: tuple[Document, ...]


class PaperKind(msgspec.Struct, frozen=True):
    """One kind of paper.

    Attributes:
        code: as scripts and sealed codes name it.
        name: as people do.
        picks: what can be picked, in the order in which it is asked.
        usual: the paper that it is meant for.
    """

    code: str
    name: Text
    picks: tuple[Pick, ...]
    usual: PaperSize = A4


KINDS: tuple[PaperKind, ...] = (
    PaperKind("meeting", N_("Meeting report"), ("meeting",)),
    PaperKind("statement", N_("Member statement"), ("member",)),
    PaperKind("receipt", N_("Receipt"), ("meeting", "member"), RECEIPT_80),
    PaperKind("loan-agreement", N_("Loan agreement"), ("loan",)),
    PaperKind("loans", N_("Loan register"), ()),
    PaperKind("attendance", N_("Attendance register"), ()),
    PaperKind("savings", N_("Savings register"), ()),
    PaperKind("cash-book", N_("Cash book"), ()),
    PaperKind("general-ledger", N_("General ledger"), ()),
    PaperKind("trial-balance", N_("Trial balance"), ()),
    PaperKind("receipts-payments", N_("Receipts and payments"), ("month",)),
    PaperKind("demand", N_("Demand, collection and balance"), ("month",)),
    PaperKind("indicators", N_("Indicators"), ("meeting",)),
    PaperKind("share-out", N_("Share-out"), ()),
    PaperKind("constitution", N_("Constitution"), ()),
    PaperKind("confirmations", N_("Confirmation of balances"), ()),
    PaperKind("audit", N_("Certificate of audit"), ()),
)
BY_CODE = {kind.code: kind for kind in KINDS}


def make(
    ledger: Ledger,
    group: str,
    kind: str,
    picked: Picked = Picked(),  # noqa: B008 - frozen
    paper: PaperSize | None = None,
) -> Made:
    """Make papers of a kind, worded in the current language.

    Args:
        ledger: an open ledger.
        group: the group's id.
        kind: a code in `BY_CODE`.
        picked: which of them.
        paper: what they are printed on; the kind's usual paper if None.

    Raises:
        Refusal: `unknown_group`; `page_not_genuine`; what was picked is not there; there is no such
            paper yet (`no_meeting_yet`, `no_loan_yet`, `no_share_out_yet`, `nothing_moved`).
    """
    # Who only asks what kinds there are waits for nothing.
    from coopledger.app.paper_makers import MAKERS
    from coopledger.app.paper_source import PaperSource

    chosen = BY_CODE[kind]
    return MAKERS[kind](PaperSource(ledger, group), picked, paper or chosen.usual)
