"""The registers that a bookkeeper carries on meeting by meeting: attendance, and savings."""

from collections.abc import Mapping, Sequence

import msgspec

from coopledger.reports.document import (
    A4,
    AnyBlock,
    Column,
    Document,
    Heading,
    PaperSize,
    Paragraph,
    Row,
    RowKind,
    Table,
)
from coopledger.reports.facts import PaperHead, Person
from coopledger.reports.sheet import ACCOUNTABLE, Figures, sheet, signed_by, some
from coopledger.reports.vocabulary import ANSWERS, amounts_in
from coopledger.words.catalog import _, isolated, pgettext
from coopledger.words.dates import format_date
from coopledger.words.numbers import format_number

_ATTENDANCE_ACROSS = 24
_SAVINGS_ACROSS = 12
"""Meetings side by side on a sheet that lies on its side."""


class Held(msgspec.Struct, frozen=True):
    """One meeting: its number and ISO day."""

    meeting: int
    day: str


class AttendanceFacts(msgspec.Struct, frozen=True):
    """The roll calls of a cycle: answers by member's code and meeting's number."""

    head: PaperHead
    members: tuple[Person, ...]
    meetings: tuple[Held, ...]
    answers: Mapping[str, Mapping[int, str]]


class SavingsFacts(msgspec.Struct, frozen=True):
    """What each member saved (negative: took out) in each meeting of a cycle, in minor units.

    ``before`` is what was saved before the first meeting; by member's code and meeting's number.
    """

    head: PaperHead
    members: tuple[Person, ...]
    meetings: tuple[Held, ...]
    before: Mapping[str, int]
    saved: Mapping[str, Mapping[int, int]]


def attendance_register(facts: AttendanceFacts, paper: PaperSize = A4) -> Document:
    """Word the attendance register in the current language."""
    paper, signs = paper.landscape(), _signs()
    legend = _("A tick is present, a cross is absent; {late} late, {excused} excused,"
               " {represented} represented.")  # fmt: skip
    blocks: list[AnyBlock] = [Paragraph(legend.format(**signs), small=True)]
    parts = _parts(facts.meetings, _ATTENDANCE_ACROSS)
    for meetings in parts:
        blocks += [Heading(_between(meetings), 2), _answers(facts, meetings, signs)]
    if not parts:
        blocks = [Paragraph(_("No meeting has been recorded yet."))]
    return _register(_("Attendance register"), facts.head, facts.meetings, blocks, paper)


def savings_register(facts: SavingsFacts, paper: PaperSize = A4) -> Document:
    """Word the savings register in the current language."""
    paper, figures = paper.landscape(), Figures(facts.head.currency)
    blocks: list[AnyBlock] = [Paragraph(amounts_in(facts.head.currency), small=True)]
    before = dict(facts.before)
    parts = _parts(facts.meetings, _SAVINGS_ACROSS)
    for meetings in parts:
        blocks += [Heading(_between(meetings), 2), _savings(facts, meetings, before, figures)]
    if not parts:
        blocks = [Paragraph(_("No meeting has been recorded yet."))]
    return _register(_("Savings register"), facts.head, facts.meetings, blocks, paper)


def _register(
    title: str,
    head: PaperHead,
    meetings: Sequence[Held],
    blocks: Sequence[AnyBlock],
    paper: PaperSize,
) -> Document:
    subtitle = isolated(head.group)
    if meetings:
        subtitle = _("{group}, {first} to {last}").format(
            group=subtitle,
            first=format_date(meetings[0].day, "long"),
            last=format_date(meetings[-1].day, "long"),
        )
    blocks = [*blocks, signed_by(head, paper, ACCOUNTABLE)]
    return sheet(head, title=title, subtitle=subtitle, blocks=blocks, paper=paper)


def _signs() -> dict[str, str]:
    return {
        "late": pgettext("attendance register", "L"),
        "excused": pgettext("attendance register", "E"),
        "represented": pgettext("attendance register", "R"),
        "present": "yes",
        "absent": "no",
    }


def _parts(meetings: Sequence[Held], across: int) -> list[Sequence[Held]]:
    """The meetings in parts of about the same length, none longer than a sheet is wide."""
    count = -(-len(meetings) // across)
    size = -(-len(meetings) // count) if count else 0
    return [meetings[at : at + size] for at in range(0, len(meetings), size)] if size else []


def _between(meetings: Sequence[Held]) -> str:
    first, last = meetings[0], meetings[-1]
    told = _("Meetings {first} to {last}, {from_day} to {to_day}")
    return told.format(
        first=format_number(first.meeting),
        last=format_number(last.meeting),
        from_day=format_date(first.day),
        to_day=format_date(last.day),
    )


def _answers(facts: AttendanceFacts, meetings: Sequence[Held], signs: Mapping[str, str]) -> Table:
    columns = (
        Column(_("No.")),
        Column(_("Member"), weight=3),
        *(Column(format_number(each.meeting), "mark", weight=0.2) for each in meetings),
        Column(_("Came"), "number"),
    )
    rows, came = [], [0] * len(meetings)
    for person in facts.members:
        answers = [facts.answers.get(person.code, {}).get(each.meeting, "") for each in meetings]
        here = [answer in ("present", "late") for answer in answers]
        came = [before + now for before, now in zip(came, here, strict=True)]
        cells = (person.code, person.name, *(signs.get(answer, "") for answer in answers))
        values = (person.code, person.name, *(_value(answer) for answer in answers))
        rows.append(Row((*cells, some(sum(here))), values=(*values, sum(here))))
    whole = sum(came)
    rows.append(
        Row(
            ("", _("Came"), *map(some, came), some(whole)),
            "total",
            (None, _("Came"), *came, whole),
        )
    )
    return Table(columns, tuple(rows))


def _value(answer: str) -> str | None:
    return str(ANSWERS[answer]) if answer in ANSWERS else None


def _savings(
    facts: SavingsFacts, meetings: Sequence[Held], before: dict[str, int], figures: Figures
) -> Table:
    """One part; ``before`` goes on to the next."""
    columns = (
        Column(_("No.")),
        Column(_("Member"), weight=3),
        Column(_("Before"), "money"),
        *(Column(format_number(each.meeting), "money") for each in meetings),
        Column(_("After"), "money"),
    )
    rows, sums = [], [0] * (len(meetings) + 2)
    for person in facts.members:
        saved = [facts.saved.get(person.code, {}).get(each.meeting, 0) for each in meetings]
        start = before.get(person.code, 0)
        before[person.code] = end = start + sum(saved)
        line = [start, *saved, end]
        sums = [one + other for one, other in zip(sums, line, strict=True)]
        rows.append(_money_row(person.code, person.name, line, figures))
    rows.append(_money_row("", _("All"), sums, figures, total=True))
    return Table(columns, tuple(rows))


def _money_row(
    code: str, name: str, line: Sequence[int], figures: Figures, *, total: bool = False
) -> Row:
    first, *between, last = line
    shown = (figures.sum(first), *map(figures.some, between), figures.sum(last))
    kind: RowKind = "total" if total else "body"
    return Row((code, name, *shown), kind, (code or None, name, *line))
