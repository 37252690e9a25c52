"""A constitution as people write it in TOML: money in whole units, yes and no, periods in weeks.

Used for ``group.toml`` and for the templates in ``resources/constitutions``. Each key is read or
the file is refused.
"""

import re
import unicodedata
from datetime import date

import msgspec

from coopledger.domain.constitution import Constitution
from coopledger.domain.constitution_check import problems
from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT

Table = dict[str, object]
MONEY_KEYS = (
    "share_price",
    "saving_amount",
    "social_contribution",
    "late_amount",
    "hand",
    "instalment_multiple",
    "currency_multiple",
)
FLAG_KEYS = (
    "voluntary_saving",
    "withdrawable",
    "capitalise_unpaid_charge",
    "charge_after_due_date",
    "one_loan_at_a_time",
)
PERCENT_KEYS = (
    "charge_percent",
    "late_percent",
    "late_cap_percent",
    "dividend_percent",
    "pot_fee_percent",
)
FUND_KEYS = ("expenses_from", "fines_go_to", "residue_to")
FUNDS = {"loan_fund": "loan", "social_fund": "social", "pot": "pot"}
IN_WEEKS = {"meeting_every_weeks": "meeting", "charge_every_weeks": "charge"}
OUTSIDE = {"kind", "currency", "currency_decimals", "country"}
"""Keys that stand before the table of rules."""
NOTEBOOK_KEYS = {
    "cycle_start",
    "meeting_every_weeks",
    "share_price",
    "max_shares_per_meeting",
    "social_contribution",
    "max_loan_multiple_of_savings",
    "max_loan_weeks",
    "charge_percent",
    "charge_every_weeks",
    "charge_on",
    "capitalise_unpaid_charge",
    "charge_rounding",
    "charge_after_due_date",
    "one_loan_at_a_time",
    "expenses_from",
    "debt_above_entitlement",
    "social_fund_at_share_out",
    "meetings_in_cycle",
    "allocation",
    "fines_go_to",
    "share_out_rule",
    "share_out_rounding",
    "fines",
}
"""What a notebook's ``group.toml`` must say, so that nothing is left to a default."""
TEMPLATE_KEYS = {"charge_percent", "fines", "share_out_rounding"}
KNOWN_KEYS = {field.name for field in msgspec.structs.fields(Constitution)} - OUTSIDE | set(
    IN_WEEKS
)


def check_keys(table: Table, wanted: set[str], optional: set[str], prefix: str) -> None:
    """Refuse a table with a key that is not known or without one that is needed.

    Raises:
        Refusal: ``unknown_key`` or ``missing_key``.
    """
    for key in table:
        if key not in wanted | optional:
            raise Refusal("unknown_key", column=prefix + key, value=key)
    for key in sorted(wanted - set(table)):
        raise Refusal("missing_key", column=prefix + key, value=key)


def read_rules(data: Table, rules: Table, wanted: set[str]) -> Constitution:
    """A constitution from the keys before the table of rules and that table.

    Args:
        data: kind, currency, currency_decimals and country (other keys are not looked at).
        rules: the table.
        wanted: keys that the table must have.

    Raises:
        Refusal: a key or a value is not known, or the rules contradict each other.
    """
    check_keys(rules, wanted, KNOWN_KEYS, "constitution.")
    decimals = data["currency_decimals"]
    if not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals <= 4:
        raise Refusal("bad_value", column="currency_decimals", value=str(decimals))
    plain: Table = {key: _plain(key, value) for key, value in rules.items()}
    plain = _in_minor_units(_periods(plain), 10**decimals)
    plain |= {key: data.get(key, "") for key in OUTSIDE}
    try:
        constitution = msgspec.convert(plain, Constitution)
    except msgspec.ValidationError as problem:
        raise _invalid(str(problem), rules, data) from None
    for key, value in problems(constitution):
        column = key if key in OUTSIDE else f"constitution.{key}"
        raise Refusal("bad_value", column=column, value=value)
    return constitution


def fine_code(name: str) -> str:
    """The code under which a page carries a fine: the group's word in plain small letters.

    Raises:
        Refusal: nothing of the word can be written so.
    """
    letters = unicodedata.normalize("NFKD", name.strip()).casefold()
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,23}", code):
        raise Refusal("bad_value", column=f"constitution.fines.{name}", value=name)
    return code


def _plain(key: str, value: object) -> object:
    """Yes and no as 1 and 0 where the rules have a yes or no, a TOML date as its ISO text."""
    if isinstance(value, bool) != (key in FLAG_KEYS):
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        raise Refusal("bad_value", column=f"constitution.{key}", value=shown)
    if isinstance(value, bool):
        return int(value)
    if key in PERCENT_KEYS and isinstance(value, int | float):
        return f"{value}"
    return value.isoformat() if isinstance(value, date) else value


def _periods(plain: Table) -> Table:
    """``…_every_weeks`` as a count of weeks."""
    for key, what in IN_WEEKS.items():
        if key in plain:
            if f"{what}_every" in plain or f"{what}_period" in plain:
                raise Refusal("bad_value", column=f"constitution.{key}", value=str(plain[key]))
            plain[f"{what}_every"] = plain.pop(key)
            plain[f"{what}_period"] = "week"
    return plain


def _in_minor_units(plain: Table, unit: int) -> Table:
    """Money in minor units, funds by the names that a page uses."""
    for key in MONEY_KEYS:
        if key in plain:
            plain[key] = _times(plain[key], unit)
    for key in FUND_KEYS:
        if key in plain:
            plain[key] = FUNDS.get(str(plain[key]), plain[key])
    if isinstance(funds := plain.get("funds"), list):
        plain["funds"] = [FUNDS.get(str(fund), fund) for fund in funds]
    rounding, fines = plain["share_out_rounding"], plain["fines"]
    if isinstance(rounding, dict) and "unit" in rounding:
        plain["share_out_rounding"] = {**rounding, "unit": _times(rounding["unit"], unit)}
    if isinstance(fines, dict):
        plain["fines"] = _fines(fines, unit)
    return plain


def _fines(fines: Table, unit: int) -> Table:
    found: Table = {}
    for name, amount in fines.items():
        code, column = fine_code(name), f"constitution.fines.{name}"
        whole = isinstance(amount, int) and not isinstance(amount, bool)
        if code in found or not whole or not 0 <= int(str(amount)) * unit <= MAX_AMOUNT:
            raise Refusal("bad_value", column=column, value=str(amount))
        found[code] = _times(amount, unit)
    return found


def _times(value: object, unit: int) -> object:
    return value * unit if isinstance(value, int) and not isinstance(value, bool) else value


def _invalid(problem: str, rules: Table, data: Table) -> Refusal:
    """A refusal from msgspec's words, which name the place as ``$.key``."""
    found = re.search(r"\$\.([a-z_]+)", problem)
    key = found[1] if found else ""
    spelt = {f"{what}_every": name for name, what in IN_WEEKS.items()}
    key = key if key in rules else spelt.get(key, key)
    column = f"constitution.{key}" if key in rules else key
    value = rules.get(key, data.get(key, ""))
    return Refusal("bad_value", column=column, value=str(value), reason=problem)
