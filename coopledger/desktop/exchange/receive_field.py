"""Which groups' books a laptop may receive: all, or some."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app.cooperative import EVERY
from coopledger.app.ledger import Group
from coopledger.desktop.fields import Chips, ChoiceField
from coopledger.desktop.theme import theme
from coopledger.words.catalog import _

_SOME = "some"


class ReceiveField(QWidget):
    """All groups, those of later days too, or those that are pressed."""

    def __init__(self) -> None:
        super().__init__()
        choices = [(EVERY, _("All groups, later ones too")), (_SOME, _("Only these groups"))]
        self.which = ChoiceField("may_receive", _("What may it receive?"), choices)
        self.which.changed.connect(self._chosen)
        self.groups = Chips("receive_groups", _("Groups"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.5))
        column.addWidget(self.which)
        column.addWidget(self.groups)
        self._chosen()

    def show_groups(self, groups: Sequence[Group], chosen: Sequence[str] | None = None) -> None:
        """Offer groups; ``chosen`` are the ids of those that it may receive now, or `EVERY`."""
        self.groups.show_names({group.id: group.name for group in groups})
        if chosen is not None:
            self.which.take(EVERY if EVERY in chosen else _SOME)
            for group, button in zip(groups, self.groups.buttons, strict=True):
                button.setChecked(group.id in chosen)
        self._chosen()

    @property
    def books(self) -> tuple[str, ...]:
        """Ids of the groups, or `EVERY`."""
        return (EVERY,) if self.which.value == EVERY else self.groups.chosen

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (self.which.choice, *self.groups.buttons)

    def _chosen(self) -> None:
        self.groups.setVisible(self.which.value == _SOME)
