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
        see=("usb_take", "usb_read", "usb_join"),
    ),
    HelpPage(
        "usb_take",
        N_("Take books to a stick"),
        N_("Writes what another laptop does not have yet, so that only that laptop can read it."),
        (
            N_("Choose for whom. A laptop gets only the books that it may receive."),
            N_("Wait until the window says that you may pull the stick out."),
        ),
        (N_("If the stick is full or broken, nothing changes here. Take another stick."),),
        see=("usb", "usb_laptop"),
    ),
    HelpPage(
        "usb_read",
        N_("Read from a stick"),
        N_("Says first what a file brings; only then is it taken in, all of it or nothing."),
        (
            N_("Choose the file and look at what it would bring: groups, meetings, money."),
            N_("If it is right, take it in."),
        ),
        (
            N_("A file that somebody changed is refused, and your books stay as they are."),
            N_("The recovery words of the laptop that wrote it open a file that is not for you."),
        ),
        see=("usb", "fork"),
    ),
    HelpPage(
        "usb_found",
        N_("Found a cooperative"),
        N_("This laptop becomes the first of several that pass books to each other."),
        (
            N_("Type the name of the cooperative."),
            N_("Its officers choose PINs: with them they let other laptops join."),
        ),
        see=("usb_enrol", "step_pins"),
    ),
    HelpPage(
        "usb_join",
        N_("Ask to join a cooperative"),
        N_("This laptop asks by a small file on the stick. It holds a key and no secret."),
        (
            N_("Write the request to the stick and take it to the first laptop."),
            N_("Write down the six words: the officers there compare them."),
            N_("When the stick comes back, read from it."),
        ),
        (N_("If the six words differ, it is not this laptop's request. Write a new one."),),
        see=("usb_enrol", "usb_found", "usb"),
    ),
    HelpPage(
        "usb_enrol",
        N_("Let a laptop join"),
        N_("The officers let another laptop receive books, after they have compared six words."),
        (
            N_("Read the six words aloud. They must be the same on both screens."),
            N_("Give the laptop a name, and say which books it may receive."),
            N_("The officers seal it with their PINs."),
        ),
        see=("usb_join", "usb_laptop"),
    ),
    HelpPage(
        "usb_laptop",
        N_("A laptop of the cooperative"),
        N_("What this laptop may receive, and what to do when it is lost."),
        (
            N_("Choose the books that it may receive. The officers seal it."),
            N_("A lost laptop is shut out: it gets no more books."),
        ),
        (N_("What a lost laptop holds already stays locked by its passphrase."),),
        see=("usb_hand_over", "take_over"),
    ),
    HelpPage(
        "usb_hand_over",
        N_("Hand a book over"),
        N_("Another laptop writes in the book from now on; this one only reads it."),
        (
            N_("The group's officers seal it with their PINs."),
            N_("Then take the book to the stick for that laptop."),
        ),
        (N_("Only one laptop writes in a book, so that no page is ever written twice."),),
        see=("usb_take", "take_over"),
    ),
    HelpPage(
        "fork",
        N_("Two different pages"),
        N_("Two laptops wrote a page with the same number. Both are kept; one must be chosen."),
        (
            N_("Look at both sides, member by member, and at the printed papers."),
            N_("The officers choose with their PINs which side counts."),
            N_("What was only on the other side is recorded again in the next meeting."),
        ),
        (N_("Until then nothing is written in this book. The money in the box stays untouched."),),
        see=("late", "take_over", "usb"),
    ),
    HelpPage(
        "late",
        N_("What does not count"),
        N_("Pages that came too late or from the side that was not chosen. They are kept."),
        (
            N_("Look at each: it says what would change if it was written down again."),
            N_("Write it down again in the next meeting, or say that it is dealt with."),
        ),
        see=("fork", "undo_entry"),
    ),
    HelpPage(
        "approvals",
        N_("Seals from afar"),
        N_("An officer who was not there reads the page on another laptop and seals it."),
        (
            N_("Take the page on a stick to the officer's laptop."),
            N_("The officer reads it, types the PIN, and the seal comes back on the stick."),
        ),
        (
            N_("Seals can be added only until the next page of the book is written."),
            N_(
                "Where too few officers are here, press {wait}. Nothing is written until they seal."
            ),
        ),
        see=("approval_file", "seal", "between"),
    ),
    HelpPage(
        "approval_file",
        N_("A page that asks for seals"),
        N_("A page of another laptop, to be read and sealed by an officer who is here."),
        (
            N_("Read the page as you would hear it read in the meeting."),
            N_("If you agree, type your PIN alone. The seal goes back on the stick."),
        ),
        (N_("If you do not agree, do not seal. Without enough seals it does not count."),),
        see=("approvals",),
    ),
    HelpPage(
        "sent_meeting",
        N_("A meeting written down elsewhere"),
        N_("A laptop that only reads a book can record a meeting for the one that holds it."),
        (
            N_("On the laptop that reads, record the meeting to its end and take it to the stick."),
            N_("On the laptop that holds the book, open the file: it says what it would change."),
            N_("Press {write}. Look at it there, correct it, then seal it."),
        ),
        (
            N_("Nothing of it counts before it is sealed there."),
            N_("The draft stays on the first laptop until somebody puts it away."),
        ),
        see=("book", "usb", "read_aloud"),
    ),
    HelpPage(
        "between",
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
