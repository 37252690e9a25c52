"""What every report of a group's book looks like: direction, digits, footer, watermark."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from coopledger.domain.money import Currency
from coopledger.reports.document import (
    A5,
    AnyBlock,
    Column,
    Document,
    Heading,
    KeepTogether,
    PaperSize,
    Paragraph,
    Row,
    Signatures,
    Signer,
    Table,
)
from coopledger.reports.facts import PageRef, PaperHead, Person
from coopledger.reports.fingerprint import fingerprint
from coopledger.reports.qr import qr_symbol
from coopledger.reports.vocabulary import ROLES, in_digits, word
from coopledger.words.catalog import _, current_language, is_right_to_left, isolated
from coopledger.words.dates import Width, enumerate_items, format_date
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

WRITERS = ("record_keeper", "secretary", "treasurer")
"""Who keeps the book and signs for it, the first that the group has."""
ACCOUNTABLE = ("chairperson", "secretary", "treasurer", "record_keeper")
"""Offices that answer for registers and accounts."""
NOTHING = "—"
"""Stands where there could be a figure and is none, such as a box that nobody counted."""


class Figures:
    """Writes the amounts of one report."""

    def __init__(self, currency: Currency) -> None:
        self._currency = currency

    def sum(self, amount: int) -> str:
        """An amount, zero too."""
        return format_amount(amount, self._currency)

    def some(self, amount: int) -> str:
        """An amount, nothing for zero: a calm table shows what happened."""
        return self.sum(amount) if amount else ""

    def signed(self, amount: int) -> str:
        """A change, with its sign."""
        return f"+{self.sum(amount)}" if amount > 0 else self.sum(amount)

    def counted(self, amount: int | None) -> str:
        """An amount, a dash for one that nobody knows."""
        return NOTHING if amount is None else self.sum(amount)


Value: TypeAlias = int | str | None
"""What a cell stands for; see `document.Row`."""


class Choice(NamedTuple):
    """A column that appears only where one of its cells has something to say.

    ``values`` are what its cells stand for, without it the cells are all that there is to know.
    """

    column: Column
    cells: Sequence[str]
    total: str = ""
    always: bool = False
    values: Sequence[Value] = ()
    sum: Value = None

    @property
    def shown(self) -> bool:
        """Whether it appears."""
        return self.always or any(self.cells)

    def told(self) -> Sequence[Value]:
        """What each cell stands for."""
        return self.values or [cell or None for cell in self.cells]


def table_of(choices: Sequence[Choice], *, total: bool, row_height: float = 0) -> Table:
    """A table of the columns that have something to say, with a total where one is wanted."""
    shown = [choice for choice in choices if choice.shown]
    cells = zip(*(choice.cells for choice in shown), strict=True)
    values = zip(*(choice.told() for choice in shown), strict=True)
    rows = [Row(each, values=told) for each, told in zip(cells, values, strict=True)]
    if total:
        sums = tuple(choice.total or None if choice.sum is None else choice.sum for choice in shown)
        rows.append(Row(tuple(choice.total for choice in shown), "total", sums))
    return Table(tuple(choice.column for choice in shown), tuple(rows), row_height)


def texts(
    heading: str,
    cells: Sequence[str],
    total: str = "",
    *,
    weight: float | None = None,
    always: bool = False,
) -> Choice:
    """A column of texts."""
    return Choice(Column(heading, weight=weight), cells, total, always)


def days(
    heading: str, found: Sequence[str], width: Width = "medium", *, always: bool = False
) -> Choice:
    """A column of ISO days, empty where there is none."""
    cells = [format_date(day, width) if day else "" for day in found]
    return Choice(Column(heading, "date"), cells, always=always, values=[d or None for d in found])


def counts(heading: str, found: Sequence[int], *, add: bool = False, zero: bool = False) -> Choice:
    """A column of whole numbers; 0 is left empty unless it says something."""
    cells = [format_number(n) if n or zero else "" for n in found]
    column, whole = Column(heading, "number"), sum(found)
    return Choice(column, cells, some(whole) if add else "", zero, found, whole if add else None)


def amounts(
    heading: str,
    found: Sequence[int],
    figures: "Figures",
    *,
    add: bool = True,
    zero: bool = False,
    always: bool = False,
) -> Choice:
    """A column of amounts with their sum where they add up; 0 is empty unless it says something."""
    show, whole = figures.sum if zero else figures.some, sum(found)
    cells = [show(amount) for amount in found]
    column = Column(heading, "money")
    return Choice(column, cells, show(whole) if add else "", always, found, whole if add else None)


def some(count: int) -> str:
    """A count, nothing for zero."""
    return format_number(count) if count else ""


def pages_of(head: PaperHead) -> list[PageRef]:
    """All pages of the book that a paper is about."""
    return [*head.earlier, PageRef(head.page, head.page_hash)]


def _of_page(page: PageRef) -> str:
    return _("Page {page} of the book, fingerprint {fingerprint}").format(
        page=format_number(page.number),
        fingerprint=isolated(in_digits(fingerprint(page.hash))),
    )


def footer(head: PaperHead) -> str:
    """The lines at the foot of a paper: the pages that it is about, and their fingerprints."""
    return "\n".join(map(_of_page, pages_of(head)))


def signers(officers: Iterable[Person], roles: Iterable[str]) -> list[Signer]:
    """Who signs for some offices, in the order of these; who has two of them signs once."""
    people, held = list(officers), defaultdict[Person, list[str]](list)
    for role in roles:
        for person in people:
            if role in person.roles:
                held[person].append(word(ROLES, role))
    return [Signer(enumerate_items(offices), person.name) for person, offices in held.items()]


def signed_by(head: PaperHead, paper: PaperSize, only: Collection[str] | None = None) -> AnyBlock:
    """A line to sign on for all officers, or for those who have one of some offices."""
    others = (role for person in head.officers for role in person.roles)
    roles = [role for role in dict.fromkeys((*ROLES, *others)) if only is None or role in only]
    lines = tuple(signers(head.officers, roles))
    columns = 2 if paper.width <= A5.width else 3
    return KeepTogether((Heading(_("Signed by")), Signatures(lines, columns)))


def _disputed(head: PaperHead) -> tuple[AnyBlock, ...]:
    """What a paper of a forked book says first: up to where its figures are settled."""
    if not head.settled:
        return ()
    told = _(
        "There are two different books after page {page}, both sealed. What this paper tells up to"
        " page {page} is settled; what it tells beyond it is disputed until the officers choose."
    )
    return (Paragraph(told.format(page=format_number(head.settled)), bold=True),)


def sheet(
    head: PaperHead, *, title: str, subtitle: str, blocks: Sequence[AnyBlock], paper: PaperSize
) -> Document:
    """A document with what all of a group's papers carry: page and fingerprint at every foot."""
    language = current_language()
    mark = _("DISPUTED") if head.settled else ""
    return Document(
        title=title,
        subtitle=subtitle,
        blocks=(*_disputed(head), *blocks),
        paper=paper,
        direction="rtl" if is_right_to_left(language) else "ltr",
        language=language,
        author=head.group,
        running_header=f"{title}: {subtitle}",
        footer=footer(head),
        digits=in_digits("0123456789"),
        watermark=_("PRACTICE") if head.practice else mark,
        symbol=qr_symbol(head.code) if head.code else None,
    )
