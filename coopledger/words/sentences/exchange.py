"""Refusals about the cooperative, its devices, bundles, sticks and forks."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences import approvals
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    **approvals.SENTENCES,
    "not_a_bundle": Sentence(
        N_("“{value}” is not a bundle of books. Nothing was changed. Choose another file.")
    ),
    "newer_bundle": Sentence(
        N_(
            "A newer program made this bundle. Nothing was changed."
            " Bring the newest program to this laptop, then read the bundle again."
        )
    ),
    "bundle_damaged": Sentence(
        N_(
            "This bundle is not whole: the copy on the stick is incomplete or was changed."
            " Nothing was changed here. Take it to the stick again."
        )
    ),
    "bundle_bomb": Sentence(
        N_(
            "This bundle would unpack to far more than it can hold, so it is no honest one."
            " It was not read on, and nothing was changed."
        )
    ),
    "bundle_too_large": Sentence(
        N_("This bundle is larger than a bundle may be. Nothing was changed. Send fewer groups.")
    ),
    "bundle_missing": Sentence(
        N_("There is no file “{value}”. Nothing was changed. Look on the stick again.")
    ),
    "bundle_not_for_us": Sentence(
        N_(
            "This bundle is locked for other laptops, and this one cannot open it. Nothing was"
            " changed. Whoever sent it can make one for this laptop."
        )
    ),
    "bundle_for_another": Sentence(
        N_(
            "Another laptop was meant to get this bundle. Nothing was changed."
            " Whoever sent it can make one for this laptop."
        )
    ),
    "bundle_wrong_passphrase": Sentence(
        N_(
            "That is not the passphrase of this bundle. Nothing was changed."
            " Ask the one who made it, and type it again."
        )
    ),
    "bundle_wrong_words": Sentence(
        N_(
            "These recovery words are good ones, but they do not open this bundle: another laptop"
            " wrote it, or had another sheet then. Nothing was changed. Bring that laptop's sheet."
        )
    ),
    "bundle_too_dear": Sentence(
        N_(
            "To try a passphrase on this bundle would take more memory than is right, so it is no"
            " honest one. Nothing was changed."
        )
    ),
    "bundle_seal_bad": Sentence(
        N_(
            "The seal of this bundle is false: somebody changed it. Nothing was changed here."
            " Ask the branch for a new one, and tell the officers."
        )
    ),
    "bundle_page_bad": Sentence(
        N_(
            "Page {page} of this book is not as it was sealed. Nothing of the book is taken, what"
            " is here stays. Tell the officers, and ask another branch for the book."
        )
    ),
    "bundle_book_bad": Sentence(
        N_(
            "What came of this book does not fit together. Nothing of the book is taken, what is"
            " here stays. Tell the officers, and ask another branch for the book."
        )
    ),
    "foreign_cooperative": Sentence(
        N_("This bundle is of another cooperative. Nothing was changed. Choose another file.")
    ),
    "unknown_sender": Sentence(
        N_(
            "The laptop that made this bundle is not one of the cooperative. Nothing was changed."
            " Tell the officers."
        )
    ),
    "revoked_device": Sentence(
        N_(
            "The officers revoked the laptop that made this bundle. Nothing of it was taken."
            " Its last good pages come from the other laptops."
        )
    ),
    "not_enrolled": Sentence(
        N_(
            "This laptop is not enrolled in the cooperative yet. Nothing was changed."
            " Bring its request to the laptop that keeps the cooperative's registry."
        )
    ),
    "registry_differs": Sentence(
        N_(
            "From page {page} on, the list of laptops in this bundle is another one than here:"
            " {there} pages there, {here} here, all of them sealed. Nothing was changed. On the"
            " laptop whose list is right, the cooperative's officers type: device keep --settle."
        )
    ),
    "registry_not_genuine": Sentence(
        N_(
            "Page {page} of the cooperative's list of laptops is not as it must be sealed."
            " Nothing was changed."
        )
    ),
    "join_not_confirmed": Sentence(
        N_(
            "This laptop would join the cooperative {name}. Compare these six words with the other"
            " laptop's: {words}. If they are the same, say so; nothing was changed yet."
        )
    ),
    "changed_since": Sentence(
        N_("The ledger changed since the bundle was looked at. Nothing was taken. Read it again.")
    ),
    "forked": Sentence(
        N_(
            "There are two different pages of one number in this book, both sealed. Nothing was"
            " recorded. The officers choose which counts, with: forks."
        )
    ),
    "nothing_forked": Sentence(
        N_("There is nothing to choose in this book: one page of each number counts.")
    ),
    "unknown_branch": Sentence(
        N_("This book has no branch {value} beside the one that counts. Nothing was recorded.")
    ),
    "stick_missing": Sentence(
        N_("There is no folder “{value}”. Nothing was written. Put the stick in.")
    ),
    "stick_away": Sentence(
        N_(
            "The stick “{value}” is not plugged in any more. Nothing was written."
            " Put it in again, then do this once more."
        )
    ),
    "stick_full": Sentence(
        N_(
            "There is no room on “{value}” for this file. Nothing of it was left there."
            " Make room on the stick, or take another one."
        )
    ),
    "stick_read_only": Sentence(
        N_(
            "“{value}” does not let itself be written. Nothing of this file was left there."
            " Look whether the stick has a lock, or take another one."
        )
    ),
    "stick_pulled": Sentence(
        N_(
            "The stick was pulled out too early: do not use what is on it. The ledger is safe."
            " Put the stick in again, and take the books to it once more."
        )
    ),
    "stick_broken": Sentence(
        N_(
            "What was written to “{value}” could not be read back as it was. Do not trust this"
            " stick: take another one. The ledger is safe."
        )
    ),
    "no_cooperative": Sentence(
        N_(
            "This laptop is in no cooperative yet. Nothing was done."
            " Found one here, or join one with a request."
        )
    ),
    "in_cooperative": Sentence(N_("This laptop is in a cooperative already. Nothing was changed.")),
    "not_a_request": Sentence(
        N_(
            "This is no request of a laptop to join, or it was changed on the way."
            " Nothing was recorded. Make the request again on the new laptop."
        )
    ),
    "device_known": Sentence(N_("That laptop is enrolled already. Nothing was recorded.")),
    "unknown_device": Sentence(
        N_("The cooperative has no laptop “{value}” in use. Nothing was done. See: device list.")
    ),
    "not_the_keeper": Sentence(
        N_(
            "Another laptop keeps the cooperative's registry. Nothing was recorded. Do it there; if"
            " that laptop is lost, the officers can let this one keep it: device keep."
        )
    ),
    "bad_code": Sentence(
        N_(
            "A short name of a branch or an officer has up to twelve plain letters, digits or"
            " dashes. Nothing was recorded."
        )
    ),
    "empty_name": Sentence(N_("A name is missing. Nothing was recorded.")),
}
