"""Three padlocks: who seals what, what a shortfall means, and what cannot be done alone."""

import json

import msgspec
import pytest

from coopledger.app import acts, officers
from coopledger.app.importing import import_notebook
from coopledger.app.officers import adopt, change_pin, enrol, erase_member, newest_seals, seal
from coopledger.app.papers import statement_facts
from coopledger.app.questions import verify
from coopledger.app.recording import record_file
from coopledger.app.share_outs import hold_share_out
from coopledger.domain.constitution import Quorum
from coopledger.domain.errors import Refusal
from coopledger.ledger import pins
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.replay import Fault, Replay
from coopledger.store.officer_keys import OfficerKeys

CHEAP = Cost(8, 1, 1)
PINS = {"M06": "314159", "M07": "271828", "M08": "161803"}
HOLDERS = ("M06", "M07", "M08")
"""Key-holders of the notebook's group."""


def refused(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value


@pytest.fixture
def group(ledger, year, monkeypatch):
    """The notebook's group under rules that want two of three key-holders, not enrolled yet."""
    from coopledger.interop import rules_file

    wanted = {
        act: Quorum("key_holders")
        for act in ("meeting", "share_out", "amendment", "adoption", "officers", "erasure")
    }
    plain = rules_file.read_rules

    def with_quorums(*arguments):
        return msgspec.structs.replace(plain(*arguments), quorums=wanted, large_loan=0)

    monkeypatch.setattr("coopledger.interop.group_file.read_rules", with_quorums)
    return import_notebook(ledger, year).group


@pytest.fixture
def locked(ledger, group):
    """The same group with its three key-holders enrolled."""
    enrol(ledger, group, PINS, cost=CHEAP)
    return group


def only(*members):
    return {member: PINS[member] for member in members}


def next_meeting(ledger, group, tmp_path, day="2025-12-10"):
    path = tmp_path / "meeting.json"
    entries = [{"item": "shares", "member": "M01", "count": 1}]
    path.write_text(json.dumps({"date": day, "entries": entries}))
    return record_file(ledger, group, path)


def codes(ledger):
    (verdict,) = verify(ledger)
    assert verdict.fault == ""
    return [(found.number, found.finding.code) for found in verdict.findings]


def test_the_first_officers_enrol_themselves_each_with_a_seal(ledger, locked):
    replay = ledger.replay(locked)
    assert replay.headers[-1].kind == "officers"
    assert replay.sealed[-1] == HOLDERS
    assert set(replay.book.keys) == set(HOLDERS)
    assert verify(ledger)[0].fault == ""


def test_a_meeting_short_of_its_quorum_is_kept_with_a_finding(ledger, locked, tmp_path):
    page = next_meeting(ledger, locked, tmp_path).page
    assert (page, "quorum_short") in codes(ledger)
    done = seal(ledger, locked, only("M06"))
    assert (done.members, done.count, done.need) == (("M06",), 1, 2)
    assert (page, "quorum_short") in codes(ledger)
    assert seal(ledger, locked, only("M08")).count == 2
    assert (page, "quorum_short") not in codes(ledger)
    assert seal(ledger, locked, only("M08")).count == 2  # a second seal of one person is none
    next_meeting(ledger, locked, tmp_path, "2025-12-17")
    assert refused(ledger.store.add_seals, locked, page, []).code == "seals_frozen"
    assert newest_seals(ledger, locked).page == page + 1


def test_a_seal_taken_away_or_added_later_is_found(ledger, locked, tmp_path):
    next_meeting(ledger, locked, tmp_path)
    seal(ledger, locked, only("M06", "M07"))
    next_meeting(ledger, locked, tmp_path, "2025-12-17")
    pages = list(ledger.store.pages(locked))
    stripped = msgspec.structs.replace(pages[-2], seals=pages[-2].seals[:-1])
    with pytest.raises(Fault) as caught:
        Replay().extend([*pages[:-2], stripped, pages[-1]])
    assert caught.value.kind == "seals_changed"
    (late,) = acts.unlock(ledger, locked, only("M08"))
    more = (*pages[-2].seals, late.seal("page", pages[-2].header))
    with pytest.raises(Fault) as caught:
        Replay().extend([*pages[:-2], msgspec.structs.replace(pages[-2], seals=more), pages[-1]])
    assert caught.value.kind == "seals_changed"


def test_a_share_out_without_its_quorum_is_no_page(ledger, locked):
    pages = len(ledger.summaries(locked))
    assert refused(hold_share_out, ledger, locked, "2025-12-03").code == "quorum_missing"
    problem = refused(hold_share_out, ledger, locked, "2025-12-03", only("M06"))
    assert problem.code == "quorum_missing"
    assert len(ledger.summaries(locked)) == pages
    hold_share_out(ledger, locked, "2025-12-03", only("M06", "M07"))
    assert ledger.replay(locked).sealed[-1] == ("M06", "M07")
    assert verify(ledger)[0].fault == ""


def test_pages_copied_from_paper_are_adopted_by_number_and_hash(ledger, locked):
    assert refused(adopt, ledger, locked, only("M06")).code == "quorum_missing"
    adopt(ledger, locked, only("M06", "M08"))
    replay = ledger.replay(locked)
    assert replay.adopted == set(range(2, 50))
    assert refused(adopt, ledger, locked, only("M06", "M08")).code == "nothing_to_adopt"


def test_officers_change_by_the_old_quorum_and_the_new(ledger, locked):
    alone = refused(enrol, ledger, locked, {"M09": "112358"}, cost=CHEAP, by=only("M06"))
    assert alone.code == "unknown_member"  # M09 has left
    alone = refused(
        enrol,
        ledger,
        locked,
        {"M10": "112358"},
        by=only("M06"),
        roles={"M10": ["key_holder"], "M08": []},
        cost=CHEAP,
    )
    assert alone.code == "quorum_missing"
    enrol(
        ledger,
        locked,
        {"M10": "112358"},
        by=only("M06", "M07"),
        roles={"M10": ["key_holder"], "M08": []},
        revoke=["M08"],
        cost=CHEAP,
    )
    assert set(ledger.replay(locked).book.keys) == {"M06", "M07", "M10"}
    assert refused(acts.unlock, ledger, locked, only("M08")).code == "no_key"
    assert verify(ledger)[0].fault == ""


def test_a_forgotten_pin_is_replaced_by_the_others(ledger, locked):
    before = ledger.replay(locked).book.keys["M08"]
    alone = refused(enrol, ledger, locked, {"M08": "998877"}, by=only("M06"), cost=CHEAP)
    assert alone.code == "quorum_missing"
    enrol(ledger, locked, {"M08": "998877"}, by=only("M06", "M07"), cost=CHEAP)
    assert ledger.replay(locked).book.keys["M08"] != before
    assert refused(acts.unlock, ledger, locked, only("M08")).code == "wrong_pin"
    acts.unlock(ledger, locked, {"M08": "998877"})


def test_a_changed_pin_needs_no_page(ledger, locked):
    pages = len(ledger.summaries(locked))
    change_pin(ledger, locked, "M06", PINS["M06"], "735102", CHEAP)
    acts.unlock(ledger, locked, {"M06": "735102"})
    assert refused(acts.unlock, ledger, locked, only("M06")).code == "wrong_pin"
    assert len(ledger.summaries(locked)) == pages


@pytest.mark.parametrize("pin", ["12345", "123456", "654321", "111111", "short", "aaaaaaaa", ""])
def test_an_easy_pin_is_refused(ledger, group, pin):
    assert refused(enrol, ledger, group, {"M06": pin}, cost=CHEAP).code == "weak_pin"
    assert len(ledger.summaries(group)) == 49


def test_wrong_pins_slow_down_and_a_restart_does_not_forget(ledger, locked, monkeypatch):
    clock = [1_800_000_000_000]
    monkeypatch.setattr(acts.time, "time_ns", lambda: clock[0] * 1_000_000)
    for _ in range(3):
        assert refused(acts.unlock, ledger, locked, {"M06": "000001"}).code == "wrong_pin"
        clock[0] += 10
    problem = refused(acts.unlock, ledger, locked, only("M06"))
    assert (problem.code, problem.params["seconds"]) == ("wait", 5)
    kept = officers.OfficerKeys(ledger.store, locked).all()["M06"]
    assert kept.failures == 3
    clock[0] -= 10_000_000  # the clock was turned back: that does not help
    assert refused(acts.unlock, ledger, locked, only("M06")).code == "wait"
    clock[0] += 10_000_000 + 5_000
    acts.unlock(ledger, locked, only("M06"))
    assert officers.OfficerKeys(ledger.store, locked).all()["M06"].failures == 0


def test_the_delay_grows_to_an_hour():
    waits = [pins.wait(failures, 0, 0) // 1000 for failures in range(16)]
    assert waits[:7] == [0, 0, 0, 5, 10, 20, 40]
    assert waits[-1] == 3600
    assert waits == sorted(waits)


def test_an_erased_member_stays_erased(ledger, locked):
    name = ledger.members(locked)["M16"].name
    raw = [text.text for _digest, text in ledger.store.salted(locked)]
    assert any(name in text for text in raw)
    assert refused(erase_member, ledger, locked, "M16", only("M06")).code == "quorum_missing"
    kept = ledger.store.salted(locked)
    erase_member(ledger, locked, "M16", only("M06", "M07"))
    assert ledger.members(locked)["M16"].name == "—"
    assert not any(name in text.text for _digest, text in ledger.store.salted(locked))
    assert verify(ledger)[0].fault == ""
    assert refused(erase_member, ledger, locked, "M16", only("M06", "M07")).code == (
        "nothing_to_erase"
    )
    # An old copy that brings the card back is found.
    digest, text = next((d, t) for d, t in kept if name in t.text)
    from sqlalchemy import insert, select

    from coopledger.store.tables import BOOK, SALTED

    with ledger.store.transaction() as connection:
        book = connection.execute(select(BOOK.c.id)).scalar_one()
        row = {"digest": bytes.fromhex(digest), "book": book, "sort": "member"}
        connection.execute(insert(SALTED), [{**row, "salt": text.salt, "text": text.text}])
    assert verify(ledger)[0].fault == "text_kept"


def test_the_key_of_an_officer_who_left_is_taken_out_by_the_others(ledger, locked, tmp_path):
    path = tmp_path / "meeting.json"
    entries = [{"item": "death", "member": "M08"}]
    path.write_text(json.dumps({"date": "2025-12-10", "entries": entries}))
    record_file(ledger, locked, path)
    alone = refused(enrol, ledger, locked, {}, by=only("M06"), revoke=["M08"], cost=CHEAP)
    assert alone.code == "quorum_missing"
    enrol(ledger, locked, {}, by=only("M06", "M07"), revoke=["M08"], cost=CHEAP)
    assert set(ledger.replay(locked).book.keys) == {"M06", "M07"}


def test_a_key_cannot_be_slipped_into_a_meeting(ledger, locked):
    from coopledger.app.scribe import Scribe
    from coopledger.domain import events as ev
    from coopledger.ledger.seals import SigningKey
    from coopledger.store.store import NewPage

    replay = ledger.replay(locked)
    book = replay.book.copy()
    key = SigningKey.generate()
    event = ev.Enrol("M01", key.public.hex())
    book.begin(49, "2025-12-10")
    book.apply(event)
    newest = NewPage(replay.headers[-1], replay.newest)
    page = Scribe(ledger.store.device, newest, seals_of=[key]).write(
        "meeting", [event], book, meeting=49, date="2025-12-10"
    )
    with pytest.raises(Fault) as caught:
        Replay().extend([*ledger.store.pages(locked), page.page])
    assert caught.value.kind == "facts_impossible"


def test_a_padlock_given_or_taken_makes_no_row_in_a_members_statement(ledger, locked):
    (before,) = statement_facts(ledger, locked, ["M06"])
    enrol(ledger, locked, {}, by=only("M07", "M08"), revoke=["M06"], cost=CHEAP)
    (after,) = statement_facts(ledger, locked, ["M06"])
    assert after.rows == before.rows


def test_a_page_and_the_keys_that_it_enrols_are_kept_together_or_not_at_all(kamu, monkeypatch):
    ledger, group = kamu
    pages = len(ledger.replay(group).headers)

    def cut(*_args):
        raise Refusal("disk_full")

    monkeypatch.setattr(OfficerKeys, "change", cut)
    with pytest.raises(Refusal):
        officers.enrol(ledger, group, {"M01": "493817"}, cost=Cost(8, 1, 1))
    ledger.forget(group)
    assert len(ledger.replay(group).headers) == pages
    assert ledger.replay(group).book.keys == {}
