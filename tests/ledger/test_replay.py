"""Nothing sealed can be changed, moved, taken away or added unseen."""

import msgspec
import pytest

from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.figures import figures
from coopledger.domain.recording import Recording
from coopledger.interop.group_file import read_group
from coopledger.ledger import page as pages
from coopledger.ledger.page import Page
from coopledger.ledger.replay import Fault, Replay
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import Seal, SigningKey

DEVICE = SigningKey(b"\7" * 32)
OFFICER = SigningKey(b"\x08" * 32)


def small_book(year, officers=(), meetings=2):
    """Founding page and some meetings of four members, and the book that was recorded."""
    file, book = read_group(year / "group.toml"), Book()
    scribe = Scribe(DEVICE, seals_of=officers)
    members = [NewMember(m.code, MemberCard(m.name), m.roles) for m in file.members[:4]]
    keys = [ev.Enrol(m.code, key.public.hex()) for m, key in zip(members, officers, strict=False)]
    written = [scribe.found(book, file.name, file.constitution, members, keys)]
    for number in range(1, meetings + 1):
        day = f"2025-01-{7 * number + 1:02}"
        recording = Recording(book, number, day, scribe.note)
        for member in members:
            recording.record(en.Attendance(member.code, "present"))
            recording.record(en.Contribution(member.code, 500))
            recording.record(en.ShareBuying(member.code, number))
        recording.record(en.LoanRequest(members[number].code, 2_000 * number, 4, "seed"))
        recording.record(en.CashCount("loan", book.cash("loan") - 100, "a coin fell"))
        recording.record(en.CashCount("social", book.cash("social")))
        written.append(scribe.write("meeting", recording.events, book, meeting=number, date=day))
    return [new.page for new in written], book


def fault(found):
    with pytest.raises(Fault) as caught:
        Replay().extend(found)
    return caught.value.kind, caught.value.number


def test_replay_equals_the_live_book(year):
    written, book = small_book(year)
    replay = Replay().extend(written)
    assert replay.book.accounts == book.accounts
    assert figures(replay.book) == figures(book)
    assert replay.findings == []


def test_every_flipped_byte_is_found(year):
    written, _book = small_book(year, meetings=1)
    tried = 0
    for at, page in enumerate(written):
        (seal,) = page.seals
        for part, raw in (("header", page.header), ("body", page.body), ("seal", seal.signature)):
            for offset in range(len(raw)):
                changed = raw[:offset] + bytes([raw[offset] ^ 0x20]) + raw[offset + 1 :]
                if part == "seal":
                    forged = Page(page.header, page.body, (Seal(seal.key, changed),))
                else:
                    forged = msgspec.structs.replace(page, **{part: changed})
                _kind, number = fault([*written[:at], forged, *written[at + 1 :]])
                assert number == at + 1
                tried += 1
    assert tried > 2_000


def test_pages_cannot_be_dropped_swapped_or_repeated(year):
    written, _book = small_book(year, meetings=3)
    founding, first, second, third = written
    assert fault([founding, second, third]) == ("wrong_number", 2)
    assert fault([founding, second, first, third]) == ("wrong_number", 2)
    assert fault([founding, first, first]) == ("wrong_number", 3)
    assert fault([first]) == ("wrong_number", 1)


def test_a_page_of_another_book_is_found(year):
    one, other = small_book(year)[0], small_book(year)[0]
    assert fault([one[0], other[1]])[0] in {"wrong_book", "chain_broken"}
    assert fault([one[0], other[1]])[1] == 2


def test_a_rewritten_history_breaks_the_chain(year):
    """Whoever holds the device's key can make another page 2, but not keep page 3 after it."""
    written, _book = small_book(year)
    head, events = written[1].read()
    changed = pages.canonical.encode(msgspec.structs.replace(head, time=head.time + 1))
    forged = Page(changed, written[1].body, (DEVICE.seal("page", changed),))
    assert events
    assert fault([written[0], forged, written[2]]) == ("chain_broken", 3)


def test_missing_repeated_and_strange_seals_are_found(year):
    written, _book = small_book(year)
    first = written[1]
    bare = msgspec.structs.replace(first, seals=())
    assert fault([written[0], bare]) == ("seal_missing", 2)
    twice = msgspec.structs.replace(first, seals=first.seals * 2)
    assert fault([written[0], twice]) == ("seal_repeated", 2)
    stranger = SigningKey(b"\x09" * 32).seal("page", first.header)
    more = msgspec.structs.replace(first, seals=(*first.seals, stranger))
    assert fault([written[0], more]) == ("unknown_key", 2)
    wrong_use = msgspec.structs.replace(first, seals=(DEVICE.seal("bundle", first.header),))
    assert fault([written[0], wrong_use]) == ("seal_bad", 2)


def test_an_officers_seal_can_be_neither_stripped_nor_swapped(year):
    written, _book = small_book(year, officers=[OFFICER])
    Replay().extend(written)
    first = written[1]
    stripped = msgspec.structs.replace(first, seals=first.seals[:1])
    assert fault([written[0], stripped, written[2]]) == ("seals_changed", 3)
    swapped = (first.seals[0], Seal(OFFICER.public, first.seals[0].signature))
    assert fault([written[0], msgspec.structs.replace(first, seals=swapped)]) == ("seal_bad", 2)


def test_totals_that_lie_are_found(year):
    written, _book = small_book(year)
    head, _events = written[2].read()
    lie = pages.canonical.encode(
        msgspec.structs.replace(head, totals={**head.totals, "loan_box": 1_000_000})
    )
    forged = Page(lie, written[2].body, (DEVICE.seal("page", lie),))
    assert fault([*written[:2], forged]) == ("totals_differ", 3)


def test_a_broken_rule_is_a_finding_and_not_a_fault(year):
    file, book = read_group(year / "group.toml"), Book()
    scribe = Scribe(DEVICE)
    members = [NewMember(m.code, MemberCard(m.name), m.roles) for m in file.members[:3]]
    founding = scribe.found(book, file.name, file.constitution, members)
    recording = Recording(book, 2, "2024-12-31", scribe.note)
    recording.record(en.ShareBuying("M01", 6))
    recording.record(en.LoanRequest("M02", 5_000, 13))
    recording.record(en.FineSet("M03", "singing", 50))
    recording.record(en.FineSet("M03", "late", 201))
    recording.record(en.Contribution("M01", 600))
    recording.close()
    page = scribe.write("meeting", recording.events, book, meeting=2, date="2024-12-31")
    replay = Replay().extend([founding.page, page.page])
    assert {found.finding.code for found in replay.findings} == {
        "meeting_number_gap",
        "before_cycle_start",
        "too_many_shares",
        "loan_above_cap",
        "loan_too_long",
        "unknown_fine",
        "fine_amount_differs",
        "paid_ahead",
        "not_counted",
        "not_called",
    }
    assert [found.finding for found in replay.findings] == recording.findings


def test_a_wrongly_worked_out_charge_is_a_finding(year):
    file, book = read_group(year / "group.toml"), Book()
    scribe = Scribe(DEVICE)
    members = [NewMember(m.code, MemberCard(m.name), m.roles) for m in file.members[:1]]
    founding = scribe.found(book, file.name, file.constitution, members)
    book.begin(1, "2025-01-08")
    events = [ev.Shares("M01", 5, 10_000), ev.Due("social", 400, ("M01",))]
    book.fold(events)
    page = scribe.write("meeting", events, book, meeting=1, date="2025-01-08")
    replay = Replay().extend([founding.page, page.page])
    assert "due_differs" in {found.finding.code for found in replay.findings}
