"""A record keeper for the fault tests: types meetings, seals them, and says what is safe.

    python -m tests.faults.keeper STORE [MEETINGS]

Each line is one JSON document, written only after the store said that it is on the disk:
``{"draft": [meeting, entries]}``, ``{"page": [number, hash]}``; or ``{"refused": code}``. What is
refused is tried again, `PATIENCE` times in all.
"""

import datetime as dt
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from coopledger.app.heads import FOLDER_VARIABLE
from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.app.meetings import begin_draft, decode_draft, encode_draft, seal_meeting, work_out
from coopledger.app.questions import verify
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import Cost
from coopledger.store.store import keys_path

PASSPHRASE = "seven goats"
YEAR = Path(__file__).parents[1] / "notebooks" / "vsla-year"
PATIENCE = 3
BREATH = 12
"""Entries from one kept draft to the next."""

Say = Callable[[dict[str, object]], None]


def make_store(path: Path) -> None:
    """A closed store with the year's group and its first three meetings."""
    notebook = path.with_name("notebook")
    notebook.mkdir(parents=True)
    shutil.copy(YEAR / "group.toml", notebook)
    head, *lines = (YEAR / "notebook.csv").read_text().splitlines(keepends=True)
    kept = [line for line in lines if line.startswith(("1,", "2,", "3,"))]
    (notebook / "notebook.csv").write_text("".join([head, *kept]))
    with Ledger.create(path, PASSPHRASE, cost=Cost(8, 1, 1)) as ledger:
        import_notebook(ledger, notebook)


def copy_store(path: Path, folder: Path) -> Path:
    """Copy a closed store and its keys into a folder, down to the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, folder / path.name)
    shutil.copy(keys_path(path), keys_path(folder / path.name))
    os.sync()
    return folder / path.name


def talk(codes: Iterable[str], meeting: int) -> list[en.AnyEntry]:
    """What is said in a meeting: some 60 entries with 20 members, without the counts."""
    people = list(codes)
    said: list[en.AnyEntry] = [en.Attendance(code, "present") for code in people]
    said += [en.Contribution(code, 500) for code in people]
    said += [en.ShareBuying(code, 1 + (i + meeting) % 5) for i, code in enumerate(people)]
    return said


def hold_meeting(ledger: Ledger, group: str, say: Say) -> None:
    """Type the next meeting, or the rest of one whose draft was kept, and seal it."""
    book = ledger.replay(group).book
    day = dt.date.fromordinal(book.day) + dt.timedelta(weeks=1)
    draft = begin_draft(ledger, group, day.isoformat())
    said = talk(book.members, draft.meeting)
    for end in range(len(draft.entries) + BREATH, len(said) + BREATH, BREATH):
        draft = msgspec.structs.replace(draft, entries=tuple(said[:end]))
        ledger.store.save_draft(group, encode_draft(draft))
        say({"draft": [draft.meeting, len(draft.entries)]})
    after = work_out(book, draft).book
    counts = [en.CashCount(fund, after.cash(fund)) for fund in ("loan", "social")]
    draft = msgspec.structs.replace(draft, entries=(*said, *counts))
    page = seal_meeting(ledger, group, draft)
    say({"page": [page.header.number, page.page.hash.hex()]})


@contextmanager
def laptop_of(path: Path) -> Iterator[None]:
    """What the laptop remembers outside the store lies on the store's disk meanwhile."""
    before = os.environ.get(FOLDER_VARIABLE)
    os.environ[FOLDER_VARIABLE] = str(path.parent / "state")
    try:
        yield
    finally:
        if before is None:
            del os.environ[FOLDER_VARIABLE]
        else:
            os.environ[FOLDER_VARIABLE] = before


def keep_book(path: Path, meetings: int, say: Say) -> None:
    """Open the store and hold meetings; refusals are said, anything else is a traceback."""
    refused = 0
    while refused < PATIENCE:
        try:
            with laptop_of(path), Ledger.open(path, PASSPHRASE) as ledger:
                (group,) = ledger.store.books()
                while refused < PATIENCE and meetings > 0:
                    try:
                        hold_meeting(ledger, group, say)
                        meetings -= 1
                    except Refusal as refusal:
                        refused += 1
                        say({"refused": refusal.code})
                return
        except Refusal as refusal:
            refused += 1
            say({"refused": refusal.code})


def lost(path: Path, said: Iterable[dict[str, list]]) -> list[str]:
    """What of that is not in the store as it stands now, and what is wrong with the store."""
    said = list(said)
    with laptop_of(path), Ledger.open(path, PASSPHRASE) as ledger:
        (group,) = ledger.store.books()
        found = [f"page {v.page}: {v.fault}" for v in verify(ledger) if v.fault]
        # The cipher's check reads the file alone, and a cut may have left the journal to heal it.
        with closing(ledger.store._engine.raw_connection()) as raw:
            if raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                found.append("the journal does not go into the file")
        for check in ("PRAGMA integrity_check", "PRAGMA cipher_integrity_check"):
            with ledger.store.transaction() as connection:
                rows = connection.exec_driver_sql(check).all()
            found += [f"{check}: {row[0]}" for row in rows if row[0] != "ok"]
        for number, page_hash in (line["page"] for line in said if "page" in line):
            if ledger.store.page_hash(group, number) != page_hash:
                found.append(f"page {number} is lost")
        drafts = [line["draft"] for line in said if "draft" in line]
        sealed = max((row.meeting for row in ledger.summaries(group)), default=0)
        if drafts and drafts[-1][0] > sealed:
            raw = ledger.store.draft(group)
            kept = decode_draft(raw) if raw else None
            there = [kept.meeting, len(kept.entries)] if kept else [sealed, 0]
            if there < drafts[-1]:
                found.append(f"draft {drafts[-1]} is lost, {there} is there")
        if group in ledger.own_heads.behind:
            found.append("the laptop remembers a page that is not there")
    return found


def read_said(text: str) -> list[dict]:
    """The whole lines of what a keeper said."""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def main() -> None:
    """Keep the book of a store, for ever or for some meetings."""

    def say(told: dict[str, object]) -> None:
        os.write(1, json.dumps(told).encode() + b"\n")

    meetings = int(sys.argv[2]) if len(sys.argv) > 2 else sys.maxsize
    keep_book(Path(sys.argv[1]), meetings, say)


if __name__ == "__main__":
    main()
