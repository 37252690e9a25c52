"""Refusals of loans that change, savings of other kinds, the pot, and corrections."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "breaks_a_rule": Sentence(
        N_(
            "This breaks a rule of the group ({rule}). Nothing was recorded."
            " Change the entry, or let the officers accept it."
        )
    ),
    "no_exception": Sentence(
        N_(
            "This breaks a rule that the group always keeps ({rule}). Nothing was recorded."
            " Change the entry."
        )
    ),
    "no_notice_here": Sentence(
        N_(
            "This group asks no notice before savings are taken back. Nothing was recorded."
            " Leave the notice out."
        )
    ),
    "notice_above_savings": Sentence(
        N_(
            "Notice of {value} cannot be given: {told} is under notice already, and the savings are"
            " {savings}. Nothing was recorded. Write a smaller amount."
        ),
        money="value told savings",
    ),
    "one_meeting_only": Sentence(
        N_(
            "This file holds more than one meeting; here begins meeting {value}."
            " Nothing was recorded. Write one meeting to a file."
        )
    ),
    "not_broken_off": Sentence(
        N_(
            "Only the last meeting, number {last}, can go on another day; this says {value}."
            " Nothing was recorded."
        )
    ),
    "rules_change_soon": Sentence(
        N_(
            "New rules begin soon, and what this needs ends with the old ones."
            " Nothing was recorded. Wait for the new rules, or do it another way."
        )
    ),
    "cycle_open": Sentence(
        N_("Cycle {value} has not been shared out yet. Hold the share-out first, then begin anew.")
    ),
    "cannot_join": Sentence(
        N_("Nobody can join on this page. Nothing was recorded. Let them join in a meeting.")
    ),
    "no_shares_here": Sentence(
        N_("This group does not save in shares. Nothing was recorded. Record the money saved.")
    ),
    "no_such_saving": Sentence(
        N_(
            "{member} cannot save or withdraw like this under the group's rules."
            " Nothing was recorded."
        )
    ),
    "above_savings": Sentence(
        N_(
            "{value} would be taken back, but {member} has saved {savings}."
            " Nothing was recorded. Take less."
        ),
        money="value savings",
    ),
    "savings_left": Sentence(
        N_(
            "{member} still has {value} of other savings here. Nothing was recorded."
            " Give it back first, then record the leaving."
        ),
        money="value",
    ),
    "in_the_round": Sentence(
        N_(
            "{member} has hands in a round of the pot that goes on. Nothing was recorded."
            " Somebody must take the hands over first."
        )
    ),
    "instalments_needed": Sentence(
        N_("Under this group's rules a loan is repaid in instalments. Say how many.")
    ),
    "no_rollover": Sentence(
        N_(
            "A loan whose charge is kept back at the start is not rolled over."
            " Nothing was recorded. Let {member} repay it and borrow again."
        )
    ),
    "charge_first": Sentence(
        N_(
            "{member} still owes {value} of charge. Nothing was recorded."
            " The charge is paid before the loan is rolled over."
        ),
        money="value",
    ),
    "own_guarantor": Sentence(
        N_("{member} cannot guarantee the own loan. Nothing was recorded. Name somebody else.")
    ),
    "guarantor_twice": Sentence(
        N_("A guarantor is named twice: {value}. Nothing was recorded. Name each once.")
    ),
    "not_a_guarantor": Sentence(
        N_("{value} does not guarantee a loan of {member}. Nothing was recorded.")
    ),
    "nothing_written_off": Sentence(
        N_("No loan of {member} was written off, so nothing comes back on one.")
    ),
    "above_loss": Sentence(
        N_(
            "{value} would come back, but only {lost} of {member}'s loan was lost."
            " Nothing was recorded. Correct the amount."
        ),
        money="value lost",
    ),
    "above_external": Sentence(
        N_(
            "{value} would be paid to the lender, who is owed {debt}."
            " Nothing was recorded. Correct the amount."
        ),
        money="value debt",
    ),
    "lenders_first": Sentence(
        N_("The group still owes {value} to lenders. Pay it before the share-out."), money="value"
    ),
    "dividend_above_profit": Sentence(
        N_(
            "The dividend would be {value}, more than the profit of {profit}."
            " Nothing was recorded. Lower the dividend by changing the rules."
        ),
        money="value profit",
    ),
    "no_pot": Sentence(
        N_("There is no pot to pay into or out of now. Nothing was recorded. Draw the turns first.")
    ),
    "pot_short": Sentence(
        N_(
            "The pot holds {value} of {expected}, so it is not paid out yet."
            " Nothing was recorded. Wait until every hand has paid."
        ),
        money="value expected",
    ),
    "pot_begun": Sentence(
        N_("The round has begun: {value} pots were paid. The turns stay as they were drawn.")
    ),
    "reason_missing": Sentence(
        N_("A correction needs a reason that members can read later. Nothing was changed.")
    ),
    "unknown_loan": Sentence(
        N_("There is no loan {value} in this cycle. Look at the register of loans.")
    ),
    "no_such_entry": Sentence(
        N_("Page {page} has no entry {value}. Nothing was changed. Look at the page first.")
    ),
    "never_undone": Sentence(
        N_(
            "Entry {value} of page {page} is of a kind that is never undone."
            " Nothing was changed. Record what should happen now instead."
        )
    ),
    "undone_already": Sentence(
        N_("Entry {value} of page {page} was undone already. Nothing was changed.")
    ),
    "entries_rest_on_it": Sentence(
        N_(
            "Later entries rest on entry {value} of page {page}: {entries} (page/entry)."
            " Nothing was changed. Undo them first, the last one first."
        )
    ),
    "below_zero_after": Sentence(
        N_(
            "Without this entry more would have been paid than was owed or saved ({account})."
            " Nothing was changed. Undo the later payment first."
        )
    ),
}
