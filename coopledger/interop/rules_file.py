"""A constitution as people write it in TOML: money in whole units, yes and no, periods in weeks.

Used for ``group.toml`` and for the templates in ``resources/constitutions``. Each key is read or
the file is refused. A refusal of a value is ``bad_value``; its ``why`` is the code of the sentence
that says what is wrong with it.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from coopledger.domain.constitution import Constitution
from coopledger.domain.constitution_check import Problem, problems
from coopledger.domain.errors import Refusal
from coopledger.domain.fine_names import code_of
from coopledger.domain.money import MAX_AMOUNT
from coopledger.interop.rule_values import why_not

Table = dict[str, object]
MONEY_KEYS = (
    "share_price",
    "saving_amount",
    "social_contribution",
    "late_amount",
    "hand",
    "large_loan",
    "external_amount",
    "instalment_multiple",
    "currency_multiple",
)
FLAG_KEYS = (
    "voluntary_saving",
    "withdrawable",
    "capitalise_unpaid_charge",
    "charge_after_due_date",
    "one_loan_at_a_time",
    "loans_end_in_cycle",
    "forced_loans",
)
PERCENT_KEYS = (
    "charge_percent",
    "late_percent",
    "late_cap_percent",
    "dividend_percent",
    "pot_fee_percent",
    "by_savings_percent",
    "reserve_percent",
    "liquidity_percent",
)
FUND_KEYS = ("expenses_from", "fines_go_to", "residue_to")
FUNDS = {"loan_fund": "loan", "social_fund": "social", "pot": "pot"}
IN_WEEKS = {"meeting_every_weeks": "meeting", "charge_every_weeks": "charge"}
DECIMALS = {"why": "out_of_range", "least": 0, "most": 4}
OUTSIDE = {"kind", "currency", "currency_decimals", "country"}
"""Keys that stand before the table of rules."""
STAND_INS: Table = {
    "kind": "vsla",
    "currency": "XXX",
    "country": "",
    "cycle_start": "2000-01-01",
    "charge_percent": "0",
    "fines": {},
    "share_out_rounding": {"mode": "floor_payout", "unit": 1},
}
"""What stands for a rule that has no default while the rest of a faulty file is checked."""
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


def key_faults(
    table: Table, wanted: set[str], optional: set[str], prefix: str
) -> Iterator[Refusal]:
    """What a table has that is not known, then what it lacks."""
    for key in table:
        if key not in wanted | optional:
            yield Refusal("unknown_key", column=prefix + key, value=key)
    for key in sorted(wanted - set(table)):
        yield Refusal("missing_key", column=prefix + key, value=key)


def check_keys(table: Table, wanted: set[str], optional: set[str], prefix: str) -> None:
    """Refuse a table with a key that is not known or without one that is needed.

    Raises:
        Refusal: ``unknown_key`` or ``missing_key``.
    """
    for fault in key_faults(table, wanted, optional, prefix):
        raise fault


def read_rules(data: Table, rules: Table, wanted: set[str]) -> Constitution:
    """A constitution from the keys before the table of rules and that table.

    Args:
        data: kind, currency, currency_decimals and country (other keys are not looked at).
        rules: the table.
        wanted: keys that the table must have.

    Raises:
        Refusal: a key or a value is not known, or the rules contradict each other.
    """
    constitution, faults = judge_rules(data, rules, wanted)
    if constitution is None or faults:
        raise faults[0]
    return constitution


def judge_rules(
    data: Table, rules: Table, wanted: set[str]
) -> tuple[Constitution | None, list[Refusal]]:
    """The constitution, and everything that is wrong with it; see `read_rules`.

    A rule that can't be read is left out when it is looked whether the rules fit together.
    """
    faults = list(key_faults(rules, wanted, KNOWN_KEYS, "constitution."))
    decimals = data.get("currency_decimals", 0)
    if not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals <= 4:
        faults.append(_bad("currency_decimals", decimals, dict(DECIMALS)))
        decimals = 0
    unit = 10**decimals
    known = {key: value for key, value in rules.items() if key in KNOWN_KEYS}
    faults += _said_twice(known)
    read: Table = {key: data.get(key, "") for key in OUTSIDE if key != "currency_decimals"}
    for key, value in read.items():
        if why := why_not(key, value):
            faults.append(_bad(key, value, why))
            read[key] = STAND_INS[key]
    for key, value in known.items():
        try:
            plain = _in_minor_units(key, _plain(key, value), unit)
            if why := why_not(_parameter(key), plain, unit if key in MONEY_KEYS else 1):
                raise _bad(key, value, why)
            read[_parameter(key)] = plain
        except Refusal as fault:
            faults.append(fault)
    given = {**STAND_INS, **read, "currency_decimals": decimals}
    constitution = msgspec.convert(given, Constitution)
    unread = _unread(faults)
    faults += [_contradiction(problem, rules) for problem in problems(constitution, unread)]
    return (None if unread else constitution), faults


def _unread(faults: list[Refusal]) -> set[str]:
    """The parameters that the file does not tell."""
    columns = [str(fault.params["column"]).removeprefix("constitution.") for fault in faults]
    known = {_parameter(column.partition(".")[0]) for column in columns}
    return known | {f"{what}_period" for key, what in IN_WEEKS.items() if key in columns}


def _bad(key: str, value: object, params: Table) -> Refusal:
    column = key if key in OUTSIDE else f"constitution.{key}"
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return Refusal("bad_value", **{"column": column, "value": shown, **params})


def _contradiction(problem: Problem, rules: Table) -> Refusal:
    """A contradiction, at the key as it is spelt in the file."""
    spelt = {f"{what}_every": name for name, what in IN_WEEKS.items()}
    spelt |= {f"{what}_period": name for name, what in IN_WEEKS.items()}
    key = problem.key if problem.key in rules else spelt.get(problem.key, problem.key)
    return _bad(key, problem.value, {"why": problem.code, **problem.params})


def _said_twice(rules: Table) -> Iterator[Refusal]:
    for key, what in IN_WEEKS.items():
        if key in rules and (f"{what}_every" in rules or f"{what}_period" in rules):
            yield _bad(key, rules[key], {"why": "said_twice"})


def _parameter(key: str) -> str:
    """The parameter that a key of the file sets."""
    return f"{IN_WEEKS[key]}_every" if key in IN_WEEKS else key


def fine_code(name: str) -> str:
    """The code under which a page carries a fine: see `code_of`.

    Raises:
        Refusal: nothing of the word can be written so.
    """
    code = code_of(name)
    if not code:
        raise _bad(f"fines.{name}", name, {"why": "fine_name_wanted"})
    return code


def _plain(key: str, value: object) -> object:
    """Yes and no as 1 and 0 where the rules have a yes or no, a TOML date as its ISO text."""
    if isinstance(value, bool) != (key in FLAG_KEYS):
        why: Table = {"why": "yes_or_no"}
        if key not in FLAG_KEYS:
            why = why_not(_parameter(key), None) or {}
        raise _bad(key, value, why)
    if isinstance(value, bool):
        return int(value)
    if key in PERCENT_KEYS and isinstance(value, int | float):
        return f"{value}"
    if key == "fee_percents" and isinstance(value, list):
        return [f"{x}" if isinstance(x, int | float) and x is not True else x for x in value]
    return value.isoformat() if isinstance(value, date) else value


def _in_minor_units(key: str, value: object, unit: int) -> object:
    """Money in minor units, funds by the names that a page uses."""
    if key in MONEY_KEYS:
        return _times(value, unit)
    if key in FUND_KEYS:
        return FUNDS.get(str(value), value)
    if key == "funds" and isinstance(value, list):
        return [FUNDS.get(str(fund), fund) for fund in value]
    if key == "share_out_rounding" and isinstance(value, dict) and "unit" in value:
        return {**value, "unit": _times(value["unit"], unit)}
    return _fines(value, unit) if key == "fines" and isinstance(value, dict) else value


def _fines(fines: Table, unit: int) -> Table:
    found: Table = {}
    for name, amount in fines.items():
        code = fine_code(name)
        whole = isinstance(amount, int) and not isinstance(amount, bool)
        if code in found or not whole or not 0 <= int(str(amount)) * unit <= MAX_AMOUNT:
            raise _bad(f"fines.{name}", amount, {"why": "fine_wanted"})
        found[code] = _times(amount, unit)
    return found


def _times(value: object, unit: int) -> object:
    return value * unit if isinstance(value, int) and not isinstance(value, bool) else value
