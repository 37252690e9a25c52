"""Mobile-money and bank statements: looked at, confirmed by a person, entered in a meeting."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.statement_columns import kept_mappings
from coopledger.domain import entries as en
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.payments import Person, Proposal, propose, undone
from coopledger.interop.meeting_file import MeetingFile
from coopledger.interop.statements.providers import DateOrder, read_mapping
from coopledger.interop.statements.reading import Break, read_statement
from coopledger.interop.statements.sheet import (
    OF_NOBODY,
    SheetRow,
    Use,
    read_sheet,
    sheet_bytes,
)
from coopledger.store.files import replace


class Looked(msgspec.Struct, frozen=True):
    """A statement against a group's book; nothing of it is recorded.

    Attributes:
        provider: whose statement it is.
        place: the account's name in the constitution.
        proposals: movements that the book does not have, the oldest first.
        uses: what each of them may be for, in the same order; empty where nobody can tell.
        known: how many the book has already.
        taken_back: movements that a reversal on the statement undid, and the reversals.
        skipped: lines of the file that moved no money.
        twice: lines whose receipt stood in the file before.
        breaks: lines after which the statement's own balance does not add up.
        closing: the statement's last balance, None where it tells none.
        book: what the book says is there.
        expected: what the book will say once all proposals are entered.
        unreadable: files of columns kept earlier that can't be read; they were left out.
    """

    provider: str
    place: str
    proposals: tuple[Proposal, ...]
    uses: tuple[Use | None, ...]
    known: int
    taken_back: int
    skipped: tuple[int, ...]
    twice: tuple[int, ...]
    breaks: tuple[Break, ...]
    closing: int | None
    book: int
    expected: int
    unreadable: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether any line of it moved money."""
        return bool(self.proposals or self.known or self.taken_back)


def look_at_statement(
    ledger: Ledger,
    group: str,
    path: Path,
    *,
    place: str = "",
    mapping: Path | None = None,
    order: DateOrder | None = None,
) -> Looked:
    """Read a provider's file and say whose each payment may be.

    Args:
        ledger: the open ledger.
        group: the book's id.
        path: the file.
        place: which account it is of; empty: the wallet, or the bank where the group has none.
        mapping: a person's own columns, see `statements.providers`.
        order: of day, month and year where the file leaves it open.

    Raises:
        Refusal: the group has no such account, or the file can't be read.
    """
    book, currency = ledger.replay(group).book, ledger.currency(group)
    place = account_at(book, place)
    asked = read_mapping(mapping) if mapping else None
    kept = kept_mappings(ledger)
    statement = read_statement(path, currency, asked, order, kept.mappings)
    back = undone(statement.payments)
    left = [p for p in statement.payments if p.receipt not in back]
    new = [payment for payment in left if (place, payment.receipt) not in book.receipts]
    gone = {member.code for member in book.members.values() if member.gone == "left"}
    people = [
        Person(code, card.name, card.phone)
        for code, card in ledger.members(group).items()
        if code not in gone
    ]
    proposals = propose(new, people)
    here = sum(book.cash(fund, place) for fund in book.rules.funds)
    return Looked(
        provider=statement.provider,
        place=place,
        proposals=tuple(proposals),
        uses=tuple(_use(book, proposal, place) for proposal in proposals),
        known=len(left) - len(new),
        taken_back=len(back),
        skipped=statement.skipped,
        twice=statement.twice,
        breaks=statement.breaks,
        closing=statement.closing,
        book=here,
        expected=here + sum(payment.amount for payment in new),
        unreadable=kept.unreadable,
    )


def account_at(book: Book, place: str) -> str:
    """The place whose account a statement is of.

    Raises:
        Refusal: the constitution has no such place, or it is the cash box.
    """
    places = [name for name in book.rules.places if name != "box"]
    if not place:
        place = next((name for name in ("wallet", "bank") if name in places), "")
    if place not in places:
        raise Refusal("no_such_account", value=place, choices=", ".join(places))
    return place


