"""The constitution on paper: every rule in words, for the members to keep and to sign."""

import msgspec

from coopledger.reports.document import (
    A4,
    AnyBlock,
    Column,
    Document,
    Heading,
    KeyValues,
    PaperSize,
    Row,
    Table,
)
from coopledger.reports.facts import PaperHead
from coopledger.reports.sheet import sheet, signed_by
from coopledger.words.catalog import _, isolated
from coopledger.words.dates import format_date
from coopledger.words.numbers import format_number


class Chapter(msgspec.Struct, frozen=True):
    """Rules that belong together: the name of each, and what it says."""

    title: str
    rules: tuple[tuple[str, str], ...]


class ConstitutionFacts(msgspec.Struct, frozen=True):
    """The rules in force after the newest page, which are number ``version`` of the group's."""

    head: PaperHead
    version: int
    since: str
    chapters: tuple[Chapter, ...]


def constitution_report(facts: ConstitutionFacts, paper: PaperSize = A4) -> Document:
    """Word the constitution in the current language."""
    about = [(_("Version"), format_number(facts.version))]
    if facts.since:
        about.append((_("In force from"), format_date(facts.since, "long")))
    blocks: list[AnyBlock] = [KeyValues(tuple(about))]
    for chapter in facts.chapters:
        columns = (Column(_("Rule"), weight=1), Column(_("What it says"), weight=2.5))
        rows = tuple(Row((isolated(name), told)) for name, told in chapter.rules)
        blocks += [Heading(chapter.title), Table(columns, rows)]
    return sheet(
        facts.head,
        title=_("Constitution"),
        subtitle=isolated(facts.head.group),
        blocks=[*blocks, signed_by(facts.head, paper)],
        paper=paper,
    )
