"""What can't have happened is refused with its place, and nothing of the file is kept."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from paper import (
    FIRST,
    HEADING,
    NEXT,
    assert_one_sentence,
    changed,
    only_error,
    second,
    write,
)

from coopledger.app.ledger import Ledger
from coopledger.ledger.keyfile import Cost

LAST_LINE = [
    ("nobody of that code", second("Z,attendance,,present"), "unknown_member", "member"),
    ("a code in other letters", second("a,attendance,,present"), "unknown_member", "member"),
    ("no code", second(",attendance,,present"), "unknown_member", "member"),
    *[
        (f"{item} of nobody", second(f"Z,{item},{amount},{detail}"), "unknown_member", "member")
        for item, amount, detail in [
            ("fine", 500, "absent"),
            ("fine_paid", 500, ""),
            ("social", 200, ""),
            ("grant", 100, "hospital"),
            ("shares", 1, ""),
            ("repayment", 100, ""),
            ("loan", 100, "weeks=4;purpose=trade"),
            ("write_off", 100, "fled"),
            ("death", "", ""),
            ("leave", 0, "moved"),
            ("expense", 100, "books"),
        ]
    ],
    (
        "number backwards",
        ["3,2025-01-22,A,social,200,", "2,2025-01-22,B,social,200,"],
        "meeting_backwards",
        "meeting",
    ),
    (
        "first meeting again",
        [*second("A,social,200,"), "1,2025-01-15,B,social,200,"],
        "meeting_backwards",
        "meeting",
    ),
    ("day backwards", ["2,2025-01-07,A,social,200,"], "date_backwards", "date"),
    ("two days", [*second("A,social,200,"), "2,2025-01-16,B,social,200,"], "two_dates", "date"),
    ("repayment above the debt", second("B,repayment,5001,"), "repayment_above_debt", "amount"),
    (
        "rest above the debt",
        second("B,repayment,4999,", "B,repayment,2,"),
        "repayment_above_debt",
        "amount",
    ),
    ("repayment without a loan", second("A,repayment,1,"), "no_open_loan", "member"),
    (
        "repayment of a repaid loan",
        second("B,repayment,5000,", "B,repayment,1,"),
        "no_open_loan",
        "member",
    ),
    (
        "loan above the cash",
        second("A,loan,3001,weeks=4;purpose=trade"),
        "cash_below_zero",
        "amount",
    ),
    ("expense above the cash", second(",expense,3001,books"), "cash_below_zero", "amount"),
    ("deposit above the cash", second(",bank_deposit,3001,"), "cash_below_zero", "amount"),
    ("grant above the cash", second("A,grant,201,fire"), "cash_below_zero", "amount"),
    ("refund above the cash", second("A,leave,4800,moved"), "cash_below_zero", "amount"),
    (
        "arrears of a leaver above the cash",
        second(",bank_withdrawal,1999,", "A,leave,4800,moved"),
        "cash_below_zero",
        "amount",
    ),
    ("withdrawal above the bank", second(",bank_withdrawal,2001,"), "bank_below_zero", "amount"),
    (
        "refund too small",
        second(",bank_withdrawal,2000,", "A,leave,4799,moved"),
        "wrong_refund",
        "amount",
    ),
    (
        "refund without the arrears",
        second(",bank_withdrawal,2000,", "A,leave,5000,moved"),
        "wrong_refund",
        "amount",
    ),
    (
        "leaver owes more than the savings",
        second("B,leave,0,moved"),
        "debt_above_savings",
        "amount",
    ),
    ("fine paid above the fine", second("C,fine_paid,501,"), "fine_above_owed", "amount"),
    ("fine paid without a fine", second("A,fine_paid,1,"), "fine_above_owed", "amount"),
    ("write-off above the principal", second("B,write_off,5001,fled"), "above_principal", "amount"),
    ("write-off without a loan", second("A,write_off,1,fled"), "no_open_loan", "member"),
    (
        "second roll call",
        second("A,attendance,,present", "A,attendance,,late"),
        "duplicate_attendance",
        "member",
    ),
    (
        "loan fund counted twice",
        second(",count_loan_fund,3000,", ",count_loan_fund,3000,"),
        "counted_twice",
        "item",
    ),
    (
        "social fund counted twice",
        second(",count_social_fund,0,", ",count_social_fund,0,"),
        "counted_twice",
        "item",
    ),
    *[
        (f"{line} after death", second("A,death,,", f"A,{line}"), "member_dead", "member")
        for line in (
            "attendance,,present",
            "shares,1,",
            "loan,100,weeks=4;purpose=trade",
            "fine,200,late",
            "death,,",
            "leave,4800,moved",
        )
    ],
    *[
        (
            f"{line} after leaving",
            second(",bank_withdrawal,2000,", "A,leave,4800,moved", f"A,{line}"),
            "member_left",
            "member",
        )
        for line in (
            "attendance,,present",
            "shares,1,",
            "loan,100,weeks=4;purpose=trade",
            "fine,200,late",
            "fine_paid,200,",
            "social,200,",
            "repayment,1,",
            "death,,",
            "leave,0,moved",
        )
    ],
    *[
        (f"amount {amount!r}", second(f'A,social,"{amount}",'), code, "amount")
        for amount, code in [
            ("-1", "negative_amount"),
            ("-200", "negative_amount"),
            ("", "not_a_number"),
            ("1e5", "not_a_number"),
            ("1,000", "not_a_number"),
            ("1 000", "not_a_number"),
            ("１２", "not_a_number"),
            ("٢٠٠", "not_a_number"),
            ("5.0", "not_a_number"),
            ("5.5", "not_a_number"),
            (".5", "not_a_number"),
            ("+5", "not_a_number"),
            ("0x10", "not_a_number"),
            ("1_000", "not_a_number"),
            ("NaN", "not_a_number"),
            ("two", "not_a_number"),
            ("9" * 30, "not_a_number"),
        ]
    ],
    *[
        (f"shares {count!r}", second(f"A,shares,{count},"), code, "amount")
        for count, code in [
            ("-1", "negative_amount"),
            ("1.5", "not_a_number"),
            ("", "not_a_number"),
        ]
    ],
    ("negative count", second(",count_loan_fund,-1,"), "negative_amount", "amount"),
    *[
        (f"day {day!r}", [f"2,{day},A,attendance,,present"], "bad_date", "date")
        for day in (
            "2025-02-30",
            "1/2/2025",
            "20250115",
            "2025-1-15",
            "",
            "15.01.2025",
            "2025-W03-3",
        )
    ],
    *[
        (f"meeting {number!r}", [f"{number},2025-01-15,A,attendance,,present"], code, "meeting")
        for number, code in [
            ("0", "not_a_number"),
            ("-2", "negative_amount"),
            ("2.0", "not_a_number"),
            ("two", "not_a_number"),
            ("", "not_a_number"),
            ("２", "not_a_number"),
        ]
    ],
    *[
        (f"item {item!r}", second(f"A,{item},200,"), "unknown_item", "item")
        for item in ("savings", "Social", "", "social fund", "share_out")
    ],
    *[
        (f"roll call {status!r}", second(f"A,attendance,,{status}"), "unknown_status", "detail")
        for status in ("here", "Present", "")
    ],
    *[
        (f"loan {detail!r}", second(f"A,loan,100,{detail}"), "bad_detail", "detail")
        for detail in ("", "trade", "weeks=0;purpose=x", "weeks=four", "weeks=-4", "weeks=4;wks=4")
    ],
    ("fine without a code", second("A,fine,200,"), "bad_detail", "detail"),
    ("roll call with money", second("A,attendance,200,present"), "bad_value", "amount"),
    ("loan of nothing", second("A,loan,0,weeks=4;purpose=x"), "bad_value", "amount"),
]


@pytest.mark.parametrize(
    ("lines", "code", "column"), [case[1:] for case in LAST_LINE], ids=[c[0] for c in LAST_LINE]
)
def test_the_line_that_cannot_be(refused, lines, code, column):
    error = refused(FIRST + "".join(f"{line}\n" for line in lines))
    cells = next(csv.reader([lines[-1]]))
    assert error["code"] == code
    assert error["file"] == "notebook.csv"
    assert error["line"] == NEXT + len(lines) - 1
    assert error["column"] == column
    assert error["value"] == cells[HEADING.split(",").index(column)]


@pytest.mark.parametrize("hidden", ["\x1b[2J", "\u202e", "\u2066", "\x07", "\x9b"])
def test_a_cell_can_t_play_with_the_terminal(command, tmp_path, hidden):
    """The answer for programs keeps the cell's text; the sentence shows no hidden character."""
    write(tmp_path, FIRST + second(f"A,{hidden}social,200,")[0])
    code, out, err = command("import-notebook", tmp_path, "--json")
    assert (code, only_error(out)["value"]) == (1, f"{hidden}social")
    assert hidden[0] not in err


