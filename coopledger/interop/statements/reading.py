"""A statement as lines of money that came in and went out.

The heading row is looked for, rows that failed are left out, and the balance is added up line by
line. Nothing is recorded here.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.domain.payments import Nature, Payment
from coopledger.interop.statements.grid import GridRow, read_grid
from coopledger.interop.statements.providers import (
    Column,
    DateOrder,
    Provider,
    known_providers,
    suffices,
)
from coopledger.interop.statements.values import (
    Mark,
    account_of,
    bare_money,
    date_orders,
    marks_of,
    name_of,
    phone_of,
    read_moment,
    read_money,
)

SCANNED = 80
"""Rows in which the headings are looked for."""
LONGEST = 60
"""Of a receipt, in characters: with the fee's ending it is a code that a page can hold."""
FEE = ".fee"
"""The ending of a fee's key: providers give a payment and its fee one receipt."""
_FEES = ("charge", "fee", "levy", "commission")
_TO_BANK = ("settlement", "to bank", "business to bank", "bank transfer", "withdrawal to bank")
_UNDONE = ("reversal", "reversed", "refund of")

Placed: TypeAlias = dict[Column, int]


_MONEY: tuple[Column, ...] = ("paid_in", "paid_out", "amount", "fee", "balance")


class _Figures(NamedTuple):
    """How a file writes its amounts."""

    currency: Currency
    mark: Mark


class Break(msgspec.Struct, frozen=True):
    """A line after which the balance is not what the lines come to; amounts in minor units."""

    line: int
    balance: int
    expected: int


class Statement(msgspec.Struct, frozen=True):
    """What a file holds.

    Attributes:
        provider: its name.
        payments: those that moved money, the oldest first.
        skipped: lines that did not: failed, or no payments.
        twice: lines whose receipt stood in the file before.
        breaks: where the running balance does not add up.
        closing: the last balance, None where the statement tells none.
    """

    provider: str
    payments: tuple[Payment, ...]
    skipped: tuple[int, ...]
    twice: tuple[int, ...]
    breaks: tuple[Break, ...]
    closing: int | None


def read_statement(
    path: Path,
    currency: Currency,
    mapping: Provider | None = None,
    order: DateOrder | None = None,
    own: Sequence[Provider] = (),
) -> Statement:
    """Read a provider's file.

    Args:
        path: CSV, XLSX, or HTML that is called ``.xls``.
        currency: of the group.
        mapping: a person's own; otherwise the provider whose headings fit best.
        order: of day, month and year, where the file leaves it open.
        own: mappings that people made earlier; they go before those that come with the program.

    Raises:
        Refusal: the file, its headings, a moment or an amount can't be read, or the order of day
            and month is not plain; params name file, line, column and value.
    """
    rows = read_grid(path)
    providers = [mapping] if mapping else [*own, *known_providers().values()]
    found = _headings(rows, providers)
    if found is None:
        raise Refusal("statement_unknown", file=path.name, value=path.name)
    at, provider, placed = found
    lines = [_Line(row, placed, rows[at].cells, path.name) for row in rows[at + 1 :]]
    order = order or provider.date_order or _order(lines, path.name)
    return _read(lines, provider, currency, order)


def headings(rows: Sequence[GridRow]) -> int:
    """The row that looks like headings, where no provider's are known: the widest without figures.

    Returns:
        Its index; 0 where none looks so.
    """

    def width(row: GridRow) -> int:
        texts = [cell for cell in row.cells if cell]
        figures = any(any(c.isdigit() for c in text) for text in texts)
        return 0 if figures else len(texts)

    near = rows[:SCANNED]
    return max(range(len(near)), key=lambda at: (width(near[at]), -at), default=0)


def _headings(
    rows: Sequence[GridRow], providers: Sequence[Provider]
) -> tuple[int, Provider, Placed] | None:
    best: tuple[int, Provider, Placed] | None = None
    for index, row in enumerate(rows[:SCANNED]):
        for provider in providers:
            placed = provider.place(row.cells)
            if suffices(placed) and (best is None or len(placed) > len(best[2])):
                best = (index, provider, placed)
    return best


