"""The accountant's papers, gathered from the journal of the book."""

from collections import defaultdict

from coopledger.app.cash_lines import cash_moves
from coopledger.app.paper_source import PaperSource
from coopledger.domain.journal import Entry, tag_of, undone
from coopledger.reports.accounts import (
    CashBookFacts,
    CashLine,
    CashPlace,
    GeneralLedgerFacts,
    LedgerAccount,
    LedgerLine,
)

_CHART = (
    "cash",
    "loans",
    "charges_due",
    "late_due",
    "fines_owed",
    "arrears",
    "lent",
    "lent_due",
    "savings",
    "voluntary",
    "held",
    "payable",
    "external",
    "external_due",
    "contributions",
    "retained",
    "distributed",
    "income",
    "expense",
)
"""Order of a fund's accounts; what is not in it comes last."""
_DEEP = {"cash", "income", "expense"}
"""Accounts that have a name in two parts; what else follows a name is a member or a loan."""


def cash_book_facts(source: PaperSource) -> CashBookFacts:
    """Each fund's cash at each place, one line a page for each kind of thing that moved it."""
    places: dict[tuple[str, str], dict[tuple[int, str], CashLine]] = {}
    rules = source.replay.book.rules
    for fund in rules.funds:
        for place in rules.places:
            places[fund, place] = {}
    for entry in source.entries:
        for line, fund, place, amount in cash_moves(entry.event, entry.legs):
            found, key = places.setdefault((fund, place), {}), (entry.number, line)
            before = found[key].amount if key in found else 0
            found[key] = CashLine(entry.number, entry.meeting, entry.date, line, before + amount)
    told = [
        CashPlace(fund, place, tuple(line for line in lines.values() if line.amount))
        for (fund, place), lines in places.items()
    ]
    head = source.coded(source.newest_head(), "cash-book")
    return CashBookFacts(head, source.last_day, tuple(each for each in told if each.lines))


def general_ledger_facts(source: PaperSource, kind: str = "general-ledger") -> GeneralLedgerFacts:
    """Every account, members and loans together, one line a page for each kind of event."""
    sides: defaultdict[str, dict[tuple[int, str], list[int]]] = defaultdict(dict)
    dates: dict[int, str] = {}
    for entry in source.entries:
        dates[entry.number] = entry.date
        what = tag_of(undone(entry.event) or entry.event)
        for account, amount in _sums(entry).items():
            found = sides[account].setdefault((entry.number, what), [0, 0])
            found[amount < 0] += abs(amount)
    accounts = [
        LedgerAccount(
            account.partition(":")[0],
            account.partition(":")[2],
            tuple(
                LedgerLine(page, dates[page], what, debit, credit)
                for (page, what), (debit, credit) in lines.items()
            ),
        )
        for account, lines in sides.items()
    ]
    rules = source.replay.book.rules
    accounts.sort(
        key=lambda account: (_place(rules.funds, account.fund), _order(account.head, rules.places))
    )
    head = source.coded(source.newest_head(), kind)
    return GeneralLedgerFacts(head, source.last_day, tuple(accounts))


def _sums(entry: Entry) -> dict[str, int]:
    """What each account of the general ledger came to; where they balance out, nothing."""
    found: defaultdict[str, int] = defaultdict(int)
    for account, amount in entry.sums().items():
        fund, kind, *rest = account.split(":")
        name = ":".join([fund, kind, *(rest[:1] if kind in _DEEP else [])])
        found[name] += amount
    return {name: amount for name, amount in found.items() if amount}


def _place(known: tuple[str, ...], name: str) -> int:
    return known.index(name) if name in known else len(known)


def _order(head: str, places: tuple[str, ...]) -> tuple[int, int, str]:
    kind, _colon, rest = head.partition(":")
    return _place(_CHART, kind), _place(places, rest), head
