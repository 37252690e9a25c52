"""One member: the card, how the savings grew, the passbook as it is printed, the loans."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coopledger.app.desk.columns import STATUSES
from coopledger.app.member_view import MemberView, Point, member_view
from coopledger.desktop.charts import Square, Step, StepLine, Strip
from coopledger.desktop.figures import Figures
from coopledger.desktop.flow import flowing
from coopledger.desktop.loan_words import passbook_loan_columns
from coopledger.desktop.names import gone_name, role_name
from coopledger.desktop.paper_view import PaperView
from coopledger.desktop.photo import Portrait
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, label
from coopledger.reports.document import Document
from coopledger.words.catalog import N_, Text, _
from coopledger.words.dates import format_date, format_list
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

_PARTS: dict[str, tuple[Text, str]] = {
    "about": (N_("Card"), "person"),
    "passbook": (N_("Passbook"), "reports"),
    "loans": (N_("Loans"), "loan"),
}
_SHAPES: dict[str, tuple[str, str]] = {
    "present": ("full", "good"),
    "late": ("half", "warn"),
    "excused": ("ring", "quiet"),
    "absent": ("cross", "bad"),
    "represented": ("ring", "good"),
    "": ("blank", "line"),
}
"""How an answer at roll call is drawn; see `charts.Square`."""


class MemberScreen(Screen):
    """One member, in three parts; the main button goes to the printed passbook."""

    def __init__(self, session: Session, group: str, member: str) -> None:
        super().__init__("member", "")
        self._session, self._group, self._member = session, group, member
        self._parts = QStackedWidget()
        self._switch: dict[str, Button] = {}
        self._about = AboutMember()
        self._about.asked.connect(self._ask)
        self._paper = PaperView()
        self._document: Document | None = None
        self._loans = Table("member_loans", _("Loans"))
        self._loans.chosen.connect(lambda page: self.asked.emit("loan", page.number))
        self._no_loans = label(_("No loan in this cycle."), "quiet", wrap=True)
        self._lay_out()
        self._buttons()
        self.show_part("about")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.5))
        for key, (text, picture) in _PARTS.items():
            button = Button(f"part_{key}", str(text), picture)
            button.setCheckable(True)
            button.clicked.connect(partial(self.show_part, key))
            self._switch[key] = button
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        loans = QWidget()
        column = QVBoxLayout(loans)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._no_loans)
        column.addWidget(self._loans, 1)
        for part in (self._about, self._paper, loans):
            self._parts.addWidget(part)
        self.body.addWidget(self._parts, 1)

    def _buttons(self) -> None:
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        for name, text, picture in (
            ("member_card", _("Change the card"), "draft"),
            ("entries", _("All entries"), "book"),
            ("request", _("Ask for a loan"), "loan"),
        ):
            button = Button(f"to_{name}", text, picture)
            button.clicked.connect(partial(self._ask, name))
            self.foot.addWidget(button)
        printed = Button("statement", _("Print the passbook"), "print", "main")
        printed.clicked.connect(partial(self._ask, "statement"))
        self.set_main(printed)
        self.on_print(partial(self._ask, "statement"))

    def _ask(self, place: str) -> None:
        self.asked.emit(place, self._member)

    def show_part(self, key: str) -> None:
        """Show the card, the passbook or the loans."""
        for name, button in self._switch.items():
            button.setChecked(name == key)
        self._parts.setCurrentIndex(list(_PARTS).index(key))
        self._lay_out_passbook()

    def _lay_out_passbook(self) -> None:
        """Laying out a year of paper takes a tenth of a second: only for who looks at it."""
        if self._document is not None and self._switch["passbook"].isChecked():
            self._paper.show_documents([self._document])
            self._document = None

    def start(self) -> None:
        """The part that is shown, so that arrows choose another."""
        self._switch["about"].setFocus()

    def refresh(self) -> None:
        """Read the book again."""
        ledger, group, member = self._session.ledger, self._group, self._member
        self._session.background.run(
            lambda: member_view(ledger, group, member), self._show, self.refuse
        )

    def _show(self, view: MemberView) -> None:
        row = view.row
        told = [format_list([role_name(role) for role in row.roles]), gone_name(row.gone)]
        told += [view.group, _("amounts in {currency}").format(currency=view.currency.code)]
        self.set_heading(f"{row.code} {row.name}", " · ".join(part for part in told if part))
        self._about.show_member(view)
        self._document = view.passbook
        self._lay_out_passbook()
        self._loans.show_rows(view.loans[::-1], passbook_loan_columns(view.currency))
        self._loans.setVisible(bool(view.loans))
        self._no_loans.setHidden(bool(view.loans))


class AboutMember(QWidget):
    """Photo and card, figures, two pictures (savings, attendance), and the ways to go.

    ``asked`` carries the name of the act.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._portrait = Portrait()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme().em(0.3))
        self._figures = Figures()
        self._savings = StepLine("savings_chart", _("Savings"))
        self._strip = Strip("attendance", _("Attendance"))
        self._answers = label("", "small", wrap=True)
        self._unsaved = label(_("Nothing has been saved yet."), "quiet", wrap=True)
        self._uncalled = label(_("No roll call yet."), "quiet", wrap=True)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, theme().em(0.4), 0)
        column.setSpacing(theme().em(0.7))
        head = QHBoxLayout()
        head.setSpacing(theme().em(1))
        head.addWidget(self._portrait)
        head.addLayout(self._lines)
        head.addWidget(self._figures, 1)
        column.addLayout(head)
        pictures = QHBoxLayout()
        pictures.setSpacing(theme().em(0.7))
        saved, came = Card(0.8), Card(0.8)
        saved.body.addWidget(label(_("Savings"), "strong"))
        saved.body.addWidget(self._unsaved)
        saved.body.addWidget(self._savings)
        saved.body.addStretch(1)
        came.body.addWidget(label(_("Attendance"), "strong"))
        came.body.addWidget(self._uncalled)
        came.body.addWidget(self._strip)
        came.body.addWidget(self._answers)
        came.body.addStretch(1)
        pictures.addWidget(saved, 1)
        pictures.addWidget(came, 1)
        column.addLayout(pictures)
        self._going, ways = flowing(theme().em(0.5))
        for name, text in (
            ("leave", _("Leaves the group")),
            ("expel", _("Is expelled")),
            ("death", _("Has died")),
        ):
            button = Button(f"to_{name}", text)
            button.clicked.connect(partial(self.asked.emit, name))
            ways.addWidget(button)
        column.addWidget(self._going)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled("about_member", _("Card"), column))

    def show_member(self, view: MemberView) -> None:
        """Show a member."""
        held = view.person
        self._portrait.show_photo(held.photo, _("Photo") if held.photo else _("No photo"))
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for text in _card_lines(view):
            self._lines.addWidget(label(text))
        self._lines.addStretch(1)
        self._going.setVisible(not view.row.gone)
        self._figures.show_figures(_figures(view))
        self._pictures(view)

    def _pictures(self, view: MemberView) -> None:
        points = view.savings
        steps = [
            Step(point.savings, _at(point), format_amount(point.savings, view.currency))
            for point in points
        ]
        words = ""
        if points:
            words = _("Savings from {first} on {day} to {last} on {until}").format(
                first=steps[0].text,
                day=_day(points[0].day),
                last=steps[-1].text,
                until=_day(points[-1].day),
            )
        self._savings.show_steps(steps, words)
        self._savings.setVisible(bool(points))
        self._unsaved.setHidden(bool(points))
        squares = []
        for mark in view.marks:
            shape, role = _SHAPES.get(mark.status, _SHAPES[""])
            squares.append(Square(shape, role, _day(mark.day)))
        told = [
            f"{word} {format_number(view.answers[status])}"
            for status, word in STATUSES.items()
            if view.answers.get(status)
        ]
        self._answers.setText(" · ".join(told))
        self._strip.show_squares(squares, " · ".join(told))
        self._strip.setVisible(bool(squares))
        self._answers.setVisible(bool(told))
        self._uncalled.setHidden(bool(squares))


