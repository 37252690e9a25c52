"""Founding a group from answers: what is asked, what is wrong where, and the book of it."""

import msgspec
import pytest

from coopledger.app.founding import (
    FoundingDraft,
    Person,
    chapters_of,
    drop_draft,
    found,
    judge,
    keep_draft,
    kept_draft,
    offices_of,
    short_of,
)
from coopledger.app.ledger import Ledger
from coopledger.app.officers import newest_seals
from coopledger.app.questions import verify
from coopledger.domain.errors import Refusal
from coopledger.interop.templates import KINDS, load_template
from coopledger.ledger.keyfile import Cost
from coopledger.words.fines import fine_name

QUICK = Cost(8, 1, 1)
NAMES = ("Atuhaire Esther", "Tumusiime Isaac", "አበበ በቀለ", "Namara Ruth", "Okello James")
ROLES = (("chairperson",), ("record_keeper",), ("box_keeper",), ("key_holder",), ("key_holder",))
PINS = {"M01": "314159", "M02": "271828", "M03": "161803"}


def draft(**changes):
    people = tuple(Person(name, roles=roles) for name, roles in zip(NAMES, ROLES, strict=True))
    answers = {"name": "Kamu Kamu", "cycle_start": "8/1/2025", **changes.pop("answers", {})}
    return FoundingDraft(answers=answers, people=people, **changes)


def other_object(text):
    """The same text as another object, as one that was typed is."""
    return text.encode().decode()


def places(given, taken=()):
    return {problem.place: problem.refusal for problem in judge(given, taken).problems}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_group_can_be_founded_on_what_is_proposed_to_it(ledger, kind):
    asked = [each for chapter in chapters_of(load_template(kind)) for each in chapter.questions]
    typed = {each.key: other_object(each.usual) for each in asked}
    given = draft(kind=kind, answers={**typed, "name": "Kamu Kamu"})
    done = found(ledger, given, PINS, cost=QUICK)
    assert done.officers == 3
    (verdict,) = verify(ledger)
    assert not verdict.fault
    assert not verdict.findings
    book = ledger.replay(done.group).book
    assert [member.code for member in book.active()] == ["M01", "M02", "M03", "M04", "M05"]
    assert set(book.keys) == set(PINS)
    assert ledger.members(done.group)["M03"].name == "አበበ በቀለ"


@pytest.mark.parametrize("kind", KINDS)
def test_answers_as_they_are_proposed_leave_the_template_as_it_is(kind):
    rules = load_template(kind)
    asked = [each for chapter in chapters_of(rules) for each in chapter.questions]
    answers = {each.key: each.usual for each in asked}
    judged = judge(draft(kind=kind, answers={**answers, "name": "A"}))
    assert judged.rules == rules
    assert not judged.problems


def test_answers_become_rules():
    told = {
        "currency": "kes", "currency_decimals": "2", "share_price": "1,500.50",
        "charge_percent": "2.5", "fines.phone": "", "more_fines": "Noise 100; Row 9; ስልክ 70",
        "quorums.meeting": "3", "meetings_in_cycle": "40", "max_loan_multiple_of_savings": "",
    }  # fmt: skip
    judged = judge(draft(answers=told))
    rules = judged.rules
    assert not judged.problems
    assert (rules.currency, rules.currency_decimals) == ("KES", 2)
    assert (rules.share_price, rules.charge_percent) == (150_050, "2.5")
    assert rules.fines["late"] == 200_00
    assert "phone" not in rules.fines
    assert (rules.fines["noise"], rules.fines["row"]) == (100_00, 9_00)
    assert "ስልክ" in [fine_name(code) for code in rules.fines]
    assert (rules.quorums["meeting"].need, rules.quorums["meeting"].body) == (3, "key_holders")
    assert rules.max_loan_multiple_of_savings == 0


@pytest.mark.parametrize(
    ("answers", "key", "code"),
    [
        ({"share_price": "two"}, "share_price", "not_a_number"),
        ({"share_price": ""}, "share_price", "price_needed"),
        ({"min_shares_per_meeting": "6"}, "min_shares_per_meeting", "least_above_most"),
        ({"cycle_start": "31/2/2025"}, "cycle_start", "bad_date"),
        ({"currency": "shillings"}, "currency", "currency_code_wanted"),
        ({"charge_percent": "-5"}, "charge_percent", "negative_amount"),
        ({"meeting_every": "0"}, "meeting_every", "out_of_range"),
        ({"more_fines": "noise"}, "more_fines", "fine_wanted"),
        ({"more_fines": "— 200"}, "more_fines", "fine_name_wanted"),
        ({"name": " "}, "name", "bad_name"),
        ({"name": "kamu  kamu"}, "name", "group_exists"),
    ],
)
def test_what_is_wrong_is_told_at_its_question(answers, key, code):
    refusal = places(draft(answers=answers), ["Kamu Kamu"])[f"answers:{key}"]
    assert refusal.params.get("why", refusal.code) == code


def test_an_answer_that_cannot_be_read_hides_no_other_fault():
    told = places(draft(answers={"share_price": "two", "meeting_every": "x"}))
    assert set(told) == {"answers:share_price", "answers:meeting_every"}


def test_members_are_judged_where_they_stand_and_empty_lines_are_passed_over(ledger):
    given = draft()
    people = (given.people[0], Person(), Person(phone="0772"), given.people[1])
    given = msgspec.structs.replace(given, people=people)
    assert set(places(given)) == {"people:2:name"}
    assert set(places(msgspec.structs.replace(given, people=()))) == {"people"}
    people = (given.people[0], Person(), given.people[3])
    done = found(ledger, msgspec.structs.replace(given, people=people))
    assert list(ledger.members(done.group)) == ["M01", "M02"]


