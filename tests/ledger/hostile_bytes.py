"""Bytes that somebody might put on a stick to stop the program, by what they try.

As a program it gives each to the decoder under hard limits of time and memory, and prints what came
of it as JSON: what breaks through them ends the process.
"""

import json
import resource
import sys
import time
import zlib
from pathlib import Path

MEMORY = 768 << 20
SECONDS = 20
DEEP = 100_000
EVENT = b'[{"a":4000,"k":"shares","m":"%s","n":2}]'


def bodies() -> dict[str, bytes]:
    """Bodies, all of them no page."""
    huge = 1 << 20
    return {
        "nothing": b"",
        "a number": b"7",
        "an object": b"{}",
        "a text": b'"page"',
        "null": b"null",
        "no events but nulls": b"[null]",
        "lists 100,000 deep": b"[" * DEEP + b"]" * DEEP,
        "lists never closed": b"[" * DEEP,
        "objects 100,000 deep": b'{"e":' * DEEP + b"1" + b"}" * DEEP,
        "a reversal of a reversal": b'[{"e":' * 60 + b"1" + b"}]" * 60,
        "half a million empty lists": b"[" + b"[]," * 349_000 + b"[]]",
        "a key twice": b'[{"a":1,"a":4000,"k":"shares","m":"M01","n":2}]',
        "a kind twice": b'[{"a":4000,"k":"shares","k":"death","m":"M01","n":2}]',
        "half a surrogate, escaped": EVENT % b"M\\ud800",
        "a surrogate in UTF-8": EVENT % b"M\xed\xa0\x80",
        "overlong UTF-8": EVENT % b"M\xc0\xaf",
        "no UTF-8 at all": EVENT % b"M\xff",
        "a zero byte": EVENT % b"M\x00",
        "a zero byte, escaped": EVENT % b"M\\u0000",
        "a control character": EVENT % b"M\x1b",
        "a line end": EVENT % b"M\n",
        "right to left override": EVENT % "M\u202e01".encode(),
        "an isolate": EVENT % "M\u206601".encode(),
        "a letter that looks like another": EVENT % "\u041c01".encode(),
        "no width": EVENT % "M\u200b01".encode(),
        "beyond 2 to the 53": b'[{"a":9007199254740992,"k":"save","m":"M01"}]',
        "beyond 2 to the 64": b'[{"a":18446744073709551616,"k":"save","m":"M01"}]',
        "a number of a million digits": b'[{"a":' + b"9" * (huge - 40) + b',"k":"save","m":"M01"}]',
        "minus nothing": b'[{"a":-0,"k":"save","m":"M01"}]',
        "a zero before": b'[{"a":01,"k":"save","m":"M01"}]',
        "a float": b'[{"a":1.0,"k":"save","m":"M01"}]',
        "an exponent": b'[{"a":1e3,"k":"save","m":"M01"}]',
        "an exponent without end": b'[{"a":1e999999999,"k":"save","m":"M01"}]',
        "not a number": b'[{"a":NaN,"k":"save","m":"M01"}]',
        "a text of a million": EVENT % (b"M" * (huge - 60)),
        "quotes without end": b'"' * huge,
        "backslashes without end": b'["' + b"\\" * (huge - 4) + b'"]',
        "larger than a page": b"[" + b" " * huge + b"]",
        "white space": b'[{"a":1, "k":"save","m":"M01"}]',
        "a byte order mark": b'\xef\xbb\xbf[{"k":"continue"}]',
        "more after the end": b'[{"k":"continue"}][]',
        "a field nobody knows": b'[{"k":"continue","x":1}]',
        "no kind": b'[{"a":1}]',
        "a kind that is a list": b'[{"k":["save"]}]',
        "the usual value written out": b'[{"a":1,"at":"box","k":"save","m":"M01"}]',
    }


def large() -> dict[str, bytes]:
    """Bodies in good form that are as large as one may be: read, but no page either."""
    members = b'"M01",' * 150_000 + b'"M01"'
    return {
        "too many events": b"[" + b",".join([b'{"k":"continue"}'] * 50_000) + b"]",
        "members without end": b'[{"a":1,"f":"social","k":"due","m":[' + members + b"]}]",
    }


def bombs() -> dict[str, bytes]:
    """Packed bytes that unpack to far more than a page, or to nothing that ends."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = packer.compress(bytes(256 << 20)) + packer.flush()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    twice = packer.compress(zeros * 40) + packer.flush()
    return {
        "256 MiB of zeros": zeros,
        "a bomb in a bomb": twice,
        "a bomb cut off": zeros[: len(zeros) // 2],
        "stored blocks without end": b"\x00\x00\x00\xff\xff" * 50_000,
        "noise": bytes(range(256)) * 40,
        "nothing": b"",
    }


def main() -> None:
    """Try them all, print verdicts, seconds, and the most memory that was in use."""
    from coopledger.ledger import canonical
    from coopledger.ledger.packing import unpack
    from coopledger.ledger.page import BODY, HEADER

    tries = [(f"{kind}: {name}", decoder, raw)
             for kind, decoder in (("body", BODY), ("header", HEADER))
             for name, raw in bodies().items()]  # fmt: skip
    tries += [(f"large: {name}", BODY, raw) for name, raw in large().items()]
    tries += [(f"packed: {name}", None, raw) for name, raw in bombs().items()]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    told = {}
    for name, decoder, raw in tries:
        begun = time.perf_counter()
        try:
            if decoder is None:
                unpack(raw)
            else:
                canonical.admit(raw, decoder)
            verdict = "taken"
        except canonical.NotCanonical:
            verdict = "refused"
        except Exception as problem:
            verdict = type(problem).__name__
        told[name] = (verdict, time.perf_counter() - begun)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    json.dump({"told": told, "grown_kib": grown}, sys.stdout)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
