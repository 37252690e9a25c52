"""What scripts and screens ask a book: balances, totals, a trial share-out, and is it genuine."""

from collections.abc import Callable, Mapping

import msgspec

from coopledger.app.ledger import Group, Ledger
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.figures import Totals, totals
from coopledger.domain.settlement import trial
from coopledger.ledger.replay import Fault, PageFinding, Replay
from coopledger.store.store import Summary


class Balances(msgspec.Struct, frozen=True):
    """A book's balances after a meeting, in minor units, shares and heads.

    ``book_`` figures are what the book said before the count, the others what was counted.
    ``loans_outstanding`` is principal only; ``total_shares`` of everyone who has not left.
    """

    meeting: int
    date: str
    book_loan_fund_cash: int
    loan_fund_cash: int
    bank: int
    book_social_fund_cash: int
    social_fund_cash: int
    loans_outstanding: int
    charges_due: int
    total_shares: int
    fines_owed: int
    members: int


class TrialShareOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """The loan fund shared out as if the cycle ended now; see `domain.settlement.trial`."""

    cash: int
    distributable: int
    total_shares: int
    share_value: int
    payouts: dict[str, int]
    still_owes: dict[str, int]
    residue: int
    reserve: int = 0


class Verdict(msgspec.Struct, frozen=True):
    """What the verification of one book came to."""

    group: Group
    pages: int
    events: int
    findings: tuple[PageFinding, ...]
    fault: str = ""
    """Kind of the first fault, empty when the book is genuine."""
    page: int = 0
    """Number of the page that has the fault."""


def balances(ledger: Ledger, group: str, meeting: int | None = None) -> Balances:
    """Balances after a meeting, or after the newest one.

    Raises:
        Refusal: the book has no such meeting.
    """
    held = [row for row in ledger.summaries(group) if row.meeting]
    found = [row for row in held if meeting is None or row.meeting == meeting]
    if not found:
        raise Refusal("unknown_meeting", value=meeting if meeting is not None else "")
    return _balances(found[-1])


def _balances(row: Summary) -> Balances:
    get = row.figures.get
    return Balances(
        meeting=row.meeting,
        date=row.day,
        book_loan_fund_cash=_said(row.figures, "loan_box"),
        loan_fund_cash=get("loan_box", 0),
        bank=get("loan_bank", 0),
        book_social_fund_cash=_said(row.figures, "social_box"),
        social_fund_cash=get("social_box", 0),
        loans_outstanding=get("loans", 0),
        charges_due=get("charges_due", 0),
        total_shares=get("shares", 0),
        fines_owed=get("fines_owed", 0),
        members=get("members", 0),
    )


def _said(found: Mapping[str, int], name: str) -> int:
    """What the book said: the same as the cash where nothing was counted."""
    return found.get(f"{name}_book", found.get(name, 0))


def group_totals(ledger: Ledger, group: str) -> Totals:
    """Totals of the cycle up to the newest page."""
    return totals(ledger.replay(group).book)


def trial_share_out(ledger: Ledger, group: str) -> TrialShareOut:
    """Share the loan fund out on the newest page, without writing anything."""
    return _trial(ledger.replay(group).book)


def _trial(book: Book) -> TrialShareOut:
    held = trial(book)
    division = held.division
    return TrialShareOut(
        cash=held.cash,
        distributable=division.distributable,
        total_shares=division.total_shares,
        share_value=division.share_value or 0,
        payouts={part.id: part.payout for part in division.members},
        still_owes={part.id: part.still_owes for part in division.members if part.still_owes},
        residue=division.residue,
        reserve=division.reserve,
    )


def verify(
    ledger: Ledger, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> list[Verdict]:
    """Verify every book of the ledger from its bytes: chain, seals, totals, texts, summaries."""
    groups = ledger.groups()
    verdicts = []
    for done, group in enumerate(groups, 1):
        verdicts.append(verify_book(ledger, group))
        progress(done, len(groups))
    return verdicts


def verify_book(
    ledger: Ledger,
    group: Group,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Verdict:
    """Verify one book; see `verify`. ``progress`` is told at each page."""
    replay = Replay()
    try:
        there = list(ledger.store.pages(group.id))
        for done, each in enumerate(there, 1):
            replay.extend([each])
            progress(done, len(there))
        fault, page = _outside(ledger, replay, group.id), 0
    except Fault as found:
        fault, page = found.kind, found.number
    return Verdict(group, len(replay.headers), replay.events, tuple(replay.findings), fault, page)


def _outside(ledger: Ledger, replay: Replay, book: str) -> str:
    """Faults beside the pages: a text that is not the one hashed, a summary that differs."""
    if replay.book_id != book:
        return "wrong_book"
    for digest, text in ledger.store.salted(book):
        if text.digest != digest:
            return "text_differs"
        if digest in replay.erased:
            return "text_kept"
    headers = [(head.number, head.meeting, head.date, head.totals) for head in replay.headers]
    rows = [(row.number, row.meeting, row.day, dict(row.figures)) for row in ledger.summaries(book)]
    return "" if rows == headers else "summary_differs"
