"""What kinds of events are called in a journal that a person reads."""

from coopledger.domain.journal import Entry
from coopledger.interop.export.amounts import one_line
from coopledger.interop.export.whole_book import WholeBook
from coopledger.words.catalog import N_, Text, _

KINDS: dict[str, Text] = {
    "charge": N_("Loan charge due"),
    "capitalise": N_("Unpaid charge added to the loan"),
    "due": N_("Contribution due"),
    "fine": N_("Fine set"),
    "fine_paid": N_("Fine paid"),
    "contribute": N_("Contribution paid"),
    "grant": N_("Help given"),
    "shares": N_("Shares bought"),
    "loan": N_("Loan paid out"),
    "repay": N_("Loan repayment"),
    "write_off": N_("Loan given up"),
    "expense": N_("Expense"),
    "move": N_("Cash moved"),
    "count": N_("Cash counted"),
    "over_short": N_("Cash over or short"),
    "leave": N_("Member left"),
    "entitle": N_("Share-out: what was worth"),
    "set_off": N_("Share-out: debts set off"),
    "pay_out": N_("Share-out: paid out"),
}


def kind_of(entry: Entry) -> str:
    """What an entry's kind is called; its tag, where there is no word for it yet."""
    return str(KINDS[entry.kind]) if entry.kind in KINDS else entry.kind.replace("_", " ")


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
