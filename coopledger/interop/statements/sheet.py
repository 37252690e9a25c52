"""The sheet on which a person says whose each payment is, before anything is entered.

A CSV file with one row a payment. ``member`` and ``use`` hold what is proposed; a person puts right
what is wrong, splits a payment by copying its row and dividing ``amount``, and writes ``yes`` under
``confirmed``. Rows without a ``yes`` stay out; they come again with the next file.
"""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias, get_args

import msgspec

from coopledger.domain.entries import ReceiptCode
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency, minor_units, plain
from coopledger.interop.export.journal_csv import safe
from coopledger.interop.notebook import read_text

Use: TypeAlias = Literal[
    "repayment",
    "saving",
    "voluntary",
    "contribution",
    "fine_paid",
    "hand",
    "income",
    "expense",
    "withdrawal",
    "to_bank",
]
USES: tuple[Use, ...] = get_args(Use)
OF_NOBODY: frozenset[Use] = frozenset({"income", "expense", "to_bank"})
"""Uses that no member has part in."""
GOING_OUT: frozenset[Use] = frozenset({"expense", "withdrawal", "to_bank"})
COLUMNS = (
    *("confirmed", "receipt", "moment", "moved", "amount", "member", "use"),
    *("from", "phone", "details", "why"),
)
CONFIRMED = "yes"
NEEDED = ("confirmed", "receipt", "moved", "amount", "member", "use", "details")


class SheetRow(msgspec.Struct, frozen=True):
    """A payment, or a part of one, and what it is for.

    Attributes:
        line: in the sheet; 0 before it is written.
        receipt: the provider's id.
        moved: the whole movement in minor units, negative for money that went out.
        amount: this row's part of it, never negative.
        member: code, or empty.
        use: one of `USES`, or empty while nobody knows.
        details: the provider's words.
    """

    line: int
    receipt: str
    moved: int
    amount: int
    member: str
    use: str
    details: str
    moment: str = ""
    name: str = ""
    phone: str = ""
    why: str = ""


def sheet_bytes(rows: Iterable[SheetRow], currency: Currency) -> bytes:
    """The sheet as a CSV file that a spreadsheet opens; nothing in it is confirmed yet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        money = (plain(row.moved, currency.decimals), plain(row.amount, currency.decimals))
        told = map(safe, (row.name, row.phone, row.details, row.why))
        writer.writerow(("", row.receipt, row.moment, *money, row.member, row.use, *told))
    return text.getvalue().encode("utf-8-sig")


def read_sheet(path: Path, currency: Currency) -> list[SheetRow]:
    """The rows that were confirmed.

    Raises:
        Refusal: a row can't be read, or the parts of a payment are not the whole; params name file,
            line, column and value.
    """
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    missing = next((name for name in NEEDED if name not in (reader.fieldnames or ())), "")
    if missing:
        raise Refusal("missing_key", file=path.name, line=1, column=missing, value="")
    try:
        found = [
            _row(cells, reader.line_num, path.name, currency)
            for cells in reader
            if (cells["confirmed"] or "").strip().casefold() == CONFIRMED
        ]
    except csv.Error as problem:
        line = reader.line_num
        raise Refusal("bad_csv", file=path.name, line=line, value=str(problem)) from None
    try:
        check_parts(found)
    except Refusal as refusal:
        raise refusal.within(file=path.name) from None
    return found


def _row(cells: dict[str, str], line: int, file: str, currency: Currency) -> SheetRow:
    def text(column: str) -> str:
        return (cells[column] or "").strip()

    def wrong(code: str, column: str, **params: object) -> Refusal:
        place = {"file": file, "line": line, "column": column}
        return Refusal(code, value=text(column), **place, **params)

    def money(column: str) -> int:
        try:
            return minor_units(text(column), currency.decimals)
        except ValueError:
            raise wrong("not_a_number", column) from None

    moved, amount, use = money("moved"), money("amount"), text("use")
    try:
        receipt = msgspec.convert(text("receipt"), ReceiptCode)
    except msgspec.ValidationError:
        raise wrong("bad_value", "receipt") from None
    row = SheetRow(line, receipt, moved, amount, text("member"), use, text("details"))
    try:
        check_row(row)
    except Refusal as refusal:
        raise refusal.within(file=file, line=line) from None
    return row


def check_row(row: SheetRow) -> None:
    """Hold a row's use against its amount and its member.

    Raises:
        Refusal: they do not go together; ``column`` says which is wrong.
    """
    use = row.use
    if use not in USES:
        raise Refusal("not_a_choice", column="use", value=use, choices=", ".join(USES))
    if row.amount <= 0 or (use in GOING_OUT) != (row.moved < 0):
        raise Refusal("payment_other_way", column="use", value=use, amount=row.moved)
    if bool(row.member) == (use in OF_NOBODY):
        raise Refusal("payment_member", column="member", value=row.member, use=use)


def check_parts(rows: Iterable[SheetRow]) -> None:
    """Hold the parts of each payment against what was moved.

    Raises:
        Refusal: `payment_parts`, with ``line`` of the last part.
    """
    parts: dict[str, list[SheetRow]] = {}
    for row in rows:
        parts.setdefault(row.receipt, []).append(row)
    for receipt, own in parts.items():
        total, moved = sum(row.amount for row in own), abs(own[0].moved)
        if total != moved or len({row.moved for row in own}) > 1:
            place = {"line": own[-1].line, "column": "amount"}
            raise Refusal("payment_parts", value=receipt, amount=total, expected=moved, **place)
