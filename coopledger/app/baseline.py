"""Take in a group that comes from paper in mid-cycle: look at it first, then seal it as one page.

What the officers check against paper is one sum: what lies in the box and at the bank, with what is
out on loan, is what stands in the passbooks, what lenders are owed and what the meetings so far
have earned.
"""

from pathlib import Path

import msgspec

from coopledger.app.importing import Imported
from coopledger.app.ledger import Ledger, same_name
from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.interop.baseline import Baseline, read_baseline
from coopledger.ledger.salted import MemberCard
from coopledger.store.store import NewPage


class PreviewRow(msgspec.Struct, frozen=True):
    """What the book will say of one member, in minor units; ``loans`` is principal only."""

    code: str
    name: str
    shares: int
    savings: int
    voluntary: int
    loans: int
    charges_due: int
    fines_owed: int
    social_arrears: int
    hands_owed: int


class BaselineTotals(msgspec.Struct, frozen=True):
    """The sums to be held against paper, in minor units.

    Attributes:
        members: how many.
        shares: all together.
        savings: at face, in the passbooks.
        voluntary: savings beside them.
        loan_fund_cash: in the box, at the bank and elsewhere.
        loans: principal out.
        charges_due: due and not paid.
        fines_owed: set and not paid.
        social_fund_cash: in the box, at the bank and elsewhere.
        social_arrears: contributions due and not paid.
        carried: what earlier cycles left in the loan fund.
        external: what the group owes lenders, charges due included.
        pot_cash: the pot's, at all places.
        hands_owed: to the pot, due and not paid.
        earned: cash and loans less savings, debts to lenders and what was carried over: what the
            meetings of this cycle have earned, or lost where it is below zero. What is due to the
            group and unpaid is not in it.
    """

    members: int
    shares: int
    savings: int
    voluntary: int
    loan_fund_cash: int
    loans: int
    charges_due: int
    fines_owed: int
    social_fund_cash: int
    social_arrears: int
    carried: int
    external: int
    pot_cash: int
    hands_owed: int
    earned: int


class Preview(msgspec.Struct, frozen=True):
    """A baseline before it is taken in.

    Attributes:
        name: of the group.
        meeting: number of the last meeting on paper.
        day: its ISO date.
        currency: of all amounts; None where the rules can't be read.
        rows: one a member.
        totals: the sums.
        problems: all that is wrong, each with file, line, column and value.
    """

    name: str
    meeting: int
    day: str
    currency: Currency | None
    rows: tuple[PreviewRow, ...]
    totals: BaselineTotals
    problems: tuple[Refusal, ...]


def preview(path: Path, ledger: Ledger | None = None) -> Preview:
    """Look at a folder or a workbook without recording anything.

    Args:
        path: the folder, or the ``.xlsx`` file.
        ledger: where it is to go; a group of the same name there is a problem.
    """
    baseline = read_baseline(path)
    head = baseline.head
    return Preview(
        name=head.name,
        meeting=head.meeting,
        day=head.day,
        currency=baseline.currency,
        rows=_rows(baseline),
        totals=_totals(baseline),
        problems=_problems(baseline, ledger),
    )


def import_baseline(ledger: Ledger, path: Path) -> Imported:
    """Keep a folder or a workbook as a new book of two pages, all of it or nothing.

    The second page has the kind ``baseline``: copied from paper, sealed by the device, until the
    officers adopt it. It is no meeting; the next one is that after the cut-off.

    Raises:
        Refusal: the first of the problems that `preview` tells.
    """
    baseline = read_baseline(path)
    for problem in _problems(baseline, ledger):
        raise problem
    pages = _pages(Scribe(ledger.store.device), baseline)
    ledger.store.append(pages)
    events = sum(page.header.events for page in pages)
    return Imported(pages[0].header.book, baseline.head.name, len(pages), events, ())


def _problems(baseline: Baseline, ledger: Ledger | None) -> tuple[Refusal, ...]:
    name, found = baseline.head.name, baseline.problems
    if ledger is None or not any(same_name(name, group.name) for group in ledger.groups()):
        return found
    place = {"file": baseline.group_file, "line": baseline.name_line, "column": "name"}
    return (Refusal("group_exists", value=name, **place), *found)


