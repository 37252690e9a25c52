"""The journal as CSV, one line an account of an entry, for spreadsheets and scripts.

UTF-8 with a byte-order mark, without which Excel shows every name outside English wrong; commas,
Windows line ends, a point before the decimals, ISO dates, as RFC 4180 and scripts have them. Where
a computer is set to decimal commas a spreadsheet asks how to split the lines: the XLSX file opens
right everywhere. A text that a spreadsheet would run as a formula gets an apostrophe in front.
"""

import csv
import io
from collections.abc import Iterator

from coopledger.domain.money import plain
from coopledger.interop.export.accounts import class_of, fund_of
from coopledger.interop.export.amounts import one_line
from coopledger.interop.export.whole_book import WholeBook

COLUMNS = (
    "page",
    "event",
    "meeting",
    "date",
    "kind",
    "member",
    "loan",
    "fund",
    "class",
    "account",
    "debit",
    "credit",
    "currency",
)
UNVEILED_COLUMNS = ("name", "note")
"""Added at the end when names and notes are told."""

_FORMULA = ("=", "+", "-", "@")


def write_csv(whole: WholeBook) -> bytes:
    """The journal as a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS + (UNVEILED_COLUMNS if whole.unveiled else ()))
    writer.writerows(_rows(whole))
    return text.getvalue().encode("utf-8-sig")


def _rows(whole: WholeBook) -> Iterator[list[str]]:
    currency = whole.currency
    for entry in whole.entries:
        first = [str(entry.number), str(entry.index), str(entry.meeting or ""), entry.date]
        first += [entry.kind, safe(entry.member), str(entry.loan or "")]
        last: list[str] = []
        if whole.unveiled:
            name = whole.unveiled.names.get(entry.member, "")
            last = [safe(name), safe(whole.note(entry.event))]
        for account, amount in entry.sums().items():
            value = plain(abs(amount), currency.decimals)
            sides = [value, ""] if amount > 0 else ["", value]
            what = [safe(fund_of(account)), class_of(account), safe(account)]
            yield [*first, *what, *sides, currency.code, *last]


def safe(text: str) -> str:
    """A text in one line that no spreadsheet takes for a formula."""
    line = one_line(text)  # a tab or line end in front of the sign does not hide it
    return f"'{line}" if line.startswith(_FORMULA) else line
