"""Make the golden books again: python tests/ledger/make_golden_books.py

Keys, salts and times are fixed, so the bytes are always the same. Books that were once published
must never change: a new rule of the format gets a new book, the old ones stay as they are.
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import msgspec

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.constitution import Constitution, Quorum, ShareOutRounding
from coopledger.domain.figures import figures
from coopledger.domain.recording import Recording
from coopledger.domain.recording.corrections import correct
from coopledger.domain.settlement import share_out_events
from coopledger.ledger import page as pages
from coopledger.ledger.book_folder import book_files, sums
from coopledger.ledger.canonical import encode
from coopledger.ledger.folder_check import check_folder
from coopledger.ledger.page import Page, sha256
from coopledger.ledger.salted import GroupCard, MemberCard, Salted
from coopledger.ledger.seals import SigningKey

HERE = Path(__file__).parent / "golden_books"
RULES = Constitution(
    kind="vsla",
    currency="UGX",
    currency_decimals=0,
    country="UG",
    cycle_start="2025-01-01",
    charge_percent="5",
    fines={"absent": 500, "late": 200},
    share_out_rounding=ShareOutRounding("truncate_value", 10),
    share_price=2000,
    max_shares_per_meeting=5,
    social_contribution=500,
)
QUORUMS = {
    "meeting": Quorum("key_holders", 2),
    "officers": Quorum("key_holders", 2),
    "adoption": Quorum("key_holders", 2),
    "erasure": Quorum("key_holders", 2),
}
SEALED_RULES = msgspec.structs.replace(RULES, quorums=QUORUMS)
MEMBERS = ("M01", "M02", "M03", "M04")
NAMES = ("Nakato Winnie", "Okello James", "Auma Grace", "Mugisha Peter")
FIRST_TIME = 1_735_732_800_000
"""Midnight (UTC) before 2025-01-01 ends, in milliseconds."""
DAY = 86_400_000


def key(name: str) -> SigningKey:
    """A key that everybody knows: it seals nothing but these books."""
    return SigningKey(hashlib.sha256(f"golden {name}".encode()).digest())


DEVICE = key("device")
SECOND = key("second device")
OFFICERS = [key(code) for code in MEMBERS[:3]]


class Pen:
    """Writes one book: every page on the day after the last, every salt from its number."""

    def __init__(self) -> None:
        self.book = Book()
        self.pages: list[Page] = []
        self.texts: list[Salted] = []
        self.history: list[list[ev.Event]] = []
        self.forks: dict[int, Page] = {}
        self.device = DEVICE

    def keep(self, sort: str, text: str) -> str:
        salt = hashlib.sha256(f"salt {len(self.texts)}".encode()).digest()
        self.texts.append(Salted(sort, salt, text))
        return self.texts[-1].digest

    def note(self, text: str) -> str:
        return self.keep("note", text)

    def write(self, kind, events, *, meeting=0, date="", officers=()):
        after = (pages.HEADER.decode(self.pages[-1].header), self.pages[-1]) if self.pages else None
        header, body = pages.write(
            book=after[0].book if after else "",
            after=after,
            device=self.device.id,
            kind=kind,
            events=events,
            figures=figures(self.book),
            rules=self.book.version,
            time=FIRST_TIME + len(self.pages) * DAY,
            meeting=meeting,
            date=date,
        )
        self.add(header, body, officers, events)

    def add(self, header, body, officers=(), events=()):
        signers = (self.device, *officers)
        page = Page(header, body, tuple(signer.seal("page", header) for signer in signers))
        self.pages.append(page)
        self.book.id, self.book.page = sha256(self.pages[0].body), len(self.pages)
        self.history.append(list(events))

    def found(self, rules=RULES, officers=()):
        salt = "00112233445566778899aabbccddeeff"
        card = self.keep("group", encode(GroupCard("Tukolere Wamu")).decode())
        events: list[ev.Event] = [ev.Found(rules, DEVICE.public.hex(), salt, card)]
        roles = [("chairperson", "key_holder"), ("key_holder",), ("treasurer", "key_holder"), ()]
        for code, name, held in zip(MEMBERS, NAMES, roles, strict=True):
            text = encode(MemberCard(name, "f", "+256 700 000 000")).decode()
            events.append(ev.Join(code, self.keep("member", text), held))
        events += [ev.Enrol(m, k.public.hex()) for m, k in zip(MEMBERS, officers, strict=False)]
        self.act("founding", events, officers=officers)

    def act(self, kind, events, *, date="", officers=()):
        """Write a page that is no meeting."""
        if date:
            self.book.begin(0, date)
        self.book.fold(events)
        self.write(kind, events, date=date, officers=officers)

    def meet(
        self, number, day, kind="meeting", *, officers=(), extra=(), short=0, bare=False, **options
    ):
        """Hold a meeting in which each of the first three buys shares and pays what is due.

        A ``bare`` one has only what is said beside that.
        """
        recording = Recording(self.book, number, day, self.note, history=self.history, **options)
        said = []
        if not (bare or options.get("again")):
            said = [en.Attendance(m, "present") for m in MEMBERS[:3]]
            said.append(en.Attendance("M04", "absent"))
            said += [en.Contribution(m, 500) for m in MEMBERS[:3]]
            said += [en.ShareBuying(m, n) for n, m in enumerate(MEMBERS[:3], 2)]
        said += extra
        for entry in said:
            recording.record(entry)
        reason = "a coin fell" if short else ""
        recording.record(en.CashCount("loan", self.book.cash("loan") - short, reason))
        for fund in self.book.rules.funds[1:]:
            recording.record(en.CashCount(fund, self.book.cash(fund)))
        recording.close()
        self.write(kind, recording.events, meeting=number, date=day, officers=officers)


def founding() -> Pen:
    """The shortest book: one page."""
    pen = Pen()
    pen.found()
    return pen


def meeting() -> Pen:
    """Two meetings: savings, a fine, a loan with its charge, a count that differs, an expense."""
    pen = founding()
    lent = en.LoanRequest("M02", 9_000, 4, "seed")
    pen.meet(1, "2025-01-08", extra=[en.FineSet("M04", "absent", 500), lent])
    more = [en.Repayment("M02", 5_450), en.Spending(1_000, "a lock")]
    more += [en.Transfer(2_000, "box", "bank"), en.FinePayment("M04", 300)]
    pen.meet(2, "2025-02-05", extra=more, short=100)
    return pen


def copied() -> Pen:
    """A meeting copied from paper: the device's seal only, and a rule broken on paper."""
    pen = founding()
    pen.meet(1, "2025-01-08", "copied", extra=[en.ShareBuying("M03", 2)])
    return pen


