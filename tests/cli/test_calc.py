"""``calc``: every public case, and files that can't be read."""

import json
from pathlib import Path

import pytest

from coopledger.cli.calc import run_calc
from coopledger.domain.errors import Refusal
from coopledger.domain.money import plain

CASES = Path(__file__).parents[1] / "cases"


def cases(name):
    found = json.loads((CASES / name).read_text("utf-8"))["cases"]
    return [pytest.param(case, id=case["id"]) for case in found]


def written(folder, content):
    path = folder / "case.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


@pytest.mark.parametrize("case", cases("loan_schedules.json"))
def test_loan_schedules(case, tmp_path):
    answer = run_calc("loan", written(tmp_path, case["terms"]))
    rows = {row["n"]: row for row in answer["instalments"]}
    assert len(rows) == case["terms"]["instalments"]
    if not case["partial"]:
        assert len(case["expected"]) == len(rows)
    for expected in case["expected"]:
        assert rows[expected["n"]].items() >= expected.items()


@pytest.mark.parametrize("case", cases("share_outs.json"))
def test_share_outs(case, tmp_path):
    answer = run_calc("share-out", written(tmp_path, case["input"]))
    expected = case["expected"]
    assert {line["id"]: line["payout"] for line in answer["members"]} == expected["payouts"]
    assert answer["residue"] == expected["residue"]
    if "share_value" in expected:
        assert answer["share_value"] == expected["share_value"]


LOAN = {
    "principal": "1200",
    "decimals": 2,
    "method": "flat",
    "instalments": 12,
    "period": "month",
    "disbursed_on": "2025-01-31",
    "annual_rate_percent": "12",
}


def test_a_loan_s_answer(tmp_path):
    answer = run_calc("loan", written(tmp_path, LOAN))
    assert answer["instalments"][1] == {
        "n": 2,
        "due": "2025-03-31",
        "principal": "100.00",
        "charge": "12.00",
        "balance": "1000.00",
    }
    assert {key: value for key, value in answer.items() if key != "instalments"} == {
        "paid_out": "1200.00",
        "total_charge": "144.00",
        "apr": "21.46",
        "ear": "23.70",
    }
    assert json.loads(json.dumps(answer)) == answer


def test_what_is_kept_back_is_part_of_the_charge(tmp_path):
    loan = LOAN | {"method": "deducted_in_advance", "fee_percent": "10", "instalments": 3}
    del loan["annual_rate_percent"]
    answer = run_calc("loan", written(tmp_path, loan))
    assert (answer["paid_out"], answer["total_charge"]) == ("1080.00", "120.00")


def test_a_share_out_s_answer(tmp_path):
    source = {
        "rule": "per_share",
        "decimals": 2,
        "cash": "10.00",
        "rounding": {"mode": "truncate_value", "unit": "0.10"},
        "members": [
            {"id": "A", "shares": 3},
            {"id": "B", "shares": 3, "debt": "12"},
        ],
    }
    assert run_calc("share-out", written(tmp_path, source)) == {
        "share_value": "3.30",
        "total_shares": 3,
        "distributable": "10.00",
        "members": [
            {
                "id": "A",
                "entitlement": "9.90",
                "set_off": "0.00",
                "payout": "9.90",
                "still_owes": "0.00",
            },
            {
                "id": "B",
                "entitlement": "9.90",
                "set_off": "9.90",
                "payout": "0.00",
                "still_owes": "2.10",
            },
        ],
        "residue": "0.10",
    }


def test_numbers_without_quotes_are_as_exact_as_strings(tmp_path):
    text = json.dumps(LOAN).replace('"1200"', "1200.10").replace('"12"', "12")
    answer = run_calc("loan", written(tmp_path, text))
    assert answer["paid_out"] == "1200.10"


def test_a_byte_order_mark_is_welcome(tmp_path):
    content = b"\xef\xbb\xbf" + json.dumps(LOAN).encode()
    assert run_calc("loan", written(tmp_path, content))["apr"] == "21.46"


@pytest.mark.parametrize(
    ("content", "code", "params"),
    [
        ('{\n "principal" "1"\n}', "bad_json", {"line": 2, "column": 14}),
        ("", "bad_json", {"line": 1, "column": 1}),
        ("[]", "bad_json", {"line": 1}),
        ("[" * 100_000, "bad_json", {"line": 1}),
        (b'{\n"principal": "\xff"}', "bad_encoding", {"line": 2, "value": 255}),
        ('{"principal": 1, "principal": 2}', "duplicate_key", {"column": "principal"}),
        ('{"principal": NaN}', "not_a_number", {"value": "NaN"}),
        ('{"principal": ' + "9" * 5000 + "}", "too_large", {}),
        (LOAN | {"principal": "12e2"}, "not_a_number", {"column": "principal", "value": "12e2"}),
        (LOAN | {"principal": "1.234"}, "too_many_decimals", {"column": "principal"}),
    ],
)
def test_refused_with_the_file_and_the_place(content, code, params, tmp_path):
    path = written(tmp_path, content)
    with pytest.raises(Refusal) as refused:
        run_calc("loan", path)
    assert refused.value.code == code
    assert refused.value.params.items() >= (params | {"file": str(path)}).items()
    json.dumps(refused.value.params)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Refusal) as refused:
        run_calc("share-out", tmp_path / "none.json")
    assert refused.value.code == "file_missing"


def test_an_unknown_kind_is_a_wrong_call(tmp_path):
    with pytest.raises(ValueError, match="savings"):
        run_calc("savings", written(tmp_path, LOAN))


@pytest.mark.parametrize(
    ("amount", "decimals", "text"),
    [(1250, 2, "12.50"), (5, 2, "0.05"), (-5, 2, "-0.05"), (-1250, 0, "-1250"), (0, 3, "0.000")],
)
def test_decimal_text(amount, decimals, text):
    assert plain(amount, decimals) == text
