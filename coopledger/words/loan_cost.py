"""What a loan costs, in sentences that are read aloud before anyone signs."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from coopledger.domain.loan_offer import Offer
from coopledger.domain.money import Currency
from coopledger.words.catalog import N_, _, ngettext
from coopledger.words.dates import format_date
from coopledger.words.money import format_money
from coopledger.words.numbers import format_number, format_percent

_HUNDRED = 100
_GET = N_("You get {amount} in the hand.")
_PAY = N_("You pay back {pays} in all, the last on {day}: {charge} more than you got.")
_NO_CHARGE = N_("You pay back {pays}, by {day}. The loan costs nothing.")
_A_YEAR = N_("Held for a whole year, 100 borrowed in this way would cost {cost}.")
_SOONER = N_("What you repay sooner costs less.")
_BEYOND = 100_000


def spoken(found: Offer, money: Currency) -> str:
    """The loan in sentences: what is got, what is paid back, what that costs in a year."""
    told = [_GET.format(amount=format_money(found.paid_out, money)), paid_back(found, money)]
    if found.cost is None:
        return " ".join(told)
    whole = int(found.cost.apr.to_integral_value(ROUND_HALF_UP))
    if whole <= _BEYOND:
        told.append(_A_YEAR.format(cost=format_number(whole)))
    if found.free_principal:
        told.append(str(_SOONER))
    return " ".join(told)


def paid_back(found: Offer, money: Currency) -> str:
    """What is paid back, by when, and how much more that is than what was got."""
    return (_NO_CHARGE if found.cost is None else _PAY).format(
        pays=format_money(found.pays, money),
        day=format_date(found.rows[-1].day, "long"),
        charge=format_money(found.pays - found.paid_out, money),
    )


def percent_a_year(rate: Decimal) -> str:
    """A yearly rate as it stands on the screen: ``65.00% a year``."""
    hundredths = int(rate * _HUNDRED)
    percent = format_percent(hundredths, _HUNDRED**2, decimals=2)
    return _("{rate} a year").format(rate=percent)


def payments(count: int) -> str:
    """How many times something is paid."""
    told = ngettext("{count} payment", "{count} payments", count)
    return told.format(count=format_number(count))
