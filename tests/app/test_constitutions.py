"""New rules from a date: old meetings and loans keep what held then, no money is stranded."""

import datetime as dt
import json

import msgspec
import pytest

from coopledger.app import constitutions
from coopledger.app.ledger import Ledger
from coopledger.app.meetings import seal_meeting
from coopledger.app.scribe import NewMember, Scribe
from coopledger.cli.constitution import adopt, check, show
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.recording import Recording
from coopledger.interop.templates import load_template, template_path
from coopledger.ledger.replay import Replay
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import SigningKey

START = dt.date(2025, 1, 6)
MEMBERS = ("M01", "M02", "M03")


def day(meeting):
    return (START + dt.timedelta(weeks=meeting - 1)).isoformat()


OFFICERS = [SigningKey(bytes([n]) * 32) for n in (1, 2, 3)]


def found(ledger, kind="vsla", officers=(), **changes):
    book, scribe = Book(), Scribe(ledger.store.device, seals_of=officers)
    roles = ("chairperson",) if officers else ()
    people = [NewMember(code, MemberCard(f"Member {code}"), roles) for code in MEMBERS]
    keys = [ev.Enrol(m, key.public.hex()) for m, key in zip(MEMBERS, officers, strict=False)]
    page = scribe.found(book, kind, load_template(kind, **changes), people, keys)
    ledger.store.append([page])
    return page.header.book


def hold(ledger, group, number, *said):
    """A meeting with roll call, contribution, two shares each, and counts of both funds."""
    book = ledger.replay(group).book.copy()
    paid = [en.Contribution(code, 500) for code in MEMBERS]
    bought = [en.ShareBuying(code, 2) for code in MEMBERS]
    entries = [*(en.Attendance(code, "present") for code in MEMBERS), *paid, *bought, *said]
    recording = Recording(book, number, day(number), lambda _text: "0" * 64)
    for entry in entries:
        recording.record(entry)
    counts = [en.CashCount(fund, book.cash(fund)) for fund in ("loan", "social")]
    return seal_meeting(ledger, group, en.Draft(number, day(number), (*entries, *counts)))


@pytest.fixture
def group(ledger):
    """A village group after four meetings, with 20,000 lent to M01 in the fourth."""
    book_id = found(ledger)
    for number in (1, 2, 3):
        hold(ledger, book_id, number)
    hold(ledger, book_id, 4, en.LoanRequest("M01", 20_000, 12))
    return book_id


@pytest.fixture
def rules(tmp_path):
    """Writes the village template with some of its text changed; the file's path."""

    def write(*changes):
        text = template_path("vsla").read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "rules.toml"
        path.write_text(text, "utf-8")
        return path

    return write


DEARER = (
    ("share_price = 2000", "share_price = 3000"),
    ('charge_percent = "5"', 'charge_percent = "10"'),
)


def refused(ledger, group, path, begins):
    pages = len(ledger.replay(group).headers)
    with pytest.raises(Refusal) as caught:
        constitutions.adopt(ledger, group, path, begins)
    assert len(ledger.replay(group).headers) == pages
    return caught.value


def test_new_rules_hold_from_their_day_and_old_meetings_keep_theirs(ledger, group, rules):
    done = constitutions.adopt(ledger, group, rules(*DEARER), day(6))
    assert (done.version, done.page.header.kind, done.page.header.number) == (2, "amendment", 6)
    hold(ledger, group, 5)  # before the day: still 2,000 a share
    hold(ledger, group, 6)
    hold(ledger, group, 7, en.LoanRequest("M02", 10_000, 12))
    hold(ledger, group, 8)
    hold(ledger, group, 11)
    ledger.forget(group)
    replay, history = ledger.history(group)
    paid = [
        [e.a for e in events if isinstance(e, ev.Shares) and e.m == "M01"] for events in history
    ]
    assert paid == [[], *[[4_000]] * 4, [], [4_000], *[[6_000]] * 4]
    assert [head.rules for head in replay.headers] == [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2]
    assert {f.finding.code for f in replay.findings} == {"meeting_number_gap"}
    # The loan of meeting 4 was agreed at 5 %, that of meeting 7 at 10 %.
    charges = [(e.l, e.a) for events in history for e in events if isinstance(e, ev.Charge)]
    assert charges == [(1, 1_000), (2, 1_000)]


