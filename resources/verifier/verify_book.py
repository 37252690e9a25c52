# ruff: noqa: ANN001, ANN201, D101, D102, D103, INP001 - short, so that an auditor reads all of it
"""Verify a savings group's book that lies as plain files: python verify_book.py [FOLDER].

Needs Python 3.9 and PyNaCl; shares no code with the program that wrote the book. Checks each page's
form, the chain, the seals, who held the book, the cash of every fund and place, added up again; not
how many had to seal, other totals or rules: `coopledger verify FOLDER` does. Exit 1: faults.
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

PLAIN = re.compile(rb'(?:[][{}:,-]|[0-9]{1,16}(?![0-9])|"[A-Za-z0-9_.-]{0,64}")*')
WRONG = (CryptoError, KeyError, TypeError, ValueError, AttributeError, IndexError)
# Kinds of entry, the fund whose cash they move (f: a named one, F: that of fines), sign, amounts.
CASH = """shares:loan + a x;save hold recover borrow arrive:loan + a;repay:loan + c p late;
pot:pot - a fee;withdraw pay_out:loan - a;pay_back transfer_out:loan - c p;transfer_in:loan + c p;
fine_paid:F + a;grant expense:f - a;contribute income over_short opening_cash:f + a"""
CASH = {k: how.split() for ks, how in (x.split(":") for x in CASH.split(";")) for k in ks.split()}
KNOWN = """found amend join enrol revoke office attend death leave due fine charge late loan adopt
capitalise write_off reschedule release borrow_charge count move entitle set_off share_out reverse
residue cycle turns pot_back replace continue opening opening_loan decision erase hand_over
take_over notice agree opening_debt opening_pot receipt open_count depart"""
KNOWN = {*CASH, *KNOWN.split()}


def sha256(raw):
    return hashlib.sha256(raw).hexdigest()


def fingerprint(digest):
    return " ".join(re.findall("....", f"{int(digest, 16) % 10**20:020d}"))


def canonical(raw):
    depths = accumulate((byte in b"[{") - (byte in b"]}") for byte in raw)
    if len(raw) > 1 << 20 or not PLAIN.fullmatch(raw) or max(depths) > 5 or b'"at":"box"' in raw:
        raise ValueError("too large or deep, or no plain codes and whole numbers")
    fact = json.loads(raw)
    if json.dumps(fact, sort_keys=True, separators=(",", ":")).encode() != raw:
        raise ValueError("not in canonical form")
    return fact


class Verifier:
    def __init__(self, folder) -> None:
        self.folder, self.faults, self.public, self.members = Path(folder), [], {}, {}
        self.book, self.holders, self.prev, self.frozen = "", [b""], "0" * 64, "0" * 64
        self.pages, self.entries, self.adding, self.cash = 0, 0, True, defaultdict(int)
        self.day, self.rules, self.versions = "", {}, []

    def fault(self, where, what) -> None:
        self.faults.append(f"{where}: {what}")

    def read(self, name):
        path = self.folder / name
        good = path.is_file() and not path.is_symlink() and path.stat().st_size <= 1 << 24
        return path.read_bytes() if good else self.fault(name, "missing, or no plain file") or b""

    def run(self) -> None:
        for path in sorted(self.folder.glob("key-*.pem")):
            with suppress(ValueError):
                key = base64.b64decode(self.read(path.name)[27:87])[12:]
                self.public[sha256(key)[:16]] = key
            if path.name[4:20] not in self.public:
                self.fault(path.name, "not the key that its name says")
        for stem in sorted(path.name[:-12] for path in self.folder.glob("*.header.json")):
            self.page(stem) if stem.isdigit() else self.fault(stem, "forked: a second such page")
        for path in sorted(self.folder.glob("texts/*")):
            if sha256(self.read(f"texts/{path.name}")) != path.stem:
                self.fault(f"texts/{path.name}", "not the text that was sealed")
        for line in self.read("SHA256SUMS").decode("ascii", "replace").splitlines():
            if sha256(self.read(line[66:])) != line[:64]:
                self.fault(line[66:], "not the file that SHA256SUMS names")

    def page(self, stem) -> None:
        self.pages += 1
        header, body = self.read(f"{stem}.header.json"), self.read(f"{stem}.body.json")
        seals = [(p.name[-20:-4], self.read(p.name)) for p in self.folder.glob(f"{stem}.*.sig")]
        try:
            head, events = canonical(header), canonical(body)
            self.check(stem, head, events, body)
            self.check_seals(stem, header, events, dict(seals))
            self.add(stem, head, events)
            if head["kind"] == "hand_over":
                self.holders.append(bytes.fromhex(events[0]["to"]))
        except WRONG as problem:
            self.fault(stem, f"unreadable: {type(problem).__name__} {problem}")
            self.adding = False
        frozen = b"".join(self.public.get(name, b"") + seal for name, seal in sorted(seals))
        self.prev, self.frozen = sha256(header), sha256(b"coopledger/seals/v1\0" + frozen)

    def check(self, stem, head, events, body) -> None:
        if self.pages == 1:
            self.book, self.holders = sha256(body), [bytes.fromhex(events[0]["device"])]
        if head["kind"] in ("hand_over", "take_over"):
            (event,), told = events, {"epoch": len(self.holders) + 1, "k": head["kind"]}
            if head["kind"] == "take_over":
                told |= {"page": self.pages - 1, "hash": self.prev}
                self.holders.append(bytes.fromhex(event["to"]))
            if event != {**event, **told}:
                self.fault(stem, "the book is passed on from another page, or to another epoch")
        told = {"number": self.pages, "book": self.book, "prev": self.prev, "seals": self.frozen}
        told |= {"device": sha256(self.holders[-1])[:16], "epoch": len(self.holders)}
        told |= {"body": sha256(body), "length": len(body), "events": len(events)}
        for name, value in told.items():
            if head[name] != value:
                self.fault(stem, f"{name} is {head[name]}, not {value}")

    def check_seals(self, stem, header, events, seals) -> None:
        device = self.holders[-1]
        officers = {sha256(key)[:16] for key in self.members.values() if key != device}
        new = {e["m"]: bytes.fromhex(e["key"]) for e in events if e["k"] == "enrol"}
        if not all(map(bindings.crypto_core_ed25519_is_valid_point, [device, *new.values()])):
            self.fault(stem, "a key that is not sound")
        if any(e["k"] == "take_over" for e in events) and not officers & {*seals}:
            self.fault(stem, "the book is taken over, and no officer has sealed it")
        keys = {sha256(key)[:16]: key for key in (device, *self.members.values(), *new.values())}
        for name, signature in seals.items():
            try:
                bindings.crypto_sign_open(signature + b"coopledger/page/v1\0" + header, keys[name])
            except WRONG:
                self.fault(stem, f"the seal of {name} does not fit, or its key is unknown")
        if sha256(device)[:16] not in seals:
            self.fault(stem, "no seal of the device that holds the book")
        keys = {**self.members, **new}.items()
        self.members = {m: k for m, k in keys if {"k": "revoke", "m": m} not in events}

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
        kind, at, fines = e["k"], e.get("at", "box"), self.rules.get("fines_go_to", "loan")
        if kind in CASH:
            fund, sign, *names = CASH[kind]
            amount = int(sign + "1") * sum(e.get(name, 0) for name in names)
            yield {"f": e.get("f"), "F": fines}.get(fund, fund), at, amount
        elif kind == "loan" and not e.get("rolled"):
            yield "loan", at, e.get("kept", 0) - e["a"]
        elif kind == "move":
            yield from ((e["f"], e["from"], -e["a"]), (e["f"], e["to"], e["a"]))
        elif kind == "residue":
            yield from (("loan", at, -e["a"]), (e["to"], at, e["a"]))
        elif kind == "pot_back":
            yield "pot", at, -e["a"] * len(e["m"])
        elif kind in ("leave", "depart"):
            over = e["arrears"] + (e["fines"] if fines == "social" else 0)
            refund = 0 if e.get("later") else e["refund"]
            yield from (("social", at, over), ("loan", at, -over - refund))
        elif kind == "reverse":
            yield from ((fund, place, -amount) for fund, place, amount in self.moves(e["e"]))


def main(folder="."):
    found = Verifier(folder)
    found.run()
    for fault in found.faults or ([] if found.pages else ["0001: there is no page"]):
        print("FAULT", fault)
    print(f"book {found.book}: {found.pages} pages, {found.entries} entries")
    print(f"founding device {fingerprint(sha256(found.holders[0]))}, key {found.holders[0].hex()}")
    print(f"newest page {fingerprint(found.prev)}, hash {found.prev}")
    print(f"held by device {fingerprint(sha256(found.holders[-1]))}, epoch {len(found.holders)}")
    for (fund, place), amount in sorted(found.cash.items() if found.adding else ()):
        print(f"cash {fund} {place}: {amount}")
    genuine = found.pages and not found.faults
    print("genuine" if genuine else f"faults: {len(found.faults)}")
    return 0 if genuine else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
