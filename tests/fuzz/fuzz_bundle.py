"""Fuzz the reader of bundles: python tests/fuzz/fuzz_bundle.py [--seconds N] [--seed N]

Seeds are a real bundle of the golden books. Four doors: the packed frame; the plain bytes, packed
again, as by an insider who can decrypt and not sign; a part that an enrolled device sealed, judged
against an empty laptop; the same against a laptop that has the book's beginning. It looks for an
exception that is no refusal. At the end it prints a tally; the exit code is 1 when something was
found, and the bytes are printed. By plain mutation, in the same order for the same seed.
"""

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import msgspec
import zstandard
from fuzz_page import GOLDEN, mutations

from coopledger.domain.errors import Refusal
from coopledger.ledger.page import Page
from coopledger.ledger.seals import Seal, SigningKey
from coopledger.sync import bundle as format_
from coopledger.sync.bundle import Bundle, BundleWriter, book_part
from coopledger.sync.judging import judge
from coopledger.sync.packing import Packer
from coopledger.sync.verdict import Local

DEVICE = SigningKey(b"f" * 32)
DOORS = ("frame", "plain", "fresh", "known")


def golden() -> list[Page]:
    """The pages of a golden book with many kinds of page."""
    book = max(GOLDEN.glob("*/book"), key=lambda folder: len(list(folder.glob("*.body.json"))))
    keys = {path.name[4:20]: _key(path) for path in book.glob("key-*.pem")}
    found = []
    for header in sorted(book.glob("????.header.json")):
        stem = header.name[:4]
        seals = tuple(
            Seal(keys[path.name.split(".")[1]], path.read_bytes())
            for path in sorted(book.glob(f"{stem}.*.sig"))
        )
        body = header.with_name(f"{stem}.body.json").read_bytes()
        found.append(Page(header.read_bytes(), body, seals))
    return found


def _key(path: Path) -> bytes:
    import base64

    return base64.b64decode("".join(path.read_text().splitlines()[1:-1]))[-32:]


class Fuzz:
    """Gives bytes to one of the doors and counts what came of it."""

    def __init__(self) -> None:
        self.tally: Counter[str] = Counter()
        self.found: list[tuple[str, str, bytes]] = []
        self.pages = golden()
        self.book = self.pages[0].read()[0].book
        self.part = msgspec.msgpack.encode(book_part(self.book, self.pages))
        writer = BundleWriter()
        writer.add("book", book_part(self.book, self.pages))
        self.frame = writer.finish(DEVICE, cooperative="ab" * 32, number=1, time=1)
        self.plain = zstandard.ZstdDecompressor().decompressobj().decompress(self.frame)
        self.half = Local(self.pages[: len(self.pages) // 2])

    def seeds(self) -> list[bytes]:
        """One input for each door."""
        inputs = (self.frame, self.plain, self.part, self.part)
        return [bytes([door]) + raw for door, raw in enumerate(inputs)]

    def one(self, raw: bytes) -> None:
        """Try one input: its first byte says which door."""
        door, raw = DOORS[raw[0] % len(DOORS)] if raw else DOORS[0], raw[1:]
        try:
            verdict = self.opened(door, raw)
        except Refusal as refusal:
            verdict = f"{refusal.code} {refusal.params.get('fault', '')}".strip()
        except Exception as problem:
            verdict = f"RAISED {type(problem).__name__}"
            self.found.append((door, verdict, raw))
        self.tally[f"{door}: {verdict}"] += 1

    def opened(self, door: str, raw: bytes) -> str:
        """Read through a door."""
        if door in ("frame", "plain"):
            if door == "plain":
                packer = Packer(level=1)
                packer.write(raw)
                raw = packer.finish()
            return f"{len(list(Bundle(raw).parts()))} part"
        part = format_._decode(raw, format_.BookPart)
        verdict = judge(part, Local() if door == "fresh" else self.half, DEVICE.id)
        return "taken" if verdict.pages or verdict.forks else "waits or is there"


def main() -> int:
    """Fuzz for some seconds and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    fuzz = Fuzz()
    for raw in fuzz.seeds():
        fuzz.one(raw)
    end = time.monotonic() + asked.seconds
    for raw in mutations(fuzz.seeds(), random.Random(asked.seed)):
        fuzz.one(raw)
        if time.monotonic() > end:
            break
    print(f"{fuzz.tally.total():,} inputs in {asked.seconds:g} s by mutation")
    for verdict, count in sorted(fuzz.tally.items()):
        print(f"{count:>12,}  {verdict}")
    for door, verdict, raw in fuzz.found[:20]:
        print(f"FOUND {door}: {verdict}: {raw[:400]!r}")
    print(f"found: {len(fuzz.found)}")
    return 1 if fuzz.found else 0


if __name__ == "__main__":
    sys.exit(main())
