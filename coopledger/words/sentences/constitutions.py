"""Why a rule cannot stand in a constitution, and why an amendment cannot be adopted."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # What was written is not of the kind that belongs there.
    "percent_wanted": Sentence(
        N_('“{value}” is no percentage. Write it between quotation marks, such as "2.5".')
    ),
    "yes_or_no": Sentence(
        N_("“{value}” is neither yes nor no. Write true or false, without quotation marks.")
    ),
    "list_wanted": Sentence(N_("“{value}” is no list. Write its parts between square brackets.")),
    "bad_code": Sentence(
        N_(
            "“{value}” cannot be a short name. Write small letters from a to z and figures,"
            " at most 24, and begin with a letter."
        )
    ),
    "fine_name_wanted": Sentence(
        N_("“{value}” cannot be the name of a fine. Begin with a letter, and use few words.")
    ),
    "currency_code_wanted": Sentence(
        N_("“{value}” is no currency. Write its three capital letters, such as UGX or KES.")
    ),
    "country_code_wanted": Sentence(
        N_("“{value}” is no country. Write its two capital letters, such as UG or KE.")
    ),
    "said_twice": Sentence(
        N_("How often is said twice here, in weeks and in another way. Take one of the two out.")
    ),
    "fine_wanted": Sentence(
        N_("“{value}” is no fine. Write its amount in whole units of the money, such as 200.")
    ),
    "quorum_wanted": Sentence(
        N_("“{value}” does not say who seals. Name the body of officers, and how many of them.")
    ),
    # Rules that contradict each other.
    "repeats": Sentence(N_("“{value}” names something twice. Name each thing once.")),
    "allocation_lacks": Sentence(
        N_(
            "A repayment must pay the charge and the loan itself; “{value}” leaves one out."
            " Name both, in the order in which they are paid."
        )
    ),
    "allocation_lacks_late": Sentence(
        N_(
            "The rules ask late charges, but no repayment would ever pay them."
            " Add “late” to what a repayment pays, or take the late charge out."
        )
    ),
    "box_missing": Sentence(
        N_("The box is missing among the places of money. Every group has one: add “box”.")
    ),
    "funds_missing": Sentence(
        N_(
            "The loan fund or the social fund is missing. Name both;"
            " one that the group does not use stays empty."
        )
    ),
    "agenda_ends": Sentence(
        N_(
            "A meeting begins with the roll call and ends with the count of the money."
            " Put them first and last."
        )
    ),
    "agenda_lacks": Sentence(
        N_(
            "The rules need the step “{step}”, but the meeting has none."
            " Add it to the order of the meeting, or take the rule out."
        )
    ),
    "agenda_without_pot": Sentence(
        N_(
            "The meeting pays out a pot, but nobody pays into one."
            " Say what one hand pays, or take the pot out of the meeting."
        )
    ),
    "price_needed": Sentence(N_("Members buy shares, but a share costs nothing. Write its price.")),
    "price_unused": Sentence(
        N_(
            "A share has a price, but nobody buys shares here."
            " Take the price out, or let members save in shares."
        )
    ),
    "shares_limit_needed": Sentence(
        N_(
            "Members buy shares, but none may be bought at a meeting."
            " Write the most that one member may buy, five for instance."
        )
    ),
    "least_above_most": Sentence(
        N_(
            "Every member must buy {value} shares at a meeting, but may buy only {most}."
            " Lower the one or raise the other."
        )
    ),
    "saving_needed": Sentence(
        N_("Everybody saves the same amount, but it is nothing. Write the amount.")
    ),
    "shares_not_withdrawn": Sentence(
        N_(
            "Shares cannot be taken back in the middle of a cycle."
            " Write false, or let members save without shares."
        )
    ),
    "charged_once": Sentence(
        N_(
            "The charge is taken once for the whole loan, so it cannot be taken again after"
            " the due date. Write false; for late loans there are late charges."
        )
    ),
    "cap_without_savings": Sentence(
        N_(
            "No loan may be above a multiple of the savings, but nobody saves: every loan would"
            " break the rule. Write 0 for no cap, or take loans out of the meeting."
        )
    ),
    "late_cap_nothing": Sentence(
        N_(
            "The rules ask late charges, but they may come to nothing at most."
            " Write a part of the loan, such as 20, or take the late charge out."
        )
    ),
    "shared_by_shares": Sentence(
        N_(
            "The share-out is by shares, but nobody buys shares here."
            " Share out by savings, or by another rule."
        )
    ),
    "dividend_and_share_out": Sentence(
        N_(
            "A dividend is for groups that share nothing out, and this one does."
            " Take the dividend out, or write none for the share-out."
        )
    ),
    "dividend_on_nothing": Sentence(
        N_("A dividend is paid on savings, but nobody saves here. Take it out.")
    ),
    "catch_up_needs_shares": Sentence(
        N_(
            "Someone who joins late can catch up in shares only, and there are none here."
            " Let newcomers begin from nothing, or between two cycles."
        )
    ),
    "no_cycle_end": Sentence(
        N_(
            "This waits for the end of a cycle, but the cycle never ends, so it would never"
            " happen. Choose another rule, or say how many meetings a cycle has."
        )
    ),
    "pot_without_fund": Sentence(
        N_("Hands are paid into a pot, but there is no such fund. Add “pot” to the funds.")
    ),
    "fund_without_pot": Sentence(
        N_("There is a pot, but one hand pays nothing into it. Write what one hand pays.")
    ),
    "nothing_paid_in": Sentence(
        N_(
            "Nobody saves and there is no pot, so no money would ever come in."
            " Choose how members save."
        )
    ),
    "pot_fee_takes_all": Sentence(
        N_("A fee of {value} percent leaves nothing of the pot. Lower the fee.")
    ),
    "below_coin": Sentence(
        N_(
            "{amount} cannot be paid when the smallest coin is {coin}."
            " Write a sum that such coins make up."
        ),
        money="amount coin",
    ),
    "large_loan_limit_needed": Sentence(
        N_(
            "Large loans need seals of their own, but no amount says which loans are large."
            " Write the amount above which a loan is large."
        )
    ),
    "large_loan_unsealed": Sentence(
        N_(
            "Loans above {amount} are called large, but nobody seals them."
            " Say who seals a large loan, or take the amount out."
        ),
        money="amount",
    ),
    "notice_for_nothing": Sentence(
        N_(
            "Notice is asked before savings are taken back, but they cannot be taken back."
            " Write true for taking savings back, or take the notice out."
        )
    ),
    "fee_and_table": Sentence(
        N_(
            "The fee is in the table by the term, so {value} percent beside it would never be"
            " taken. Write 0 here, or take the table out."
        )
    ),
    "fee_table_short": Sentence(
        N_(
            "A loan may run for {longest} periods, but the table has a fee for {count} of them."
            " Add the missing fees, or allow shorter loans only."
        )
    ),
    "nothing_to_lend": Sentence(
        N_("If {value} percent of the loan fund stays in cash, nothing can be lent. Lower it.")
    ),
    "external_times_needed": Sentence(
        N_(
            "What the group may borrow is a multiple, but it is not said which."
            " Write how many times."
        )
    ),
    "external_cap_needed": Sentence(
        N_(
            "“{value}” limits nothing, because the rules say another limit of what the group may"
            " borrow, or none. Take it out, or change that rule."
        )
    ),
    "reserve_needs_profit_only": Sentence(
        N_(
            "A reserve is for groups that share out their profit only and keep the savings."
            " Take the reserve out, or share out the profit only."
        )
    ),
    "above_all": Sentence(N_("{value} percent is more than all of it. Write 100 at most.")),
    "no_hands": Sentence(
        N_(
            "Holders of hands are to agree to new rules, but there is no pot, so there are none."
            " Ask all members, or nobody."
        )
    ),
    # Amendments.
    "consent_missing": Sentence(
        N_(
            "By the rules in force everybody concerned must agree to new ones. These have not:"
            " {members}. Nothing was changed. Ask them, and name all who agree."
        )
    ),
    "amendment_not_later": Sentence(
        N_(
            "New rules cannot begin on {value}: the last meeting was on {last}, and a meeting that"
            " was held keeps its rules. Nothing was changed. Choose a later day."
        ),
        days="value last",
    ),
    "officers_needed": Sentence(
        N_(
            "New rules need the seals of officers: {expected}, and {value} sealed them."
            " Nothing was changed. Let the officers seal with their own keys."
        )
    ),
    "amendment_waiting": Sentence(
        N_(
            "Rules that begin on {last} were adopted already, after {value}."
            " Nothing was changed. Let the new rules begin on that day or later."
        ),
        days="value last",
    ),
    "amendment_same": Sentence(
        N_("These are the rules that the group has already. Nothing was changed.")
    ),
    "currency_stays": Sentence(
        N_(
            "The book is kept in {expected} and cannot go over to {value}. Nothing was changed."
            " Keep the currency; another one needs a new group."
        )
    ),
    "fund_in_use": Sentence(
        N_(
            "The fund “{value}” still has money or debts in it. Nothing was changed."
            " Keep it among the funds, or empty it first."
        )
    ),
    "place_in_use": Sentence(
        N_(
            "There is still money in the place “{value}”. Nothing was changed."
            " Keep it among the places, or bring the money to another first."
        )
    ),
    "fines_owed_first": Sentence(
        N_(
            "Fines of {value} are still owed to the fund that they went to. Nothing was changed."
            " Let them be paid first, or leave that rule as it is."
        ),
        money="value",
    ),
    "savings_not_shares": Sentence(
        N_(
            "Savings of {value} were made without shares and would get nothing in a share-out by"
            " shares. Nothing was changed. Share out by savings until this cycle ends."
        ),
        money="value",
    ),
    "deposits_unknown": Sentence(
        N_(
            "The book did not note when each share was bought, so this cycle cannot be shared out"
            " by time. Nothing was changed. Let that rule begin with a new cycle."
        )
    ),
    "pot_running": Sentence(
        N_(
            "The pot is going round, and some have had it by the old rules. Nothing was changed."
            " Leave the rules of the pot as they are until everybody has had it."
        )
    ),
}
