"""Forms of what a group decides about an open loan: to put it off, to give it up."""

from __future__ import annotations

from coopledger.app.loan_register import LoanView, loan_view
from coopledger.app.loan_requests import Terms, loan_terms
from coopledger.desktop.loan import why_words
from coopledger.desktop.proposal import ProposalScreen, today
from coopledger.desktop.session import Session
from coopledger.desktop.widgets import Field, label
from coopledger.domain.entries import AnyEntry, LoanLoss, Rescheduling
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import N_, Text, _
from coopledger.words.money import format_amount, parse_amount
from coopledger.words.numbers import format_number, parse_number

_LONGEST = 999


class _LoanAct(ProposalScreen):
    """About one loan."""

    title: Text
    name: str

    def __init__(self, session: Session, group: str, number: int) -> None:
        super().__init__(session, group, self.name, str(self.title))
        self.number = number
        self.view: LoanView | None = None
        self.terms: Terms | None = None
        self._about = label("", wrap=True)
        self.form.addWidget(self._about)
        self.reason = Field(f"{self.name}_reason", _("Reason"))

    def refresh(self) -> None:
        """Read the loan, then work the act out."""
        ledger, group, number = self.session.ledger, self.group, self.number

        def job() -> tuple[LoanView, Terms]:
            return loan_view(ledger, group, number), loan_terms(ledger, group, today())

        self.session.background.run(job, self._show, self.refuse)

    def _show(self, found: tuple[LoanView, Terms]) -> None:
        self.view, self.terms = found
        row = self.view.row
        title = _("Loan {number}").format(number=format_number(row.number))
        self.set_heading(str(self.title), f"{title} · {row.code} {row.name}")
        self._about.setText(why_words(self.view))
        self.shown(self.view, self.terms)
        self._work_out()

    def shown(self, view: LoanView, terms: Terms) -> None:
        """Fit the form to the loan."""

    def done_words(self) -> str:
        """See `ProposalScreen`."""
        who = f"{self.view.row.code} {self.view.row.name}" if self.view else ""
        return f"{self.title}: {who}"

    def _needs_reason(self) -> None:
        if not self.reason.text.strip():
            raise Refusal("missing_key", column="reason")


class PutOffScreen(_LoanAct):
    """What is left of a loan gets a new term."""

    title, name = N_("Put a loan off"), "put_off"

    def __init__(self, session: Session, group: str, number: int) -> None:
        super().__init__(session, group, number)
        self._term = Field("put_off_term", _("Weeks from the next meeting"))
        self.add_field("term", self._term)
        self.add_field("reason", self.reason)
        self.finish_form()

    def shown(self, _view: LoanView, terms: Terms) -> None:
        """Where loans are repaid by a plan, a new one; else within weeks."""
        if terms.by_plan:
            self._term.caption(_("Instalments"))

    def entries(self) -> tuple[AnyEntry, ...]:
        """See `ProposalScreen`."""
        self._needs_reason()
        return self.looked_at()

    def looked_at(self) -> tuple[AnyEntry, ...]:
        """The new term is shown before a reason is given."""
        if self.view is None or not self._term.text.strip():
            return ()
        try:
            term = parse_number(self._term.text, maximum=_LONGEST)
        except Refusal as refusal:
            raise refusal.within(column="term") from None
        by_plan = self.terms is not None and self.terms.by_plan
        return (
            Rescheduling(
                self.view.row.code,
                0 if by_plan else term,
                term if by_plan else 0,
                self.reason.text.strip(),
            ),
        )


class GiveUpScreen(_LoanAct):
    """The group gives principal up: everybody bears it."""

    title, name = N_("Give a loan up"), "give_up"

    def __init__(self, session: Session, group: str, number: int) -> None:
        super().__init__(session, group, number)
        self._amount = Field("give_up_amount", _("Principal that is given up"))
        self.add_field("amount", self._amount)
        self.add_field("reason", self.reason)
        self.finish_form()

    def shown(self, view: LoanView, _terms: Terms) -> None:
        """All that is left, unless somebody says less."""
        if not self._amount.text:
            self._amount.edit.setText(format_amount(view.row.principal, view.currency))

    def entries(self) -> tuple[AnyEntry, ...]:
        """See `ProposalScreen`."""
        self._needs_reason()
        return self.looked_at()

    def looked_at(self) -> tuple[AnyEntry, ...]:
        """What it comes to is shown before a reason is given."""
        if self.view is None or not self._amount.text.strip():
            return ()
        try:
            amount = parse_amount(self._amount.text, self.view.currency)
        except Refusal as refusal:
            raise refusal.within(column="amount") from None
        return (LoanLoss(self.view.row.code, amount, self.reason.text.strip()),) if amount else ()
