"""Undoing an earlier event by its opposite. Nothing sealed is edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.notice import outstanding

if TYPE_CHECKING:
    from coopledger.domain.book import Book
    from coopledger.domain.recording.meeting import History, Recording

FINAL = (
    ev.Found,
    ev.Join,
    ev.Enrol,
    ev.Revoke,
    ev.Office,
    ev.Amend,
    ev.Continue,
    ev.Opening,
    ev.OpeningLoan,
    ev.OpeningCash,
    ev.OpeningDebt,
    ev.OpeningPot,
    ev.Agree,
    ev.Adopt,
    ev.Erase,
    ev.HandOver,
    ev.TakeOver,
    ev.Reverse,
    ev.Entitle,
    ev.SetOff,
    ev.PayOut,
    ev.Residue,
    ev.ShareOut,
    ev.Cycle,
    ev.Turns,
    ev.Replace,
    ev.Reschedule,
    ev.Release,
    ev.Due,
    ev.Capitalise,
)
"""Kinds that no reversal undoes: they are answered by a new act of their own kind."""
ON_POTS = (ev.PotBack, ev.Replace, ev.Turns, ev.Cycle)
OWED_BY_OTHERS = ("loans", "charges_due", "late_due", "fines_owed", "lent", "lent_due")
OWED_TO_OTHERS = ("savings", "voluntary", "held", "external", "external_due", "payable")
ON_LOANS = (ev.Repay, ev.WriteOff, ev.Reschedule, ev.Capitalise, ev.Release)


IN_FINES_FUND = (ev.Fine, ev.FinePaid, ev.Leave)
"""Kinds whose fund the rules named: once these changed, nobody can say which it was."""


def find(history: History, page: int, index: int) -> ev.Act:
    """The event at a place in the book.

    Raises:
        Refusal: there is none, or it is of a kind that is never undone.
    """
    events = entries_of(history, page)
    if not 0 <= index < len(events):
        raise Refusal("no_such_entry", page=page, value=index)
    event = events[index]
    if isinstance(event, FINAL):
        raise Refusal("never_undone", page=page, value=index)
    return event


def entries_of(history: History, page: int) -> Sequence[ev.Event]:
    """The events of a page, in their places.

    Raises:
        Refusal: the book has no such page.
    """
    if not 1 <= page <= len(history):
        raise Refusal("no_such_entry", page=page, value=0)
    return history[page - 1]


def dependents(
    history: History, page: int, index: int, undone: set[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Places of later events that rest on this one and still stand.

    On a loan rest its repayments and changes; on a pot the discount that was given back, hands that
    were taken over and later rounds; on notice the savings taken out under it; on what one group
    lent another its later charges and what was paid back.
    """
    event = history[page - 1][index]
    loan = event.l if isinstance(event, ev.LoanOut) else 0
    pot = isinstance(event, ev.Pot)
    notice = event.m if isinstance(event, ev.Notice) else ""
    lent = _lent(event)
    if not (loan or pot or notice or lent):
        return
    for number, events in enumerate(history[page - 1 :], page):
        for place, later in enumerate(events):
            if (number, place) <= (page, index) or (number, place) in undone:
                continue
            touches = isinstance(later, ON_LOANS) and later.l == loan
            rolled = isinstance(later, ev.LoanOut) and later.rolled == loan > 0
            taken = isinstance(later, ev.Withdraw) and later.m == notice and later.noticed
            back = lent is not None and _rests(later, lent)
            if touches or rolled or taken or back or (pot and isinstance(later, ON_POTS)):
                yield number, place


Debt = tuple[str, bool]
"""What groups owe each other: the other group, and whether it is the one that owes."""


def _lent(event: ev.Event) -> Debt | None:
    """The debt between groups that an event made greater."""
    match event:
        case ev.TransferOut(s="loan" | "charge"):
            return event.x, True
        case ev.Arrive() if event.d:
            return event.x, True
        case ev.TransferIn(s="loan" | "charge") | ev.Depart(later=1):
            return event.x, False
        case _:
            return None


def _rests(later: ev.Event, debt: Debt) -> bool:
    """Whether an event is a charge on a debt between groups, or pays it back."""
    match later:
        case ev.TransferIn(s="repay") | ev.TransferOut(s="charge"):
            return debt == (later.x, True)
        case ev.TransferOut(s="repay") | ev.TransferIn(s="charge"):
            return debt == (later.x, False)
        case _:
            return False


def correct(
    book: Book, history: History, e: en.Correction, note: Callable[[str], str]
) -> ev.Reverse:
    """The event that undoes an earlier one.

    Raises:
        Refusal: nothing is there, it was undone already, later entries rest on it, an approver is
            not known, or something would be below nothing afterwards.
    """
    event = find(history, e.page, e.index)
    if isinstance(event, IN_FINES_FUND) and len({r.fines_go_to for _, r in book.versions}) > 1:
        raise Refusal("never_undone", page=e.page, value=e.index)
    if (e.page, e.index) in book.reversed:
        raise Refusal("undone_already", page=e.page, value=e.index)
    for code in e.by:
        if code not in book.members or book.members[code].gone:
            raise Refusal("unknown_member", value=code)
    rest = list(dependents(history, e.page, e.index, book.reversed))
    if rest:
        named = ", ".join(f"{page}/{place}" for page, place in rest)
        raise Refusal("entries_rest_on_it", page=e.page, value=e.index, entries=named)
    undone = ev.Reverse(e.page, e.index, event, note(e.reason), e.by)
    after = book.copy(whole=True)
    after.apply(undone)
    _check(after)
    return undone


def _reverse(r: Recording, e: en.Correction) -> list[ev.Event]:
    return [correct(r.book, r.history, e, r.note)]


def _check(after: Book) -> None:
    """Refuse a reversal after which something would be below nothing."""
    for name, balance in after.accounts.items():
        fund, kind = name.split(":")[:2]
        if kind == "cash" and balance < 0:
            raise Refusal("cash_below_zero", value=balance, cash=balance, fund=fund)
        owed = kind in OWED_BY_OTHERS and balance < 0
        if owed or (kind in OWED_TO_OTHERS and balance > 0):
            raise Refusal("below_zero_after", value=balance, account=name)
    for code in after.members:
        if (left := outstanding(after, code)) < 0:
            raise Refusal("below_zero_after", value=left, account=f"notice:{code}")


COMPOSE: dict[type, Callable[..., list[ev.Event]]] = {en.Correction: _reverse}
