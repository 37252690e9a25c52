"""The group's own rules as data: adopted by a page, in force from a date.

Parameters and their names follow the methods' manuals (VSLA, SILC, SHG); what differs between kinds
of group is data here, never a branch on the kind of group elsewhere. A rule that a group does not
need keeps its default and takes no room in a page. Money is in minor units.
"""

from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from coopledger.domain.money import MAX_AMOUNT, Currency, percent

Amount = Annotated[int, Meta(ge=0, le=MAX_AMOUNT)]
Flag = Annotated[int, Meta(ge=0, le=1)]
"""Yes is 1 and no is 0: a page holds integers and strings only."""
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,23}\Z")]
IsoDate = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]
Percent = Annotated[str, Meta(pattern=r"^\d{1,4}(\.\d{1,6})?\Z")]
Count = Annotated[int, Meta(ge=0, le=10_000)]
Kind: TypeAlias = Literal["vsla", "silc", "shg", "rosca", "asca", "coop"]
Debt: TypeAlias = Literal["late", "charge", "principal"]
Period: TypeAlias = Literal["day", "week", "month"]
Step: TypeAlias = Literal[
    "roll_call",
    "open_box",
    "fines",
    "social",
    "saving",
    "pot",
    "repayments",
    "loans",
    "other_money",
    "count",
]
Act: TypeAlias = Literal[
    "meeting",
    "large_loan",
    "share_out",
    "amendment",
    "correction",
    "adoption",
    "officers",
    "erasure",
    "hand_over",
]
Stop: TypeAlias = Literal[
    "too_many_shares",
    "saving_differs",
    "saving_too_small",
    "not_withdrawable",
    "withdrawn_early",
    "loan_above_cap",
    "second_loan",
    "loan_too_long",
    "too_many_instalments",
    "guarantors_missing",
    "too_many_guarantees",
    "no_loan_meeting",
    "too_little_left",
    "loan_too_late",
    "loan_past_end",
    "forced_loan",
    "borrowed_above_cap",
    "joined_in_cycle",
    "pot_twice",
    "pot_unpaid",
    "pot_out_of_turn",
]
"""Findings that stop an entry, unless the officers let it be."""
VSLA_AGENDA: tuple[Step, ...] = (
    "roll_call",
    "open_box",
    "fines",
    "social",
    "saving",
    "repayments",
    "loans",
    "other_money",
    "count",
)


class ShareOutRounding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How entitlements are cut to coins, in multiples of ``unit`` minor units."""

    mode: Literal["truncate_value", "largest_remainder", "floor_payout"]
    unit: Annotated[int, Meta(ge=1, le=MAX_AMOUNT)]


class Quorum(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which officers seal an act, and how many; always more than half of them."""

    body: Literal["key_holders", "committee", "signatories", "treasurer_auditor", "members"]
    need: Count = 0
    """At least so many; 0: more than half."""


