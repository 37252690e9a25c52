"""``due``, rules without exceptions, and consent, through the command line's own doors."""

import json

import pytest

from coopledger.app.ledger import Ledger
from coopledger.app.meetings import seal_meeting
from coopledger.app.scribe import NewMember, Scribe
from coopledger.cli.main import run
from coopledger.domain import entries as en
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.interop.templates import load_template, template_path
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.salted import MemberCard

GROUP = ("--group", "Workplace")


@pytest.fixture
def workplace(tmp_path, capsys, monkeypatch):
    """Makes a thrift society of two with savings and notice; calls a command on its ledger."""
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", "pw")
    store = tmp_path / "ledger.coop"

    def call(*words, **meeting):
        if meeting:
            path = tmp_path / "meeting.json"
            path.write_text(json.dumps(meeting))
            words = ("record", *GROUP, str(path))
        code = run([*words, "--store", str(store)])
        return code, *capsys.readouterr()

    def make(**changes):
        with Ledger.create(store, "pw", cost=Cost(8, 1, 1)) as ledger:
            scribe, book = Scribe(ledger.store.device), Book()
            people = [NewMember(code, MemberCard(f"Name {code}")) for code in ("M01", "M02")]
            rules = load_template("coop", **changes)
            ledger.store.append([scribe.found(book, "Workplace", rules, people)])
        saved = [{"item": "saving", "member": m, "amount": 5_000_00} for m in ("M01", "M02")]
        notice = [{"item": "notice", "member": "M01", "amount": 1_200_00}]
        assert call(date="2025-01-10", entries=saved + notice)[0] == 0
        return call

    make.store = store
    return make


def test_savings_under_notice_are_shown_among_what_falls_due(workplace):
    call = workplace()
    early = json.loads(call("due", *GROUP, "--date", "2025-02-08", "--json")[1])["members"]
    assert [(r["code"], r["notice"], r["notice_later"]) for r in early] == [("M01", 0, 1_200_00)]
    due = json.loads(call("due", *GROUP, "--json")[1])  # a month later, as the rules meet
    assert (due["meeting"], due["date"]) == (2, "2025-02-10")
    assert [(r["name"], r["notice"], r["notice_later"]) for r in due["members"]] == [
        ("Name M01", 1_200_00, 0)
    ]
    _code, shown, _err = call("due", *GROUP)
    assert "Savings that may be taken out" in shown
    assert "1,200" in shown
    assert "Fines owed" not in shown  # nobody has any


EARLY = [{"item": "withdrawal", "member": "M01", "amount": 100_00}]


def test_officers_may_let_savings_out_early_where_the_rules_let_them(workplace):
    call = workplace()
    assert call(date="2025-01-20", entries=EARLY)[0] != 0
    code, _out, _err = call(date="2025-01-20", entries=EARLY, accept=["withdrawn_early"])
    assert code == 0
    assert "withdrawn_early" in call("verify", "--json")[1]


def test_nobody_lets_them_out_where_the_rules_name_no_exception(workplace):
    call = workplace(no_exceptions=("withdrawn_early",))
    code, _out, err = call(date="2025-01-20", entries=EARLY, accept=["withdrawn_early"])
    assert code != 0
    assert "always keeps" in err
    assert call(date="2025-02-10", entries=EARLY)[0] == 0


def test_the_desk_cannot_seal_it_either(workplace):
    workplace(no_exceptions=("withdrawn_early",))
    with Ledger.open(workplace.store, "pw") as ledger:
        group = ledger.groups()[0].id
        draft = en.Draft(2, "2025-01-20", (en.SavingsTaken("M01", 100_00),))
        with pytest.raises(Refusal) as caught:
            seal_meeting(ledger, group, draft)
        assert (caught.value.code, caught.value.params["member"]) == ("no_exception", "M01")
        # On paper it happened all the same.
        seal_meeting(ledger, group, draft, "copied")
        found = [each.finding.code for each in ledger.replay(group).findings]
        assert "withdrawn_early" in found


def test_a_day_before_the_last_meeting_is_refused(workplace):
    code, _out, err = workplace()("due", *GROUP, "--date", "2024-12-01")
    assert code != 0
    assert "2024" in err


def test_new_rules_name_all_who_agreed(workplace, tmp_path):
    call = workplace(amendment_consent="all_members")
    path = tmp_path / "rules.toml"
    text = template_path("coop").read_text("utf-8")
    path.write_text(text.replace("withdrawal_notice = 30", "withdrawal_notice = 60"), "utf-8")
    adopt = ("constitution", "adopt", str(path), *GROUP, "--from", "2025-02-01", "--json")
    code, _out, err = call(*adopt, "--agreed", "M02")
    assert code != 0
    assert "M01" in err
    assert call(*adopt, "--agreed", "M01, M02")[0] == 0
    shown = json.loads(call("constitution", "show", *GROUP, "--at", "2025-02-01", "--json")[1])
    assert (shown["version"], shown["agreed"]) == (2, ["M01", "M02"])
    told = {line["key"]: line["text"] for line in shown["sentences"]}
    assert told["withdrawal_notice"] == "It is said in a meeting 60 days before."
    assert "genuine" in call("verify")[1]
