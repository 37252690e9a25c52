"""Providers' statements, as they write them."""

import pytest
from openpyxl import Workbook

from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.interop.statements.providers import read_mapping
from coopledger.interop.statements.reading import read_statement

KES, UGX, RWF = Currency("KES", 2), Currency("UGX", 0), Currency("RWF", 0)

MPESA = """\
Organisation Name,TUMAINI GROUP
Paybill,555555

Receipt No.,Completion Time,Initiation Time,Details,Transaction Status,Paid In,Withdrawn,Balance,\
Balance Confirmed,Reason Type,Other Party Info,Linked Transaction ID,A/C No.
SCB5,18-03-2026 14:00:00,18-03-2026 14:00:00,Organization Settlement to bank,Completed,,\
"-1,000.00",477.00,true,Business to Bank,,,
SCB4,18-03-2026 13:20:00,18-03-2026 13:20:00,Pay Bill Online,Failed,900.00,,0.00,false,\
Pay Bill Online,2547****0222 - GRACE WANJIKU,,M03
SCB3,18-03-2026 13:18:00,18-03-2026 13:18:00,Pay Bill Charge,Completed,,-23.00,"1,477.00",true,\
Pay Bill Charge,,SCB2,
SCB2,18-03-2026 13:18:00,18-03-2026 13:17:58,Pay Bill from 2547****0111 - MARY ATIENO Acc. M01,\
Completed,"1,250.00",,"1,500.00",true,Pay Bill Online,2547****0111 - MARY ATIENO,,M01
SCB1,17-03-2026 09:05:00,17-03-2026 09:05:00,Pay Bill from 254722555111,Completed,250.00,,250.00,\
true,Pay Bill Online,254722555111 - JOHN OTIENO,,
"""


def read(tmp_path, text, currency=KES, name="statement.csv", **options):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_statement(path, currency, **options)


def refused(tmp_path, text, **options):
    with pytest.raises(Refusal) as caught:
        read(tmp_path, text, **options)
    return caught.value


def told(statement):
    return [(p.receipt, p.moment, p.amount, p.nature) for p in statement.payments]


def test_an_organisations_statement_is_turned_oldest_first_and_adds_up(tmp_path):
    found = read(tmp_path, MPESA)
    assert found.provider == "M-Pesa, organisation"
    assert told(found) == [
        ("SCB1", "2026-03-17 09:05:00", 25_000, "paid_in"),
        ("SCB2", "2026-03-18 13:18:00", 125_000, "paid_in"),
        ("SCB3.fee", "2026-03-18 13:18:00", -2_300, "fee"),
        ("SCB5", "2026-03-18 14:00:00", -100_000, "to_bank"),
    ]
    assert (found.skipped, found.breaks, found.closing) == ((6,), (), 47_700)
    mary = found.payments[1]
    assert (mary.phone, mary.name, mary.account) == ("2547****0111", "MARY ATIENO", "M01")
    john = found.payments[0]
    assert (john.phone, john.name, john.account) == ("254722555111", "JOHN OTIENO", "")


def test_a_line_that_was_taken_out_shows_in_the_balance(tmp_path):
    lines = MPESA.splitlines(keepends=True)
    [gap] = read(tmp_path, "".join(line for line in lines if not line.startswith("SCB2"))).breaks
    assert (gap.line, gap.balance, gap.expected) == (7, 147_700, 22_700)


def test_the_same_line_twice_counts_once_and_a_fee_under_one_receipt_stays(tmp_path):
    customer = (
        "Receipt No.,Completion Time,Details,Transaction Status,Paid In,Withdrawn,Balance\n"
        "SX1,2026-03-18 10:00:00,Customer Transfer to 0712340111 - MARY,Completed,,500.00,480.00\n"
        "SX1,2026-03-18 10:00:00,Customer Transfer of Funds Charge,Completed,,7.00,473.00\n"
        "SX1,2026-03-18 10:00:00,Customer Transfer to 0712340111 - MARY,Completed,,500.00,480.00\n"
    )
    found = read(tmp_path, customer)
    assert [row[::2] for row in told(found)] == [("SX1", -50_000), ("SX1.fee", -700)]
    assert found.twice == (4,)


