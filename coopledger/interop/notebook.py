"""A paper notebook typed up: ``group.toml`` and ``notebook.csv``, read and checked line by line.

Nothing is worked out here: each line becomes what was said, with the place where it stands, so that
a refusal can name file, line, column and value. The file is UTF-8; a byte-order mark and Windows
line ends are accepted.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from coopledger.domain import entries as en
from coopledger.domain.days import is_day
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency, minor_units
from coopledger.interop import notebook_between
from coopledger.interop.group_file import GroupFile, read_group
from coopledger.interop.rules_file import fine_code

CSV_NAME = "notebook.csv"
HEADINGS = ["meeting", "date", "member", "item", "amount", "detail"]
MAX_FILE = 64 * 1024 * 1024
STATUSES = ("present", "late", "excused", "absent", "represented")


COLUMNS = {
    "unknown_member": "member",
    "member_left": "member",
    "member_dead": "member",
    "duplicate_attendance": "member",
    "cycle_closed": "meeting",
    "meeting_backwards": "meeting",
    "date_backwards": "date",
    "counted_twice": "item",
    "no_open_loan": "member",
    "text_too_long": "detail",
    "own_group": "detail",
    "transfer_twice": "detail",
    "nothing_lent": "detail",
}
"""Where a refusal stands in the notebook; all others are about the amount."""


class Line(msgspec.Struct, frozen=True):
    """One line of the notebook: where it stands, its cells, and what was said."""

    number: int
    cells: dict[str, str]
    entry: en.AnyEntry

    def place(self, column: str) -> dict[str, object]:
        """File, line, column and value for a refusal."""
        value = self.cells[column]
        return {"file": CSV_NAME, "line": self.number, "column": column, "value": value}

    def place_of(self, code: str) -> dict[str, object]:
        """The place that a refusal with this code is about."""
        return self.place(COLUMNS.get(code, "amount"))


class PaperMeeting(msgspec.Struct, frozen=True):
    """One meeting of the notebook."""

    number: int
    day: str
    first_line: int
    lines: tuple[Line, ...]


class Notebook(msgspec.Struct, frozen=True):
    """A whole notebook."""

    group: GroupFile
    meetings: tuple[PaperMeeting, ...]


def read_notebook(folder: Path) -> Notebook:
    """Read a folder with ``group.toml`` and ``notebook.csv``.

    Raises:
        Refusal: something can't be read; its params name file, line, column and value.
    """
    group = read_group(folder / "group.toml")
    return Notebook(group, read_lines(folder / CSV_NAME, group.currency))


def read_lines(path: Path, currency: Currency) -> tuple[PaperMeeting, ...]:
    """The meetings of a file of notebook lines.

    Raises:
        Refusal: a line can't be read; see `read_notebook`.
    """
    rows = list(_rows(path))
    if not rows:
        raise Refusal("empty_notebook", file=path.name, line=1, column="meeting", value="")
    meetings: list[PaperMeeting] = []
    lines: list[Line] = []
    number, day, first = -1, "", 0
    for row_number, cells in rows:
        here = _whole(cells, row_number, "meeting", 1)
        when = _day(cells, row_number)
        if here != number:
            if lines:
                meetings.append(PaperMeeting(number, day, first, tuple(lines)))
            _forward(cells, row_number, (here, number), (when, day))
            number, day, first, lines = here, when, row_number, []
        elif when != day:
            raise _at("two_dates", cells, row_number, "date", expected=day)
        lines.append(Line(row_number, cells, _entry(cells, row_number, currency)))
    meetings.append(PaperMeeting(number, day, first, tuple(lines)))
    return tuple(meetings)


def read_text(path: Path) -> str:
    """A UTF-8 file's text without its byte-order mark.

    Raises:
        Refusal: it is missing, too large, or of another encoding (with the line that shows it).
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise Refusal("file_too_large", file=path.name, value=path.stat().st_size)
        raw = path.read_bytes()
    except OSError:
        raise Refusal("file_missing", file=path.name, value=str(path)) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        begin = raw.rfind(b"\n", 0, problem.start) + 1
        column = _column_of(raw[begin : problem.start])
        around = raw[problem.start : problem.start + 12].decode("latin-1").splitlines()[0]
        raise Refusal(
            "bad_encoding", file=path.name, line=line, column=column, value=around
        ) from None


def _column_of(before: bytes) -> str:
    return HEADINGS[min(before.count(b","), len(HEADINGS) - 1)]


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    text = read_text(path)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refusal("bad_csv", file=CSV_NAME, line=line, column="meeting", value="\\0")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begin = 1
    try:
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if line == 1:
                _check_headings(cells)
            elif not any(cell.strip() for cell in cells):
                continue
            elif len(cells) != len(HEADINGS):
                column = HEADINGS[min(len(cells), len(HEADINGS)) - 1]
                value = ",".join(cells)
                raise Refusal("bad_csv", file=CSV_NAME, line=line, column=column, value=value)
            else:
                yield line, dict(zip(HEADINGS, (cell.strip() for cell in cells), strict=True))
    except csv.Error as problem:
        raise Refusal(
            "bad_csv", file=CSV_NAME, line=begin, column="meeting", value=str(problem)
        ) from None


def _check_headings(cells: list[str]) -> None:
    if [cell.strip() for cell in cells] != HEADINGS:
        value = ",".join(cells)
        raise Refusal("bad_csv", file=CSV_NAME, line=1, column=HEADINGS[0], value=value)


def _forward(
    cells: dict[str, str], line: int, numbers: tuple[int, int], days: tuple[str, str]
) -> None:
    if numbers[0] < numbers[1]:
        raise _at("meeting_backwards", cells, line, "meeting", last=numbers[1])
    if days[0] < days[1]:
        raise _at("date_backwards", cells, line, "date", last=days[1])


