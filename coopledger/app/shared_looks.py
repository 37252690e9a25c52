"""Files of the shared folder that were looked at and not taken: no more is made of them each time.

Reading a bundle costs seconds, and a refusal a line of the history; the folder is looked at every
few seconds.
"""

from collections.abc import Sequence
from hashlib import sha256

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.sticks import BundleFile
from coopledger.sync.stick import as_text

_LOOKED = "shared_looked"
"""Fact: `_Look` by the file's name."""


class _Look(msgspec.Struct, frozen=True, array_like=True):
    """What came of a look.

    Attributes:
        size, changed: of the file, see `BundleFile`.
        books: what the books were then; empty where they make no difference.
        why: code of the refusal; empty if a person is to see the file first.
    """

    size: int
    changed: float
    books: str
    why: str


class Looks:
    """What is remembered; ``keep`` writes it down."""

    def __init__(self, ledger: Ledger) -> None:
        self._store = ledger.store
        told = self._store.fact(_LOOKED)
        self._before = msgspec.json.decode(told, type=dict[str, _Look]) if told else {}
        self._now = dict(self._before)

    def why(self, each: BundleFile) -> str | None:
        """Why a file waits that was looked at as it is; None if it is to be looked at.

        One that a person is to see first may be harmless once other pages have come. One that is
        refused stays so until it changes.
        """
        look = self._now.get(as_text(each.file.name))
        if look is None or (look.size, look.changed) != (each.size, each.changed):
            return None
        return look.why if look.books in ("", self._books()) else None

    def note(self, each: BundleFile, why: str) -> None:
        """Remember a file that was not taken; ``why`` as `_Look`."""
        books = "" if why else self._books()
        self._now[as_text(each.file.name)] = _Look(each.size, each.changed, books, why)

    def keep(self, there: Sequence[BundleFile]) -> None:
        """Write down what is remembered of the files that are still there."""
        names = {as_text(each.file.name) for each in there if not each.was_read}
        now = {name: look for name, look in self._now.items() if name in names}
        if now != self._before:
            self._store.note_fact(_LOOKED, msgspec.json.encode(now).decode())

    def _books(self) -> str:
        heads = sorted((book, head.hash) for book, head in self._store.heads().items())
        return sha256(msgspec.json.encode(heads)).hexdigest()
