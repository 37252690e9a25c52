"""Forms of the acts that change who is a member: joining, leaving, expulsion, death."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from coopledger.app.group_refs import transfer_ref
from coopledger.app.member_acts import dying, joining, leaving, moving, next_code
from coopledger.app.people import person
from coopledger.desktop.fields import ChoiceField
from coopledger.desktop.group_field import GroupField
from coopledger.desktop.member_card import CardFields
from coopledger.desktop.proposal import ProposalScreen
from coopledger.desktop.session import Session
from coopledger.desktop.widgets import Field, label
from coopledger.domain.entries import AnyEntry, MoveIn
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.words.catalog import N_, Text, _
from coopledger.words.money import parse_amount
from coopledger.words.numbers import parse_number

_MOST_SHARES = 10_000


class JoinScreen(ProposalScreen):
    """Someone joins: the number, the card, and the shares bought at once."""

    def __init__(self, session: Session, group: str) -> None:
        super().__init__(session, group, "join", _("Someone joins"))
        self._card = CardFields()
        hint = _("how the group calls the member on every paper")
        self._code = Field("join_code", _("Number"), hint)
        self.add_field("code", self._code)
        for key, field in self._card.fields.items():
            self.add_field(key, field)
        hint = _("none, if shares are bought at the table as everybody does")
        self._shares = Field("join_shares", _("Shares bought on joining"), hint)
        self.add_field("shares", self._shares)
        hint = _("empty, if the member was in no other group")
        self._money: Currency | None = None
        self._came_from = GroupField("join_group", _("Comes from another group"), hint)
        self._brought = Field("join_brought", _("Money from there"))
        self._how = money_choice("join_money")
        hint = _("ten digits on the other group's paper; empty if nobody knows it")
        self._transfer = Field("join_transfer", _("Number of the transfer"), hint)
        self.add_field("group", self._came_from)
        for key, part in self._of_arrival.items():
            self.add_field(key, part)
        self._came_from.edit.textChanged.connect(self._fit)
        self._fit()
        self.finish_form()

    @property
    def _of_arrival(self) -> dict[str, Field | ChoiceField]:
        return {"amount": self._brought, "money": self._how, "transfer": self._transfer}

    def _fit(self) -> None:
        """Only who comes from a group is asked what came along."""
        moved = bool(self._came_from.text.strip())
        for part in self._of_arrival.values():
            part.setVisible(moved)

    def refresh(self) -> None:
        """Offer the next number."""
        ledger, group = self.session.ledger, self.group
        self._came_from.load(self.session, group)
        self.session.background.run(lambda: ledger.currency(group), self._know, self.refuse)
        if not self._code.text:
            self.session.background.run(lambda: next_code(ledger, group), self._offer, self.refuse)
        super().refresh()

    def _know(self, money: Currency) -> None:
        self._money = money

    def start(self) -> None:
        """The name: the number is there already."""
        name = self._card.fields["name"]
        if isinstance(name, Field):
            name.edit.setFocus()

    def _offer(self, code: str) -> None:
        if not self._code.text:
            self._code.edit.setText(code)

    def entries(self) -> tuple[AnyEntry, ...]:
        """See `ProposalScreen`."""
        shares = self._shares.text.strip()
        try:
            count = parse_number(shares, maximum=_MOST_SHARES) if shares else 0
        except Refusal as refusal:
            raise refusal.within(column="shares") from None
        code = self._code.text.strip()
        return joining(code, self._card.card, count, self._arrival(code))

    def _arrival(self, code: str) -> MoveIn | None:
        other = self._came_from.group("group")
        if not other:
            return None
        try:
            number = transfer_ref(self._transfer.text)
        except Refusal as refusal:
            raise refusal.within(column="transfer") from None
        typed = self._brought.text.strip()
        try:
            amount = parse_amount(typed, self._money) if typed and self._money else 0
        except Refusal as refusal:
            raise refusal.within(column="amount") from None
        return MoveIn(code, other, amount, self._how.value == "claim", number)

    def done_words(self) -> str:
        """See `ProposalScreen`."""
        return _("{member} joins").format(
            member=f"{self._code.text.strip()} {self._card.card.name.strip()}"
        )


def money_choice(name: str) -> ChoiceField:
    """How a member's money gets to the other group."""
    ways = [("cash", _("goes along in cash")), ("claim", _("follows later, from group to group"))]
    field = ChoiceField(name, _("The money"), ways)
    # As narrow as the form: in large letters the longer of the two would push it off the screen.
    narrow = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    field.choice.setSizeAdjustPolicy(narrow)
    field.choice.setMinimumContentsLength(8)
    return field


