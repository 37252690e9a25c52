"""Indicators in words: what each is called, what it means, and how it was worked out."""

from __future__ import annotations

from typing import NamedTuple

from coopledger.domain.indicators import Indicator
from coopledger.domain.money import Currency, plain
from coopledger.words.catalog import N_, Text
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number, format_percent

PERCENT_DECIMALS = 2
"""Shares are shown in percent to two decimals, the middle to the even figure; money to the
currency's last decimal by the same rule."""

NO_VALUE = "\u2013"


class Wording(NamedTuple):
    """An indicator's name, its meaning in one line, and its formula over the indicator's parts."""

    name: Text
    meaning: Text
    formula: Text


INDICATORS: dict[str, Wording] = {
    "members": Wording(N_("Members"), N_("People who are members now."), N_("members {members}")),
    "attendance": Wording(
        N_("Attendance at the meeting"),
        N_("Members who came to the newest meeting themselves, of all members."),
        N_("came {attending} ÷ members {members}"),
    ),
    "attendance_cycle": Wording(
        N_("Attendance over the cycle"),
        N_("Times that members came themselves, of all answers at the roll calls of the cycle."),
        N_("present {came} ÷ answers {called}"),
    ),
    "drop_out": Wording(
        N_("Drop-outs"),
        N_("Members who left in this cycle, of those members now and those. Not the dead."),
        N_("left {drop_outs} ÷ (members {members} + left {drop_outs})"),
    ),
    "retention": Wording(
        N_("Members who stayed"),
        N_("Members now, of those and all who left in this cycle."),
        N_("members {members} ÷ (members {members} + left {drop_outs})"),
    ),
    "growth": Wording(
        N_("Growth in members"),
        N_("By how much the group grew since the first meeting of the cycle."),
        N_("(members {members} \u2212 at the start {at_start}) ÷ at the start {at_start}"),
    ),
    "women": Wording(
        N_("Women"),
        N_("Women, of the members whose sex is on their cards."),
        N_("women {women} ÷ members whose sex is known {known}"),
    ),
    "savings_per_member": Wording(
        N_("Savings per member"),
        N_("All savings at face, those that are lent out included, for each member."),
        N_("saved {savings} ÷ members {members}"),
    ),
    "profit": Wording(
        N_("Profit to date"),
        N_("What the loan fund has above what it owes; charges and fines count once paid."),
        N_(
            "cash and loans {assets} \u2212 owed to others {debts} \u2212 saved {savings}"
            " \u2212 from earlier cycles {brought}"
        ),
    ),
    "corpus": Wording(
        N_("Corpus"),
        N_("The group's own money: savings and kept income and grants, less losses."),
        N_("saved {savings} + income {income} + carried {carried} \u2212 spent or lost {losses}"),
    ),
    "return_on_savings": Wording(
        N_("Return on savings in this cycle"),
        N_("Profit to date, of all savings."),
        N_("profit {profit} ÷ saved {savings}"),
    ),
    "return_on_savings_year": Wording(
        N_("Return on savings a year"),
        N_("Profit to date, of half the savings (they grew from nothing), for 52 weeks."),
        N_("profit {profit} ÷ (saved {savings} ÷ 2) \u00d7 364 ÷ days {days}"),
    ),
    "return_on_assets_year": Wording(
        N_("Return on assets a year"),
        N_("Profit to date, of the mean of cash and loans after each meeting, for 52 weeks."),
        N_(
            "profit {profit} ÷ (sum of cash and loans {assets_summed} ÷ meetings {meetings})"
            " \u00d7 364 ÷ days {days}"
        ),
    ),
    "profit_per_member": Wording(
        N_("Profit per member"),
        N_("Profit to date for each member."),
        N_("profit {profit} ÷ members {members}"),
    ),
    "utilisation": Wording(
        N_("Loan fund at work"),
        N_("Loans out, of those and the loan fund's cash in the box and elsewhere."),
        N_("lent out {outstanding} ÷ (lent out {outstanding} + cash {cash})"),
    ),
    "borrowers": Wording(
        N_("Members with a loan"),
        N_("Members who have a loan to repay, of all members."),
        N_("members with a loan {borrowers} ÷ members {members}"),
    ),
    "average_loan": Wording(
        N_("Average loan out"),
        N_("What is still to be repaid, without charges, for each loan out."),
        N_("lent out {outstanding} ÷ loans {loans}"),
    ),
    "portfolio_at_risk": Wording(
        N_("Loans at risk"),
        N_("What is unpaid, without charges, of loans past their due date, of all loans out."),
        N_("late {late} ÷ lent out {outstanding}"),
    ),
    "write_off_of_assets": Wording(
        N_("Written off, of cash and loans"),
        N_("Loan money given up in this cycle, of the cash and loans now."),
        N_("given up {written_off} ÷ cash and loans {assets}"),
    ),
    "write_off_of_lent": Wording(
        N_("Written off, of money lent"),
        N_("Loan money given up in this cycle, of all that was lent in it."),
        N_("given up {written_off} ÷ lent {lent}"),
    ),
    "write_off_of_loans": Wording(
        N_("Written off, of the number of loans"),
        N_("Loans given up in this cycle, wholly or in part, of the loans made in it."),
        N_("loans given up {loans_written_off} ÷ loans made {loans_made}"),
    ),
    "write_off_of_share_out": Wording(
        N_("Written off, of the last share-out"),
        N_("Loan money given up in the cycle before the last share-out, of what was shared out."),
        N_("given up {written_off} ÷ shared out {shared_out}"),
    ),
}

