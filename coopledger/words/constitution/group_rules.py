"""What a group's rules say about the group, its saving, its pot and its share-out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from coopledger.domain.constitution import Constitution
from coopledger.words.catalog import _, current_language, ngettext
from coopledger.words.constitution.texts import ACTS, BODIES, CHOICES, FUNDS, PLACES, STEPS, STOPS
from coopledger.words.constitution.wording import every, listed, money, percent_of
from coopledger.words.dates import format_date, format_list
from coopledger.words.fines import fine_name
from coopledger.words.numbers import cldr_locale, format_number


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
    return _("First to last: {steps}.").format(steps=listed(rules.agenda, STEPS))


def _fines(rules: Constitution) -> str:
    if not rules.fines:
        return _("There are no fines.")
    return format_list(
        [f"{fine_name(code)} {money(amount, rules)}" for code, amount in rules.fines.items()]
    )


def _saving(rules: Constitution) -> str:
    if rules.saving == "shares":
        least, most = rules.min_shares_per_meeting, rules.max_shares_per_meeting
        told = _("Shares of {price}, from {least} to {most} for each member at a meeting.")
        return told.format(
            price=money(rules.share_price, rules),
            least=format_number(least),
            most=format_number(most),
        )
    if rules.saving == "none":
        return _("Members do not save.")
    amount = money(rules.saving_amount, rules)
    if rules.saving == "equal":
        return _("Everybody saves {amount} at each meeting.").format(amount=amount)
    if not rules.saving_amount:
        return _("Any amount.")
    return _("Any amount from {amount} upwards.").format(amount=amount)


def _notice(rules: Constitution) -> str:
    count = rules.withdrawal_notice
    if rules.withdrawal_notice_in == "day":
        told = ngettext(
            "It is said in a meeting {count} day before.",
            "It is said in a meeting {count} days before.",
            count,
        )
    else:
        told = ngettext(
            "It is said {count} meeting before.", "It is said {count} meetings before.", count
        )
    return told.format(count=format_number(count))


def _share_out_rule(rules: Constitution) -> str:
    if rules.share_out_rule != "savings_and_charges":
        return str(CHOICES["share_out_rule"][rules.share_out_rule])
    told = _("{saved} of the surplus by what each member saved, {paid} by the charges each paid.")
    other = str(Decimal(100) - Decimal(rules.by_savings_percent))
    return told.format(saved=percent_of(rules.by_savings_percent), paid=percent_of(other))


def _reserve(rules: Constitution) -> str:
    told = _("{percent} of the surplus is kept in the loan fund and never shared out.")
    return told.format(percent=percent_of(rules.reserve_percent))


def _no_exceptions(rules: Constitution) -> str:
    told = _("Officers cannot let these be broken: {rules}.")
    return told.format(rules=listed(rules.no_exceptions, STOPS))


def _social(rules: Constitution) -> str:
    if not rules.social_contribution:
        return _("Nobody pays into the social fund.")
    told = _("Everybody pays {amount} at each meeting.")
    return told.format(amount=money(rules.social_contribution, rules))


def _hand(rules: Constitution) -> str:
    told = _("Each hand pays {amount} at each meeting.")
    return told.format(amount=money(rules.hand, rules))


def _pot_fee(rules: Constitution) -> str:
    told = _("{percent} of the pot goes to whoever organises it.")
    return told.format(percent=percent_of(rules.pot_fee_percent))


def _share_out(rules: Constitution) -> str:
    if rules.share_out == "full":
        return _("Everything in the loan fund is shared out.")
    if rules.share_out == "profit_only":
        return _("The profit is shared out; the savings stay.")
    if not Fraction(rules.dividend_percent):
        return _("Nothing is shared out; the surplus stays in the group.")
    told = _("Nothing is shared out; a dividend of {percent} is paid on the savings.")
    return told.format(percent=percent_of(rules.dividend_percent))


def _rounding(rules: Constitution) -> str:
    texts = {
        "truncate_value": _("The worth of a share is cut down to {unit}."),
        "largest_remainder": _("Parts are cut down to {unit}; the largest cut-offs get the rest."),
        "floor_payout": _("What is paid to each member is cut down to {unit}."),
    }
    rounding = rules.share_out_rounding
    return texts[rounding.mode].format(unit=money(rounding.unit, rules))


def _quorums(rules: Constitution) -> str:
    if not rules.quorums:
        return _("The laptop that keeps the book seals alone.")
    told = []
    for act, quorum in rules.quorums.items():
        form = _("{act}: at least {count}, and more than half ({body}).")
        if not quorum.need:
            form = _("{act}: more than half ({body}).")
        count = format_number(quorum.need)
        told.append(form.format(act=ACTS[act], count=count, body=BODIES[quorum.body]))
    if rules.large_loan:
        large = _("A loan is large above {amount}.")
        told.append(large.format(amount=money(rules.large_loan, rules)))
    return " ".join(told)


GROUP_RULES: dict[str, Callable[[Constitution], str]] = {
    "currency": _currency,
    "country": _country,
    "cycle_start": lambda rules: format_date(rules.cycle_start),
    "meetings_in_cycle": _cycle,
    "meeting_every": _meetings,
    "agenda": _agenda,
    "funds": lambda rules: listed(rules.funds, FUNDS),
    "places": lambda rules: listed(rules.places, PLACES),
    "fines": _fines,
    "saving": _saving,
    "withdrawal_notice": _notice,
    "social_contribution": _social,
    "hand": _hand,
    "pot_fee_percent": _pot_fee,
    "share_out": _share_out,
    "share_out_rule": _share_out_rule,
    "reserve_percent": _reserve,
    "share_out_rounding": _rounding,
    "quorums": _quorums,
    "no_exceptions": _no_exceptions,
}
"""What each rule about the group, its saving and its share-out says."""
