"""Forms of the acts that change who is a member: joining, leaving, expulsion, death."""

from __future__ import annotations

from coopledger.app.member_acts import dying, joining, leaving, next_code
from coopledger.app.people import person
from coopledger.desktop.member_card import CardFields
from coopledger.desktop.proposal import ProposalScreen
from coopledger.desktop.session import Session
from coopledger.desktop.widgets import Field, label
from coopledger.domain.entries import AnyEntry
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import N_, Text, _
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
        self.finish_form()

    def refresh(self) -> None:
        """Offer the next number."""
        ledger, group = self.session.ledger, self.group
        if not self._code.text:
            self.session.background.run(lambda: next_code(ledger, group), self._offer, self.refuse)
        super().refresh()

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
        return joining(self._code.text.strip(), self._card.card, count)

    def done_words(self) -> str:
        """See `ProposalScreen`."""
        return _("{member} joins").format(
            member=f"{self._code.text.strip()} {self._card.card.name.strip()}"
        )


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
    """A member leaves in peace."""

    title, name = N_("A member leaves"), "leave"

    def __init__(self, session: Session, group: str, member: str) -> None:
        super().__init__(session, group, member)
        self.add_field("reason", self._reason)
        self.finish_form()

    def entries(self) -> tuple[AnyEntry, ...]:
        """See `ProposalScreen`."""
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
