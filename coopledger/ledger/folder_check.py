"""Verify a book that lies as plain files, with no store and nobody enrolled.

Every page is admitted in canonical form, replayed, and every other file compared with what the
pages make of it, so that no byte of the folder can change unnoticed. What is trusted is one key,
the founding device's: its fingerprint is for people to compare with paper.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from coopledger.domain import events as ev
from coopledger.ledger import canonical
from coopledger.ledger.book_folder import SUMS, TEXTS, read_key, read_sums
from coopledger.ledger.newer import is_newer
from coopledger.ledger.page import HEADER, Page, admit, sha256
from coopledger.ledger.replay import Fault, Replay
from coopledger.ledger.seals import SEAL_BYTES, Seal, key_id, signed_bytes, verifies

MAX_FILE = 16 << 20
"""Largest file of a folder that is read at all."""
MAX_FOLDER = 512 << 20
"""What is read of a folder in all: some 100,000 meetings."""
_PAGE = re.compile(r"(\d{4,9}(?:-2)?)\.(?:(header\.json|body\.json|signed)|([0-9a-f]{16})\.sig)")
_KEY = re.compile(r"key-([0-9a-f]{16})\.pem")
_TEXT = re.compile(TEXTS + r"/([0-9a-f]{64})\.(note|member|group)")


class FileFault(msgspec.Struct, frozen=True):
    """What is wrong with a folder: a fault of a page, or of one file.

    ``kind`` is a `FaultKind`, or ``file_missing``, ``file_unexpected``, ``file_damaged``, or
    ``forked``: two pages of that number were sealed. ``page`` is 0 for a file that is of no page.
    """

    kind: str
    page: int
    file: str


class Checked(msgspec.Struct, frozen=True):
    """What verifying a folder told.

    Attributes:
        replay: the book as far as it is genuine.
        device: public key of the founding device, as hex; empty when there is no founding page.
        pages: how many page numbers the folder has, genuine or not.
        texts: how many notes and cards lie there.
        hidden: digests of notes and cards that do not: not exported, or erased.
        faults: in the order in which they were found, empty when all is well.
    """

    replay: Replay
    device: str
    pages: int
    texts: int
    hidden: tuple[str, ...]
    faults: tuple[FileFault, ...]


def check_folder(folder: Path) -> Checked:
    """Verify all that lies in a folder; nothing is written."""
    return _Check(folder).run()


class _Check:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[FileFault] = []
        self.files: dict[str, bytes] = {}
        self.stems: dict[str, dict[str, bytes]] = {}
        self.replay = Replay()
        self.size = 0

    def run(self) -> Checked:
        for name in sorted(self._names()):
            self._read(name)
        keys = self._keys()
        stems = sorted((stem for stem in self.stems if "-" not in stem), key=int)
        self._replay(stems, keys)
        for stem in sorted(set(self.stems) - set(stems)):
            self._fork(stem, keys)
        hidden = self._texts()
        self._sums()
        texts = sum(name.startswith(f"{TEXTS}/") for name in self.files)
        faults = tuple(dict.fromkeys(self.faults))
        return Checked(self.replay, self._device(), len(stems), texts, hidden, faults)

    def _fault(self, kind: str, file: str, page: int = 0) -> None:
        self.faults.append(FileFault(kind, page, file))

    def _names(self) -> Iterator[str]:
        for entry in os.scandir(self.folder):
            if entry.name == TEXTS and entry.is_dir(follow_symlinks=False):
                yield from (f"{TEXTS}/{inner.name}" for inner in os.scandir(entry.path))
            else:
                yield entry.name

    def _read(self, name: str) -> None:
        path = self.folder / name
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode):
            self._fault("file_unexpected", name)
            return
        self.size += found.st_size
        if found.st_size > MAX_FILE or self.size > MAX_FOLDER:
            self._fault("file_damaged", name)
            return
        raw = path.read_bytes()
        self.files[name] = raw
        if match := _PAGE.fullmatch(name):
            self.stems.setdefault(match[1], {})[match[2] or match[3]] = raw

    def _keys(self) -> dict[str, bytes]:
        keys, used = {}, {part for parts in self.stems.values() for part in parts}
        for name, raw in self.files.items():
            if match := _KEY.fullmatch(name):
                key = read_key(raw)
                if key is None or key_id(key) != match[1]:
                    self._fault("file_damaged", name)
                elif match[1] not in used:
                    self._fault("file_unexpected", name)
                else:
                    keys[match[1]] = key
        return keys

    def _page(self, stem: str, keys: dict[str, bytes], number: int) -> Page | None:
        """A page's bytes; None, and a fault told, where a file is missing."""
        parts = self.stems[stem]
        whole = True
        for part in ("header.json", "body.json", "signed"):
            if part not in parts:
                self._fault("file_missing", f"{stem}.{part}", number)
                whole = whole and part == "signed"
        seals = []
        for name, raw in parts.items():
            if name in ("header.json", "body.json", "signed"):
                continue
            if name not in keys:
                self._fault("file_missing", f"key-{name}.pem", number)
                whole = False
            elif len(raw) != SEAL_BYTES:
                self._fault("file_damaged", f"{stem}.{name}.sig", number)
                whole = False
            else:
                seals.append(Seal(keys[name], raw))
        if not whole:
            return None
        page = Page(parts["header.json"], parts["body.json"], tuple(seals))
        if parts.get("signed", signed_bytes("page", page.header)) != signed_bytes(
            "page", page.header
        ):
            self._fault("file_damaged", f"{stem}.signed", number)
        return page

    def _replay(self, stems: list[str], keys: dict[str, bytes]) -> None:
        if not stems:
            self._fault("file_missing", "0001.header.json", 1)
        genuine = True
        for number, stem in enumerate(stems, 1):
            page = self._page(stem, keys, number)
            if not genuine:
                continue
            if int(stem) != number:
                self._fault("wrong_number", f"{stem}.header.json", number)
                genuine = False
            elif page is None:
                genuine = False
            else:
                genuine = self._take(page, stem, number)

    def _take(self, page: Page, stem: str, number: int) -> bool:
        kind = ""
        try:
            admit(page.header, page.body)
        except canonical.NotCanonical:
            kind = self._why_not_admitted(page)
        else:
            try:
                self.replay.extend([page])
            except Fault as fault:
                kind = fault.kind
        if kind:
            part = "body.json" if kind == "body_differs" else "header.json"
            self._fault(kind, f"{stem}.{part}", number)
        return not kind

    def _why_not_admitted(self, page: Page) -> str:
        if is_newer(page, self.replay.hash, self.replay.holder.key):
            return "newer_format"
        try:
            head = canonical.admit(page.header, HEADER)
        except canonical.NotCanonical:
            return "unreadable"
        return "unreadable" if head.body == sha256(page.body) else "body_differs"

    def _device(self) -> str:
        first = self.replay.history[0][0] if self.replay.history else None
        return first.device if isinstance(first, ev.Found) else ""

    def _fork(self, stem: str, keys: dict[str, bytes]) -> None:
        number = int(stem.partition("-")[0])
        page = self._page(stem, keys, number)
        if page is None:
            return
        try:
            head, _events = admit(page.header, page.body)
        except canonical.NotCanonical:
            self._fault("unreadable", f"{stem}.header.json", number)
            return
        holders = {(span.key, span.epoch) for span in self.replay.holder.spans}
        sealed = any(
            key_id(seal.key) == head.device
            and (seal.key, head.epoch) in holders
            and verifies(seal, "page", page.header)
            for seal in page.seals
        )
        genuine = sealed and head.book == self.replay.book_id and head.number == number
        there = self.replay.holder.at(number)
        kind = "file_unexpected"
        if genuine and there is not None:
            kind = "old_epoch" if head.epoch < there.epoch else "forked"
        self._fault(kind, f"{stem}.header.json", number)

    def _texts(self) -> tuple[str, ...]:
        named = {digest for page in self.replay.history for e in page for digest in _digests(e)}
        whole = not any(fault.page for fault in self.faults)
        shown = set()
        for name, raw in self.files.items():
            if not (match := _TEXT.fullmatch(name)):
                continue
            context = b"coopledger/%s/v1\0" % match[2].encode()
            if sha256(raw) != match[1] or not raw.startswith(context):
                self._fault("file_damaged", name)
            elif match[1] in self.replay.erased or (whole and match[1] not in named):
                self._fault("file_unexpected", name)
            shown.add(match[1])
        return tuple(sorted(named - shown))

    def _sums(self) -> None:
        told = read_sums(self.files[SUMS]) if SUMS in self.files else None
        if told is None:
            self._fault("file_damaged" if SUMS in self.files else "file_missing", SUMS)
            return
        for name in sorted(set(told) | set(self.files) - {SUMS}):
            match = _PAGE.fullmatch(name)
            number = int(match[1].partition("-")[0]) if match else 0
            if name not in self.files:
                self._fault("file_missing", name, number)
            elif name not in told:
                self._fault("file_unexpected", name, number)
            elif sha256(self.files[name]) != told[name]:
                self._fault("file_damaged", name, number)


def _digests(event: ev.Event) -> Iterator[str]:
    for name in ("card", "note"):
        if digest := getattr(event, name, ""):
            yield digest
