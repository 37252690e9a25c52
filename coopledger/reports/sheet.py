"""What every report of a group's book looks like: direction, digits, footer, watermark."""

from collections.abc import Sequence

from coopledger.domain.money import Currency
from coopledger.reports.document import AnyBlock, Document, PaperSize
from coopledger.reports.facts import PaperHead
from coopledger.reports.fingerprint import fingerprint
from coopledger.reports.vocabulary import in_digits, isolated
from coopledger.words.catalog import _, current_language, is_right_to_left
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

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

    def counted(self, amount: int | None) -> str:
        """An amount, a dash for one that nobody knows."""
        return NOTHING if amount is None else self.sum(amount)


def some(count: int) -> str:
    """A count, nothing for zero."""
    return format_number(count) if count else ""


def sheet(
    head: PaperHead, *, title: str, subtitle: str, blocks: Sequence[AnyBlock], paper: PaperSize
) -> Document:
    """A document with what all of a group's papers carry: page and fingerprint at every foot."""
    language = current_language()
    footer = _("Page {page} of the book, fingerprint {fingerprint}").format(
        page=format_number(head.page),
        fingerprint=isolated(in_digits(fingerprint(head.page_hash))),
    )
    return Document(
        title=title,
        subtitle=subtitle,
        blocks=tuple(blocks),
        paper=paper,
        direction="rtl" if is_right_to_left(language) else "ltr",
        language=language,
        author=head.group,
        running_header=f"{title}: {subtitle}",
        footer=footer,
        digits=in_digits("0123456789"),
        watermark=_("PRACTICE") if head.practice else "",
    )
