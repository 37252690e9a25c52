"""Who has what in the loan fund when it is shared out, exact and checked."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.domain.fields import Fields

MOST_SHARES = 10**9


class Rule(StrEnum):
    """What a member's part is worth (domain notes §1.11)."""

    PER_SHARE = "per_share"
    """All shares are worth the same."""
    PER_SAVINGS = "per_savings"
    """Every coin saved is worth the same."""
    EQUAL = "equal"
    """Own savings, and the same part of the profit for everybody."""
    CHARGES_TO_PAYER = "charges_to_payer"
    """Own savings and own charges back, and the same part of what else was earned."""
    TIME_WEIGHTED = "time_weighted"
    """Own savings, and profit by how much was saved for how many meetings."""
    SAVINGS_AND_CHARGES = "savings_and_charges"
    """Own savings, and profit: one part by savings, the other by the charges that were paid."""


class PayoutRounding(StrEnum):
    """How the parts become coins."""

    TRUNCATE_VALUE = "truncate_value"
    """The value of one share is cut down to a multiple of the unit."""
    LARGEST_REMAINDER = "largest_remainder"
    """Parts are cut down to the unit; the units left go to the largest cut-offs."""
    FLOOR_PAYOUT = "floor_payout"
    """Each payout is cut down to a multiple of the unit."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One member's stake, in minor units.

    Attributes:
        id: the member's number.
        shares: how many, for ``per_share``.
        savings: saved in this cycle.
        debt: principal, charges and fines owed to the loan fund; not social arrears.
        charges_paid: for ``charges_to_payer``.
        deposits: what was saved in each meeting, in order, for ``time_weighted``.
    """

    id: str
    shares: int = 0
    savings: int = 0
    debt: int = 0
    charges_paid: int = 0
    deposits: tuple[int, ...] = ()


class ShareOutTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What is shared out, among whom, and how.

    Attributes:
        rule: what a part is worth.
        rounding: how parts become coins.
        unit: of the rounding, in minor units.
        cash: the loan fund's, with the bank emptied, in minor units.
        claims: all members', those with nothing too; the order decides ties only.
        by_savings: for ``savings_and_charges``: the part of the profit that goes by savings.
        reserve: the part of the profit that is kept before the rest is shared.
        savings_back: whether ``cash`` has the savings in it, to be given back; otherwise it is
            profit only.
    """

    rule: Rule
    rounding: PayoutRounding
    unit: int
    cash: int
    claims: tuple[Claim, ...]
    by_savings: Fraction = Fraction(1)
    reserve: Fraction = Fraction(0)
    savings_back: bool = True

    def __post_init__(self) -> None:
        """Refuse what can't be shared out."""
        if self.unit < 1:
            raise Refusal("out_of_range", column="rounding.unit", value=self.unit, least=1)
        if self.cash < 0:
            raise Refusal("negative_amount", column="cash", value=self.cash)
        by_share = self.rule is Rule.PER_SHARE
        if self.rounding is PayoutRounding.TRUNCATE_VALUE and not by_share:
            raise Refusal("needs_shares", column="rounding.mode", value=self.rounding.value)
        for key in ("by_savings", "reserve"):
            if not 0 <= (part := getattr(self, key)) <= 1:
                value = str(part * 100)
                raise Refusal(
                    "out_of_range", column=f"{key}_percent", value=value, least=0, most=100
                )
        seen: set[str] = set()
        for at, claim in enumerate(self.claims):
            if claim.id in seen:
                raise Refusal("duplicate_member", column=f"members[{at}].id", value=claim.id)
            seen.add(claim.id)
            figures = (claim.shares, claim.savings, claim.debt, claim.charges_paid)
            if min(*figures, *claim.deposits) < 0:
                raise Refusal("negative_amount", column=f"members[{at}]", value=claim.id)
        self._check_meetings()

    def _check_meetings(self) -> None:
        if self.rule is not Rule.TIME_WEIGHTED or not self.claims:
            return
        # A shorter list leaves open which meetings it covers, and so whose money worked longer.
        meetings = len(self.claims[0].deposits)
        for at, claim in enumerate(self.claims):
            if len(claim.deposits) != meetings:
                raise Refusal(
                    "deposits_uneven",
                    column=f"members[{at}].deposits",
                    value=len(claim.deposits),
                    meetings=meetings,
                )


_NEEDED = {
    Rule.PER_SHARE: ("shares",),
    Rule.PER_SAVINGS: ("savings",),
    Rule.EQUAL: ("savings",),
    Rule.CHARGES_TO_PAYER: ("savings", "charges_paid"),
    Rule.TIME_WEIGHTED: ("deposits",),
    Rule.SAVINGS_AND_CHARGES: ("savings", "charges_paid"),
}


def read_share_out(source: Mapping[str, object]) -> tuple[ShareOutTerms, int]:
    """The terms in a JSON object, and the decimals of its amounts (``decimals``, else none).

    A member's savings are the sum of the deposits unless they are given. ``by_savings_percent`` is
    needed where the profit is split; ``reserve_percent`` (then every member's savings are told) and
    ``savings_back`` (true or false) may be left out.

    Raises:
        Refusal: with ``column`` (the field) and ``value``.
    """
    fields = Fields(source)
    decimals = fields.whole("decimals", 0, 4, default=0)
    rule = fields.choice("rule", Rule)
    rounding = fields.inner("rounding")
    split = rule is Rule.SAVINGS_AND_CHARGES
    reserve = fields.percent("reserve_percent", 100) if fields.has("reserve_percent") else None
    terms = ShareOutTerms(
        rule=rule,
        rounding=rounding.choice("mode", PayoutRounding),
        unit=rounding.amount("unit", decimals),
        cash=fields.amount("cash", decimals),
        claims=tuple(
            _claim(row, rule, decimals, told=reserve is not None) for row in fields.rows("members")
        ),
        by_savings=fields.percent("by_savings_percent", 100) if split else Fraction(1),
        reserve=reserve or Fraction(0),
        savings_back=fields.yes("savings_back", default=True),
    )
    rounding.finish()
    fields.finish()
    return terms, decimals


def _claim(row: Fields, rule: Rule, decimals: int, *, told: bool) -> Claim:
    known = row.has("savings") or row.has("deposits")
    for key in (*_NEEDED[rule], *(("savings",) if told and not known else ())):
        if not row.has(key):
            raise row.refuse("missing_key", key)
    deposits = row.amounts("deposits", decimals)
    claim = Claim(
        id=row.text("id"),
        shares=row.whole("shares", 0, MOST_SHARES, default=0),
        savings=row.amount("savings", decimals, default=sum(deposits)),
        debt=row.amount("debt", decimals, default=0),
        charges_paid=row.amount("charges_paid", decimals, default=0),
        deposits=deposits,
    )
    # Fines stand in such lists for the reader; no rule of ours gives them back to the payer.
    row.amount("fines_paid", decimals, default=0)
    row.finish()
    return claim
