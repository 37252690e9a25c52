"""Which new rules may follow those in force, while money, debts and turns rest on the old."""

from datetime import date

from coopledger.domain.book import Book
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal

POT_RULES = ("hand", "pot_order", "pot_fee_percent")


def check_amendment(book: Book, after: Constitution, begins: int) -> None:
    """Refuse new rules that the book's own state forbids.

    Args:
        book: the book up to now.
        after: the new rules, which stand by themselves (`constitution_check`).
        begins: ordinal of their first day.

    Raises:
        Refusal: `amendment_not_later` than the last meeting, `amendment_waiting` for rules that
            begin after these, `amendment_same`, `currency_stays`, `fund_in_use`, `place_in_use`,
            `fines_owed_first`, `savings_not_shares`, `deposits_unknown`, `pot_running`.
    """
    if begins <= book.day:
        raise Refusal("amendment_not_later", value=_iso(begins), last=_iso(book.day))
    last_day, before = book.versions[-1]
    if begins < last_day:
        raise Refusal("amendment_waiting", value=_iso(begins), last=_iso(last_day))
    if after == before:
        raise Refusal("amendment_same")
    if after.money != before.money:
        raise Refusal("currency_stays", value=_money(after), expected=_money(before))
    _check_funds(book, after)
    _check_fines(book, before, after)
    _check_saving(book, before, after)
    changed = any(getattr(before, rule) != getattr(after, rule) for rule in POT_RULES)
    if changed and 0 < len(book.pots) < len(book.turns):
        raise Refusal("pot_running", value=len(book.pots))


def _check_funds(book: Book, after: Constitution) -> None:
    for name, balance in book.accounts.items():
        if not balance:
            continue
        fund, *parts = name.split(":")
        if fund not in after.funds:
            raise Refusal("fund_in_use", value=fund)
        if parts[0] == "cash" and parts[1] not in after.places:
            raise Refusal("place_in_use", value=parts[1])


def _check_fines(book: Book, before: Constitution, after: Constitution) -> None:
    owed = book.total(f"{before.fines_go_to}:fines_owed:")
    if after.fines_go_to != before.fines_go_to and owed:
        raise Refusal("fines_owed_first", value=owed, currency=book.rules.money)


def _check_saving(book: Book, before: Constitution, after: Constitution) -> None:
    """Savings of this cycle must still count at its share-out."""
    savings = -book.total("loan:savings:")
    if not savings:
        return
    if before.saving != "shares" and after.saving == "shares":
        raise Refusal("savings_not_shares", value=savings, currency=book.rules.money)
    timed = after.share_out_rule == "time_weighted" != before.share_out_rule
    if timed and before.saving == "shares":
        raise Refusal("deposits_unknown", value=savings)


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat() if day else ""


def _money(rules: Constitution) -> str:
    return f"{rules.currency} ({rules.currency_decimals})"
