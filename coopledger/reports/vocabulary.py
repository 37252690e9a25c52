"""Words that all reports of a group share: its people's roles, answers, funds and places."""

from coopledger.domain.money import Currency
from coopledger.reports.facts import Person
from coopledger.words.catalog import N_, Text, _, isolated
from coopledger.words.numbers import style_of

ROLES: dict[str, Text] = {
    "chairperson": N_("Chairperson"),
    "secretary": N_("Secretary"),
    "treasurer": N_("Treasurer"),
    "record_keeper": N_("Record-keeper"),
    "box_keeper": N_("Box-keeper"),
    "money_counter": N_("Money-counter"),
    "key_holder": N_("Key-holder"),
}
ANSWERS: dict[str, Text] = {
    "present": N_("present"),
    "late": N_("late"),
    "excused": N_("excused"),
    "absent": N_("absent"),
    "represented": N_("represented"),
}
FUNDS: dict[str, Text] = {
    "loan": N_("Loan fund"),
    "social": N_("Social fund"),
    "pot": N_("Pot"),
}
PLACES: dict[str, Text] = {"bank": N_("{fund} at the bank"), "wallet": N_("{fund} in the wallet")}
_PLACES_ALONE: dict[str, Text] = {
    "box": N_("the box"),
    "bank": N_("the bank"),
    "wallet": N_("the wallet"),
}
PAGES: dict[str, Text] = {
    "baseline": N_("Balances brought over from paper"),
    "share_out": N_("Share-out"),
    "cycle": N_("New cycle"),
    "amendment": N_("New rules"),
    "correction": N_("Correction"),
    "adopt": N_("Page adopted by the officers"),
}
"""Kinds of pages that are no meeting."""


def word(table: dict[str, Text], code: str) -> str:
    """The word for a code, or the code itself where the group has one of its own."""
    return str(table[code]) if code in table else isolated(code.replace("_", " "))


def cash_name(fund: str, place: str) -> str:
    """What a fund's cash at a place is called; its box needs no mention."""
    name = word(FUNDS, fund)
    if place == "box":
        return name
    if place in PLACES:
        return PLACES[place].format(fund=name)
    return _("{fund}, {place}").format(fund=name, place=isolated(place.replace("_", " ")))


def place_name(place: str) -> str:
    """What a place for cash is called in a sentence."""
    return word(_PLACES_ALONE, place)


def named(person: Person) -> str:
    """A member's number and name, for a sentence."""
    return isolated(f"{person.code} {person.name}")


def in_digits(text: str) -> str:
    """The text with its figures in the digits that are read here."""
    figures = style_of().figures
    return text.translate(figures) if figures else text


def amounts_in(currency: Currency) -> str:
    """The line that says what all amounts are in."""
    return _("Amounts in {currency}").format(currency=isolated(currency.code))
