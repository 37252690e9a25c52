"""What was agreed about one loan, exact and checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.domain.fields import Fields
from coopledger.domain.rounding import Rounding

MOST_INSTALMENTS = 1200
MOST_PERIODS_BETWEEN = 366
MOST_PERCENT = 10_000
"""A year's charge of a hundred times the loan: more is a slip of the pen."""


class Method(StrEnum):
    """How principal and charge are spread (domain notes §3.1)."""

    FLAT = "flat"
    """Charge on the original principal every period."""
    EQUAL_PRINCIPAL = "equal_principal"
    """The same principal every period, charge on what is outstanding."""
    EQUAL_INSTALMENT = "equal_instalment"
    """The same sum every period, charge on what is outstanding."""
    PERIOD_CHARGE = "period_charge"
    """Charge every period on what is outstanding; principal as planned, the rest at the end."""
    BULLET = "bullet"
    """Everything at the end, charge on the original principal for the whole term."""
    FEE = "fee"
    """Everything at the end, with one fee for the term."""
    DEDUCTED_IN_ADVANCE = "deducted_in_advance"
    """The charge is kept back when the loan is paid out; equal principal afterwards."""


class Period(StrEnum):
    """What lies between two instalments when ``every`` is 1."""

    DAY = "day"
    WEEK = "week"
    FOUR_WEEKS = "4 weeks"
    MONTH = "month"

    @property
    def in_a_year(self) -> int:
        """How many of them make a year for a nominal rate."""
        return {"day": 365, "week": 52, "4 weeks": 13, "month": 12}[self.value]


class DayCount(StrEnum):
    """Which part of a year a period is."""

    PERIODIC = "periodic"
    """One period of the year's 12, 13, 52 or 365, whatever its days."""
    THIRTY_360 = "30/360"
    """A month has 30 days and a year 360."""
    ACTUAL_365 = "actual/365"
    ACTUAL_364 = "actual/364"
    ACTUAL_360 = "actual/360"


_SPREADS_PRINCIPAL = {Method.FLAT, Method.EQUAL_PRINCIPAL, Method.EQUAL_INSTALMENT}
_CHARGES_EACH_PERIOD = _SPREADS_PRINCIPAL | {Method.PERIOD_CHARGE}
_FEE = {Method.FEE, Method.DEDUCTED_IN_ADVANCE}
_ONLY_FOR = {
    "grace_principal": _SPREADS_PRINCIPAL,
    "grace_interest_payment": _CHARGES_EACH_PERIOD,
    "interest_free": _CHARGES_EACH_PERIOD | {Method.BULLET},
    "principal_plan": {Method.PERIOD_CHARGE},
}


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of one loan.

    Attributes:
        principal: in minor units, above zero.
        decimals: of the currency.
        instalments: how many periods the loan runs.
        every: how many ``period`` lie between two due dates.
        annual_rate: nominal, as a fraction of one.
        fee: of the whole term, as a fraction of the principal.
        instalment_multiple: what an instalment is rounded to, in minor units.
        currency_multiple: the smallest sum that is paid at all, in minor units.
        grace_principal: the first so many instalments carry the charge only.
        grace_interest_payment: the charge of the first so many periods is paid with the next one.
        interest_free: the first so many periods bear no charge at all.
        principal_plan: principal to be paid in each of the first periods, in minor units.
    """

    principal: int
    decimals: int
    method: Method
    instalments: int
    period: Period
    disbursed_on: date
    every: int = 1
    rounding: Rounding = Rounding.HALF_EVEN
    annual_rate: Fraction = Fraction(0)
    day_count: DayCount = DayCount.PERIODIC
    fee: Fraction = Fraction(0)
    instalment_multiple: int = 1
    currency_multiple: int = 1
    grace_principal: int = 0
    grace_interest_payment: int = 0
    interest_free: int = 0
    principal_plan: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse terms that contradict each other."""
        self._check_method()
        self._check_numbers()
        self._check_plan()

    def _check_method(self) -> None:
        for name, methods in _ONLY_FOR.items():
            value = getattr(self, name)
            if value and self.method not in methods:
                raise Refusal("not_with_method", column=name, value=value, method=self.method.value)
        if self.fee and self.method not in _FEE:
            raise Refusal(
                "not_with_method",
                column="fee_percent",
                value=_percent(self.fee),
                method=self.method.value,
            )
        if self.fee >= 1 and self.method is Method.DEDUCTED_IN_ADVANCE:
            raise Refusal("nothing_paid_out", column="fee_percent", value=_percent(self.fee))

    def _check_numbers(self) -> None:
        for name in ("principal", "instalments", "every"):
            value = getattr(self, name)
            if value < 1:
                raise Refusal("out_of_range", column=name, value=value, least=1)
        for name in ("grace_principal", "grace_interest_payment", "interest_free"):
            value = getattr(self, name)
            most = self.instalments - (name != "interest_free")
            if not 0 <= value <= most:
                raise Refusal("out_of_range", column=name, value=value, least=0, most=most)

    def _check_plan(self) -> None:
        planned = sum(self.principal_plan)
        if len(self.principal_plan) >= self.instalments:
            raise Refusal("plan_too_long", column="principal_plan", value=len(self.principal_plan))
        if planned > self.principal:
            raise Refusal("plan_above_principal", column="principal_plan", value=planned)


