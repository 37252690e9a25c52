"""Every kind of paper, from the one list: made for every kind of group, its figures the book's."""

import csv
import io
import subprocess
from collections import Counter

import openpyxl
import pytest

from coopledger.app import (
    account_papers,
    loan_papers,
    monthly_papers,
    register_papers,
    standing_papers,
)
from coopledger.app.paper_files import save, sheets_of
from coopledger.app.paper_kinds import BY_CODE, KINDS, Picked, make
from coopledger.app.paper_makers import MAKERS
from coopledger.app.paper_source import PaperSource
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.reports.document import PAPERS, Symbol, Table
from coopledger.reports.files import save_all_pdf
from coopledger.words.catalog import speaking
from tests.reports.lives import KINDS as GROUPS
from tests.reports.lives import NAMES, Written, lived
from tests.reports.papers import EXPECTED, needs_pdftotext, printed, said, strings, summed

SHARED_OUT = ("vsla", "silc", "asca", "coop")
MARKS = {"yes", "no", "open", "L", "E", "R"}
NOT_YET = {("share-out", "no_share_out_yet"), ("loan-agreement", "no_loan_yet")}
CODES = [kind.code for kind in KINDS]


def test_the_list_has_each_kind_once_and_each_can_be_made():
    assert len(BY_CODE) == len(KINDS)
    assert BY_CODE.keys() == MAKERS.keys()


def made_of(group, code, paper=None):
    """The documents of a kind, or nothing where the group has no such paper yet."""
    try:
        return make(group.ledger, group.group, code, Picked(), paper).documents
    except Refusal as refusal:
        if (code, refusal.code) in NOT_YET:
            return ()
        raise


@pytest.mark.parametrize("kind", GROUPS)
def test_all_are_made_for_every_kind_of_group_and_say_page_and_fingerprint(ledger, tmp_path, kind):
    group = lived(ledger, kind)
    if kind in SHARED_OUT:
        group.end(group.book.meeting)
    missing = []
    for code in CODES:
        documents = made_of(group, code)
        missing += [] if documents else [code]
        for document in documents:
            assert "fingerprint" in document.footer
            slips = [b for block in document.blocks for b in getattr(block, "blocks", ())]
            assert document.symbol or any(isinstance(each, Symbol) for each in slips)
        if documents:
            assert save_all_pdf(documents, tmp_path / f"{code}.pdf", strict=True) >= len(documents)
    expected = [] if kind in SHARED_OUT else ["share-out"]
    assert set(missing) == {*expected, *(["loan-agreement"] if kind == "rosca" else [])}


@pytest.mark.parametrize("kind", GROUPS)
def test_a_group_that_has_not_met_yet_has_papers_too_or_is_told_why_not(ledger, tmp_path, kind):
    group = Written(ledger, kind, 3)
    refused = {}
    for code in CODES:
        try:
            made = make(ledger, group.group, code)
        except Refusal as refusal:
            refused[code] = refusal.code
        else:
            assert save_all_pdf(made.documents, tmp_path / "p.pdf", strict=True) >= 1
    assert refused == {
        "meeting": "no_meeting_yet",
        "receipt": "no_meeting_yet",
        "indicators": "no_meeting_yet",
        "loan-agreement": "no_loan_yet",
        "receipts-payments": "no_meeting_yet",
        "demand": "no_meeting_yet",
        "share-out": "no_share_out_yet",
    }


@pytest.mark.parametrize("paper", PAPERS)
def test_all_fit_every_paper_in_both_directions(ledger, tmp_path, paper):
    group = lived(ledger, "shg")
    for language in ("en-XA", "ar-XB"):
        with speaking(language):
            for code in CODES:
                if documents := made_of(group, code, PAPERS[paper]):
                    save_all_pdf(documents[:2], tmp_path / f"{code}.pdf", strict=True)


@pytest.mark.parametrize("kind", GROUPS)
def test_every_text_of_theirs_is_translated(ledger, kind):
    group = lived(ledger, kind)
    own = {*NAMES, *ledger.store.texts(group.group).values(), *MARKS}
    # The sentences of a constitution have tests of their own.
    codes = [code for code in CODES if code != "constitution"]
    with speaking("en-XA"):
        documents = [document for code in codes for document in made_of(group, code)]
    for document in documents:
        for text in strings((document.title, document.blocks, document.footer)):
            plain = not any(c.isalpha() for c in text) or text.startswith(("M0", "Group of", "20"))
            if not plain and text not in own:
                assert text.startswith("[") or text[:2].strip().isdigit(), text