def officers() -> Pen:
    """Officers enrolled at the founding; three seals a page; one short; a key revoked."""
    pen = Pen()
    pen.found(SEALED_RULES, OFFICERS)
    pen.meet(1, "2025-01-08", officers=OFFICERS[:2])
    pen.meet(2, "2025-01-15", officers=OFFICERS[2:])
    new = key("M02 anew")
    events = [ev.Revoke("M01"), ev.Enrol("M02", new.public.hex())]
    events.append(ev.Office("M04", ("deputy",)))
    pen.act("officers", events, date="2025-01-15", officers=[*OFFICERS, new])
    pen.meet(3, "2025-01-22", officers=[new, OFFICERS[2]])
    return pen


def reversal() -> Pen:
    """A loan written down twice, undone by its opposite."""
    pen = founding()
    lent = en.LoanRequest("M01", 4_000, 4, "goats")
    pen.meet(1, "2025-01-08", extra=[lent])
    place = next(i for i, e in enumerate(pen.history[1]) if isinstance(e, ev.LoanOut))
    pen.book.begin(0, "2025-01-09")
    entry = en.Correction(2, place, "never paid out", ("M01", "M02"))
    event = correct(pen.book, pen.history, entry, pen.note)
    pen.act("correction", [event])
    return pen


def cycle() -> Pen:
    """A share-out with a debt set off, and the cycle that follows."""
    pen = founding()
    pen.meet(1, "2025-01-08", extra=[en.LoanRequest("M02", 9_000, 4)])
    pen.meet(2, "2025-02-05", extra=[en.Repayment("M02", 450)])
    events = share_out_events(pen.book)
    pen.act("share_out", events, date="2025-02-05")
    pen.act("cycle", [ev.Cycle(2, "2025-02-12")], date="2025-02-12")
    pen.meet(3, "2025-02-12")
    return pen


