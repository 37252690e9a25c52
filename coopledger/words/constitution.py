"""A group's rules in sentences that a treasurer understands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

import msgspec

from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _, isolated, ngettext
from coopledger.words.constitution_texts import (
    CHOICES,
    DEBTS,
    FUNDS,
    NAMES,
    PLACES,
    SECTIONS,
    STEPS,
    TOLD_WITH,
)
from coopledger.words.dates import format_date, format_list
from coopledger.words.errors import reason
from coopledger.words.money import format_money
from coopledger.words.numbers import cldr_locale, format_number, format_percent


class Line(NamedTuple):
    """One rule: its key, its name, and what it says. ``text`` is empty where it says nothing."""

    key: str
    name: str
    text: str


class Difference(NamedTuple):
    """One rule that is not the same in two constitutions, as both say it."""

    key: str
    name: str
    before: str
    after: str


def sections(rules: Constitution) -> list[tuple[str, list[Line]]]:
    """What a constitution says, by chapters; a rule that means nothing in it is left out."""
    found = []
    for title, keys in SECTIONS:
        lines = [Line(key, name_of(key), text) for key in keys if (text := say(key, rules))]
        if lines:
            found.append((str(title), lines))
    return found


def differences(before: Constitution, after: Constitution) -> list[Difference]:
    """What changed from one constitution to the next, in the order of the chapters.

    Where the rule that changed is told together with others, the whole sentence is given.
    """
    changed = {
        TOLD_WITH.get(name, name)
        for name in Constitution.__struct_fields__
        if getattr(before, name) != getattr(after, name)
    }
    order = [key for _title, keys in SECTIONS for key in keys]
    return [
        Difference(key, name_of(key), say(key, before), say(key, after))
        for key in sorted(changed, key=lambda key: order.index(key) if key in order else len(order))
    ]


def name_of(key: str) -> str:
    """The name of a rule, that of the rule with which it is told, or the key itself."""
    name = NAMES.get(TOLD_WITH.get(key, key))
    return str(name) if name is not None else key


def say(key: str, rules: Constitution) -> str:
    """What a constitution says about one rule; empty where the rule means nothing in it."""
    if key in _IDLE and _IDLE[key](rules):
        return ""
    if key in _SAY:
        return _SAY[key](rules)
    value = getattr(rules, key)
    if key not in CHOICES:
        return str(value)
    text = CHOICES[key].get(value)
    return str(text) if text is not None else ""


def explain_fault(fault: Refusal) -> str:
    """Why something in a file of rules cannot stand, without the place."""
    why = fault.params.get("why")
    return reason(Refusal(str(why), **fault.params) if why else fault)


def every(count: int, unit: str) -> str:
    """How often: "every week", "every 4 weeks", "at every meeting"."""
    texts = {
        "day": ngettext("every day", "every {count} days", count),
        "week": ngettext("every week", "every {count} weeks", count),
        "month": ngettext("every month", "every {count} months", count),
        "meeting": ngettext("at every meeting", "once in {count} meetings", count),
    }
    return texts[unit].format(count=format_number(count))


def _percent(text: str) -> str:
    whole, _point, rest = text.partition(".")
    exact = Fraction(text)
    return format_percent(
        exact.numerator, exact.denominator * 100, decimals=len(rest) if whole else 0
    )


def _listed(items: Iterable[str], names: Mapping[str, object]) -> str:
    return format_list([str(names.get(item, isolated(item))) for item in items])


def _money(amount: int, rules: Constitution) -> str:
    return format_money(amount, rules.money)


def _currency(rules: Constitution) -> str:
    if not rules.currency_decimals:
        return _("The book is kept in {currency}.").format(currency=rules.currency)
    told = ngettext(
        "The book is kept in {currency}, with {count} figure after the point.",
        "The book is kept in {currency}, with {count} figures after the point.",
        rules.currency_decimals,
    )
    return told.format(currency=rules.currency, count=format_number(rules.currency_decimals))


def _country(rules: Constitution) -> str:
    from coopledger.words.catalog import current_language

    return str(cldr_locale(current_language()).territories.get(rules.country, rules.country))


def _cycle(rules: Constitution) -> str:
    count = rules.meetings_in_cycle
    if not count:
        return _("The cycle has no fixed end.")
    told = ngettext("{count} meeting.", "{count} meetings.", count)
    return told.format(count=format_number(count))


def _meetings(rules: Constitution) -> str:
    often = every(rules.meeting_every, rules.meeting_period)
    return _("The group meets {often}.").format(often=often)


def _agenda(rules: Constitution) -> str:
    return _("First to last: {steps}.").format(steps=_listed(rules.agenda, STEPS))


def _fines(rules: Constitution) -> str:
    if not rules.fines:
        return _("There are no fines.")
    return format_list(
        [f"{isolated(code)} {_money(amount, rules)}" for code, amount in rules.fines.items()]
    )


def _saving(rules: Constitution) -> str:
    if rules.saving == "shares":
        least, most = rules.min_shares_per_meeting, rules.max_shares_per_meeting
        told = _("Shares of {price}, from {least} to {most} for each member at a meeting.")
        return told.format(
            price=_money(rules.share_price, rules),
            least=format_number(least),
            most=format_number(most),
        )
    if rules.saving == "none":
        return _("Members do not save.")
    amount = _money(rules.saving_amount, rules)
    if rules.saving == "equal":
        return _("Everybody saves {amount} at each meeting.").format(amount=amount)
    if not rules.saving_amount:
        return _("Any amount.")
    return _("Any amount from {amount} upwards.").format(amount=amount)


def _social(rules: Constitution) -> str:
    if not rules.social_contribution:
        return _("Nobody pays into the social fund.")
    told = _("Everybody pays {amount} at each meeting.")
    return told.format(amount=_money(rules.social_contribution, rules))


def _hand(rules: Constitution) -> str:
    told = _("Each hand pays {amount} at each meeting.")
    return told.format(amount=_money(rules.hand, rules))


def _pot_fee(rules: Constitution) -> str:
    told = _("{percent} of the pot goes to whoever organises it.")
    return told.format(percent=_percent(rules.pot_fee_percent))


def _charge(rules: Constitution) -> str:
    if not rules.charge_rate:
        return _("Loans bear no charge.")
    percent = _percent(rules.charge_percent)
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
    return told.format(amount=_money(getattr(rules, key), rules))


def _allocation(rules: Constitution) -> str:
    return _("In this order: {debts}.").format(debts=_listed(rules.allocation, DEBTS))


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
    count = getattr(rules, "max_loan_instalments", 0)
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
        parts.append(told.format(percent=_percent(rules.late_percent)))
    if rules.late_amount:
        parts.append(_money(rules.late_amount, rules))
    if not parts:
        return _("There are no late charges.")
    told = _("{charge} {often}, {cap} of the loan at most.")
    often = every(rules.late_every, rules.late_period)
    cap = _percent(rules.late_cap_percent)
    return told.format(charge=format_list(parts), often=often, cap=cap)


def _share_out(rules: Constitution) -> str:
    if rules.share_out == "full":
        return _("Everything in the loan fund is shared out.")
    if rules.share_out == "profit_only":
        return _("The profit is shared out; the savings stay.")
    if not Fraction(rules.dividend_percent):
        return _("Nothing is shared out; the surplus stays in the group.")
    told = _("Nothing is shared out; a dividend of {percent} is paid on the savings.")
    return told.format(percent=_percent(rules.dividend_percent))


def _rounding(rules: Constitution) -> str:
    texts = {
        "truncate_value": _("The worth of a share is cut down to {unit}."),
        "largest_remainder": _("Parts are cut down to {unit}; the largest cut-offs get the rest."),
        "floor_payout": _("What is paid to each member is cut down to {unit}."),
    }
    rounding = rules.share_out_rounding
    return texts[rounding.mode].format(unit=_money(rounding.unit, rules))


_SAY: dict[str, Callable[[Constitution], str]] = {
    "currency": _currency,
    "country": _country,
    "cycle_start": lambda rules: format_date(rules.cycle_start),
    "meetings_in_cycle": _cycle,
    "meeting_every": _meetings,
    "agenda": _agenda,
    "funds": lambda rules: _listed(rules.funds, FUNDS),
    "places": lambda rules: _listed(rules.places, PLACES),
    "fines": _fines,
    "saving": _saving,
    "social_contribution": _social,
    "hand": _hand,
    "pot_fee_percent": _pot_fee,
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
    "guarantors_needed": _guarantors,
    "late_percent": _late,
    "share_out": _share_out,
    "share_out_rounding": _rounding,
}


def _no_loans(rules: Constitution) -> bool:
    return "loans" not in rules.agenda


def _no_pot(rules: Constitution) -> bool:
    return not rules.hand


def _without(key: str, value: object) -> Callable[[Constitution], bool]:
    """Whether a rule stands at the value that says nothing, or the group gives no loans."""
    return lambda rules: getattr(rules, key, value) == value or _no_loans(rules)


_IDLE: dict[str, Callable[[Constitution], bool]] = {
    "country": lambda rules: not rules.country,
    "fines_go_to": lambda rules: not rules.fines,
    "voluntary_saving": lambda rules: rules.saving == "none",
    "withdrawable": lambda rules: rules.saving == "none",
    "odd_money": lambda rules: rules.saving != "shares",
    "hand": _no_pot,
    "pot_order": _no_pot,
    "short_pot": _no_pot,
    "pot_fee_percent": lambda rules: _no_pot(rules) or not Fraction(rules.pot_fee_percent),
    **dict.fromkeys(
        (
            "loan_method",
            "charge_percent",
            "charge_rounding",
            "capitalise_unpaid_charge",
            "charge_after_due_date",
            "allocation",
            "max_loan_multiple_of_savings",
            "max_loan_weeks",
            "one_loan_at_a_time",
            "guarantors_needed",
            "late_percent",
        ),
        _no_loans,
    ),
    "day_count": _without("day_count", "periodic"),
    "grace_principal": _without("grace_principal", 0),
    "grace_interest_payment": _without("grace_interest_payment", 0),
    "interest_free": _without("interest_free", 0),
    "instalment_multiple": _without("instalment_multiple", 1),
    "max_loan_instalments": _without("max_loan_instalments", 0),
    "currency_multiple": lambda rules: rules.currency_multiple == 1,
    **dict.fromkeys(
        ("share_out_rule", "share_out_rounding", "residue_to", "debt_above_entitlement"),
        lambda rules: rules.share_out == "none",
    ),
}
"""When a rule says nothing."""


def as_data(rules: Constitution) -> dict[str, object]:
    """A constitution for scripts: every rule under its key, amounts in minor units."""
    return {key: msgspec.to_builtins(getattr(rules, key)) for key in rules.__struct_fields__}
