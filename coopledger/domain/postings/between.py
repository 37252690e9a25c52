"""What events between groups post: each side in its own book, none waits for the other.

Each is also noted in the book as a side, to be laid beside the other one (`domain.transfers`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.domain import events as ev
from coopledger.domain.postings.members import leave
from coopledger.domain.postings.saving import deposit
from coopledger.domain.transfers import Side, Sort, transfer_number

if TYPE_CHECKING:
    from coopledger.domain.book import Book

Between = ev.Depart | ev.Arrive | ev.TransferOut | ev.TransferIn


def _arrive(book: Book, e: ev.Arrive) -> None:
    member, held = book.members[e.m], f"loan:held:{e.m}"
    book.post(f"loan:cash:{e.at}", held, e.a)
    if e.d:
        book.extras.add("loan:lent")
        book.post(f"loan:lent:{e.x}", held, e.d)
    book.post(held, member.savings_account, e.p)
    if e.c:
        book.post(held, "loan:income:premium", e.c)
    if e.a + e.d != e.p + e.c:
        book.extras.add("loan:held")
    member.shares += e.n
    if book.rules.share_out_rule == "time_weighted":
        deposit(book, member, e.p)


def _out(book: Book, e: ev.TransferOut) -> None:
    cash = f"loan:cash:{e.at}"
    match e.s:
        case "loan":
            book.extras.add("loan:lent")
            book.post(f"loan:lent:{e.x}", cash, e.p)
        case "charge":
            book.extras.add("loan:lent_due")
            book.post(f"loan:lent_due:{e.x}", "loan:income:group_charges", e.a)
        case "repay":
            book.post(f"loan:external_due:{e.x}", cash, e.c)
            book.post(f"loan:external:{e.x}", cash, e.p)


def _in(book: Book, e: ev.TransferIn) -> None:
    cash = f"loan:cash:{e.at}"
    match e.s:
        case "loan":
            book.extras.add("loan:external")
            book.post(cash, f"loan:external:{e.x}", e.p)
        case "charge":
            book.extras.add("loan:external_due")
            book.post("loan:expense:external_charge", f"loan:external_due:{e.x}", e.a)
        case "repay":
            book.post(cash, f"loan:lent_due:{e.x}", e.c)
            book.post(cash, f"loan:lent:{e.x}", e.p)


def _tell(book: Book, e: Between) -> None:
    """Note the side that an event is."""
    sort: Sort = "member" if isinstance(e, ev.Depart | ev.Arrive) else e.s
    cash, claim = _moved(e)
    gives = isinstance(e, ev.Depart | ev.TransferOut)
    number = "" if isinstance(e, ev.Depart | ev.TransferOut) else e.t
    before = (side for side in book.sides if side.page == book.page)
    place = sum(side.gives == gives for side in before)
    if gives:
        number = transfer_number(book.id, book.page, place)
    elif number:
        book.received.add(number)
    member = e.m if isinstance(e, ev.Depart | ev.Arrive) else ""
    side = Side(
        book=book.id,
        page=book.page,
        at=book.at,
        place=place,
        meeting=book.meeting,
        day=book.day,
        other=e.x,
        gives=gives,
        sort=sort,
        cash=cash,
        claim=claim,
        number=number,
        member=member,
        currency=book.rules.currency,
    )
    book.sides.append(side)


def _moved(e: Between) -> tuple[int, int]:
    """Cash that came in, and by how much the other group owes more."""
    match e:
        case ev.Depart():
            return (0, -e.refund) if e.later else (-e.refund, 0)
        case ev.Arrive():
            return e.a, e.d
        case ev.TransferOut():
            return -e.p - e.c, e.p + e.c + e.a
        case ev.TransferIn():
            return e.p + e.c, -e.p - e.c - e.a


def take_back(book: Book, page: int, at: int) -> None:
    """Take back the side that an event of an earlier page was.

    Raises:
        LookupError: it was none.
    """
    here = [each for each in book.sides if (each.page, each.at) == (page, at)]
    if not here:
        raise LookupError((page, at))
    book.sides.remove(here[0])
    if not here[0].gives:
        book.received.discard(here[0].number)


POST: dict[type, Callable[..., None]] = {
    ev.Depart: leave,
    ev.Arrive: _arrive,
    ev.TransferOut: _out,
    ev.TransferIn: _in,
}


def _posted_and_told(post: Callable[..., None]) -> Callable[..., None]:
    def apply(book: Book, e: Between) -> None:
        post(book, e)
        _tell(book, e)

    return apply


APPLY = {kind: _posted_and_told(post) for kind, post in POST.items()}