@pytest.mark.parametrize("kind", GROUPS)
def test_a_spreadsheet_adds_up_as_the_paper_does(ledger, kind):
    group = lived(ledger, kind)
    for code in CODES:
        for document in made_of(group, code):
            for sheet in sheets_of(document):
                for column, cells in zip(sheet.columns, zip(*sheet.rows, strict=True), strict=True):
                    if column.kind == "money":
                        assert all(isinstance(cell, int) or cell == "" for cell in cells), (
                            code,
                            column,
                        )


def accounts(book):
    """The book's balances by fund and by the name that the general ledger has for the account."""
    found = Counter()
    for account, balance in book.accounts.items():
        fund, head, *rest = account.split(":")
        deep = head in ("cash", "income", "expense")
        found[fund, f"{head}:{rest[0]}" if deep else head] += balance
    return {name: balance for name, balance in found.items() if balance}


@pytest.mark.parametrize("kind", GROUPS)
def test_the_general_ledger_has_every_account_and_balances_fund_by_fund(ledger, kind):
    group = lived(ledger, kind)
    told = account_papers.general_ledger_facts(PaperSource(ledger, group.group))
    found = {(each.fund, each.head): each.balance for each in told.accounts if each.balance}
    assert found == accounts(group.book)
    for fund in group.book.rules.funds:
        assert sum(balance for (own, _head), balance in found.items() if own == fund) == 0
    (document,) = make(ledger, group.group, "trial-balance").documents
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    _label, debit, credit = table.rows[-1].values
    assert debit == credit == sum(balance for balance in found.values() if balance > 0)


@pytest.mark.parametrize("kind", GROUPS)
def test_the_cash_book_ends_with_the_cash_that_there_is(ledger, kind):
    group = lived(ledger, kind)
    told = account_papers.cash_book_facts(PaperSource(ledger, group.group))
    left = {(p.fund, p.place): sum(line.amount for line in p.lines) for p in told.places}
    rules = group.book.rules
    for fund in rules.funds:
        for place in rules.places:
            assert left.get((fund, place), 0) == group.book.cash(fund, place)


@pytest.mark.parametrize("kind", GROUPS)
def test_the_loan_register_says_of_each_loan_what_the_book_says(ledger, kind):
    group = lived(ledger, kind)
    book = group.book
    loans = loan_papers.loan_register_facts(PaperSource(ledger, group.group)).loans
    assert [loan.number for loan in loans] == list(book.loans)
    for loan in loans:
        assert loan.owed == book.debt(book.loans[loan.number])
        paid = sum(
            event.p + event.c + event.late
            for page in group.events
            for event in page
            if isinstance(event, ev.Repay | ev.SetOff) and event.l == loan.number
        )
        rolled = any(each.rolled == loan.number for each in of_type(group, ev.LoanOut))
        left = any(each.m == loan.member.code for each in of_type(group, ev.Leave))
        assert loan.paid == paid or rolled or left


def of_type(group, kind):
    return [event for page in group.events for event in page if isinstance(event, kind)]


@pytest.mark.parametrize("kind", GROUPS)
def test_a_months_money_goes_from_opening_to_closing_and_on_to_the_next_month(ledger, kind):
    group = lived(ledger, kind)
    source = PaperSource(ledger, group.group)
    before = (0, 0)
    for month in monthly_papers.months(source):
        told = monthly_papers.month_facts(source, month)
        assert told.opening == before
        came, went = sum(told.receipts.values()), sum(told.payments.values())
        assert sum(told.opening) + came - went == sum(told.closing)
        assert told.receipts.get("other", 0) == sum(told.other_in.values())
        before = told.closing
    assert sum(before) == sum(
        balance for account, balance in group.book.accounts.items() if ":cash:" in account
    )