def _rows(baseline: Baseline) -> tuple[PreviewRow, ...]:
    rows = []
    for person in baseline.people:
        loans = [loan for loan in baseline.loans if loan.member == person.code]
        rows.append(
            PreviewRow(
                code=person.code,
                name=person.name,
                shares=person.shares,
                savings=person.savings,
                voluntary=person.voluntary,
                loans=sum(loan.principal for loan in loans),
                charges_due=sum(loan.charge for loan in loans),
                fines_owed=person.fines,
                social_arrears=person.arrears,
                hands_owed=person.pot_arrears,
            )
        )
    return tuple(rows)


def _totals(baseline: Baseline) -> BaselineTotals:
    people, loans = baseline.people, baseline.loans
    cash = {"loan": 0, "social": 0}
    for line in baseline.cash:
        cash[line.fund] = cash.get(line.fund, 0) + line.amount
    savings = sum(person.savings for person in people)
    voluntary = sum(person.voluntary for person in people)
    external = sum(debt.principal + debt.charge for debt in baseline.debts)
    lent, carried = sum(loan.principal for loan in loans), baseline.head.carried
    return BaselineTotals(
        members=len(people),
        shares=sum(person.shares for person in people),
        savings=savings,
        voluntary=voluntary,
        loan_fund_cash=cash["loan"],
        loans=lent,
        charges_due=sum(loan.charge for loan in loans),
        fines_owed=sum(person.fines for person in people),
        social_fund_cash=cash["social"],
        social_arrears=sum(person.arrears for person in people),
        carried=carried,
        external=external,
        pot_cash=cash.get("pot", 0),
        hands_owed=sum(person.pot_arrears for person in people),
        earned=cash["loan"] + lent - savings - voluntary - external - carried,
    )


def _pages(scribe: Scribe, baseline: Baseline) -> list[NewPage]:
    head, book = baseline.head, Book()
    rules = head.constitution
    if rules is None:  # a baseline without problems has rules
        raise Refusal("missing_key", file=baseline.group_file, column="constitution")
    members = [
        NewMember(
            person.code,
            MemberCard(person.name, person.sex, person.phone, person.born, person.next_of_kin),
            person.roles,
        )
        for person in baseline.people
    ]
    founding = scribe.found(book, head.name, rules, members)
    events = _events(scribe, baseline)
    book.begin(0, head.day)
    book.fold(events)
    return [founding, scribe.write("baseline", events, book, date=head.day)]


def _events(scribe: Scribe, baseline: Baseline) -> list[ev.Event]:
    """Cash first, for it sets the meeting; then what members saved and owe."""
    head, earned = baseline.head, _totals(baseline).earned
    held = {(line.fund, line.place): line.amount for line in baseline.cash}
    box = held.pop(("loan", "box"), 0)
    found: list[ev.Event] = [
        ev.OpeningCash("loan", box, n=head.meeting, earned=earned, shared=head.shared)
    ]
    for (fund, place), amount in held.items():
        if amount and place == "box":  # the usual place is left out of a page
            found.append(ev.OpeningCash(fund, amount))
        elif amount:
            found.append(ev.OpeningCash(fund, amount, place))
    for person in baseline.people:
        found.append(
            ev.Opening(
                m=person.code,
                shares=person.shares,
                savings=person.savings,
                voluntary=person.voluntary,
                fines=person.fines,
                arrears=person.arrears,
                paid=person.charges_paid,
                pot=person.pot_arrears,
            )
        )
        if person.dead:
            found.append(ev.Death(person.code))
    for debt in baseline.debts:
        note = scribe.note(debt.terms) if debt.terms else ""
        found.append(ev.OpeningDebt(debt.lender, debt.principal, debt.charge, note))
    if baseline.pot.turns:
        pot = baseline.pot
        found.append(ev.OpeningPot(pot.turns, pot.got, pot.rounds))
    for number, loan in enumerate(baseline.loans, 1):
        found.append(
            ev.OpeningLoan(
                l=number,
                m=loan.member,
                a=loan.amount,
                p=loan.principal,
                c=loan.charge,
                out=loan.out,
                weeks=loan.weeks,
                next=loan.following,
                note=scribe.note(loan.purpose) if loan.purpose else "",
                plan=loan.plan,
                by=loan.guarantors,
            )
        )
    return found
