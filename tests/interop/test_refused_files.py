"""Files that are no notebook are refused with their place; other programs' habits are not."""

import json

import pytest
from paper import (
    FIRST,
    GROUP,
    HEADING,
    NEXT,
    assert_one_sentence,
    changed,
    only_error,
    second,
    write,
)


def without_heading(text):
    return text.partition("\n")[2]


BROKEN = [
    ("too few cells", FIRST + "2,2025-01-15,A,social,200\n", "bad_csv", NEXT),
    ("too many cells", FIRST + "2,2025-01-15,A,social,200,,\n", "bad_csv", NEXT),
    ("a detail with a comma", FIRST + "2,2025-01-15,A,grant,1,fire, house\n", "bad_csv", NEXT),
    ("a quote never closed", FIRST + '2,2025-01-15,A,social,200,"paid\n2,x,y\n', "bad_csv", NEXT),
    ("text after a quote", FIRST + '2,2025-01-15,A,social,200,"x"y\n', "bad_csv", NEXT),
    ("semicolons", FIRST.replace(",", ";"), "bad_csv", 1),
    ("no heading", without_heading(FIRST), "bad_csv", 1),
    ("another heading", FIRST.replace("amount", "sum", 1), "bad_csv", 1),
    ("headings in another order", FIRST.replace("member,item", "item,member", 1), "bad_csv", 1),
    ("a NUL", FIRST + "2,2025-01-15,A,social,2\x0000,\n", "bad_csv", NEXT),
    ("nothing", "", "empty_notebook", 1),
    ("blank lines only", "\n\n", "bad_csv", 1),
    ("only the heading", HEADING + "\n", "empty_notebook", 1),
    (
        "Latin-1",
        FIRST.encode() + "2,2025-01-15,A,grant,1,école\n".encode("latin-1"),
        "bad_encoding",
        NEXT,
    ),
    ("UTF-16", FIRST.encode("utf-16"), "bad_encoding", 1),
    (
        "half a letter at the end",
        FIRST.encode() + "2,2025-01-15,A,grant,1,é".encode()[:-1],
        "bad_encoding",
        NEXT,
    ),
]


@pytest.mark.parametrize(
    ("notebook", "code", "line"), [case[1:] for case in BROKEN], ids=[c[0] for c in BROKEN]
)
def test_a_file_that_is_no_notebook(refused, notebook, code, line):
    error = refused(notebook)
    assert (error["code"], error["file"], error["line"]) == (code, "notebook.csv", line)
    assert error["column"] in HEADING.split(",")


def test_the_column_of_a_letter_that_is_not_utf_8(refused):
    error = refused(FIRST.encode() + b"2,2025-01-15,A,grant,1,\xe9cole\n")
    assert (error["line"], error["column"]) == (NEXT, "detail")


GROUPS = [
    ("an unknown key", ("country", "county"), "county", "unknown_key"),
    ("an unknown rule", ("max_loan_weeks", "max_loan_week"), "max_loan_week", "unknown_key"),
    (
        "a table misspelt",
        ('[[members]]\nid = "A"', '[[membrs]]\nid = "A"'),
        "membrs",
        "unknown_key",
    ),
    ("an unknown thing of a member", ("officer", "office"), "office", "unknown_key"),
    (
        "a word for a number",
        ("share_price = 1000", 'share_price = "1000"'),
        "share_price",
        "bad_value",
    ),
    ("yes for a number", ("share_price = 1000", "share_price = true"), "share_price", "bad_value"),
    (
        "a fraction for money",
        ("share_price = 1000", "share_price = 1000.5"),
        "share_price",
        "bad_value",
    ),
    ("a price of nothing", ("share_price = 1000", "share_price = 0"), "share_price", "bad_value"),
    (
        "a negative contribution",
        ("social_contribution = 200", "social_contribution = -1"),
        "social_contribution",
        "bad_value",
    ),
    (
        "a number for a percentage",
        ('charge_percent = "5"', 'charge_percent = "five"'),
        "charge_percent",
        "bad_value",
    ),
    (
        "a negative percentage",
        ('charge_percent = "5"', 'charge_percent = "-5"'),
        "charge_percent",
        "bad_value",
    ),
    (
        "a charge every 0 weeks",
        ("charge_every_weeks = 4", "charge_every_weeks = 0"),
        "charge_every_weeks",
        "bad_value",
    ),
    ("another charge", ("outstanding_principal", "first_principal"), "charge_on", "bad_value"),
    ("another rounding", ("half_even", "bankers"), "charge_rounding", "bad_value"),
    ("another rule", ("per_share", "per_head"), "share_out_rule", "bad_value"),
    ("another way to cut", ("truncate_value", "round_value"), "share_out_rounding", "bad_value"),
    ("a unit of 0", ("unit = 10", "unit = 0"), "share_out_rounding", "bad_value"),
    (
        "a word for yes",
        ("one_loan_at_a_time = true", 'one_loan_at_a_time = "yes"'),
        "one_loan_at_a_time",
        "bad_value",
    ),
    (
        "a fund that is not there",
        ('fines_go_to = "loan_fund"', 'fines_go_to = "box"'),
        "fines_go_to",
        "bad_value",
    ),
    (
        "charge twice",
        ('["charge", "principal"]', '["charge", "charge"]'),
        "allocation",
        "bad_value",
    ),
    (
        "a day that is not there",
        ('cycle_start = "2025-01-08"', 'cycle_start = "2025-02-30"'),
        "cycle_start",
        "bad_value",
    ),
    ("another kind", ('kind = "vsla"', 'kind = "bank"'), "kind", "bad_value"),
    ("no currency", ('currency = "UGX"', 'currency = "shillings"'), "currency", "bad_value"),
    (
        "decimals below zero",
        ("currency_decimals = 0", "currency_decimals = -1"),
        "currency_decimals",
        "bad_value",
    ),
    (
        "a word for decimals",
        ("currency_decimals = 0", 'currency_decimals = "0"'),
        "currency_decimals",
        "bad_value",
    ),
    ("a negative fine", ("late = 200", "late = -200"), "late", "bad_value"),
    ("another sex", ('sex = "M"', 'sex = "Q"'), "sex", "bad_value"),
    ("another office", ('officer = "chairperson"', 'officer = "king"'), "officer", "bad_value"),
    (
        "a word for a key-holder",
        ("key_holder = true", 'key_holder = "yes"'),
        "key_holder",
        "bad_value",
    ),
    ("a number for a code", ('id = "C"', "id = 3"), "id", "bad_value"),
    ("an empty code", ('id = "C"', 'id = ""'), "id", "bad_value"),
    ("an empty name", ('name = "Chebet"', 'name = ""'), "name", "bad_name"),
    ("a name turned round", ('name = "Chebet"', 'name = "Che\u202ebet"'), "name", "bad_name"),
    ("a name with an escape", ('name = "Chebet"', 'name = "Che\\u001bbet"'), "name", "bad_name"),
    ("a group's name turned round", ("Tusitukirewamu", "Tusi\u2066tukirewamu"), "name", "bad_name"),
    ("a member twice", ('id = "C"', 'id = "A"'), "id", "duplicate_member"),
    ("a broken string", ('name = "Babirye"', 'name = "Babirye'), None, "bad_toml"),
    (
        "the same key twice",
        ("meetings_in_cycle = 48", "meetings_in_cycle = 48\nmeetings_in_cycle = 4"),
        None,
        "bad_toml",
    ),
]


