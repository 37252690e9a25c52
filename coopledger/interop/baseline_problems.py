"""What is wrong in a baseline's files: all of it is gathered, so that it is put right in one go."""

from collections.abc import Sequence
from datetime import date

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.domain.money import minor_units
from coopledger.interop.group_file import clean_name

OLDEST, NEWEST = date(1900, 1, 1), date(2199, 12, 31)
LONGEST_TEXT = 2000


class Row(msgspec.Struct, frozen=True):
    """One row of a table: its line (the headings are 1) and its cells by heading."""

    line: int
    cells: dict[str, str]


class Table(msgspec.Struct, frozen=True):
    """One table: how it is called in a problem, its headings and its rows."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


class Problems:
    """The problems found so far, each a refusal with file, line, column and value."""

    def __init__(self) -> None:
        self.found: list[Refusal] = []

    def add(self, refusal: Refusal, **place: object) -> None:
        """Note a refusal; the place is told as far as it does not say one itself."""
        self.found.append(refusal.within(**place))


class Cells:
    """The cells of one row as what they mean; what can't be read is noted, and nothing stands."""

    def __init__(self, table: Table, row: Row, problems: Problems, decimals: int) -> None:
        self._table, self._row = table, row
        self._problems = problems
        self._decimals = decimals

    def text(self, column: str) -> str:
        """The cell as it stands, empty where the table has no such column."""
        return self._row.cells.get(column, "")

    def wrong(self, refusal: Refusal, column: str) -> None:
        """Note that a cell can't stand."""
        self._problems.add(
            refusal,
            file=self._table.file,
            line=self._row.line,
            column=column,
            value=self.text(column),
        )

    def amount(self, column: str, *, below_zero: bool = False) -> int:
        """Money in minor units; an empty cell is nothing."""
        text = self.text(column)
        try:
            amount = minor_units(text, self._decimals) if text else 0
        except ValueError:
            self.wrong(Refusal("not_a_number"), column)
            return 0
        if amount < 0 and not below_zero:
            self.wrong(Refusal("negative_amount"), column)
            return 0
        return amount

    def whole(self, column: str, most: int) -> int:
        """A whole number up to ``most``; an empty cell is 0."""
        text = self.text(column)
        if text.startswith("-"):
            self.wrong(Refusal("negative_amount"), column)
        elif text and not (text.isascii() and text.isdigit()):
            self.wrong(Refusal("not_a_number"), column)
        elif text and (len(text) > len(str(most)) or int(text) > most):
            self.wrong(Refusal("out_of_range", least=0, most=most), column)
        elif text:
            return int(text)
        return 0

    def day(self, column: str) -> date | None:
        """A day; an empty cell is none."""
        text = self.text(column)
        if not text:
            return None
        found = read_day(text)
        if found is None:
            self.wrong(Refusal("bad_date"), column)
        return found

    def name(self, column: str) -> str:
        """A name as people wrote it."""
        try:
            return clean_name(self.text(column), column)
        except Refusal as refusal:
            self.wrong(refusal, column)
            return ""

    def note(self, column: str) -> str:
        """A text that may be empty, in one line and no longer than a note."""
        text = self.text(column)
        if len(text) > LONGEST_TEXT:
            self.wrong(Refusal("text_too_long", value=text[:40], limit=LONGEST_TEXT), column)
        return text

    def choice(self, column: str, choices: Sequence[str], usual: str) -> str:
        """One of a few words, ``usual`` where the cell is empty."""
        text = self.text(column) or usual
        if text not in choices:
            self.wrong(Refusal("not_a_choice", choices=tuple(choices)), column)
            return usual
        return text

    def several(self, column: str) -> tuple[str, ...]:
        """Words with blanks, commas or semicolons between them."""
        return tuple(self.text(column).replace(",", " ").replace(";", " ").split())


def read_day(text: str) -> date | None:
    """A day of our time in ISO form, None if it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and OLDEST <= day <= NEWEST else None


def check_headings(table: Table, wanted: set[str], optional: set[str], problems: Problems) -> bool:
    """Note headings that are not known, missing or there twice; whether all that is wanted is."""
    for column in table.headings:
        if column not in wanted | optional:
            problems.add(
                Refusal("unknown_key", file=table.file, line=1, column=column, value=column)
            )
    for column in {column for column in table.headings if table.headings.count(column) > 1}:
        problems.add(Refusal("duplicate_key", file=table.file, line=1, column=column, value=column))
    missing = sorted(wanted - set(table.headings))
    for column in missing:
        problems.add(Refusal("missing_key", file=table.file, line=1, column=column, value=column))
    return not missing
