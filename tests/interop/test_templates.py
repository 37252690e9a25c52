"""The templates that come with the program, and what a file of rules may get wrong."""

import datetime as dt
import string

import pytest

from coopledger.domain.constitution import Constitution
from coopledger.domain.constitution_check import problems
from coopledger.domain.errors import Refusal
from coopledger.interop.templates import (
    KINDS,
    judge_constitution,
    load_template,
    read_constitution,
    template_path,
)
from coopledger.words.catalog import speaking
from coopledger.words.constitution import differences, name_of, say, sections
from coopledger.words.constitution.texts import CHOICES, NAMES, SECTIONS, TOLD_WITH
from coopledger.words.errors import reason


@pytest.fixture
def file(tmp_path):
    """Writes a template with some of its text changed; the file's path."""

    def write(*changes, kind="vsla"):
        text = template_path(kind).read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "rules.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def faults(path):
    told = [fault.params for fault in judge_constitution(path).faults]
    return [(each["line"], each["column"], each["value"], each.get("why")) for each in told]


def line_of(path, start):
    lines = path.read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.startswith(start))


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_stands_and_names_its_sources(kind):
    rules = load_template(kind)
    assert rules.kind == kind
    assert list(problems(rules)) == []
    assert "# Source" in template_path(kind).read_text("utf-8")
    assert dt.date.fromisoformat(rules.cycle_start)


def test_the_templates_differ_where_the_methods_do():
    saving = {kind: load_template(kind).saving for kind in KINDS}
    assert saving == {
        "vsla": "shares",
        "silc": "any",
        "shg": "equal",
        "rosca": "none",
        "asca": "equal",
        "coop": "any",
    }
    assert load_template("vsla").share_price == 2_000
    assert load_template("silc").saving_amount == 50_00
    assert load_template("asca").late_cap_percent == "20"


def test_a_template_takes_the_groups_own_figures():
    rules = load_template("vsla", share_price=1_500, cycle_start="2026-01-05")
    assert (rules.share_price, rules.cycle_start) == (1_500, "2026-01-05")
    with pytest.raises(Refusal) as caught:
        load_template("vsla", share_price=0)
    assert caught.value.params["why"] == "price_needed"


def test_every_fault_is_told_with_its_line_key_value_and_reason(file):
    path = file(
        ('currency = "UGX"', 'currency = "shillings"'),
        ("meetings_in_cycle = 52", "meetings_in_cycle = -1"),
        ('saving = "shares"', 'saving = "stamps"'),
        ('charge_percent = "5"', 'charge_percent = "five"'),
        ("one_loan_at_a_time = true", 'one_loan_at_a_time = "yes"'),
        ("max_loan_weeks = 12", "max_loan_week = 12"),
        ("absent = 500", 'absent = "500"'),
    )
    assert faults(path) == [
        (line_of(path, "max_loan_week"), "constitution.max_loan_week", "max_loan_week", None),
        (line_of(path, "currency ="), "currency", "shillings", "currency_code_wanted"),
        (
            line_of(path, "meetings_in_cycle"),
            "constitution.meetings_in_cycle",
            "-1",
            "out_of_range",
        ),
        (line_of(path, "saving ="), "constitution.saving", "stamps", "not_a_choice"),
        (line_of(path, "charge_percent"), "constitution.charge_percent", "five", "percent_wanted"),
        (line_of(path, "one_loan"), "constitution.one_loan_at_a_time", "yes", "yes_or_no"),
        (line_of(path, "absent"), "constitution.fines.absent", "500", "fine_wanted"),
    ]


def test_contradictions_stand_at_the_key_as_the_file_spells_it(file):
    path = file(
        ("share_price = 2000", "share_price = 0"),
        ('fines_go_to = "loan_fund"', 'fines_go_to = "loan_fund"\nwithdrawable = true'),
    )
    assert faults(path) == [
        (line_of(path, "share_price"), "constitution.share_price", "0", "price_needed"),
        (
            line_of(path, "withdrawable"),
            "constitution.withdrawable",
            "true",
            "shares_not_withdrawn",
        ),
    ]


def test_what_can_t_be_read_hides_only_what_rests_on_it(file):
    path = file(
        ('charge_rounding = "half_even"', 'charge_rounding = "bankers"'),
        ("share_price = 2000", "share_price = 0"),
    )
    assert [why for *_place, why in faults(path)] == ["price_needed", "not_a_choice"]
    stamps = file(
        ('saving = "shares"', 'saving = "stamps"'), ("share_price = 2000", "share_price = 0")
    )
    assert [why for *_place, why in faults(stamps)] == ["not_a_choice"]


