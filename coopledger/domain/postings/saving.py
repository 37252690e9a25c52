"""What events of saving, contributions, fines and grants post."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.domain import events as ev
from coopledger.domain.notice import Notice

if TYPE_CHECKING:
    from coopledger.domain.book import Book, Member


def _due(book: Book, e: ev.Due) -> None:
    owed, credit, amount, post = f"{e.f}:arrears:", f"{e.f}:contributions", e.a, book.post
    for member in e.m:
        post(owed + member, credit, amount)
    if e.f == "pot":
        book.pot_rounds += 1


def _contribute(book: Book, e: ev.Contribute) -> None:
    book.post(f"{e.f}:cash:{e.at}", f"{e.f}:arrears:{e.m}", e.a)


def _grant(book: Book, e: ev.Grant) -> None:
    _known = book.members[e.m]
    book.post(f"{e.f}:expense:grants", f"{e.f}:cash:{e.at}", e.a)


def _shares(book: Book, e: ev.Shares) -> None:
    code, count, amount, bought = e.m, e.n, e.a, book.bought
    member = book.members[code]
    member.shares += count
    bought[code] = bought.get(code, 0) + count
    book.post(f"loan:cash:{e.at}", member.savings_account, amount)
    if e.x:
        book.post(f"loan:cash:{e.at}", "loan:income:premium", e.x)
    if book.rules.share_out_rule == "time_weighted":
        deposit(book, member, amount)


def _save(book: Book, e: ev.Save) -> None:
    if e.v:
        book.extras.add("loan:voluntary")
        book.post(f"loan:cash:{e.at}", f"loan:voluntary:{e.m}", e.a)
        return
    member = book.members[e.m]
    book.saved[e.m] = book.saved.get(e.m, 0) + e.a
    book.post(f"loan:cash:{e.at}", f"loan:savings:{e.m}", e.a)
    deposit(book, member, e.a)


def _withdraw(book: Book, e: ev.Withdraw) -> None:
    account = f"loan:voluntary:{e.m}" if e.v else f"loan:savings:{e.m}"
    book.post(account, f"loan:cash:{e.at}", e.a)
    if not e.v:
        member = book.members[e.m]
        member.noticed += e.noticed
        deposit(book, member, -e.a)


def _notice(book: Book, e: ev.Notice) -> None:
    notices = book.members[e.m].notices
    if e.n != len(notices) + 1:
        raise LookupError(e.n)
    notices.append(Notice(e.a, book.day, book.meeting))


def undo_notice(book: Book, e: ev.Notice) -> None:
    """Let a notice stand at nothing; those after it keep their numbers."""
    notices = book.members[e.m].notices
    notices[e.n - 1] = notices[e.n - 1]._replace(amount=0)


def deposit(book: Book, member: Member, amount: int) -> None:
    """Remember what was saved in this meeting (negative: taken back)."""
    member.deposits[book.meeting] = member.deposits.get(book.meeting, 0) + amount


def _hold(book: Book, e: ev.Hold) -> None:
    book.extras.add("loan:held")
    book.post(f"loan:cash:{e.at}", f"loan:held:{e.m}", e.a)


def _fine(book: Book, e: ev.Fine) -> None:
    fund = book.rules.fines_go_to
    book.post(f"{fund}:fines_owed:{e.m}", f"{fund}:income:fines", e.a)


def _fine_paid(book: Book, e: ev.FinePaid) -> None:
    fund = book.rules.fines_go_to
    book.post(f"{fund}:cash:{e.at}", f"{fund}:fines_owed:{e.m}", e.a)


APPLY: dict[type, Callable[..., None]] = {
    ev.Due: _due,
    ev.Contribute: _contribute,
    ev.Grant: _grant,
    ev.Shares: _shares,
    ev.Save: _save,
    ev.Withdraw: _withdraw,
    ev.Notice: _notice,
    ev.Hold: _hold,
    ev.Fine: _fine,
    ev.FinePaid: _fine_paid,
}
