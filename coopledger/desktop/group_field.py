"""Where another group is typed: the names of those on this laptop are offered below the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from coopledger.app.group_refs import group_ref, known_groups
from coopledger.desktop.session import Session
from coopledger.desktop.widgets import Field
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _


class Offer:
    """Names offered below a line while somebody types a part of one in it."""

    def __init__(self, edit: QLineEdit, name: str) -> None:
        self._names = QStringListModel(edit)
        completer = QCompleter(self._names, edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        shown = QListView()
        shown.setObjectName(name)
        shown.setAccessibleName(_("Groups on this laptop"))
        completer.setPopup(shown)
        edit.setCompleter(completer)

    def show(self, names: Iterable[str]) -> None:
        """Offer these from now on."""
        self._names.setStringList(sorted(names, key=str.casefold))


class GroupField(Field):
    """A line to type another group in: its name, the id of its book, or one word."""

    def __init__(self, name: str, caption: str, hint: str) -> None:
        super().__init__(name, caption, hint)
        self._groups: Mapping[str, str] = {}
        self._names = Offer(self.edit, f"{name}_list")

    def load(self, session: Session, own: str) -> None:
        """Learn which groups are on this laptop, ``own`` left out."""
        ledger = session.ledger
        session.background.run(lambda: known_groups(ledger, own), self._offer)

    def _offer(self, groups: dict[str, str]) -> None:
        self._groups = groups
        self._names.show(groups.values())

    def group(self, column: str) -> str:
        """The group that was typed, by its book's id or its word; empty for none.

        Raises:
            Refusal: `bad_group`, `ambiguous_group`, with ``column``.
        """
        if not self.text.strip():
            return ""
        try:
            return group_ref(self._groups, self.text)
        except Refusal as refusal:
            raise refusal.within(column=column) from None
