"""The book for Beancount: the same transactions as for hledger and Ledger, under its own rules.

Accounts begin with one of five roots, are opened on the day on which they are first used, and take
the book's currency only. A balance is checked at the beginning of a day, so a count is stated on
the day after the meeting, and left out where the cash was moved again on the day of the count (as
at a share-out right after the last meeting). Nothing is tolerated, not even the last coin.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from coopledger.domain.journal import Entry
from coopledger.domain.money import plain
from coopledger.interop.export.accounts import Names
from coopledger.interop.export.amounts import one_line
from coopledger.interop.export.counts import Counted, with_counts
from coopledger.interop.export.whole_book import WholeBook, in_order
from coopledger.interop.export.wording import described, heading


def write_beancount(whole: WholeBook) -> bytes:
    """The book as a Beancount file."""
    return ("\n".join(_Writer(whole).lines()) + "\n").encode()


class _Writer:
    """What the lines of one file have in common."""

    def __init__(self, whole: WholeBook) -> None:
        self.whole = whole
        self.names = Names("beancount")
        self.steps = with_counts(whole.entries)

    def lines(self) -> Iterator[str]:
        whole, code = self.whole, self.whole.currency.code
        yield from (f"; {line}" for line in heading(whole))
        yield ""
        yield f'option "title" {_quoted(whole.name)}'
        yield f'option "operating_currency" "{code}"'
        yield ""
        opened = self._opened()
        first = min(opened.values(), default=whole.last_day)
        yield f"{first} commodity {code}"
        for account, day in sorted(opened.items(), key=lambda item: in_order(item[0])):
            yield f"{day} open {self.names(account)} {code}"
        for step in self.steps:
            if isinstance(step, Entry):
                yield ""
                yield from self._transaction(step)
            elif step.ends_day:
                yield ""
                yield self._balance(step.entry.date, step.account, step.amount)
        yield ""
        for account, amount in whole.accounts.items():
            yield self._balance(whole.last_day, account, amount)

    def _opened(self) -> dict[str, str]:
        """Each account and the first day on which anything is said of it."""
        found: dict[str, str] = {}
        for step in self.steps:
            if isinstance(step, Counted):
                day, touched = step.entry.date, [step.account]
            else:
                legs = ((debit, credit) for debit, credit, _amount in step.legs)
                day, touched = step.date, [account for leg in legs for account in leg]
            for account in touched:
                found[account] = min(day, found.get(account, day))
        for account in self.whole.accounts:
            found.setdefault(account, self.whole.last_day)
        return found

    def _transaction(self, entry: Entry) -> Iterator[str]:
        yield f"{entry.date} * {_quoted(described(self.whole, entry))}"
        yield f"  page: {entry.number}"
        yield f"  event: {entry.index}"
        if entry.loan:
            yield f"  loan: {entry.loan}"
        if note := self.whole.note(entry.event):
            yield f"  note: {_quoted(note)}"
        for account, amount in entry.sums().items():
            yield f"  {self.names(account)}  {self._number(amount)} {self.whole.currency.code}"

    def _balance(self, day: str, account: str, amount: int) -> str:
        after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        exactly = f"{self._number(amount)} ~ 0 {self.whole.currency.code}"
        return f"{after} balance {self.names(account)}  {exactly}"

    def _number(self, amount: int) -> str:
        return plain(amount, self.whole.currency.decimals)


def _quoted(text: str) -> str:
    return '"' + one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