def test_a_self_help_groups_month_stands_under_the_forms_headings(ledger):
    group = lived(ledger, "shg")
    source = PaperSource(ledger, group.group)
    third = monthly_papers.months(source)[2]
    told = monthly_papers.month_facts(source, third)
    # Five members save 100.00; 5,000.00 from the bank, 4,000.00 lent.
    assert told.receipts["savings"] == 500_00
    assert told.receipts["bank_loan"] == 5_000_00
    assert told.payments["loans"] == 4_000_00
    later = monthly_papers.month_facts(source, monthly_papers.months(source)[6])
    assert later.payments["bank_principal"] == 2_500_00
    assert later.payments["bank_interest"] == 100_00


@pytest.mark.parametrize("kind", GROUPS)
def test_the_demand_of_a_month_ends_with_what_is_overdue(ledger, kind):
    group = lived(ledger, kind)
    source = PaperSource(ledger, group.group)
    told = monthly_papers.demand_facts(source, "")
    book = group.book
    for row in told.rows:
        for due, paid, left in (row.saving, row.contribution, row.principal, row.charge, row.fine):
            assert due - paid == left
        code = row.member.code
        charge = sum(book.charge_due(x) + book.late_due(x) for x in book.loans_of(code))
        assert row.charge[2] == charge
        assert row.fine[2] == book.fines_owed(code)
        assert row.contribution[2] == max(book.arrears(code), 0)


def test_what_was_overdue_before_the_month_is_in_its_demand(ledger):
    group = lived(ledger, "shg")
    source = PaperSource(ledger, group.group)
    months = monthly_papers.months(source)
    # 4,000.00 in four parts from month 3; the second part was paid late, in month 6.
    rows = [monthly_papers.demand_facts(source, month).rows[0] for month in months]
    due, paid, left = zip(*(row.principal for row in rows), strict=True)
    assert due[3:6] == (1_000_00, 1_000_00, 2_000_00)
    assert (paid[3], paid[4]) == (1_000_00, 0)
    assert left[4] == 1_000_00


def test_the_registers_say_what_the_notebook_says(kamu):
    source = PaperSource(*kamu)
    attendance = register_papers.attendance_facts(source)
    here = Counter(line["detail"] or line["item"] for line in said("attendance", member="M07"))
    told = Counter(attendance.answers["M07"].values())
    assert sum(told.values()) == sum(here.values()) == len(attendance.meetings)
    savings = register_papers.savings_facts(source)
    for person in savings.members:
        whole = savings.before.get(person.code, 0)
        whole += sum(savings.saved.get(person.code, {}).values())
        assert whole == source.replay.book.savings(person.code)


@needs_pdftotext
def test_a_receipt_tells_what_one_member_handed_in(kamu, tmp_path):
    ledger, group = kamu
    number = 12
    paid = {
        item: summed(said(item, member="M07", meeting=number))
        for item in ("shares", "social_contribution", "repayment", "fine_paid")
    }
    save(ledger, group, "receipt", tmp_path / "r.pdf", Picked(number, "M07"))
    lines = " ".join(printed(tmp_path / "r.pdf"))
    assert f"All {sum(paid.values()):,}" in lines or not sum(paid.values())
    assert "M07" in lines


def test_a_receipt_of_a_meeting_that_is_not_there_is_refused(kamu):
    with pytest.raises(Refusal) as refused:
        make(*kamu, "receipt", Picked(99))
    assert refused.value.code == "unknown_meeting"


@needs_pdftotext
def test_an_agreement_tells_amounts_in_words_and_the_true_cost(ledger, tmp_path):
    group = lived(ledger, "vsla")
    save(ledger, group.group, "loan-agreement", tmp_path / "a.pdf", Picked(loan=1))
    lines = " ".join(printed(tmp_path / "a.pdf"))
    # 20,000 for 12 weeks at 5 % every four weeks, the example of the true cost.
    assert "UGX 20,000 (twenty thousand Ugandan shillings)" in lines
    assert "pay back UGX 23,000 (twenty-three thousand Ugandan shillings) in all" in lines
    assert "Cost of a year 65.00%" in lines
    assert "88.56%" in lines
    assert "seed and tools" in lines


def test_an_agreement_names_the_guarantors_who_sign(ledger):
    group = lived(ledger, "asca")
    told = loan_papers.agreement_facts(PaperSource(ledger, group.group), 1)
    assert [person.code for person in told.guarantors] == ["M02"]
    assert told.total == sum(row.amount for row in told.rows) == told.amount + told.charge
    with pytest.raises(Refusal):
        loan_papers.agreement_facts(PaperSource(ledger, group.group), 99)


