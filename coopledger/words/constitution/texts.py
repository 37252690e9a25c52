"""The texts of a constitution's rules: names of the rules, and a sentence for each choice."""

from __future__ import annotations

from coopledger.words.catalog import N_, Text

SECTIONS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (
        N_("The group"),
        (
            "kind",
            "currency",
            "country",
            "cycle_start",
            "meetings_in_cycle",
            "meeting_every",
            "agenda",
            "funds",
            "places",
            "expenses_from",
            "fines",
            "fines_go_to",
        ),
    ),
    (
        N_("Saving"),
        ("saving", "voluntary_saving", "withdrawable", "odd_money", "social_contribution"),
    ),
    (N_("Pot"), ("hand", "pot_order", "pot_fee_percent", "short_pot")),
    (
        N_("Loans"),
        (
            "loan_method",
            "charge_percent",
            "day_count",
            "charge_rounding",
            "capitalise_unpaid_charge",
            "charge_after_due_date",
            "grace_principal",
            "grace_interest_payment",
            "interest_free",
            "instalment_multiple",
            "currency_multiple",
            "allocation",
            "max_loan_multiple_of_savings",
            "max_loan_weeks",
            "max_loan_instalments",
            "one_loan_at_a_time",
            "guarantors_needed",
            "late_percent",
        ),
    ),
    (
        N_("Share-out"),
        (
            "share_out",
            "share_out_rule",
            "share_out_rounding",
            "residue_to",
            "debt_above_entitlement",
            "social_fund_at_share_out",
        ),
    ),
    (N_("Members"), ("joining", "leaving", "death")),
    (N_("Seals"), ("quorums",)),
)
"""The rules in the order in which a group talks them over; others are told with one of these."""

TOLD_WITH: dict[str, str] = {
    "currency_decimals": "currency",
    "meeting_period": "meeting_every",
    "share_price": "saving",
    "min_shares_per_meeting": "saving",
    "max_shares_per_meeting": "saving",
    "saving_amount": "saving",
    "charge_every": "charge_percent",
    "charge_period": "charge_percent",
    "charge_on": "charge_percent",
    "max_loan_multiple_with_external": "max_loan_multiple_of_savings",
    "max_guarantees": "guarantors_needed",
    "late_amount": "late_percent",
    "late_every": "late_percent",
    "late_period": "late_percent",
    "late_cap_percent": "late_percent",
    "dividend_percent": "share_out",
    "large_loan": "quorums",
}
"""Rules that one sentence tells together: the rule, and the one under whose name it stands."""

NAMES: dict[str, Text] = {
    "kind": N_("Kind of group"),
    "currency": N_("Money"),
    "country": N_("Country"),
    "cycle_start": N_("Beginning of the cycle"),
    "meetings_in_cycle": N_("Length of the cycle"),
    "meeting_every": N_("Meetings"),
    "agenda": N_("Order of a meeting"),
    "funds": N_("Funds"),
    "places": N_("Where money lies"),
    "expenses_from": N_("Expenses"),
    "fines": N_("Fines"),
    "fines_go_to": N_("Where fines go"),
    "saving": N_("How members save"),
    "voluntary_saving": N_("Voluntary savings"),
    "withdrawable": N_("Taking savings back"),
    "odd_money": N_("Money that buys no whole share"),
    "social_contribution": N_("Social fund"),
    "hand": N_("Pot"),
    "pot_order": N_("Whose turn it is"),
    "pot_fee_percent": N_("Fee on the pot"),
    "short_pot": N_("A pot that is short"),
    "loan_method": N_("How loans are repaid"),
    "charge_percent": N_("Charge on loans"),
    "day_count": N_("Counting days"),
    "charge_rounding": N_("Rounding of charges"),
    "capitalise_unpaid_charge": N_("Unpaid charges"),
    "charge_after_due_date": N_("Charge after the due date"),
    "grace_principal": N_("Grace on the loan itself"),
    "grace_interest_payment": N_("Grace on paying charges"),
    "interest_free": N_("Free of charge at first"),
    "instalment_multiple": N_("Rounding of instalments"),
    "currency_multiple": N_("Smallest coin"),
    "allocation": N_("What a repayment pays first"),
    "max_loan_multiple_of_savings": N_("Largest loan"),
    "max_loan_weeks": N_("Longest loan"),
    "max_loan_instalments": N_("Most instalments"),
    "one_loan_at_a_time": N_("Several loans"),
    "guarantors_needed": N_("Guarantors"),
    "late_percent": N_("Late charges"),
    "share_out": N_("End of the cycle"),
    "share_out_rule": N_("How it is shared"),
    "share_out_rounding": N_("Rounding of the share-out"),
    "residue_to": N_("What rounding leaves"),
    "debt_above_entitlement": N_("Debts larger than the share"),
    "social_fund_at_share_out": N_("Social fund at the share-out"),
    "joining": N_("Joining late"),
    "leaving": N_("Leaving"),
    "death": N_("Death"),
    "quorums": N_("Who seals"),
}

