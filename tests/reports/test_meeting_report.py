"""The meeting report says what the notebook says, to the last shilling, in every language."""

import hashlib
from itertools import pairwise

import pytest

from coopledger.app import papers
from coopledger.app.ledger import Ledger
from coopledger.app.paper_files import save
from coopledger.app.paper_kinds import Picked
from coopledger.app.practice import practice_life
from coopledger.app.scribe import Scribe
from coopledger.domain import entries as en
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.events import Adopt
from coopledger.domain.money import Currency
from coopledger.domain.recording import Recording
from coopledger.ledger.keyfile import Cost
from coopledger.reports.document import A4, A5
from coopledger.reports.facts import PaperHead, Person
from coopledger.reports.files import save_pdf
from coopledger.reports.sheet import signed_by
from coopledger.store.store import NewPage
from coopledger.words.catalog import speaking
from tests.reports.papers import EXPECTED, needs_pdftotext, printed, said, strings, summed


def column(facts, fund, place="box"):
    return next(each for each in facts.cash if (each.fund, each.place) == (fund, place))


def test_every_box_of_every_meeting_reconciles_with_the_notebook(kamu):
    ledger, group = kamu
    told = [papers.meeting_facts(ledger, group, m["meeting"]) for m in EXPECTED["meetings"]]
    for facts, expected in zip(told, EXPECTED["meetings"], strict=True):
        for fund in ("loan", "social"):
            cash = column(facts, fund)
            assert cash.expected == expected[f"book_{fund}_fund_cash"]
            assert cash.counted == cash.closing == expected[f"{fund}_fund_cash"]
            assert cash.difference == cash.counted - cash.expected
        held = [each.closing for each in facts.cash if each.place == "bank"]
        assert sum(held) == expected["bank"]
        assert facts.day == expected["date"]
    for before, after in pairwise(told):
        for fund in ("loan", "social"):
            assert column(after, fund).opening == column(before, fund).counted


@pytest.mark.parametrize("number", [1, 12, 30, 48])
def test_the_lines_of_a_box_are_the_sums_of_the_notebook(kamu, number):
    facts = papers.meeting_facts(*kamu, number)
    loan, social = column(facts, "loan").lines, column(facts, "social").lines
    assert loan.get("shares", 0) == summed(said("shares", meeting=number)) * 2000
    assert social["contributions"] == summed(said("social", meeting=number))
    repaid = loan.get("principal", 0) + loan.get("charges", 0)
    assert repaid == summed(said("repayment", meeting=number))
    assert loan.get("fines", 0) == summed(said("fine_paid", meeting=number))
    assert loan.get("loans", 0) == -summed(said("loan", meeting=number))
    assert loan.get("expenses", 0) == -summed(said("expense", meeting=number))
    assert social.get("grants", 0) == -summed(said("grant", meeting=number))


def test_what_left_with_a_leaver_is_in_both_boxes(kamu):
    (line,) = said("leave")
    facts = papers.meeting_facts(*kamu, int(line["meeting"]))
    loan, social = column(facts, "loan").lines, column(facts, "social").lines
    assert loan["refunds"] == -int(line["amount"])
    assert loan.get("leaver_debts", 0) == -social.get("leaver_debts", 0)


@needs_pdftotext
def test_the_printed_paper_has_the_books_figures(kamu, tmp_path):
    ledger, group = kamu
    expected = next(
        m for m in EXPECTED["meetings"] if m["loan_fund_cash"] != m["book_loan_fund_cash"]
    )
    number = expected["meeting"]
    save(ledger, group, "meeting", tmp_path / "m.pdf", Picked(number))
    lines = printed(tmp_path / "m.pdf")

    def row(start):
        return next(line for line in lines if line.startswith(start))

    book = (expected["book_loan_fund_cash"], expected["book_social_fund_cash"])
    counted = (expected["loan_fund_cash"], expected["social_fund_cash"])
    assert row("Should be there").startswith(f"Should be there {book[0]:,} {book[1]:,}")
    assert row("Counted") == f"Counted {counted[0]:,} {counted[1]:,}"
    assert row("Difference") == f"Difference {counted[0] - book[0]:,} {counted[1] - book[1]:,}"
    assert row("Loan fund short by") or row("Loan fund over by")
    for line in said("attendance", meeting=number):
        shares = summed(said("shares", member=line["member"], meeting=number))
        bought = f" {shares} {shares * 2000:,}" if shares else ""
        name = EXPECTED["members"][line["member"]]["name"]
        assert row(line["member"]).startswith(f"{line['member']} {name} {line['detail']}{bought}")
    for line in said("loan", meeting=number):
        assert any(line["member"] in told and f"{int(line['amount']):,}" in told for told in lines)