def _use(book: Book, proposal: Proposal, place: str) -> Use | None:
    """What a payment may be for, where the book leaves one answer only."""
    payment, code = proposal.payment, proposal.member
    if payment.nature == "fee":
        return "expense"
    if payment.nature == "to_bank":
        return "to_bank" if place != "bank" and "bank" in book.rules.places else None
    if payment.nature != "paid_in" or not code:
        return None
    rules = book.rules
    if rules.hand:
        return "hand"
    fitting: list[Use] = []
    if any(payment.amount <= book.debt(loan) for loan in book.loans_of(code)):
        fitting.append("repayment")
    if rules.saving in ("any", "equal"):
        fitting.append("saving")
    if "social" in rules.funds and payment.amount in (
        rules.social_contribution,
        book.arrears(code),
    ):
        fitting.append("contribution")
    return fitting[0] if len(fitting) == 1 else None


def write_statement_sheet(ledger: Ledger, group: str, looked: Looked, out: Path) -> None:
    """Write the sheet on which a person confirms; it appears whole or not at all.

    Raises:
        Refusal: it can't be written there.
    """
    ledger.spare(out)
    rows = [
        _row(proposal, use) for proposal, use in zip(looked.proposals, looked.uses, strict=True)
    ]
    replace(out, sheet_bytes(rows, ledger.currency(group)))


def _row(proposal: Proposal, use: Use | None) -> SheetRow:
    payment = proposal.payment
    return SheetRow(
        line=0,
        receipt=payment.receipt,
        moved=payment.amount,
        amount=abs(payment.amount),
        member="" if use in OF_NOBODY else " ".join(proposal.members),
        use=use or "",
        details=payment.details,
        moment=payment.moment,
        name=payment.name,
        phone=payment.phone,
        why=proposal.why,
    )


def confirmed_meeting(
    ledger: Ledger, group: str, sheet: Path, day: str, *, place: str = ""
) -> MeetingFile:
    """The entries of a sheet's confirmed rows, as the meeting's file that `record_file` takes.

    Raises:
        Refusal: the sheet can't be read, nothing in it is confirmed, or the book has a receipt.
    """
    book, currency = ledger.replay(group).book, ledger.currency(group)
    place = account_at(book, place)
    rows = read_sheet(sheet, currency)
    if not rows:
        raise Refusal("nothing_confirmed", file=sheet.name, value="")
    try:
        entries = payment_entries(book, rows, place)
    except Refusal as refusal:
        raise refusal.within(file=sheet.name) from None
    return MeetingFile(date=day, entries=entries)


def payment_entries(book: Book, rows: Sequence[SheetRow], place: str) -> tuple[en.AnyEntry, ...]:
    """What rows that a person confirmed are in a meeting.

    Args:
        book: the group's.
        rows: checked each, and whole payments together; see `check_row` and `check_parts`.
        place: whose account the statement is of.

    Raises:
        Refusal: the book has a receipt already, or knows a member not.
    """
    entries: list[en.AnyEntry] = []
    told: set[str] = set()
    for row in rows:
        if (place, row.receipt) in book.receipts:
            raise Refusal("receipt_twice", column="receipt", value=row.receipt, line=row.line)
        if row.member and row.member not in book.members:
            raise Refusal("unknown_member", column="member", value=row.member, line=row.line)
        entries.append(_entry(row, place))
        if row.receipt not in told:
            entries.append(en.StatementReceipt(row.receipt, row.moved, place))
            told.add(row.receipt)
    # What comes in is entered first, so that what goes out finds it there.
    entries.sort(key=lambda entry: isinstance(entry, _OUT))
    return tuple(entries)


_OUT = (en.Spending, en.SavingsTaken, en.Transfer)


def _entry(row: SheetRow, place: str) -> en.AnyEntry:
    member, amount = row.member, row.amount
    match row.use:
        case "repayment":
            return en.Repayment(member, amount, at=place)
        case "saving" | "voluntary":
            return en.Saving(member, amount, voluntary=row.use == "voluntary", at=place)
        case "contribution":
            return en.Contribution(member, amount, at=place)
        case "fine_paid":
            return en.FinePayment(member, amount, at=place)
        case "hand":
            return en.PotContribution(member, amount, at=place)
        case "withdrawal":
            return en.SavingsTaken(member, amount, at=place)
        case "expense":
            return en.Spending(amount, row.details, place)
        case "to_bank":
            return en.Transfer(amount, place, "bank")
        case _:
            return en.MoneyIn(amount, row.details, at=place)