def test_the_pages_alone_tell_the_same(ledger, group, rules):
    constitutions.adopt(ledger, group, rules(*DEARER), day(6))
    hold(ledger, group, 6)
    pages = list(ledger.store.pages(group))
    replay = Replay().extend(pages)
    assert replay.book.accounts == ledger.replay(group).book.accounts
    early = Replay().extend(pages[:5])
    assert early.book.rules.share_price == 2_000
    assert replay.book.rules.share_price == 3_000


def test_history_says_when_and_what(ledger, group, rules):
    constitutions.adopt(ledger, group, rules(*DEARER), day(6))
    first, second = constitutions.history(ledger, group)
    assert (first.begins, first.until, first.page, first.changes) == (day(1), day(6), 1, ())
    assert (second.begins, second.until, second.page) == (day(6), "", 6)
    assert [change.key for change in second.changes] == ["saving", "charge_percent"]
    assert "2,000" in second.changes[0].before
    assert "3,000" in second.changes[0].after
    assert constitutions.version_at(ledger, group).number == 1
    assert constitutions.version_at(ledger, group, "2020-01-01").number == 1
    assert constitutions.version_at(ledger, group, day(6)).number == 2
    with pytest.raises(Refusal):
        constitutions.version_at(ledger, group, "tomorrow")


def test_rules_that_never_began_are_replaced(ledger, group, rules):
    constitutions.adopt(ledger, group, rules(*DEARER), day(6))
    cheaper = rules(("share_price = 2000", "share_price = 1000"))
    assert refused(ledger, group, cheaper, day(5)).code == "amendment_waiting"
    constitutions.adopt(ledger, group, cheaper, day(6))
    versions = constitutions.history(ledger, group)
    assert [version.rules.share_price for version in versions] == [2_000, 1_000]
    hold(ledger, group, 6)
    assert ledger.replay(group).book.rules.share_price == 1_000


def test_a_meeting_that_was_held_keeps_its_rules(ledger, group, rules):
    told = refused(ledger, group, rules(*DEARER), day(4))
    assert (told.code, told.params["last"]) == ("amendment_not_later", day(4))
    assert refused(ledger, group, rules(*DEARER), "2025-13-01").code == "bad_date"


def test_what_can_t_follow_is_refused(ledger, group, rules):
    assert refused(ledger, group, rules(), day(6)).code == "amendment_same"
    kenya = rules(('currency = "UGX"', 'currency = "KES"'))
    assert refused(ledger, group, kenya, day(6)).code == "currency_stays"
    decimals = rules(("currency_decimals = 0", "currency_decimals = 2"))
    assert refused(ledger, group, decimals, day(6)).code == "currency_stays"
    broken = refused(ledger, group, rules(("share_price = 2000", "share_price = 0")), day(6))
    assert (broken.params["why"], broken.params["file"]) == ("price_needed", "rules.toml")


def test_money_is_never_left_where_no_rule_looks(ledger, group, rules):
    boxes = (
        "social_contribution = 500",
        'places = ["box", "bank", "wallet"]\nsocial_contribution = 500',
    )
    constitutions.adopt(ledger, group, rules(boxes), day(5))
    hold(ledger, group, 5, en.Transfer(1_000, "box", "wallet"))
    told = refused(ledger, group, rules(), day(6))
    assert (told.code, told.params["value"]) == ("place_in_use", "wallet")
    hold(ledger, group, 6, en.Transfer(1_000, "wallet", "box"))
    constitutions.adopt(ledger, group, rules(), day(7))


def test_fines_owed_are_not_lost_between_two_funds(ledger, group, rules):
    hold(ledger, group, 5, en.FineSet("M01", "late", 200))
    moved = rules(('fines_go_to = "loan_fund"', 'fines_go_to = "social_fund"'))
    told = refused(ledger, group, moved, day(6))
    assert (told.code, told.params["value"]) == ("fines_owed_first", 200)
    hold(ledger, group, 6, en.FinePayment("M01", 200))
    constitutions.adopt(ledger, group, moved, day(7))


