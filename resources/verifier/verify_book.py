# ruff: noqa: ANN001, ANN201, D102, D103, INP001 - short, so that an auditor reads all of it
"""Verify a savings group's book that lies as plain files: python verify_book.py [FOLDER].

Needs Python 3.9 and PyNaCl; shares no code with the program that wrote the book. Checks the form of
each page, the chain, the seals, and the cash of every fund and place, added up again from the
entries; not who had to seal, other totals or the group's rules: `coopledger verify FOLDER` does.
Prints a line for each fault, then a summary; the exit code is 1 when there are faults.
"""

import base64
import hashlib
import json
import re
import sys
from collections import defaultdict
from contextlib import suppress
from itertools import accumulate
from pathlib import Path

from nacl import bindings
from nacl.exceptions import CryptoError

TEXT = re.compile(rb'(?:[^"\\]|"[A-Za-z0-9_.-]{0,64}")*')
WRONG = (CryptoError, KeyError, TypeError, ValueError, AttributeError, IndexError)
# Kind of entry, the fund whose cash it moves (f: the one it names), into or out of it, the amounts.
CASH = """shares loan + a x; save loan + a; hold loan + a; repay loan + c p late; recover loan + a;
borrow loan + a; pay_back loan - c p; withdraw loan - a; pay_out loan - a; pot pot - a fee;
contribute f + a; income f + a; over_short f + a; opening_cash f + a; grant f - a; expense f - a"""
CASH = {kind: parts for kind, *parts in map(str.split, CASH.split(";"))}
OTHERS = """found amend join enrol revoke office attend death leave due fine fine_paid charge late
loan capitalise write_off reschedule release borrow_charge count move entitle set_off share_out
residue cycle turns pot_back replace continue opening opening_loan decision adopt erase reverse
receipt open_count"""
KNOWN = {*CASH, *OTHERS.split()}


def sha256(raw):
    return hashlib.sha256(raw).hexdigest()


def fingerprint(digest):
    return " ".join(re.findall("....", f"{int(digest, 16) % 10**20:020d}"))


def canonical(raw):
    if len(raw) > 1 << 20 or not TEXT.fullmatch(raw) or b'"at":"box"' in raw:
        raise ValueError("too large, or a text that is no plain code")
    bare = re.sub(rb'"[^"]*"', b"", raw)
    depths = accumulate((byte in b"[{") - (byte in b"]}") for byte in bare)
    plain = re.fullmatch(rb"[][{}:,0-9-]*", bare) and not re.search(rb"[0-9]{17}", bare)
    if max(depths, default=0) > 5 or not plain:
        raise ValueError("too deep, or something else than whole numbers and texts")
    fact = json.loads(raw)
    if json.dumps(fact, sort_keys=True, separators=(",", ":")).encode() != raw:
        raise ValueError("not in canonical form")
    return fact