def test_mtn_signed_amounts_with_a_fee_of_their_own_column(tmp_path):
    text = (
        "Id,Date,Status,Type,From,From Name,To,To Name,Amount,Fee,Balance\n"
        "901,2026-03-02 08:00:00,Successful,Transfer,FRI:250788123456/MSISDN,UWASE ALINE,"
        "FRI:250788999999/MSISDN,GROUP,5000,0,15000\n"
        "902,2026-03-02 09:00:00,Successful,Transfer,FRI:250788999999/MSISDN,GROUP,"
        "FRI:250788123456/MSISDN,UWASE ALINE,-3000,100,11900\n"
        "903,2026-03-02 09:30:00,Failed,Transfer,FRI:1/MSISDN,X,FRI:2/MSISDN,Y,700,0,11900\n"
    )
    found = read(tmp_path, text, RWF)
    assert [row[::2] for row in told(found)] == [
        ("901", 5_000),
        ("902", -3_000),
        ("902.fee", -100),
    ]
    assert found.breaks == ()
    assert [(p.phone, p.name) for p in found.payments[:2]] == [("250788123456", "UWASE ALINE")] * 2


def test_a_statement_without_ids_gets_the_same_keys_each_time(tmp_path):
    text = (
        "Date,Status,Type,From,From Name,To,To Name,Amount,Balance\n"
        "2026-03-02 08:00:00,Successful,Transfer,FRI:250788123456/MSISDN,A,FRI:9/MSISDN,B,500,500\n"
    )
    first, again = read(tmp_path, text, RWF), read(tmp_path, text, RWF)
    assert told(first) == told(again)
    assert first.payments[0].receipt.startswith("20260302080000.500.")


def test_airtel_with_lines_before_the_headings(tmp_path):
    text = (
        "Selection Criteria\nFrom Date,01/03/2026\nTo Date,31/03/2026\n\n\n"
        "Date,Description,Credit,Debit,Balance,Reference\n"
        "13/03/2026 10:00,Received from 0712340111,200,,700,A1\n"
    )
    found = read(tmp_path, text, UGX)
    assert (found.provider, told(found)) == (
        "Airtel Money",
        [("A1", "2026-03-13 10:00:00", 200, "paid_in")],
    )


def test_html_that_is_called_xls(tmp_path):
    heads = (
        "Transaction Date,ID,Transaction ID,Product ID,Description,Dr. Amount,Cr. Amount,Balance"
    )
    cells = ('="13/03/2026 10:00:00"', "1", '="778899"', "5", "Deposit", "", "2,000", "2,000")
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in (heads.split(","), cells)
    )
    found = read(tmp_path, f"<html><table>{rows}</table></html>", UGX, "statement.xls")
    assert (found.provider, told(found)) == (
        "EzeeMoney",
        [("778899", "2026-03-13 10:00:00", 2_000, "paid_in")],
    )


def test_a_workbook_reads_as_its_csv_does(tmp_path):
    import csv
    import io

    book = Workbook()
    for row in csv.reader(io.StringIO(MPESA)):
        book.active.append(row)
    book.save(tmp_path / "statement.xlsx")
    assert told(read_statement(tmp_path / "statement.xlsx", KES)) == told(read(tmp_path, MPESA))


def bank(*days, rows=""):
    lines = "".join(f"{day},in,{n},,{n}\n" for n, day in enumerate(days, 1))
    return "Date,Description,Credit,Debit,Balance\n" + lines + rows


@pytest.mark.parametrize(
    ("texts", "amounts"),
    [
        (["250,00"], [25_000]),
        (["12,5", "1.250,00"], [1_250, 125_000]),
        (["1 250,00", "40"], [125_000, 4_000]),
        (["1.250", "40,00"], [125_000, 4_000]),
        (["1,250", "40.00"], [125_000, 4_000]),
        (["1,00,000.00", "1\u202f250.5"], [10_000_000, 125_050]),
        (["1,250", "40"], [125_000, 4_000]),
        (["0,500"], [50]),
        (["Ksh. 500"], [50_000]),
    ],
)
def test_a_comma_before_the_cents_is_no_hundredfold(tmp_path, texts, amounts):
    rows = "".join(f"2026-03-{n:02};in;{text};;\n" for n, text in enumerate(texts, 1))
    found = read(tmp_path, "Date;Description;Credit;Debit;Balance\n" + rows)
    assert [payment.amount for payment in found.payments] == amounts


@pytest.mark.parametrize(
    ("texts", "decimals", "code", "line"),
    [
        (["500.000"], 0, "amount_two_ways", 2),
        (["40", "1.250"], 2, "amount_two_ways", 3),
        (["1,250"], 3, "amount_two_ways", 2),
        (["1,250", "1.250"], 2, "amount_two_ways", 3),
        (["40.00", "250,00"], 2, "marks_mixed", 3),
        (["250,00,00"], 2, "not_a_number", 2),
    ],
)
def test_an_amount_that_can_be_two_is_refused(tmp_path, texts, decimals, code, line):
    rows = "".join(f"2026-03-{n:02};in;{text};;\n" for n, text in enumerate(texts, 1))
    text = "Date;Description;Credit;Debit;Balance\n" + rows
    refusal = refused(tmp_path, text, currency=Currency("KES", decimals))
    assert (refusal.code, refusal.params["line"]) == (code, line)
    assert refusal.params["column"] == "Credit"


