"""What a bundle brings, in plain words: the same for the window and the command line."""

from __future__ import annotations

from typing import Literal

import msgspec

from coopledger.app.bundle_import import Examined, RefusedBook
from coopledger.ledger.replay import PageFinding
from coopledger.sync.verdict import Verdict
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_date, format_moment
from coopledger.words.errors import explain, explain_finding
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

Tone = Literal["good", "warn", "bad", "quiet"]
MOST_FINDINGS = 5
"""Findings of one book that are told; the book shows all of them."""


class Note(msgspec.Struct, frozen=True):
    """A sentence, and how serious it is."""

    text: str
    tone: Tone


class BookTold(msgspec.Struct, frozen=True):
    """One book: its name, figures with their captions, and what wants to be looked at."""

    book: str
    name: str
    pages: int
    figures: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]


class Told(msgspec.Struct, frozen=True):
    """A bundle: who sent it and when, book by book, and what is true of all of it."""

    sender: str
    source: str
    books: tuple[BookTold, ...]
    notes: tuple[Note, ...]

    @property
    def lines(self) -> list[str]:
        """The same as lines of text."""
        found = [self.source]
        for book in self.books:
            found.append(pages_told(book.name, book.pages) if book.pages else book.name)
            found += [f"  {caption}  {value}" for caption, value in book.figures]
            found += [f"  {note.text}" for note in book.notes]
        return [*found, *(note.text for note in self.notes)]


def pages_told(name: str, pages: int) -> str:
    """How many pages of a group are new."""
    text = ngettext("{group}: {count} new page.", "{group}: {count} new pages.", pages)
    return text.format(group=name, count=format_number(pages))


def told(found: Examined) -> Told:
    """Say what a bundle brings. Books of which nothing is new and nothing is wrong are left out."""
    row = next(row for row in found.cooperative.devices if row.id == found.sender.id)
    books = tuple(
        _book(found.names.get(verdict.incoming.book, "—"), verdict, row.name)
        for verdict in found.verdicts
        if _is_worth(verdict)
    )
    books += tuple(_refused(found, each) for each in found.refused)
    source = _("From {name} of {cooperative}.").format(
        name=row.name, cooperative=found.cooperative.name
    )
    return Told(row.name, source, books, tuple(_of_all(found)))


def _is_worth(verdict: Verdict) -> bool:
    told = (verdict.pages, verdict.missing[1], verdict.forks, verdict.undone, verdict.newer)
    return any(told) or bool(verdict.incoming.people)


def _of_all(found: Examined) -> list[Note]:
    notes = []
    if found.kept_out:
        text = ngettext(
            "{count} book is not for this laptop and was left out.",
            "{count} books are not for this laptop and were left out.",
            len(found.kept_out),
        )
        notes.append(Note(text.format(count=format_number(len(found.kept_out))), "quiet"))
    if not any(each.pages or each.incoming.people for each in found.verdicts):
        notes.append(Note(_("Nothing in it is new."), "quiet"))
    if found.again:
        notes.append(Note(_("It, or a later one of the same laptop, was read before."), "quiet"))
    return notes


def _refused(found: Examined, each: RefusedBook) -> BookTold:
    name = found.names.get(each.book, each.book[:8])
    return BookTold(each.book, name, 0, (), (Note(explain(each.refusal), "bad"),))


def _book(name: str, verdict: Verdict, sender: str) -> BookTold:
    notes = [*_findings(verdict), *_trouble(name, verdict, sender)]
    return BookTold(
        verdict.incoming.book, name, verdict.pages, tuple(_figures(verdict)), tuple(notes)
    )


def _figures(verdict: Verdict) -> list[tuple[str, str]]:
    found = []
    if verdict.first and verdict.last:
        span = _("{first} ({begin}) to {last} ({end})").format(
            first=format_number(verdict.first.number),
            begin=format_date(verdict.first.date),
            last=format_number(verdict.last.number),
            end=format_date(verdict.last.date),
        )
        found.append((_("Meetings"), span))
    if verdict.money:
        currency = verdict.money.currency
        found += [
            (_("Money in"), format_amount(verdict.money.came, currency)),
            (_("Money out"), format_amount(verdict.money.went, currency)),
            (_("Cash after them"), format_amount(verdict.money.cash, currency)),
        ]
    return found


def _findings(verdict: Verdict) -> list[Note]:
    currency = verdict.money.currency if verdict.money else None

    def words(each: PageFinding) -> str:
        found = each.finding
        return explain_finding(found.code, found.params, currency, member=found.member)

    shown = [Note(words(each), "warn") for each in verdict.findings[:MOST_FINDINGS]]
    if more := len(verdict.findings) - len(shown):
        text = ngettext(
            "{count} more finding; the book shows it.",
            "{count} more findings; the book shows them.",
            more,
        )
        shown.append(Note(text.format(count=format_number(more)), "warn"))
    return shown


def _trouble(name: str, verdict: Verdict, sender: str) -> list[Note]:
    notes = []
    if verdict.missing[1]:
        notes.append(Note(gap_told(name, verdict.missing, verdict.missed, sender), "warn"))
    if verdict.forks:
        text = _("{group}: there are two different pages {pages}. The officers must choose.")
        pages = ", ".join(map(format_number, verdict.forks))
        notes.append(Note(text.format(group=name, pages=pages), "bad"))
    if verdict.undone:
        text = ngettext(
            "{group}: {count} page does not count any more, by the officers' choice.",
            "{group}: {count} pages do not count any more, by the officers' choice.",
            verdict.undone,
        )
        notes.append(Note(text.format(group=name, count=format_number(verdict.undone)), "warn"))
    if cards := len(verdict.incoming.people):
        text = ngettext(
            "{group}: {count} newer card of a member.",
            "{group}: {count} newer cards of members.",
            cards,
        )
        notes.append(Note(text.format(group=name, count=format_number(cards)), "quiet"))
    if verdict.newer:
        text = _("{group}: the newest pages need a newer program.")
        notes.append(Note(text.format(group=name), "warn"))
    return notes


def gap_told(name: str, pages: tuple[int, int], meetings: tuple[int, int], ask: str) -> str:
    """Say which meetings are missing, or which pages where that is not known, and whom to ask."""
    if meetings[1]:
        if meetings[0] == meetings[1]:
            text = _("{group}: meeting {first} is missing. Ask {sender} for it.")
        else:
            text = _("{group}: meetings {first} to {last} are missing. Ask {sender} for them.")
        first, last = meetings
    else:
        if pages[0] == pages[1]:
            text = _("{group}: page {first} is missing. Ask {sender} for it.")
        else:
            text = _("{group}: pages {first} to {last} are missing. Ask {sender} for them.")
        first, last = pages
    return text.format(group=name, first=format_number(first), last=format_number(last), sender=ask)


def sent_at(found: Examined) -> str:
    """When the sender's clock says that the bundle was made."""
    from datetime import UTC, datetime

    moment = datetime.fromtimestamp(found.manifest.time / 1000, UTC).astimezone()
    return _("Made {moment}, by its own clock.").format(moment=format_moment(moment))
