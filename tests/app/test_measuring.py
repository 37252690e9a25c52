"""Indicators of real books: against the paper year's own figures, and whatever a group lives."""

import json
import random

import pytest

from coopledger.app import measuring
from coopledger.app.ledger import ERASED, Ledger
from coopledger.app.practice import practice_life
from coopledger.app.scribe import NewMember, Scribe
from coopledger.app.share_outs import hold_share_out
from coopledger.cli.indicators import indicators as answer
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.indicators import by_age, by_sex
from coopledger.domain.recording import Recording
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.salted import MemberCard
from coopledger.words.catalog import speaking

WITHIN_ONE = (
    "attendance",
    "attendance_cycle",
    "drop_out",
    "retention",
    "women",
    "utilisation",
    "borrowers",
    "portfolio_at_risk",
)


def by_code(measures):
    return {each.code: each for each in measures.indicators}


def quotient(indicator):
    return indicator.numerator, indicator.denominator


@pytest.fixture
def expected(year):
    return json.loads((year / "expected.json").read_text("utf-8"))


def test_every_meeting_of_the_year_agrees_with_the_papers_balances(kamu, expected):
    ledger, group = kamu
    series = measuring.series(ledger, group)
    assert len(series) == len(expected["meetings"]) == 48
    for found, paper in zip(series, expected["meetings"], strict=True):
        assert (found.meeting, found.day) == (paper["meeting"], paper["date"])
        told = by_code(found)
        cash = paper["loan_fund_cash"] + paper["bank"]
        loans = paper["loans_outstanding"]
        assert quotient(told["utilisation"]) == (loans, loans + cash)
        assert told["members"].numerator == paper["members"]
        savings = told["savings_per_member"].numerator
        assert savings == paper["total_shares"] * 2_000
        assert told["profit"].numerator == loans + cash - savings
        assert found == measuring.indicators(ledger, group, found.meeting)


def test_the_years_totals_are_the_papers(kamu, expected):
    ledger, group = kamu
    told, totals = by_code(measuring.indicators(ledger, group)), expected["totals"]
    came, called = map(int, totals["attendance_rate"].split("/"))
    assert quotient(told["attendance_cycle"]) == (came, called)
    assert quotient(told["write_off_of_lent"]) == (totals["written_off"], totals["loans_disbursed"])
    assert told["write_off_of_loans"].denominator == totals["loans_count"]


def test_on_a_day_between_meetings_time_goes_on_and_the_money_stays(kamu):
    ledger, group = kamu
    held = by_code(measuring.indicators(ledger, group, 20))
    later = measuring.indicators(ledger, group, day="2025-05-26")
    assert (later.meeting, later.day) == (20, "2025-05-26")
    told = by_code(later)
    assert told["profit"] == held["profit"]
    yearly = "return_on_savings_year"
    assert held[yearly].denominator // 133 == told[yearly].denominator // 138


def test_before_the_first_meeting_members_are_all_there_is(kamu):
    ledger, group = kamu
    found = measuring.indicators(ledger, group, day="2024-12-01")
    assert (found.meeting, by_code(found)["members"].numerator) == (0, 24)
    assert by_code(found)["return_on_savings_year"].value is None


def test_what_cannot_be_measured_is_refused(kamu):
    ledger, group = kamu
    for asked, code in (({"meeting": 49}, "unknown_meeting"), ({"day": "soon"}, "bad_date")):
        for ask in (measuring.indicators, measuring.visit_form):
            with pytest.raises(Refusal) as refused:
                ask(ledger, group, **asked)
            assert refused.value.code == code


def test_a_visit_after_the_share_out_finds_it(kamu, expected):
    ledger, group = kamu
    paid = expected["share_out"]["payouts"].values()
    hold_share_out(ledger, group, "2025-12-03")
    form = {item.code: item for item in measuring.visit_form(ledger, group)}
    assert form["share_outs"].number == len(paid)
    assert form["share_outs"].money > sum(paid)  # what was set off is part of it
    assert form["savings"].money == 0
    assert form["group_name"].text == "Kamu Kamu"
    assert by_code(measuring.indicators(ledger, group))["savings_per_member"].numerator > 0


def test_cards_tell_sex_and_age_and_nothing_is_guessed():
    cards = {
        "M01": MemberCard("A", sex="F", born="1990"),
        "M02": MemberCard("B", sex="M", born="1990-06-02"),
        "M03": MemberCard("C", sex="X", born="1990-06-01"),
        "M04": MemberCard(ERASED),
        "M05": MemberCard("E", sex="woman", born="about 1990"),
        "M06": MemberCard("F", sex="unknown", born="2026"),
    }
    told = measuring.traits(cards, "2025-06-01")
    assert {code: (each.sex, each.age) for code, each in told.items()} == {
        "M01": ("F", "35_44"),
        "M02": ("M", "18_34"),
        "M03": ("X", "35_44"),
        "M04": ("unknown", "unknown"),
        "M05": ("unknown", "unknown"),
        "M06": ("unknown", "unknown"),
    }
    assert measuring.traits(cards, "")["M01"].age == "unknown"