class _Line:
    """One row under the headings."""

    def __init__(self, row: GridRow, placed: Placed, heads: tuple[str, ...], file: str) -> None:
        self.number = row.line
        self._cells, self._placed, self._heads, self._file = row.cells, placed, heads, file

    def text(self, column: Column) -> str:
        """The cell, empty where there is none."""
        index = self._placed.get(column, len(self._cells))
        return self._cells[index] if index < len(self._cells) else ""

    def has(self, column: Column) -> bool:
        """Whether the statement has the column."""
        return column in self._placed

    def money(self, column: Column, figures: _Figures) -> int:
        """The cell in minor units."""
        try:
            return read_money(self.text(column), figures.currency, figures.mark)
        except ValueError:
            raise self.wrong("not_a_number", column) from None

    def wrong(self, code: str, column: Column, **params: object) -> Refusal:
        """A refusal of a cell, with its place."""
        heading = self._heads[self._placed[column]]
        place = {"file": self._file, "line": self.number, "column": heading}
        return Refusal(code, value=self.text(column), **place, **params)


def _order(lines: Sequence[_Line], file: str) -> DateOrder:
    orders = date_orders(line.text("time") for line in lines)
    if len(orders) > 1 and "ymd" in orders:
        orders -= {"ymd"} if _years_last(lines) else {"dmy", "mdy"}
    if len(orders) > 1:
        example = next((line.text("time") for line in lines if line.text("time")), "")
        if not example:
            return "ymd"
        raise Refusal("date_order_unknown", file=file, value=example)
    if not orders:
        example = lines[0].text("time") if lines else ""
        raise Refusal("bad_date", file=file, value=example)
    return orders.pop()


def _years_last(lines: Sequence[_Line]) -> bool:
    return not any(line.text("time")[:4].isdigit() for line in lines)


def _mark(lines: Sequence[_Line], currency: Currency) -> Mark:
    """What stands before the cents in a file: what one amount leaves open, the others tell.

    Raises:
        Refusal: they tell both, or none does and 1.250 may be a thousand or one.
    """
    told: dict[Mark, tuple[_Line, Column]] = {}
    unsure: tuple[_Line, Column] | None = None
    for line in lines:
        for column in _MONEY:
            plain = bare_money(line.text(column))
            fitting = marks_of(plain)
            if len(fitting) == 1:
                told.setdefault(min(fitting), (line, column))
            elif fitting and ("." in plain or ("," in plain and currency.decimals == 3)):
                unsure = unsure or (line, column)
    if len(told) > 1:
        (first, one), (line, column) = told["."], told[","]
        raise line.wrong("marks_mixed", column, other=first.text(one))
    if told:
        return min(told)
    if unsure:
        line, column = unsure
        raise line.wrong("amount_two_ways", column)
    return "."


def _hold_signs(lines: Sequence[_Line], figures: _Figures) -> None:
    """Hold a column of money that went out to one sign, whichever the provider uses.

    Raises:
        Refusal: it has both, so that what came back could not be told from what went out.
    """
    outward: tuple[Column, ...] = ("paid_out", "fee")
    for column in outward:
        seen = 0
        for line in lines:
            amount = line.money(column, figures)
            if amount * seen < 0:
                raise line.wrong("signs_mixed", column)
            seen = seen or amount


def _read(
    lines: Sequence[_Line], provider: Provider, currency: Currency, order: DateOrder
) -> Statement:
    rows: list[tuple[int, tuple[Payment, ...], int | None]] = []
    skipped: list[int] = []
    twice: list[int] = []
    seen: dict[str, int] = {}
    moved = [line for line in lines if _moved(line, provider)]
    figures = _Figures(currency, _mark(moved, currency))
    _hold_signs(moved, figures)
    for line in lines:
        if not _moved(line, provider):
            skipped.append(line.number)
            continue
        payments = tuple(_payments(line, figures, order))
        if not payments:
            skipped.append(line.number)
            continue
        payments = tuple(_told_apart(payment, seen) for payment in payments)
        if any(seen.get(payment.receipt) == payment.amount for payment in payments):
            twice.append(line.number)
            continue
        seen.update((payment.receipt, payment.amount) for payment in payments)
        told = line.text("balance")
        balance = line.money("balance", figures) if told else None
        rows.append((line.number, payments, balance))
    if len(rows) > 1 and rows[0][1][0].moment > rows[-1][1][0].moment:
        rows.reverse()  # the newest stood on top
    closing = next((balance for _n, _p, balance in reversed(rows) if balance is not None), None)
    return Statement(
        provider=provider.name,
        payments=tuple(payment for _n, payments, _b in rows for payment in payments),
        skipped=tuple(skipped),
        twice=tuple(twice),
        breaks=tuple(_breaks(rows)),
        closing=closing,
    )