SEXES: dict[str, Text] = {
    "F": N_("Women"),
    "M": N_("Men"),
    "X": N_("Another sex"),
    "unknown": N_("Sex not known"),
}
AGES: dict[str, Text] = {
    "under_18": N_("Under 18"),
    "18_34": N_("18 to 34"),
    "35_44": N_("35 to 44"),
    "45_up": N_("45 and older"),
    "unknown": N_("Age not known"),
}
VISIT: dict[str, Text] = {
    "group_name": N_("Name of the group"),
    "group_number": N_("Number of the group"),
    "project": N_("Project"),
    "trainer": N_("Trainer"),
    "first_training": N_("Date of the first training"),
    "savings_started": N_("Saving began in this cycle"),
    "formed_by": N_("Formed by"),
    "members_at_start": N_("Members at the start of the cycle"),
    "date_of_visit": N_("Date of the visit"),
    "members": N_("Members"),
    "women": N_("Women"),
    "attending": N_("Members at the meeting"),
    "drop_outs": N_("Members who left in this cycle"),
    "savings": N_("Savings"),
    "loans_outstanding": N_("Loans out"),
    "late_loans": N_("Late loans"),
    "written_off": N_("Written off in this cycle"),
    "loan_cash_box": N_("Loan fund in the box"),
    "loan_cash_bank": N_("Loan fund at the bank or elsewhere"),
    "social_cash": N_("Social fund, cash"),
    "property": N_("Property of the group"),
    "debts": N_("Debts of the group to others"),
    "share_outs": N_("Shared out"),
    "savings_at_start": N_("Savings at the start of the cycle"),
}
"""The items of the visit form."""


def format_indicator(indicator: Indicator, currency: Currency) -> str:
    """The value as people read it, such as ``91.67%`` or ``101,429``; a dash for none."""
    if not indicator.denominator:
        return NO_VALUE
    above, below = indicator.numerator, indicator.denominator
    if indicator.unit == "ratio":
        return format_percent(above, below, decimals=PERCENT_DECIMALS)
    whole = indicator.rounded() or 0
    return format_amount(whole, currency) if indicator.unit == "money" else format_number(whole)


def format_formula(indicator: Indicator, currency: Currency) -> str:
    """How the value was worked out, in the book's own figures."""
    parts = {
        part.name: format_amount(part.value, currency) if part.money else format_number(part.value)
        for part in indicator.parts
    }
    return INDICATORS[indicator.code].formula.format(**parts)


def plain_value(indicator: Indicator, currency: Currency) -> str | None:
    """The value for scripts, rounded as for people: percent, currency units or a number.

    A decimal point, a hyphen below zero, nothing else; None for no value.
    """
    decimals = {"ratio": PERCENT_DECIMALS, "money": currency.decimals, "count": 0}[indicator.unit]
    scale = 100 * 10**PERCENT_DECIMALS if indicator.unit == "ratio" else 1
    units = indicator.rounded(scale)
    if units is None:
        return None
    return plain(units, decimals)
