"""The officers' doors: PINs from the environment, never from the command line."""

import json
import os

import pytest

from coopledger.cli.main import run

PINS = {"M06": "314159", "M07": "271828", "M08": "161803"}


@pytest.fixture
def door(tmp_path, year, monkeypatch, capsys):
    """Run a command on a store with the notebook's group; the exit code and the JSON answer."""
    store = tmp_path / "book.coop"
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", "pw")

    def call(*arguments, pins=None):
        if pins is None:
            monkeypatch.delenv("COOPLEDGER_PINS", raising=False)
        else:
            given = ",".join(f"{member}={pin}" for member, pin in pins.items())
            monkeypatch.setenv("COOPLEDGER_PINS", given)
        code = run([*arguments, "--json", "--store", str(store)])
        return code, json.loads(capsys.readouterr().out)

    assert call("init")[0] == 0
    assert call("import-notebook", str(year))[0] == 0
    return call


def test_officers_enrol_adopt_seal_and_change_a_pin(door, monkeypatch):
    of = ("--group", "Kamu Kamu")
    code, told = door("officer", "enrol", *of, "--members", "M06,M07,M08", pins=PINS)
    assert (code, told) == (0, {"page": 50, "keys": ["M06", "M07", "M08"]})
    code, told = door("adopt", *of, pins=PINS)
    assert (code, told) == (0, {"page": 51, "adopted": 48})
    code, told = door("seal", *of, pins={"M06": "000000"})
    assert (code, told["errors"][0]["code"]) == (1, "sealed_already")

    read, write = os.pipe()
    os.write(write, json.dumps({"new_pin": "735102"}).encode())
    os.close(write)
    arguments = ("officer", "change-pin", *of, "--member", "M06", "--secrets-fd", str(read))
    assert door(*arguments, pins=PINS)[0] == 0
    code, told = door("erase-member", *of, "--member", "M16", pins=PINS)
    assert (code, told["errors"][0]["code"]) == (1, "wrong_pin")
    code, told = door("erase-member", *of, "--member", "M16", pins={**PINS, "M06": "735102"})
    assert (code, told["page"]) == (0, 52)
    code, told = door("officer", "revoke", *of, "--members", "M08", pins={"M07": "271828"})
    assert (code, told["keys"]) == (0, ["M06", "M07"])
    code, told = door("verify")
    assert (code, told["ok"], told["books"][0]["pages"]) == (0, True, 53)


def test_a_book_is_handed_over_and_taken_back(door):
    of = ("--group", "Kamu Kamu")
    door("officer", "enrol", *of, "--members", "M06,M07,M08", pins=PINS)
    code, own = door("device", "show")
    assert (code, len(own["words"]), len(own["key"])) == (0, 6, 64)
    code, told = door("take-over", *of, pins=PINS)
    assert (code, told["errors"][0]["code"]) == (1, "holds_already")
    code, told = door("hand-over", *of, "--to", own["key"], pins=PINS)
    assert (code, told["errors"][0]["code"]) == (1, "holds_already")
    key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    code, told = door("hand-over", *of, "--to", key, "--by", "M06", pins=PINS)
    assert (code, told["errors"][0]["code"]) == (1, "quorum_missing")
    code, told = door("hand-over", *of, "--to", key, pins=PINS)
    assert (code, told["page"], told["epoch"], told["device"]["key"]) == (0, 51, 2, key)
    assert len(told["device"]["words"]) == 6
    assert door("status")[1]["read_only"] == [door("groups")[1][0]["id"]]
    code, told = door("take-over", *of, pins={"M06": "314159", "M07": "271828"})
    assert (code, told["page"], told["epoch"], told["last"]) == (0, 52, 3, 51)
    assert door("status")[1]["read_only"] == []
    assert door("verify")[1]["ok"]


def test_without_pins_and_without_a_keyboard_it_says_what_to_set(door):
    code, told = door("officer", "enrol", "--group", "Kamu Kamu", "--members", "M06")
    error = told["errors"][0]
    assert (code, error["code"], error["value"]) == (1, "no_passphrase", "COOPLEDGER_PINS")


def test_pins_that_are_not_written_right_are_refused(door, monkeypatch):
    code, told = door("adopt", "--group", "Kamu Kamu", pins={"M06": ""})
    assert (code, told["errors"][0]["code"]) == (1, "bad_pins")
