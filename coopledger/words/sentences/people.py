"""Refusals about members' cards and photos, beside the book."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "bad_photo": Sentence(
        N_("This file is no picture that can be read. Nothing was changed. Choose another file.")
    ),
    "photo_too_large": Sentence(
        N_("This picture is too large to keep. Nothing was changed. Choose a smaller one.")
    ),
    "card_erased": Sentence(
        N_("The officers had the card of {value} erased. It stays erased; nothing was changed.")
    ),
}
