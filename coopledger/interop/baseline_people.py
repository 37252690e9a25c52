"""``members.csv`` of a baseline: who is in the group, what they saved and what they owe."""

import re
from typing import get_args

import msgspec

from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.events import Role
from coopledger.interop.baseline_problems import (
    Cells,
    Problems,
    Row,
    Table,
    check_headings,
    read_day,
)
from coopledger.interop.group_file import MAX_MEMBERS

NEEDED = {"id", "name"}
OPTIONAL = {
    "sex",
    "born",
    "phone",
    "next_of_kin",
    "roles",
    "status",
    "shares",
    "savings",
    "voluntary",
    "fines_owed",
    "social_arrears",
    "charges_paid",
    "pot_arrears",
}
ROLES = get_args(Role)
MOST_SHARES = 1_000_000


class PaperBalances(msgspec.Struct, frozen=True):
    """A member with all balances on the day of the cut-off, in minor units.

    Attributes:
        code: in the group's book.
        name: as people write it.
        sex: F, M, X or empty.
        born: year or ISO day of birth, or empty.
        phone: as it was written.
        next_of_kin: likewise.
        roles: offices in the group.
        dead: died, and is paid at the share-out.
        shares: how many.
        savings: at face.
        voluntary: savings beside the compulsory ones.
        fines: set and not paid.
        arrears: contributions to the social fund due and not paid; negative: paid ahead.
        charges_paid: in this cycle, where the share-out looks at who paid them.
        pot_arrears: hands due and not paid; negative: paid ahead.
    """

    code: str
    name: str
    sex: str
    born: str
    phone: str
    next_of_kin: str
    roles: tuple[str, ...]
    dead: bool
    shares: int
    savings: int
    voluntary: int
    fines: int
    arrears: int
    charges_paid: int
    pot_arrears: int

    @property
    def volume(self) -> int:
        """All amounts together: what the sums of the book may come to."""
        owed = self.fines + abs(self.arrears) + abs(self.pot_arrears)
        return self.savings + self.voluntary + owed + self.charges_paid


def read_people(
    table: Table, problems: Problems, rules: Constitution | None, decimals: int
) -> tuple[PaperBalances, ...]:
    """The members in the order of the table; what is wrong is noted."""
    needed = set(NEEDED)
    if rules and rules.saving != "none":
        needed.add("savings")
    if rules and rules.saving == "shares":
        needed.add("shares")
    if not check_headings(table, needed, OPTIONAL | NEEDED, problems):
        return ()
    if not table.rows or len(table.rows) > MAX_MEMBERS:
        place = {"file": table.file, "line": 1, "column": "id"}
        told = Refusal("out_of_range", value=len(table.rows), least=1, most=MAX_MEMBERS, **place)
        problems.add(told)
        return ()
    seen: set[str] = set()
    found = []
    for row in table.rows:
        person = _person(Cells(table, row, problems, decimals), rules)
        if person.code in seen:
            _twice(table, row, person.code, problems)
        seen.add(person.code)
        found.append(person)
    return tuple(found)


def _twice(table: Table, row: Row, code: str, problems: Problems) -> None:
    place = {"file": table.file, "line": row.line, "column": "id"}
    problems.add(Refusal("duplicate_member", value=code, **place))


def _person(cells: Cells, rules: Constitution | None) -> PaperBalances:
    code = cells.text("id")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,11}", code, re.ASCII):
        cells.wrong(Refusal("bad_value"), "id")
    person = PaperBalances(
        code=code,
        name=cells.name("name"),
        sex=cells.choice("sex", ("", "F", "M", "X"), ""),
        born=_born(cells),
        phone=cells.name("phone") if cells.text("phone") else "",
        next_of_kin=cells.name("next_of_kin") if cells.text("next_of_kin") else "",
        roles=_roles(cells),
        dead=cells.choice("status", ("active", "dead"), "active") == "dead",
        shares=cells.whole("shares", MOST_SHARES),
        savings=cells.amount("savings"),
        voluntary=cells.amount("voluntary"),
        fines=cells.amount("fines_owed"),
        arrears=cells.amount("social_arrears", below_zero=True),
        charges_paid=cells.amount("charges_paid"),
        pot_arrears=cells.amount("pot_arrears", below_zero=True),
    )
    if rules:
        _check(cells, person, rules)
    return person


def _check(cells: Cells, person: PaperBalances, rules: Constitution) -> None:
    """What the rules say of a member's savings."""
    cost = person.shares * rules.share_price
    if rules.saving == "shares" and person.savings != cost:
        told = {"value": person.savings, "expected": cost, "shares": person.shares}
        cells.wrong(Refusal("savings_differ", currency=rules.money, **told), "savings")
    if rules.saving != "shares" and person.shares:
        cells.wrong(Refusal("no_shares_here"), "shares")
    if rules.saving == "none" and person.savings:
        cells.wrong(Refusal("no_savings_here"), "savings")
    if person.pot_arrears and not rules.hand:
        cells.wrong(Refusal("no_pot_here"), "pot_arrears")
    if person.voluntary and not rules.voluntary_saving:
        cells.wrong(Refusal("no_voluntary_here"), "voluntary")


def _born(cells: Cells) -> str:
    text = cells.text("born")
    if text and not re.fullmatch("(19|20)[0-9]{2}", text, re.ASCII) and read_day(text) is None:
        cells.wrong(Refusal("bad_date"), "born")
    return text


def _roles(cells: Cells) -> tuple[str, ...]:
    roles = cells.several("roles")
    for role in roles:
        if role not in ROLES:
            cells.wrong(Refusal("not_a_choice", value=role, choices=ROLES), "roles")
    return tuple(dict.fromkeys(roles))
