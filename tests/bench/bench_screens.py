"""Going from screen to screen, and scrolling ten thousand lines of a book.

    python tests/bench/bench_screens.py [RUNS]

In one process on the offscreen platform, in a group of 20 members with 200 meetings. "painted" is
from the key press to the first frame of the new screen, "filled" until the ledger has answered and
that is painted too. A gap is the time of one step of the scroll bar with its frame. Garbage is
collected as in the program, see `sweep_on_this_thread`.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import population
from processes import median, table
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLineEdit

from coopledger.desktop.main import application, sweep_on_this_thread
from coopledger.desktop.window import MainWindow
from coopledger.ledger.keyfile import Cost
from coopledger.store.store import Store

MEETINGS = 200
LINES = 10_000
PLACES = (
    ("group", None),
    ("members", None),
    ("member", "M05"),
    ("loans", None),
    ("loan", 0),
    ("request", "M05"),
    ("share_out", None),
    ("book", None),
    ("page", MEETINGS // 2),
    ("entries", "M05"),
)


def settled(window: MainWindow) -> None:
    quiet = 0
    while quiet < 2:
        QApplication.processEvents()
        time.sleep(0.001)  # the ledger's thread has its turn only while this one sleeps
        quiet = quiet + 1 if window.background.idle else 0


def changes(window: MainWindow, runs: int) -> list[list[str]]:
    """Median and worst time of going to each place."""
    shell = window.shell
    loans = shell.session.ledger.replay(shell.group).book.loans
    rows = [["to the screen, ms", "painted", "worst", "filled", "worst"]]
    for place, known in PLACES:
        about = max(loans) if place == "loan" else known
        painted, filled = [], []
        for _ in range(runs):
            shell.go("home")
            settled(window)
            begin = time.perf_counter()
            shell.show_about(place, about)
            window.repaint()
            painted.append((time.perf_counter() - begin) * 1000)
            settled(window)
            window.repaint()
            filled.append((time.perf_counter() - begin) * 1000)
        figures = (median(painted), max(painted), median(filled), max(filled))
        rows.append([place, *(f"{figure:.0f}" for figure in figures)])
    return rows


def scrolling(window: MainWindow) -> list[list[str]]:
    """Gaps while all lines go by, five rows a step."""
    shell = window.shell
    shell.show_about("entries", "")
    settled(window)
    screen = shell.screen_shown
    screen.search.setText("m")  # every member's number has it
    screen.refresh()
    begin = time.perf_counter()
    settled(window)
    shown = (time.perf_counter() - begin) * 1000
    lines = screen.table.model().rowCount()
    bar = screen.table.verticalScrollBar()
    gaps = []
    for value in range(0, bar.maximum() + 1, max(bar.singleStep() * 5, 1)):
        window.idle.touch()  # a bar that is moved from here is no touch to the window
        start = time.perf_counter()
        bar.setValue(value)
        screen.table.viewport().repaint()
        QApplication.processEvents()
        gaps.append((time.perf_counter() - start) * 1000)
    gaps.sort()
    figures = [median(gaps), gaps[len(gaps) * 99 // 100], gaps[-1]]
    return [
        ["scrolling", "lines", "shown ms", "gap ms", "p99", "worst"],
        ["search the book", f"{lines}", f"{shown:.0f}", *(f"{figure:.1f}" for figure in figures)],
    ]


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    population.MEETINGS = MEETINGS
    with tempfile.TemporaryDirectory() as name:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, name)
        path = Path(name) / "bench.coop"
        store = Store.create(path, "practice", practice=True, cost=Cost(8, 1, 1))
        population.fill(store, 1)
        store.close()
        application("light", "M")
        window = MainWindow(path)
        sweeper = sweep_on_this_thread(window)
        window.resize(1366, 768)
        window.show()
        settled(window)
        window.cover.findChild(QLineEdit).setText("practice")
        window.cover.unlock()
        settled(window)
        shell = window.shell
        shell.open_group(shell.session.ledger.groups()[0].id)
        settled(window)
        table(changes(window, runs))
        found = scrolling(window)
        table(found)
        if int(found[1][1]) < LINES:
            raise SystemExit(f"only {found[1][1]} lines")
        sweeper.stop()
        window.close()


if __name__ == "__main__":
    main()
