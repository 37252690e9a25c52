"""Whatever a group of any kind does, its papers reconcile: every box, every loan, every member."""

import os
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

from coopledger.app import account_papers, loan_papers, monthly_papers, papers
from coopledger.app.ledger import Ledger
from coopledger.app.paper_codes import check_code
from coopledger.app.paper_kinds import KINDS, make
from coopledger.app.paper_source import PaperSource
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import Cost
from tests.domain.test_lives_of_all_kinds import Life

LIVES = int(os.environ.get("COOPLEDGER_LIVES", "25"))
NOT_A_MEMBERS = {
    *("expenses", "income", "borrowed", "lender_principal", "lender_charges", "fees", "residue"),
    *("over_short", "corrections", "groups_lent", "groups_repaid", "groups_charges"),
}
"""Lines in which no member paid or got anything; moves between places neither."""
NOT_YET = {
    *("no_share_out_yet", "no_loan_yet", "unknown_loan", "no_meeting_yet", "nothing_moved"),
}
"""Why a group may have no paper of some kind yet."""
CARD = '{"name":"Name"}'


class Papers(Life):
    """A life whose every page is put on paper when it is over."""

    def keep(self, written):
        if not hasattr(self, "pages"):
            self.pages, self.after = [], {}
            # Who joins in a life has a word for a card; a ledger reads cards.
            keep = self.scribe.keep
            self.scribe.keep = lambda sort, text: keep(sort, CARD if sort == "member" else text)
        super().keep(written)
        self.pages.append(written)
        self.after[written.header.number] = Counter(self.cash)

    def teardown(self):
        if not hasattr(self, "pages"):
            return
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "life.coop"
            with Ledger.create(file, "pw", cost=Cost(8, 1, 1)) as ledger:
                ledger.store.append(self.pages)
                self.check_papers(ledger, self.pages[0].header.book)

    def check_papers(self, ledger, group):
        for number in sorted({w.header.meeting for w in self.pages} - {0}):
            parts = [w for w in self.pages if w.header.meeting == number]
            facts = papers.meeting_facts(ledger, group, number)
            check_cash(facts, self.after, parts)
            check_members(facts)
            assert papers.meeting_report(ledger, group, number).blocks
        for facts in papers.statement_facts(ledger, group):
            check_passbook(facts)
            # Fines that are owed stay in their fund when new rules name another.
            funds = {rules.fines_go_to for _day, rules in ledger.replay(group).book.versions}
            if len(funds) == 1:
                check_fines(facts)
        assert papers.member_statements(ledger, group)
        if any(w.header.kind == "share_out" for w in self.pages):
            told = papers.share_out_facts(ledger, group)
            assert_share_out_closes(told)
            assert papers.share_out_report(ledger, group).blocks
        check_accounts(PaperSource(ledger, group))
        for kind in KINDS:
            try:
                made = make(ledger, group, kind.code)
            except Refusal as refusal:
                if refusal.code not in NOT_YET:
                    raise
            else:
                if made.head.code:  # each slip of the confirmations has its own
                    assert check_code(ledger, made.head.code).verdict == "genuine", kind.code


def check_accounts(source):
    """Registers and accounts of the whole book say what the book says."""
    book = source.replay.book
    ledger = account_papers.general_ledger_facts(source)
    for fund in {account.fund for account in ledger.accounts}:
        assert not sum(each.balance for each in ledger.accounts if each.fund == fund), fund
    places = account_papers.cash_book_facts(source).places
    for place in places:
        assert sum(line.amount for line in place.lines) == book.cash(place.fund, place.place)
    for loan in loan_papers.loan_register_facts(source).loans:
        assert loan.owed == book.debt(book.loans[loan.number])
        assert loan.amount + loan.charged == loan.paid + loan.given_up + loan.owed
        assert loan.paid >= 0, loan
    before = (0, 0)
    for month in monthly_papers.months(source):
        told = monthly_papers.month_facts(source, month)
        assert told.opening == before, month
        moved = sum(told.receipts.values()) - sum(told.payments.values())
        assert sum(told.opening) + moved == sum(told.closing), month
        before = told.closing
        for row in monthly_papers.demand_facts(source, month).rows:
            assert row.principal[0] >= row.principal[1] >= 0, row


def check_cash(facts, after, parts):
    """Opening, lines, count and what came after give what is there, at every fund and place."""
    before, then = after[parts[0].header.number - 1], after[parts[-1].header.number]
    counts = {(e.f, e.at): e for w in parts for e in w.page.read()[1] if isinstance(e, ev.Count)}
    seen = set()
    for cash in facts.cash:
        spot = (cash.fund, cash.place)
        seen.add(spot)
        assert cash.opening == before[spot], (spot, cash)
        assert cash.opening + sum(cash.lines.values()) == cash.expected
        assert cash.expected + cash.difference + cash.later == cash.closing, (spot, cash)
        assert cash.closing == then[spot], (spot, cash)
        assert "other" not in cash.lines
        if spot in counts:
            assert (cash.expected, cash.counted) == (counts[spot].book, counts[spot].a)
    assert not {spot for spot in before | then if before[spot] or then[spot]} - seen


def check_members(facts):
    """What the members handed in and got is what moved, but for the group's own money."""
    if any(cash.later or cash.difference for cash in facts.cash):
        return
    moved = Counter()
    for cash in facts.cash:
        moved.update(cash.lines)
    members = sum(
        amount
        for line, amount in moved.items()
        if line not in NOT_A_MEMBERS and not line.startswith("move:")
    )
    rows = Counter()
    for row in facts.members:
        rows.update(row.sums)
    assert sum(rows.values()) - rows["corrected"] == members, (rows, moved)


def check_passbook(facts):
    """A loan's page adds up row by row, and the savings pages run on."""
    for loan in facts.loans:
        owed = loan.amount
        for row in loan.rows:
            owed += effect(row)
            if not loan.void:
                assert owed == row.owed, (loan, row)
        left = sum(each.principal for each in loan.plan)
        last = loan.rows[-1].owed if loan.rows else loan.amount
        assert not loan.plan or left <= last
    debts = [loan.rows[-1].owed if loan.rows else loan.amount for loan in facts.loans]
    own = facts.closing
    assert sum(debts) == own.principal + own.charge + own.late, facts.loans


def check_fines(facts):
    """Fines run on from row to row, but for those settled from savings."""
    for earlier, row in pairwise(facts.rows):
        change = row.fined - row.fines_paid
        settled = facts.settled is not None and facts.settled.day == row.day
        assert row.fines_owed - earlier.fines_owed == change or settled


def effect(row):
    whole = row.charge + row.principal + row.late
    if row.what in ("charge", "late", "capitalised", "recovered", "rescheduled"):
        whole = -(row.charge + row.late) if row.what in ("charge", "late") else 0
    return whole if row.undone else -whole


def assert_share_out_closes(facts):
    paid = sum(row.paid + row.back for row in facts.rows)
    out = sum(cash.lines.get(line, 0) for cash in facts.cash for line in PAID_OUT)
    assert -out == paid
    for row in facts.rows:
        assert row.entitlement == row.set_off + row.paid


PAID_OUT = ("pay_outs", "withdrawals", "held")
TestPapers = Papers.TestCase
TestPapers.settings = settings(
    max_examples=LIVES,
    stateful_step_count=10,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
