"""What the kinds of events are called: in a journal, and where one is undone."""

from coopledger.words.catalog import N_, Text

MONEY_EVENTS: dict[str, Text] = {
    "opening": N_("Brought over from paper"),
    "opening_cash": N_("Cash brought over from paper"),
    "opening_loan": N_("Loan brought over from paper"),
    "opening_debt": N_("Debt to a lender brought over from paper"),
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
    "depart": N_("Member moved to another group"),
    "arrive": N_("Member came from another group"),
    "transfer_out": N_("Given to another group"),
    "transfer_in": N_("Got from another group"),
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
"""Kinds that move money, by the tag in a page."""
EVENT_NAMES: dict[str, Text] = {
    "turns": N_("Order of the pot"),
    "attend": N_("Roll call"),
    "decision": N_("Decision"),
    "death": N_("Death"),
    "receipt": N_("Payment on a statement"),
    "notice": N_("Notice that savings will be taken out"),
    "open_count": N_("Box counted when it was opened"),
    **MONEY_EVENTS,
}
"""All that a later page can undo, all that moves money, and the order of the pot, with which the
first hands fall due."""

_SILENT_EVENTS: dict[str, Text] = {
    "found": N_("Group founded"),
    "join": N_("Member joined"),
    "office": N_("Office given"),
    "enrol": N_("Officer's key enrolled"),
    "revoke": N_("Officer's key ended"),
    "amend": N_("New rules"),
    "adopt": N_("Page adopted by the officers"),
    "erase": N_("Card erased"),
    "continue": N_("Meeting goes on"),
    "reschedule": N_("Loan put off"),
    "release": N_("Guarantor released"),
    "share_out": N_("Share-out"),
    "reverse": N_("Entry undone"),
    "agree": N_("Members agreed"),
    "hand_over": N_("Book handed over"),
    "take_over": N_("Book taken over"),
    "opening": N_("Balances from paper"),
    "opening_loan": N_("Loan from paper"),
    "opening_cash": N_("Cash from paper"),
    "opening_debt": N_("Debt to a lender from paper"),
    "opening_pot": N_("Running pot from paper"),
}
"""Kinds that move no money and that nothing undoes."""


def event_name(tag: str) -> str:
    """What a kind of event is called; a kind of a newer program by its tag."""
    found = EVENT_NAMES.get(tag) or _SILENT_EVENTS.get(tag)
    return str(found) if found else tag.replace("_", " ")