@needs_pdftotext
def test_the_foot_of_every_page_has_the_fingerprint_of_the_books_page(kamu, tmp_path):
    ledger, group = kamu
    pages = save(ledger, group, "meeting", tmp_path / "m.pdf", Picked(20)).pages
    page = list(ledger.store.pages(group))[20]
    digits = str(int(hashlib.sha256(page.header).hexdigest(), 16))[-20:]
    spaced = " ".join(digits[at : at + 4] for at in range(0, 20, 4))
    feet = [line for line in printed(tmp_path / "m.pdf") if spaced in line]
    assert len(feet) == pages > 1
    assert all(foot.startswith("Page 21 of the book") for foot in feet)


def test_the_same_book_gives_the_same_bytes(kamu, tmp_path):
    for name in ("one.pdf", "two.pdf"):
        save(*kamu, "meeting", tmp_path / name, Picked(33))
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_copied_from_paper_is_said_until_the_officers_adopt_it(kamu):
    ledger, group = kamu
    copied = "Copied from paper, not yet adopted by the officers."
    assert copied in strings(papers.meeting_report(ledger, group, 5))
    replay = ledger.replay(group)
    page = list(ledger.store.pages(group))[5]
    scribe = Scribe(ledger.store.device, NewPage(replay.headers[-1], replay.newest))
    book = replay.book.copy()
    book.begin(0, "")
    event = Adopt(page=6, hash=page.hash.hex())
    book.fold([event])
    ledger.store.append([scribe.write("adopt", [event], book)])
    ledger.forget(group)
    assert copied not in strings(papers.meeting_report(ledger, group, 5))
    assert copied in strings(papers.meeting_report(ledger, group, 6))


@pytest.mark.parametrize("number", [0, 49, -1])
def test_a_meeting_that_was_not_held_is_refused(kamu, number):
    with pytest.raises(Refusal) as refused:
        papers.meeting_report(*kamu, number)
    assert refused.value.code == "unknown_meeting"


# What the notebook doesn't have


@pytest.fixture
def written(tmp_path):
    """Writes a life into a ledger; more entries can be said at its end."""
    opened = []

    def give(life, *extra, practice=False):
        ledger = Ledger.create(
            tmp_path / f"{len(opened)}.coop", "pw", practice=practice, cost=Cost(8, 1, 1)
        )
        opened.append(ledger)
        scribe, book = Scribe(ledger.store.device), Book()
        pages = [scribe.found(book, life.name, life.constitution, life.members)]
        for meeting in life.meetings:
            recording = Recording(book, meeting.number, meeting.day, scribe.note)
            last = meeting is life.meetings[-1]
            for entry in (*meeting.entries, *(extra if last else ())):
                recording.record(entry)
            recording.close()
            number, day = meeting.number, meeting.day
            pages.append(scribe.write("meeting", recording.events, book, meeting=number, date=day))
        ledger.store.append(pages)
        return ledger, pages[0].header.book

    yield give
    for ledger in opened:
        ledger.close()


def test_what_came_after_the_count_stands_below_it(written):
    life = practice_life(1, 12, 20)
    member = life.members[0].code
    ledger, group = written(life, en.ShareBuying(member, 3))
    cash = column(papers.meeting_facts(ledger, group, 20), "loan")
    assert cash.counted == cash.expected + cash.difference
    assert cash.later == 3 * life.constitution.share_price
    assert cash.closing == cash.counted + cash.later
    assert "After the count" in strings(papers.meeting_report(ledger, group, 20))


def test_a_broken_rule_is_on_the_paper_with_the_member(written):
    life = practice_life(1, 12, 20)
    member = life.members[0]
    ledger, group = written(life, en.ShareBuying(member.code, 9))
    told = list(strings(papers.meeting_report(ledger, group, 20)))
    about = told[told.index("Not as the rules say") + 1]
    assert about.startswith(f"{member.code} {member.card.name}: Shares bought in one meeting:")
    assert "Not as the rules say" not in strings(papers.meeting_report(ledger, group, 19))


