"""Of a long book, verified on all cores, the first page that fails is named, as one by one."""

import datetime as dt

import pytest

from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.recording import Recording
from coopledger.interop.group_file import read_group
from coopledger.ledger.page import Page
from coopledger.ledger.replay import Fault, Replay
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import Seal, SigningKey
from tests.conftest import YEAR

PAGES = 300
OFFICERS = [SigningKey(bytes([n]) * 32) for n in (8, 9)]


@pytest.fixture(scope="module")
def written():
    file, book = read_group(YEAR / "group.toml"), Book()
    scribe = Scribe(SigningKey(b"\7" * 32), seals_of=OFFICERS)
    people = [NewMember(m.code, MemberCard(m.name), m.roles) for m in file.members[:3]]
    keys = [ev.Enrol(m.code, key.public.hex()) for m, key in zip(people, OFFICERS, strict=False)]
    pages = [scribe.found(book, file.name, file.constitution, people, keys).page]
    for number in range(1, PAGES):
        day = (dt.date(2025, 1, 1) + dt.timedelta(weeks=number)).isoformat()
        recording = Recording(book, number, day, scribe.note)
        recording.record(en.Attendance("M01", "present"))
        kept = scribe.write("meeting", recording.events, book, meeting=number, date=day)
        pages.append(kept.page)
    return pages


def fault(pages):
    with pytest.raises(Fault) as caught:
        Replay().extend(pages)
    return caught.value.kind, caught.value.number


def broken(page, place):
    """The page with one bit of one signature turned."""
    seals = list(page.seals)
    signature = bytearray(seals[place].signature)
    signature[5] ^= 1
    seals[place] = Seal(seals[place].key, bytes(signature))
    return Page(page.header, page.body, tuple(seals))


def test_a_list_is_verified_as_pages_one_by_one(written):
    together, alone = Replay().extend(written), Replay().extend(iter(written))
    assert together.hashes == alone.hashes
    assert together.sealed == alone.sealed
    assert len(together.sealed[-1]) == len(OFFICERS)


@pytest.mark.parametrize("number", [1, 2, 16, 17, 128, 129, 257, PAGES])
@pytest.mark.parametrize("place", [0, 2])
def test_a_bad_seal_is_found_wherever_it_is(written, number, place):
    pages = [*written]
    pages[number - 1] = broken(pages[number - 1], place)
    if number + 5 <= PAGES:  # a later one is not the one that is named
        pages[number + 4] = broken(pages[number + 4], 1)
    assert fault(pages) == ("seal_bad", number)
    assert fault(iter(pages)) == ("seal_bad", number)


@pytest.mark.parametrize("number", [2, 130, PAGES])
def test_a_seal_by_nobody_known_is_named_before_it_is_tried(written, number):
    pages = [*written]
    page = pages[number - 1]
    stranger = Seal(SigningKey(b"\x0b" * 32).public, b"\0" * 64)
    pages[number - 1] = Page(page.header, page.body, (*page.seals, stranger))
    assert fault(pages) == fault(iter(pages)) == ("unknown_key", number)
