"""Refusals about a ledger's files, its groups and its pages."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "group_exists": Sentence(
        N_(
            "A group named “{value}” is in this ledger already. It was left as it is."
            " Give the new group another name."
        )
    ),
    "unknown_group": Sentence(
        N_("There is no group “{value}” in this ledger. Look at the list of groups.")
    ),
    "ambiguous_group": Sentence(
        N_("More than one group is named “{value}”. Call it by its id, from the list of groups.")
    ),
    "wrong_passphrase": Sentence(
        N_(
            "This passphrase does not open the ledger. Nothing is lost."
            " Try again; mind capital letters and the keyboard's language."
        )
    ),
    "store_exists": Sentence(
        N_(
            "There is a ledger in this place already. It was left as it is."
            " Open it, or choose another place."
        )
    ),
    "store_missing": Sentence(
        N_("There is no ledger in this place. Choose another place, or make a new ledger.")
    ),
    "not_a_store": Sentence(
        N_(
            "This file is not a ledger, or its keys file is not beside it."
            " It was left as it is. Choose another file, or bring the keys file from a backup."
        )
    ),
    "newer_store": Sentence(
        N_(
            "A newer version of the program wrote this ledger. It was left as it is."
            " Install that version here to open it."
        )
    ),
    "store_busy": Sentence(
        N_("This ledger is open in another window. Go on there, or close that window first.")
    ),
    "unsafe_volume": Sentence(
        N_(
            "This place is on a stick or on the network, where a power cut can destroy a ledger."
            " Nothing was changed. Keep the ledger on this laptop's own disk."
        )
    ),
    "empty_passphrase": Sentence(
        N_(
            "Without a passphrase anybody could open the ledger. Nothing was made."
            " Choose a few words that are easy to remember and hard to guess."
        )
    ),
    "bad_key_file": Sentence(
        N_(
            "The keys file beside this ledger is damaged. The ledger was left as it is."
            " Bring the keys file from a backup."
        )
    ),
    "keys_missing": Sentence(
        N_(
            "The keys file is not beside this ledger, so it cannot be opened."
            " The ledger was left as it is. Bring “{value}” from a backup."
        )
    ),
    "not_writable": Sentence(
        N_("“{value}” cannot be written. Nothing was changed. Choose another place.")
    ),
    "disk_full": Sentence(
        N_(
            "The disk is full. What was saved before is safe, the last step is not saved."
            " Make room on the disk, then do it again."
        )
    ),
    "store_unreadable": Sentence(
        N_(
            "The ledger's file could not be read or written. The last step is not saved."
            " Try again; if it happens again, bring the newest backup."
        )
    ),
    "page_not_genuine": Sentence(
        N_(
            "Page {page} of this book is not as it was sealed, so its figures prove nothing."
            " Nothing was changed. Bring a copy from another laptop or a backup."
        )
    ),
    "no_passphrase": Sentence(
        N_("The ledger's passphrase is needed. Type it when asked, or give it in {value}.")
    ),
    "passphrases_differ": Sentence(
        N_("The two passphrases are not the same. Nothing was made. Type the same one twice.")
    ),
    "bad_draft": Sentence(
        N_(
            "The unfinished meeting that was kept cannot be read. What is sealed is not touched."
            " Record the meeting again."
        )
    ),
}