def _told_apart(payment: Payment, seen: Mapping[str, int]) -> Payment:
    """A second movement under one receipt, as a fee often is, gets a key of its own."""
    receipt = payment.receipt
    if payment.nature == "fee" and not receipt.endswith(FEE):
        receipt += FEE
    if seen.get(receipt, payment.amount) != payment.amount:
        receipt = f"{receipt[:44]}.{abs(payment.amount)}"
    return msgspec.structs.replace(payment, receipt=receipt)


def _moved(line: _Line, provider: Provider) -> bool:
    """Whether a row is a payment that was made."""
    status = line.text("status").casefold()
    done = [text.casefold() for text in provider.completed]
    if done and line.has("status") and status not in done:
        return False
    begins = tuple(text.casefold() for text in provider.skipped)
    told = [line.text(column).casefold() for column in ("details", "time", "receipt")]
    return bool(line.text("time")) and not (begins and any(t.startswith(begins) for t in told))


def _payments(line: _Line, figures: _Figures, order: DateOrder) -> Iterator[Payment]:
    """The payment of a row, and the provider's fee where it has a column of its own."""
    if line.has("amount"):
        amount = line.money("amount", figures)
    else:
        # Out is out with a minus or without; below zero under "in" is a deposit taken back.
        amount = line.money("paid_in", figures) - abs(line.money("paid_out", figures))
    fee = abs(line.money("fee", figures))
    if not amount and not fee:
        return
    try:
        moment = read_moment(line.text("time"), order)
    except ValueError:
        raise line.wrong("bad_date", "time") from None
    details, kind = line.text("details"), line.text("kind")
    party, phone, name = _party(line, incoming=amount > 0)
    receipt = _receipt(line, moment, amount, party)
    if amount:
        yield Payment(
            receipt=receipt,
            line=line.number,
            moment=moment,
            amount=amount,
            nature=_nature(amount, f"{kind} {details}".casefold()),
            phone=phone,
            name=name,
            account=line.text("account") or account_of(details),
            details=details or kind,
            linked=line.text("linked"),
        )
    if fee:
        yield Payment(
            receipt=receipt + FEE,
            line=line.number,
            moment=moment,
            amount=-fee,
            nature="fee",
            details=kind or details,
        )


def _party(line: _Line, *, incoming: bool) -> tuple[str, str, str]:
    """Who is on the other side: as written, the number in it, the name in it."""
    told = line.text("party")
    side: tuple[Column, Column] = ("from", "from_name") if incoming else ("to", "to_name")
    number, name = line.text(side[0]), line.text(side[1])
    if number or name:
        return f"{number} {name}", phone_of(number.replace("/", " ").replace(":", " ")), name
    details = line.text("details")
    return told or details, phone_of(told) or phone_of(details), name_of(told) or name_of(details)


def _receipt(line: _Line, moment: str, amount: int, party: str) -> str:
    """The provider's id; a statement without one gets time, amount and other side as its key."""
    told = line.text("receipt")
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "_.-") else "-" for c in told)
    if plain.strip("-"):
        return plain[:LONGEST]
    digits = "".join(c for c in moment if c.isdigit())
    side = "".join(c for c in party if c.isascii() and c.isalnum())[-12:]
    return f"{digits}.{amount}.{side}".strip(".")[:LONGEST]


def _nature(amount: int, told: str) -> Nature:
    if any(word in told for word in _UNDONE):
        return "reversal"
    if amount < 0 and any(word in told for word in _FEES):
        return "fee"
    if amount < 0 and any(word in told for word in _TO_BANK):
        return "to_bank"
    return "paid_in" if amount > 0 else "paid_out"


def _breaks(
    rows: Sequence[tuple[int, tuple[Payment, ...], int | None]],
) -> Iterator[Break]:
    last: int | None = None
    for line, payments, balance in rows:
        moved = sum(payment.amount for payment in payments)
        if balance is None:
            last = None if last is None else last + moved
            continue
        if last is not None and last + moved != balance:
            yield Break(line, balance, last + moved)
        last = balance
