"""What a group's rules say about loans."""

from __future__ import annotations

from collections.abc import Callable

from coopledger.domain.constitution import Constitution
from coopledger.words.catalog import _, ngettext
from coopledger.words.constitution.texts import DEBTS
from coopledger.words.constitution.wording import every, listed, money, percent_of
from coopledger.words.dates import format_list
from coopledger.words.numbers import format_number


def _fees(rules: Constitution) -> str:
    """The table of fees: what a loan costs by its term."""
    parts = []
    for count, fee in enumerate(rules.fee_percents, 1):
        if rules.charge_period == "day":
            told = ngettext("{count} day: {percent}", "{count} days: {percent}", count)
        elif rules.charge_period == "week":
            told = ngettext("{count} week: {percent}", "{count} weeks: {percent}", count)
        else:
            told = ngettext("{count} month: {percent}", "{count} months: {percent}", count)
        parts.append(told.format(count=format_number(count), percent=percent_of(fee)))
    return _("Once, by the term: {fees}.").format(fees=format_list(parts))


def _external(rules: Constitution) -> str:
    times = format_number(rules.external_multiple)
    match rules.external_cap:
        case "amount":
            told = _("The group may owe lenders {amount} at most.")
            return told.format(amount=money(rules.external_amount, rules))
        case "last_share_out":
            return _(
                "Nothing in the first cycle; later no more than the last share-out gave to members."
            )
        case "savings":
            return _("{times} times what the members have saved, at most.").format(times=times)
        case "corpus":
            told = _(
                "{times} times the group's own money at most: savings, and what was earned on them."
            )
            return told.format(times=times)
        case "none":
            return ""


def _loan_meetings(rules: Constitution) -> str:
    every_nth = rules.loan_meeting_every
    if every_nth == 1:
        return _("At every meeting.")
    numbers = format_list([format_number(every_nth * count) for count in (1, 2, 3)])
    return _("At meetings {numbers}, and so on.").format(numbers=numbers)


def _liquidity(rules: Constitution) -> str:
    told = _("{percent} of the loan fund stays in cash and is not lent.")
    return told.format(percent=percent_of(rules.liquidity_percent))


def _last_loans(rules: Constitution) -> str:
    told = ngettext(
        "No loan in the last {count} week of the cycle.",
        "No loan in the last {count} weeks of the cycle.",
        rules.last_loan_weeks,
    )
    return told.format(count=format_number(rules.last_loan_weeks))


def _charge(rules: Constitution) -> str:
    if rules.fee_percents:
        return _fees(rules)
    if not rules.charge_rate:
        return _("Loans bear no charge.")
    percent = percent_of(rules.charge_percent)
    if rules.loan_method in ("fee", "deducted_in_advance"):
        return _("{percent} of the loan, once.").format(percent=percent)
    often = every(rules.charge_every, rules.charge_period)
    if rules.loan_method in ("flat", "bullet"):
        told = _("{percent} of the whole loan {often}.")
    else:
        told = _("{percent} of what is still to be repaid {often}.")
    return told.format(percent=percent, often=often)


def _grace_principal(rules: Constitution) -> str:
    told = ngettext(
        "The first instalment pays the charge only.",
        "The first {count} instalments pay the charge only.",
        rules.grace_principal,
    )
    return told.format(count=format_number(rules.grace_principal))


def _grace_payment(rules: Constitution) -> str:
    told = ngettext(
        "The charge of the first period is paid with the next one.",
        "The charges of the first {count} periods are paid with the next one.",
        rules.grace_interest_payment,
    )
    return told.format(count=format_number(rules.grace_interest_payment))


def _interest_free(rules: Constitution) -> str:
    told = ngettext(
        "The first period bears no charge.",
        "The first {count} periods bear no charge.",
        rules.interest_free,
    )
    return told.format(count=format_number(rules.interest_free))


def _multiple(key: str, rules: Constitution) -> str:
    if key == "instalment_multiple":
        told = _("Instalments are rounded to {amount}.")
    else:
        told = _("Sums are rounded to {amount}.")
    return told.format(amount=money(getattr(rules, key), rules))


def _allocation(rules: Constitution) -> str:
    return _("In this order: {debts}.").format(debts=listed(rules.allocation, DEBTS))


def _largest(rules: Constitution) -> str:
    times, more = rules.max_loan_multiple_of_savings, rules.max_loan_multiple_with_external
    if not times:
        return _("No cap by savings.")
    if more:
        told = _("{times} times the savings; {more} times while the group owes a lender.")
        return told.format(times=format_number(times), more=format_number(more))
    told = ngettext("As much as the savings.", "{times} times the savings.", times)
    return told.format(times=format_number(times))


def _longest(rules: Constitution) -> str:
    told = ngettext("{count} week.", "{count} weeks.", rules.max_loan_weeks)
    return told.format(count=format_number(rules.max_loan_weeks))


def _instalments(rules: Constitution) -> str:
    count = rules.max_loan_instalments
    told = ngettext("{count} instalment.", "{count} instalments.", count)
    return told.format(count=format_number(count))


def _guarantors(rules: Constitution) -> str:
    count, most = rules.guarantors_needed, rules.max_guarantees
    told = ngettext("A loan needs {count} guarantor.", "A loan needs {count} guarantors.", count)
    text = told.format(count=format_number(count)) if count else _("A loan needs no guarantor.")
    if not most:
        return text
    also = ngettext(
        "A member may stand for {count} loan.", "A member may stand for {count} loans.", most
    )
    return f"{text} {also.format(count=format_number(most))}"


def _late(rules: Constitution) -> str:
    parts = []
    if rules.late_rate:
        told = _("{percent} of what is late")
        parts.append(told.format(percent=percent_of(rules.late_percent)))
    if rules.late_amount:
        parts.append(money(rules.late_amount, rules))
    if not parts:
        return _("There are no late charges.")
    told = _("{charge} {often}, {cap} of the loan at most.")
    often = every(rules.late_every, rules.late_period)
    cap = percent_of(rules.late_cap_percent)
    return told.format(charge=format_list(parts), often=often, cap=cap)


LOAN_RULES: dict[str, Callable[[Constitution], str]] = {
    "charge_percent": _charge,
    "grace_principal": _grace_principal,
    "grace_interest_payment": _grace_payment,
    "interest_free": _interest_free,
    "instalment_multiple": lambda rules: _multiple("instalment_multiple", rules),
    "currency_multiple": lambda rules: _multiple("currency_multiple", rules),
    "allocation": _allocation,
    "max_loan_multiple_of_savings": _largest,
    "max_loan_weeks": _longest,
    "max_loan_instalments": _instalments,
    "loan_meeting_every": _loan_meetings,
    "liquidity_percent": _liquidity,
    "last_loan_weeks": _last_loans,
    "external_cap": _external,
    "guarantors_needed": _guarantors,
    "late_percent": _late,
}
"""What each rule about loans says."""
