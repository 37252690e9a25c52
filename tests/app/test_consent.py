"""Rules that nobody changes without everybody: while a pot goes round, and where all decide."""

import msgspec
import pytest

from coopledger.app import constitutions
from coopledger.app.cycles import begin_cycle
from coopledger.app.meetings import seal_meeting
from coopledger.app.scribe import NewMember, Scribe
from coopledger.cli.constitution import show
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.interop.templates import load_template, template_path
from coopledger.ledger.replay import Fault, Replay
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import SigningKey
from coopledger.store.store import NewPage

MEMBERS = ("M01", "M02", "M03", "M04")
DAYS = ("2025-01-05", "2025-02-05", "2025-03-05", "2025-04-05", "2025-05-05")


def found(ledger, kind="rosca", **changes):
    book, scribe = Book(), Scribe(ledger.store.device)
    people = [NewMember(code, MemberCard(f"Member {code}")) for code in MEMBERS]
    page = scribe.found(book, kind, load_template(kind, **changes), people)
    ledger.store.append([page])
    return page.header.book


def hold(ledger, group, number, *said):
    return seal_meeting(ledger, group, en.Draft(number, DAYS[number - 1], said))


def hands(*codes):
    return [en.PotContribution(code, 10_000) for code in codes]


@pytest.fixture
def group(ledger):
    """Three hands, M04 has none; the pot went to M01 once."""
    book = found(ledger)
    three = MEMBERS[:3]
    hold(ledger, book, 1, en.Draw(three), *hands(*three), en.PotPaid("M01"))
    return book


@pytest.fixture
def rules(tmp_path):
    text = template_path("rosca").read_text("utf-8")
    path = tmp_path / "rules.toml"
    path.write_text(text.replace("late = 500", "late = 700"), "utf-8")
    return path


def refused(act, *args, **options):
    with pytest.raises(Refusal) as caught:
        act(*args, **options)
    return caught.value


def test_new_rules_need_everybody_who_holds_a_hand(ledger, group, rules):
    missing = refused(constitutions.adopt, ledger, group, rules, DAYS[1], agreed=("M01", "M04"))
    assert (missing.code, missing.params["members"]) == ("consent_missing", "M02, M03")
    assert len(ledger.replay(group).headers) == 2
    all_three = ("M03", "M01", "M02")
    done = constitutions.adopt(ledger, group, rules, DAYS[1], agreed=all_three)
    assert ledger.history(group)[1][-1][-1] == ev.Agree(all_three)
    assert done.version == 2
    assert constitutions.history(ledger, group)[-1].agreed == all_three
    assert show(ledger, group, DAYS[1]).data["agreed"] == list(all_three)


def test_who_is_named_must_be_a_member(ledger, group, rules):
    agreed = ("M01", "M02", "M03", "M09")
    assert refused(constitutions.adopt, ledger, group, rules, DAYS[1], agreed=agreed).code == (
        "unknown_member"
    )


def test_before_the_turns_are_drawn_and_after_the_last_pot_the_officers_decide(ledger, rules):
    group = found(ledger)
    constitutions.adopt(ledger, group, rules, DAYS[0])
    two = ("M01", "M02")
    hold(ledger, group, 1, en.Draw(two), *hands(*two), en.PotPaid("M01"))
    assert refused(constitutions.adopt, ledger, group, rules, DAYS[2]).code == "amendment_same"
    hold(ledger, group, 2, *hands(*two), en.PotPaid("M02"))
    rules.write_text(rules.read_text("utf-8").replace("late = 700", "late = 800"), "utf-8")
    assert constitutions.adopt(ledger, group, rules, DAYS[2]).version == 3


def test_where_all_members_decide_the_dead_and_those_who_left_do_not(ledger, rules):
    group = found(ledger, amendment_consent="all_members", social_contribution=0)
    hold(ledger, group, 1, en.Died("M03"), en.Leaving("M04"))
    missing = refused(constitutions.adopt, ledger, group, rules, DAYS[1])
    assert missing.params["members"] == "M01, M02"
    constitutions.adopt(ledger, group, rules, DAYS[1], agreed=("M01", "M02"))


def test_a_new_cycle_with_new_rules_asks_them_too(ledger, group, rules):
    missing = refused(begin_cycle, ledger, group, DAYS[1], rules)
    assert missing.code == "consent_missing"
    begin_cycle(ledger, group, DAYS[1], rules, agreed=MEMBERS[:3])
    assert ledger.replay(group).book.cycle == 2


@pytest.mark.parametrize(
    "agreed", [(), (ev.Agree(("M01", "M02")),), (ev.Agree(("M01", "M02", "M04")),)]
)
def test_a_page_that_lacks_one_of_them_is_no_page_of_the_book(ledger, group, agreed):
    """Whoever writes it: also a program that asks nobody."""
    replay = ledger.replay(group)
    book = replay.book.copy()
    fines = {"late": 1}
    events = [ev.Amend(msgspec.structs.replace(book.rules, fines=fines), DAYS[1]), *agreed]
    book.begin(0, "")
    book.fold(events)
    scribe = Scribe(ledger.store.device, NewPage(replay.headers[-1], replay.newest))
    page = scribe.write("amendment", events, book)
    written = [*ledger.store.pages(group), page.page]
    with pytest.raises(Fault) as caught:
        Replay().extend(written)
    assert (caught.value.kind, caught.value.number) == ("consent_missing", 3)


def test_consent_stands_on_no_other_page():
    scribe, book = Scribe(SigningKey(b"\6" * 32)), Book()
    people = [NewMember(code, MemberCard(code)) for code in MEMBERS]
    pages = [scribe.found(book, "Hands", load_template("rosca"), people).page]
    agreed = [ev.Agree(("M01",))]
    pages.append(scribe.write("meeting", agreed, book, meeting=1, date=DAYS[0]).page)
    with pytest.raises(Fault) as caught:
        Replay().extend(pages)
    assert caught.value.kind == "facts_impossible"
