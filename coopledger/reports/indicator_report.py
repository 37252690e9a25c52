"""The indicators of a group on paper, each with what it was worked out from."""

from collections.abc import Sequence

import msgspec

from coopledger.domain.indicators import Indicator, PeopleRow, by_age, by_sex
from coopledger.reports.document import (
    A4,
    AnyBlock,
    Column,
    Document,
    Heading,
    PaperSize,
    Paragraph,
    Row,
    Table,
)
from coopledger.reports.facts import PaperHead
from coopledger.reports.sheet import Figures, amounts, counts, sheet, table_of, texts
from coopledger.reports.vocabulary import amounts_in
from coopledger.words.catalog import _, isolated
from coopledger.words.dates import format_date
from coopledger.words.indicators import (
    AGES,
    INDICATORS,
    SEXES,
    format_formula,
    format_indicator,
)
from coopledger.words.numbers import format_number


class IndicatorFacts(msgspec.Struct, frozen=True):
    """The indicators at the close of a meeting, and the members by sex and age."""

    head: PaperHead
    meeting: int
    day: str
    indicators: tuple[Indicator, ...]
    people: tuple[PeopleRow, ...]


def indicator_report(facts: IndicatorFacts, paper: PaperSize = A4) -> Document:
    """Word the indicators in the current language."""
    currency = facts.head.currency
    columns = (
        Column(_("Indicator"), weight=1.4),
        Column(_("Value"), "number"),
        Column(_("How it was worked out"), weight=2.4),
    )
    rows = []
    for each in facts.indicators:
        name, value = str(INDICATORS[each.code].name), format_indicator(each, currency)
        rows.append(Row((name, value, format_formula(each, currency))))
    blocks: list[AnyBlock] = [
        Paragraph(amounts_in(currency), small=True),
        Table(columns, tuple(rows)),
        *_people(_("By sex"), by_sex(facts.people), facts),
        *_people(_("By age"), by_age(facts.people), facts),
        Heading(_("What the indicators mean")),
        *_meanings(facts),
    ]
    subtitle = isolated(facts.head.group)
    if facts.day:
        subtitle = _("{group}, meeting {number}, {date}").format(
            group=subtitle,
            number=format_number(facts.meeting),
            date=format_date(facts.day, "long"),
        )
    return sheet(facts.head, title=_("Indicators"), subtitle=subtitle, blocks=blocks, paper=paper)


def _people(heading: str, rows: Sequence[PeopleRow], facts: IndicatorFacts) -> list[AnyBlock]:
    if not rows:
        return []
    figures = Figures(facts.head.currency)
    names = [str(SEXES[row.sex] if row.sex else AGES[row.age]) for row in rows]
    choices = [
        texts(heading, names, _("All"), always=True),
        counts(_("Members"), [row.members for row in rows], add=True, zero=True),
        counts(_("Borrowers"), [row.borrowers for row in rows], add=True, zero=True),
        amounts(_("Savings"), [row.savings for row in rows], figures, zero=True),
        amounts(_("Loans out"), [row.loans for row in rows], figures, zero=True),
        amounts(_("Late"), [row.late for row in rows], figures, zero=True),
    ]
    return [Heading(heading), table_of(choices, total=len(rows) > 1)]


def _meanings(facts: IndicatorFacts) -> list[AnyBlock]:
    told = _("{what}: {meaning}")
    return [
        Paragraph(
            told.format(what=INDICATORS[each.code].name, meaning=INDICATORS[each.code].meaning),
            small=True,
        )
        for each in facts.indicators
    ]
