"""What kinds of events are called in a journal that a person reads."""

from coopledger.domain.journal import Entry, tag_of, undone
from coopledger.interop.export.amounts import one_line
from coopledger.interop.export.whole_book import WholeBook
from coopledger.words.catalog import N_, Text, _

KINDS: dict[str, Text] = {
    "opening": N_("Brought over from paper"),
    "opening_cash": N_("Cash brought over from paper"),
    "opening_loan": N_("Loan brought over from paper"),
    "due": N_("Contribution due"),
    "contribute": N_("Contribution paid"),
    "fine": N_("Fine set"),
    "fine_paid": N_("Fine paid"),
    "grant": N_("Help given"),
    "shares": N_("Shares bought"),
    "save": N_("Savings paid in"),
    "withdraw": N_("Savings taken out"),
    "hold": N_("Odd money kept"),
    "loan": N_("Loan paid out"),
    "charge": N_("Loan charge due"),
    "late": N_("Late charge due"),
    "capitalise": N_("Unpaid charge added to the loan"),
    "repay": N_("Loan repayment"),
    "write_off": N_("Loan given up"),
    "recover": N_("Paid back on a loan given up"),
    "borrow": N_("Borrowed by the group"),
    "borrow_charge": N_("Charge owed by the group"),
    "pay_back": N_("Paid back by the group"),
    "expense": N_("Expense"),
    "income": N_("Money from outside"),
    "move": N_("Cash moved"),
    "count": N_("Cash counted"),
    "over_short": N_("Cash over or short"),
    "leave": N_("Member left"),
    "replace": N_("Turn taken over"),
    "pot": N_("Pot paid out"),
    "pot_back": N_("Discount given back"),
    "entitle": N_("Entitlement at share-out"),
    "set_off": N_("Debts set off at share-out"),
    "pay_out": N_("Paid out at share-out"),
    "residue": N_("Residue of the share-out"),
    "cycle": N_("New cycle"),
}


def kind_of(entry: Entry) -> str:
    """What an entry's kind is called; a reversal names what it undoes."""
    if reversal := undone(entry.event):
        return _("Undone: {what}").format(what=_word(tag_of(reversal)))
    return _word(entry.kind)


def _word(tag: str) -> str:
    return str(KINDS[tag]) if tag in KINDS else tag.replace("_", " ")


def described(whole: WholeBook, entry: Entry) -> str:
    """The kind of an entry and whom it is about, in one line."""
    if not entry.member:
        return kind_of(entry)
    told = _("{kind}, {member}").format(kind=kind_of(entry), member=whole.called(entry.member))
    return one_line(told)


def heading(whole: WholeBook) -> list[str]:
    """Lines that say whose book this is and up to which page, for the top of a file."""
    upto = _("Book {book}, up to page {page}, whose hash is {hash}.")
    lines = [
        one_line(whole.name),
        upto.format(book=whole.id, page=len(whole.pages), hash=whole.pages[-1].hash.hex()),
    ]
    if whole.practice:
        lines.append(_("For practice: nothing in this book is real."))
    return lines
