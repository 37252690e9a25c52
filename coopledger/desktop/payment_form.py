"""The form beside a list of payments: whose one is, and what it is for, whole or in two parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app.payment_desk import Part
from coopledger.desktop.fields import ChoiceField
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Field, label
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.domain.payments import Proposal
from coopledger.interop.statements.sheet import OF_NOBODY, Use
from coopledger.words.catalog import _, isolated
from coopledger.words.dates import enumerate_items
from coopledger.words.errors import reason
from coopledger.words.money import format_amount, format_money, parse_amount
from coopledger.words.payments import USES, WHY


class _PartFields(QWidget):
    """Member and use of one part."""

    changed = Signal()

    def __init__(self, name: str, caption: str) -> None:
        super().__init__()
        self._head = label(caption, "strong")
        self.use = ChoiceField(f"{name}_use", _("What it is for"))
        self.member = ChoiceField(f"{name}_member", _("Member"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.5))
        for part in (self._head, self.use, self.member):
            column.addWidget(part)
        self._head.setVisible(bool(caption))
        self.use.changed.connect(self._use_changed)
        self.member.changed.connect(self.changed)

    def show_part(
        self, part: Part, uses: Sequence[Use], names: Mapping[str, str], likely: Sequence[str]
    ) -> None:
        """Show a part; likely members stand first."""
        # What another payment was is not what this one is, where its own is not offered.
        self.use.take("")
        self.member.take("")
        order = [*likely, *(code for code in names if code not in likely)]
        self.use.show_choices([("", _("Say which")), *((use, str(USES[use])) for use in uses)])
        self.use.take(part.use)
        self.member.show_choices(
            [("", _("Say who")), *((code, f"{code} {names[code]}") for code in order)]
        )
        self.member.take(part.member)
        self._fit()

    def part(self, amount: int) -> Part:
        """The part as the fields say it."""
        member = "" if self.use.value in OF_NOBODY else self.member.value
        return Part(amount, member, self.use.value)

    def refuse(self, refusal: Refusal) -> None:
        """Say what is wrong beside its field."""
        field = self.member if refusal.params.get("column") == "member" else self.use
        missing = refusal.code == "missing_key"
        field.refuse(_("This is still missing.") if missing else reason(refusal))

    def _use_changed(self) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        self.member.setVisible(self.use.value not in OF_NOBODY)
        self.member.accept()
        self.use.accept()


class PaymentForm(QWidget):
    """Shows one payment. ``changed``: a person said something else about it."""

    changed = Signal()
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._money: Currency | None = None
        self._whole = 0
        self._head = label("", "large")
        self._about = label("", wrap=True)
        self._why = label("", "quiet", wrap=True)
        self.first = _PartFields("payment", "")
        self.amount = Field("payment_part", _("Of this, for what is said above"))
        self.rest = _PartFields("payment_rest", _("The rest"))
        self.divide = Button("divide", _("Divide it"), "shares")
        self.divide.setCheckable(True)
        self.confirm = Button("confirm_payment", _("It is so"), "check")
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, theme().em(0.6), 2)
        column.setSpacing(theme().em(0.6))
        for part in (
            *(self._head, self._about, self._why, self.first, self.divide),
            *(self.amount, self.rest, self.confirm),
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.first.changed.connect(self.changed)
        self.rest.changed.connect(self.changed)
        self.amount.edit.textEdited.connect(lambda _text: self.changed.emit())
        self.divide.toggled.connect(self._divided)
        self.confirm.clicked.connect(self.confirmed)

    def show_payment(
        self,
        proposal: Proposal,
        parts: Sequence[Part],
        uses: Sequence[Use],
        names: Mapping[str, str],
        money: Currency,
    ) -> None:
        """Show a payment, and what it is for as far as that is known."""
        payment = proposal.payment
        self._money, self._whole = money, abs(payment.amount)
        self._head.setText(format_money(payment.amount, money))
        told = (payment.name, payment.phone, payment.details, payment.receipt)
        self._about.setText("\n".join(isolated(text) for text in told if text))
        why = str(WHY[proposal.why]) if proposal.why else ""
        likely = _("May be {members}: {why}.").format(
            members=enumerate_items(f"{code} {names.get(code, '')}" for code in proposal.members),
            why=why,
        )
        self._why.setText(likely if why else "")
        self._why.setVisible(bool(why))
        self.first.show_part(parts[0], uses, names, proposal.members)
        second = parts[1] if len(parts) > 1 else Part(0)
        self.rest.show_part(second, uses, names, proposal.members)
        self.divide.blockSignals(True)
        self.divide.setChecked(len(parts) > 1)
        self.divide.blockSignals(False)
        self.amount.edit.setText(format_amount(parts[0].amount, money))
        self.amount.accept()
        self._fit()

    def parts(self) -> tuple[Part, ...]:
        """The parts as the form says them.

        Raises:
            Refusal: the amount of the first part can't be read, or leaves nothing; ``column`` is
                ``amount``.
        """
        if not self.divide.isChecked():
            return (self.first.part(self._whole),)
        assert self._money is not None  # noqa: S101 - for the type checker
        try:
            one = parse_amount(self.amount.text, self._money)
        except Refusal as refusal:
            raise refusal.within(column="amount") from None
        if not 0 < one < self._whole:
            raise Refusal("part_of_nothing", column="amount", amount=self._whole)
        return (self.first.part(one), self.rest.part(self._whole - one))

    def refuse(self, refusal: Refusal) -> None:
        """Say what is wrong beside its field."""
        if refusal.params.get("column") == "amount":
            self.amount.refuse(reason(refusal, self._money))
        elif refusal.params.get("line") == 2:
            self.rest.refuse(refusal)
        else:
            self.first.refuse(refusal)

    def start(self) -> None:
        """The first thing that is still to be said."""
        missing = (self.first.use, self.first.member)
        for field in missing:
            if field.isVisibleTo(self) and not field.value:
                field.choice.setFocus()
                return
        self.confirm.setFocus()

    def _divided(self) -> None:
        self._fit()
        self.changed.emit()
        if self.divide.isChecked():
            self.amount.edit.setFocus()
            self.amount.edit.selectAll()

    def _fit(self) -> None:
        for part in (self.amount, self.rest):
            part.setVisible(self.divide.isChecked())