def _at(point: Point) -> str:
    return _day(point.day)


def _day(day: str) -> str:
    return format_date(day) if day else ""


def _card_lines(view: MemberView) -> list[str]:
    card, held = view.person.card, view.person
    kin = _("Next of kin: {name}").format(name=card.next_of_kin or "—")
    found = [kin]
    if card.phone:
        # A telephone number reads from the left whatever is around it.
        found.append(_("Telephone: {number}").format(number=f"\u2066{card.phone}\u2069"))
    if card.born:
        found.append(_("Born: {year}").format(year=card.born))
    if held.joined_as:
        found.append(_("Joined as: {name}").format(name=held.joined_as))
    if held.erased:
        found.append(_("The officers had this card erased."))
    return found


def _figures(view: MemberView) -> list[tuple[str, str, str]]:
    row, money = view.row, view.currency
    shares = [(_("Shares"), format_number(row.shares), "")] if view.by_shares else []
    found = [*shares, (_("Savings"), format_amount(row.savings, money), "")]
    owed = (
        (_("Loan"), row.loans),
        (_("Charge due"), row.charges),
        (_("Fines"), row.fines),
        (_("Arrears"), row.arrears),
    )
    found += [(caption, format_amount(amount, money), "") for caption, amount in owed if amount]
    if view.trial is not None:
        payout = format_amount(view.trial.payout, money)
        found.append((_("If shared out today"), payout, ""))
    if view.settled is not None:
        found.append(
            (_("Paid out"), format_amount(view.settled.paid, money), _day(view.settled.day))
        )
    return found
