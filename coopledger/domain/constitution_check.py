"""Rules that contradict each other, so that no group finds out in mid-cycle."""

from collections.abc import Iterator
from datetime import date

from coopledger.domain.constitution import Constitution
from coopledger.domain.money import percent

NO_SHARES = ("per_savings", "equal", "charges_to_payer", "time_weighted")


def problems(rules: Constitution) -> Iterator[tuple[str, str]]:
    """The keys that cannot stand as they are, with their values as text."""
    try:
        date.fromisoformat(rules.cycle_start)
    except ValueError:
        yield "cycle_start", rules.cycle_start
    yield from _lists(rules)
    yield from _saving(rules)
    yield from _loans(rules)
    yield from _share_out(rules)
    yield from _pot(rules)


def _lists(rules: Constitution) -> Iterator[tuple[str, str]]:
    debts = set(rules.allocation)
    if not {"charge", "principal"} <= debts or len(debts) != len(rules.allocation):
        yield "allocation", ", ".join(rules.allocation)
    if rules.agenda[:1] != ("roll_call",) or rules.agenda[-1:] != ("count",):
        yield "agenda", ", ".join(rules.agenda)
    if len(set(rules.agenda)) != len(rules.agenda):
        yield "agenda", ", ".join(rules.agenda)
    if "box" not in rules.places or len(set(rules.places)) != len(rules.places):
        yield "places", ", ".join(rules.places)
    if not {"loan", "social"} <= set(rules.funds) or len(set(rules.funds)) != len(rules.funds):
        yield "funds", ", ".join(rules.funds)


def _saving(rules: Constitution) -> Iterator[tuple[str, str]]:
    by_share = rules.saving == "shares"
    if by_share and not rules.share_price:
        yield "share_price", str(rules.share_price)
    if by_share and not rules.max_shares_per_meeting:
        yield "max_shares_per_meeting", str(rules.max_shares_per_meeting)
    if rules.min_shares_per_meeting > rules.max_shares_per_meeting:
        yield "min_shares_per_meeting", str(rules.min_shares_per_meeting)
    if rules.saving == "equal" and not rules.saving_amount:
        yield "saving_amount", str(rules.saving_amount)
    if by_share and rules.withdrawable:
        yield "withdrawable", "true"


def _loans(rules: Constitution) -> Iterator[tuple[str, str]]:
    planned = rules.loan_method not in ("period_charge", "bullet", "fee", "deducted_in_advance")
    if rules.grace_principal and not planned:
        yield "grace_principal", str(rules.grace_principal)
    if rules.grace_interest_payment and rules.loan_method in ("bullet", "fee"):
        yield "grace_interest_payment", str(rules.grace_interest_payment)
    if rules.loan_method == "deducted_in_advance" and rules.charge_rate >= 1:
        yield "charge_percent", rules.charge_percent
    if rules.charge_period == "meeting" and rules.loan_method != "period_charge":
        yield "charge_period", rules.charge_period
    late = rules.late_rate or rules.late_amount
    if late and not percent(rules.late_cap_percent):
        yield "late_cap_percent", rules.late_cap_percent
    if late and "late" not in rules.allocation:
        yield "allocation", ", ".join(rules.allocation)


def _share_out(rules: Constitution) -> Iterator[tuple[str, str]]:
    by_share = rules.saving == "shares"
    if rules.share_out_rule == "per_share" and not by_share and rules.share_out != "none":
        yield "share_out_rule", rules.share_out_rule
    if rules.share_out_rounding.mode == "truncate_value" and rules.share_out_rule in NO_SHARES:
        yield "share_out_rounding", rules.share_out_rounding.mode


def _pot(rules: Constitution) -> Iterator[tuple[str, str]]:
    has_pot = "pot" in rules.funds
    if bool(rules.hand) != has_pot:
        yield "hand", str(rules.hand)
    if rules.saving == "none" and not has_pot:
        yield "saving", rules.saving
