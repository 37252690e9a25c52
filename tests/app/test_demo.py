"""The practice co-operative: made up, but kept and checked like a real one."""

import time
from collections import Counter

import pytest

from coopledger.app import demo, practice_places
from coopledger.app.ledger import Ledger
from coopledger.app.meetings import begin_draft, work_out
from coopledger.app.places import PRACTICE_PASSPHRASE
from coopledger.app.practice import practice_life
from coopledger.app.questions import verify
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.recording import Recording
from coopledger.store.store import Store

SETTINGS = (practice_places.HILLS, practice_places.HIGHLANDS, practice_places.COAST)


def lived(life):
    """The book after a life, and what broke a rule in it."""
    book, findings = Book(), []
    zero = "0" * 64
    book.apply(ev.Found(constitution=life.constitution, device=zero, salt="0" * 32, card=zero))
    for member in life.members:
        book.apply(ev.Join(member.code, zero, member.roles))
    for meeting in life.meetings:
        recording = Recording(book, meeting.number, meeting.day, lambda _text: zero)
        for entry in meeting.entries:
            recording.record(entry)
        recording.close()
        findings += recording.findings
    return book, findings


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize(("members", "meetings"), [(12, 20), (22, 48), (25, 52)])
def test_a_life_is_within_the_groups_rules_and_ends_with_no_loan_out(setting, members, meetings):
    for seed in range(12):
        life = practice_life(seed, members, meetings, setting=setting)
        assert (len(life.members), len(life.meetings)) == (members, meetings)
        book, findings = lived(life)
        assert findings == []
        assert not book.open_loans
        assert book.cash("loan", "bank") == 0


@pytest.mark.parametrize("seed", range(20))
def test_what_happens_in_a_year_happens(seed):
    life = practice_life(seed)
    kinds = Counter(type(entry) for meeting in life.meetings for entry in meeting.entries)
    assert kinds[en.Leaving] == kinds[en.Died] == kinds[en.LoanLoss] == 1
    for kind in (en.GrantGiven, en.Spending, en.Transfer, en.FineSet, en.Resolution):
        assert kinds[kind] >= 1
    assert kinds[en.LoanRequest] >= 20
    book, _findings = lived(life)
    assert book.accounts["loan:expense:write_off"] > 0
    assert book.accounts["loan:income:over_short"] != 0


def test_a_seed_is_a_life():
    assert practice_life(5) == practice_life(5)
    assert practice_life(5) != practice_life(6)


@pytest.mark.parametrize(("members", "meetings"), [(11, 48), (22, 19)])
def test_too_small_a_life_is_refused(members, meetings):
    with pytest.raises(ValueError):
        practice_life(1, members, meetings)


def test_the_demo_makes_checks_prints_and_tells(tmp_path):
    said, started = [], time.monotonic()
    made = demo.run_demo(tmp_path / "new" / "demo", said.append)
    assert time.monotonic() - started < 10
    told = "\n".join(said)
    for what in (made.store, made.meeting_report, made.member_statement):
        assert what.is_file()
        assert str(what) in told
    assert "passphrase is: practice" in told
    for path in (made.meeting_report, made.member_statement):
        assert path.read_bytes().startswith(b"%PDF-")
    with Ledger.open(made.store, "practice") as ledger:
        assert ledger.store.practice
        verdicts = verify(ledger)
        assert [verdict.fault for verdict in verdicts] == ["", "", ""]
        assert [verdict.findings for verdict in verdicts] == [(), (), ()]
        assert sum(verdict.pages for verdict in verdicts) == made.pages
        assert [group.name for group in ledger.groups()] == [group.name for group in made.groups]


def test_one_cycle_is_whole_and_the_others_wait_half_recorded(tmp_path):
    whole, *others = demo.make_practice(tmp_path / "practice.coop")
    assert (whole.shared_out, whole.draft) == (True, 0)
    with Ledger.open(tmp_path / "practice.coop", PRACTICE_PASSPHRASE) as ledger:
        book = ledger.replay(whole.id).book
        assert book.closed
        assert ledger.replay(whole.id).headers[-1].kind == "share_out"
        assert all(book.savings(code) == 0 for code in book.members)
        for group in others:
            draft = begin_draft(ledger, group.id, "2030-01-01")
            assert draft.meeting == group.draft == group.meetings + 1
            outcome = work_out(ledger.replay(group.id).book, draft)
            assert draft.entries
            assert outcome.refused == ()


def test_what_is_there_already_is_left_alone(tmp_path):
    made = demo.run_demo(tmp_path, lambda _line: None)
    before = made.store.read_bytes()
    with pytest.raises(Refusal) as refused:
        demo.run_demo(tmp_path, lambda _line: None)
    assert refused.value.code == "store_exists"
    assert made.store.read_bytes() == before


def test_a_demo_that_fails_half_way_leaves_nothing_behind(tmp_path, monkeypatch):
    kept = []

    def append(self, pages, **_options):
        if kept:
            raise Refusal("disk_full")
        kept.append(pages)

    monkeypatch.setattr(Store, "append", append)
    monkeypatch.setattr(Store, "save_draft", lambda *_: None)
    with pytest.raises(Refusal) as refused:
        demo.make_practice(tmp_path / "practice.coop")
    assert refused.value.code == "disk_full"
    assert kept
    assert list(tmp_path.glob("practice.coop*")) == []
