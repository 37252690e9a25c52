"""Officers' PINs, one field each: who is called to seal, and how many of them it takes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Field, label
from coopledger.words.catalog import _, ngettext
from coopledger.words.numbers import format_number

_ACROSS, _ACROSS_IN_LARGE = 3, 2


class PinFields(QWidget):
    """A field for each officer; those left empty do not seal. ``changed`` at each key."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pins")
        self.setAccessibleName(_("PINs of the officers"))
        self._told = label("", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme().em(0.8))
        self._grid.setVerticalSpacing(theme().em(0.5))
        self._fields: dict[str, Field] = {}
        self._need = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.5))
        column.addWidget(self._told)
        column.addLayout(self._grid)

    def show_officers(self, names: Mapping[str, str], need: int, *, rules: bool) -> None:
        """Ask these officers, by code; ``rules`` says whether the constitution wants officers."""
        for old in self._fields.values():
            self._grid.removeWidget(old)
            old.deleteLater()
        self._fields, self._need = {}, need
        if names:
            told = ngettext(
                "{count} officer seals this. Each types their own PIN.",
                "{count} officers seal this. Each types their own PIN.",
                need,
            ).format(count=format_number(need))
        elif rules:
            told = _("No officer has a key yet, so this laptop seals it alone.")
        else:
            told = _("This laptop seals it; the rules ask for no officer.")
        self._told.setText(told)
        across = _ACROSS_IN_LARGE if theme().size in ("L", "XL") else _ACROSS
        for at, (code, name) in enumerate(names.items()):
            field = Field(f"pin_{code}", f"{code} {name}".strip(), secret=True)
            field.edit.textEdited.connect(lambda _text: self.changed.emit())
            self._fields[code] = field
            self._grid.addWidget(field, at // across, at % across)

    @property
    def typed(self) -> dict[str, str]:
        """PINs that were typed, by code."""
        return {code: field.text for code, field in self._fields.items() if field.text}

    @property
    def short(self) -> bool:
        """Whether fewer PINs are typed than officers must seal."""
        return len(self.typed) < self._need

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """The fields, in their order."""
        return tuple(field.edit for field in self._fields.values())

    def begin(self) -> bool:
        """Put the cursor into the first field; False where there is none."""
        for edit in self.stops:
            edit.setFocus()
            return True
        return False

    def refuse(self, code: str, sentence: str) -> bool:
        """Say beside an officer's field what is wrong; False when the officer has none here."""
        field = self._fields.get(code)
        if field is not None:
            field.refuse(sentence)
        return field is not None

    def clear(self) -> None:
        """Forget what was typed."""
        for field in self._fields.values():
            field.edit.clear()
            field.accept()
