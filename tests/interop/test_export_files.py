"""Exports as files: what is told and what is not, and that they read back to the same book."""

import csv
import hashlib
import io
import json
import zipfile
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from coopledger.app import practice_places as places
from coopledger.app.exporting import export
from coopledger.app.ledger import Ledger
from coopledger.app.practice import practice_life
from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.recording import Recording
from coopledger.interop.export import FORMATS
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.salted import MemberCard
from coopledger.words.catalog import speaking

FORMULA = '=HYPERLINK("http://x.example","pay"); | [2020/01/01] :tag: \\ "q"'
DAYS = ("2025-01-08", "2025-01-15")
ETHIOPIA = places.HIGHLANDS
CENTS = ETHIOPIA.share_price


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A practice ledger with one group of two meetings, whose texts look like formulas."""
    path = tmp_path_factory.mktemp("kept") / "ledger.coop"
    with Ledger.create(path, "pw", practice=True, cost=Cost(8, 1, 1)) as ledger:
        scribe, book = Scribe(ledger.store.device), Book()
        people = ("+Aster", "@Bekele", "Chaltu")
        members = [NewMember(f"M{n}", MemberCard(name)) for n, name in enumerate(people, 9)]
        rules = places.constitution(ETHIOPIA, DAYS[0], 20)
        pages = [scribe.found(book, "=Biruk Tesfa", rules, members)]
        said = (
            (en.ShareBuying("M9", 5), en.ShareBuying("M10", 3), en.Spending(70_25, FORMULA)),
            (en.LoanRequest("M9", 200_05, 8, "\t-goats\n+2"), en.FineSet("M10", "late", 5_00)),
        )
        for number, (day, entries) in enumerate(zip(DAYS, said, strict=True), 1):
            recording = Recording(book, number, day, scribe.note)
            for entry in entries:
                recording.record(entry)
            for fund, off in (("loan", -25), ("social", 0)):
                recording.record(en.CashCount(fund, book.cash(fund) + off, "-short"))
            pages.append(scribe.write("meeting", recording.events, book, meeting=number, date=day))
        ledger.store.append(pages)
        yield ledger, pages[0].header.book


def exported(kept, file_format, folder, **options):
    ledger, group = kept
    export(ledger, group, file_format, folder / "out", **options)
    return (folder / "out").read_bytes()


def lines_of(raw):
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def balances(kept):
    ledger, group = kept
    return {name: value for name, value in ledger.replay(group).book.accounts.items() if value}


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("names", [False, True])
def test_the_same_book_gives_the_same_bytes(kept, tmp_path, file_format, names):
    first = exported(kept, file_format, tmp_path, names=names)
    assert exported(kept, file_format, tmp_path, names=names) == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


@pytest.mark.parametrize("file_format", FORMATS)
def test_names_and_notes_leave_only_when_they_are_asked_for(kept, tmp_path, file_format):
    for names in (False, True):
        raw = exported(kept, file_format, tmp_path, names=names)
        if file_format == "xlsx":
            with zipfile.ZipFile(io.BytesIO(raw)) as parts:
                raw = b"".join(parts.read(name) for name in parts.namelist())
        for text in (b"Aster", b"Bekele", b"goats", b"HYPERLINK", b"short"):
            if text != b"short" or file_format in ("csv", "json"):  # else a kind's own word
                hidden = raw.replace(b"over_short", b"")
                assert (text in hidden) == names


@pytest.mark.parametrize("file_format", [each for each in FORMATS if each != "csv"])
def test_a_practice_book_says_so(kept, tmp_path, file_format):
    raw = exported(kept, file_format, tmp_path)
    if file_format == "json":
        assert json.loads(raw)["practice"] is True
        return
    if file_format == "xlsx":
        raw = zipfile.ZipFile(io.BytesIO(raw)).read("docProps/core.xml")
    assert b"For practice: nothing in this book is real." in raw


def test_csv_lines_add_up_to_the_book(kept, tmp_path):
    sums, entries = defaultdict(int), defaultdict(int)
    for line in lines_of(exported(kept, "csv", tmp_path)):
        assert (line["debit"] == "") != (line["credit"] == "")
        assert line["currency"] == "ETB"
        amount = int((Decimal(line["debit"] or 0) - Decimal(line["credit"] or 0)) * 100)
        sums[line["account"]] += amount
        entries[line["page"], line["event"], line["fund"]] += amount
    assert {name: value for name, value in sums.items() if value} == balances(kept)
    assert set(entries.values()) == {0}


def test_a_csv_cell_never_runs_as_a_formula(kept, tmp_path):
    raw = exported(kept, "csv", tmp_path, names=True)
    cells = {cell for line in lines_of(raw) for cell in line.values()}
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert {"'" + FORMULA, "'-goats +2", "'+Aster", "'@Bekele", "'-short"} <= cells


def test_csv_headings_and_kinds_are_the_same_in_every_language(kept, tmp_path):
    with speaking("fr"):
        french = exported(kept, "csv", tmp_path)
    assert french == exported(kept, "csv", tmp_path)


def test_json_proves_the_chain_to_a_stranger(kept, tmp_path):
    told = json.loads(exported(kept, "json", tmp_path, names=True))

    def digest(value):
        raw = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
        return hashlib.sha256(raw).hexdigest()

    before = "0" * 64
    for page in told["pages"]:
        assert page["header"]["prev"] == before
        before = digest(page["header"])
        assert page["hash"] == before
        assert page["header"]["body"] == digest(page["events"])
        assert page["seals"]
    assert told["group"] == {"id": digest(told["pages"][0]["events"]), "name": "=Biruk Tesfa"}
    assert told["currency"] == {"code": "ETB", "decimals": 2}
    assert {name: value for name, value in told["balances"].items() if value} == balances(kept)
    assert told["names"] == {"M9": "+Aster", "M10": "@Bekele", "M11": "Chaltu"}
    noted = {event["note"] for page in told["pages"] for event in page["events"] if "note" in event}
    assert set(told["notes"]) == noted
    for name, note in told["notes"].items():
        raw = b"coopledger/note/v1\0" + bytes.fromhex(note["salt"]) + note["text"].encode()
        assert hashlib.sha256(raw).hexdigest() == name


def read_workbook(raw):
    return openpyxl.load_workbook(io.BytesIO(raw))


def table(sheet):
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_the_workbook_holds_numbers_dates_and_no_formula(kept, tmp_path):
    file = read_workbook(exported(kept, "xlsx", tmp_path, names=True))
    assert file.sheetnames == ["Journal", "Members", "Loans", "Meetings", "Balances"]
    kinds = {cell.data_type for sheet in file for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    sums = defaultdict(Decimal)
    for row in table(file["Journal"]):
        sums[row["Account"]] += Decimal(str(row["Debit"] or 0)) - Decimal(str(row["Credit"] or 0))
        assert isinstance(row["Date"], datetime)
    assert {name: int(value * 100) for name, value in sums.items() if value} == balances(kept)
    told = {r["Account"]: r["Debits less credits"] for r in table(file["Balances"])}
    assert {name: round(value * 100) for name, value in told.items() if value} == balances(kept)
    assert file["Journal"]["K2"].number_format.startswith("#,##0.00")
    assert FORMULA in {row["Note"] for row in table(file["Journal"])}


def test_the_workbooks_lists_are_the_books(kept, tmp_path):
    ledger, group = kept
    file = read_workbook(exported(kept, "xlsx", tmp_path))
    members = table(file["Members"])
    assert [(row["Member"], row["Shares"], row["Savings"]) for row in members] == [
        ("M9", 5, 5 * CENTS / 100),
        ("M10", 3, 3 * CENTS / 100),
        ("M11", 0, 0),
    ]
    assert [row["Fines owed"] for row in members] == [0, 5, 0]
    (loan,) = table(file["Loans"])
    assert (loan["Amount"], loan["Loans out"], loan["State"]) == (200.05, 200.05, "open")
    assert (loan["Paid out on"].date(), loan["Due on"].date()) == (
        date(2025, 1, 15),
        date(2025, 3, 12),
    )
    meetings = table(file["Meetings"])
    assert [row["Date"].date().isoformat() for row in meetings] == list(DAYS)
    cash = ledger.replay(group).book.cash("loan")
    assert round(meetings[-1]["Cash: loan, box"] * 100) == cash


def test_nothing_in_the_workbook_tells_when_it_was_made(kept, tmp_path):
    with zipfile.ZipFile(io.BytesIO(exported(kept, "xlsx", tmp_path))) as parts:
        assert {part.date_time[:3] for part in parts.infolist()} == {(1980, 1, 1)}
        core = parts.read("docProps/core.xml").decode()
    assert core.count(f"{DAYS[-1]}T00:00:00Z") == 2


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_language_of_longer_words_is_no_trouble(kept, tmp_path, file_format):
    from coopledger.words.languages import LONG, MIRRORED

    for language in ("fr", LONG, MIRRORED):
        with speaking(language):
            raw = exported(kept, file_format, tmp_path)
        if file_format == "xlsx":
            assert len(set(read_workbook(raw).sheetnames)) == 5


def test_a_folder_that_is_not_there_is_refused(kept, tmp_path):
    with pytest.raises(Refusal) as refused:
        exported(kept, "csv", tmp_path / "nowhere")
    assert refused.value.code == "not_writable"
    assert list(tmp_path.iterdir()) == []


def test_the_ledger_itself_is_never_replaced(kept, tmp_path):
    ledger, group = kept
    store = ledger.store.path
    for own in (store, store.with_name(store.name + ".keys")):
        (tmp_path / own.name).symlink_to(own)
        before = own.read_bytes()
        for out in (own, tmp_path / own.name):
            with pytest.raises(Refusal) as refused:
                export(ledger, group, "json", out)
            assert refused.value.code == "not_writable"
        assert own.read_bytes() == before


def test_what_was_written_before_is_replaced_whole(kept, tmp_path):
    (tmp_path / "out").write_text("x" * 1_000_000)
    assert lines_of(exported(kept, "csv", tmp_path))


def test_a_group_without_a_meeting_is_exported_too(tmp_path):
    life = practice_life(1, 12, 20)
    with Ledger.create(tmp_path / "ledger.coop", "pw", cost=Cost(8, 1, 1)) as ledger:
        page = Scribe(ledger.store.device).found(Book(), life.name, life.constitution, life.members)
        ledger.store.append([page])
        for file_format in FORMATS:
            made = export(ledger, page.header.book, file_format, tmp_path / "out")
            assert (made.pages, made.entries, made.accounts) == (1, 0, 0)
            assert (tmp_path / "out").stat().st_size > 0
