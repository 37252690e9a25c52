"""Fuzz the doors through which bytes come in: python tests/fuzz/fuzz_page.py [--seconds N]

Coverage-guided by atheris where it is installed (``pip install atheris``), else plain mutation of
the same seeds. Seeds are the golden books. It looks for three things: an exception that is no
verdict, bytes that are taken but are not the one form, and unpacked bytes beyond the bound. At the
end it prints a tally; the exit code is 1 when something was found, and the bytes are printed.
"""

import argparse
import hashlib
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

try:
    import atheris
except ImportError:
    atheris = None

GOLDEN = ROOT / "tests" / "ledger" / "golden_books"
DOORS = ("body", "header", "packed", "fold")


def instrumented():
    """The code under test, imported so that atheris sees which lines run."""
    if atheris is None:
        from coopledger.ledger import canonical, packing, page, replay
    else:
        with atheris.instrument_imports(include=["coopledger.ledger", "coopledger.domain"]):
            from coopledger.ledger import canonical, packing, page, replay
    return canonical, packing, page, replay


class Fuzz:
    """Gives bytes to one of the doors and counts what came of it."""

    def __init__(self) -> None:
        self.canonical, self.packing, self.page, self.replay = instrumented()
        self.tally: Counter[str] = Counter()
        self.found: list[tuple[str, str, bytes]] = []
        from coopledger.domain.figures import figures
        from coopledger.ledger.folder_check import check_folder
        from coopledger.ledger.seals import SigningKey

        self.figures = figures
        self.device = SigningKey(hashlib.sha256(b"golden device").digest())
        self.before = check_folder(GOLDEN / "01-founding" / "book").replay
        self.founding = self.before.newest
        self.last = json.loads(self.founding.header)

    def one(self, raw: bytes) -> None:
        """Try one input: its first byte says which door."""
        if not raw:
            return
        door, raw = DOORS[raw[0] % len(DOORS)], raw[1:]
        try:
            verdict = getattr(self, door)(raw)
        except self.canonical.NotCanonical:
            verdict = "refused"
        except self.replay.Fault as fault:
            verdict = fault.kind
        except Exception as problem:
            verdict = f"RAISED {type(problem).__name__}"
        self.tally[f"{door}: {verdict}"] += 1
        if verdict.isupper() or verdict.startswith("RAISED"):
            self.found.append((door, verdict, raw))

    def body(self, raw: bytes) -> str:
        """Admit a body; what is taken must be the one form, by another encoder's word too."""
        self.canonical.admit(raw, self.page.BODY)
        return self._same(raw)

    def header(self, raw: bytes) -> str:
        """Admit a header."""
        self.canonical.admit(raw, self.page.HEADER)
        return self._same(raw)

    def packed(self, raw: bytes) -> str:
        """Unpack stored bytes."""
        plain = self.packing.unpack(raw)
        if len(plain) > 2 * self.canonical.MAX_BYTES:
            return "BEYOND THE BOUND"
        return "taken" if self.packing.unpack(self.packing.pack(plain)) == plain else "CHANGED"

    def fold(self, raw: bytes) -> str:
        """Seal whatever was taken as a body, and let a reader of the founded book judge it."""
        events = self.canonical.admit(raw, self.page.BODY)
        book = self.before.book.copy(whole=True)
        try:
            book.begin(1, "2025-01-08")
            book.fold(events)
            totals = self.figures(book)
        except Exception:  # the reader must say so itself
            totals = {}
        header = self.canonical.encode(
            {
                **self.last,
                "body": self.page.sha256(raw),
                "date": "2025-01-08",
                "events": len(events),
                "kind": "meeting",
                "length": len(raw),
                "meeting": 1,
                "number": 2,
                "prev": self.founding.hash.hex(),
                "seals": self.page.seals_digest(self.founding.seals),
                "totals": totals,
            }
        )
        page = self.page.Page(header, raw, (self.device.seal("page", header),))
        self.replay.Replay().extend([self.founding, page])
        return "kept"

    def _same(self, raw: bytes) -> str:
        told = json.loads(raw)
        again = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
        return "taken" if again == raw else "NOT THE ONE FORM"


def seeds(fuzz: Fuzz) -> list[bytes]:
    """One input for each golden header and body, and for their packed bytes."""
    found = []
    for path in sorted(GOLDEN.rglob("*.json")):
        raw = path.read_bytes()
        if path.name.endswith("body.json"):
            found += [b"\x00" + raw, b"\x03" + raw, b"\x02" + fuzz.packing.pack(raw)]
        elif path.name.endswith("header.json"):
            found.append(b"\x01" + raw)
    found.append(b"\x00" + (ROOT / "tests/ledger/golden/events-1.json").read_bytes())
    return found


def mutations(known: list[bytes], chance: random.Random) -> Iterator[bytes]:
    """Seeds changed here and there: bits, cuts, doubled and borrowed pieces, great numbers."""
    pieces = [
        b"9007199254740992",
        b"-1",
        b"null",
        b'"',
        b"{",
        b"[",
        b"]",
        b"\\u0000",
        b"\xed\xa0\x80",
    ]
    while True:
        raw = bytearray(chance.choice(known))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(1, len(raw)) if len(raw) > 1 else 0
            end = min(len(raw), at + chance.randint(1, 40))
            match chance.randrange(5):
                case 0:
                    raw[at : at + 1] = (
                        bytes([raw[at] ^ 1 << chance.randrange(8)]) if raw[at:] else b""
                    )
                case 1:
                    del raw[at:end]
                case 2:
                    raw[at:at] = raw[at:end]
                case 3:
                    other = chance.choice(known)
                    start = chance.randrange(len(other))
                    raw[at:end] = other[start : start + 40]
                case _:
                    raw[at:at] = chance.choice(pieces)
        yield bytes(raw)


def by_mutation(fuzz: Fuzz, seconds: float, seed: int) -> None:
    """Run without atheris, always in the same order for the same seed."""
    end = time.monotonic() + seconds
    for raw in mutations(seeds(fuzz), random.Random(seed)):
        fuzz.one(raw)
        if time.monotonic() > end:
            return


def by_atheris(fuzz: Fuzz, seconds: float, seed: int, close: Callable[[], None]) -> None:
    """Run under atheris; it ends the process itself, so the tally is printed by what it calls."""
    corpus = Path(tempfile.mkdtemp("corpus"))
    for number, raw in enumerate(seeds(fuzz)):
        (corpus / f"{number:04}").write_bytes(raw)
    end = time.monotonic() + seconds

    def one(raw: bytes) -> None:
        fuzz.one(raw)
        if time.monotonic() > end:
            close()

    options = [f"-seed={seed}", "-max_len=8192", "-verbosity=0", str(corpus)]
    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


def main() -> None:
    """Fuzz for some seconds and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    fuzz = Fuzz()

    def close() -> None:
        tool = "mutation" if atheris is None else "atheris"
        print(f"{fuzz.tally.total():,} inputs in {asked.seconds:g} s by {tool}")
        for verdict, count in sorted(fuzz.tally.items()):
            print(f"{count:>12,}  {verdict}")
        for door, verdict, raw in fuzz.found[:20]:
            print(f"FOUND {door}: {verdict}: {raw[:400]!r}")
        print(f"found: {len(fuzz.found)}")
        sys.stdout.flush()
        os._exit(1 if fuzz.found else 0)

    if atheris is None:
        by_mutation(fuzz, asked.seconds, asked.seed)
    else:
        by_atheris(fuzz, asked.seconds, asked.seed, close)
    close()


if __name__ == "__main__":
    main()
