"""Refusals about copies, recovery and who may write; notices about how well a ledger is kept."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "recovery_word_count": Sentence(
        N_(
            "Sheet {sheet} has {count} words as typed. A sheet of recovery words has 24, a share"
            " has 20. Nothing was changed. Type them all, in the order of their places."
        )
    ),
    "recovery_word_unknown": Sentence(
        N_(
            "Word {position} on sheet {sheet}, “{value}”, is not one of the list. Near it are:"
            " {near}. Nothing was changed. Look at the sheet again, or type the word's number."
        )
    ),
    "recovery_words_wrong": Sentence(
        N_(
            "The words of sheet {sheet} are all of the list, but not together: one is another"
            " word, or two have changed places. Nothing was changed. Compare them with the sheet."
        )
    ),
    "recovery_shares_differ": Sentence(
        N_(
            "These shares are not of one set. Nothing was changed."
            " Bring shares that were printed together; the sheets have the same date."
        )
    ),
    "recovery_share_missing": Sentence(
        N_("One share alone opens nothing. Nothing was changed. Bring {needed} different ones.")
    ),
    "no_recovery_sheet": Sentence(
        N_(
            "When this copy was made the ledger had no recovery sheet, so only its passphrase"
            " opens it. Nothing was changed. Choose a later copy, or remember the passphrase."
        )
    ),
    "recovery_of_another": Sentence(
        N_(
            "These recovery words are good ones, but not this ledger's. Nothing was changed."
            " Bring the sheet that was printed last before this copy was made."
        )
    ),
    "keys_not_proved": Sentence(
        N_(
            "The new keys file did not open when it was read back, so the old one stays and"
            " nothing was changed. Look after the disk, and make a backup now."
        )
    ),
    "keys_of_another": Sentence(
        N_(
            "The keys file beside this ledger is not its own: it has another device's key."
            " The ledger was left as it is. Bring the keys file from a backup."
        )
    ),
    "backup_damaged": Sentence(
        N_(
            "“{value}” is not whole: it cannot be read from end to end. It was not used, and"
            " nothing was changed. Choose another backup."
        )
    ),
    "backup_missing": Sentence(
        N_("There is no backup “{value}”. Nothing was changed. Look on the stick for another.")
    ),
    "backup_no_room": Sentence(
        N_(
            "There is no room for a backup in “{value}”. The ledger itself is safe, and so are"
            " the earlier backups. Make room there, or choose another place."
        )
    ),
    "backup_of_another": Sentence(
        N_(
            "“{value}” is a backup of another ledger than the one in this place."
            " Nothing was changed. Choose another backup, or another place."
        )
    ),
    "backup_place_away": Sentence(
        N_(
            "The place for backups, “{value}”, is not there. Nothing was copied."
            " Put the stick in, or choose another place."
        )
    ),
    "no_backup_folder": Sentence(
        N_(
            "No place for backups was chosen yet. Nothing was copied."
            " Choose a folder on a stick or on another disk."
        )
    ),
    "not_the_holder": Sentence(
        N_(
            "This laptop does not hold this book: it may read it and write nothing in it."
            " Nothing was recorded. The officers can hand the book over to this laptop."
        )
    ),
    "restored": Sentence(
        N_(
            "This ledger is older than this laptop remembers: it came from a backup or a copied"
            " disk. Page {page} was written already, so nothing was recorded."
            " Bring the newest copy back, or let the officers decide how the book goes on."
        )
    ),
    "no_recovery_file": Sentence(
        N_("Say in which file the recovery sheet is to be written. Nothing was changed.")
    ),
    "no_secrets": Sentence(
        N_("The recovery words are needed. Type them when asked, or give them by {value}.")
    ),
    "diagnosis_exists": Sentence(
        N_("There is a file “{value}” already. Nothing was written. Choose another name.")
    ),
    "secrets_unreadable": Sentence(
        N_("What was given by {value} cannot be read. Give it one JSON document, as the help says.")
    ),
}

NOTICES: dict[str, Sentence] = {
    "never_backed_up": Sentence(
        N_("There is no backup of this ledger. If this laptop is lost, the books are lost.")
    ),
    "backup_old": Sentence(
        N_("The newest backup is {hours} hours old. What came later is on this laptop alone.")
    ),
    "backup_place_away": Sentence(
        N_("The place for backups, “{value}”, is not there. Put the stick in.")
    ),
    "same_disk": Sentence(
        N_(
            "The backups in “{value}” are on the ledger's own disk: if it breaks, both are lost."
            " Choose a stick or another disk."
        )
    ),
    "backup_not_made": Sentence(N_("The last backup was not made: {reason}")),
    "no_recovery_sheet": Sentence(
        N_("There is no recovery sheet. If the passphrase is forgotten, nobody opens the books.")
    ),
    "restored": Sentence(
        N_(
            "The book of {group} is older than this laptop remembers: page {page} was written"
            " already. It can be read; nothing is written in it until the officers decide."
        )
    ),
    "restored_away": Sentence(
        N_("This laptop wrote a book that is not in this ledger: it came from an old backup.")
    ),
    "forked": Sentence(
        N_(
            "The book of {group} has two different pages of one number. It can be read; nothing is"
            " written in it until the officers choose."
        )
    ),
    "not_the_holder": Sentence(
        N_("The book of {group} can be read here and not written: another device holds it.")
    ),
    "memory_not_kept": Sentence(
        N_(
            "This laptop's memory of what it wrote cannot be kept, so an old backup might not be"
            " noticed. Look after the disk."
        )
    ),
    "page_not_genuine": Sentence(
        N_("Page {page} of the book of {group} is not as it was sealed. Run the check of books.")
    ),
}
"""What `status` tells, by code."""