def _percent(share: Fraction) -> str:
    percent = share * 100
    return str(Decimal(percent.numerator) / percent.denominator)


def read_terms(source: Mapping[str, object]) -> Terms:
    """The terms in a JSON object; amounts and percentages are decimal strings.

    Besides the fields of ``Terms``: ``annual_rate_percent`` or ``period_rate_percent`` (for one
    ``period``), and ``fee_percent`` or ``fee_percents_by_term`` (the first for a loan of one
    period, the second for two, ...).

    Raises:
        Refusal: with ``column`` (the field) and ``value``.
    """
    fields = Fields(source)
    decimals = fields.whole("decimals", 0, 4)
    method = fields.choice("method", Method)
    instalments = fields.whole("instalments", 1, MOST_INSTALMENTS)
    every = fields.whole("every", 1, MOST_PERIODS_BETWEEN, default=1)
    period = fields.choice("period", Period)
    day_count = fields.choice("day_count", DayCount, default=DayCount.PERIODIC)
    terms = Terms(
        principal=fields.amount("principal", decimals),
        decimals=decimals,
        method=method,
        instalments=instalments,
        every=every,
        period=period,
        disbursed_on=fields.day("disbursed_on"),
        rounding=fields.choice("rounding", Rounding, default=Rounding.HALF_EVEN),
        annual_rate=_annual_rate(fields, method, period, day_count),
        day_count=day_count,
        fee=_fee(fields, instalments * every),
        instalment_multiple=_multiple(fields, "instalment_multiple", decimals),
        currency_multiple=_multiple(fields, "currency_multiple", decimals),
        grace_principal=fields.whole("grace_principal", 0, MOST_INSTALMENTS, default=0),
        grace_interest_payment=fields.whole(
            "grace_interest_payment", 0, MOST_INSTALMENTS, default=0
        ),
        interest_free=fields.whole("interest_free", 0, MOST_INSTALMENTS, default=0),
        principal_plan=fields.amounts("principal_plan", decimals),
    )
    fields.finish()
    return terms


def _annual_rate(fields: Fields, method: Method, period: Period, day_count: DayCount) -> Fraction:
    by_year, by_period = fields.has("annual_rate_percent"), fields.has("period_rate_percent")
    if by_year and by_period:
        raise fields.refuse("given_twice", "period_rate_percent", other="annual_rate_percent")
    if by_period:
        if day_count is not DayCount.PERIODIC:
            raise fields.refuse("needs_annual_rate", "period_rate_percent")
        return fields.percent("period_rate_percent", MOST_PERCENT) * period.in_a_year
    if method is Method.FEE and by_year and fields.percent("annual_rate_percent", MOST_PERCENT):
        raise fields.refuse("not_with_method", "annual_rate_percent", method=method.value)
    if method in _FEE and not by_year:
        return Fraction(0)
    return fields.percent("annual_rate_percent", MOST_PERCENT)


def _fee(fields: Fields, term: int) -> Fraction:
    by_term = fields.percents("fee_percents_by_term", MOST_PERCENT)
    if by_term and fields.has("fee_percent"):
        raise fields.refuse("given_twice", "fee_percent", other="fee_percents_by_term")
    if by_term:
        if term > len(by_term):
            raise fields.refuse("no_fee_for_term", "fee_percents_by_term", term=term)
        return by_term[term - 1]
    return fields.percent("fee_percent", MOST_PERCENT) if fields.has("fee_percent") else Fraction(0)


def _multiple(fields: Fields, name: str, decimals: int) -> int:
    multiple = fields.amount(name, decimals, default=1)
    if multiple < 1:
        raise fields.refuse("out_of_range", name, least=1)
    return multiple
