"""The members, typed one after another or pasted as a list."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

from coopledger.app.founding import FoundingDraft, Judged, Person, Problem, people_in
from coopledger.desktop.flow import flowing
from coopledger.desktop.start.step import Step, sentence
from coopledger.desktop.start.typed_grid import TypedColumn, TypedGrid
from coopledger.desktop.theme import theme
from coopledger.desktop.toast import Toast
from coopledger.desktop.widgets import Button, label, set_tone
from coopledger.words.catalog import _, ngettext
from coopledger.words.numbers import format_number


class MembersStep(Step):
    """A grid of names. An empty line more always waits at its end."""

    prefixes = ("people",)

    def __init__(self) -> None:
        about = _(
            "Type the members in the order of their numbers. Enter goes to the next line;"
            " on the empty line it goes on."
        )
        super().__init__("step_members", _("Members"), about)
        columns = [
            TypedColumn("name", _("Name"), 16),
            TypedColumn("sex", _("F, M or X"), 5),
            TypedColumn("phone", _("Telephone"), 10),
        ]
        self.grid = TypedGrid("members_grid", _("Members"), columns)
        self.grid.verticalHeader().show()
        self.grid.typed.connect(self._typed)
        self.grid.finished.connect(self.done)
        self.grid.selectionModel().currentChanged.connect(lambda _now, _before: self._tell())
        self._below = label("", "small", wrap=True)
        self._below.setMinimumHeight(theme().em(1.6))
        set_tone(self._below, "bad")
        self._toast = Toast(self)
        self._nobody_told = False
        paste = Button("paste_list", _("Paste a list"), "copied")
        paste.setToolTip("Ctrl+V")
        paste.clicked.connect(self.paste)
        gone = Button("take_out", _("Take this line out"), "remove")
        gone.clicked.connect(self._take_out)
        self._count = label("", "quiet")
        holder, row = flowing(theme().em(0.5))
        for part in (paste, gone, self._count):
            row.addWidget(part)
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(self._below)
        self.body.addWidget(holder)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.grid)
        shortcut.activated.connect(self.paste)

    def show_draft(self, draft: FoundingDraft, judged: Judged) -> None:
        """Show who was typed."""
        super().show_draft(draft, judged)
        self._nobody_told = False
        self.grid.show_texts([_cells(person) for person in draft.people])
        self._tell()

    def _typed(self) -> None:
        people = []
        for at, row in enumerate(self.grid.texts):
            before = self.draft.people[at] if at < len(self.draft.people) else Person()
            sex = row.get("sex", "").strip().upper()
            people.append(
                msgspec.structs.replace(
                    before, name=row.get("name", ""), sex=sex, phone=row.get("phone", "")
                )
            )
        self.draft = msgspec.structs.replace(self.draft, people=tuple(people))
        self._tell()
        self.changed.emit()

    def paste(self) -> None:
        """Add the members of the list that was copied elsewhere."""
        found = people_in(QGuiApplication.clipboard().text())
        if not found:
            self.hinted.emit(_("Nothing was copied that could be a list of names."), "warn")
            return
        before = self.draft.people
        kept = tuple(person for person in before if not person.empty)
        self._put(kept + found)
        told = ngettext("{count} member added.", "{count} members added.", len(found))
        self._toast.say(told.format(count=format_number(len(found))), lambda: self._put(before))
        self.grid.go_to(len(self.draft.people), 0)
        self.grid.setFocus()

    def _take_out(self) -> None:
        before, at = self.draft.people, self.grid.currentIndex().row()
        if not 0 <= at < len(before):
            return
        self._put(before[:at] + before[at + 1 :])
        told = _("{name} was taken out.").format(name=before[at].name or "—")
        self._toast.say(told, lambda: self._put(before))
        self.grid.setFocus()

    def _put(self, people: tuple[Person, ...]) -> None:
        self.draft = msgspec.structs.replace(self.draft, people=people)
        self.grid.show_texts([_cells(person) for person in people])
        self._tell()
        self.changed.emit()

    def mark(self, problems: Iterable[Problem], judged: Judged) -> None:
        """Mark the cells, and go to the first."""
        wrong: dict[tuple[int, str], str] = {}
        for problem in problems:
            _people, *rest = problem.place.split(":")
            if not rest:
                self._nobody_told = True
                self.hinted.emit(_("A group needs members. Type their names."), "bad")
            elif rest[1] in ("name", "sex", "phone"):
                wrong[int(rest[0]), rest[1]] = sentence(problem, judged)
        self.grid.mark(wrong)
        for row, key in wrong:
            self.grid.go_to(row, key)
            break
        self._tell()
        self.start()

    def _tell(self) -> None:
        count = len(self.draft.members)
        if count and self._nobody_told:
            self._nobody_told = False
            self.hinted.emit("", "quiet")
        told = ngettext("{count} member", "{count} members", count)
        self._count.setText(told.format(count=format_number(count)))
        self._below.setText(self.grid.complaint)

    def start(self) -> None:
        """The first line that is empty."""
        if not self.grid.complaint:
            self.grid.go_to(len(self.grid.texts), 0)
        self.grid.setFocus()


def _cells(person: Person) -> dict[str, str]:
    return {"name": person.name, "sex": person.sex, "phone": person.phone}
