"""``loans.csv`` of a baseline: each open loan, what of it is still owed, and when it goes on."""

from datetime import date

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.loans import schedule
from coopledger.domain.loans.periods import day_after
from coopledger.domain.recording.lending import terms_of
from coopledger.interop.baseline_problems import Cells, Problems, Table, check_headings

NEEDED = {"member", "amount", "principal_left", "paid_out"}
OPTIONAL = {"charge_due", "weeks", "instalments", "next_charge", "purpose", "guarantors"}
MOST_WEEKS = 2_000
MOST_INSTALMENTS = 600


class PaperLoan(msgspec.Struct, frozen=True):
    """An open loan on the day of the cut-off; money in minor units, days in ISO form.

    Attributes:
        line: where it stands in the table.
        member: who owes it.
        amount: what was lent.
        principal: of it still to be repaid.
        charge: due and not paid.
        out: day on which it was paid out.
        weeks: its term, 0 for a loan in instalments.
        following: day of the next charge.
        purpose: as it was written.
        plan: due day, principal and charge of each instalment.
        guarantors: members who answer for it.
    """

    line: int
    member: str
    amount: int
    principal: int
    charge: int
    out: str
    weeks: int
    following: str
    purpose: str
    plan: tuple[ev.Row, ...]
    guarantors: tuple[str, ...]


def read_loans(
    table: Table,
    problems: Problems,
    rules: Constitution | None,
    decimals: int,
    known: tuple[set[str], str],
) -> tuple[PaperLoan, ...]:
    """The loans, the oldest first; what is wrong is noted.

    Args:
        table: the table.
        problems: where to note it.
        rules: the group's; None where they can't be read.
        decimals: of the currency.
        known: the members' codes and the day of the cut-off.
    """
    if not check_headings(table, NEEDED, OPTIONAL, problems):
        return ()
    codes, cutoff = known
    found = []
    for row in table.rows:
        cells = Cells(table, row, problems, decimals)
        loan = _loan(cells, row.line)
        if loan.member not in codes:
            cells.wrong(Refusal("unknown_member"), "member")
        for guarantor in loan.guarantors:
            if guarantor not in codes or guarantor == loan.member:
                cells.wrong(Refusal("unknown_guarantor", value=guarantor), "guarantors")
        if _dated(cells, loan, cutoff) and rules:
            _check_owed(cells, loan, rules)
            loan = _planned(cells, loan, rules, date.fromisoformat(cutoff))
        found.append(loan)
    return tuple(sorted(found, key=lambda loan: loan.out))


def _loan(cells: Cells, line: int) -> PaperLoan:
    out = cells.day("paid_out")
    following = cells.day("next_charge")
    return PaperLoan(
        line=line,
        member=cells.text("member"),
        amount=cells.amount("amount"),
        principal=cells.amount("principal_left"),
        charge=cells.amount("charge_due"),
        out=out.isoformat() if out else "",
        weeks=cells.whole("weeks", MOST_WEEKS),
        following=following.isoformat() if following else "",
        purpose=cells.note("purpose"),
        plan=(),
        guarantors=tuple(dict.fromkeys(cells.several("guarantors"))),
    )


def _dated(cells: Cells, loan: PaperLoan, cutoff: str) -> bool:
    """Whether the loan's days fit the cut-off, so that its course can be worked out."""
    if not cells.text("paid_out"):
        cells.wrong(Refusal("bad_date"), "paid_out")
    if not cutoff:
        return False
    if loan.out > cutoff:
        cells.wrong(Refusal("after_cutoff", value=loan.out, last=cutoff), "paid_out")
        return False
    if loan.following and loan.following <= cutoff:
        cells.wrong(Refusal("charged_before_cutoff", value=loan.following), "next_charge")
        return False
    return bool(loan.out)


def _check_owed(cells: Cells, loan: PaperLoan, rules: Constitution) -> None:
    money = rules.money
    if not loan.amount:
        cells.wrong(Refusal("bad_value"), "amount")
    # Unpaid charge that becomes principal can carry it above what was lent.
    if loan.principal > loan.amount and not rules.capitalise_unpaid_charge:
        told = {"value": loan.principal, "lent": loan.amount}
        cells.wrong(Refusal("principal_above_lent", currency=money, **told), "principal_left")
    if not loan.principal and not loan.charge:
        cells.wrong(Refusal("nothing_owed"), "principal_left")


def _planned(cells: Cells, loan: PaperLoan, rules: Constitution, cutoff: date) -> PaperLoan:
    """The loan with its plan and the day of its next charge, as its rules give them."""
    instalments = cells.whole("instalments", MOST_INSTALMENTS)
    if bool(loan.weeks) == bool(instalments):
        cells.wrong(Refusal("weeks_or_instalments"), "weeks")
        return loan
    if instalments and loan.amount:
        try:
            rows = schedule(terms_of(rules, loan.amount, instalments, loan.out))
        except Refusal as refusal:
            why = {k: v for k, v in refusal.params.items() if k not in ("column", "value")}
            cells.wrong(Refusal(refusal.code, **why), "instalments")
            return loan
        plan = tuple((row.due.isoformat(), row.principal, row.charge) for row in rows)
        loan = msgspec.structs.replace(loan, plan=plan)
    expected = _following(loan, rules, cutoff, cutoff)
    told = loan.following
    if told and rules.charge_period != "meeting":
        expected = _following(loan, rules, cutoff, date.fromisoformat(told))
        if told != expected:
            nearest = _following(loan, rules, cutoff, cutoff)
            cells.wrong(Refusal("charge_day_differs", value=told, expected=nearest), "next_charge")
    return msgspec.structs.replace(loan, following=told or expected)


def _following(loan: PaperLoan, rules: Constitution, cutoff: date, least: date) -> str:
    """The first day after the cut-off, and not before ``least``, on which a charge can fall."""
    for due, _principal, _charge in loan.plan:
        if due > cutoff.isoformat() and due >= least.isoformat():
            return due
    start = date.fromisoformat(loan.plan[-1][0] if loan.plan else loan.out).toordinal()
    every, unit = rules.charge_every, rules.charge_period
    if unit == "meeting":
        every, unit = every * rules.meeting_every, rules.meeting_period
    count = 1
    while (day := day_after(start, count * every, unit)) <= cutoff.toordinal() or (
        day < least.toordinal()
    ):
        count += 1
    return date.fromordinal(day).isoformat()
