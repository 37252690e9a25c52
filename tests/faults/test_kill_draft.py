"""kill -9 while a meeting is being typed: what was confirmed is there, the store verifies."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from coopledger.app.desk import read_kept
from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.ledger.keyfile import Cost

ROOT = Path(__file__).parents[2]
KILLS = 10
SEED = 20250105
LOST_AT_MOST = 1.0
"""Seconds of typing that may be lost."""

TYPIST = """
import json, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
store, group, windowed = sys.argv[2], sys.argv[3], sys.argv[4] == "window"
from coopledger.app.desk import Autosave, open_desk
from coopledger.app.ledger import Ledger

def say(**told):
    sys.stdout.write(json.dumps(told) + "\\n")
    sys.stdout.flush()

ledger = Ledger.open(Path(store), "pw")
opened = open_desk(ledger, group, "2030-01-01")
keep = opened.shelf.keep

def kept(raw):
    keep(raw)
    say(kept=len(json.loads(raw)["steps"]), at=time.monotonic())

opened.shelf.keep = kept

def presses():
    # Every press changes one cell, so the number of steps says how much was typed.
    n = len(opened.desk.sheet.steps)
    while True:
        n += 1
        yield n % len(opened.desk.rows), 4, str(n // len(opened.desk.rows) % 5 + 1)

def without_window():
    from concurrent.futures import ThreadPoolExecutor
    pool = ThreadPoolExecutor(1)
    def run(job, done, failed):
        pool.submit(lambda: done(job()))
    opened.desk.save = Autosave(run, opened.shelf.keep, lambda: None).offer
    for row, column, text in presses():
        say(typed=len(opened.desk.sheet.steps) + 1, at=time.monotonic())
        opened.desk.type(row, column, text)
        time.sleep(0.004)

def with_window():
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    from coopledger.desktop.background import Background
    from coopledger.desktop.desk.screen import DeskScreen
    app = QApplication([])
    screen = DeskScreen(opened, Background())
    screen.show()
    for row, column, text in presses():
        screen.grid.go_to(row, column)
        say(typed=len(opened.desk.sheet.steps) + 1, at=time.monotonic())
        QTest.keyClicks(screen.grid, text)
        QTest.qWait(4)

with_window() if windowed else without_window()
"""


@pytest.fixture
def store(tmp_path, year):
    path = tmp_path / "ledger.coop"
    folder = tmp_path / "notebook"
    folder.mkdir()
    shutil.copy(year / "group.toml", folder)
    head, *lines = (year / "notebook.csv").read_text().splitlines(keepends=True)
    kept = [line for line in lines if line.startswith(("1,", "2,", "3,"))]
    (folder / "notebook.csv").write_text("".join([head, *kept]))
    with Ledger.create(path, "pw", cost=Cost(8, 1, 1)) as ledger:
        return path, import_notebook(ledger, folder).group


def killed(path, group, kind, seconds):
    """Let the typist type, kill it, and return what it said."""
    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(ROOT), str(path), group, kind],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    said = [json.loads(typist.stdout.readline())]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        said.append(json.loads(typist.stdout.readline()))
    typist.kill()
    said.extend(json.loads(line) for line in typist.stdout if line.endswith("\n"))
    typist.wait()
    typist.stdout.close()
    return said


def test_kill_9_loses_at_most_the_last_second(store):
    path, group = store
    chance = random.Random(SEED)
    typed_in_all = 0
    for turn in range(KILLS):
        kind = "window" if turn % 5 == 0 else "desk"
        # Some type for longer than may be lost.
        seconds = chance.uniform(1.2, 1.8) if turn % 4 == 0 else chance.uniform(0.02, 0.5)
        said = killed(path, group, kind, seconds)
        confirmed = max((line["kept"] for line in said if "kept" in line), default=0)
        last = max(line["at"] for line in said)
        old = [
            line["typed"] for line in said if "typed" in line and line["at"] < last - LOST_AT_MOST
        ]
        with Ledger.open(path, "pw") as ledger:
            assert len(ledger.replay(group).headers) == 4
            raw, rules = ledger.store.draft(group), ledger.replay(group).book.rules
            steps = len(read_kept(raw, 1, "2030-01-01", rules).steps) if raw else 0
            if raw:
                assert msgspec.json.decode(raw)["draft"]["entries"]
        assert steps >= confirmed
        assert steps >= max(old, default=0)
        assert old or seconds < LOST_AT_MOST
        typed_in_all = max(typed_in_all, steps)
    assert typed_in_all > KILLS
