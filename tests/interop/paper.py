"""A small notebook that is right, and how to spoil it."""

import json

from coopledger.app.ledger import Ledger

GROUP = """\
name = "Tusitukirewamu"
kind = "vsla"
currency = "UGX"
currency_decimals = 0
country = "UG"

[constitution]
cycle_start = "2025-01-08"
meeting_every_weeks = 1
share_price = 1000
max_shares_per_meeting = 5
social_contribution = 200
max_loan_multiple_of_savings = 3
max_loan_weeks = 12
charge_percent = "5"
charge_every_weeks = 4
charge_on = "outstanding_principal"
capitalise_unpaid_charge = false
charge_rounding = "half_even"
charge_after_due_date = true
one_loan_at_a_time = true
expenses_from = "loan_fund"
debt_above_entitlement = "exclude_and_carry"
social_fund_at_share_out = "kept"
meetings_in_cycle = 48
allocation = ["charge", "principal"]
fines_go_to = "loan_fund"
share_out_rule = "per_share"
share_out_rounding = { mode = "truncate_value", unit = 10 }

[constitution.fines]
late = 200
absent = 500

[[members]]
id = "A"
name = "Amina"
sex = "F"

[[members]]
id = "B"
name = "Babirye"
sex = "F"
officer = "chairperson"

[[members]]
id = "C"
name = "Chebet"
sex = "M"
key_holder = true
"""
HEADING = "meeting,date,member,item,amount,detail"
# After meeting 1 the loan fund has 3000 in the box and 2000 in the bank, the social fund 200;
# A saved 5000, B saved 5000 and owes 5000, C owes a fine of 500; B and C owe the social fund 200.
FIRST = f"""\
{HEADING}
1,2025-01-08,A,attendance,,present
1,2025-01-08,B,attendance,,present
1,2025-01-08,C,attendance,,absent
1,2025-01-08,C,fine,500,absent
1,2025-01-08,A,social,200,
1,2025-01-08,A,shares,5,
1,2025-01-08,B,shares,5,
1,2025-01-08,B,loan,5000,weeks=4;purpose=trade
1,2025-01-08,,bank_deposit,2000,
1,2025-01-08,,count_loan_fund,3000,
1,2025-01-08,,count_social_fund,200,
"""
NEXT = 13
"""The line where a case goes on."""


def write(folder, notebook, group=GROUP):
    for name, content in (("group.toml", group), ("notebook.csv", notebook)):
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(raw)


def pages(folder):
    """Every page of the ledger, byte for byte, with its seals."""
    with Ledger.open(folder / "ledger.coop", "pw") as ledger:
        return [(book, list(ledger.store.pages(book))) for book in ledger.store.books()]


def only_error(out):
    (error,) = json.loads(out)["errors"]
    assert set(error) == {"code", "file", "line", "column", "value", "reason"}
    assert error["reason"]
    return error


def assert_one_sentence(err):
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "…" not in err, "a gap in the sentence"


def second(*lines):
    """Meeting 2, a week later: its lines without number and date."""
    return [f"2,2025-01-15,{line}" for line in lines]


def changed(old, new):
    assert GROUP.count(old) == 1, old
    return GROUP.replace(old, new)