CHOICES: dict[str, dict[object, Text]] = {
    "kind": {
        "vsla": N_("A village savings and loan association (VSLA)."),
        "silc": N_("A savings and internal lending community (SILC)."),
        "shg": N_("A self-help group (SHG)."),
        "rosca": N_("A merry-go-round (ROSCA)."),
        "asca": N_("An accumulating association (ASCA, chama)."),
        "coop": N_("A thrift co-operative."),
    },
    "expenses_from": {
        "loan": N_("The loan fund pays the group's expenses."),
        "social": N_("The social fund pays the group's expenses."),
    },
    "fines_go_to": {
        "loan": N_("Fines go into the loan fund."),
        "social": N_("Fines go into the social fund."),
    },
    "voluntary_saving": {
        0: N_("There are none."),
        1: N_("Who can saves more beside that, and may take it back."),
    },
    "withdrawable": {
        0: N_("Savings stay in the group until they are shared out or the member leaves."),
        1: N_("Members may take savings back."),
    },
    "odd_money": {
        "return": N_("It is given back at once."),
        "hold": N_("It is kept for the member's next share."),
        "social": N_("It goes into the social fund."),
    },
    "pot_order": {
        "fixed": N_("The pot goes round by a list."),
        "drawn": N_("The turns are drawn by lot."),
        "auction": N_("The pot goes to whoever bids the largest discount."),
    },
    "short_pot": {
        "postpone": N_("It waits until everybody has paid."),
        "pay_what_is_there": N_("What is there is paid out."),
    },
    "loan_method": {
        "period_charge": N_("As the borrower can, within the term; the charge is paid first."),
        "flat": N_("In equal parts; the charge stays that on the whole loan."),
        "equal_principal": N_("The same part of the loan each time, and the charge on the rest."),
        "equal_instalment": N_("The same sum each time, charge and loan together."),
        "bullet": N_("All at once when the term ends, with the charge."),
        "fee": N_("All at once when the term ends, with one fee."),
        "deducted_in_advance": N_("In equal parts; the charge is kept back when it is paid out."),
    },
    "day_count": {
        "30_360": N_("A month counts 30 days, a year 360."),
        "actual_365": N_("Days are counted, a year has 365."),
        "actual_364": N_("Days are counted, a year has 364."),
        "actual_360": N_("Days are counted, a year has 360."),
    },
    "charge_rounding": {
        "half_even": N_("To the nearest coin; a half goes to the even one."),
        "half_up": N_("To the nearest coin; a half goes up."),
        "half_down": N_("To the nearest coin; a half goes down."),
        "up": N_("Up to the next coin."),
        "down": N_("Down to the coin below."),
    },
    "capitalise_unpaid_charge": {
        0: N_("They stay due; no charge is taken on them."),
        1: N_("They are added to the loan and bear a charge."),
    },
    "charge_after_due_date": {
        0: N_("The charge stops on the due date."),
        1: N_("The charge goes on until the loan is repaid."),
    },
    "one_loan_at_a_time": {
        0: N_("A member may have several loans."),
        1: N_("A new loan only when the one before is repaid."),
    },
    "share_out_rule": {
        "per_share": N_("Every share gets the same."),
        "per_savings": N_("By what each member saved."),
        "equal": N_("Own savings, and the same part of the profit for everybody."),
        "charges_to_payer": N_("Own savings, the charges back to who paid them, the rest equally."),
        "time_weighted": N_("Own savings, and profit by how much was saved for how long."),
    },
    "residue_to": {
        "loan": N_("It stays in the loan fund."),
        "social": N_("It goes into the social fund."),
    },
    "debt_above_entitlement": {
        "exclude_and_carry": N_("The share pays what it can; the member still owes the rest."),
        "exclude_and_write_off": N_("The share pays what it can; the rest is given up."),
    },
    "social_fund_at_share_out": {"kept": N_("It is kept, not shared out.")},
    "joining": {
        "between_cycles": N_("Only between two cycles."),
        "from_zero": N_("At any time, beginning from nothing."),
        "equal_savings": N_("At any time, buying as many shares as the others have."),
        "current_value": N_("At any time; shares to catch up cost what they are worth by then."),
    },
    "leaving": {
        "savings": N_("The savings less all debts, without profit."),
        "current_value": N_("The savings with their part of the profit so far, less all debts."),
        "at_cycle_end": N_("The savings less all debts, paid when the cycle ends."),
    },
    "death": {
        "set_off": N_("Loans are taken off the savings; the rest goes to the heirs."),
        "forgive": N_("Loans are forgiven; the savings go to the heirs."),
    },
}
"""A sentence for each value of a rule that is a choice."""

STEPS: dict[str, Text] = {
    "roll_call": N_("roll call"),
    "open_box": N_("opening the box"),
    "fines": N_("fines"),
    "social": N_("social fund"),
    "saving": N_("saving"),
    "pot": N_("pot"),
    "repayments": N_("repayments"),
    "loans": N_("loans"),
    "other_money": N_("other money"),
    "count": N_("counting"),
}
FUNDS: dict[str, Text] = {
    "loan": N_("loan fund"),
    "social": N_("social fund"),
    "pot": N_("pot"),
}
PLACES: dict[str, Text] = {
    "box": N_("box"),
    "bank": N_("bank"),
    "wallet": N_("mobile money"),
}
DEBTS: dict[str, Text] = {
    "late": N_("late charge"),
    "charge": N_("charge"),
    "principal": N_("the loan itself"),
}
ACTS: dict[str, Text] = {
    "meeting": N_("A meeting"),
    "large_loan": N_("A large loan"),
    "share_out": N_("The share-out"),
    "amendment": N_("New rules"),
    "correction": N_("A correction"),
    "adoption": N_("Pages copied from paper"),
    "officers": N_("New officers"),
    "erasure": N_("Erasing what is told of a person"),
    "hand_over": N_("Handing the book over"),
}
BODIES: dict[str, Text] = {
    "key_holders": N_("key-holders"),
    "committee": N_("committee"),
    "signatories": N_("signatories"),
    "treasurer_auditor": N_("treasurer and auditor"),
    "members": N_("all members"),
}
