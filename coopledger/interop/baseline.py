"""A group that comes from paper in mid-cycle: its rules, and each balance at the cut-off.

A folder with ``group.toml``, ``members.csv``, ``loans.csv`` and ``cash.csv``, where they are needed
also ``lenders.csv`` and ``pot.csv``, or one workbook with sheets of the same names
(docs/baseline.md). All that is wrong in it is told at once.
"""

from pathlib import Path

import msgspec

from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT, Currency
from coopledger.interop.baseline_lenders import PaperDebt, read_lenders
from coopledger.interop.baseline_loans import PaperLoan, read_loans
from coopledger.interop.baseline_people import PaperBalances, read_people
from coopledger.interop.baseline_pot import PaperPot, check_cash, read_pot
from coopledger.interop.baseline_problems import (
    Cells,
    Problems,
    Table,
    check_headings,
    read_day,
)
from coopledger.interop.baseline_source import Source, open_source
from coopledger.interop.group_file import clean_name
from coopledger.interop.rules_file import (
    FUNDS,
    TEMPLATE_KEYS,
    check_keys,
    judge_rules,
    key_faults,
)

GROUP_KEYS = {"name", "kind", "currency", "currency_decimals", "constitution", "cutoff"}
RULE_KEYS = TEMPLATE_KEYS | {"cycle_start"}
CUTOFF_KEYS = {"meeting", "date"}
NUMBERS = {
    "meeting": (1, 10_000),
    "carried": (0, MAX_AMOUNT // 10**4),
    "last_share_out": (0, MAX_AMOUNT // 10**4),
    "pot_rounds": (0, 10_000),
}
"""What the cut-off may say in numbers, and their limits."""
CASH_COLUMNS = {"fund", "amount"}


class PaperCash(msgspec.Struct, frozen=True):
    """Cash of a fund at a place, in minor units."""

    fund: str
    place: str
    amount: int


class Head(msgspec.Struct, frozen=True):
    """What ``group.toml`` says: the group, its rules, and when the paper ends.

    Attributes:
        name: of the group.
        constitution: its rules; None where they can't be read.
        meeting: number of the last meeting on paper.
        day: its ISO date; empty where it can't be read.
        carried: of the loan fund, what earlier cycles left in it, in minor units.
        shared: what the last share-out on paper gave, in minor units.
        rounds: of the pot that fell due so far; None where it is not said.
        decimals: of the currency.
    """

    name: str
    constitution: Constitution | None
    meeting: int
    day: str
    carried: int
    decimals: int
    shared: int = 0
    rounds: int | None = None


class Baseline(msgspec.Struct, frozen=True):
    """A whole baseline, and all that is wrong with it: only without problems it may be taken in."""

    head: Head
    people: tuple[PaperBalances, ...]
    loans: tuple[PaperLoan, ...]
    cash: tuple[PaperCash, ...]
    problems: tuple[Refusal, ...]
    group_file: str
    name_line: int
    debts: tuple[PaperDebt, ...] = ()
    pot: PaperPot = PaperPot()

    @property
    def currency(self) -> Currency | None:
        """The currency of all amounts, None where the rules can't be read."""
        rules = self.head.constitution
        return rules.money if rules else None


def read_baseline(path: Path) -> Baseline:
    """Read a folder or a workbook (``.xlsx``). What is wrong is in ``problems``, never raised."""
    problems = Problems()
    source = open_source(path, problems)
    head = _head(source, problems)
    people: tuple[PaperBalances, ...] = ()
    loans: tuple[PaperLoan, ...] = ()
    cash: tuple[PaperCash, ...] = ()
    if table := source.tables.get("members"):
        people = read_people(table, problems, head.constitution, head.decimals)
    codes = {person.code for person in people}
    if table := source.tables.get("loans"):
        loans = read_loans(table, problems, head.constitution, head.decimals, (codes, head.day))
    if table := source.tables.get("cash"):
        cash = _cash(table, problems, head)
    debts: tuple[PaperDebt, ...] = ()
    if table := source.tables.get("lenders"):
        debts = read_lenders(table, problems, head.decimals)
    pot = _pot(source, problems, head, people, cash)
    volume = sum(line.amount for line in cash) + sum(loan.amount + loan.charge for loan in loans)
    volume += sum(person.volume for person in people)
    volume += sum(debt.principal + debt.charge for debt in debts) + head.shared
    if volume > MAX_AMOUNT:
        problems.add(Refusal("too_large", file=source.group_file, line=1, column="", value=volume))
    return Baseline(
        head,
        people,
        loans,
        cash,
        tuple(problems.found),
        source.group_file,
        source.line_of("name"),
        debts,
        pot,
    )


def _pot(
    source: Source,
    problems: Problems,
    head: Head,
    people: tuple[PaperBalances, ...],
    cash: tuple[PaperCash, ...],
) -> PaperPot:
    """The round that was going on, none where there is no table of it."""
    table, rules = source.tables.get("pot"), head.constitution
    if table is None:
        return PaperPot()
    pot = read_pot(table, problems, rules, people, head.rounds)
    if rules and rules.hand and people and pot.turns:
        held = sum(line.amount for line in cash if line.fund == "pot")
        owed = sum(person.pot_arrears for person in people)
        check_cash(pot, table, problems, rules, (held, owed))
    return pot


def _head(source: Source, problems: Problems) -> Head:
    """What can be read of ``group.toml``, key by key."""
    data = source.group
    if data is None:
        return Head("", None, 0, "", 0, 0)

    def wrong(refusal: Refusal) -> None:
        column = str(refusal.params.get("column", ""))
        problems.add(refusal, file=source.group_file, line=source.line_of(column), value="")

    faults = list(key_faults(data, GROUP_KEYS, {"country"}, ""))
    rules, wrong_rules = _rules(data)
    for fault in (*faults, *wrong_rules):
        wrong(fault)
    name = ""
    try:
        name = clean_name(data.get("name"), "name") if "name" in data else ""
    except Refusal as refusal:
        wrong(refusal)
    decimals = rules.currency_decimals if rules else _decimals(data)
    numbers, day = dict[str, int](), ""
    try:
        numbers, day = _cutoff(data.get("cutoff"), rules)
    except Refusal as refusal:
        wrong(refusal)
    unit, get = 10**decimals, numbers.get
    return Head(
        name,
        rules,
        get("meeting", 0),
        day,
        get("carried", 0) * unit,
        decimals,
        get("last_share_out", 0) * unit,
        get("pot_rounds"),
    )


def _decimals(data: dict[str, object]) -> int:
    """How many decimals amounts may have, also where other rules can't be read."""
    told = data.get("currency_decimals")
    return told if isinstance(told, int) and told in range(5) else 0


def _rules(data: dict[str, object]) -> tuple[Constitution | None, list[Refusal]]:
    """The rules, none unless all is right, and what is wrong with those that are there."""
    rules = data.get("constitution")
    if rules is None:
        return None, []
    if not isinstance(rules, dict):
        return None, [Refusal("bad_value", column="constitution", value=str(rules))]
    constitution, faults = judge_rules(data, dict(rules), RULE_KEYS)
    told = [fault for fault in faults if str(fault.params["column"]).split(".")[0] in data]
    return (None if faults else constitution), told


def _cutoff(table: object, rules: Constitution | None) -> tuple[dict[str, int], str]:
    """The numbers that are told, amounts in whole units, and the day of the last meeting."""
    if table is None:
        return {}, ""
    if not isinstance(table, dict):
        raise Refusal("bad_value", column="cutoff", value=str(table))
    check_keys(table, CUTOFF_KEYS, set(NUMBERS), "cutoff.")
    found = {}
    for key, (least, most) in NUMBERS.items():
        if key not in table:
            continue
        value = table[key]
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refusal("not_a_number", column=f"cutoff.{key}", value=str(value))
        if not least <= value <= most:
            column = f"cutoff.{key}"
            raise Refusal("out_of_range", column=column, value=value, least=least, most=most)
        found[key] = value
    day = read_day(str(table["date"]))
    if day is None:
        raise Refusal("bad_date", column="cutoff.date", value=str(table["date"]))
    if rules and day.isoformat() < rules.cycle_start:
        raise Refusal(
            "before_start", column="cutoff.date", value=day.isoformat(), start=rules.cycle_start
        )
    return found, day.isoformat()


def _cash(table: Table, problems: Problems, head: Head) -> tuple[PaperCash, ...]:
    if not check_headings(table, CASH_COLUMNS, {"place"}, problems):
        return ()
    rules, found = head.constitution, dict[tuple[str, str], PaperCash]()
    for row in table.rows:
        cells = Cells(table, row, problems, head.decimals)
        fund = FUNDS.get(cells.text("fund"), cells.text("fund"))
        place = cells.text("place") or "box"
        if rules and fund not in rules.funds:
            cells.wrong(Refusal("not_a_choice", choices=rules.funds), "fund")
        if rules and place not in rules.places:
            cells.wrong(Refusal("not_a_choice", choices=rules.places), "place")
        if (fund, place) in found:
            cells.wrong(Refusal("duplicate_key", value=f"{fund}, {place}"), "fund")
        found[fund, place] = PaperCash(fund, place, cells.amount("amount"))
    return tuple(found.values())
