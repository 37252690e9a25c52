"""What one officer and the laptop cannot do together, however they write it down."""

import msgspec
import pytest

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.constitution import Quorum
from coopledger.ledger.replay import Fault, Replay
from tests.ledger.make_golden_books import OFFICERS, QUORUMS, SEALED_RULES, Pen, key


def fault(found):
    with pytest.raises(Fault) as caught:
        Replay().extend(found)
    return caught.value.kind, caught.value.number


@pytest.fixture
def pen():
    """Three key-holders of whom two must seal, and one meeting."""
    made = Pen()
    made.found(SEALED_RULES, OFFICERS)
    made.meet(1, "2025-01-08", officers=OFFICERS[:2])
    return made


def died(pen, *members, officers=()):
    """Two key-holders are recorded as dead in a meeting, which needs no quorum to be a page."""
    pen.book.begin(2, "2025-01-15")
    events = [ev.Death(member) for member in members]
    pen.book.fold(events)
    pen.write("meeting", events, meeting=2, date="2025-01-15", officers=officers)


def test_a_body_gets_no_smaller_by_a_meeting_that_one_wrote(pen):
    died(pen, "M02", "M03", officers=OFFICERS[:1])
    Replay().extend(pen.pages)  # the page itself is kept, with a finding
    pen.act("officers", [ev.Revoke("M02")], date="2025-01-15", officers=OFFICERS[:1])
    assert fault(pen.pages) == ("quorum_missing", 4)


def test_those_who_are_left_take_a_dead_officers_key_out(pen):
    died(pen, "M03", officers=OFFICERS[:2])
    pen.act("officers", [ev.Revoke("M03")], date="2025-01-15", officers=OFFICERS[:2])
    assert set(Replay().extend(pen.pages).book.keys) == {"M01", "M02"}


def test_an_officer_cannot_give_others_the_office_alone(pen):
    new = [key("M04"), OFFICERS[0]]
    events = [
        ev.Office("M02"),
        ev.Office("M03"),
        ev.Office("M04", ("key_holder",)),
        ev.Enrol("M04", new[0].public.hex()),
    ]
    pen.act("officers", events, date="2025-01-15", officers=new)
    assert fault(pen.pages) == ("quorum_missing", 3)


def test_the_old_quorum_is_not_enough_where_the_new_one_does_not_agree(pen):
    """Nobody is made an officer whose key is not shown to be theirs, two at once."""
    fresh = [key("M01 anew"), key("M02 anew"), key("M03 anew")]
    events = [ev.Enrol(f"M0{n}", each.public.hex()) for n, each in enumerate(fresh, 1)]
    pen.act("officers", events, date="2025-01-15", officers=[*OFFICERS, fresh[0]])
    assert fault(pen.pages) == ("quorum_missing", 3)


def test_a_key_that_was_replaced_seals_nothing_more(pen):
    fresh = key("M02 anew")
    event = ev.Enrol("M02", fresh.public.hex())
    pen.act("officers", [event], date="2025-01-15", officers=[*OFFICERS, fresh])
    pen.meet(2, "2025-01-15", officers=[OFFICERS[1]])
    assert fault(pen.pages) == ("unknown_key", 4)


def test_old_and_new_key_of_one_member_are_one_person(pen):
    fresh = key("M02 anew")
    event = ev.Enrol("M02", fresh.public.hex())
    pen.act("officers", [event], date="2025-01-15", officers=[OFFICERS[1], fresh])
    assert fault(pen.pages) == ("quorum_missing", 3)


@pytest.mark.parametrize("page", [0, 3, 9])
def test_nothing_is_adopted_by_a_number_that_it_does_not_have(pen, page):
    """Number 0 would be the newest page by another name."""
    event = ev.Adopt(page, pen.pages[-1].hash.hex())
    pen.act("adopt", [event], date="2025-01-15", officers=OFFICERS[:2])
    assert fault(pen.pages) == ("facts_impossible", 3)


@pytest.mark.parametrize("lent", [en.GroupLoan("ab" * 32, 6_000), en.LoanRequest("M01", 6_000, 4)])
def test_a_large_loan_calls_more_officers_also_where_a_group_gets_it(lent):
    quorums = {**QUORUMS, "large_loan": Quorum("key_holders", 3)}
    for officers, short in ((OFFICERS[:2], ["quorum_short"]), (OFFICERS, [])):
        pen = Pen()
        pen.found(
            msgspec.structs.replace(SEALED_RULES, quorums=quorums, large_loan=5_000), OFFICERS
        )
        pen.meet(1, "2025-01-08", officers=officers, extra=[lent])
        found = [each.finding.code for each in Replay().extend(pen.pages).findings]
        assert [code for code in found if code == "quorum_short"] == short