def test_a_deposit_that_the_bank_took_back_is_money_that_went_out(tmp_path):
    text = (
        "Date,Description,Credit,Debit,Balance,Reference\n"
        "2026-03-04,Cheque,300.00,,300.00,B1\n2026-03-05,Cheque unpaid,-300.00,,0.00,B1\n"
    )
    found = read(tmp_path, text)
    assert [row[::2] for row in told(found)] == [("B1", 30_000), ("B1.30000", -30_000)]
    assert found.breaks == ()


def test_money_out_with_two_signs_is_refused(tmp_path):
    rows = "2026-03-04,Rent,,300.00,\n2026-03-05,Given back,,-300.00,\n"
    refusal = refused(tmp_path, bank(rows=rows))
    assert (refusal.code, refusal.params["line"]) == ("signs_mixed", 3)


def test_the_order_of_day_and_month_is_found_or_asked_for(tmp_path):
    assert told(read(tmp_path, bank("03/04/2026", "13/04/2026")))[0][1] == "2026-04-03"
    assert told(read(tmp_path, bank("03/04/2026", "03/14/2026")))[0][1] == "2026-03-04"
    assert told(read(tmp_path, bank("2026-03-04")))[0][1] == "2026-03-04"
    refusal = refused(tmp_path, bank("03/04/2026", "05/06/2026"))
    assert (refusal.code, refusal.params["value"]) == ("date_order_unknown", "03/04/2026")
    assert told(read(tmp_path, bank("03/04/2026"), order="mdy"))[0][1] == "2026-03-04"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (bank("2026-13-40"), "bad_date", 2),
        (bank("2026-03-04", rows="2026-03-05,in,1.2.3,,\n"), "not_a_number", 3),
        (bank("2026-03-04", rows='2026-03-05,in,"1,2.345",,\n'), "not_a_number", 3),
        ("a,b,c\n1,2,3\n", "statement_unknown", None),
        ("", "statement_unknown", None),
        ("%PDF-1.7", "statement_unreadable", None),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path, text, code, line):
    refusal = refused(tmp_path, text)
    assert (refusal.code, refusal.params.get("line")) == (code, line)
    assert refusal.params["file"] == "statement.csv"


def test_a_group_maps_the_columns_of_its_own_bank(tmp_path):
    mapping = tmp_path / "bank.toml"
    mapping.write_text(
        'name = "Our bank"\ndate_order = "dmy"\nskipped = ["Total"]\n'
        '[columns]\nreceipt = ["Ref"]\ntime = ["Jour"]\namount = ["Montant"]\n'
        'balance = ["Solde"]\ndetails = ["Libellé"]\n'
    )
    text = (
        "Jour;Libellé;Ref;Montant;Solde\n03/04/2026;Dépôt;B1;5000;5000\n"
        "04/04/2026;Retrait;B2;-2000;3000\nTotal;;;3000;\n"
    )
    found = read(tmp_path, text, UGX, mapping=read_mapping(mapping))
    assert [row[::2] for row in told(found)] == [("B1", 5_000), ("B2", -2_000)]
    assert (found.provider, found.skipped, found.closing) == ("Our bank", (4,), 3_000)


def test_a_mapping_with_an_unknown_column_is_refused(tmp_path):
    mapping = tmp_path / "bank.toml"
    mapping.write_text('name = "X"\n[columns]\nsum = ["Sum"]\n')
    with pytest.raises(Refusal) as caught:
        read_mapping(mapping)
    assert (caught.value.code, caught.value.params["file"]) == ("bad_value", "bank.toml")


def test_a_mapping_with_one_heading_for_two_columns_of_money_is_refused(tmp_path):
    mapping = tmp_path / "bank.toml"
    mapping.write_text(
        'name = "X"\n[columns]\ntime = ["Day"]\npaid_in = ["Sum"]\npaid_out = ["SUM."]\n'
    )
    with pytest.raises(Refusal) as caught:
        read_mapping(mapping)
    refusal = caught.value
    assert (refusal.code, refusal.params["column"]) == ("mapping_same_heading", "paid_out")
    assert (refusal.params["file"], refusal.params["value"]) == ("bank.toml", "SUM.")
