"""The payments of one statement while a person goes through them: no window, no record yet."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.proposals import Drafted, add_to_draft
from coopledger.app.statements import Looked, payment_entries
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.payments import Payment, Proposal
from coopledger.interop.statements.sheet import (
    OF_NOBODY,
    SheetRow,
    Use,
    check_parts,
    check_row,
)

_FACT = "payments_of_"
"""Names of the store's facts that keep what was said, each with its group's id after it."""


class Part(msgspec.Struct, frozen=True):
    """What a payment, or a part of it, is for; ``amount`` in minor units, never negative."""

    amount: int
    member: str = ""
    use: Use | str = ""


class Said(msgspec.Struct, frozen=True):
    """What a person said that a payment of this amount is for, and whether it is confirmed."""

    amount: int
    parts: tuple[Part, ...]
    confirmed: bool


class Begun(msgspec.Struct):
    """What was said of a group's payments and not written down yet; it holds nobody's name.

    It outlives the `PaymentDesk`, and a power cut: the same payments, read again, are as they were
    left.

    Attributes:
        file: the statement that was read last.
        said: by account and receipt.
    """

    file: Path | None = None
    said: dict[tuple[str, str], Said] = msgspec.field(default_factory=dict)

    @property
    def unwritten(self) -> bool:
        """Whether something was confirmed and not written down."""
        return any(said.confirmed for said in self.said.values())

    def without(self, place: str, rows: Sequence[SheetRow]) -> "Begun":
        """The same without what was said of the payments of some rows on one account."""
        gone = {(place, row.receipt) for row in rows}
        return Begun(self.file, {key: said for key, said in self.said.items() if key not in gone})


class _Kept(msgspec.Struct):
    """`Begun` as it is written down."""

    file: str
    said: list[tuple[str, str, Said]]


def keep_payments(ledger: Ledger, group: str, begun: Begun) -> None:
    """Keep in the store what was said of a group's payments, in place of what was kept before."""
    said = [(place, receipt, each) for (place, receipt), each in begun.said.items()]
    told = msgspec.json.encode(_Kept(str(begun.file or ""), said)).decode() if said else ""
    if told != ledger.store.fact(_FACT + group):
        ledger.store.note_fact(_FACT + group, told)


def kept_payments(ledger: Ledger, group: str) -> Begun:
    """What was kept of a group's payments, but for those that are in the book by now.

    Nothing where this program cannot read it.
    """
    told = ledger.store.fact(_FACT + group)
    try:
        kept = msgspec.json.decode(told, type=_Kept) if told else _Kept("", [])
    except msgspec.DecodeError:
        return Begun()
    file = Path(kept.file) if kept.file else None
    there = ledger.replay(group).book.receipts if kept.said else frozenset()
    said = {(place, receipt): each for place, receipt, each in kept.said}
    return Begun(file, {key: each for key, each in said.items() if key not in there})


