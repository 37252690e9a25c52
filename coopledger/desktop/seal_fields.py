"""PINs of the officers who seal an act: a hidden field for each, and how many are needed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app.officers import OfficerRow
from coopledger.desktop.start.form import TextField
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _, ngettext
from coopledger.words.errors import explain
from coopledger.words.numbers import format_number


class SealFields(QWidget):
    """One field for each officer who has a key. ``changed`` at each key."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().em(0.5))
        self.fields: dict[str, TextField] = {}
        self._need = 0

    def show_officers(self, rows: Sequence[OfficerRow], need: int, *, but: str = "") -> None:
        """Ask officers for their PINs.

        Args:
            rows: the members; those with a key are asked.
            need: how many must seal.
            but: who is not asked, since the act is about their own PIN.
        """
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.fields, self._need = {}, need
        keyed = [row for row in rows if row.keyed and row.code != but]
        if need and keyed:
            told = ngettext(
                "{count} officer seals this. Each types the PIN while the others look away.",
                "{count} officers seal this. Each types the PIN while the others look away.",
                need,
            )
            self._column.addWidget(label(told.format(count=format_number(need)), wrap=True))
        for row in keyed if need else ():
            caption = _("PIN of {name}").format(name=row.name)
            field = TextField(f"seal_{row.code}", caption, secret=True)
            field.edit.textEdited.connect(lambda _text: self.changed.emit())
            self.fields[row.code] = field
            self._column.addWidget(field)

    @property
    def pins(self) -> dict[str, str]:
        """What was typed, by member."""
        return {code: field.text for code, field in self.fields.items() if field.text}

    @property
    def short(self) -> bool:
        """Whether fewer PINs are typed than officers must seal."""
        return len(self.pins) < self._need

    def clear(self) -> None:
        """Forget what was typed."""
        for field in self.fields.values():
            field.edit.clear()

    def refuse(self, refusal: Refusal) -> bool:
        """Say a refusal beside the PIN that it is about; whether there is one."""
        field = self.fields.get(str(refusal.params.get("value", "")))
        if field is None or refusal.code not in ("wrong_pin", "wait", "no_key"):
            return False
        field.refuse(explain(refusal))
        return True
