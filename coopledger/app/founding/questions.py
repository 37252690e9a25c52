"""The questions that a group's rules are asked by, and what its answers make of the rules.

The questions begin with the rules as they stand, those of a template or the group's own; what is
not asked stays. An answer is text as a person types it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from coopledger.domain.constitution import Act, Constitution
from coopledger.domain.constitution_check import problems
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency, plain
from coopledger.interop.rule_values import why_not
from coopledger.interop.rules_file import MONEY_KEYS, fine_code
from coopledger.words.dates import parse_date, typed_date
from coopledger.words.money import format_amount, parse_amount
from coopledger.words.numbers import parse_number, style_of

Sort = Literal["text", "code", "day", "count", "money", "percent", "choice", "fines"]
PERIODS = ("day", "week", "month")
ASKED_ACTS: tuple[Act, ...] = ("meeting", "share_out", "amendment", "officers")
"""Acts whose number of seals is asked; other acts keep what the rules say."""
MOST = 10_000
_PERCENT_DECIMALS = 6
_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Constitution)}


class Question(msgspec.Struct, frozen=True):
    """One question.

    Attributes:
        key: a rule's name, or ``fines.CODE``, ``more_fines``, ``quorums.ACT``.
        sort: what kind of answer it wants.
        usual: the answer that the rules give now.
        choices: of a ``choice``.
    """

    key: str
    sort: Sort
    usual: str
    choices: tuple[str, ...] = ()


class Chapter(msgspec.Struct, frozen=True):
    """Questions that belong together."""

    key: Literal["money", "meetings", "saving", "loans", "fines", "seals"]
    questions: tuple[Question, ...]


class Wrong(msgspec.Struct, frozen=True):
    """An answer that can't stand: the question, or a rule that was not asked, and why."""

    key: str
    refusal: Refusal


def chapters_of(rules: Constitution, *, amending: bool = False) -> tuple[Chapter, ...]:
    """The questions for rules such as these.

    Args:
        rules: those of a template, or a group's own.
        amending: the group is there already: its money and the cycle's beginning stay.
    """
    seals = [
        Question(f"quorums.{act}", "count", str(rules.quorums[act].need or ""))
        for act in ASKED_ACTS
        if act in rules.quorums
    ]
    found = (
        Chapter("money", () if amending else tuple(_money(rules))),
        Chapter("meetings", tuple(_meetings(rules, amending))),
        Chapter("saving", tuple(_saving(rules))),
        Chapter("loans", tuple(_loans(rules)) if "loans" in rules.agenda else ()),
        Chapter("fines", tuple(_fines(rules)) if "fines" in rules.agenda else ()),
        Chapter("seals", tuple(seals)),
    )
    return tuple(chapter for chapter in found if chapter.questions)


def _money(rules: Constitution) -> Iterator[Question]:
    yield Question("currency", "code", rules.currency)
    yield Question("currency_decimals", "choice", str(rules.currency_decimals), ("0", "2"))


def _meetings(rules: Constitution, amending: bool) -> Iterator[Question]:
    if not amending:
        yield Question("cycle_start", "day", typed_date(rules.cycle_start))
    yield Question("meeting_every", "count", str(rules.meeting_every))
    yield Question("meeting_period", "choice", rules.meeting_period, PERIODS)
    yield Question("meetings_in_cycle", "count", str(rules.meetings_in_cycle or ""))


def _saving(rules: Constitution) -> Iterator[Question]:
    if rules.saving == "shares":
        yield _amount(rules, "share_price")
        yield Question("min_shares_per_meeting", "count", str(rules.min_shares_per_meeting))
        yield Question("max_shares_per_meeting", "count", str(rules.max_shares_per_meeting))
    elif rules.saving in ("any", "equal"):
        yield _amount(rules, "saving_amount")
    if "pot" in rules.agenda:
        yield _amount(rules, "hand")
    if "social" in rules.agenda:
        yield _amount(rules, "social_contribution")


def _loans(rules: Constitution) -> Iterator[Question]:
    percent = rules.charge_percent.replace(".", style_of().decimal)
    yield Question("charge_percent", "percent", percent)
    yield Question("charge_every", "count", str(rules.charge_every))
    choices = (*PERIODS, "meeting") if rules.loan_method == "period_charge" else PERIODS
    yield Question("charge_period", "choice", rules.charge_period, choices)
    multiple = rules.max_loan_multiple_of_savings
    yield Question("max_loan_multiple_of_savings", "count", str(multiple or ""))
    longest = "max_loan_weeks" if rules.loan_method == "period_charge" else "max_loan_instalments"
    yield Question(longest, "count", str(getattr(rules, longest) or ""))


def _fines(rules: Constitution) -> Iterator[Question]:
    for code, amount in rules.fines.items():
        usual = format_amount(amount, rules.money, digits="latn")
        yield Question(f"fines.{code}", "money", usual)
    yield Question("more_fines", "fines", "")


