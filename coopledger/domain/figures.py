"""The figures that a page is checked by, and the totals of a cycle."""

from collections.abc import Mapping

import msgspec

from coopledger.domain.book import Book

Figures = Mapping[str, int]
"""Control totals by name; a figure that is 0 is left out, unless it is what a count found."""


def figures(book: Book) -> dict[str, int]:
    """All the figures of a book after a page, in minor units, shares and heads.

    ``FUND_PLACE`` is cash, ``FUND_PLACE_book`` what the book said before the meeting's count (left
    out when it was not counted), ``loans`` principal only, ``charges_due``, ``fines_owed``,
    ``arrears``, ``savings`` at face, ``shares`` of everyone who has not left, ``members`` active.
    """
    get = book.accounts.get
    found: dict[str, int] = {}
    constitution = book.rules
    for fund in constitution.funds:
        for place in constitution.places:
            found[f"{fund}_{place}"] = get(f"{fund}:cash:{place}", 0)
    loans = charges = 0
    for loan in book.open_loans.values():
        loans += get(loan.principal, 0)
        charges += get(loan.charges, 0)
    owed = f"{constitution.fines_go_to}:fines_owed:"
    fines = arrears = savings = shares = members = 0
    for code, member in book.members.items():
        fines += get(owed + code, 0)
        arrears += get(member.arrears_account, 0)
        savings -= get(member.savings_account, 0)
        shares += member.shares
        members += not member.gone
    found |= {
        "loans": loans,
        "charges_due": charges,
        "fines_owed": fines,
        "arrears": arrears,
        "savings": savings,
        "shares": shares,
        "members": members,
    }
    for kind in book.extras:
        sum_of = book.total(f"{kind}:")
        found[kind.partition(":")[2]] = abs(sum_of)
    told = {name: value for name, value in found.items() if value}
    for (fund, place), (said, _counted) in book.counted.items():
        told[f"{fund}_{place}_book"] = said  # kept at 0: a count was made
    return told


class Totals(msgspec.Struct, frozen=True):
    """What a cycle came to so far; names as in the field's reports, money in minor units."""

    charges_paid: int
    fines_paid: int
    over_short_loan_fund: int
    over_short_social_fund: int
    expenses: int
    loans_disbursed: int
    loans_count: int
    principal_repaid: int
    written_off: int
    attendance_rate: str
    """``n/d``, not reduced: roll calls answered present or late, of all roll calls."""


def totals(book: Book) -> Totals:
    """Totals since the book opened. What was set off when a member left counts as paid."""
    get = book.accounts.get
    fines_fund = book.rules.fines_go_to
    cycle = [n for n in book.loans if n >= book.first_loan and not book.loans[n].void]
    lent = sum(book.loans[n].amount for n in cycle)
    outstanding = sum(book.principal(loan) for loan in book.open_loans.values())
    written_off = get("loan:expense:write_off", 0)
    came = sum(m.calls["present"] + m.calls["late"] for m in book.members.values())
    called = sum(sum(m.calls.values()) for m in book.members.values())
    charges_due = sum(book.charge_due(loan) for loan in book.open_loans.values())
    return Totals(
        charges_paid=-get("loan:income:charges", 0) - charges_due - book.capitalised,
        fines_paid=-get(f"{fines_fund}:income:fines", 0) - book.total(f"{fines_fund}:fines_owed:"),
        over_short_loan_fund=-get("loan:income:over_short", 0),
        over_short_social_fund=-get("social:income:over_short", 0),
        expenses=book.total("loan:expense:expenses") + book.total("social:expense:expenses"),
        loans_disbursed=lent,
        loans_count=len(cycle),
        principal_repaid=lent + book.capitalised - outstanding - written_off,
        written_off=written_off,
        attendance_rate=f"{came}/{called}",
    )