def test_a_box_that_nobody_counted_has_a_dash_and_a_finding(written):
    life = practice_life(1, 12, 20)
    *before, last = life.meetings
    said_then = tuple(e for e in last.entries if not isinstance(e, en.CashCount))
    last = type(last)(last.number, last.day, said_then)
    ledger, group = written(type(life)(life.name, life.constitution, life.members, (*before, last)))
    facts = papers.meeting_facts(ledger, group, 20)
    assert column(facts, "loan").counted is None
    told = list(strings(papers.meeting_report(ledger, group, 20)))
    assert told[told.index("Counted") + 1] == "—"
    assert "Not as the rules say" in told


def test_all_boxes_of_many_lives_reconcile(written):
    for seed in range(4):
        life = practice_life(seed, 12 + 4 * seed, 24)
        ledger, group = written(life)
        for meeting in life.meetings:
            facts = papers.meeting_facts(ledger, group, meeting.number)
            counts = {e.fund: e.counted for e in meeting.entries if isinstance(e, en.CashCount)}
            for fund, counted in counts.items():
                cash = column(facts, fund)
                assert (cash.counted, cash.closing) == (counted, counted)
                assert cash.expected + cash.difference == counted
            for cash in facts.cash:
                assert facts.carried.get(f"{cash.fund}_{cash.place}", 0) == cash.closing


@needs_pdftotext
def test_forty_members_over_several_pages_stand_once_each(written, tmp_path):
    life = practice_life(3, 40, 30)
    ledger, group = written(life)
    assert save(ledger, group, "meeting", tmp_path / "m.pdf", Picked(12)).pages >= 2
    lines = printed(tmp_path / "m.pdf")
    start, end = (next(i for i, line in enumerate(lines) if line.startswith(x))
                  for x in ("No. Member Roll call", "All "))  # fmt: skip
    named = [line.split()[0] for line in lines[start:end] if line.startswith("M")]
    codes = [member.code for member in life.members]
    assert [code for code in named if code in codes] == codes


def test_practice_is_across_the_paper_and_nothing_else_is(written):
    life = practice_life(2, 12, 20)
    for practice, word in ((True, "PRACTICE"), (False, "")):
        ledger, group = written(life, practice=practice)
        assert papers.meeting_report(ledger, group, 3).watermark == word


@pytest.mark.parametrize("paper", [A4, A5])
def test_the_report_speaks_the_language_of_the_day(written, tmp_path, paper):
    life = practice_life(2, 22, 40)
    ledger, group = written(life)
    # The book's own words are as they were said; all others are in brackets in the long language.
    own = {life.name, *(member.card.name for member in life.members)}
    for number in (14, 22, 24, 27):
        with speaking("en-XA"):
            document = papers.meeting_report(ledger, group, number, paper=paper)
        facts = papers.meeting_facts(ledger, group, number)
        own |= {*facts.decisions, *(x.purpose for x in facts.loans), *(x.note for x in facts.notes)}
        for text in strings((document.title, document.blocks, document.footer)):
            ours = text.replace("\u2068", "").replace("\u2069", "")
            if any(c.isalpha() for c in ours) and ours not in own and not ours.startswith("M"):
                assert ours.startswith("[") or ours[:2].strip().isdigit(), ours
    with speaking("ar-XB"):
        document = papers.meeting_report(ledger, group, 14, paper=paper)
    assert (document.direction, document.language) == ("rtl", "ar-XB")
    assert save_pdf(document, tmp_path / "rtl.pdf", strict=True) >= 1


def test_who_has_two_offices_signs_once():
    officers = (
        Person("M01", "Auma", ("treasurer",)),
        Person("M02", "Babirye", ("record_keeper", "chairperson")),
        Person("M03", "Chepkoech", ("box_keeper",)),
    )
    head = PaperHead("Kikundi", Currency("UGX", 0), 1, "0" * 64, practice=False, officers=officers)
    lines = signed_by(head, A4).blocks[-1].signers
    assert [(line.name, line.role) for line in lines] == [
        ("Babirye", "Chairperson, Record-keeper"),
        ("Auma", "Treasurer"),
        ("Chepkoech", "Box-keeper"),
    ]
    (line,) = signed_by(head, A4, {"record_keeper"}).blocks[-1].signers
    assert line.role == "Record-keeper"
