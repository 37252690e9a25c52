"""Help for what goes between laptops and groups, and for the care of the program itself."""

from coopledger.words.catalog import N_
from coopledger.words.help.page import HelpPage

PAGES = (
    HelpPage(
        "usb",
        N_("The stick"),
        N_("Books travel between laptops on a USB stick. Nobody else can read what is on it."),
        (
            N_("Put the stick in. Take the books of this laptop to the stick."),
            N_("Wait until the window says that you may pull it out."),
            N_("On the other laptop read from the stick. It tells first what is new."),
        ),
        (
            N_("If the stick was pulled too early, nothing is lost. Put it in and do it again."),
            N_("The same stick can be read twice; nothing is counted twice."),
            N_("If meetings are missing, the window names the laptop that has them."),
        ),
        see=("forks", "approvals", "transfers"),
    ),
    HelpPage(
        "forks",
        N_("Two different pages"),
        N_("Two laptops wrote a page with the same number. Both are kept; one must be chosen."),
        (
            N_("Look at both sides, member by member, and at the printed papers."),
            N_("The officers choose with their PINs which side counts."),
            N_("What was only on the other side is recorded again in the next meeting."),
        ),
        (N_("Until then nothing is written in this book. The money in the box stays untouched."),),
        see=("take_over", "usb"),
    ),
    HelpPage(
        "approvals",
        N_("Seals from afar"),
        N_("An officer who was not there reads the page on another laptop and seals it."),
        (
            N_("Take the page on a stick to the officer's laptop."),
            N_("The officer reads it, types the PIN, and the seal comes back on the stick."),
        ),
        (N_("Seals can be added only until the next page of the book is written."),),
        see=("seal", "usb"),
    ),
    HelpPage(
        "transfers",
        N_("Between groups"),
        N_("A member who moves, or money that one group lends to another. It stands in two books."),
        (
            N_(
                "The giving group records its side. It is on the way until the other side is there."
            ),
            N_("The other group records its side when the stick has come."),
        ),
        (N_("If the amounts differ, both books say so. Nothing is put right by itself."),),
        see=("usb", "other_money"),
    ),
    HelpPage(
        "payments",
        N_("Payments by phone or bank"),
        N_("Takes payments from a statement of the telephone company or bank, and says whose."),
        (
            N_("Press {choose_statement} and choose the file that the company gave you."),
            N_("Look at each payment: is it that member, and for what? Change what is wrong."),
            N_("Press {confirm}. One payment for two things: {divide}."),
            N_("What you confirmed is written into the next meeting."),
        ),
        (N_("A payment that was taken in once is known by its receipt and never counted twice."),),
        see=("payment_columns", "other_money", "repayments"),
    ),
    HelpPage(
        "payment_columns",
        N_("Which column is what"),
        N_("For a statement of a company that the program does not know yet."),
        (
            N_("Say for each line which column of the file it is: the day, the amount, who paid."),
            N_("Press {keep_columns}. The next statement of this company is then known."),
        ),
        see=("payments",),
    ),
    HelpPage(
        "care",
        N_("Is everything well?"),
        N_("Looks after the laptop: the file, backups, the clock, room on the disk, the printer."),
        (
            N_("Read the lines with a sign. Each says what to do."),
            N_("For help from afar save the details on a stick. There are no names in them."),
        ),
        (N_("If the clock is wrong, put it right first. The date of a meeting comes from it."),),
        see=("settings_safety", "fault"),
    ),
    HelpPage(
        "guide",
        N_("The meeting in 8 pictures"),
        N_("One page to print and to hang on the wall, for all who sit in the circle."),
        (N_("Open it from help, print it, and explain it once to the whole group."),),
        see=("coach", "reports"),
    ),
)
