"""The group's own rules as data: adopted by a page, in force from a date.

Parameters and their names follow the methods' manuals (VSLA, SILC, SHG); what may differ between
kinds of group is data here, never a branch on the kind of group elsewhere.
"""

from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from coopledger.domain.money import MAX_AMOUNT, Currency, percent

Amount = Annotated[int, Meta(ge=0, le=MAX_AMOUNT)]
Flag = Annotated[int, Meta(ge=0, le=1)]
"""Yes is 1 and no is 0: a page holds integers and strings only."""
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,23}$")]
IsoDate = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class ShareOutRounding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How entitlements are cut to coins, in multiples of ``unit`` minor units."""

    mode: Literal["truncate_value", "largest_remainder", "floor_payout"]
    unit: Annotated[int, Meta(ge=1, le=MAX_AMOUNT)]


class Constitution(msgspec.Struct, frozen=True, dict=True, forbid_unknown_fields=True):
    """One version of a group's rules. Money is in minor units, periods in weeks."""

    kind: Literal["vsla"]
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    currency_decimals: Annotated[int, Meta(ge=0, le=4)]
    country: Annotated[str, Meta(pattern="^([A-Z]{2})?$")]
    cycle_start: IsoDate
    meeting_every_weeks: Annotated[int, Meta(ge=1, le=52)]
    meetings_in_cycle: Annotated[int, Meta(ge=1, le=1000)]
    share_price: Annotated[int, Meta(ge=1, le=MAX_AMOUNT)]
    max_shares_per_meeting: Annotated[int, Meta(ge=1, le=10_000)]
    social_contribution: Amount
    max_loan_multiple_of_savings: Annotated[int, Meta(ge=0, le=1000)]
    max_loan_weeks: Annotated[int, Meta(ge=1, le=1000)]
    charge_percent: Annotated[str, Meta(pattern=r"^\d{1,4}(\.\d{1,6})?$")]
    charge_every_weeks: Annotated[int, Meta(ge=1, le=104)]
    charge_on: Literal["outstanding_principal"]
    capitalise_unpaid_charge: Flag
    charge_rounding: Literal["half_even", "half_up", "half_down", "up", "down"]
    charge_after_due_date: Flag
    one_loan_at_a_time: Flag
    allocation: tuple[Literal["charge", "principal"], Literal["charge", "principal"]]
    expenses_from: Literal["loan", "social"]
    fines_go_to: Literal["loan", "social"]
    share_out_rule: Literal["per_share"]
    share_out_rounding: ShareOutRounding
    debt_above_entitlement: Literal["exclude_and_carry"]
    social_fund_at_share_out: Literal["kept"]
    fines: dict[Code, Amount]
    funds: tuple[Code, ...] = ("loan", "social")
    places: tuple[Code, ...] = ("box", "bank")

    @cached_property
    def charge_rate(self) -> Fraction:
        """The charge of one period as an exact fraction of the principal outstanding."""
        return percent(self.charge_percent)

    @property
    def money(self) -> Currency:
        """The currency in which the book is kept."""
        return Currency(self.currency, self.currency_decimals)
