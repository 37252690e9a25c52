"""A checked code as it is read out: the verdict, and each figure then and now."""

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.paper_codes import CheckedCode, FigureRow, check_code
from coopledger.app.paper_kinds import BY_CODE
from coopledger.domain.money import Currency
from coopledger.reports.vocabulary import cash_name
from coopledger.words.catalog import isolated
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number
from coopledger.words.paper_codes import (
    COUNTS,
    FIGURES,
    GENUINE_AND_CHANGED,
    GENUINE_AND_CURRENT,
    VERDICTS,
)


class FigureTold(msgspec.Struct, frozen=True):
    """One figure in words: its name, what the paper says, what the book says now."""

    name: str
    paper: str
    now: str
    changed: bool


class CodeTold(msgspec.Struct, frozen=True):
    """What there is to say about a paper's code.

    Attributes:
        checked: the result itself.
        sentence: whether the paper is genuine, and whether anything changed since.
        about: kind of paper, group, and member, where they are known.
        figures: each figure.
    """

    checked: CheckedCode
    sentence: str
    about: str
    figures: tuple[FigureTold, ...]


def tell_code(ledger: Ledger, text: str) -> CodeTold:
    """Check a paper's code and word what came of it in the current language.

    Raises:
        Refusal: as `paper_codes.check_code`.
    """
    found = check_code(ledger, text)
    sentence = VERDICTS[found.verdict].format(
        page=format_number(found.told.page), newest=format_number(found.newest)
    )
    if found.verdict == "genuine":
        sentence = f"{sentence} {GENUINE_AND_CHANGED if found.changed else GENUINE_AND_CURRENT}"
    currency = ledger.currency(found.group) if found.group else Currency("", 0)
    figures = tuple(_figure(row, currency) for row in found.figures)
    return CodeTold(found, sentence, _about(found), figures)


def _about(found: CheckedCode) -> str:
    kind = BY_CODE.get(found.told.kind)
    parts = [str(kind.name)] if kind else []
    if found.group_name:
        parts.append(isolated(found.group_name))
    code, name = found.member
    if code:
        parts.append(isolated(f"{code} {name}"))
    elif found.told.member:
        parts.append(isolated(found.told.member))
    return " · ".join(parts)


def _figure(row: FigureRow, currency: Currency) -> FigureTold:
    def shown(value: int | None) -> str:
        if value is None:
            return ""
        return format_number(value) if row.name in COUNTS else format_amount(value, currency)

    changed = row.now is not None and row.now != row.paper
    return FigureTold(_name(row.name), shown(row.paper), shown(row.now), changed)


def _name(figure: str) -> str:
    if figure in FIGURES:
        return str(FIGURES[figure])
    fund, _underscore, place = figure.partition("_")
    return cash_name(fund, place)
