"""Who holds which office."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coopledger.app.founding import ASKED_ACTS, FoundingDraft, Judged, offices_of
from coopledger.desktop.names import role_name
from coopledger.desktop.start.form import ChoiceField
from coopledger.desktop.start.short_lines import short_lines
from coopledger.desktop.start.step import Step
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Card, label, set_tone
from coopledger.domain.constitution import Constitution
from coopledger.words.catalog import _
from coopledger.words.constitution.texts import ACTS, BODIES
from coopledger.words.numbers import format_number

_NOBODY = "-"


class OfficersStep(Step):
    """A list to choose from for each seat."""

    def __init__(self) -> None:
        about = _(
            "Choose whom the group elected. In the next step each officer gets a PIN: with it the"
            " officers seal the page of each meeting, so that nobody can change it later. A seat"
            " may stay empty; it can be filled later in Settings."
        )
        super().__init__("step_officers", _("Officers"), about)
        self._card = Card(0.9)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme().em(1.4))
        self._grid.setVerticalSpacing(theme().em(0.7))
        self._card.body.addLayout(self._grid)
        self._seats: list[tuple[str, ChoiceField]] = []
        self._told = label("", wrap=True)
        self._short = label("", wrap=True)
        set_tone(self._short, "warn")
        self.body.addWidget(self._told)
        self._short.hide()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._short)
        column.addWidget(self._card)
        column.addStretch(1)
        self.scrolling(inside)

    def show_draft(self, draft: FoundingDraft, judged: Judged) -> None:
        """Show the seats of this kind of group, and who holds them."""
        super().show_draft(draft, judged)
        for _role, field in self._seats:
            self._grid.removeWidget(field)
            field.deleteLater()
        people = [(str(at), person.name) for at, person in enumerate(draft.people) if person.name]
        offices = offices_of(draft.kind)
        told = [_who_seals(judged.rules)]
        if len(offices) > len(people):
            told.append(
                _("There are more seats than members. Leave empty those that nobody holds.")
            )
        self._told.setText("\n".join(told))
        self._tell_short()
        self._seats = []
        taken: dict[str, list[int]] = {}
        for at, person in enumerate(draft.people):
            for role in person.roles:
                taken.setdefault(role, []).append(at)
        for office in offices:
            caption = role_name(office.role)
            if office.number:
                caption = f"{caption} {format_number(office.number)}"
            name = f"office_{office.role}_{office.number}"
            field = ChoiceField(name, caption, [(_NOBODY, _("— empty")), *people])
            holders = taken.get(office.role, [])
            field.show_text(str(holders.pop(0)) if holders else _NOBODY)
            field.chosen.connect(self._chosen)
            self._seats.append((office.role, field))
        self._arrange()

    def _chosen(self) -> None:
        roles: dict[int, list[str]] = {}
        for role, field in self._seats:
            if field.text != _NOBODY:
                held = roles.setdefault(int(field.text), [])
                held += [] if role in held else [role]
        people = tuple(
            msgspec.structs.replace(person, roles=tuple(roles.get(at, ())))
            for at, person in enumerate(self.draft.people)
        )
        self.draft = msgspec.structs.replace(self.draft, people=people)
        self._tell_short()
        self.changed.emit()

    def _tell_short(self) -> None:
        """Say, once somebody holds a seat, for what those who hold one are too few."""
        offices = {str(at): each.roles for at, each in enumerate(self.draft.people) if each.roles}
        lines = []
        if offices and self.judged is not None:
            lines = short_lines(self.judged.rules, offices, offices)
        if lines:
            lines.append(_("One member may hold two offices."))
        self._short.setText(" ".join(lines))
        self._short.setVisible(bool(lines))

    def _arrange(self) -> None:
        columns = 2 if self.width() > theme().em(40) else 1
        for at, (_role, field) in enumerate(self._seats):
            self._grid.addWidget(field, at // columns, at % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next seat; from the last one it is the screen's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            choices = [field.choice for _role, field in self._seats]
            at = next((at for at, each in enumerate(choices) if each.hasFocus()), len(choices))
            if at + 1 < len(choices):
                choices[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
                return
        super().keyPressEvent(event)

    def start(self) -> None:
        """The first seat."""
        if self._seats:
            self._seats[0][1].choice.setFocus()


def _who_seals(rules: Constitution) -> str:
    """Whose seals count for a meeting and for what is rarer: it is not the same people."""
    acts = [
        f"{ACTS[act]}: {BODIES[rules.quorums[act].body]}"
        for act in ASKED_ACTS
        if act in rules.quorums
    ]
    return _("Who seals what: {acts}.").format(acts=" · ".join(acts))