def _at(code: str, cells: dict[str, str], line: int, column: str, **more: object) -> Refusal:
    value = cells[column]
    return Refusal(code, file=CSV_NAME, line=line, column=column, value=value, **more)


def _whole(cells: dict[str, str], line: int, column: str, least: int) -> int:
    text = cells[column]
    if re.fullmatch(r"-[0-9]+(\.[0-9]+)?", text):
        raise _at("negative_amount", cells, line, column)
    if not re.fullmatch(r"[0-9]{1,15}", text, re.ASCII) or int(text) < least:
        raise _at("not_a_number", cells, line, column)
    return int(text)


def _money(cells: dict[str, str], line: int, currency: Currency) -> int:
    text = cells["amount"]
    try:
        amount = minor_units(text, currency.decimals)
    except ValueError:
        raise _at("not_a_number", cells, line, "amount") from None
    if amount < 0:
        raise _at("negative_amount", cells, line, "amount")
    return amount


def _day(cells: dict[str, str], line: int) -> str:
    if not is_day(cells["date"]):
        raise _at("bad_date", cells, line, "date")
    return cells["date"]


_Read = Callable[[dict[str, str], int, Currency], en.AnyEntry]


def _entry(cells: dict[str, str], line: int, currency: Currency) -> en.AnyEntry:
    read = ITEMS.get(cells["item"])
    if read is None:
        raise _at("unknown_item", cells, line, "item")
    try:
        return read(cells, line, currency)
    except msgspec.ValidationError:
        raise _at("bad_value", cells, line, "member") from None


def _attendance(cells: dict[str, str], line: int, _currency: Currency) -> en.AnyEntry:
    status = cells["detail"]
    if status not in STATUSES:
        raise _at("unknown_status", cells, line, "detail")
    if cells["amount"]:
        raise _at("bad_value", cells, line, "amount")
    return en.Attendance(cells["member"], status)  # type: ignore[arg-type]


def _fine(cells: dict[str, str], line: int, currency: Currency) -> en.AnyEntry:
    try:
        code = fine_code(cells["detail"])
    except Refusal:
        raise _at("bad_detail", cells, line, "detail") from None
    return en.FineSet(cells["member"], code, _money(cells, line, currency))


def _loan(cells: dict[str, str], line: int, currency: Currency) -> en.AnyEntry:
    told = re.fullmatch(
        r"\s*weeks\s*=\s*([1-9][0-9]{0,3})\s*(?:;\s*(?:purpose\s*=(.*))?)?",
        cells["detail"],
        re.ASCII,
    )
    if told is None:
        raise _at("bad_detail", cells, line, "detail")
    amount = _money(cells, line, currency)
    return en.LoanRequest(cells["member"], amount, int(told[1]), (told[2] or "").strip())


def _between(item: str) -> _Read:
    def read(cells: dict[str, str], line: int, currency: Currency) -> en.AnyEntry:
        try:
            detail = notebook_between.read_detail(cells["detail"])
        except Refusal as refusal:
            raise _at(refusal.code, cells, line, "detail") from None
        amount = _money(cells, line, currency)
        return notebook_between.ITEMS[item](cells["member"], amount, detail)

    return read


def _bank(at: str, to: str) -> _Read:
    return lambda cells, line, currency: en.Transfer(_money(cells, line, currency), at, to)


def _count(fund: str) -> _Read:
    return lambda cells, line, currency: en.CashCount(
        fund, _money(cells, line, currency), cells["detail"]
    )


def _death(cells: dict[str, str], line: int, _currency: Currency) -> en.AnyEntry:
    if cells["amount"]:
        raise _at("bad_value", cells, line, "amount")
    return en.Died(cells["member"])


ITEMS: dict[str, _Read] = {
    "attendance": _attendance,
    "fine": _fine,
    "fine_paid": lambda c, n, cur: en.FinePayment(c["member"], _money(c, n, cur)),
    "social": lambda c, n, cur: en.Contribution(c["member"], _money(c, n, cur)),
    "grant": lambda c, n, cur: en.GrantGiven(c["member"], _money(c, n, cur), c["detail"]),
    "shares": lambda c, n, _cur: en.ShareBuying(c["member"], _whole(c, n, "amount", 0)),
    "repayment": lambda c, n, cur: en.Repayment(c["member"], _money(c, n, cur)),
    "loan": _loan,
    "expense": lambda c, n, cur: en.Spending(_money(c, n, cur), c["detail"]),
    "bank_deposit": _bank("box", "bank"),
    "bank_withdrawal": _bank("bank", "box"),
    "write_off": lambda c, n, cur: en.LoanLoss(c["member"], _money(c, n, cur), c["detail"]),
    "death": _death,
    "leave": lambda c, n, cur: en.Leaving(c["member"], _money(c, n, cur), c["detail"]),
    "saving": lambda c, n, cur: en.Saving(c["member"], _money(c, n, cur)),
    "voluntary_saving": lambda c, n, cur: en.Saving(c["member"], _money(c, n, cur), voluntary=True),
    "withdrawal": lambda c, n, cur: en.SavingsTaken(c["member"], _money(c, n, cur)),
    "notice": lambda c, n, cur: en.NoticeGiven(c["member"], _money(c, n, cur)),
    "hand": lambda c, n, cur: en.PotContribution(c["member"], _money(c, n, cur)),
    "income": lambda c, n, cur: en.MoneyIn(_money(c, n, cur), c["detail"]),
    "decision": lambda c, _n, _cur: en.Resolution(c["detail"]),
    "count_loan_fund": _count("loan"),
    "count_social_fund": _count("social"),
    **{item: _between(item) for item in notebook_between.ITEMS},
}
