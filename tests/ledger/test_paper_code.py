"""The code on paper as bytes: read back, in any form a reader gives it, and no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT
from coopledger.ledger.paper_code import LONGEST, PaperCode, read_code, write_code
from coopledger.ledger.seals import SigningKey, verifies

DEVICE = SigningKey(b"\x07" * 32)
TOLD = PaperCode(
    kind="statement",
    book="ad65e52f0c4b9a31",
    page=50,
    fingerprint="52596241348723744463",
    member="M12",
    figures={"shares": 128, "savings": 256_000, "arrears": -500},
)
CODE = write_code(TOLD, DEVICE)


def test_it_is_one_line_of_what_a_qr_symbol_holds_best():
    assert set(CODE) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert CODE.startswith(
        "COOP1/STATEMENT/AD65E52F0C4B9A31/50/52596241348723744463/M12/"
        "SHARES:128.SAVINGS:256000.ARREARS:-500/"
    )
    assert len(CODE) < 300


def test_the_same_paper_has_the_same_code():
    assert write_code(TOLD, SigningKey(b"\x07" * 32)) == CODE


@pytest.mark.parametrize(
    "given_as",
    [str.lower, lambda code: f"  {code}\r\n", lambda code: code[:90] + "\n" + code[90:]],
    ids=["small letters", "spaces", "two lines"],
)
def test_it_is_read_however_a_reader_gives_it(given_as):
    found = read_code(given_as(CODE))
    assert found.told == TOLD
    assert found.by(DEVICE.public)


@given(st.integers(0, len(CODE) - 1), st.sampled_from("0123456789ABCDEFXYZ-.:/"))
def test_no_changed_character_leaves_it_genuine(place, character):
    changed = CODE[:place] + character + CODE[place + 1 :]
    if changed == CODE:
        return
    try:
        found = read_code(changed)
    except Refusal as refusal:
        if refusal.code != "not_a_paper_code":
            raise
        return
    # The last letter of base 32 carries bits that nothing reads.
    assert not found.by(DEVICE.public) or (place == len(CODE) - 1 and found.told == TOLD)


def test_a_seal_of_another_use_is_none():
    found = read_code(CODE)
    seal = DEVICE.seal("page", found.sealed)
    assert not verifies(seal, "statement", found.sealed)
    assert not found.by(SigningKey(b"\x08" * 32).public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "COOP1",
        "COOP2" + CODE[5:],
        CODE[:-40] + "/",
        CODE + "/X",
        CODE.replace("SHARES:128", f"SHARES:{MAX_AMOUNT + 1}"),
        CODE.replace("SHARES:128", "SHARES:"),
        CODE.replace("SHARES:128", "SHARES:١٢٨"),
        CODE.replace("/50/", "/-50/"),
        CODE.replace("M12", "M12" * 5),
        "COOP1/" * 400,
        "x" * (LONGEST * 3),
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(Refusal) as refused:
        read_code(text)
    assert refused.value.code == "not_a_paper_code"


@given(st.text(max_size=300))
def test_no_text_is_more_than_refused(text):
    with pytest.raises(Refusal):
        read_code("COOP1/" + text)
