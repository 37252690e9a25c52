"""The recovery sheet: the words that open a ledger when its passphrase or its laptop is lost.

It is printed once. Words stand in two columns to be read down, large, each with its place and its
number in the public list, so that a reader of any script can copy it by the figures.
"""

from typing import Literal

import msgspec

from coopledger.reports.document import (
    A4,
    AnyBlock,
    Column,
    Document,
    Heading,
    KeyValues,
    PaperSize,
    Paragraph,
    Row,
    Signatures,
    Signer,
    Spacer,
    Table,
)
from coopledger.reports.vocabulary import in_digits
from coopledger.words.catalog import _, current_language, is_right_to_left, isolated
from coopledger.words.dates import format_date
from coopledger.words.numbers import format_number

LARGE = 1.3
_HALVES = 2


class SheetFacts(msgspec.Struct, frozen=True):
    """What one recovery sheet tells.

    Attributes:
        kind: one sheet of words that does alone, or one of three shares of which two do.
        sheet: its number, from 1.
        sheets: how many there are.
        words: (number in the public list from 1, word), in order.
        ledger: short name of the ledger that it opens.
        key: short name of the recovery key: equal on all sheets of a set, and in `status`.
        day: ISO date of printing.
        practice: whether nothing in the ledger is real.
    """

    kind: Literal["words", "shares"]
    sheet: int
    sheets: int
    words: tuple[tuple[int, str], ...]
    ledger: str
    key: str
    day: str
    practice: bool = False


def recovery_sheet(told: SheetFacts, paper: PaperSize = A4) -> Document:
    """One recovery sheet, in the current language."""
    language = current_language()
    title = _("Recovery sheet")
    subtitle = _("24 words, in their order")
    if told.kind == "shares":
        subtitle = _("Share {sheet} of {sheets}; any two open the ledger").format(
            sheet=format_number(told.sheet), sheets=format_number(told.sheets)
        )
    return Document(
        title=title,
        subtitle=subtitle,
        blocks=(_facts(told), Spacer(6), _words(told), *_advice(told), _kept()),
        paper=paper,
        direction="rtl" if is_right_to_left(language) else "ltr",
        language=language,
        running_header=f"{title}: {subtitle}",
        footer=_("It opens; it can sign nothing."),
        digits=in_digits("0123456789"),
        watermark=_("PRACTICE") if told.practice else "",
        scale=LARGE,
    )


def _facts(told: SheetFacts) -> AnyBlock:
    return KeyValues(
        (
            (_("Ledger"), isolated(told.ledger)),
            (_("Printed on"), format_date(told.day)),
            (_("Recovery key"), isolated(told.key)),
        )
    )


def _words(told: SheetFacts) -> AnyBlock:
    half = len(told.words) // _HALVES
    columns = (
        Column(_("Place"), "number"),
        Column(_("Number"), "number"),
        Column(_("Word"), weight=3),
    )
    rows = []
    for first in range(half):
        cells: list[str] = []
        for place in (first, first + half):
            number, word = told.words[place]
            cells += [format_number(place + 1), in_digits(f"{number:04d}"), isolated(word)]
        rows.append(Row(tuple(cells)))
    return Table(columns * _HALVES, tuple(rows))


def _advice(told: SheetFacts) -> tuple[AnyBlock, ...]:
    shares = told.kind == "shares"
    opens = _(
        "Whoever has this sheet and a backup of the ledger can read all of it: names, telephone"
        " numbers, savings and loans. It signs nothing: nobody can write in a book with it."
    )
    keep = _(
        "Keep it in a closed envelope in a place with a lock, away from the laptop and from the"
        " backups. Not in a photograph, not in a telephone."
    )
    if shares:
        opens = _(
            "Whoever has two of the three shares and a backup of the ledger can read all of it:"
            " names, telephone numbers, savings and loans. One share alone opens nothing. They"
            " sign nothing: nobody can write in a book with them."
        )
        keep = _(
            "Give each share to another key-holder, and never keep two in one house. Not in a"
            " photograph, not in a telephone."
        )
    use = _(
        "If the passphrase is forgotten or the laptop is lost: install the program, choose to"
        " recover from a backup, and type the words, their first four letters, or their numbers."
        " Then the officers let the new laptop write in the books."
    )
    once = _(
        "It is printed once. After printing delete the file. A new sheet, printed later, takes"
        " this one's place for all later backups."
    )
    return (
        Heading(_("What it opens"), 2),
        Paragraph(opens),
        Heading(_("Where to keep it"), 2),
        Paragraph(keep),
        Heading(_("How to use it"), 2),
        Paragraph(use),
        Paragraph(once, small=True),
    )


def _kept() -> AnyBlock:
    return Signatures((Signer(_("Kept by")), Signer(_("Handed over on"))))
