"""The log and the file for the helper hold nothing about people, whatever goes wrong."""

import traceback

import pytest

from coopledger.app import log
from coopledger.app.check import Check
from coopledger.app.diagnostics import Around, diagnosis, save, suggested_name
from coopledger.app.places import log_folder
from coopledger.domain.errors import Refusal

SECRETS = ("Atuhaire", "Esther", "seven goats", "314159", "1234567", "Kamu Kamu", "/home/ruth")


@pytest.fixture(autouse=True)
def own_state(monkeypatch, tmp_path):
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))


def written():
    return "\n".join(
        each.read_text("ascii") for each in sorted(log_folder().glob("coopledger.log*"))
    )


def clean(text):
    return not [secret for secret in SECRETS if secret.lower() in text.lower()]


class RuthsError(ValueError):
    """A fault whose text holds everything."""


def crash(text="Atuhaire Esther owes 1234567, PIN 314159, /home/ruth/x, seven goats"):
    try:
        try:
            int(text)
        except ValueError as first:
            raise RuthsError(text) from first
    except RuthsError as problem:
        log.crashed(RuthsError, problem, problem.__traceback__)
        return problem


def test_a_crash_is_noted_by_type_and_line_alone():
    problem = crash()
    assert "Atuhaire" in "".join(traceback.format_exception(problem))
    text = written()
    assert "crash RuthsError" in text
    assert "after ValueError" in text
    assert clean(text)


def test_steps_in_our_own_code_are_named_from_the_package_on():
    from coopledger.domain.money import Currency
    from coopledger.words.money import parse_amount

    try:
        parse_amount("Atuhaire", Currency("UGX", 0))
    except Refusal as problem:
        lines = log.trace_lines(type(problem), problem, problem.__traceback__)
    assert lines[0] == "Refusal"
    assert any(line.startswith("coopledger/words/") and line[-1].isdigit() for line in lines)
    assert all(not line.startswith("/") for line in lines)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("coopledger/app/desk/lines.py", "coopledger/app/desk/lines.py:2"),
        (r"coopledger\app\desk\lines.py", "coopledger/app/desk/lines.py:2"),
        ("sqlalchemy/engine/base.py", "(1 outside)"),
        ("/home/ruth/coopledger/mine.py", "(1 outside)"),
        (r"C:\Users\ruth\coopledger\mine.py", "(1 outside)"),
    ],
)
def test_a_built_program_names_its_steps_too(file, told):
    """What freezes a program leaves no folder before its files' names."""
    with pytest.raises(KeyError) as caught:
        exec(compile("\n{}['Atuhaire']", file, "exec"))
    trace = caught.value.__traceback__.tb_next  # from the frozen file on
    assert log.trace_lines(KeyError, caught.value, trace) == ("KeyError", told)


def test_a_code_that_is_not_the_programs_own_is_not_written():
    log.refused("wrong_passphrase")
    log.refused("Atuhaire")
    text = written()
    assert "refused wrong_passphrase" in text
    assert "refused other" in text
    assert clean(text)


def test_the_name_of_a_made_up_type_is_not_written():
    kind = type("Atuhaire Esther", (ValueError,), {})
    log.crashed(kind, kind("seven goats"), None)
    assert "crash other" in written()
    assert clean(written())


def test_every_event_is_one_line_of_ascii_with_its_moment():
    log.started()
    log.opened(3)
    log.locked()
    log.checked({"good": 9, "bad": 1})
    log.updated("apply", "0.2.0")
    lines = written().splitlines()
    assert [line.split()[1] for line in lines] == ["start", "opened", "locked", "checked", "update"]
    assert lines[3].endswith("checked good=9 warn=0 bad=1")
    assert all(line[10] == "T" and line[19] == "Z" for line in lines)


def test_the_log_turns_round_and_never_grows_beyond_three_files():
    for _ in range(40_000):
        log.refused("wrong_passphrase")
    files = sorted(log_folder().iterdir())
    assert [each.name for each in files] == [
        "coopledger.log", "coopledger.log.1", "coopledger.log.2"
    ]  # fmt: skip
    assert sum(each.stat().st_size for each in files) <= log.FILES * log.BYTES


def test_a_log_that_cannot_be_written_stops_nobody(monkeypatch, tmp_path, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "file"))
    log.refused("wrong_passphrase")
    assert log.tail() == ()
    assert capsys.readouterr().err == ""


def test_the_diagnosis_has_codes_and_figures_and_nothing_that_names(tmp_path):
    problem = crash()
    checks = (
        Check("books", "bad", "book_not_genuine",
              {"group": "Kamu Kamu", "page": 12, "fault": "seal_bad", "amount": 1234567}),
        Check("backup", "warn", "backup_away", {"value": "/home/ruth/stick"}),
        Check("file", "bad", "store_closed",
              {"refusal": "not_a_store", "value": "/home/ruth/ledger.coop"}),
        Check("printer", "good", "printer_found", {"count": 1, "value": "Esther's printer"}),
    )  # fmt: skip
    trace = log.trace_lines(type(problem), problem, problem.__traceback__)
    text = diagnosis(checks, Around("member", "light M", "1366x768", "6.11 xcb"), trace)
    assert "books bad book_not_genuine page=12\n" in text
    assert "file bad store_closed refused=not_a_store\n" in text
    assert "screen: member\n" in text
    assert "RuthsError" in text
    assert "crash RuthsError" in text.split("[log]")[1]
    assert clean(text)
    file = tmp_path / suggested_name()
    save(text, file)
    assert file.read_text("utf-8") == text
    with pytest.raises(Refusal) as caught:
        save("other", file)
    assert caught.value.code == "diagnosis_exists"
    with pytest.raises(Refusal) as caught:
        save("text", tmp_path / ("d" * 300 + ".txt"))
    assert caught.value.code == "not_writable"
    assert file.read_text("utf-8") == text
