"""Help for the book, the papers and Settings."""

from coopledger.words.catalog import N_
from coopledger.words.help.page import FIND, OPEN, PRINT, HelpPage, Key

_TURN = Key("Page Up, Page Down", N_("the page before, the next one"))

PAGES = (
    HelpPage(
        "book",
        N_("The book"),
        N_("All sealed pages of the group, one after the other. None can be changed or taken out."),
        (
            N_("Press {verify}: every page, seal and sum is checked."),
            N_("Hold the fingerprint of a page against the one on the printed paper."),
            N_("With {search_book} you find an amount, a name or a word."),
        ),
        (
            N_("A finding is a rule that was broken. The page stays; the officers talk it over."),
            N_("If a page is not genuine, stop writing. Take the last good backup to the branch."),
        ),
        (OPEN,),
        ("page", "entries", "take_over", "approvals", "sent_meeting"),
        "book",
    ),
    HelpPage(
        "page",
        N_("A page of the book"),
        N_("One sealed page: its entries and who sealed it."),
        (N_("Choose an entry. If it is wrong, press {undo_entry}."),),
        see=("undo_entry", "book"),
        picture="page",
    ),
    HelpPage(
        "entries",
        N_("Search the book"),
        N_("Finds entries by an amount, a member or a word such as fine."),
        (N_("Type what you look for. Each line says on which page it stands."),),
        keys=(FIND, OPEN),
        see=("page", "undo_entry"),
        picture="entries",
    ),
    HelpPage(
        "undo_entry",
        N_("Undo an entry"),
        N_("A mistake is not rubbed out. A new entry says the opposite, and both can be read."),
        (
            N_("Write why, and who agreed. Press {undo_it}."),
            N_("Then record it rightly in the next meeting."),
        ),
        (N_("If later entries rest on it, undo those first. They are listed."),),
        see=("page", "book"),
        picture="undo-entry",
    ),
    HelpPage(
        "take_over",
        N_("Take the book over"),
        N_("The officers give the book to this laptop, because the other one is lost or broken."),
        (
            N_("Press {give_book}. Each officer types the PIN and presses {agrees}."),
            N_("The book goes on after the page that is named. Later meetings are typed again."),
        ),
        (N_("If the old laptop comes back, do not write on it: there would be two books."),),
        see=("fork", "book"),
    ),
    HelpPage(
        "reports",
        N_("Reports"),
        N_("Papers to print or to save: reports, passbooks, registers, agreements."),
        (
            N_("Choose the paper, then the meeting, the member or the month."),
            N_("Press {print}. Without a printer press {save} and print it elsewhere."),
            N_("With {check_paper} you see whether a paper that somebody brings is genuine."),
        ),
        (N_("The numbers at the foot are the fingerprint. A paper without it proves nothing."),),
        (PRINT, _TURN),
        ("guide", "book"),
        "report",
    ),
    HelpPage(
        "settings_look",
        N_("Look and language"),
        N_("Language, text size, colours, printer, and when the window locks by itself."),
        (
            N_("Choose what your eyes like. It holds at once and changes no figure."),
            N_("Let the window lock after a few minutes: nobody then writes in your name."),
        ),
        see=("settings_safety",),
        picture="settings-look",
    ),
    HelpPage(
        "settings_safety",
        N_("Safety"),
        N_("Backups, the recovery sheet, the passphrase, and the practice ledger."),
        (
            N_("Keep a stick for backups, and keep it in another house."),
            N_("Press {change_passphrase} when somebody knows it who should not."),
            N_("To try something out, press {practice}."),
        ),
        (N_("Old backups open with the passphrase of their day. Note the day of the change."),),
        see=("step_backup", "step_sheet", "settings_look", "care"),
    ),
    HelpPage(
        "settings_officers",
        N_("Officers"),
        N_("Who holds an office, who has a PIN, and how to change it."),
        (
            N_("For a forgotten PIN press {new_pin}. The other officers seal it."),
            N_("After an election give the new officers PINs first, then press {take_key}."),
        ),
        (N_("With too few PINs left nothing can be sealed. Keep deputies."),),
        see=("step_pins", "seal"),
        picture="settings-officers",
    ),
    HelpPage(
        "settings_rules",
        N_("Rules"),
        N_("The group's rules in words, and how to change them by a vote."),
        (
            N_("Press {rules_vote} and change the lines that the group voted on."),
            N_("Say from which day they hold. The officers seal them."),
        ),
        (N_("What was sealed before that day stays under the old rules."),),
        see=("step_rules", "settings_officers"),
        picture="settings-rules",
    ),
)