def _amount(rules: Constitution, key: str) -> Question:
    amount = getattr(rules, key)
    usual = format_amount(amount, rules.money, digits="latn") if amount else ""
    return Question(key, "money", usual)


def in_money(rules: Constitution, currency: str, decimals: int) -> Constitution:
    """The same rules in another currency, their sums the same in whole units."""

    def moved(amount: int) -> int:
        return int(amount * 10**decimals // 10**rules.currency_decimals)

    sums: dict[str, object] = {key: moved(getattr(rules, key)) for key in MONEY_KEYS}
    for key in ("instalment_multiple", "currency_multiple"):
        if getattr(rules, key) == 1:  # no coin of the group's own
            sums[key] = 1
    unit = max(1, moved(rules.share_out_rounding.unit))
    return msgspec.structs.replace(
        rules,
        **sums,
        currency=currency,
        currency_decimals=decimals,
        country=rules.country if currency == rules.currency else "",
        fines={code: moved(amount) for code, amount in rules.fines.items()},
        share_out_rounding=msgspec.structs.replace(rules.share_out_rounding, unit=unit),
    )


def answered(
    rules: Constitution, answers: Mapping[str, str], *, amending: bool = False
) -> tuple[Constitution, tuple[Wrong, ...]]:
    """The rules that answers make, and all that is wrong with them.

    An answer that can't be read leaves its rule as it was, and is told. What was not answered is
    as the rules have it.
    """
    wrong: list[Wrong] = []
    if not amending:
        rules = _priced(rules, answers, wrong)
    for chapter in chapters_of(rules, amending=amending):
        for question in chapter.questions:
            typed = answers.get(question.key)
            if typed is None or chapter.key == "money":
                continue
            try:
                rules = _with(rules, question, typed)
            except Refusal as refusal:
                wrong.append(Wrong(question.key, refusal))
    told = {each.key for each in wrong}
    wrong += [
        Wrong(each.key, _contradiction(each.code, each.value, rules.money, dict(each.params)))
        for each in problems(rules, told)
    ]
    return rules, tuple(wrong)


def _with(rules: Constitution, question: Question, typed: str) -> Constitution:
    """The rules with one answer.

    Raises:
        Refusal: it can't be read, or can't be the value of that rule.
    """
    value = _read(question, typed, rules.money)
    table, _dot, name = question.key.rpartition(".")
    if isinstance(value, dict):
        return msgspec.structs.replace(rules, fines={**rules.fines, **value})
    if table == "fines":
        # A fine of nothing is no fine.
        amount = {name: value} if isinstance(value, int) and value else {}
        kept = {code: fine for code, fine in rules.fines.items() if code != name}
        return msgspec.structs.replace(rules, fines={**kept, **amount})
    if table == "quorums":
        acts = {str(act): each for act, each in rules.quorums.items()}
        acts[name] = msgspec.structs.replace(acts[name], need=value)
        return msgspec.structs.replace(rules, quorums=acts)
    if why := why_not(question.key, value):
        raise Refusal("bad_value", **{"value": typed, **why})
    usual = _DEFAULTS.get(name)
    # msgspec leaves a usual text out of a page only if it is the very same object.
    return msgspec.structs.replace(rules, **{name: usual if value == usual else value})


def _contradiction(code: str, value: str, money: Currency, params: dict[str, object]) -> Refusal:
    return Refusal("bad_value", **{"value": value, "why": code, "currency": money, **params})


def _priced(rules: Constitution, answers: Mapping[str, str], wrong: list[Wrong]) -> Constitution:
    code = answers.get("currency", rules.currency).strip().upper()
    if why := why_not("currency", code):
        wrong.append(Wrong("currency", Refusal("bad_value", **{"value": code, **why})))
        code = rules.currency
    decimals = answers.get("currency_decimals", str(rules.currency_decimals))
    return in_money(rules, code, int(decimals) if decimals in ("0", "2") else 0)


def _read(question: Question, typed: str, money: Currency) -> object:
    """An answer as the rules hold it.

    Raises:
        Refusal: it can't be read.
    """
    text = typed.strip()
    match question.sort:
        case "money":
            return parse_amount(text, money) if text else 0
        case "count":
            return parse_number(text, maximum=MOST) if text else 0
        case "percent":
            parts = parse_number(text or "0", decimals=_PERCENT_DECIMALS)
            shown = plain(parts, _PERCENT_DECIMALS)
            return shown.rstrip("0").rstrip(".") if "." in shown else shown
        case "day":
            return parse_date(text).isoformat()
        case "fines":
            return _more_fines(text, money)
        case _:
            return text


def _more_fines(text: str, money: Currency) -> dict[str, int]:
    """Fines of the group's own: a word and its amount each, with commas or lines between."""
    found = {}
    for part in filter(None, (each.strip() for each in re.split(r"[;؛፤\n]", text))):
        name, _blank, amount = part.rpartition(" ")
        if not name:
            raise Refusal("bad_value", value=part, why="fine_wanted")
        found[fine_code(name)] = parse_amount(amount, money)
    return found