class _Going(ProposalScreen):
    """A member goes."""

    title: Text
    name: str

    def __init__(self, session: Session, group: str, member: str) -> None:
        super().__init__(session, group, self.name, str(self.title))
        self.member = member
        self._who = member
        self._reason = Field(f"{self.name}_reason", _("Reason"))

    def refresh(self) -> None:
        """Say who it is about."""
        ledger, group, member = self.session.ledger, self.group, self.member
        self.session.background.run(
            lambda: person(ledger, group, member).card.name, self._named, self.refuse
        )
        super().refresh()

    def _named(self, name: str) -> None:
        self._who = f"{self.member} {name}"
        self.set_heading(str(self.title), self._who)


class LeaveScreen(_Going):
    """A member leaves in peace, for home or for another group."""

    title, name = N_("A member leaves"), "leave"

    def __init__(self, session: Session, group: str, member: str) -> None:
        super().__init__(session, group, member)
        self.add_field("reason", self._reason)
        hint = _("empty, if the member goes to no other group")
        self._to = GroupField("leave_group", _("Goes to another group"), hint)
        self._how = money_choice("leave_money")
        self.add_field("group", self._to)
        self.add_field("money", self._how)
        self._to.edit.textChanged.connect(self._fit)
        self._fit()
        self.finish_form()

    def _fit(self) -> None:
        """Only where another group waits it matters how the money gets there."""
        self._how.setVisible(bool(self._to.text.strip()))

    def refresh(self) -> None:
        """Say who it is about, and offer the groups on this laptop."""
        self._to.load(self.session, self.group)
        super().refresh()

    def entries(self) -> tuple[AnyEntry, ...]:
        """See `ProposalScreen`."""
        other = self._to.group("group")
        if other:
            claim = self._how.value == "claim"
            return moving(self.member, other, self._reason.text, claim=claim)
        return leaving(self.member, self._reason.text)

    def done_words(self) -> str:
        """See `ProposalScreen`."""
        return _("{member} leaves").format(member=self._who)


class ExpelScreen(_Going):
    """A member is expelled, for a reason."""

    title, name = N_("A member is expelled"), "expel"

    def __init__(self, session: Session, group: str, member: str) -> None:
        super().__init__(session, group, member)
        told = _("Who is expelled gets the savings less every debt, and no part of the profit.")
        self.form.addWidget(label(told, wrap=True))
        self.add_field("reason", self._reason)
        self.finish_form()

    def entries(self) -> tuple[AnyEntry, ...]:
        """See `ProposalScreen`."""
        return leaving(self.member, self._reason.text, expelled=True)

    def looked_at(self) -> tuple[AnyEntry, ...]:
        """What it comes to is shown before a reason is given."""
        return leaving(self.member, self._reason.text or "-", expelled=True)

    def done_words(self) -> str:
        """See `ProposalScreen`."""
        return _("{member} is expelled").format(member=self._who)


class DeathScreen(_Going):
    """A member died."""

    title, name = N_("A member died"), "death"

    def __init__(self, session: Session, group: str, member: str) -> None:
        super().__init__(session, group, member)
        told = _(
            "The shares stay in the book and are paid to the heirs at the share-out. What happens"
            " to a loan stands in the rules; here is what they say."
        )
        self.form.addWidget(label(told, wrap=True))
        self.finish_form()

    def start(self) -> None:
        """The one button there is."""
        self.write.setFocus()

    def entries(self) -> tuple[AnyEntry, ...]:
        """See `ProposalScreen`."""
        return dying(self.member)

    def done_words(self) -> str:
        """See `ProposalScreen`."""
        return _("{member} died").format(member=self._who)
