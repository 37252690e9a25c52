"""Refusals about approval packs, pages that wait for seals, and pages that do not count."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "unknown_figure": Sentence(
        N_("“{value}” is no total of this book. Write one as forks show names it, “=”, the amount.")
    ),
    "unknown_late_page": Sentence(
        N_(
            "This book has no page “{value}” that does not count, or more than one of them."
            " Nothing was changed. See: late list."
        )
    ),
    "late_page_done": Sentence(
        N_(
            "Page {page} was written down again already, or is dealt with. Nothing was added, so"
            " that no money stands in the book twice. To offer it again: late reopen."
        )
    ),
    "nothing_to_enter": Sentence(
        N_("Nothing on page {page} can be written down again by itself. Nothing was added.")
    ),
    "not_an_approval": Sentence(
        N_("“{value}” is no file that asks for seals. Nothing was changed. Choose another file.")
    ),
    "not_a_sent_meeting": Sentence(
        N_("“{value}” is no meeting from another laptop. Nothing was changed. Choose another file.")
    ),
    "sent_meeting_taken": Sentence(
        N_(
            "“{value}” was put into a draft here already. Nothing was added, so that no money"
            " stands in the book twice."
        )
    ),
    "newer_approval": Sentence(
        N_(
            "A newer program made this file. Nothing was sealed. Bring the newest program to this"
            " laptop, then open the file again."
        )
    ),
    "approval_not_for_us": Sentence(
        N_(
            "This file is locked for laptops that may have the group's book, and this one may not."
            " Nothing was sealed. Open it on another laptop."
        )
    ),
    "approval_damaged": Sentence(
        N_(
            "This file is not whole: the copy on the stick is incomplete or was changed. Nothing"
            " was sealed. Bring it to the stick again."
        )
    ),
    "approval_seal_bad": Sentence(
        N_(
            "Somebody changed this file on its way. Nothing was sealed, and the book is as it was."
            " Tell the officers, and ask for the file again."
        )
    ),
    "approval_no_book": Sentence(
        N_(
            "The book that this file is about is not on this laptop. Nothing was sealed."
            " Read a bundle with the book first, then open the file again."
        )
    ),
    "approval_behind": Sentence(
        N_(
            "This file is about page {value}, and the book on this laptop ends with page {page}."
            " Nothing was sealed. Read the newest bundle first, then open the file again."
        )
    ),
    "approval_other_page": Sentence(
        N_(
            "Page {page} of the book on this laptop is another one than this file follows. Nothing"
            " was sealed. Do not sign: show both to the officers."
        )
    ),
    "approval_seals_differ": Sentence(
        N_(
            "Page {page} has other seals on this laptop than where this file was made. Nothing was"
            " sealed. Read the newest bundle first, then open the file again."
        )
    ),
    "approval_page_bad": Sentence(
        N_(
            "The page in this file is not genuine. Nothing was sealed, and the book is as it was."
            " Do not sign: tell the officers."
        )
    ),
    "approval_shown_differs": Sentence(
        N_(
            "Where this file was made, other figures were shown of page {page} than it says."
            " Nothing was sealed. Do not sign: tell the officers."
        )
    ),
    "not_as_shown": Sentence(
        N_(
            "“{value}” is another file by now than the one that was shown. Nothing was sealed, and"
            " nothing was taken in. Read what it says now before anybody agrees to it."
        )
    ),
    "nobody_signed": Sentence(N_("No officer typed a PIN. Nothing was sealed.")),
    "sealed_before": Sentence(
        N_("{value} has sealed this page already. Nothing was changed; once is enough.")
    ),
    "keys_cannot_wait": Sentence(
        N_(
            "New keys of officers cannot wait for seals from other laptops, since their PINs are"
            " typed here. Nothing was recorded. Enrol them where enough officers are together."
        )
    ),
    "unknown_proposal": Sentence(
        N_(
            "No page “{value}” waits for seals here; it may have been thrown away. Nothing was"
            " changed. See: approval list."
        )
    ),
    "proposal_overtaken": Sentence(
        N_(
            "Something else was written in the book as page {page} since this was sealed, so it can"
            " be no page any more. Nothing was recorded. Do it again, and throw this one away."
        )
    ),
}