SAID = [
    (('saving = "shares"', 'saving = "stamps"'), "“stamps” is not known here"),
    (("meetings_in_cycle = 52", "meetings_in_cycle = 20000"), "at most 10,000"),
    (("share_price = 2000", 'share_price = "2000"'), "is not a number"),
    (('country = "UG"', 'country = "Uganda"'), "two capital letters"),
    (("2025-01-06", "2025-02-30"), "not a day of the calendar"),
    (('allocation = ["charge", "principal"]', 'allocation = "charge"'), "square brackets"),
    (('"truncate_value", unit = 10', '"truncate_value", unit = 0'), "at least 1"),
    (('"truncate_value", unit = 10', '"truncate_value"'), "“unit” is missing"),
    (('"truncate_value", unit', '"cut", unit'), "truncate_value"),
    (("charge_every_weeks = 4", "charge_every_weeks = 4\ncharge_every = 1"), "twice"),
    (("share_price = 2000", "share_price = 0"), "a share costs nothing"),
    (('"roll_call", "open_box"', '"open_box"'), "begins with the roll call"),
    (('"saving", "repayments"', '"repayments"'), "step “saving”"),
    (('body = "key_holders"', 'body = "keyholders"'), "“keyholders” is not known here"),
    (("share_out = { body", "shareout = { body"), "“shareout” is not known here"),
    (('meeting = { body = "key_holders", need = 2 }', "meeting = 2"), "does not say who seals"),
    (("share_price = 2000", "share_price = 2000\nlarge_loan = 50000"), "nobody seals them"),
    (
        ("[constitution.quorums]", '[constitution.quorums]\nlarge_loan = { body = "members" }'),
        "which loans",
    ),
    (("charge_rounding", "currency_multiple = 100\ncharge_rounding"), "smallest coin is 100"),
]


@pytest.mark.parametrize(("change", "said"), SAID)
def test_a_treasurer_reads_why(file, change, said):
    (fault, *_) = judge_constitution(file(change)).faults
    assert said in reason(fault)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("[constitution]", "[constitutions]"), "unknown_key"),
        (('kind = "vsla"', ""), "missing_key"),
        (('charge_percent = "5" ', "# "), "missing_key"),
        (('currency = "UGX"', 'currency = "UGX'), "bad_toml"),
    ],
)
def test_a_file_that_lacks_something_is_refused(file, change, code):
    with pytest.raises(Refusal) as caught:
        read_constitution(file(change))
    assert (caught.value.code, caught.value.params["file"]) == (code, "rules.toml")


def test_a_groups_own_file_is_read_as_well(year):
    assert read_constitution(year / "group.toml").share_price == 2_000


def test_every_rule_has_a_name_and_is_told_somewhere():
    told = {key for _title, keys in SECTIONS for key in keys}
    assert set(Constitution.__struct_fields__) == told | set(TOLD_WITH)
    assert told == set(NAMES)
    assert set(TOLD_WITH.values()) <= told
    assert set(CHOICES) <= told


@pytest.mark.parametrize("language", ["en", "en-XA", "ar-XB", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_can_be_said_in_every_language(kind, language):
    with speaking(language):
        lines = [line for _title, lines in sections(load_template(kind)) for line in lines]
    assert len(lines) > 15
    for line in lines:
        gaps = [name for _, name, _, _ in string.Formatter().parse(line.text) if name is not None]
        assert line.text
        assert gaps == [], line


def test_the_sentences_say_the_figures():
    rules = load_template("vsla")
    assert (
        say("saving", rules)
        == "Shares of UGX\u00a02,000, from 1 to 5 for each member at a meeting."
    )
    assert say("charge_percent", rules) == "5% of what is still to be repaid every 4 weeks."
    assert say("hand", rules) == ""
    assert "A meeting: at least 2, and more than half (key-holders)." in say("quorums", rules)
    coop = load_template("coop", charge_percent="1.25")
    assert say("charge_percent", coop) == "1.25% of what is still to be repaid every month."
    assert say("late_percent", coop) == "1% of what is late every month, 10% of the loan at most."
    asca = load_template("asca", late_percent="0.5")
    assert say("late_percent", asca).startswith(
        "0.5% of what is late and MWK\u00a0500.00 every day"
    )


def test_what_changed_is_told_once_under_its_name():
    before = load_template("vsla")
    after = load_template(
        "vsla", share_price=3_000, max_shares_per_meeting=3, leaving="current_value"
    )
    saving, leaving = differences(before, after)
    assert (saving.key, saving.name) == ("saving", name_of("share_price"))
    assert "2,000" in saving.before
    assert "3,000" in saving.after
    assert "to 3 for each" in saving.after
    assert leaving.key == "leaving"
    assert differences(before, before) == []
