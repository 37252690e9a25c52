"""The constitution in plain questions."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app.founding import FoundingDraft, Judged, Problem, chapters_of
from coopledger.desktop.start.form import QuestionsForm, TextField
from coopledger.desktop.start.step import Step, sentence
from coopledger.interop.templates import load_template
from coopledger.words.catalog import _
from coopledger.words.constitution import name_of

_PREFIX = "answers:"


class RulesStep(Step):
    """The group's name and its rules."""

    prefixes = (_PREFIX,)

    def __init__(self) -> None:
        about = _(
            "Talk each line over. What stands there is usual; change what your group wants"
            " otherwise. Enter goes to the next line. New rules can be voted later."
        )
        onward = _("Keep these rules: Ctrl+Enter")
        super().__init__("step_rules", _("The group's rules"), about, onward)
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._form: QuestionsForm | None = None
        self._kind = ""
        self.scrolling(self._holder)

    def show_draft(self, draft: FoundingDraft, judged: Judged) -> None:
        """Show the questions of the kind of group, with the answers given."""
        super().show_draft(draft, judged)
        if self._form is None or draft.kind != self._kind:
            self._make(draft)
        if self._form is not None:
            self._form.show_answers(draft.answers)

    def _make(self, draft: FoundingDraft) -> None:
        if self._form is not None:
            self._column.removeWidget(self._form)
            self._form.deleteLater()
        self._kind = draft.kind
        name = TextField("name", _("What is the group called?"))
        form = self._form = QuestionsForm(chapters_of(load_template(draft.kind)), [name])
        form.fields = {"name": name, **form.fields}
        name.edit.textEdited.connect(lambda _text: self._answered())
        name.edit.editingFinished.connect(lambda: form.left.emit("name"))
        form.answered.connect(lambda _key: self._answered())
        form.left.connect(self._left)
        self._column.addWidget(form)

    def _answered(self) -> None:
        if self._form is not None:
            self.draft = msgspec.structs.replace(self.draft, answers=self._form.answers)
            self.changed.emit()

    def _left(self, key: str) -> None:
        """Say at once what is wrong with the field that was just filled in."""
        if self._form is None or (key == "name" and not self._form.answers["name"]):
            return
        from coopledger.app.founding import judge

        judged = judge(self.draft)
        self._form.mark(_told(judged.of(_PREFIX), judged), only=key)

    def mark(self, problems: Iterable[Problem], judged: Judged) -> None:
        """Say beside each field what is wrong; what is at no field is said in the banner."""
        if self._form is None:
            return
        told = _told(problems, judged)
        self._form.mark(told)
        for key, text in told.items():
            if self._form.go_to(key):
                return
            self.hinted.emit(f"{name_of(key)}: {text}", "bad")

    def start(self) -> None:
        """The name comes first."""
        if self._form is not None:
            self._form.go_to("name")


def _told(problems: Iterable[Problem], judged: Judged) -> dict[str, str]:
    found: dict[str, str] = {}
    for problem in problems:
        found.setdefault(problem.place.removeprefix(_PREFIX), sentence(problem, judged))
    return found
