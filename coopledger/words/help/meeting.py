"""Help for the meeting desk, step by step, up to the seals and the numbers read out."""

from coopledger.words.catalog import N_
from coopledger.words.help.page import ALL, CLEAR, DUE, FIND, LARGE, UNDO, HelpPage, Key

PAGES = (
    HelpPage(
        "coach",
        N_("The meeting, from start to end"),
        N_("The laptop follows the meeting. It never decides; it writes down and adds up."),
        (
            N_("Open the group and press {record}. The day is today's; change it if you must."),
            N_("Go through the steps with the large button. Each step says what is missing."),
            N_(
                "Call each member, say the amount aloud, then type it. Everybody watches the money."
            ),
            N_("Count the box at the end. Read all of it aloud. Then the officers seal."),
            N_("Print the report and put it into the box."),
        ),
        (
            N_("Every key is saved at once. If the power goes, open the meeting again and go on."),
            N_("A wrong number is typed over. After the seal a mistake is undone by a new entry."),
        ),
        (LARGE, UNDO),
        ("roll_call", "seal", "guide"),
        "desk",
    ),
    HelpPage(
        "roll_call",
        N_("Roll call"),
        N_("Who is here, who is late, who is away, and the fines for it."),
        (
            N_("Call the names. Type the first letter of the word: {present}, {late}, {absent}."),
            N_("Press + when all others are here."),
            N_("A fine is typed by its first letter. What is paid now goes into {fines_paid}."),
        ),
        (N_("If you typed it in the wrong row, type the right letter over it."),),
        (ALL, DUE, CLEAR, FIND),
        ("open_box", "coach"),
        "desk",
    ),
    HelpPage(
        "open_box",
        N_("Open box"),
        N_("The money in the box is what was there when it was closed. All see that it is so."),
        (
            N_("Ask the members for the amounts. Then open the box and count."),
            N_("Press = if it is what the book says. Else type what you counted."),
        ),
        (N_("If it differs, count again. Then write the reason. The book keeps both."),),
        (DUE,),
        ("social", "count"),
        "desk-open-box",
    ),
    HelpPage(
        "social",
        N_("Social fund"),
        N_("What each pays for sickness, death and other need. It is no saving."),
        (N_("Press = for each who pays what is due, or + for all who are left."),),
        (N_("Who cannot pay today gets 0. What is owed is asked for next time."),),
        (DUE, ALL, CLEAR),
        ("saving", "other_money"),
    ),
    HelpPage(
        "saving",
        N_("Savings"),
        N_("What each member saves today: shares, or an amount, as the rules say."),
        (
            N_("Call the member. Count the money on the table. Type the shares or the amount."),
            N_("Press = for as many as last time."),
            N_("Stamp the passbook or write it in before the next member comes."),
        ),
        (N_("The line below says how much the rules allow."),),
        (DUE, ALL, CLEAR),
        ("repayments", "member", "pot"),
        "desk-shares",
    ),
    HelpPage(
        "pot",
        N_("The pot"),
        N_("What each hand pays into the pot, and whose turn it is to take it."),
        (
            N_("Press + when all have paid. Type the amount of who paid otherwise."),
            N_("The line below says whose turn it is. Count the pot into that hand."),
        ),
        (N_("Who does not pay stays a debtor of the pot. The book names the amount."),),
        (DUE, ALL),
        ("saving", "count"),
    ),
    HelpPage(
        "repayments",
        N_("Repay"),
        N_("What members pay back on loans. The charge is paid first, then the loan."),
        (
            N_("The grey figure is due today. Press = or Enter if that is paid."),
            N_("Type another amount if less or more is paid."),
        ),
        (
            N_("Nobody can repay more than is owed; give the rest back."),
            N_("Who can't pay says so now. A loan can be put off if the group agrees."),
        ),
        (DUE, CLEAR),
        ("loan", "put_off", "debt"),
        "desk-repay",
    ),
    HelpPage(
        "desk_loans",
        N_("Loans"),
        N_("Who asks for a loan, what it costs, and the group's yes."),
        (
            N_("Type the amount and for how long. At the side stands what it costs."),
            N_("Read the cost to the member and to all. Ask what the money is for."),
            N_("Press {agree}. If a rule speaks against it, the button says {all_the_same}."),
        ),
        (
            N_("Without the group's yes there is no loan, and the meeting can't be sealed."),
            N_("The box must hold enough. Who comes last may have to wait for the next meeting."),
        ),
        (Key("F12", N_("opens and closes what this loan costs, in plain words")),),
        ("cost", "debt", "request"),
        "desk-loans",
    ),
    HelpPage(
        "other_money",
        N_("Other money"),
        N_("All other money: help from the social fund, things bought, the bank, members who go."),
        (
            N_("Choose what happened, fill in the lines and press {add}."),
            N_("Say what the money was for. The note can be read in the book later."),
        ),
        (N_("A line that is wrong can be taken away until the meeting is sealed."),),
        see=("social", "count", "payments"),
        picture="desk-other",
    ),
    HelpPage(
        "count",
        N_("Count and close"),
        N_("What is in the box now, beside what the book says must be there."),
        (
            N_("Two people count, aloud, fund by fund. Type how many of each note and coin."),
            N_("Do what stands under {still}. Enter leads you there."),
            N_("Press {close_up}."),
        ),
        (
            N_("If money is missing or too much, count again and look through the steps."),
            N_("If it stays so, write the reason. The meeting can be sealed with it."),
        ),
        (Key("Ctrl+Enter", N_("goes on to the page that is read aloud")),),
        ("read_aloud", "open_box"),
        "desk-count",
    ),
    HelpPage(
        "read_aloud",
        N_("Read this aloud before it is sealed"),
        N_("The whole meeting in a few lines, for every ear in the circle."),
        (
            N_("Read it slowly. Who hears something wrong says so now: press {not_yet}."),
            N_("Press {seal_meeting} when nobody objects."),
        ),
        (N_("After this nobody can change the meeting, not even you."),),
        see=("seal", "undo_entry"),
    ),
    HelpPage(
        "seal",
        N_("The officers seal"),
        N_("Each officer's PIN closes one padlock. The rules say how many are needed."),
        (
            N_("The officer types the PIN alone and presses Enter. The others look away."),
            N_("Press {finish} when all who are here have sealed."),
        ),
        (
            N_("A wrong PIN seals nothing and harms nothing. Try again."),
            N_("With too few seals the meeting is kept. Each paper says that seals are missing."),
        ),
        see=("approvals", "settings_officers", "reports"),
    ),
    HelpPage(
        "announce",
        N_("Numbers to be read out"),
        N_("One number at a time, so large that the whole circle can read it."),
        (N_("Go on with the arrows. Esc leads back to your work."),),
        keys=(LARGE, Key("← →", N_("the number before, the next one"))),
        see=("coach", "share_out_list"),
        picture="announce",
    ),
)