def amendment() -> Pen:
    """A new share price, in force from a later day."""
    pen = founding()
    pen.meet(1, "2025-01-08")
    rules = msgspec.structs.replace(RULES, share_price=3000)
    pen.act("amendment", [ev.Amend(rules, "2025-01-15")], date="2025-01-08")
    pen.meet(2, "2025-01-15")
    return pen


def baseline() -> Pen:
    """A group taken over from paper in mid-cycle."""
    pen = founding()
    events: list[ev.Event] = [
        ev.Opening("M01", 5, 10_000, arrears=500),
        ev.Opening("M02", 3, 6_000, fines=200),
        ev.OpeningLoan(1, "M01", 8_000, 6_000, 300, "2025-01-08", 12, "2025-03-05"),
        ev.OpeningCash("loan", 11_000, n=6, earned=800),
        ev.OpeningCash("social", 4_000),
    ]
    pen.act("baseline", events, date="2025-02-12")
    pen.meet(7, "2025-02-19")
    return pen


def continuation() -> Pen:
    """A meeting that was broken off and went on: two pages, one meeting."""
    pen = founding()
    pen.meet(1, "2025-01-08")
    late = en.LoanRequest("M03", 4_000, 4, "school fees")
    pen.meet(1, "2025-01-09", extra=[late], again=True)
    return pen


def adoption() -> Pen:
    """A page copied from paper that the officers made their own."""
    pen = Pen()
    pen.found(SEALED_RULES, OFFICERS)
    pen.meet(1, "2025-01-08", "copied")
    event = ev.Adopt(2, pen.pages[1].hash.hex())
    pen.act("adopt", [event], date="2025-01-15", officers=OFFICERS[1:])
    return pen


def erasure() -> Pen:
    """A member's card and a note erased by the officers' order: the chain still verifies."""
    pen = Pen()
    pen.found(SEALED_RULES, OFFICERS)
    lent = en.LoanRequest("M02", 4_000, 4, "a thing of M02 only")
    pen.meet(1, "2025-01-08", officers=OFFICERS[:2], extra=[lent])
    gone = tuple(pen.texts.pop(at).digest for at in (5, 2))
    pen.act("erasure", [ev.Erase("M02", gone)], date="2025-01-15", officers=OFFICERS[:2])
    return pen


def unknown_kind() -> Pen:
    """A page of a later program, and a page after it: kept, and not understood here."""
    pen = founding()
    pen.meet(1, "2025-01-08")
    for number, kind in ((3, "weather"), (4, "due")):
        event = {"k": kind, "a": 3} if kind == "weather" else {"k": kind, "f": "a", "a": 1, "m": []}
        body = encode([event])
        last = pages.HEADER.decode(pen.pages[1].header)
        header = {
            **msgspec.to_builtins(last),
            "app": 2 if kind == "weather" else 1,
            "number": number,
            "prev": pen.pages[-1].hash.hex(),
            "seals": pages.seals_digest(pen.pages[-1].seals),
            "time": FIRST_TIME + number * DAY,
            "body": sha256(body),
            "length": len(body),
            "events": 1,
            "kind": "correction",
        }
        del header["meeting"]
        pen.add(encode(header), body)
    return pen


