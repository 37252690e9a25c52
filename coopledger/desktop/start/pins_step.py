"""Each officer chooses a PIN: types it twice, hidden, while the others look away."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coopledger.app.founding import FoundingDraft, Judged, code_of
from coopledger.app.officers import check_pin
from coopledger.desktop.flow import flowing
from coopledger.desktop.names import role_name
from coopledger.desktop.start.form import TextField
from coopledger.desktop.start.short_lines import short_lines
from coopledger.desktop.start.step import Step
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, Picture, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.dates import format_list
from coopledger.words.errors import explain


class PinsStep(Step):
    """One officer after another. PINs stay here and are in no draft.

    Attributes:
        pins: by member, of those who typed theirs.
    """

    def __init__(self) -> None:
        about = _(
            "A PIN is the officer's own key to the box: six figures or more, or a few words. It is"
            " told to nobody and written down nowhere."
        )
        super().__init__("step_pins", _("PINs"), about)
        self.pins: dict[str, str] = {}
        self._officers: list[tuple[str, str, tuple[str, ...]]] = []
        self._names: Counter[str] = Counter()
        self._away: set[str] = set()
        self._now = ""
        self._warned = False
        self._card = Card(1.2)
        self._name = label("", "title", wrap=True)
        self._offices = label("", "quiet", wrap=True)
        self.pin = TextField("new_pin", _("PIN"), secret=True)
        self.again = TextField("new_pin_again", _("The same once more"), secret=True)
        self._set = Button("set_pin", _("This is my PIN"), "key")
        self._set.clicked.connect(self._take)
        skip = Button("skip_pin", _("Not here today"), "next", "plain")
        skip.clicked.connect(self._skip)
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self._set)
        row.addWidget(skip)
        for part in (self._name, self._offices, self.pin, self.again, holder):
            self._card.body.addWidget(part)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme().em(0.3))
        self._lines = QWidget()
        self._lines.setLayout(self._list)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.9))
        column.addWidget(self._card)
        column.addWidget(self._lines)
        column.addStretch(1)
        self.scrolling(inside)

    def show_draft(self, draft: FoundingDraft, judged: Judged) -> None:
        """Show who is to choose a PIN."""
        super().show_draft(draft, judged)
        names = Counter(person.name.strip() for person in draft.members)
        officers = [
            (code_of(at), person.name, person.roles)
            for at, person in enumerate(draft.members)
            if person.roles
        ]
        if officers != self._officers:
            self._keep_theirs(officers, names)
        self._names = names
        self._warned = False
        self._next()

    def _keep_theirs(
        self, officers: list[tuple[str, str, tuple[str, ...]]], names: Counter[str]
    ) -> None:
        """Who is still an officer keeps the PIN, under the number of now.

        Numbers may have moved, so people are known by their names. A PIN must never become another
        person's: namesakes choose anew.
        """
        known = {name.strip(): code for code, name, _roles in self._officers}
        pins, away = self.pins, self._away
        self._officers, self.pins, self._away = officers, {}, set()
        for code, name, _roles in officers:
            before = known.get(each := name.strip())
            if before is None or self._names[each] > 1 or names[each] > 1:
                continue
            if before in pins:
                self.pins[code] = pins[before]
            elif before in away:
                self._away.add(code)

    @property
    def waiting(self) -> list[str]:
        """Officers who have neither chosen a PIN nor are away."""
        codes = [code for code, _name, _roles in self._officers]
        return [code for code in codes if code not in self.pins and code not in self._away]

    def _next(self) -> None:
        self._now = self.waiting[0] if self.waiting else ""
        self._card.setVisible(bool(self._now))
        for code, name, roles in self._officers:
            if code == self._now:
                self._name.setText(name)
                self._offices.setText(format_list([role_name(role) for role in roles]))
        for field in (self.pin, self.again):
            field.edit.clear()
            field.say("")
        self._show_list()

    def _show_list(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for code, name, _roles in self._officers:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            done, away = code in self.pins, code in self._away
            icon = "check" if done else "remove" if away else "key"
            row.addWidget(Picture(icon, 1.3, "good" if done else "quiet"))
            told = _("has a PIN") if done else _("not here today") if away else _("to come")
            row.addWidget(label(f"{name} · {told}", "body" if done else "quiet", wrap=True), 1)
            self._list.addWidget(line)
        if not self._officers:
            text = _("Nobody holds an office yet. PINs can be given later in Settings.")
            self._list.addWidget(label(text, "quiet", wrap=True))

    def _is_good(self) -> bool:
        """Whether the PIN is not too easy; else it is said, and both are typed anew."""
        try:
            check_pin(self.pin.text)
        except Refusal as refusal:
            self.again.edit.clear()
            self.pin.refuse(explain(refusal))
            return False
        return True

    def _take(self) -> None:
        if not self._is_good():
            return
        if self.pin.text != self.again.text:
            self.again.edit.clear()
            self.again.refuse(_("The two are not the same. Type the second one again."))
            return
        self.pins[self._now] = self.pin.text
        self._go_on()

    def _skip(self) -> None:
        self._away.add(self._now)
        self._go_on()

    def _go_on(self) -> None:
        self._next()
        if self._now:
            self.start()
        else:
            self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes from the PIN to the second one, and from there to the next officer."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.pin.edit.hasFocus():
                if self._is_good():
                    self.again.edit.setFocus()
                return
            if self.again.edit.hasFocus():
                self._take()
                return
        super().keyPressEvent(event)

    def ready(self) -> bool:
        """Everybody has a PIN or is away; with too few for the rules, a second press goes on."""
        if self.waiting:
            self.hinted.emit(_("Who is not here gets a PIN later: press “Not here today”."), "warn")
            self.start()
            return False
        if self._officers and not self._warned and (told := self._too_few()):
            self._warned = True
            self.hinted.emit(told, "warn")
            self.start()
            return False
        return True

    def _too_few(self) -> str:
        """What the PINs do not suffice for, and what to do; empty where there are enough."""
        if self.judged is None:
            return ""
        offices = {code: roles for code, _name, roles in self._officers}
        lines = short_lines(self.judged.rules, offices, self.pins)
        if not lines:
            return ""
        head = _("There are fewer PINs than the group's rules ask for.")
        tail = _(
            "Go back to fill a seat or to ask for fewer seals. Or press once more: until more"
            " officers get a PIN in Settings, the seals of those who have one are enough."
        )
        return "\n".join([head, " ".join(lines), tail])

    def start(self) -> None:
        """The PIN of whoever is next; when all are through, the main button."""
        if self._now:
            self.pin.edit.setFocus()
        else:
            self.through.emit()
