"""The book for hledger and Ledger: one transaction an event that moves money.

Each fund is a top branch of its own and balances there. A count of cash is a balance assertion
where it was made, and at the end the book's own word for every account is asserted, so that the
program checks our arithmetic as it reads. Tags name the page, the event's place on it, and the
loan. In texts, signs that these programs read as syntax are replaced by look-alikes.
"""

from collections.abc import Iterator
from typing import Literal

from coopledger.domain.journal import Entry
from coopledger.domain.money import plain
from coopledger.interop.export.accounts import Names, class_of
from coopledger.interop.export.amounts import one_line
from coopledger.interop.export.counts import Counted, with_counts
from coopledger.interop.export.whole_book import WholeBook, in_order
from coopledger.interop.export.wording import described, heading, kind_of
from coopledger.words.catalog import _

_SYNTAX = str.maketrans({";": ",", "|": "/"})
_SYNTAX_OF_TAGS = str.maketrans({"[": "(", "]": ")", ":": ".", ",": " "})
_TYPES = {"Assets": "A", "Liabilities": "L", "Equity": "E", "Income": "R", "Expenses": "X"}
_TAGS = ("page", "event", "loan", "note")


class _Writer:
    """What the lines of one file have in common."""

    def __init__(self, whole: WholeBook, program: Literal["hledger", "ledger"]) -> None:
        self.whole, self.program = whole, program
        self.names = Names(program)
        self.steps = with_counts(whole.entries)

    def lines(self) -> Iterator[str]:
        yield from (f"; {line}" for line in heading(self.whole))
        yield ""
        yield from self._declarations()
        for step in self.steps:
            yield ""
            yield from self._transaction(step) if isinstance(step, Entry) else self._count(step)
        if self.whole.accounts:
            yield ""
            yield from self._closing()

    def _declarations(self) -> Iterator[str]:
        currency = self.whole.currency
        example = plain(1000 * currency.unit, currency.decimals)
        if self.program == "hledger":  # wants a decimal mark in any case
            yield f"commodity {example}{'' if currency.decimals else '.'} {currency.code}"
        else:
            yield f"commodity {currency.code}"
            yield f"    format {example} {currency.code}"
            yield from (f"tag {tag}" for tag in _TAGS)
        yield ""
        for account in self._accounts():
            kind = f"  ; type: {_TYPES[class_of(account)]}" if self.program == "hledger" else ""
            yield f"account {self.names(account)}{kind}"

    def _accounts(self) -> list[str]:
        counted = {step.account for step in self.steps if isinstance(step, Counted)}
        return sorted(counted.union(self.whole.accounts), key=in_order)

    def _transaction(self, entry: Entry) -> Iterator[str]:
        yield f"{entry.date} * {_words(described(self.whole, entry))}"
        yield from _tags(entry)
        if note := _words(self.whole.note(entry.event)).translate(_SYNTAX_OF_TAGS):
            yield f"    ; note: {note}"
        for account, amount in entry.sums().items():
            yield f"    {self.names(account)}  {self._money(amount)}"

    def _count(self, count: Counted) -> Iterator[str]:
        yield f"{count.entry.date} * {_words(kind_of(count.entry))}"
        yield from _tags(count.entry)
        yield self._assertion(count.account, count.amount)

    def _closing(self) -> Iterator[str]:
        yield f"{self.whole.last_day} * {_words(_('What the book says at the end'))}"
        yield f"    ; page: {len(self.whole.pages)}"
        for account, balance in self.whole.accounts.items():
            yield self._assertion(account, balance)

    def _assertion(self, account: str, amount: int) -> str:
        return f"    {self.names(account)}  {self._money(0)} = {self._money(amount)}"

    def _money(self, amount: int) -> str:
        return f"{plain(amount, self.whole.currency.decimals)} {self.whole.currency.code}"


def _tags(entry: Entry) -> Iterator[str]:
    yield f"    ; page: {entry.number}"
    yield f"    ; event: {entry.index}"
    if entry.loan:
        yield f"    ; loan: {entry.loan}"


def _words(text: str) -> str:
    return one_line(text.translate(_SYNTAX))


def write_plain_text(whole: WholeBook, program: Literal["hledger", "ledger"]) -> bytes:
    """The book as a journal of hledger or Ledger."""
    return ("\n".join(_Writer(whole, program).lines()) + "\n").encode()