def fork() -> Pen:
    """Two pages 3, both sealed by the device, as a restored backup makes them."""
    pen = founding()
    pen.meet(1, "2025-01-08")
    before = pen.book.copy(whole=True)
    pen.meet(2, "2025-01-15")
    other = pen.pages.pop()
    pen.book, pen.history = before, pen.history[:-1]
    pen.meet(2, "2025-01-16")
    pen.forks = {3: other}
    return pen


def by_all() -> Pen:
    """A pot and a debt from paper, notice and savings taken back, rules to which all agreed."""
    pen = Pen()
    rules = msgspec.structs.replace(
        RULES,
        funds=("loan", "social", "pot"),
        saving="any",
        share_price=0,
        max_shares_per_meeting=0,
        withdrawable=1,
        withdrawal_notice=7,
        share_out="profit_only",
        share_out_rule="savings_and_charges",
        reserve_percent="10",
        share_out_rounding=ShareOutRounding("largest_remainder", 1),
        hand=1000,
        amendment_consent="all_hands",
    )
    pen.found(rules)
    events: list[ev.Event] = [
        ev.OpeningCash("loan", 11_000, n=6, earned=-2_300, shared=90_000),
        ev.OpeningCash("pot", 900),
        *(ev.Opening(m, 0, 2_700, pot=100 if m == "M04" else 0) for m in MEMBERS),
        ev.OpeningDebt("bank", 2_000, 500),
        ev.OpeningPot(("M01", "M02", "M04"), ("M01",), 1),
    ]
    pen.act("baseline", events, date="2025-02-12")
    said = [en.NoticeGiven("M01", 700), en.NoticeGiven("M02", 300), en.MoneyIn(4_000, "a field")]
    pen.meet(7, "2025-02-19", bare=True, extra=said)
    taken = [en.SavingsTaken("M01", 500), en.SavingsTaken("M02", 400)]
    pen.meet(8, "2025-02-26", bare=True, extra=taken)
    fewer = msgspec.structs.replace(rules, withdrawal_notice=14)
    agreed = ev.Agree(("M01", "M02", "M04"))
    pen.act("amendment", [ev.Amend(fewer, "2025-03-05"), agreed], date="2025-02-26")
    pen.act("share_out", share_out_events(pen.book), date="2025-02-26")
    return pen


def hand_over() -> Pen:
    """The book passed on to a second device, which holds the next meeting, and back again."""
    pen = Pen()
    pen.found(SEALED_RULES, OFFICERS)
    pen.meet(1, "2025-01-08", officers=OFFICERS[:2])
    passed = ev.HandOver(SECOND.public.hex(), 2)
    pen.act("hand_over", [passed], date="2025-01-08", officers=OFFICERS[1:])
    pen.device = SECOND
    pen.meet(2, "2025-01-15", officers=OFFICERS[:2])
    back = ev.HandOver(DEVICE.public.hex(), 3)
    pen.act("hand_over", [back], date="2025-01-15", officers=OFFICERS[:2])
    pen.device = DEVICE
    pen.meet(3, "2025-01-22", officers=OFFICERS[:2])
    return pen


def take_over() -> Pen:
    """A lost laptop: the officers give the book to another; a page of the old one turns up."""
    pen = Pen()
    pen.found(SEALED_RULES, OFFICERS)
    pen.meet(1, "2025-01-08", officers=OFFICERS[:2])
    before = pen.book.copy(whole=True)
    pen.meet(2, "2025-01-15", officers=OFFICERS[:2])
    lost = pen.pages.pop()
    pen.book, pen.history, pen.device = before, pen.history[:-1], SECOND
    taken = ev.TakeOver(SECOND.public.hex(), 2, 2, pen.pages[-1].hash.hex())
    pen.act("take_over", [taken], date="2025-01-20", officers=OFFICERS[:2])
    pen.meet(2, "2025-01-22", officers=OFFICERS[:2])
    pen.forks = {3: lost}
    return pen