def test_the_same_notebook_twice(command, tmp_path):
    write(tmp_path, FIRST)
    assert command("import-notebook", tmp_path)[0] == 0
    code, out, _ = command("import-notebook", tmp_path, "--json")
    assert (code, only_error(out)["code"]) == (1, "group_exists")


def test_once_corrected_it_is_taken_in(refused, command, tmp_path):
    refused(FIRST + second("B,repayment,5001,")[0] + "\n")
    write(tmp_path, FIRST + second("B,repayment,5000,")[0] + "\n")
    assert command("import-notebook", tmp_path)[0] == 0
    code, out, _ = command("balances", "--group", "Tusitukirewamu", "--json")
    assert (code, json.loads(out)["loan_fund_cash"]) == (0, 8000)


def test_amounts_in_a_sentence_are_written_as_people_write_them(command, tmp_path):
    write(
        tmp_path, FIRST + second("B,repayment,5000.50,")[0], changed("decimals = 0", "decimals = 2")
    )
    code, _, err = command("import-notebook", tmp_path)
    assert code == 1
    assert "500,000" not in err, "minor units in a sentence for people"
    assert "5,000.00" in err


@pytest.mark.parametrize("amount", [2**53 - 1, 2**53, 999_999_999_999_999])
@pytest.mark.parametrize("item", ["social,{},", "fine,{},late", "shares,{},", "grant,{},fire"])
def test_sums_that_no_page_can_hold(refused, item, amount):
    line = second(f"B,{item.format(amount)}")[0]
    error = refused(FIRST + f"{line}\n" * 12)
    assert (error["file"], error["column"], error["value"]) == (
        "notebook.csv",
        "amount",
        str(amount),
    )


def test_a_count_that_no_page_can_hold(refused):
    error = refused(FIRST + second(f",count_loan_fund,{2**53},")[0])
    assert (error["line"], error["column"]) == (NEXT, "amount")


def test_by_the_real_program(tmp_path):
    """One refusal from a process of its own: exit code, streams, and the next import."""
    store = tmp_path / "ledger.coop"
    Ledger.create(store, "pw", cost=Cost(8, 1, 1)).close()

    def program(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "coopledger", "--store", store, *arguments],
            env=os.environ | {"COOPLEDGER_PASSPHRASE": "pw"},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    write(tmp_path, FIRST + second("Z,social,200,")[0])
    done = program("import-notebook", tmp_path, "--json")
    assert done.returncode == 1
    assert_one_sentence(done.stderr)
    error = only_error(done.stdout)
    assert (error["line"], error["column"], error["value"]) == (NEXT, "member", "Z")
    done = program("import-notebook", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert_one_sentence(done.stderr)
    write(tmp_path, FIRST)
    assert program("import-notebook", tmp_path).returncode == 0