class PaymentDesk:
    """Goes through the proposals of a statement one by one.

    Attributes:
        looked: the statement against the book.
        names: members that a payment can be of, by code.
    """

    def __init__(
        self, looked: Looked, names: Mapping[str, str], begun: Begun | None = None
    ) -> None:
        self.looked, self.names = looked, names
        self._begun = begun or Begun()
        self._parts: dict[str, tuple[Part, ...]] = {
            proposal.payment.receipt: (_first(proposal, use),)
            for proposal, use in zip(looked.proposals, looked.uses, strict=True)
        }
        self._confirmed: set[str] = set()
        for proposal in looked.proposals:
            self._take_up(proposal)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """The payments, the oldest first."""
        return self.looked.proposals

    def parts(self, receipt: str) -> tuple[Part, ...]:
        """What a payment is for, as it stands."""
        return self._parts[receipt]

    def is_confirmed(self, receipt: str) -> bool:
        """Whether a person said that it is so."""
        return receipt in self._confirmed

    def assign(self, receipt: str, parts: Sequence[Part]) -> None:
        """Say what a payment is for; what was confirmed before must be confirmed again."""
        if tuple(parts) != self._parts[receipt]:
            self._parts[receipt] = tuple(parts)
            self._confirmed.discard(receipt)
            self._note(receipt)

    def confirm(self, receipt: str) -> None:
        """Take a person's word that this is what the payment is for.

        Raises:
            Refusal: something is missing, or does not go together; ``column`` and ``line`` (of the
                part, from 1) say what.
        """
        rows = self._rows(receipt)
        for row in rows:
            if not row.use:
                raise Refusal("missing_key", column="use", line=row.line)
            if not row.member and row.use not in OF_NOBODY:
                raise Refusal("missing_key", column="member", line=row.line)
            try:
                check_row(row)
            except Refusal as refusal:
                raise refusal.within(line=row.line) from None
        check_parts(rows)
        self._confirmed.add(receipt)
        self._note(receipt)

    def leave_out(self, receipt: str) -> None:
        """Take the word back; the payment stays out and comes again with the next file."""
        if receipt in self._confirmed:
            self._confirmed.discard(receipt)
            self._note(receipt)

    def written(self, rows: Sequence[SheetRow]) -> None:
        """Forget what was said of rows that are in the draft now."""
        self._confirmed.difference_update(row.receipt for row in rows)
        self._begun.said = self._begun.without(self.looked.place, rows).said

    @property
    def confirmed(self) -> tuple[SheetRow, ...]:
        """The rows that were confirmed, in the statement's order."""
        return tuple(
            row
            for proposal in self.proposals
            if proposal.payment.receipt in self._confirmed
            for row in self._rows(proposal.payment.receipt)
        )

    @property
    def confirmed_count(self) -> int:
        """How many payments were confirmed."""
        return len(self._confirmed)

    @property
    def open(self) -> tuple[str, ...]:
        """Receipts of the payments that nobody confirmed yet."""
        told = (proposal.payment.receipt for proposal in self.proposals)
        return tuple(receipt for receipt in told if receipt not in self._confirmed)

    def _take_up(self, proposal: Proposal) -> None:
        """What was said of it before stands again, if its members are still here."""
        receipt = proposal.payment.receipt
        said = self._begun.said.get((self.looked.place, receipt))
        if said is None or said.amount != proposal.payment.amount:
            return
        if all(part.member in ("", *self.names) for part in said.parts):
            self._parts[receipt] = said.parts
            if said.confirmed:
                self._confirmed.add(receipt)

    def _note(self, receipt: str) -> None:
        amount = self._payment(receipt).amount
        said = Said(amount, self._parts[receipt], receipt in self._confirmed)
        self._begun.said[self.looked.place, receipt] = said

    def _payment(self, receipt: str) -> Payment:
        return next(p.payment for p in self.proposals if p.payment.receipt == receipt)

    def _rows(self, receipt: str) -> list[SheetRow]:
        payment = self._payment(receipt)
        return [
            SheetRow(
                line=at,
                receipt=receipt,
                moved=payment.amount,
                amount=part.amount,
                member="" if part.use in OF_NOBODY else part.member,
                use=part.use,
                details=payment.details,
            )
            for at, part in enumerate(self._parts[receipt], start=1)
        ]


def _first(proposal: Proposal, use: Use | None) -> Part:
    return Part(abs(proposal.payment.amount), proposal.member, use or "")


def uses_of(rules: Constitution, place: str, *, incoming: bool) -> tuple[Use, ...]:
    """What a payment can be for under a group's rules, the likeliest first."""
    if incoming:
        wanted: list[tuple[Use, bool]] = [
            ("repayment", True),
            ("saving", rules.saving in ("any", "equal")),
            ("voluntary", bool(rules.voluntary_saving)),
            ("contribution", bool(rules.social_contribution)),
            ("hand", bool(rules.hand)),
            ("fine_paid", bool(rules.fines)),
            ("income", True),
        ]
    else:
        wanted = [
            ("expense", True),
            ("withdrawal", True),
            ("to_bank", "bank" in rules.places and place != "bank"),
        ]
    return tuple(use for use, there in wanted if there)


def write_payments(
    ledger: Ledger,
    group: str,
    rows: Sequence[SheetRow],
    place: str,
    today: str,
    left: Begun | None = None,
) -> Drafted:
    """Write confirmed payments into the draft of the next meeting.

    Args:
        ledger: the open ledger.
        group: the book's id.
        rows: that were confirmed.
        place: the account that they are on.
        today: ISO date.
        left: what is to be kept of the payments from now on; see `keep_payments`.

    Raises:
        Refusal: as `payment_entries` and `add_to_draft`; then nothing was written.
    """
    book = ledger.replay(group).book
    entries = payment_entries(book, rows, place)
    with ledger.store.transaction():
        drafted = add_to_draft(ledger, group, entries, today)
        if left is not None:
            keep_payments(ledger, group, left)
    return drafted
