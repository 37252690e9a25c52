"""Whose a payment on a statement may be."""

import pytest

from coopledger.domain.payments import Payment, Person, propose, undone

PEOPLE = [
    Person("M01", "Mary Akinyi Atieno", "0712 340 111"),
    Person("M02", "Otieno John", "+254 722 555 111"),
    Person("M03", "Wanjiku Grace", "0733 000 222"),
    Person("M04", "Wanjiku Grace Nyambura", ""),
    Person("M11", "Kamau Peter", "0799 123 456"),
]


def whose(nature="paid_in", people=PEOPLE, **told):
    amount = 500 if nature == "paid_in" else -500
    [found] = propose([Payment("R1", 1, "2026-03-18", amount, nature, **told)], people)
    return found.members, found.why


@pytest.mark.parametrize(
    ("told", "members", "why"),
    [
        ({"phone": "254712340111"}, ("M01",), "phone"),
        ({"phone": "0712340111", "name": "SOMEBODY ELSE"}, ("M01",), "phone"),
        ({"phone": "2547****0111", "name": "MARY ATIENO"}, ("M01",), "phone_and_name"),
        ({"phone": "2547*****111"}, ("M01", "M02"), "phone"),
        ({"phone": "2547*****111", "name": "JOHN OTIENO"}, ("M02",), "phone_and_name"),
        ({"phone": "2547******11", "name": "JOHN OTIENO"}, ("M02",), "name"),
        ({"name": "ATIÉNO, Mary"}, ("M01",), "name"),
        ({"name": "MARY"}, (), ""),
        ({"name": "GRACE WANJIKU"}, ("M03", "M04"), "name"),
        ({"account": "m11"}, ("M11",), "account"),
        ({"account": "M 003"}, ("M03",), "account"),
        ({"account": "1"}, ("M01",), "account"),
        ({"account": "0733000222"}, ("M03",), "account"),
        ({"account": "LOAN", "phone": "254799123456"}, ("M11",), "phone"),
        ({"account": "99", "name": "NOBODY HERE"}, (), ""),
        ({}, (), ""),
    ],
)
def test_a_payer_is_found_by_account_number_or_name(told, members, why):
    assert whose(**told) == (members, why)


def test_a_name_whose_known_number_is_another_speaks_for_the_other():
    # Two Graces: M03's number is known and is not this one, so it is rather M04.
    assert whose(phone="254701999888", name="GRACE WANJIKU") == (("M04",), "name")


def test_fees_and_transfers_are_nobodys():
    assert whose("fee", phone="254712340111") == ((), "")
    assert whose("to_bank", name="MARY ATIENO") == ((), "")


def test_a_reversal_takes_its_payment_with_it():
    paid = Payment("R1", 1, "2026-03-18", 500, "paid_in")
    other = Payment("R2", 2, "2026-03-18", 500, "paid_in")
    back = Payment("R3", 3, "2026-03-18", -500, "reversal", linked="R1")
    assert undone([paid, other, back]) == {"R1", "R3"}
    assert undone([paid, Payment("R3", 3, "2026-03-18", -400, "reversal", linked="R1")]) == set()
