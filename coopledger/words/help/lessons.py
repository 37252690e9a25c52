"""Lessons that help tells without a group's figures; with them they stand beside the loan."""

from coopledger.words.catalog import N_
from coopledger.words.help.page import HelpPage

PAGES = (
    HelpPage(
        "cost",
        N_("What does a loan cost?"),
        N_("A loan is paid back with more than you got. The difference is what it costs."),
        (
            N_("Ask three things: what do I get, what do I pay back, until when?"),
            N_(
                "The charge comes again and again until the loan is back. Half the time costs half."
            ),
            N_("What you repay early costs less, where the rules let you."),
            N_("The charge is not lost: it is shared out among all who save."),
        ),
        (N_("Never sign what nobody has read out to you."),),
        see=("debt", "request"),
    ),
    HelpPage(
        "debt",
        N_("How much debt is too much?"),
        N_("A loan is good when what it brings in is more than what it costs."),
        (
            N_("Count what is left of a week's income when all have eaten. Pay loans from that."),
            N_("Leave half of it free for sickness and bad weeks."),
            N_("More than one loan at a time, or a loan to pay a loan, is a warning."),
            N_("Debt above your savings means that others carry the risk with you."),
        ),
        (N_("If you can't pay, say so before the day, not after it. The group can give time."),),
        see=("cost", "put_off"),
    ),
)
