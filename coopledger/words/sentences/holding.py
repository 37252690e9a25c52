"""Refusals about the laptop: whether it holds a book, and what its keyring does."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "bad_device_key": Sentence(
        N_(
            "“{value}” is not the key of a laptop. Nothing was recorded. The other laptop shows its"
            " key, 64 letters and digits, with: device show."
        )
    ),
    "holds_already": Sentence(
        N_("This laptop holds the book already. Nothing was recorded; go on writing in it.")
    ),
    "no_officer_keys": Sentence(
        N_(
            "No officer has a key in this book, so nobody can give it to this laptop. Nothing was"
            " recorded. Read it here, and begin a new book with its balances."
        )
    ),
    "keyring_absent": Sentence(
        N_(
            "This laptop has no keyring that the program can use. Nothing was changed."
            " The passphrase opens the ledger as always."
        )
    ),
    "keyring_failed": Sentence(
        N_(
            "This laptop's keyring did not do it ({reason}). Nothing was changed."
            " The passphrase opens the ledger as always."
        )
    ),
    "keyring_empty": Sentence(
        N_("This laptop's keyring does not know this ledger. Type the passphrase.")
    ),
    "keyring_of_another": Sentence(
        N_("What this laptop's keyring keeps does not open this ledger. Type the passphrase.")
    ),
    "keyring_old_ledger": Sentence(
        N_(
            "An earlier program made this ledger. Nothing was changed. Open it once with the"
            " passphrase, then try again."
        )
    ),
    "keyring_secret_left": Sentence(
        N_(
            "The keyring does not open this ledger any more, but its old secret could not be taken"
            " out of it. It may still open earlier backups: delete “coopledger” in the keyring."
        )
    ),
    "draft_open": Sentence(
        N_(
            "A meeting is being recorded in this book. Nothing was handed over."
            " Seal the meeting first, or drop it."
        )
    ),
}