def test_shares_are_not_shared_out_by_time_from_the_middle_of_a_cycle(ledger, group, rules):
    timed = rules(
        ('share_out_rule = "per_share"', 'share_out_rule = "time_weighted"'),
        ('mode = "truncate_value"', 'mode = "largest_remainder"'),
    )
    assert refused(ledger, group, timed, day(6)).code == "deposits_unknown"


def test_savings_without_shares_do_not_become_worthless(ledger, rules):
    group = found(ledger, "silc", currency="UGX", currency_decimals=0)
    said = [en.Attendance(code, "present") for code in MEMBERS]
    said += [en.Saving(code, 5_000) for code in MEMBERS]
    seal_meeting(ledger, group, en.Draft(1, day(1), tuple(said)))
    told = refused(ledger, group, rules(), day(6))
    assert (told.code, told.params["value"]) == ("savings_not_shares", 15_000)


def test_the_pot_keeps_its_rules_until_everybody_had_it(ledger, tmp_path):
    group = found(ledger, "rosca")
    said = [en.Draw(MEMBERS), *(en.PotContribution(code, 10_000) for code in MEMBERS)]
    seal_meeting(ledger, group, en.Draft(1, "2025-01-05", (*said, en.PotPaid("M01"))))
    path = tmp_path / "rules.toml"
    text = template_path("rosca").read_text("utf-8")
    path.write_text(text.replace("hand = 10000", "hand = 20000"), "utf-8")
    assert refused(ledger, group, path, "2025-02-01").code == "pot_running"


def test_officers_who_have_keys_must_seal_new_rules(ledger, rules):
    """Four of the committee by the template, but there are three: all of them."""
    group = found(ledger, officers=OFFICERS)
    assert refused(ledger, group, rules(*DEARER), day(6)).code == "officers_needed"
    with pytest.raises(Refusal) as caught:
        constitutions.adopt(ledger, group, rules(*DEARER), day(6), seals_of=OFFICERS[:2])
    assert caught.value.params == {"value": 2, "expected": 3}
    done = constitutions.adopt(ledger, group, rules(*DEARER), day(6), seals_of=OFFICERS)
    assert len(done.page.page.seals) == 4
    ledger.forget(group)
    assert ledger.replay(group).findings == []


def test_the_doors_answer_for_people_and_scripts(ledger, group, rules):
    done = adopt(ledger, group, rules(*DEARER), day(6))
    assert done.data["version"] == 2
    assert "13 Feb" not in done.lines[0]
    assert "10 Feb 2025" in done.lines[0]
    assert any("Before: " in line and "2,000" in line for line in done.lines)
    now, later = show(ledger, group), show(ledger, group, day(6))
    assert (now.data["version"], later.data["version"]) == (1, 2)
    assert (now.data["rules"]["share_price"], later.data["rules"]["share_price"]) == (2_000, 3_000)
    assert [version["begins"] for version in now.data["versions"]] == [day(1), day(6)]
    assert any("Shares of UGX\u00a02,000" in line for line in now.lines)
    json.dumps([now.data, later.data, done.data])


def test_check_lists_every_fault(rules):
    good = check(rules())
    assert (good.code, good.data["ok"], good.data["errors"]) == (0, True, [])
    path = rules(("share_price = 2000", "share_price = 0"), ('"half_even"', '"half"'))
    bad = check(path)
    assert (bad.code, bad.data["ok"]) == (1, False)
    price, rounding = bad.data["errors"]
    assert (price["column"], price["code"]) == ("constitution.share_price", "price_needed")
    assert rounding["column"] == "constitution.charge_rounding"
    assert rounding["value"] == "half"
    assert "half_even" in rounding["reason"]
    assert bad.lines[1].startswith(f"rules.toml, line {rounding['line']}, ")
    assert msgspec.json.encode(bad.data)


def test_a_ledger_opened_again_knows_the_versions(ledger, group, rules):
    constitutions.adopt(ledger, group, rules(*DEARER), day(6))
    again = Ledger(ledger.store)
    assert [each.number for each in constitutions.history(again, group)] == [1, 2]
