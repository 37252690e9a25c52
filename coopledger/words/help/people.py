"""Help for a group's own screens: the group, its members, its loans."""

from coopledger.words.catalog import N_
from coopledger.words.help.page import FIND, OPEN, PRINT, HelpPage, Key

PAGES = (
    HelpPage(
        "group",
        N_("Group"),
        N_("Where the group's money is now, and all its meetings."),
        (
            N_("The large figures say what is in the box, at the bank and out on loan."),
            N_("Choose a meeting and press Enter for its report."),
            N_("Press {record} to begin or to go on with a meeting."),
        ),
        (N_("If the box holds something else, look at the last report first, then count again."),),
        (OPEN, PRINT),
        ("coach", "members", "loans", "book"),
        "group",
    ),
    HelpPage(
        "members",
        N_("Members"),
        N_("Everybody's number, savings, loan and what is still to be paid."),
        (
            N_("Type a number or a name to find somebody. Enter opens the card."),
            N_("For a new member press {join}."),
        ),
        keys=(FIND, OPEN),
        see=("member", "join"),
        picture="members",
    ),
    HelpPage(
        "member",
        N_("Member"),
        N_("One member: the card, the passbook and the loans."),
        (
            N_("Hold the passbook on the screen against the one in the member's hand."),
            N_("From here a member asks for a loan, leaves, or changes the card."),
        ),
        (N_("If the two passbooks differ, look for the meeting. Only a new entry puts it right."),),
        (PRINT,),
        ("member_card", "request", "leave", "undo_entry"),
        "member",
    ),
    HelpPage(
        "member_card",
        N_("The card"),
        N_("Name, telephone, next of kin and photo of a member. No money is in it."),
        (N_("Change what is wrong and press {keep_card}. Only the name must be there."),),
        (N_("Ask before you take a photo. The officers can have a card erased for ever."),),
        see=("member",),
        picture="card",
    ),
    HelpPage(
        "join",
        N_("Someone joins"),
        N_("A new member enters the book at the next meeting."),
        (
            N_("Type the name and what is paid on joining. The other side shows what it comes to."),
            N_("Press {write}. It counts when that meeting is sealed."),
        ),
        see=("members", "member_card"),
        picture="join",
    ),
    HelpPage(
        "leave",
        N_("A member leaves"),
        N_("What the member gets, after all debts are taken off, as the rules say."),
        (
            N_("Read the figures to the member and to the group."),
            N_("Press {write}. The money is counted out in that meeting."),
        ),
        (N_("Where debts are higher than savings, the figures say what is still to be paid."),),
        see=("member", "expel", "death"),
        picture="leave",
    ),
    HelpPage(
        "expel",
        N_("A member is expelled"),
        N_("The group puts a member out. The rules say what the member still gets."),
        (
            N_("Let the group vote first. Write the reason; it stays in the book."),
            N_("Press {write}."),
        ),
        see=("leave", "settings_rules"),
    ),
    HelpPage(
        "death",
        N_("A member died"),
        N_("The savings stay in the book for the heirs. The rules say what becomes of a loan."),
        (
            N_("Read what the rules say together with the family."),
            N_("Press {write}. The heirs are paid at the share-out."),
        ),
        see=("member_card", "share_out_list"),
    ),
    HelpPage(
        "loans",
        N_("Loans"),
        N_("All loans: who owes how much, until when, and who is late."),
        (
            N_("Choose which loans you want to see. Enter opens one."),
            N_("With {work_out} you see what a loan would cost before anybody asks for it."),
        ),
        (N_("Speak with a late borrower soon. Each week makes it dearer and harder."),),
        (FIND, OPEN),
        ("loan", "request", "debt"),
        "loans",
    ),
    HelpPage(
        "loan",
        N_("Loan"),
        N_("One loan: what is owed, why, and what is still to come."),
        (
            N_("The sentence under the figures says how the debt is made up."),
            N_("If the group agrees, {put_off} gives more time; {give_up} ends hope of a part."),
        ),
        keys=(PRINT,),
        see=("cost", "put_off", "give_up"),
        picture="loan",
    ),
    HelpPage(
        "request",
        N_("Work out a loan"),
        N_("What a loan costs, before anybody signs."),
        (
            N_("Type the amount and for how long. The cost stands at once on the other side."),
            N_("Choose who asks for it: then you see what that member may borrow."),
            N_("Press {write}. The group still has to say yes in the meeting."),
        ),
        (N_("If it is more than the rules allow, take less or a shorter time."),),
        (Key("F12", N_("opens and closes what this loan costs, in plain words")),),
        ("cost", "debt", "desk_loans"),
        "request",
    ),
    HelpPage(
        "put_off",
        N_("Put a loan off"),
        N_("The group gives a borrower more time. The charge may go on as the rules say."),
        (N_("Type for how many weeks and why, and press {write}."),),
        (N_("More time is no gift: read out what it will cost in all."),),
        see=("loan", "debt"),
    ),
    HelpPage(
        "give_up",
        N_("Give a loan up"),
        N_("Money that nobody can bring back any more. All members lose a part of it."),
        (N_("Let the group vote. Type the amount and the reason, and press {write}."),),
        (N_("Do not do it in a hurry. Guarantors and savings come first."),),
        see=("loan", "share_out_trial"),
    ),
)