def between_groups() -> Pen:
    """A member who came and one who moved, a loan to another group and one from it, one undone."""
    pen = founding()
    one, two = "ab" * 32, "cd" * 32
    pen.meet(1, "2025-01-08", extra=[en.ShareBuying("M03", 1), en.MoneyIn(3_000, "a field")])
    joined = en.Joining("M05", encode(MemberCard("Achan Mary", "f", "")).decode())
    said = [joined, en.MoveIn("M05", one, 5_500, number="0123456789"), en.GroupLoan(two, 6_000)]
    said += [en.Borrowing(one, 4_000, "for seed"), en.MoveAway("M03", two, reason="married")]
    card = {"card": lambda text: pen.keep("member", text)}
    pen.meet(2, "2025-01-15", bare=True, extra=said, **card)
    said = [en.GroupCharge(two, 300), en.LenderCharge(one, 200), en.GroupPayment(two, 1_300)]
    said += [en.LenderPayment(one, 700), en.MoveIn("M04", "union", 2_000, claim=True)]
    pen.meet(3, "2025-01-22", bare=True, extra=said)
    pen.meet(4, "2025-01-29", bare=True, extra=[en.MoveAway("M02", one, claim=True)])
    place = next(i for i, e in enumerate(pen.history[3]) if isinstance(e, ev.Arrive))
    pen.book.begin(0, "2025-01-30")
    entry = en.Correction(4, place, "it was not so")
    pen.act("correction", [correct(pen.book, pen.history, entry, pen.note)])
    return pen


BOOKS = {
    "01-founding": founding,
    "02-meeting": meeting,
    "03-copied": copied,
    "04-officers": officers,
    "05-reversal": reversal,
    "06-cycle": cycle,
    "07-amendment": amendment,
    "08-baseline": baseline,
    "09-continuation": continuation,
    "10-adoption": adoption,
    "11-erasure": erasure,
    "12-unknown-kind": unknown_kind,
    "13-fork": fork,
    "14-by-all": by_all,
    "15-hand-over": hand_over,
    "16-take-over": take_over,
    "17-between-groups": between_groups,
}


def expected(folder: Path, about: str) -> dict[str, object]:
    """What a reader must find in a book; see `tests/ledger/test_golden_books.py`."""
    found = check_folder(folder)
    replay = found.replay
    headers = sorted(folder.glob("*.header.json"))
    passed_on = {"epoch": replay.holder.epoch} if replay.holder.epoch > 1 else {}
    return {
        **passed_on,
        "about": about,
        "book": replay.book_id,
        "device": found.device,
        "hashes": {path.name[:-12]: sha256(path.read_bytes()) for path in headers},
        "genuine_pages": len(replay.headers),
        "verdict": [msgspec.to_builtins(fault) for fault in found.faults],
        "figures": figures(replay.book),
        "accounts": {name: sum_ for name, sum_ in sorted(replay.book.accounts.items()) if sum_},
        "findings": [[f.number, f.finding.code, f.finding.member] for f in replay.findings],
        "sealed_by": [list(codes) for codes in replay.sealed],
        "texts": found.texts,
        "hidden": list(found.hidden),
    }


def make(target: Path, name: str) -> None:
    """Write one golden book."""
    pen = BOOKS[name]()
    folder = target / name / "book"
    files = book_files(pen.pages, pen.texts, pen.forks)
    files["SHA256SUMS"] = sums(files)
    for file, data in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data)
    told = expected(folder, BOOKS[name].__doc__)
    text = json.dumps(told, indent=1, sort_keys=True) + "\n"
    (target / name / "expected.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Write all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=HERE)
    target = parser.parse_args().into
    for name in BOOKS:
        shutil.rmtree(target / name, ignore_errors=True)
        make(target, name)
        print(name)


if __name__ == "__main__":
    main()