@pytest.fixture(scope="module", params=range(4))
def lived(request, tmp_path_factory):
    """A practice group's life in a ledger, with cards of every sort."""
    life, chance = practice_life(request.param, meetings=40), random.Random(request.param)
    people = [
        NewMember(
            each.code,
            MemberCard(
                each.card.name,
                sex=chance.choice(("F", "F", "M", "X", "")),
                born=chance.choice(("", "1950", "1985-03-09", "1999", "2011")),
            ),
            each.roles,
        )
        for each in life.members
    ]
    path = tmp_path_factory.mktemp("lived") / "ledger.coop"
    with Ledger.create(path, "pw", cost=Cost(8, 1, 1)) as ledger:
        book, scribe = Book(), Scribe(ledger.store.device)
        pages = [scribe.found(book, life.name, life.constitution, people)]
        for held in life.meetings:
            recording = Recording(book, held.number, held.day, scribe.note)
            for entry in held.entries:
                recording.record(entry)
            recording.close()
            pages.append(
                scribe.write("meeting", recording.events, book, meeting=held.number, date=held.day)
            )
        ledger.store.append(pages)
        yield ledger, pages[0].header.book


def check(found):
    told = by_code(found)
    for rows in (found.people, by_sex(found.people), by_age(found.people)):
        sums = {
            name: sum(getattr(row, name) for row in rows)
            for name in ("members", "borrowers", "savings", "loans", "late")
        }
        assert sums == {
            "members": told["members"].numerator,
            "borrowers": told["borrowers"].numerator,
            "savings": told["savings_per_member"].numerator,
            "loans": told["utilisation"].numerator,
            "late": told["portfolio_at_risk"].numerator,
        }
    assert told["women"].numerator == sum(row.members for row in found.people if row.sex == "F")
    for code in WITHIN_ONE:
        assert 0 <= told[code].numerator <= told[code].denominator
    for each in told.values():
        assert each.denominator >= 0
        assert (each.value is None) == (each.denominator == 0)
    assert told["drop_out"].value + told["retention"].value == 1
    # Nothing is owed to others here, so what the group owns is all that there is.
    assert told["corpus"].numerator == told["utilisation"].denominator


def test_at_every_meeting_the_parts_add_up_and_shares_are_shares(lived):
    for found in measuring.series(*lived):
        check(found)


def test_so_they_do_in_the_papers_year_with_its_late_loans(kamu):
    series = measuring.series(*kamu)
    for found in series:
        check(found)
    assert any(by_code(found)["portfolio_at_risk"].numerator for found in series)


def test_a_life_has_something_to_measure(lived):
    last = by_code(measuring.indicators(*lived))
    assert quotient(last["drop_out"])[0] == 1
    assert last["write_off_of_loans"].numerator == 1
    assert last["profit"].numerator > 0


def test_measuring_changes_nothing(lived):
    ledger, group = lived
    book = ledger.replay(group).book
    before = (list(ledger.store.pages(group)), dict(book.accounts), book.day, book.meeting)
    measuring.series(ledger, group)
    measuring.indicators(ledger, group, 7)
    measuring.visit_form(ledger, group)
    after = (list(ledger.store.pages(group)), dict(book.accounts), book.day, book.meeting)
    assert after == before
    assert ledger.replay(group).book is book


def test_the_door_answers_people_and_scripts(kamu):
    ledger, group = kamu
    lines, data = answer(ledger, group, ledger.currency(group), 20)
    assert lines[0] == "Meeting 20, 21 May 2025"
    assert "Loans at risk                            2.22%  late 15,000 ÷ lent out 675,014" in lines
    json.dumps(data)
    assert list(data) == [
        "group",
        "meeting",
        "date",
        "indicators",
        "by_sex",
        "by_age",
        "by_sex_and_age",
        "visit_form",
    ]
    (risk,) = [each for each in data["indicators"] if each["code"] == "portfolio_at_risk"]
    assert risk == {
        "code": "portfolio_at_risk",
        "name": "Loans at risk",
        "numerator": 15_000,
        "denominator": 675_014,
        "unit": "percent",
        "value": "2.22",
        "parts": {"late": 15_000, "outstanding": 675_014},
    }
    assert [row["sex"] for row in data["by_sex"]] == ["F", "M"]
    assert [row["age"] for row in data["by_age"]] == ["unknown"]
    assert [item["place"] for item in data["visit_form"]] == list(range(1, 25))
    with speaking("ar-XB"):
        other, same = answer(ledger, group, ledger.currency(group), 20)
    assert other != lines
    assert [each["value"] for each in same["indicators"]] == [
        each["value"] for each in data["indicators"]
    ]