def paper(**cells):
    given = draft(
        paper=True,
        cutoff={"meeting": "23", "date": "11/6/2025"},
        cash={"loan:box": "20,000", "social:box": "5,000", "loan:bank": "", "pot:box": "7"},
    )
    first = msgspec.structs.replace(given.people[0], cells={"shares": "10", **cells})
    second = msgspec.structs.replace(given.people[1], cells={"shares": "5"})
    return msgspec.structs.replace(given, people=(first, second, *given.people[2:]))


def test_a_group_from_paper_comes_with_its_balances_adopted_by_its_officers(ledger):
    loan = {"loan": "15,000", "left": "12,000", "out": "28/5/2025", "term": "12", "charge": "500"}
    given = paper(fines="200", arrears="-500", **loan)
    judged = judge(given)
    assert not judged.problems
    assert (judged.totals.savings, judged.totals.loans, judged.totals.earned) == (
        30000,
        12000,
        2000,
    )
    done = found(ledger, given, PINS, cost=QUICK)
    (verdict,) = verify(ledger)
    assert (verdict.fault, verdict.pages) == ("", 4)
    replay = ledger.replay(done.group)
    assert replay.adopted == {2}
    assert newest_seals(ledger, done.group).members == ("M01", "M02", "M03")
    book = replay.book
    assert (book.meeting, book.savings("M01"), book.fines_owed("M01")) == (23, 20000, 200)
    assert (book.cash("loan"), book.cash("social"), book.cash("loan", "bank")) == (20000, 5000, 0)
    assert [(loan.amount, book.principal(loan)) for loan in book.loans_of("M01")] == [
        (15000, 12000)
    ]


@pytest.mark.parametrize(
    ("cells", "cell", "code"),
    [
        ({"shares": "ten"}, "shares", "not_a_number"),
        ({"fines": "-3"}, "fines", "negative_amount"),
        ({"loan": "1000", "out": "30/6/2025", "term": "4"}, "out", "after_cutoff"),
        ({"loan": "1000", "left": "2000", "out": "1/5/2025", "term": "4"}, "left", None),
        ({"loan": "1000", "out": "x", "term": "4"}, "out", "bad_date"),
    ],
)
def test_balances_are_judged_in_their_cells(cells, cell, code):
    told = places(paper(**cells))
    assert f"people:0:{cell}" in told, told
    if code and code != "after_cutoff":
        assert told[f"people:0:{cell}"].code == code


def test_the_cut_off_and_the_cash_too():
    given = paper()
    cutoff = {"meeting": "0", "date": "1/1/2025", "carried": "x"}
    told = places(msgspec.structs.replace(given, cutoff=cutoff, cash={"loan:box": "-1"}))
    assert {"cutoff:meeting", "cutoff:date", "cutoff:carried", "cash:loan:box"} <= set(told)


def test_with_a_problem_or_an_easy_pin_nothing_is_recorded(ledger):
    with pytest.raises(Refusal):
        found(ledger, draft(answers={"share_price": "x"}))
    with pytest.raises(Refusal) as told:
        found(ledger, draft(), {"M01": "111111"}, cost=QUICK)
    assert told.value.code == "weak_pin"
    assert not ledger.groups()


def test_a_draft_outlives_the_program_and_is_gone_when_the_group_is_there(tmp_path):
    path = tmp_path / "l.coop"
    with Ledger.create(path, "pw", cost=QUICK) as ledger:
        assert kept_draft(ledger) is None
        keep_draft(ledger, draft())
    assert b"Atuhaire" not in path.read_bytes()
    with Ledger.open(path, "pw") as ledger:
        assert kept_draft(ledger) == draft()
        found(ledger, kept_draft(ledger))
        assert kept_draft(ledger) is None
        keep_draft(ledger, draft())
        drop_draft(ledger)
        assert kept_draft(ledger) is None


@pytest.mark.parametrize("kind", KINDS)
def test_the_offices_of_a_kind_can_meet_each_quorum_of_its_template(kind):
    from coopledger.domain.quorum import BODIES

    seats = [office.role for office in offices_of(kind)]
    for quorum in load_template(kind).quorums.values():
        if quorum.body in BODIES:
            held = [role for role in seats if role in BODIES[quorum.body]]
            assert len(held) >= quorum.need, (kind, quorum)


def test_it_is_told_which_acts_too_few_could_seal():
    rules = load_template("vsla")
    offices = {"M01": ("chairperson",), "M02": ("record_keeper",), "M03": ("box_keeper",)}
    offices |= {"M04": ("key_holder",), "M05": ("key_holder",)}
    found = {
        each.act: (each.body, each.need, each.able) for each in short_of(rules, offices, offices)
    }
    assert found == {"share_out": ("committee", 4, 3), "amendment": ("committee", 4, 3)}
    offices["M06"] = ("money_counter",)
    assert not list(short_of(rules, offices, offices))
    away = [code for code in offices if code != "M04"]
    (short,) = short_of(rules, offices, away)
    assert (short.act, short.need, short.able) == ("meeting", 2, 1)


def test_where_all_members_seal_more_than_half_is_enough_and_nobody_is_not():
    rules = load_template("rosca")
    wanted = [(each.act, each.need, each.able) for each in short_of(rules, {}, [])]
    assert ("amendment", 1, 0) in wanted
    assert "amendment" not in {each.act for each in short_of(rules, {}, ["M01"])}
