"""What a draft comes to, and everything that is wrong with it, each at its field.

The members and balances are read by the reader of a baseline, so that what is typed in the window
and what comes from a file is judged by the same rules.
"""

from collections.abc import Collection

import msgspec

from coopledger.app.baseline import BaselineTotals, preview_of
from coopledger.app.founding.draft import FoundingDraft, Person, code_of
from coopledger.app.founding.questions import answered
from coopledger.app.ledger import same_name
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency, plain
from coopledger.interop.baseline import Baseline, Head, read_tables
from coopledger.interop.baseline_problems import Problems, Row, Table
from coopledger.interop.group_file import clean_name
from coopledger.interop.templates import load_template
from coopledger.words.dates import parse_date
from coopledger.words.money import parse_amount
from coopledger.words.numbers import parse_number

BALANCES = {
    "shares": ("members", "shares"),
    "savings": ("members", "savings"),
    "fines": ("members", "fines_owed"),
    "arrears": ("members", "social_arrears"),
    "loan": ("loans", "amount"),
    "left": ("loans", "principal_left"),
    "out": ("loans", "paid_out"),
    "term": ("loans", "weeks"),
    "charge": ("loans", "charge_due"),
}
"""Cells of a person by the table and column of a baseline that they stand for."""
MOST_MEETINGS = 10_000
_MEMBERS = ("id", "name", "sex", "phone", "roles", "shares", "savings", "fines_owed")
_LOANS = ("member", "amount", "principal_left", "paid_out", "charge_due")


class Problem(msgspec.Struct, frozen=True):
    """Something that is wrong, and where.

    ``place`` is ``answers:KEY``, ``people:NUMBER:CELL`` (from 0, as they stand in the draft),
    ``people`` for all of them, ``cutoff:KEY`` or ``cash:FUND:PLACE``.
    """

    place: str
    refusal: Refusal


class Judged(msgspec.Struct, frozen=True):
    """A draft as it would be founded.

    Attributes:
        rules: with every answer that can be read.
        baseline: members and balances; without balances where the group is new.
        totals: the sums of the balances.
        problems: all that is wrong; without any the group can be founded.
    """

    rules: Constitution
    baseline: Baseline
    totals: BaselineTotals
    problems: tuple[Problem, ...]

    @property
    def currency(self) -> Currency:
        """The currency of all amounts."""
        return self.rules.money

    def of(self, prefix: str) -> tuple[Problem, ...]:
        """The problems whose place begins so."""
        return tuple(each for each in self.problems if each.place.startswith(prefix))


def judge(draft: FoundingDraft, taken: Collection[str] = ()) -> Judged:
    """Look at a draft; quick enough for each key press.

    Args:
        draft: the answers so far.
        taken: names of groups that the ledger has already.
    """
    rules, wrong = answered(load_template(draft.kind), draft.answers)
    found = [Problem(f"answers:{each.key}", each.refusal) for each in wrong]
    name = ""
    try:
        name = _free_name(draft.answers.get("name", ""), taken)
    except Refusal as refusal:
        found.append(Problem("answers:name", refusal))
    reading = _Reading(draft, rules)
    baseline = reading.read(name)
    found += reading.problems
    return Judged(rules, baseline, preview_of(baseline).totals, tuple(found))


def _free_name(typed: str, taken: Collection[str]) -> str:
    name = clean_name(typed, "")
    if any(same_name(name, other) for other in taken):
        raise Refusal("group_exists", value=name)
    return name


