"""Refusals in a meeting: its place in the book, its money, its people."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "date_backwards": Sentence(
        N_(
            "{value} is before the day of the last meeting. Nothing was recorded."
            " Correct the date: meetings stand in the order of their days."
        ),
        days="value",
    ),
    "meeting_backwards": Sentence(
        N_(
            "Meeting {value} cannot follow meeting {last}."
            " Nothing was recorded. Correct its number."
        )
    ),
    "two_dates": Sentence(
        N_(
            "This meeting stands under two dates, {expected} and {value}."
            " Nothing was recorded. Write one date for all its lines."
        ),
        days="expected value",
    ),
    "unknown_meeting": Sentence(
        N_("There is no meeting {value} in this group's book. Choose one from the list.")
    ),
    "duplicate_attendance": Sentence(
        N_(
            "{value} has answered this roll call already. The first answer stands."
            " Change it there if it is wrong."
        )
    ),
    "counted_twice": Sentence(
        N_(
            "This box was counted already in this meeting. The first count stands."
            " Change it there if it is wrong."
        )
    ),
    "nothing_to_seal": Sentence(
        N_("Nothing is recorded in this meeting yet, so there is no page to seal.")
    ),
    "cycle_closed": Sentence(
        N_(
            "The money of this cycle has been shared out, so no meeting can follow."
            " Nothing was recorded. Begin a new cycle first."
        )
    ),
    "cash_below_zero": Sentence(
        N_(
            "{value} would be paid out, but the box holds {cash} ({fund})."
            " Nothing was recorded. Pay out less, or record first what came in."
        ),
        money="value cash",
    ),
    "bank_below_zero": Sentence(
        N_(
            "{value} would be withdrawn, but the bank account holds {cash}."
            " Nothing was recorded. Look at the bank's paper again."
        ),
        money="value cash",
    ),
    "repayment_above_debt": Sentence(
        N_(
            "{member} would repay {value}, but owes {debt}."
            " Nothing was recorded. Take {debt} at most."
        ),
        money="value debt",
    ),
    "no_open_loan": Sentence(
        N_(
            "{member} has no open loan. Nothing was recorded."
            " Look at the member's number, or record the loan first."
        )
    ),
    "above_principal": Sentence(
        N_(
            "{value} would be written off, but {owed} of the loan of {member} is left."
            " Nothing was recorded. Write off {owed} at most."
        ),
        money="value owed",
    ),
    "fine_above_owed": Sentence(
        N_(
            "{member} would pay fines of {value}, but owes {owed}."
            " Nothing was recorded. Set the fine first, or take less."
        ),
        money="value owed",
    ),
    "wrong_refund": Sentence(
        N_(
            "{member} leaves with {expected}: savings less everything owed; not with {value}."
            " Nothing was recorded. Pay out {expected}."
        ),
        money="value expected",
    ),
    "debt_above_savings": Sentence(
        N_(
            "{member} owes {debt} and has saved {savings}, so there is nothing to refund."
            " Nothing was recorded. The debt comes first."
        ),
        money="debt savings",
    ),
    "unknown_member": Sentence(
        N_("There is no member {value}. Nothing was recorded. Look at the list of members.")
    ),
    "member_left": Sentence(
        N_(
            "Member {value} has left the group. Nothing was recorded."
            " Look at the number, or let the member join again."
        )
    ),
    "member_dead": Sentence(
        N_(
            "Member {value} has died; the savings are kept for the share-out."
            " Nothing was recorded. Look at the number."
        )
    ),
}
