"""Which paper: its kind, what it is about, and what it is printed on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from coopledger.app.paper_choices import PaperChoices
from coopledger.app.paper_kinds import BY_CODE, KINDS, PaperKind, Pick, Picked
from coopledger.desktop import settings
from coopledger.desktop.choice import Choice
from coopledger.desktop.theme import theme
from coopledger.reports.document import PAPERS, PaperSize
from coopledger.words.catalog import N_, Text, _
from coopledger.words.dates import format_date, format_month
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

_ABOUT: dict[Pick, Text] = {
    "meeting": N_("Which meeting"),
    "member": N_("Which member"),
    "loan": N_("Which loan"),
    "month": N_("Which month"),
}
_FIRST: dict[Pick, int] = {"member": 1}
"""Where a list begins: not with all members, whose papers take a while to be laid out."""
_PAPERS: dict[str, Text] = {
    "A4": N_("A4"),
    "A5": N_("A5"),
    "letter": N_("Letter"),
    "80mm": N_("Roll of 80 mm"),
    "58mm": N_("Roll of 58 mm"),
}


class PaperChoice(QWidget):
    """Lists to choose a paper from. ``changed`` is told after every choice that a person makes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choices: PaperChoices | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().em(0.5))
        self.kind_list = self._list("kind", _("Which paper"))
        self.picks: dict[Pick, Choice] = {}
        self.kind_list.setMaxVisibleItems(len(KINDS))
        for kind in KINDS:
            self.kind_list.addItem(str(kind.name), kind.code)
        row.addWidget(self.kind_list, 3)
        # A receipt has two picks; the first is asked under the same name for all kinds.
        for pick, about in _ABOUT.items():
            self.picks[pick] = self._list(f"which_{pick}", str(about))
            row.addWidget(self.picks[pick], 3)
        self.paper_list = self._list("paper_size", _("Printed on"))
        for code, name in _PAPERS.items():
            self.paper_list.addItem(str(name), code)
        row.addWidget(self.paper_list, 2)
        # Before those who are told of the change.
        self.kind_list.activated.disconnect(self.changed)
        self.kind_list.activated.connect(self._show_picks)
        self.kind_list.activated.connect(self.changed)
        self.paper_list.activated.connect(self._other_paper)

    def _list(self, name: str, about: str) -> Choice:
        made = Choice(name)
        made.setAccessibleName(about)
        # All in one row, also in large letters: what is cut here is whole in the open list.
        made.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(6)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.activated.connect(self.changed)
        return made

    @property
    def lists(self) -> list[QWidget]:
        """All lists, in the order of reading."""
        return [self.kind_list, *self.picks.values(), self.paper_list]

    @property
    def kind(self) -> PaperKind:
        """The kind that is chosen."""
        return BY_CODE[self.kind_list.currentData()]

    @property
    def picked(self) -> Picked:
        """What is chosen of it."""
        picks = self.picks
        return Picked(
            meeting=picks["meeting"].currentData(),
            member=picks["member"].currentData() or "",
            loan=picks["loan"].currentData() or 0,
            month=picks["month"].currentData() or "",
        )

    @property
    def paper(self) -> PaperSize:
        """What it is printed on."""
        return PAPERS[self.paper_list.currentData()]

    def choose(self, kind: str, which: object = None) -> None:
        """Choose a kind, and what its first pick is about: the first in the list if None."""
        self.kind_list.setCurrentIndex(self.kind_list.findData(kind))
        self._show_picks()
        for pick in self.kind.picks[:1]:
            at = self.picks[pick].findData(which) if which is not None else _FIRST.get(pick, 0)
            self.picks[pick].setCurrentIndex(max(at, 0))

    def fill(self, choices: PaperChoices) -> None:
        """Offer what a group has; what was chosen stays chosen where it is still there."""
        chosen = {pick: made.currentData() for pick, made in self.picks.items()}
        self._choices = choices
        for made in self.picks.values():
            made.clear()
        words = _("Meeting {number} · {day}")
        for number, day in choices.meetings:
            told = words.format(number=format_number(number), day=format_date(day))
            self.picks["meeting"].addItem(told, number)
        self.picks["member"].addItem(_("All members"), "")
        for code, name in choices.members:
            self.picks["member"].addItem(f"{code} · {name}", code)
        words = _("Loan {number} · {name} · {amount}")
        for loan in choices.loans:
            told = words.format(
                number=format_number(loan.number),
                name=loan.name,
                amount=format_amount(loan.amount, choices.currency),
            )
            self.picks["loan"].addItem(told, loan.number)
        for month in choices.months:
            self.picks["month"].addItem(format_month(month), month)
        for pick, value in chosen.items():
            at = self.picks[pick].findData(value) if value is not None else _FIRST.get(pick, 0)
            self.picks[pick].setCurrentIndex(max(at, 0))
        self._show_picks()

    def _show_picks(self) -> None:
        for pick, made in self.picks.items():
            made.setVisible(pick in self.kind.picks)
        usual = next(code for code, paper in PAPERS.items() if paper is self.kind.usual)
        code = settings.saved_paper(self.kind.code) or usual
        self.paper_list.setCurrentIndex(max(self.paper_list.findData(code), 0))

    def _other_paper(self) -> None:
        settings.save_paper(self.kind.code, self.paper_list.currentData())
