"""Sealing and verifying meetings beside git, and beside what hash, Ed25519 and SQLite cost alone.

    python tests/bench/bench_seal.py [MEETINGS] [ROUNDS] [GROUPS] [MEETINGS OF EACH]

The same pages of some 60 events are kept one by one, each safe before the next: by the ledger with
its keys unlocked (write the page, seal it, commit it, remember the head outside the store), by
`git commit` with an ssh key (one commit a page; git does not flush), and by the bare steps: hash,
sign, one row, one flushed commit. Then all are verified. They take turns in each round; medians,
wall time of an append and CPU time of a check. Every other append leaves the head outside out.
At the end a store is opened to the first screen's rows: 500 groups, 260 meetings each.
"""

import datetime as dt
import hashlib
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import population
from nacl import bindings
from processes import median, table

from coopledger.app.heads import FOLDER_VARIABLE
from coopledger.app.ledger import Ledger
from coopledger.app.overview import groups as overview
from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain.book import Book
from coopledger.domain.recording import Recording
from coopledger.ledger import keyfile
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.page import Page
from coopledger.ledger.replay import Replay
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import SigningKey
from coopledger.store.store import keys_path

PASSPHRASE = "bench"
Times = defaultdict[tuple[str, str], list[float]]


def cpu() -> float:
    """CPU seconds so far, of this process and of its children that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def ours(folder: Path, meetings: int, times: Times) -> list[Page]:
    """Hold the meetings in a new ledger, then verify and replay its book; the pages."""
    chance, book, file = random.Random(1), Book(), population.group_file()
    people = file.members[: population.MEMBERS]
    members = [NewMember(m.code, MemberCard(m.name, m.sex), m.roles) for m in people]
    with Ledger.create(folder / "book.coop", PASSPHRASE, cost=Cost(8, 1, 1)) as ledger:
        store = ledger.store
        scribe, watches = Scribe(store.device), tuple(store.watches)
        store.append([scribe.found(book, "Group", file.constitution, members)])
        for number in range(1, meetings + 1):
            day = (population.FIRST_DAY + dt.timedelta(weeks=number)).isoformat()
            recording = Recording(book, number, day, scribe.note)
            population._meeting(recording, [m.code for m in people], chance)
            store.watches[:] = () if number % 2 else watches
            begin = time.perf_counter()
            page = scribe.write("meeting", recording.events, book, meeting=number, date=day)
            store.append([page])
            name = "  without the head outside" if number % 2 else "coopledger"
            times["append", name].append(time.perf_counter() - begin)
        (group,) = store.books()
        begin = cpu()
        replay = Replay().extend(store.pages(group))
        used = cpu() - begin
        times["verify", "coopledger: verify and replay"].append(used / (meetings + 1))
        times["events", ""].append(replay.events / used)
        return list(store.pages(group))


def bare(folder: Path, pages: list[Page], times: Times) -> None:
    """Hash, sign, insert and commit each page; then read, hash and check each."""
    key = SigningKey.generate()
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=FULL")
        file.execute("CREATE TABLE page (header BLOB, body BLOB, hash BLOB, seal BLOB)")
        for page in pages[1:]:
            begin = time.perf_counter()
            body_hash = hashlib.sha256(page.body).digest()
            seal = bindings.crypto_sign(page.header + body_hash, key._secret)[:64]
            file.execute("BEGIN IMMEDIATE")
            row = (page.header, page.body, body_hash, seal)
            file.execute("INSERT INTO page VALUES (?, ?, ?, ?)", row)
            file.execute("COMMIT")
            times["append", "hash + Ed25519 + SQLite"].append(time.perf_counter() - begin)
        begin = cpu()
        for header, body, body_hash, seal in file.execute("SELECT * FROM page"):
            assert hashlib.sha256(body).digest() == body_hash
            bindings.crypto_sign_open(seal + header + body_hash, key.public)
        each = (cpu() - begin) / len(pages[1:])
        times["verify", "hash + Ed25519 + SQLite"].append(each)


def git(folder: Path, pages: list[Page], times: Times) -> None:
    """One ssh-signed commit a page, then the whole log with its signatures."""
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "key")], check=True
    )
    public = (folder / "key.pub").read_text()
    (folder / "signers").write_text(f"bench@example.org {public}")
    settings = {
        "user.name": "bench",
        "user.email": "bench@example.org",
        "gpg.format": "ssh",
        "user.signingkey": str(folder / "key.pub"),
        "gpg.ssh.allowedSignersFile": str(folder / "signers"),
        "commit.gpgsign": "true",
        "gc.auto": "0",
    }
    repo = folder / "repo"

    def run(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=repo, check=True, stdout=subprocess.PIPE)
        return done.stdout.decode()

    repo.mkdir()
    run("init", "-q")
    for name, value in settings.items():
        run("config", name, value)
    (repo / "page").write_bytes(b"")
    run("add", "page")
    for page in pages[1:]:
        begin = time.perf_counter()
        (repo / "page").write_bytes(page.header + page.body)
        run("commit", "-q", "-a", "-m", "page")
        times["append", "git commit -S (ssh)"].append(time.perf_counter() - begin)
    begin = cpu()
    verdicts = run("log", "--format=%G?").split()
    each = (cpu() - begin) / len(verdicts)
    assert verdicts == ["G"] * len(pages[1:])
    times["verify", "git log with signatures"].append(each)


def show(times: Times) -> None:
    """One row a program: the median, the rate, and how many times git's rate that is."""
    for what in ("append", "verify"):
        found = {name: median(each) for (kind, name), each in times.items() if kind == what}
        base = next((value for name, value in found.items() if name.startswith("git")), None)
        raw = found["hash + Ed25519 + SQLite"]
        rows = [[f"{what} a page", "ms", "pages/s", "times git's rate", "times the bare cost"]]
        for name, value in found.items():
            against = f"{base / value:.1f}" if base else ""
            cells = [f"{value * 1000:.3f}", f"{1 / value:,.0f}", against, f"{value / raw:.2f}"]
            rows.append([name, *cells])
        table(rows)
        print()
    print(f"verify and replay: {median(times['events', '']):,.0f} events a second of CPU\n")


