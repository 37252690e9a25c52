"""Home: the groups as cards, with what matters today."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coopledger.app import overview
from coopledger.app.check import Check
from coopledger.app.founding import FoundingDraft, kept_draft
from coopledger.app.overview import GroupCard, GroupRow
from coopledger.app.self_check import self_check
from coopledger.app.status import Status, status
from coopledger.app.transfers import long_open
from coopledger.app.transfers_told import long_open_words
from coopledger.app.waiting_words import waiting_lines
from coopledger.desktop.button_card import ButtonCard
from coopledger.desktop.choice import Choice
from coopledger.desktop.home_table import ORDERS, GroupTable
from coopledger.desktop.matching import is_like
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.start.way import left_at, way_of
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Badge, Banner, Button, Elided, Figure, Picture, label
from coopledger.domain.errors import Refusal
from coopledger.words.care import check_line
from coopledger.words.catalog import _, isolated, ngettext
from coopledger.words.dates import format_date
from coopledger.words.errors import explain, notice_words
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

MOST_CARDS = 24
"""More groups than that are shown as a table."""
MOST_NOTICES = 3


class GroupButton(QPushButton):
    """One group as a card that is one large button."""

    def __init__(self, row: GroupRow) -> None:
        super().__init__()
        self.row = row
        self.setObjectName(f"group_{row.id[:8]}")
        self.setAutoDefault(False)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._box = Figure(_("Cash in the box"), "…")
        self._loans = Figure(_("Loans out"), "…")
        self._when = label("", "quiet")
        self._today = label("", "strong")
        self._today.hide()
        self._mark = Picture("warn", 1.2, "warn")
        self._findings = label("", "small")
        self._lay_out()
        self.setAccessibleName(row.name)
        held = format_number(row.meetings)
        if row.meetings:
            text = _("Meeting {number} on {day}")
            self._when.setText(text.format(number=held, day=format_date(row.last_day)))
        else:
            self._when.setText(_("No meeting yet"))

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self)
        side = theme().em(1.1)
        column.setContentsMargins(side, side, side, theme().em(0.8))
        column.setSpacing(theme().em(0.5))
        column.addWidget(Elided(self.row.name, "large"))
        figures = QHBoxLayout()
        figures.setSpacing(theme().em(1.5))
        figures.addWidget(self._box, 1)
        figures.addWidget(self._loans, 1)
        column.addLayout(figures)
        column.addStretch(1)
        column.addWidget(self._today)
        foot = QHBoxLayout()
        foot.setSpacing(theme().em(0.35))
        foot.addWidget(self._when)
        foot.addStretch(1)
        if self.row.draft:
            foot.addWidget(Badge("draft"))
        foot.addWidget(self._mark)
        foot.addWidget(self._findings)
        column.addLayout(foot)
        self._mark.hide()
        self._findings.hide()
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As large as what stands on it."""
        return self._column.sizeHint().expandedTo(QSize(0, theme().em(9.5)))

    def minimumSizeHint(self) -> QSize:
        """Never lower than what stands on it."""
        return QSize(self._column.minimumSize().width(), self.sizeHint().height())

    def show_card(self, card: GroupCard) -> None:
        """Show the figures of the verified book."""
        code = card.currency.code
        box = format_amount(card.box, card.currency)
        loans = format_amount(card.loans, card.currency)
        self._box.show_value(box, code)
        self._loans.show_value(loans, code)
        self._mark.setVisible(bool(card.findings))
        told = ""
        if card.findings:
            told = ngettext("{count} finding", "{count} findings", card.findings)
            told = told.format(count=format_number(card.findings))
        self._findings.setText(told)
        self._findings.setVisible(bool(told))
        today = "\n".join(today_words(card))
        self._today.setText(today)
        self._today.setVisible(bool(today))
        parts = [
            self.row.name,
            f"{_('Cash in the box')} {box} {code}",
            self._when.text(),
            today,
            told,
        ]
        self.setAccessibleName(", ".join(part for part in parts if part))

    def show_fault(self, sentence: str) -> None:
        """Show that the book is not genuine."""
        self._box.show_value("—")
        self._loans.show_value("—")
        self._mark.show_icon("stop", "bad")
        self._mark.show()
        self._findings.setText(_("not genuine"))
        self._findings.show()
        self.setToolTip(sentence)
        self.setAccessibleName(f"{self.row.name}, {sentence}")


