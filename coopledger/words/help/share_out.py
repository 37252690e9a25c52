"""Help for the share-out, step by step."""

from coopledger.words.catalog import N_
from coopledger.words.help.page import LARGE, PRINT, HelpPage

PAGES = (
    HelpPage(
        "share_out_trial",
        N_("Share-out: the trial"),
        N_("What each member would get if all was shared out now. Nobody is paid by looking."),
        (
            N_("Look at it weeks before the day, and talk about open loans."),
            N_("Check one member's part by hand: shares times the worth of one share."),
        ),
        see=("share_out_loans", "group"),
        picture="share-out",
    ),
    HelpPage(
        "share_out_loans",
        N_("Share-out: open loans"),
        N_("All loans should be back in the box before the share-out."),
        (N_("Press {to_meeting} and record what is repaid today."),),
        (N_("What is not repaid is taken from the borrower's own part. The list shows it."),),
        see=("share_out_count", "repayments"),
    ),
    HelpPage(
        "share_out_count",
        N_("Share-out: the count"),
        N_("All money of the loan fund lies on the table, and it is what the book says."),
        (N_("Two people count aloud. Type the sum. Put the social fund aside."),),
        (N_("If it differs, nothing is shared out. Count again, or record the difference first."),),
        see=("share_out_list", "count"),
    ),
    HelpPage(
        "share_out_list",
        N_("Share-out: who gets what"),
        N_("The list that is read out before it is sealed."),
        (
            N_("Press {large} and read one name after another."),
            N_("After the seal count out each amount and let the member sign on the paper."),
        ),
        keys=(LARGE, PRINT),
        see=("share_out_seal", "announce"),
    ),
    HelpPage(
        "share_out_seal",
        N_("Share-out: the seals"),
        N_("The officers' PINs end the cycle. It can't be taken back."),
        (
            N_("Each officer types the own PIN. Then press {seal_share_out}."),
            N_("Pay out by the list."),
        ),
        (N_("A half recorded meeting stops the share-out. Seal that meeting first."),),
        see=("share_out_cycle", "seal"),
    ),
    HelpPage(
        "share_out_cycle",
        N_("Share-out: the new cycle"),
        N_("Savings begin again at nothing. The social fund and open debts go on."),
        (N_("Talk about the rules first. Then the officers press {begin_cycle}."),),
        see=("settings_rules", "coach"),
    ),
)