def open_many(folder: Path, groups: int, meetings: int) -> None:
    """A store of many groups: from the passphrase to the first screen's rows."""
    path = folder / "many.coop"
    population.MEETINGS = meetings
    with Ledger.create(path, PASSPHRASE, practice=True) as ledger:
        pages, events = population.fill(ledger.store, groups)
    size = path.stat().st_size / 1e6
    print(f"{groups} groups, {pages:,} pages, {events:,} events, {size:.0f} MB")
    times = defaultdict(list)
    for _ in range(3):
        begin = time.perf_counter()
        keyfile.decode(keys_path(path).read_bytes()).unlock(PASSPHRASE)
        times["Argon2id"].append(time.perf_counter() - begin)
        begin = time.perf_counter()
        with Ledger.open(path, PASSPHRASE) as ledger:
            times["open, Argon2id in it"].append(time.perf_counter() - begin)
            assert len(overview(ledger)) == groups
            times["open and first screen's rows"].append(time.perf_counter() - begin)
    rows = [["start with many groups", "s"]]
    rows += [[name, f"{median(found):.3f}"] for name, found in times.items()]
    table(rows)


def main() -> None:
    """Run the rounds, then the large store."""
    asked = [int(word) for word in sys.argv[1:]]
    meetings, rounds, groups, each = [*asked, *(60, 5, 500, 260)[len(asked) :]]
    times: Times = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        os.environ[FOLDER_VARIABLE] = name
        for number in range(rounds):
            folder = Path(name) / str(number)
            folder.mkdir()
            pages = ours(folder, meetings, times)
            bare(folder, pages, times)
            if shutil.which("git") and shutil.which("ssh-keygen"):
                git(folder, pages, times)
            else:
                print("git or ssh-keygen: not installed, left out")
        print(f"{meetings} meetings of some 60 events, {rounds} rounds\n")
        show(times)
        open_many(Path(name), groups, each)


if __name__ == "__main__":
    main()