class Verifier:
    """Reads the pages in their order, and goes on after a fault so that each is told."""

    def __init__(self, folder) -> None:
        self.folder, self.faults, self.public, self.members = Path(folder), [], {}, {}
        self.book, self.device, self.prev, self.frozen = "", b"", "0" * 64, "0" * 64
        self.pages, self.entries, self.adding, self.cash = 0, 0, True, defaultdict(int)
        self.day, self.rules, self.versions = "", {}, []

    def fault(self, where, what) -> None:
        self.faults.append(f"{where}: {what}")

    def read(self, name):
        path = self.folder / name
        if path.is_symlink() or not path.is_file() or path.stat().st_size > 1 << 24:
            return self.fault(name, "missing, or no plain file") or b""
        return path.read_bytes()

    def run(self) -> None:
        for path in sorted(self.folder.glob("key-*.pem")):
            with suppress(ValueError):
                key = base64.b64decode(self.read(path.name)[27:87])[12:]
                self.public[sha256(key)[:16]] = key
            if path.name[4:20] not in self.public:
                self.fault(path.name, "not the key that its name says")
        for stem in sorted(path.name[:-12] for path in self.folder.glob("*.header.json")):
            if stem.isdigit():
                self.pages += 1
                self.page(stem)
            else:
                self.fault(stem, "forked: a second page of this number")
        for path in sorted(self.folder.glob("texts/*")):
            if sha256(self.read(f"texts/{path.name}")) != path.stem:
                self.fault(f"texts/{path.name}", "not the text that was sealed")
        for line in self.read("SHA256SUMS").decode("ascii", "replace").splitlines():
            if sha256(self.read(line[66:])) != line[:64]:
                self.fault(line[66:], "not the file that SHA256SUMS names")

    def page(self, stem) -> None:
        header, body = self.read(f"{stem}.header.json"), self.read(f"{stem}.body.json")
        seals = [(p.name[-20:-4], self.read(p.name)) for p in self.folder.glob(f"{stem}.*.sig")]
        try:
            head, events = canonical(header), canonical(body)
            self.check(stem, head, events, body)
            self.check_seals(stem, header, events, dict(seals))
            self.add(stem, head, events)
        except WRONG as problem:
            self.fault(stem, f"unreadable: {type(problem).__name__} {problem}")
            self.adding = False
        digest = hashlib.sha256(b"coopledger/seals/v1\0")
        for name, signature in sorted(seals):
            digest.update(self.public.get(name, b"") + signature)
        self.prev, self.frozen = sha256(header), digest.hexdigest()

    def check(self, stem, head, events, body) -> None:
        if self.pages == 1:
            self.book, self.device = sha256(body), bytes.fromhex(events[0]["device"])
        told = {"number": self.pages, "book": self.book, "prev": self.prev, "seals": self.frozen}
        told |= {"device": sha256(self.device)[:16], "epoch": 1, "body": sha256(body)}
        for name, value in {**told, "length": len(body), "events": len(events)}.items():
            if head[name] != value:
                self.fault(stem, f"{name} is {head[name]}, not {value}")

    def check_seals(self, stem, header, events, seals) -> None:
        new = {e["m"]: bytes.fromhex(e["key"]) for e in events if e["k"] == "enrol"}
        if not all(map(bindings.crypto_core_ed25519_is_valid_point, [self.device, *new.values()])):
            self.fault(stem, "a key that is not sound")
        known = {self.device, *self.members.values(), *new.values()}
        for name, signature in seals.items():
            try:
                key = {sha256(key)[:16]: key for key in known}[name]
                bindings.crypto_sign_open(signature + b"coopledger/page/v1\0" + header, key)
            except WRONG:
                self.fault(stem, f"the seal of {name} does not fit, or its key is unknown")
        if sha256(self.device)[:16] not in seals:
            self.fault(stem, "no seal of the device that holds the book")
        gone = {e["m"] for e in events if e["k"] == "revoke"}
        self.members = {m: k for m, k in {**self.members, **new}.items() if m not in gone}

    def add(self, stem, head, events) -> None:
        self.entries += len(events)
        if head["v"] > 1 or head["app"] > 1 or any(e["k"] not in KNOWN for e in events):
            self.fault(stem, "needs a newer program: from here on cash is not added up")
            self.adding = False
        if self.adding:
            self.day = head.get("date") or self.day
            self.rules = ([{}] + [rules for on, rules in self.versions if on <= self.day])[-1]
            for event in events:
                if event["k"] in ("found", "amend"):
                    self.adopt(event["constitution"], event.get("on", ""))
                for fund, place, amount in self.moves(event):
                    self.cash[fund, place] += amount
            for fund in self.rules.get("funds", ["loan", "social"]):
                for place in self.rules.get("places", ["box", "bank"]):
                    if self.cash[fund, place] != head["totals"].get(f"{fund}_{place}", 0):
                        self.fault(stem, f"the total {fund}_{place} is not what the entries give")

    def adopt(self, rules, on) -> None:
        self.versions = sorted([*self.versions, (on, rules)], key=lambda version: version[0])
        self.rules = rules if on <= self.day else self.rules

    def moves(self, e):
        kind, at, social = e["k"], e.get("at", "box"), self.rules.get("fines_go_to") == "social"
        if kind in CASH:
            fund, sign, *names = CASH[kind]
            amount = int(sign + "1") * sum(e.get(name, 0) for name in names)
            yield e["f"] if fund == "f" else fund, at, amount
        elif kind == "loan" and not e.get("rolled"):
            yield "loan", at, e.get("kept", 0) - e["a"]
        elif kind == "fine_paid":
            yield "social" if social else "loan", at, e["a"]
        elif kind == "move":
            yield from ((e["f"], e["from"], -e["a"]), (e["f"], e["to"], e["a"]))
        elif kind == "residue":
            yield from (("loan", at, -e["a"]), (e["to"], at, e["a"]))
        elif kind == "pot_back":
            yield "pot", at, -e["a"] * len(e["m"])
        elif kind == "leave":
            over = e["arrears"] + (e["fines"] if social else 0)
            yield from (("social", at, over), ("loan", at, -over))
            yield "loan", at, 0 if e.get("later") else -e["refund"]
        elif kind == "reverse":
            yield from ((fund, place, -amount) for fund, place, amount in self.moves(e["e"]))


def main(folder="."):
    found = Verifier(folder)
    found.run()
    for fault in found.faults or ([] if found.pages else ["0001: there is no page"]):
        print("FAULT", fault)
    print(f"book {found.book}: {found.pages} pages, {found.entries} entries")
    print(f"founding device {fingerprint(sha256(found.device))}, key {found.device.hex()}")
    print(f"newest page {fingerprint(found.prev)}, hash {found.prev}")
    for (fund, place), amount in sorted(found.cash.items() if found.adding else ()):
        print(f"cash {fund} {place}: {amount}")
    genuine = found.pages and not found.faults
    print("genuine" if genuine else f"faults: {len(found.faults)}")
    return 0 if genuine else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