@pytest.mark.parametrize(
    ("change", "key", "code"), [case[1:] for case in GROUPS], ids=[c[0] for c in GROUPS]
)
def test_a_group_that_cannot_be(refused, change, key, code):
    group = changed(*change)
    line = GROUP[: GROUP.index(change[0])].count("\n") + 1
    if code == "bad_toml":
        line += change[1].count("\n")
    error = refused(FIRST, group)
    assert (error["code"], error["file"], error["line"]) == (code, "group.toml", line)
    if key:
        assert key in error["column"].split(".")


@pytest.mark.parametrize(
    ("gone", "key", "line"),
    [
        ("currency_decimals = 0\n", "currency_decimals", 1),
        ("share_price = 1000\n", "constitution.share_price", 7),
        ('name = "Chebet"\n', "members.name", 46),
    ],
)
def test_a_key_that_is_missing(refused, gone, key, line):
    error = refused(FIRST, changed(gone, ""))
    assert (error["code"], error["column"], error["line"]) == ("missing_key", key, line)


def test_a_toml_file_that_stops_too_early(refused):
    group = GROUP.rstrip() + '\nofficer = ["chairperson",\n'
    error = refused(FIRST, group)
    assert (error["code"], error["file"]) == ("bad_toml", "group.toml")
    assert error["line"] >= group.count("\n")


def test_a_toml_file_that_nests_without_end(refused):
    error = refused(FIRST, GROUP + "deep = " + "[" * 5_000 + "]" * 5_000 + "\n")
    assert (error["code"], error["file"]) == ("bad_toml", "group.toml")


@pytest.mark.parametrize("name", ["group.toml", "notebook.csv"])
def test_a_file_that_is_not_there(command, tmp_path, name):
    write(tmp_path, FIRST)
    (tmp_path / name).unlink()
    code, out, err = command("import-notebook", tmp_path, "--json")
    assert code == 1
    assert_one_sentence(err)
    error = only_error(out)
    assert (error["code"], error["file"]) == ("file_missing", name)


def test_a_folder_that_is_not_there(command, tmp_path):
    code, out, _ = command("import-notebook", tmp_path / "none", "--json")
    assert (code, only_error(out)["code"]) == (1, "file_missing")


@pytest.mark.parametrize("name", ["Bakyala Kwekulakulanya", "BAKYALA  kwekulakulanya "])
def test_a_group_that_is_there_already(refused, name):
    error = refused(FIRST, changed("Tusitukirewamu", name))
    assert (error["code"], error["file"], error["line"]) == ("group_exists", "group.toml", 1)
    assert error["column"] == "name"


TOLERATED = [
    ("a byte-order mark", lambda text: b"\xef\xbb\xbf" + text.encode()),
    ("Windows line ends", lambda text: text.replace("\n", "\r\n").encode()),
    ("both", lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()),
    ("no line end at the end", lambda text: text.rstrip().encode()),
    ("blank lines", lambda text: text.replace("\n1,", "\n\n1,").encode() + b"\n\n"),
]


@pytest.mark.parametrize("spoil", [c[1] for c in TOLERATED], ids=[c[0] for c in TOLERATED])
def test_how_other_programs_save_a_table(command, tmp_path, spoil):
    group = spoil(GROUP) if spoil(GROUP)[:3] == b"\xef\xbb\xbf" else GROUP
    write(tmp_path, spoil(FIRST), group)
    assert command("import-notebook", tmp_path)[0] == 0
    code, out, _ = command("balances", "--group", "Tusitukirewamu", "--json")
    found = json.loads(out)
    assert (code, found["meeting"], found["total_shares"], found["bank"]) == (0, 1, 10, 2000)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_counted_as_an_editor_counts_them(refused, end):
    text = FIRST + '\n2,2025-01-15,A,grant,1,"fire\nin the house"\n' + second("Z,social,1,")[0]
    error = refused(text.replace("\n", end))
    assert (error["code"], error["line"]) == ("unknown_member", NEXT + 3)