class Constitution(
    msgspec.Struct, frozen=True, dict=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One version of a group's rules."""

    kind: Kind
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]
    currency_decimals: Annotated[int, Meta(ge=0, le=4)]
    country: Annotated[str, Meta(pattern=r"^([A-Z]{2})?\Z")]
    cycle_start: IsoDate
    charge_percent: Percent
    """Charge of one period, in percent."""
    fines: dict[Code, Amount]
    share_out_rounding: ShareOutRounding

    # Meetings
    meeting_every: Annotated[int, Meta(ge=1, le=366)] = 1
    meeting_period: Period = "week"
    meetings_in_cycle: Count = 0
    """0: the cycle has no fixed end."""
    agenda: tuple[Step, ...] = VSLA_AGENDA

    # Funds and places
    funds: tuple[Code, ...] = ("loan", "social")
    places: tuple[Code, ...] = ("box", "bank")
    expenses_from: Literal["loan", "social"] = "loan"
    fines_go_to: Literal["loan", "social"] = "loan"

    # Saving
    saving: Literal["shares", "any", "equal", "none"] = "shares"
    """Shares at a price; any amount; the same amount from everybody; no savings (ROSCA)."""
    share_price: Amount = 0
    min_shares_per_meeting: Count = 0
    max_shares_per_meeting: Count = 0
    saving_amount: Amount = 0
    """The least amount (``any``) or everybody's amount (``equal``) of a meeting."""
    voluntary_saving: Flag = 0
    withdrawable: Flag = 0
    withdrawal_notice: Count = 0
    """How long before savings are taken back it must be said in a meeting; 0: at once."""
    withdrawal_notice_in: Literal["day", "meeting"] = "day"
    odd_money: Literal["return", "hold", "social"] = "return"
    """Where money goes that buys no whole share."""
    social_contribution: Amount = 0

    # Loans
    loan_method: Literal[
        "period_charge",
        "flat",
        "equal_principal",
        "equal_instalment",
        "bullet",
        "fee",
        "deducted_in_advance",
    ] = "period_charge"
    charge_every: Annotated[int, Meta(ge=1, le=366)] = 4
    charge_period: Literal["day", "week", "month", "meeting"] = "week"
    day_count: Literal["periodic", "30_360", "actual_365", "actual_364", "actual_360"] = "periodic"
    charge_on: Literal["outstanding_principal"] = "outstanding_principal"
    fee_percents: tuple[Percent, ...] = ()
    """The one fee by term: of a loan over one charge period, over two, ...; none: always
    ``charge_percent``."""
    charge_rounding: Literal["half_even", "half_up", "half_down", "up", "down"] = "half_even"
    capitalise_unpaid_charge: Flag = 0
    charge_after_due_date: Flag = 1
    grace_principal: Count = 0
    grace_interest_payment: Count = 0
    interest_free: Count = 0
    instalment_multiple: Annotated[int, Meta(ge=1, le=MAX_AMOUNT)] = 1
    currency_multiple: Annotated[int, Meta(ge=1, le=MAX_AMOUNT)] = 1
    allocation: tuple[Debt, ...] = ("late", "charge", "principal")
    """What a repayment pays first."""
    max_loan_multiple_of_savings: Count = 3
    """0: no cap."""
    max_loan_multiple_with_external: Count = 0
    """The cap while the group owes a lender outside; 0: the same."""
    max_loan_weeks: Count = 12
    max_loan_instalments: Count = 0
    """Of a loan in instalments; 0: no cap."""
    one_loan_at_a_time: Flag = 1
    loan_meeting_every: Annotated[int, Meta(ge=1, le=366)] = 1
    """Loans are given at every so-manieth meeting: those whose number it divides."""
    liquidity_percent: Percent = "0"
    """This part of the loan fund (cash and loans) stays in cash when a loan is given."""
    last_loan_weeks: Count = 0
    """No loan in the last so many weeks of the cycle."""
    loans_end_in_cycle: Flag = 0
    """Whether a loan must be due by the last meeting of the cycle."""
    forced_loans: Flag = 0
    """Whether the group may put loans on members who did not ask for one."""
    external_cap: Literal["none", "amount", "last_share_out", "savings", "corpus"] = "none"
    """What limits the group's own debt to lenders: a sum, what the last share-out gave (nothing in
    the first cycle), or a multiple of the savings or of the group's own money."""
    external_amount: Amount = 0
    external_multiple: Count = 0
    late_percent: Percent = "0"
    """Late charge of one period, in percent of the principal that is late."""
    late_amount: Amount = 0
    """Late charge of one period as a fixed amount."""
    late_every: Annotated[int, Meta(ge=1, le=366)] = 1
    late_period: Literal["day", "week", "month", "meeting"] = "meeting"
    late_cap_percent: Percent = "100"
    """All late charges of a loan stop at this part of its amount."""
    guarantors_needed: Count = 0
    max_guarantees: Count = 0
    """How many open loans one member may guarantee; 0: no limit."""

    # Share-out
    share_out: Literal["full", "profit_only", "none"] = "full"
    share_out_rule: Literal[
        "per_share",
        "per_savings",
        "equal",
        "charges_to_payer",
        "time_weighted",
        "savings_and_charges",
    ] = "per_share"
    by_savings_percent: Percent = "60"
    """Of the surplus, under ``savings_and_charges``: by savings; the rest by charges paid."""
    reserve_percent: Percent = "0"
    """Of the surplus, kept in the fund before the profit is shared out."""
    dividend_percent: Percent = "0"
    """Paid on savings at the end of a year where nothing is shared out."""
    residue_to: Literal["loan", "social"] = "loan"
    debt_above_entitlement: Literal["exclude_and_carry", "exclude_and_write_off"] = (
        "exclude_and_carry"
    )
    social_fund_at_share_out: Literal["kept"] = "kept"

    # Members
    joining: Literal["between_cycles", "from_zero", "equal_savings", "current_value"] = "from_zero"
    leaving: Literal["savings", "current_value", "at_cycle_end"] = "savings"
    death: Literal["set_off", "forgive"] = "set_off"

    # Who seals
    quorums: dict[Act, Quorum] = {}
    """Who must seal what; an act that is not named needs the device's seal only."""
    large_loan: Amount = 0
    """A loan above this needs the quorum of ``large_loan``; 0: none does."""
    amendment_consent: Literal["none", "all_members", "all_hands"] = "none"
    """Who must all agree to new rules once the group has begun, beside the officers' seals: nobody
    more, every active member, or every holder of a hand while the pot goes round."""
    no_exceptions: tuple[Stop, ...] = ()
    """Rules that the officers cannot let be broken."""

    # The merry-go-round
    hand: Amount = 0
    """What one hand pays into the pot at each meeting; 0: no pot."""
    pot_order: Literal["fixed", "drawn", "auction"] = "fixed"
    pot_fee_percent: Percent = "0"
    short_pot: Literal["postpone", "pay_what_is_there"] = "postpone"

    @cached_property
    def charge_rate(self) -> Fraction:
        """The charge of one period as an exact fraction of the principal outstanding."""
        return percent(self.charge_percent)

    @cached_property
    def late_rate(self) -> Fraction:
        """The late charge of one period as an exact fraction."""
        return percent(self.late_percent)

    @property
    def money(self) -> Currency:
        """The currency in which the book is kept."""
        return Currency(self.currency, self.currency_decimals)
