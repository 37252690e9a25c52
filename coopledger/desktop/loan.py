"""One loan: what is owed and why, what happened to it, what is to come, who answers for it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from coopledger.app.loan_register import LoanView, loan_view
from coopledger.desktop.figures import Figures
from coopledger.desktop.loan_words import course_columns, plan_columns, state_words
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label
from coopledger.words.catalog import _
from coopledger.words.dates import format_date, format_list
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number


class LoanScreen(Screen):
    """One loan of the register."""

    def __init__(self, session: Session, group: str, number: int) -> None:
        super().__init__("loan", "")
        self._session, self._group, self._number = session, group, number
        self._member = ""
        self._figures = Figures()
        self._why = label("", wrap=True)
        self._course = Table("loan_course", _("What happened"))
        self._plan = Table("loan_plan", _("Still to come"))
        self._plan_title = label(_("Still to come"), "strong")
        for table in (self._course, self._plan):
            table.setMinimumHeight(theme().row * 4)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.7))
        column.addWidget(self._figures)
        column.addWidget(self._why)
        row = self._row = QHBoxLayout()
        row.setSpacing(theme().em(0.8))
        happened, coming = QVBoxLayout(), QVBoxLayout()
        happened.addWidget(label(_("What happened"), "strong"))
        self._nothing = label(_("Nothing was due or repaid yet."), "quiet", wrap=True)
        happened.addWidget(self._nothing)
        happened.addWidget(self._course, 1)
        happened.addStretch(0)
        coming.addWidget(self._plan_title)
        coming.addWidget(self._plan, 1)
        row.addLayout(happened, 3)
        row.addLayout(coming, 2)
        column.addLayout(row, 1)
        self.body.addWidget(scrolled("loan_area", _("Loan"), column), 1)
        self._buttons()

    def _buttons(self) -> None:
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        card = Button("to_member", _("The member's card"), "person")
        card.clicked.connect(lambda: self.asked.emit("member", self._member))
        self.foot.addWidget(back)
        self.foot.addWidget(card)
        self._acts = []
        for name, text in (("put_off", _("Put it off")), ("give_up", _("Give it up"))):
            button = Button(f"to_{name}", text)
            button.clicked.connect(partial(self._ask, name))
            self.foot.addWidget(button)
            self._acts.append(button)
        printed = Button("statement", _("Print the passbook"), "print", "main")
        printed.clicked.connect(lambda: self.asked.emit("statement", self._member))
        self.set_main(printed)
        self.on_print(printed.click)

    def _ask(self, place: str) -> None:
        self.asked.emit(place, self._number)

    def start(self) -> None:
        """What happened, so that arrows walk through it."""
        self._course.setFocus()

    def refresh(self) -> None:
        """Read the book again."""
        ledger, group, number = self._session.ledger, self._group, self._number
        self._session.background.run(
            lambda: loan_view(ledger, group, number), self._show, self.refuse
        )

    def _show(self, view: LoanView) -> None:
        row, page, money = view.row, view.page, view.currency
        self._member = row.code
        title = _("Loan {number}").format(number=format_number(row.number))
        amounts = _("amounts in {currency}").format(currency=money.code)
        self.set_heading(title, f"{row.code} {row.name} · {state_words(row.state)} · {amounts}")
        self._figures.show_figures(
            [
                (_("Paid out"), format_amount(row.amount, money), format_date(row.day)),
                (_("Owed now"), format_amount(row.owed, money), ""),
                (_("Bring next time"), format_amount(row.bring, money), _next_day(view)),
                (_("Due on"), format_date(row.due), ""),
            ]
        )
        self._why.setText(why_words(view))
        self._course.show_rows(page.rows, course_columns(money))
        self._course.setVisible(bool(page.rows))
        self._nothing.setHidden(bool(page.rows))
        self._plan.show_rows(page.plan, plan_columns(money))
        self._plan.setVisible(bool(page.plan))
        self._plan_title.setVisible(bool(page.plan))
        self._row.setStretch(1, 2 if page.plan else 0)
        for button in self._acts:
            button.setVisible(row.open)


def _next_day(view: LoanView) -> str:
    return format_date(view.next_day) if view.next_day and view.row.open else ""


def why_words(view: LoanView) -> str:
    """What the debt is made of, what the loan is for, and who answers for it."""
    row, page, money = view.row, view.page, view.currency
    told = []
    if row.open:
        words = _("{owed} owed = principal {principal} + charge due {charge}")
        if row.late:
            words = _("{owed} owed = principal {principal} + charge due {charge} + late {late}")
        told.append(
            words.format(
                owed=format_amount(row.owed, money),
                principal=format_amount(row.principal, money),
                charge=format_amount(row.charge, money),
                late=format_amount(row.late, money),
            )
        )
    if page.purpose:
        told.append(_("For: {purpose}").format(purpose=page.purpose))
    if view.guarantors:
        names = [f"{code} {name}" for code, name in view.guarantors.items()]
        told.append(_("Guarantors: {names}").format(names=format_list(names)))
    return " · ".join(told)