def today_words(card: GroupCard) -> list[str]:
    """What matters about a group today: the next meeting, what is late, too much cash."""
    found = []
    if card.disputed is not None:
        page = format_number(card.disputed.page)
        found.append(_("Disputed after page {page}").format(page=page))
        amount = format_amount(card.settled_box, card.currency)
        found.append(_("Settled in the box: {amount}").format(amount=amount))
    if card.missed:
        told = ngettext("{count} meeting missing", "{count} meetings missing", card.missed)
        found.append(told.format(count=format_number(card.missed)))
    elif card.following:
        found.append(_("Next meeting {day}").format(day=format_date(card.following)))
    if card.late:
        told = ngettext("{count} loan late", "{count} loans late", card.late)
        found.append(told.format(count=format_number(card.late)))
    if card.above_limit:
        found.append(_("Too much cash in the box"))
    return found


class HomeScreen(Screen):
    """All groups. ``chosen`` carries the id of the group whose card was pressed."""

    chosen = Signal(str)
    start_asked = Signal()
    import_asked = Signal()
    between_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("home", _("Groups"))
        self._session = session
        self._cards: list[GroupButton] = []
        self._arriving = True
        self._empty = label(
            _("No group yet. Start one: the questions are asked one after another."),
            "quiet",
            wrap=True,
        )
        self._grid = QGridLayout()
        self._grid.setSpacing(theme().em(0.9))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        column.addWidget(self._empty)
        column.addLayout(self._grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("groups")
        area.setAccessibleName(_("Groups"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        self._area = area
        self._table = GroupTable(session)
        self._table.chosen.connect(lambda known: self.chosen.emit(known.row.id))
        self._table.hide()
        self.notices = Banner("notices")
        self.exchange = Banner("exchange_notice")
        self._waiting = self._came = ""
        self.unfinished = ButtonCard("unfinished_group", icon_name="next")
        self.unfinished.clicked.connect(self.start_asked)
        self.unfinished.hide()
        self.search = QLineEdit()
        self.search.setObjectName("search_groups")
        self.search.setAccessibleName(_("Search groups"))
        self.search.setPlaceholderText(_("Search groups (Ctrl+F)"))
        self.search.setClearButtonEnabled(False)
        self.search.textChanged.connect(lambda _text: self._filter())
        self.search.returnPressed.connect(self._first_found)
        self._order = Choice("sort_groups")
        self._order.setAccessibleName(_("Order of the groups"))
        for key, text in ORDERS.items():
            self._order.addItem(str(text), key)
        self._order.activated.connect(lambda _at: self._sort())
        self._finding = QWidget()
        row = QHBoxLayout(self._finding)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.search, 1)
        row.addWidget(self._order)
        self._finding.hide()
        self.between = Button("between_groups", _("Between groups"), "coins")
        self.between.clicked.connect(self.between_asked)
        self.between.hide()  # it needs two groups, as the search does
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)
        self._found: tuple[GroupRow, ...] = ()
        self._all: tuple[GroupRow, ...] = ()
        self._notes = QWidget()
        notes = QVBoxLayout(self._notes)
        notes.setContentsMargins(0, 0, 0, 0)
        notes.addWidget(self.notices)
        notes.addWidget(self.exchange)
        notes.addWidget(self.unfinished)
        self._column = column
        column.insertWidget(0, self._notes)
        self.body.addWidget(self._finding)
        self.body.addWidget(area, 1)
        self.body.addWidget(self._table, 1)
        self._totals = label("", "quiet")
        self.foot.addWidget(self._totals)
        self._take_in = Button("import", _("Take in a notebook"), "import")
        self._take_in.clicked.connect(self.import_asked)
        self.foot.addWidget(self._take_in)
        self.foot.addWidget(self.between)
        begin = Button("start_group", _("Start a group"), "add", "main")
        begin.clicked.connect(self.start_asked)
        self.set_main(begin)

    def refresh(self) -> None:
        """Read the groups; each card fills as its book has been checked."""
        ledger = self._session.ledger
        self._session.background.run(lambda: kept_draft(ledger), self._show_unfinished)
        self._session.background.run(lambda: overview.groups(ledger), self._show, self.refuse)
        self._session.background.run(lambda: (status(ledger), self_check(ledger)), self._tell)
        self._session.background.run(lambda: waiting_lines(ledger), self._tell_exchange)

    def _show_unfinished(self, draft: FoundingDraft | None) -> None:
        """Say that a founding was broken off, and where it goes on."""
        self.unfinished.setVisible(draft is not None)
        if draft is None:
            return
        name = draft.answers.get("name", "").strip()
        title = _("A new group is not finished")
        way = way_of(draft)
        told = _("Step {number} of {count}. Nothing is lost: go on here.").format(
            number=format_number(way.index(left_at(draft)) + 1), count=format_number(len(way))
        )
        self.unfinished.say(f"{title}: {isolated(name)}" if name else title, told)

    def _tell(self, found: tuple[Status, tuple[Check, ...]]) -> None:
        """Say what about the ledger's keeping and the laptop wants attention."""
        kept, checks = found
        told = [check_line(each) for each in checks]
        told += [notice_words(each) for each in kept.findings]
        bad = any(each.state == "bad" for each in checks)
        self.notices.say("\n".join(told[:MOST_NOTICES]), "bad" if bad else "warn")

    def _wait(self, transfers: int) -> None:
        """Say how many transfers between groups have waited for long, where they are shown."""
        told = ngettext("Between groups: {count} old", "Between groups: {count} old", transfers)
        told = told.format(count=format_number(transfers)) if transfers else _("Between groups")
        self.between.say(told, "warn" if transfers else "coins")
        self.between.setToolTip(long_open_words(transfers))
        self.between.setAccessibleDescription(long_open_words(transfers))

    def _tell_exchange(self, lines: list[str]) -> None:
        """Say what the other laptops have not confirmed, and what is missing here."""
        self._waiting = "\n".join(lines)
        self._say_exchange()

    def show_folder(self, told: str) -> None:
        """Say what came into the shared folder and waits for somebody."""
        self._came = told
        self._say_exchange()

    def _say_exchange(self) -> None:
        told = [text for text in (self._came, self._waiting) if text]
        self.exchange.say("\n".join(told), "warn" if self._came else "quiet")

    def start(self) -> None:
        """The first group, as soon as it is known."""
        self._arriving = True

    def _show(self, rows: tuple[GroupRow, ...]) -> None:
        self._all = rows
        self._table.check_again()
        self._finding.setVisible(len(rows) > 1)
        self.between.setVisible(len(rows) > 1)
        self._order.setVisible(len(rows) > MOST_CARDS)
        self._count(len(rows))
        self._filter()
        # After the jobs that check the books: by then it is only counting.
        ledger = self._session.ledger
        self._session.background.run(lambda: long_open(ledger), self._wait)

    def _filter(self) -> None:
        """Show the groups whose name has what was typed in it."""
        wanted = self.search.text()
        rows = self._found = tuple(row for row in self._all if is_like(row.name, wanted))
        many = len(self._all) > MOST_CARDS
        self._table.setVisible(many)
        self._area.setHidden(many)
        # In large letters on a small screen they leave no room for the groups: there all scrolls.
        (self.body if many else self._column).insertWidget(0, self._notes)
        if many:
            self._table.show_groups(rows)
            if self._arriving:
                self._arriving = False
                self._table.setFocus()
        else:
            self._show_cards(rows)

    def _first_found(self) -> None:
        if self._found:
            self.chosen.emit(self._found[0].id)

    def _sort(self) -> None:
        self._table.sort_by(str(self._order.currentData()))
        self._table.setFocus()

    def _count(self, groups: int) -> None:
        words = ngettext("{count} group", "{count} groups", groups)
        told = words.format(count=format_number(groups))
        if not self.unfinished.isHidden():
            told = _("{groups}, and one not finished").format(groups=told)
        self._totals.setText(told)

    def _show_cards(self, rows: tuple[GroupRow, ...]) -> None:
        focused = self._focused()
        for old in self._cards:
            self._grid.removeWidget(old)
            old.deleteLater()
        self._cards = [GroupButton(row) for row in rows]
        self._empty.setVisible(not self._all and self.unfinished.isHidden())
        ledger, background = self._session.ledger, self._session.background
        for card in self._cards:
            group = card.row.id
            card.clicked.connect(partial(self.chosen.emit, group))
            job = partial(overview.group_card, ledger, group)
            background.run(job, card.show_card, partial(self._fault, card))
        self._arrange()
        ways = [self._take_in, self.between, *([self.main] if self.main else [])]
        self.tab_order(self.search, self._order, self.unfinished, *self._cards, *ways)
        again = [card for card in self._cards if card.row.id == focused]
        if self.isVisible() and (again or self._arriving):  # somebody may have gone on already
            self._arriving = False
            begun = [] if self.unfinished.isHidden() else [self.unfinished]
            first: list[QWidget] = [*again, *self._cards, *begun, self.main or self]
            first[0].show()  # what is not shown yet takes no focus
            first[0].setFocus()

    def _focused(self) -> str:
        return next((card.row.id for card in self._cards if card.hasFocus()), "")

    @staticmethod
    def _fault(card: GroupButton, problem: BaseException) -> None:
        if not isinstance(problem, Refusal):
            raise problem
        card.show_fault(explain(problem))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many cards side by side as have room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() - theme().em(2.4)
        columns = max(1, room // theme().em(21))
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
