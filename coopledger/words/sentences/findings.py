"""What the program says about a broken rule that it found in the book.

A finding is about something that happened and stays recorded; it says what the book shows and
what the rules say, and leaves the judgement to the officers.
"""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "loan_above_cap": Sentence(
        N_(
            "A loan of {value} was given on top of {owed} still owed;"
            " with savings of {savings} the rules allow {limit} in all."
        ),
        money="value savings limit owed",
    ),
    "second_loan": Sentence(
        N_("A loan of {value} was given while {owed} of another was still to be repaid."),
        money="value owed",
    ),
    "loan_too_long": Sentence(N_("Weeks until the loan is due: {value}; the rules allow {limit}.")),
    "too_many_shares": Sentence(
        N_("Shares bought in one meeting: {value}; the rules allow {limit}.")
    ),
    "share_price_differs": Sentence(
        N_("{value} was paid for the shares; at the share price they cost {expected}."),
        money="value expected",
    ),
    "unknown_fine": Sentence(N_("The rules have no fine called “{value}”.")),
    "fine_amount_differs": Sentence(
        N_("A fine of {value} was set; the rules say {expected}."), money="value expected"
    ),
    "paid_ahead": Sentence(
        N_("{value} was paid in while {owed} was owed; the rest is paid ahead."),
        money="value owed",
    ),
    "meeting_number_gap": Sentence(
        N_("This is meeting {value}; the one after the last in the book would be {expected}.")
    ),
    "before_cycle_start": Sentence(
        N_("The meeting of {value} is before the first day of the cycle, {start}."),
        days="value start",
    ),
    "not_called": Sentence(N_("The roll call has no answer for: {members}.")),
    "not_counted": Sentence(
        N_("The cash was not counted at the close ({fund}), so the book's figure stands unproved.")
    ),
    "count_differs": Sentence(
        N_("The count was compared with {value}; the book says {expected} ({fund})."),
        money="value expected",
    ),
    "receipt_twice": Sentence(
        N_("The payment {value} was in the book before; it stands here again.")
    ),
    "transfer_twice": Sentence(
        N_("The transfer {value} was in the book before; it stands here again.")
    ),
    "refund_differs": Sentence(
        N_("{value} was refunded on leaving; savings less everything owed is {expected}."),
        money="value expected",
    ),
    "charge_differs": Sentence(
        N_("The charges on loans recorded at the opening are not those that the rules give.")
    ),
    "due_differs": Sentence(
        N_("The contributions due recorded at the opening are not those that the rules give.")
    ),
    "quorum_short": Sentence(
        N_("Officers who sealed this page: {value}; the rules ask for {expected}.")
    ),
    "guarantors_missing": Sentence(
        N_("Guarantors of this loan: {value}; the rules ask for {needed}.")
    ),
    "too_many_guarantees": Sentence(
        N_("This member guarantees {value} open loans; the rules allow {limit}.")
    ),
    "too_many_instalments": Sentence(
        N_("The loan runs for {value} instalments; the rules allow {limit}.")
    ),
    "joined_in_cycle": Sentence(
        N_("A member joined at meeting {value}; the rules let people join between cycles only.")
    ),
    "saving_differs": Sentence(
        N_("{value} was saved; everybody saves {expected} at a meeting."), money="value expected"
    ),
    "saving_too_small": Sentence(
        N_("{value} was saved; the least at a meeting is {least}."), money="value least"
    ),
    "not_withdrawable": Sentence(
        N_("{value} of savings was taken back; the rules keep savings until the end."),
        money="value",
    ),
    "withdrawn_early": Sentence(
        N_("{value} of savings was taken back; of it {ripe} was under notice for long enough."),
        money="value ripe",
    ),
    "borrowed_above_cap": Sentence(
        N_(
            "The group borrowed {value} on top of {owed} that it owes; the rules allow {limit} in"
            " all."
        ),
        money="value owed limit",
    ),
    "no_loan_meeting": Sentence(
        N_(
            "A loan was given at meeting {value}; the rules give loans at every meeting whose"
            " number {every} divides."
        )
    ),
    "too_little_left": Sentence(
        N_("After this loan {value} is left in cash; the rules keep {limit}."), money="value limit"
    ),
    "loan_too_late": Sentence(
        N_("The cycle ends on {end}; the rules give no loan in its last weeks (so many: {value})."),
        days="end",
    ),
    "loan_past_end": Sentence(
        N_("The loan is due on {value}, after the last meeting of the cycle on {end}."),
        days="value end",
    ),
    "forced_loan": Sentence(
        N_("A loan of {value} was put on a member who did not ask for it; the rules do not."),
        money="value",
    ),
    "pot_out_of_turn": Sentence(N_("The pot was paid out of turn; it was the turn of {expected}.")),
    "pot_twice": Sentence(
        N_("In round {value} the pot went to somebody who has had it for every hand already.")
    ),
    "pot_unpaid": Sentence(
        N_("The pot went to somebody who still owes {owed} to it."), money="owed"
    ),
    "late_differs": Sentence(
        N_("The late charges recorded at the opening are not those that the rules give.")
    ),
}