def test_the_audit_counts_what_it_checked_and_names_what_was_found(kamu):
    source = PaperSource(*kamu)
    told = standing_papers.audit_facts(source)
    assert told.pages == len(source.replay.headers)
    assert told.seals >= told.pages
    assert told.entries == source.replay.events
    assert len(told.findings) == len(source.replay.findings)
    last = EXPECTED["meetings"][-1]
    cash = {(fund, place): amount for fund, place, amount in told.cash}
    assert cash["loan", "box"] == last["loan_fund_cash"]
    assert cash["social", "box"] == last["social_fund_cash"]


def test_a_damaged_book_gets_no_certificate(kamu, monkeypatch):
    from coopledger.app.questions import Verdict

    ledger, group = kamu
    bad = Verdict(ledger.group(group), 3, 9, (), "seal_bad", 4)
    monkeypatch.setattr(standing_papers, "verify_book", lambda *_: bad)
    with pytest.raises(Refusal) as refused:
        make(ledger, group, "audit")
    assert refused.value.code == "page_not_genuine"


def test_slips_say_where_each_member_stands(kamu):
    source = PaperSource(*kamu)
    told = standing_papers.confirmation_facts(source)
    book = source.replay.book
    assert {slip.member.code for slip in told.slips} >= {m.code for m in book.active()}
    for slip in told.slips:
        assert slip.closing.savings == book.savings(slip.member.code)
        assert len({each.code for each in told.slips}) == len(told.slips)


def test_tables_are_saved_as_csv_and_as_a_workbook(kamu, tmp_path):
    ledger, group = kamu
    save(ledger, group, "trial-balance", tmp_path / "t.csv")
    raw = (tmp_path / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0] == ["", "Account", "Debit", "Credit"]
    assert rows[-1][2] == rows[-1][3]
    save(ledger, group, "trial-balance", tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [str(x or "") for x in cells[-1]] == [str(x) for x in rows[-1]]
    assert len(cells) == len(rows)


@needs_pdftotext
@pytest.mark.parametrize("kind", ["vsla", "shg", "asca"])
def test_every_figure_of_every_table_is_read_off_the_printed_page(ledger, tmp_path, kind):
    group = lived(ledger, kind)
    if kind in SHARED_OUT:
        group.end(group.book.meeting)
    for code in CODES:
        documents = made_of(group, code)
        if not documents:
            continue
        save_all_pdf(documents, tmp_path / "p.pdf", strict=True)
        there = Counter(word for line in printed(tmp_path / "p.pdf") for word in line.split())
        wanted = Counter()
        for document in documents:
            wanted.update(figures_of(document.blocks))
        assert not wanted - there, (code, wanted - there)


def figures_of(blocks):
    """The words of all figures in the tables of some blocks."""
    for block in blocks:
        if isinstance(block, Table):
            numeric = [n for n, column in enumerate(block.columns) if column.numeric]
            for row in block.rows:
                if row.kind != "group":
                    yield from (word for n in numeric for word in row.cells[n].split())
        yield from figures_of(getattr(block, "blocks", ()))


@pytest.mark.parametrize("code", [code for code in CODES if code != "share-out"])
def test_the_same_book_gives_the_same_bytes(kamu, tmp_path, code):
    ends = ("pdf",) if code == "confirmations" else ("pdf", "csv", "xlsx")
    for end in ends:
        files = [tmp_path / f"{n}.{end}" for n in range(2)]
        for file in files:
            save(*kamu, code, file)
        assert files[0].read_bytes() == files[1].read_bytes()


def test_a_paper_without_a_table_is_no_spreadsheet(kamu, tmp_path):
    with pytest.raises(Refusal) as refused:
        save(*kamu, "confirmations", tmp_path / "c.csv")
    assert refused.value.code == "no_table"
    assert not list(tmp_path.glob("c.*"))


def test_every_file_is_sound(kamu, tmp_path):
    import shutil

    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    ledger, group = kamu
    for code in CODES:
        if code == "share-out":
            continue
        save(ledger, group, code, tmp_path / "p.pdf")
        done = subprocess.run(
            ["qpdf", "--check", tmp_path / "p.pdf"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (code, done.stdout + done.stderr)