class _Reading:
    """Turns typed cells into the tables of a baseline, and its problems back into places."""

    def __init__(self, draft: FoundingDraft, rules: Constitution) -> None:
        self.draft, self.rules = draft, rules
        self.problems: list[Problem] = []
        self.instalments = rules.loan_method != "period_charge"

    def read(self, name: str) -> Baseline:
        """The baseline; what is wrong is noted."""
        meeting, day, carried = self._cutoff()
        decimals = self.rules.currency_decimals
        head = Head(name, self.rules, meeting, day, carried, decimals)
        numbered = [(at, p) for at, p in enumerate(self.draft.people) if not p.empty]
        members = [self._member(at, code_of(n), p) for n, (at, p) in enumerate(numbered)]
        term = "instalments" if self.instalments else "weeks"
        loans = [
            self._loan(at, code_of(n), p, term)
            for n, (at, p) in enumerate(numbered)
            if self.draft.paper and any(p.cells.get(cell) for cell in _LOAN_CELLS)
        ]
        tables = {
            "members": Table("members", (*_MEMBERS, "social_arrears"), tuple(members)),
            "loans": Table("loans", (*_LOANS, term), tuple(loans)),
            "cash": Table("cash", ("fund", "place", "amount"), tuple(self._cash())),
        }
        noted = Problems()
        baseline = read_tables(head, tables, noted, "", 1)
        for refusal in noted.found:
            self._place(refusal, [at for at, _person in numbered])
        return msgspec.structs.replace(baseline, problems=())

    def _cutoff(self) -> tuple[int, str, int]:
        """Number and day of the last meeting on paper, and what earlier cycles left."""
        if not self.draft.paper:
            return 0, self.rules.cycle_start, 0
        typed = self.draft.cutoff
        found: dict[str, object] = {}
        for key, read in (("meeting", _meeting), ("date", self._day), ("carried", self._carried)):
            try:
                found[key] = read(typed.get(key, "").strip())
            except Refusal as refusal:
                self.problems.append(Problem(f"cutoff:{key}", refusal))
        meeting, carried = found.get("meeting", 1), found.get("carried", 0)
        day = found.get("date", self.rules.cycle_start)
        return int(str(meeting)), str(day), int(str(carried))

    def _day(self, text: str) -> str:
        day = parse_date(text).isoformat()
        if day < self.rules.cycle_start:
            raise Refusal("before_start", value=day, start=self.rules.cycle_start)
        return day

    def _carried(self, text: str) -> int:
        return parse_amount(text, self.rules.money) if text else 0

    def _member(self, at: int, code: str, person: Person) -> Row:
        cells = {"id": code, "name": person.name, "sex": person.sex, "phone": person.phone.strip()}
        cells["roles"] = " ".join(person.roles)
        for cell in ("shares", "savings", "fines", "arrears"):
            cells[BALANCES[cell][1]] = self._typed(at, person, cell)
        if self.rules.saving == "shares":
            cells["savings"] = self._cost(cells["shares"])
        return Row(at, cells)

    def _cost(self, shares: str) -> str:
        """What shares cost: typed once, they need not be reckoned by hand."""
        cost = int(shares or 0) * self.rules.share_price if shares.isdigit() else 0
        return plain(cost, self.rules.currency_decimals)

    def _loan(self, at: int, code: str, person: Person, term: str) -> Row:
        cells = {"member": code, term: self._typed(at, person, "term")}
        for cell in ("loan", "left", "charge", "out"):
            cells[BALANCES[cell][1]] = self._typed(at, person, cell)
        if not cells["principal_left"]:
            cells["principal_left"] = cells["amount"]
        return Row(at, cells)

    def _typed(self, at: int, person: Person, cell: str) -> str:
        """A cell as a baseline's file has it; empty, and told, where it can't be read."""
        text = person.cells.get(cell, "").strip() if self.draft.paper else ""
        if not text:
            return ""
        try:
            if cell == "out":
                return parse_date(text).isoformat()
            if cell in ("shares", "term"):
                return str(parse_number(text, maximum=1_000_000))
            below = cell == "arrears"
            amount = parse_amount(text, self.rules.money, negative=below)
            return plain(amount, self.rules.currency_decimals)
        except Refusal as refusal:
            self.problems.append(Problem(f"people:{at}:{cell}", refusal))
            return ""

    def _cash(self) -> list[Row]:
        found: list[Row] = []
        if not self.draft.paper:
            return found
        for place, typed in self.draft.cash.items():
            fund, _colon, where = place.partition(":")
            if fund not in self.rules.funds or where not in self.rules.places:
                continue
            try:
                amount = parse_amount(typed, self.rules.money) if typed.strip() else 0
            except Refusal as refusal:
                self.problems.append(Problem(f"cash:{place}", refusal))
                continue
            shown = plain(amount, self.rules.currency_decimals)
            found.append(Row(0, {"fund": fund, "place": where, "amount": shown}))
        return found

    def _place(self, refusal: Refusal, people: list[int]) -> None:
        """Note a problem of a table at the cell that it was typed in."""
        table, column = str(refusal.params.get("file")), str(refusal.params.get("column"))
        line = refusal.params.get("line")
        if table not in ("members", "loans") or line not in people or column == "id":
            place = "people"
        else:
            column = "weeks" if column == "instalments" else column
            cells = {there: cell for cell, there in BALANCES.items()}
            place = f"people:{line}:{cells.get((table, column), column)}"
        bare = {
            key: value
            for key, value in refusal.params.items()
            if key not in ("file", "line", "column")
        }
        told = Problem(place, Refusal(refusal.code, **{"currency": self.rules.money, **bare}))
        if not any(each.place == place for each in self.problems):
            self.problems.append(told)


def _meeting(text: str) -> int:
    meeting = parse_number(text, maximum=MOST_MEETINGS)
    if not meeting:
        raise Refusal("out_of_range", value=0, least=1, most=MOST_MEETINGS)
    return meeting


_LOAN_CELLS = ("loan", "left", "out", "term", "charge")
