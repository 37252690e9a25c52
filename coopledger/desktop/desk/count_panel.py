"""The count at the close: each fund by notes and coins or as a sum, and what bars the seal."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coopledger.app.desk import Blocker, Box, Desk, Piece, blockers, boxes, faces_of, pieces
from coopledger.desktop.desk.box_fields import BoxFields, Typed
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Picture, label, set_tone
from coopledger.words.catalog import N_
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

_FACES_A_COLUMN = 6


class CountPanel(QWidget):
    """One card a fund, then what is still to be done, each a way to its place.

    Signals:
        wanted: the place of what is still to be done (str).
    """

    wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("desk_count")
        self._desk = desk
        self.boxes = {box.fund: self._fields(box) for box in boxes(desk)}
        self.pieces = {fund: PieceFields(desk, fund) for fund in self.boxes}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.5))
        row = self._row = QHBoxLayout()
        row.setSpacing(theme().em(0.7))
        for fund, fields in self.boxes.items():
            fields.body.insertWidget(1, self.pieces[fund])
            fields.by_pieces = self.pieces[fund].any_typed
            row.addWidget(fields, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self._order()
        self._head = label("", "strong", wrap=True)
        column.addWidget(self._head)
        self._left = QVBoxLayout()
        self._left.setSpacing(theme().em(0.2))
        column.addLayout(self._left)
        column.addStretch(1)
        self._shown: tuple[Blocker, ...] | None = None

    def _fields(self, box: Box) -> BoxFields:
        desk, fund = self._desk, box.fund

        def state() -> Box:
            return next(one for one in boxes(desk) if one.fund == fund)

        typed = Typed(
            lambda text: desk.count(fund, text), lambda text: desk.give_reason(fund, text), state
        )
        return BoxFields("count", box, desk.currency, typed)

    def _order(self) -> None:
        """Let Enter and Tab go from the notes to the sum below them, fund by fund."""
        stops: list[QWidget] = []
        for fund, fields in self.boxes.items():
            stops += [*self.pieces[fund].fields, fields.counted, fields.reason]
        for one, following in pairwise(stops):
            self.setTabOrder(one, following)

    def stand(self, direction: QBoxLayout.Direction) -> None:
        """Side by side, or on a small screen one below the other."""
        self._row.setDirection(direction)

    def first(self) -> QWidget:
        """Where typing begins: the first box that is not counted."""
        waiting = [fund for fund, box in self.boxes.items() if not box.counted.text()]
        fund = waiting[0] if waiting else next(iter(self.boxes))
        return self.pieces[fund].first() or self.boxes[fund].counted

    def place(self, place: str) -> QWidget | None:
        """The field of a place in the sheet."""
        sort, _, rest = place.partition(":")
        fund, _, face = rest.partition(":")
        box = self.boxes.get(fund)
        if box is None or sort not in ("count", "reason", "note"):
            return None
        if sort == "note":
            return self.pieces[fund].field(face)
        return box.reason if sort == "reason" else self.pieces[fund].first() or box.counted

    def refresh(self) -> None:
        """Show the differences and what is still to be done."""
        for box in boxes(self._desk):
            self.boxes[box.fund].show_box(box)
            self.pieces[box.fund].refresh()
        found = blockers(self._desk)
        if found == self._shown:
            return
        self._shown = found
        self._head.setText(str(_LEFT if found else _READY))
        while item := self._left.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for blocker in found:
            self._left.addWidget(BlockerRow(blocker, self.wanted.emit))


class PieceFields(QWidget):
    """How many of each note and coin, in columns, with what they come to."""

    def __init__(self, desk: Desk, fund: str) -> None:
        super().__init__()
        self.setObjectName(f"desk_pieces_{fund}")
        self._desk, self._fund = desk, fund
        self._fields: dict[int, QLineEdit] = {}
        self._worth: dict[int, QWidget] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme().em(0.3))
        grid.setVerticalSpacing(theme().em(0.15))
        for number, face in enumerate(faces_of(desk.currency)):
            row, column = number % _FACES_A_COLUMN, number // _FACES_A_COLUMN * 4
            self._add(grid, row, column, face)
        for column in range(3, grid.columnCount(), 4):
            grid.setColumnMinimumWidth(column, theme().em(0.8))
        if not self._fields:
            self.hide()

    def _add(self, grid: QGridLayout, row: int, column: int, face: int) -> None:
        shown = format_amount(face, self._desk.currency)
        name, worth = label(_TIMES.format(face=shown), "body"), label("", "small")
        field = QLineEdit()
        name.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        worth.setMinimumWidth(theme().em(4.2))
        field.setObjectName(f"desk_note_{self._fund}_{face}")
        field.setAccessibleName(_HOW_MANY.format(face=shown))
        field.setFixedWidth(theme().em(3.2))
        field.setProperty("role", "piece")
        field.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        field.textEdited.connect(lambda text: self._desk.count_pieces(self._fund, face, text))
        grid.addWidget(name, row, column)
        grid.addWidget(field, row, column + 1)
        grid.addWidget(worth, row, column + 2)
        self._fields[face], self._worth[face] = field, worth

    @property
    def faces(self) -> tuple[int, ...]:
        """Face values in minor units, in the order of the fields."""
        return tuple(self._fields)

    @property
    def fields(self) -> tuple[QLineEdit, ...]:
        """The fields, from the largest note on."""
        return tuple(self._fields.values())

    def any_typed(self) -> bool:
        """Whether something was counted piece by piece."""
        return any(field.text() for field in self.fields)

    def first(self) -> QLineEdit | None:
        """The field of the largest note; None where only sums are counted."""
        return next(iter(self._fields.values()), None)

    def field(self, face: str) -> QLineEdit | None:
        """The field of a face value in minor units."""
        return self._fields.get(int(face)) if face.isdecimal() else None

    def refresh(self) -> None:
        """Show what is typed and what it comes to."""
        for piece in pieces(self._desk.sheet.values, self._fund, self._desk.currency):
            self._show(piece)

    def _show(self, piece: Piece) -> None:
        field, worth = self._fields[piece.face], self._worth[piece.face]
        text = "" if piece.typed is None else str(piece.typed)
        if isinstance(piece.typed, int):
            text = format_number(piece.typed)
        if not field.hasFocus() and field.text() != text:
            field.setText(text)
        wrong = piece.typed is not None and piece.worth is None
        if bool(field.property("wrong")) != wrong:
            field.setProperty("wrong", wrong)
            set_tone(field, "field")
        amount = format_amount(piece.worth, self._desk.currency) if piece.worth else ""
        worth.setText(f"= {amount}" if amount else "")  # type: ignore[attr-defined]


class BlockerRow(QWidget):
    """A sentence about what is still to be done, and a button that goes there."""

    def __init__(self, blocker: Blocker, go: object) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().em(0.4))
        words = label(blocker.sentence, "small", wrap=True)
        row.addWidget(Picture("next", 1.0, "warn"), alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        there = QPushButton(str(_GO))
        there.setObjectName("desk_go")
        there.setAccessibleName(f"{_GO}: {blocker.sentence}")
        there.setProperty("role", "plain")
        there.setAutoDefault(False)
        there.setFont(theme().font("small", bold=True))
        if callable(go):
            there.clicked.connect(lambda: go(blocker.place))
        row.addWidget(there, alignment=Qt.AlignmentFlag.AlignTop)


_TIMES = N_("{face} \u00d7")
_HOW_MANY = N_("How many of {face}")
_LEFT = N_("Still to be done")
_READY = N_("Everything is there: the meeting can be sealed.")
_GO = N_("Go")
