"""Beside the grid: what the group pays, takes to the bank, decides; each a line to be removed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coopledger.app.desk import Desk, Filled, Line, LineKind, Unfilled
from coopledger.desktop.group_field import Offer
from coopledger.desktop.icons import icon, icon_size
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, Elided, label, set_tone
from coopledger.words.catalog import N_
from coopledger.words.errors import explain


class MoneyPanel(QWidget):
    """A short form, and under it the lines that are there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("desk_money")
        self._desk = desk
        self._shown: tuple[Line, ...] | None = None
        self.kind, self.member = _choice("desk_line_kind", _WHAT), _choice("desk_line_member", _WHO)
        self.other = _choice("desk_line_other", _WHO)
        self.amount = _field("desk_line_amount", str(_AMOUNT))
        self.text = _field("desk_line_text", str(_REASON))
        self.transfer = _field("desk_line_transfer", str(_TRANSFER))
        self._groups = Offer(self.text, "desk_line_groups")
        for kind in desk.line_kinds:
            self.kind.addItem(str(kind.title), kind.key)
        for people in (self.member, self.other):
            people.addItem(str(_CHOOSE), "")
            for row in desk.rows:
                if row.gone != "left":
                    people.addItem(desk.name(row.member), row.member)
        self.add = Button("desk_line_add", str(_ADD), "add")
        self._wrong = label("", "bad", wrap=True)  # type: ignore[arg-type]
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme().em(0.3))
        form = QVBoxLayout()
        form.setSpacing(theme().em(0.4))
        who = (self.kind, self.member, self.other)
        for part in (*who, self.amount, self.text, self.transfer, self._wrong, self.add):
            form.addWidget(part)
        form.addStretch(1)
        self._none = label(str(_NONE), "quiet", wrap=True)
        lines = QVBoxLayout()
        lines.addWidget(self._none)
        lines.addLayout(self._lines)
        lines.addStretch(1)
        both = self._row = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(theme().em(1.0))
        both.addLayout(form, 2)
        both.addLayout(lines, 3)
        self.kind.currentIndexChanged.connect(self._fit)
        for edit in (self.amount, self.text, self.transfer):
            edit.returnPressed.connect(self._add)
            edit.textEdited.connect(lambda _text: self._complain("", ""))
        for people in (self.member, self.other):
            people.currentIndexChanged.connect(lambda _place: self._complain("", ""))
        self.add.clicked.connect(self._add)
        self._fit()

    def stand(self, direction: QBoxLayout.Direction) -> None:
        """Side by side, or on a small screen one below the other."""
        self._row.setDirection(direction)

    def first(self) -> QWidget:
        """Where typing begins."""
        return self.kind

    def refresh(self) -> None:
        """Show the lines that are there."""
        lines = self._desk.lines
        if lines == self._shown:
            return
        self._shown = lines
        self._none.setVisible(not lines)
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for line in lines:
            card = LineCard(line)
            card.remove.clicked.connect(lambda _on=False, place=line.place: self._remove(place))
            self._lines.addWidget(card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the lists goes on to the next field."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(QApplication.focusWidget(), QComboBox):
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def _chosen(self) -> LineKind:
        return self._desk.line_kinds[max(0, self.kind.currentIndex())]

    def _fit(self) -> None:
        kind = self._chosen()
        fields = {
            "member": self.member,
            "other": self.other,
            "amount": self.amount,
            "text": self.text,
            "transfer": self.transfer,
        }
        for name, widget in fields.items():
            widget.setVisible(name in kind.fields)
        self._groups.show(self._desk.groups.values() if kind.names_group else ())
        self.text.setPlaceholderText(str(kind.text_title))
        self.text.setAccessibleName(str(kind.text_title))
        self.amount.setPlaceholderText(str(kind.amount_title))
        self.amount.setAccessibleName(str(kind.amount_title))
        self.other.setItemText(0, str(kind.other_title))
        self.other.setAccessibleName(str(kind.other_title))
        self._complain("", "")

    def _add(self) -> None:
        filled = Filled(
            self.member.currentData() or "",
            self.amount.text(),
            self.text.text(),
            self.other.currentData() or "",
            transfer=self.transfer.text(),
        )
        try:
            self._desk.add_line(self._chosen(), filled)
        except Unfilled as unfilled:
            self._complain(unfilled.field, explain(unfilled.refusal, self._desk.currency))
            return
        for edit in (self.amount, self.text, self.transfer):
            edit.clear()
        self.member.setCurrentIndex(0)
        self.other.setCurrentIndex(0)
        self.kind.setFocus()

    def _remove(self, place: str) -> None:
        self.kind.setFocus()
        self._desk.remove_line(place)

    def _complain(self, field: str, sentence: str) -> None:
        edits = {"amount": self.amount, "text": self.text, "transfer": self.transfer}
        for name, widget in edits.items():
            widget.setProperty("wrong", name == field)
            set_tone(widget, "field")
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        named: dict[str, QWidget] = {"member": self.member, "other": self.other, **edits}
        if field in named:
            named[field].setFocus()


class LineCard(Card):
    """One line: what, who, how much, why; and a button that takes it away."""

    def __init__(self, line: Line) -> None:
        super().__init__(0.4)
        self.setObjectName("desk_line")
        self.body.setSpacing(0)
        title, amount = Elided(line.title, "strong"), label(line.amount, "strong")
        self.remove = QToolButton()
        self.remove.setObjectName("desk_line_remove")
        self.remove.setIcon(icon("trash"))
        self.remove.setIconSize(icon_size(1.2))
        self.remove.setAccessibleName(_REMOVE.format(line=f"{line.title} {line.amount}"))
        self.remove.setToolTip(self.remove.accessibleName())
        head = QHBoxLayout()
        head.setSpacing(theme().em(0.3))
        head.addWidget(title, 1)
        head.addWidget(amount)
        head.addWidget(self.remove)
        self.body.addLayout(head)
        below = " · ".join(part for part in (line.who, line.text) if part)
        if below:
            self.body.addWidget(Elided(below, "small"))
        if line.trouble:
            tone = "bad" if line.trouble.grade == "error" else "warn"
            wrong = label(line.trouble.sentence, wrap=True)
            set_tone(wrong, tone)
            self.body.addWidget(wrong)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


def _choice(name: str, title: object) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(str(title))
    made.view().setObjectName(f"{name}_list")
    made.view().setAccessibleName(str(title))
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    return made


def _field(name: str, title: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setPlaceholderText(title)
    return made


_WHAT, _WHO = N_("What happened"), N_("Member")
_AMOUNT, _REASON = N_("Amount"), N_("Reason")
_TRANSFER = N_("Transfer number, if known")
_CHOOSE = N_("Choose the member")
_ADD = N_("Add")
_NONE = N_("Nothing yet. What is added stands here, and can be taken away again.")
_REMOVE = N_("Take away: {line}")
