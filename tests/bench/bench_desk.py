"""The meeting desk: from a key press to painted totals, and from one step to the next.

    python tests/bench/bench_desk.py [MEETINGS]

A group of 40 with MEETINGS past meetings (500), on the offscreen platform at 1366 by 768. Each
press is a real key event; its time ends when nothing is left to be painted. The draft is saved
beside it, as it is for people. "of it worked" is the window's own processor time, which other
programs on the machine do not lengthen.
"""

import datetime as dt
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from population import FIRST_DAY, YEAR
from processes import table
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coopledger.app.desk import open_desk
from coopledger.app.ledger import Ledger
from coopledger.app.scribe import NewMember, Scribe
from coopledger.desktop.background import Background
from coopledger.desktop.desk.screen import DeskScreen
from coopledger.desktop.main import application
from coopledger.domain import entries as en
from coopledger.domain.book import Book
from coopledger.domain.recording import Recording
from coopledger.interop.group_file import read_group
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.salted import MemberCard

MEMBERS = 40
ENOUGH_FOR_LOANS = 6


def past(ledger: Ledger, meetings: int) -> tuple[str, str]:
    """Write a group's past; its book, and the ISO day after it."""
    rules = read_group(YEAR / "group.toml").constitution
    people = [NewMember(f"M{n:02}", MemberCard(f"Member {n:02}")) for n in range(1, MEMBERS + 1)]
    codes, chance, book = [each.code for each in people], random.Random(7), Book()
    scribe = Scribe(ledger.store.device)
    pages = [scribe.found(book, "Bench", rules, people)]
    day = FIRST_DAY
    for number in range(1, meetings + 1):
        day += dt.timedelta(weeks=1)
        recording = Recording(book, number, day.isoformat(), scribe.note)
        said = [en.Attendance(code, "present") for code in codes]
        said += [en.Contribution(code, max(book.arrears(code), 0)) for code in codes]
        said += [en.ShareBuying(code, chance.randint(1, 5)) for code in codes]
        for loan in list(book.open_loans.values()):
            debt = book.debt(loan)
            said.append(en.Repayment(loan.member, min(20_000, debt)))
        free = [code for code in codes if not book.loans_of(code)]
        if number > ENOUGH_FOR_LOANS and free:
            said.append(en.LoanRequest(chance.choice(free), 30_000, 12))
        for entry in said:
            recording.record(entry)
        for fund in rules.funds:
            recording.record(en.CashCount(fund, book.cash(fund)))
        events, when = recording.events, day.isoformat()
        pages.append(scribe.write("meeting", events, book, meeting=number, date=when))
    ledger.store.append(pages)
    return pages[0].header.book, (day + dt.timedelta(weeks=1)).isoformat()


class Press(NamedTuple):
    """Milliseconds from a key press until all is painted, by the clock and of work."""

    clock: float
    work: float


def timed(key: "Qt.Key | str") -> Press:
    """Press a key where the cursor is, and wait until all is painted."""
    at = QApplication.focusWidget()
    assert at is not None
    begin, worked = time.perf_counter(), time.thread_time()
    (QTest.keyClicks if isinstance(key, str) else QTest.keyClick)(at, key)
    QApplication.processEvents()
    clock, work = time.perf_counter() - begin, time.thread_time() - worked
    return Press(clock * 1000, work * 1000)


def wait_active(screen: DeskScreen) -> None:
    """Until the window takes keys."""
    while QApplication.focusWidget() is None:
        screen.activateWindow()
        screen.grid.setFocus()
        QApplication.processEvents()
        time.sleep(0.01)


def shown(name: str, presses: list[Press]) -> list[list[str]]:
    """Two lines of the table: how many, the median, the 95th in a hundred, the slowest."""
    lines = []
    for what, column in ((name, 0), ("  of it worked", 1)):
        found = sorted(press[column] for press in presses)
        ranks = (len(found) // 2, len(found) * 95 // 100, len(found) - 1)
        lines.append([what, str(len(found)), *(f"{found[rank]:.1f}" for rank in ranks)])
    return lines


def main() -> None:
    meetings = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    application("light", "M")
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.create(Path(folder) / "bench.coop", "pw", cost=Cost(8, 1, 1)) as ledger,
    ):
        book, day = past(ledger, meetings)
        ledger.forget(book)
        begin = time.perf_counter()
        opened = open_desk(ledger, book, day)
        opening = (time.perf_counter() - begin) * 1000
        background = Background()
        screen = DeskScreen(opened, background)
        screen.resize(1366, 768)
        screen.show()
        wait_active(screen)
        presses = [timed("p") for _ in range(MEMBERS)]
        steps = {step.key: place for place, step in enumerate(screen.page.strip.steps)}
        keys = [getattr(Qt.Key, f"Key_F{place + 2}") for place in range(len(steps))]
        timed(keys[steps["social"]])
        presses += [timed("=") for _ in range(MEMBERS)]
        timed(keys[steps["saving"]])
        presses += [timed("3") for _ in range(MEMBERS)]
        timed(keys[steps["repayments"]])
        presses += [timed("=") for _ in range(5)]
        changes = [timed(key) for _ in range(5) for key in keys]
        rows = [
            [f"{MEMBERS} members, {meetings} meetings, ms", "presses", "median", "p95", "slowest"],
            *shown("key press to painted totals", presses),
            *shown("step to step", changes),
            ["opening the desk from its pages", "1", f"{opening:.1f}", "", ""],
        ]
        table(rows)
        background.close()


if __name__ == "__main__":
    main()
