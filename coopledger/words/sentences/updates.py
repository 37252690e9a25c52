"""Refusals about updates from a stick."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "update_no_keys": Sentence(
        N_(
            "This program was made without release keys, so it can believe no update. Nothing was"
            " changed. Get the program from whoever looks after it, and install it anew."
        )
    ),
    "update_keys_damaged": Sentence(
        N_(
            "The release keys in this program are damaged, so it can believe no update. Nothing"
            " was changed. Install the program anew; the ledger is not touched by that."
        )
    ),
    "update_damaged": Sentence(
        N_(
            "This is no whole update: “{value}” is not as it was made. Nothing was changed. Copy"
            " it to the stick once more, or use another stick."
        )
    ),
    "update_not_signed": Sentence(
        N_(
            "Too few of the makers vouch for this update ({value} of {expected}): it may come from"
            " a thief. Nothing was changed. Do not use it; ask where it comes from."
        )
    ),
    "update_unsafe": Sentence(
        N_(
            "This update wants to write “{value}”, which no program of ours does. Nothing was"
            " changed. Do not use it; ask where it comes from."
        )
    ),
    "update_platform": Sentence(
        N_(
            "This update is for another kind of laptop ({value}; this one is {expected})."
            " Nothing was changed. Get the one for this laptop."
        )
    ),
    "update_older": Sentence(
        N_(
            "Version {value} is not newer than the one that is here ({expected})."
            " Nothing was changed. Nothing needs to be done."
        )
    ),
    "update_ledger": Sentence(
        N_(
            "Version {value} cannot read this laptop's ledger. Nothing was changed."
            " Ask the helper for a version that can."
        )
    ),
    "update_no_folder": Sentence(
        N_(
            "This program does not run from a folder of its own, so it cannot be replaced from"
            " here. Nothing was changed. Install the new version as this one was installed."
        )
    ),
    "update_read_only": Sentence(
        N_(
            "The program's folder “{value}” cannot be written by you. Nothing was changed."
            " Let whoever installed the program put the update in."
        )
    ),
    "update_not_written": Sentence(
        N_(
            "The update could not be read or written to its end in “{value}”: {reason}. The"
            " program and the ledger are as they were. Try again with the stick firmly in."
        )
    ),
    "update_no_way_back": Sentence(
        N_(
            "There is no version before this one on this laptop. Nothing was changed."
            " Install the version that is wanted."
        )
    ),
    "release_key_damaged": Sentence(
        N_("This is no release key, or it is damaged. Nothing was signed. Use its other copy.")
    ),
}
