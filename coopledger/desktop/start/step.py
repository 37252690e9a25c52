"""What the steps of a founding share."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app.founding import FoundingDraft, Judged, Problem
from coopledger.desktop.scrolling import Scrolling
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import label
from coopledger.words.errors import explain


class Step(QWidget):
    """One step: it shows a draft, changes it, and says what is wrong with its own part.

    Signals:
        changed: something was answered; `draft` is another one now.
        done: Enter was pressed where there is nothing more to type: go on.
        hinted: a sentence for the banner, and its tone; an empty one takes the last away.
        reworded: `onward` is another word now.
        through: nothing is left to do here: the keyboard belongs to the main button.

    Attributes:
        title: of the screen while it is shown.
        onward: words of the main button; empty for the usual ones.
        prefixes: places of the problems that are put right here.
    """

    changed = Signal()
    done = Signal()
    hinted = Signal(str, str)
    reworded = Signal()
    through = Signal()

    prefixes: tuple[str, ...] = ()

    def __init__(self, name: str, title: str, about: str = "", onward: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.title, self.onward = title, onward
        self.draft = FoundingDraft()
        self.judged: Judged | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme().em(0.8))
        if about:
            self.body.addWidget(label(about, wrap=True))

    def scrolling(self, inside: QWidget) -> Scrolling:
        """Put a widget into the step that may be taller than the window."""
        area = Scrolling(inside)
        self.body.addWidget(area, 1)
        return area

    def show_draft(self, draft: FoundingDraft, judged: Judged) -> None:
        """Show a draft, as the step comes to the front."""
        self.draft, self.judged = draft, judged

    def mark(self, problems: Iterable[Problem], judged: Judged) -> None:
        """Say beside each field what is wrong, and put the cursor to the first."""

    def start(self) -> None:
        """Put the keyboard where work begins."""
        self.setFocus()

    def ready(self) -> bool:
        """Whether one may go on, as far as the step alone knows; it then says why not."""
        return True


def sentence(problem: Problem, judged: Judged) -> str:
    """What is wrong, in words."""
    return explain(problem.refusal, judged.currency)
