"""How the questions of a founding are put, and what is said beside them."""

from __future__ import annotations

from typing import NamedTuple

from coopledger.words.catalog import N_, Text


class Asked(NamedTuple):
    """A question as it is put, and a hint that stands below it."""

    caption: Text
    hint: Text | None = None


CHAPTERS: dict[str, Text] = {
    "money": N_("Money"),
    "meetings": N_("Meetings"),
    "saving": N_("Saving"),
    "loans": N_("Loans"),
    "fines": N_("Fines"),
    "seals": N_("Who seals"),
}
ABOUT: dict[str, Text] = {
    "seals": N_(
        "To seal is to close a page with an officer's own PIN, so that nobody can change it later."
        " Each officer gets a PIN; here you say how many of them must seal."
    ),
}
"""What a chapter is about, where its name does not say it."""
QUESTIONS: dict[str, Asked] = {
    "currency": Asked(N_("Which money?"), N_("Three letters, such as UGX, KES or XAF.")),
    "currency_decimals": Asked(N_("Are cents written?")),
    "cycle_start": Asked(N_("When does the cycle begin?"), N_("Day, month and year.")),
    "meeting_every": Asked(
        N_("The group meets every …"), N_("1 for every week or month, 2 for every second one.")
    ),
    "meeting_period": Asked(N_("… of what?")),
    "meetings_in_cycle": Asked(
        N_("How many meetings has a cycle?"), N_("Leave it empty if it has no fixed end.")
    ),
    "share_price": Asked(N_("What does one share cost?"), N_("It stays so to the cycle's end.")),
    "min_shares_per_meeting": Asked(N_("How many shares must a member buy at a meeting?")),
    "max_shares_per_meeting": Asked(N_("How many may a member buy at a meeting?")),
    "saving_amount": Asked(N_("How much does each member save at a meeting?")),
    "hand": Asked(N_("How much does each hand pay into the pot?")),
    "social_contribution": Asked(
        N_("How much does each member pay into the social fund?"),
        N_("At each meeting. Leave it empty if there is none."),
    ),
    "charge_percent": Asked(N_("What charge does a loan bear, in percent?")),
    "charge_every": Asked(N_("The charge is for every …")),
    "charge_period": Asked(N_("… of what is it taken?")),
    "max_loan_multiple_of_savings": Asked(
        N_("How many times the savings may a loan be?"),
        N_("Leave it empty if the group decides each time."),
    ),
    "max_loan_weeks": Asked(N_("In how many weeks must a loan be repaid?")),
    "max_loan_instalments": Asked(N_("In how many instalments at most is a loan repaid?")),
    "more_fines": Asked(
        N_("Other fines"), N_("A word and the amount, such as: noise 100; quarrel 500")
    ),
    "quorums.meeting": Asked(
        N_("How many officers seal a meeting?"), N_("It is always more than half of them.")
    ),
    "quorums.share_out": Asked(N_("How many seal the share-out?")),
    "quorums.amendment": Asked(N_("How many seal new rules?")),
    "quorums.officers": Asked(N_("How many seal new officers?")),
}
FINES: dict[str, Text] = {
    "late": N_("Fine for coming late"),
    "absent": N_("Fine for not coming"),
    "phone": N_("Fine for using the phone"),
    "forgot_balances": N_("Fine for forgetting the balances"),
    "saving_missed": N_("Fine for not saving"),
}
A_FINE = N_("Fine: {word}")
NO_FINE = N_("Leave it empty for no such fine.")
CHOICES: dict[str, dict[str, Text]] = {
    "currency_decimals": {"0": N_("No, whole sums only"), "2": N_("Yes, two figures")},
    "meeting_period": {"day": N_("days"), "week": N_("weeks"), "month": N_("months")},
    "charge_period": {
        "day": N_("days"),
        "week": N_("weeks"),
        "month": N_("months"),
        "meeting": N_("meetings"),
    },
}


class KindWords(NamedTuple):
    """A kind of group: its name, and how one knows it."""

    name: Text
    about: Text


KINDS: dict[str, KindWords] = {
    "vsla": KindWords(
        N_("Village savings and loan (VSLA)"),
        N_("Shares at each meeting, loans from the box, all shared out after a year."),
    ),
    "silc": KindWords(
        N_("Savings and internal lending (SILC)"),
        N_("Any amount at each meeting, loans, all shared out at the end."),
    ),
    "shg": KindWords(
        N_("Self-help group (SHG)"),
        N_("The same saving from everybody; the group goes on for years."),
    ),
    "rosca": KindWords(
        N_("Merry-go-round (tontine, susu)"),
        N_("One member takes the whole pot at each meeting."),
    ),
    "asca": KindWords(
        N_("Accumulating group (chama)"),
        N_("Equal monthly saving and short loans, shared out once a year."),
    ),
    "coop": KindWords(
        N_("Thrift co-operative"),
        N_("Savings stay, loans by instalments, a dividend."),
    ),
}
