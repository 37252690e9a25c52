"""Two different books of one group side by side, what a paper says, and the officers' choice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app import forks, holding
from coopledger.app.fork_comparison import Comparison, compare
from coopledger.app.forks import HERE, Fork
from coopledger.app.holding import Needed
from coopledger.desktop.fields import ChoiceField
from coopledger.desktop.fork_columns import member_columns, total_columns
from coopledger.desktop.pins import PinFields
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Table
from coopledger.desktop.theme import theme
from coopledger.desktop.waiting import WaitButton
from coopledger.desktop.widgets import Badge, Banner, Button, Card, Field, Tone, label
from coopledger.domain.errors import Refusal
from coopledger.store.store import NewPage
from coopledger.words.catalog import _
from coopledger.words.errors import explain
from coopledger.words.fork_words import AGREES, pages_words, side_words
from coopledger.words.numbers import format_number

_Found = tuple[Comparison | None, list[Fork], Needed | None, dict[str, str]]


class ForkScreen(Screen):
    """Shows two branches side by side; the officers' PINs seal the choice of one of them."""

    def __init__(self, session: Session, group: str, branch: int = 0) -> None:
        super().__init__("fork", _("Two different books"))
        self._session, self._group, self._branch = session, group, branch
        self._found: Comparison | None = None
        self.badges.addWidget(Badge("read_only"))
        self._about = label("", wrap=True)
        self._here, self._there = label("", wrap=True), label("", wrap=True)
        self._which = ChoiceField("which_branch", _("Which other book"))
        self._which.changed.connect(self._another)
        self._figure = ChoiceField("paper_figure", _("A total that a paper has"))
        hint = _("Type what the printed report or the passbooks say, and press Enter.")
        self._paper = Field("paper_total", _("What the paper says"), hint)
        self._verdict = Banner("paper_verdict")
        self._totals = Table("fork_totals", _("Totals side by side"))
        self._members = Table("fork_members", _("What was recorded, by member"))
        self._choice = ChoiceField("branch_choice", _("Which book counts from now on"))
        self._pins = PinFields()
        self._choosing = QWidget()
        self._lay_out()
        self._back = Button("back", _("Back"), "back", "plain")
        self._back.clicked.connect(self.left)
        self.foot.addWidget(self._back)
        self._late = Button("late_pages", _("What does not count"), "eye")
        self._late.clicked.connect(lambda: self.asked.emit("late", None))
        self.foot.addWidget(self._late)
        self._wait = WaitButton(session)
        self._wait.clicked.connect(self._let_wait)
        self._wait.waits.connect(self._waits)
        self.foot.addWidget(self._wait)
        self._seal = Button("choose_branch", _("Seal the officers' choice"), "seal", "main")
        self._seal.clicked.connect(self._resolve)
        self.set_main(self._seal)
        self._paper.edit.returnPressed.connect(self._check_paper)
        self._figure.changed.connect(self._verdict.clear)
        self._pins.changed.connect(self._offer)
        self._choice.changed.connect(self._offer)

    def _lay_out(self) -> None:
        card = Card(0.9)
        for told in (self._about, self._which, self._here, self._there):
            card.body.addWidget(told)
        paper = Card(0.9)
        for each in (self._figure, self._paper, self._verdict):
            paper.body.addWidget(each)
        choose = QVBoxLayout(self._choosing)
        choose.setContentsMargins(0, 0, 0, 0)
        choose.setSpacing(theme().em(0.7))
        choose.addWidget(self._choice)
        choose.addWidget(self._pins)
        column = QVBoxLayout()
        column.setContentsMargins(2, 2, theme().em(0.5), 2)
        column.setSpacing(theme().em(0.7))
        for table in (self._totals, self._members):
            table.setMinimumHeight(theme().row * 6)
        parts: tuple[QWidget, ...] = (card, paper, self._totals, self._members, self._choosing)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.body.addWidget(scrolled("fork_form", _("Two different books"), column), 1)

    def start(self) -> None:
        """The paper first: it says which book people saw being written."""
        self._paper.edit.setFocus()

    def refresh(self) -> None:
        """Read both books again."""
        ledger, group, branch = self._session.ledger, self._group, self._branch

        def job() -> _Found:
            found = [each for each in forks.forks(ledger) if each.group.id == group]
            numbers = [each.there.number for each in found]
            chosen = branch if branch in numbers else next(iter(numbers), 0)
            compared = compare(ledger, group, chosen) if chosen else None
            names = {code: card.name for code, card in ledger.members(group).items()}
            needs = None
            if group in ledger.own_heads.forked:
                needs = holding.take_over_needs(ledger, group)
            return compared, found, needs, names

        self._session.background.run(job, self._show, self.refuse)

    def _show(self, found: _Found) -> None:
        compared, every, needs, names = found
        self._found = compared
        self._seal.setEnabled(needs is not None and needs.need > 0)
        self._choosing.setVisible(needs is not None)
        self._late.setVisible(any(each.settled for each in every))
        if compared is None:
            self._about.setText(_("There is one book here: one page of each number counts."))
            return
        self.set_heading(_("Two different books"), compared.group.name)
        self._show_branches(compared, every)
        figures = [(line.figure, line.label) for line in compared.totals]
        self._figure.show_choices(figures)
        self._totals.show_rows(compared.totals, total_columns(compared))
        self._members.show_rows(compared.members, member_columns(compared.currency))
        if needs is not None:
            officers = {code: names.get(code, "") for code in needs.officers}
            self._pins.show_officers(officers, needs.need, rules=True)
        self._offer()
        stops = [self._which.choice, self._figure.choice, self._paper.edit, self._totals]
        last = [self._members, self._choice.choice, *self._pins.stops, self._back, self._late]
        self.tab_order(*stops, *last, self._wait, self._seal)

    def _show_branches(self, compared: Comparison, every: list[Fork]) -> None:
        page = format_number(compared.here.first or compared.there.first)
        if compared.settled:
            about = _(
                "From page {page} on there are two different books. The officers have chosen: the"
                " first one counts, and the other one is kept as evidence."
            )
        else:
            about = _(
                "From page {page} on there are two different books, both sealed, as when a laptop"
                " was copied. Compare them with the paper; then the officers choose. What they do"
                " not choose is kept, and is offered to be written down again."
            )
        self._about.setText(about.format(page=page))
        here, there = side_words(compared.here), side_words(compared.there)
        self._here.setText(_("Counts here: {told}").format(told=here))
        self._there.setText(_("The other one: {told}").format(told=there))
        others = [(str(each.there.number), _other(each)) for each in every]
        self._which.show_choices(others)
        self._which.take(str(compared.there.number))
        self._which.setVisible(len(others) > 1)
        self._choice.show_choices(
            [
                ("", _("Nobody has chosen yet")),
                (_CHOSEN_HERE, _("The one that counts here")),
                (str(compared.there.number), _("The other one")),
            ]
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter beside the paper's total compares it, and chooses nothing."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and self._paper.edit.hasFocus():
            event.accept()
            return
        super().keyPressEvent(event)

    def _another(self) -> None:
        self._branch = int(self._which.value or 0)
        self._verdict.clear()
        self.refresh()

    def _check_paper(self) -> None:
        found, figure = self._found, self._figure.value
        if found is None:
            return
        try:
            agrees = found.agreeing_typed(figure, self._paper.text)
        except Refusal as refusal:
            self._paper.refuse(explain(refusal, found.currency))
            return
        label_of = {line.figure: line.label for line in found.totals}
        tone: Tone = "good" if agrees in ("here", "there") else "warn"
        self._verdict.say(str(AGREES[agrees]).format(figure=label_of[figure]), tone)
        self._paper.edit.selectAll()

    def _resolve(self) -> None:
        if (act := self._act()) is not None:
            self._seal.setEnabled(False)
            self._session.background.run(act, self._done, self._refused)

    def _act(self) -> Callable[[], NewPage] | None:
        """What seals the choice with the PINs that were typed; None where nothing is chosen."""
        self.banner.clear()
        if not self._choice.value:
            self._choice.refuse(_("Say which book counts."))
            return None
        chosen = HERE if self._choice.value == _CHOSEN_HERE else int(self._choice.value)
        ledger, group, pins = self._session.ledger, self._group, self._pins.typed
        return lambda: forks.resolve(ledger, group, chosen, pins)

    def _offer(self) -> None:
        """With too few officers here the choice waits beside the book for the others' seals.

        Only that of the book that counts here: without the officers nothing is turned round.
        """
        here = self._choice.value == _CHOSEN_HERE and not self._choosing.isHidden()
        self._wait.offer(short=here and self._pins.short)

    def _let_wait(self) -> None:
        if (act := self._act()) is not None:
            self._wait.let_wait(self._group, act, self._refused)

    def _waits(self, group: str) -> None:
        self._pins.clear()
        self.asked.emit("approvals", group)

    def _done(self, page: NewPage) -> None:
        self._pins.clear()
        told = _(
            "Page {page} says which book counts. What only the other one recorded is offered to be"
            " written down again."
        )
        self.sealed.emit(told.format(page=format_number(page.header.number)))

    def _refused(self, problem: BaseException) -> None:
        self._seal.setEnabled(True)
        if isinstance(problem, Refusal):
            about = str(problem.params.get("value", ""))
            if self._pins.refuse(about, explain(problem)):
                return
        self._pins.clear()
        self.refuse(problem)


_CHOSEN_HERE = "here"


def _other(fork: Fork) -> str:
    told = pages_words(fork.there.first, fork.there.last)
    return f"{told} · {_('the officers have chosen')}" if fork.settled else told
