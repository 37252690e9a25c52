"""A loan worked out and asked for: what it costs in money and in words before anyone signs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QKeySequence, QShortcut

from coopledger.app.loan_requests import (
    Guarantor,
    Standing,
    Terms,
    cost_of,
    lesson_of,
    loan_terms,
    possible_guarantors,
    request,
    standing,
)
from coopledger.desktop.fields import Chips, ChoiceField
from coopledger.desktop.figures import Figures
from coopledger.desktop.flow import flowing
from coopledger.desktop.loan_lesson import KEY, Lesson, lesson_button
from coopledger.desktop.loan_words import plan_columns
from coopledger.desktop.proposal import ProposalScreen, today
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Card, Field, label, set_tone
from coopledger.domain.entries import AnyEntry
from coopledger.domain.errors import Refusal
from coopledger.domain.loan_offer import Offer
from coopledger.words.catalog import _, ngettext
from coopledger.words.errors import reason
from coopledger.words.loan_cost import payments, percent_a_year
from coopledger.words.money import format_amount, parse_amount
from coopledger.words.numbers import format_number, parse_number

_LONGEST = 1200


class _Asked(NamedTuple):
    """What is worked out in one go."""

    offer: Offer | None
    words: str
    standing: Standing | None
    lesson: tuple[str, ...] = ()


class LoanRequestScreen(ProposalScreen):
    """The calculator; with a borrower it is the request too."""

    def __init__(self, session: Session, group: str, member: str = "") -> None:
        super().__init__(session, group, "request", _("Work out a loan"))
        self._wanted = member
        self._terms: Terms | None = None
        self._opened = False
        self._people: tuple[Guarantor, ...] = ()
        self._amount = Field("request_amount", _("Amount"))
        self._term = Field("request_term", _("For how many weeks"))
        self._member = ChoiceField("request_member", _("Who asks for it"))
        self._purpose = Field("request_purpose", _("What it is for"))
        self._guarantors = Chips("request_guarantors", _("Guarantors"))
        self._guarantors.changed.connect(self.changed)
        self._member.changed.connect(self._show_guarantors)
        self._room = label("", "quiet", wrap=True)
        self._form()
        self._offer_side()
        self.finish_form()

    def _form(self) -> None:
        self.add_field("amount", self._amount)
        self.add_field("term", self._term)
        self.add_field("member", self._member)
        self.form.addWidget(self._room)
        self.add_field("purpose", self._purpose)
        self.form.addWidget(self._guarantors)
        self.form.addWidget(self.outcome)

    def _offer_side(self) -> None:
        self._cost = Card(0.9)
        self._spoken = label("", "large", wrap=True)
        self._figures = Figures()
        self._rows = Table("request_rows", _("What is paid back, and when"))
        self._rows.setMinimumHeight(theme().row * 4)
        self._cost.body.addWidget(label(_("What it costs"), "large"))
        self._cost.body.addWidget(self._spoken)
        self._why = lesson_button("request_cost")
        self._why.setCheckable(True)
        self._why.clicked.connect(self._turn_lesson)
        QShortcut(QKeySequence(KEY), self).activated.connect(self._turn_lesson)
        self.lesson = Lesson()
        self.lesson.hide()
        self._cost.body.addWidget(self.lesson)
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self._why)
        self._cost.body.addWidget(holder)
        self.side.addWidget(self._cost)
        self.side.addWidget(self._figures)
        self.side.addWidget(self._rows)
        self._show_offer(None, "")

    def refresh(self) -> None:
        """Read how the group lends, and who there is."""
        ledger, group = self.session.ledger, self.group

        def job() -> tuple[Terms, tuple[Guarantor, ...]]:
            return loan_terms(ledger, group, today()), possible_guarantors(ledger, group)

        self.session.background.run(job, self._show, self.refuse)

    def _show(self, found: tuple[Terms, tuple[Guarantor, ...]]) -> None:
        self._terms, self._people = found
        terms = self._terms
        amounts = _("amounts in {currency}").format(currency=terms.currency.code)
        self.set_heading(_("Work out a loan"), amounts)
        self._term.caption(_("Instalments") if terms.by_plan else _("For how many weeks"))
        if not self._term.text and terms.most:
            self._term.edit.setText(format_number(terms.most))
        self._member.show_choices([("", _("nobody yet: only work it out")), *_named(self._people)])
        if self._wanted:
            self._member.take(self._wanted)
            self._wanted = ""
        self._show_guarantors()
        self._work_out()

    def _show_guarantors(self) -> None:
        needed = self._terms.guarantors if self._terms else 0
        names = {
            each.code: _answers_for(each)
            for each in self._people
            if each.code != self._member.value
        }
        self._guarantors.show_names(names)
        self._guarantors.setVisible(bool(self._member.value) and bool(needed))
        self.order_tabs(*self._guarantors.buttons, self._why, self._rows)

    def entries(self) -> tuple[AnyEntry, ...]:
        """See `ProposalScreen`."""
        amount, term = self._numbers()
        member = self._member.value
        if self._terms is None or not (amount and term and member):
            return ()
        return (
            request(
                self._terms,
                member,
                amount,
                term,
                self._purpose.text.strip(),
                self._guarantors.chosen,
            ),
        )

    def _numbers(self) -> tuple[int, int]:
        if self._terms is None:
            return 0, 0
        amount = term = 0
        try:
            if self._amount.text.strip():
                amount = parse_amount(self._amount.text, self._terms.currency)
        except Refusal as refusal:
            raise refusal.within(column="amount") from None
        try:
            if self._term.text.strip():
                term = parse_number(self._term.text, maximum=_LONGEST)
        except Refusal as refusal:
            raise refusal.within(column="term") from None
        return amount, term

    def done_words(self) -> str:
        """See `ProposalScreen`."""
        return _("Loan of {amount} for {member}").format(
            amount=self._amount.text, member=self._member.choice.currentText()
        )

    def missing(self) -> None:
        """The amount, the term or the borrower; a purpose may be left out."""
        for field in (self._amount, self._term):
            if not field.text.strip():
                field.refuse(_("This is still missing."))
                return
        self._member.refuse(_("Say who asks for it; a loan for nobody is only worked out."))

    def _work_out(self) -> None:
        super()._work_out()
        try:
            amount, term = self._numbers()
        except Refusal:
            amount = term = 0
        member, terms = self._member.value, self._terms
        self.write.setEnabled(bool(member))
        if terms is None:
            return
        ledger, group, day = self.session.ledger, self.group, terms.day

        def job() -> _Asked:
            where = standing(ledger, group, member, today()) if member else None
            if not (amount and term):
                return _Asked(None, "", where)
            found, words = cost_of(ledger, group, amount, term, day)
            return _Asked(found, words, where, lesson_of(ledger, group, found, day, where))

        self.session.background.run(job, self._worked_out, self._not_worked_out)

    def _worked_out(self, asked: _Asked) -> None:
        self._show_offer(asked.offer, asked.words)
        self.lesson.show_lesson(asked.lesson)
        self._show_room(asked.standing)

    def _not_worked_out(self, problem: BaseException) -> None:
        if not isinstance(problem, Refusal):
            raise problem
        self._show_offer(None, reason(problem))

    def _show_offer(self, found: Offer | None, words: str) -> None:
        nothing = _("Type an amount and for how long: the cost stands here before anyone signs.")
        self._spoken.setText(words or nothing)
        set_tone(self._spoken, "large" if found else "quiet")
        shown = found is not None and self._terms is not None
        self._figures.setVisible(shown)
        self._why.setVisible(shown)
        self._show_lesson()
        self._rows.setVisible(shown)
        self.outcome.setVisible(bool(self._member.value))
        if found is None or self._terms is None:
            return
        money = self._terms.currency
        costs = percent_a_year(found.cost.apr) if found.cost else "—"
        self._figures.show_figures(
            [
                (_("In the hand"), format_amount(found.paid_out, money), ""),
                (
                    _("Paid back in all"),
                    format_amount(found.pays, money),
                    payments(len(found.rows)),
                ),
                (_("Charge"), format_amount(found.charge, money), ""),
                (_("True cost"), costs, ""),
            ]
        )
        self._rows.show_rows(found.rows, plan_columns(money))

    def _turn_lesson(self) -> None:
        """Open or close what the loan costs in plain words; without a loan there is nothing."""
        if self._why.isHidden():
            return
        self._opened = not self._opened
        self._why.setChecked(self._opened)
        self._show_lesson()

    def _show_lesson(self) -> None:
        """The lesson stands in the place of the short sentences; its first one says the same."""
        opened = self._opened and not self._why.isHidden()
        self.lesson.setVisible(opened)
        self._spoken.setHidden(opened)

    def _show_room(self, where: Standing | None) -> None:
        self._room.setVisible(where is not None and self._terms is not None)
        if where is None or self._terms is None:
            return
        money = self._terms.currency
        words = _("savings {savings} · owes {owed} · may still borrow {room} · the box holds {box}")
        if where.may_borrow is None:
            words = _("savings {savings} · owes {owed} · the box holds {box}")
        self._room.setText(
            words.format(
                savings=format_amount(where.savings, money),
                owed=format_amount(where.owed, money),
                room=format_amount(where.may_borrow or 0, money),
                box=format_amount(where.box, money),
            )
        )


def _named(people: Sequence[Guarantor]) -> list[tuple[str, str]]:
    return [(each.code, f"{each.code} {each.name}") for each in people]


def _answers_for(each: Guarantor) -> str:
    """Name and number, and for how many loans that member answers already."""
    name = f"{each.code} {each.name}"
    if not each.loans:
        return name
    words = ngettext(
        "{member}, answers for {count} loan", "{member}, answers for {count} loans", each.loans
    )
    return words.format(member=name, count=format_number(each.loans))
