"""Take the pictures of the window that the documents and help show.

    python packaging/screenshots.py [FOLDER]
    python packaging/screenshots.py help

They are taken without a display, from a practice ledger whose groups are the same each time: a
picture changes only when the window does. Those of the documents are 1366 by 768, light and dark;
FOLDER is ``docs`` if it is not given. Those of help are of a small window, light, made smaller
still, with few colours, and lie in ``resources/help``.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("COOPLEDGER_LANG", "en")

import msgspec
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from coopledger.app import cooperative
from coopledger.app.demo import make_practice
from coopledger.app.desk.columns import StepKey
from coopledger.app.founding import FoundingDraft, Person, drop_draft
from coopledger.app.ledger import Ledger
from coopledger.app.places import PRACTICE_PASSPHRASE
from coopledger.desktop.desk.screen import DeskScreen
from coopledger.desktop.exchange.screen import ExchangeScreen
from coopledger.desktop.main import application
from coopledger.desktop.shell import Shell
from coopledger.desktop.start.screen import StartScreen
from coopledger.desktop.theme import Look
from coopledger.desktop.window import MainWindow
from coopledger.ledger.keyfile import Cost
from coopledger.sync import drives
from coopledger.sync.drives import Drive
from coopledger.words.help import CONTENTS

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 1366, 768
HELP_WIDTH, HELP_HEIGHT = 1024, 640
HELP_SHOWN = 640
"""Width of a picture in help."""
HELP_COLOURS = 48
SHOWN_GROUP = "Espérance"
ABOUT = (
    ("member", "M05", "member"),
    ("member_card", "M05", "card"),
    ("join", None, "join"),
    ("leave", "M10", "leave"),
    ("loans", None, "loans"),
    ("loan", 12, "loan"),
    ("give_up", 28, "give-up"),
    ("page", 14, "page"),
    ("entries", "M05", "entries"),
    ("undo_entry", (14, 30), "undo-entry"),
    ("care", None, "care"),
)
"""Screens about one thing: the place, what it is about, the picture's name."""
STEPS: dict[StepKey, str] = {
    "open_box": "desk-open-box",
    "saving": "desk-shares",
    "repayments": "desk-repay",
    "loans": "desk-loans",
    "other_money": "desk-other",
    "count": "desk-count",
}
"""Steps of the desk, and the pictures' names."""


class Camera:
    """Takes pictures of one window, once nothing moves in it any more."""

    def __init__(self, window: MainWindow, folder: Path, ending: str) -> None:
        self._window, self._folder, self._ending = window, folder, ending

    def settle(self) -> None:
        """Wait until the window has answered and nothing is left to be drawn."""
        quiet = 0
        while quiet < 5:
            QApplication.processEvents()
            time.sleep(0.02)  # the ledger's thread has its turn only while this one sleeps
            quiet = quiet + 1 if self._window.background.idle else 0

    def wait(self, seconds: float) -> None:
        """Let that much time go by in the window."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.02)

    def take(self, name: str) -> None:
        """Save ``window-NAME.png``, or ``window.png`` for the one that stands for all."""
        self.settle()
        stem = f"window-{name}" if name else "window"
        path = self._folder / f"{stem}{self._ending}.png"
        if not self._window.grab().save(str(path)):
            raise OSError(f"can't write {path}")
        sys.stderr.write(f"{path}\n")


class HelpCamera(Camera):
    """Takes the pictures that pages of help ask for, small and in few colours."""

    wanted = frozenset(page.picture for page in CONTENTS if page.picture)

    def take(self, name: str) -> None:
        """Save ``NAME.png`` if a page of help shows it."""
        self.settle()
        name = name or "group"
        if name not in self.wanted:
            return
        smooth = Qt.TransformationMode.SmoothTransformation
        small = self._window.grab().scaledToWidth(HELP_SHOWN, smooth)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        small.save(buffer, "PNG")
        picture = Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
        path = self._folder / f"{name}.png"
        picture.quantize(HELP_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        sys.stderr.write(f"{path}\n")


def take_all(folder: Path, look: Look, *, for_help: bool = False) -> None:
    """Walk through the window in one look and take its pictures."""
    application(look, "M")
    QApplication.setCursorFlashTime(0)
    window = MainWindow(Path("practice.coop"))
    window.resize(*(HELP_WIDTH, HELP_HEIGHT) if for_help else (WIDTH, HEIGHT))
    window.show()
    camera: Camera = Camera(window, folder, "" if look == "light" else f"-{look}")
    if for_help:
        camera = HelpCamera(window, folder, "")
    camera.take("unlock")
    cover = window.cover
    if cover is None:
        raise RuntimeError("the window is open already")
    cover.open_practice()
    camera.take("home")
    shell = window.shell
    if shell is None:
        raise RuntimeError("the practice ledger did not open")
    ledger = shell.session.ledger
    group = next(each for each in ledger.groups() if each.name.startswith(SHOWN_GROUP))
    shell.open_group(group.id)
    camera.take("")
    shell.go("reports")
    camera.take("report")
    shell.go("members")
    camera.take("members")
    for place, about, name in ABOUT:
        shell.show_about(place, about)
        camera.take(name)
    shell.show_about("request", "M02")
    camera.settle()
    take_request(camera, window)
    shell.show_about("share_out", None)
    camera.settle()
    take_share_out(camera, window)
    shell.go("book")
    camera.take("book")
    for section in ("look", "officers", "rules"):
        shell.show_settings(section)
        camera.take(f"settings-{section}")
    shell.open_palette()
    camera.take("palette")
    take_exchange(shell, camera)
    take_start(shell, camera)
    shell.record()
    camera.take("desk")
    if for_help:
        take_steps(shell, camera)
    window.close()
    with Ledger.open(Path("practice.coop"), PRACTICE_PASSPHRASE) as closed:
        drop_draft(closed)  # Home would tell of it in the next look


def take_steps(shell: Shell, camera: Camera) -> None:
    """The desk at its steps."""
    desk = shell.screen_shown
    assert isinstance(desk, DeskScreen)
    for step, name in STEPS.items():
        keys = [each.key for each in desk.page.strip.steps]
        desk.page.open_step(keys.index(step))
        camera.take(name)


def take_request(camera: Camera, window: MainWindow) -> None:
    """The calculator with a loan worked out."""
    field = window.findChild(QLineEdit, "request_amount")
    field.setText("20000")
    camera.wait(0.3)  # it is worked out when the hand rests
    camera.take("request")


def take_share_out(camera: Camera, window: MainWindow) -> None:
    """The trial, and the list read out in large letters."""
    camera.take("share-out")
    window.findChild(QPushButton, "step_list").click()
    window.findChild(QPushButton, "announce").click()
    window.findChild(QPushButton, "announce_next").click()
    camera.take("announce")


def take_exchange(shell: Shell, camera: Camera) -> None:
    """Take what is the same each time: no key's words, no names of files, no hour of the day."""
    shell.go("usb")
    camera.wait(0.5)  # the sticks are looked for on a thread of their own
    camera.take("usb")
    screen = shell.screen_shown
    assert isinstance(screen, ExchangeScreen)
    screen.go_to("waiting")
    camera.take("usb-waiting")
    screen.go_to("folder")
    camera.take("usb-folder")
    screen.go_to("stick")
    shell.show_about("usb_take", screen.stick.place)
    camera.take("usb-take")


def make_cooperative(path: Path) -> None:
    """Let the practice ledger belong to a cooperative of two laptops, with sticks plugged in."""
    pins = {"ALMAZ": "314159", "BIRUK": "271828", "CHALA": "161803"}
    cost = Cost(8, 1, 1)
    with (
        Ledger.open(path, PRACTICE_PASSPHRASE) as first,
        Ledger.create(Path("other.coop"), PRACTICE_PASSPHRASE, practice=True, cost=cost) as other,
    ):
        cooperative.found(first, "Union", pins, branch="KLA", device="Kampala 1", cost=cost)
        raw, every = cooperative.request(other), (cooperative.EVERY,)
        cooperative.enrol(first, raw, pins, branch="JIN", device="Jinja 1", books=every)
    Path("KAMU").mkdir()
    drive = Drive("KAMU", Path("KAMU").absolute(), 3_900_000_000, "vfat", writable=True)
    drives.plugged_in = lambda: (drive,)


def take_start(shell: Shell, camera: Camera) -> None:
    """Take the steps of a first start, with answers that are the same each time."""
    shell.go("start")
    camera.settle()
    screen = shell.screen_shown
    assert isinstance(screen, StartScreen)
    screen.draft = FoundingDraft(
        kind="vsla",
        paper=True,
        answers={"name": "Tumaini", "cycle_start": "08/01/2025"},
        people=tuple(
            Person(name, sex, roles=roles, cells={"shares": shares})
            for name, sex, roles, shares in (
                ("Atuhaire Esther", "F", ("chairperson",), "62"),
                ("Tumusiime Isaac", "M", ("record_keeper",), "48"),
                ("Namara Ruth", "F", ("key_holder",), "55"),
                ("Okello James", "M", (), "31"),
            )
        ),
        cutoff={"meeting": "23", "date": "11/06/2025"},
        cash={"loan:box": "396,000", "social:box": "41,500"},
    )
    paper = screen.draft
    # Only who comes from paper sees the balances: the other steps are as most people see them.
    new = msgspec.structs.replace(paper, paper=False)
    for name in ("kind", "rules", "members", "balances", "officers", "pins", "read"):
        screen.draft = paper if name == "balances" else new
        screen.show_step(f"step_{name}")
        camera.take(f"start-{name}")


def main() -> int:
    """Take the pictures in both looks."""
    for_help = sys.argv[1:] == ["help"]
    place = ROOT / "resources" / "help" if for_help else ROOT / "docs"
    folder = Path(sys.argv[1]).resolve() if sys.argv[1:] and not for_help else place
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        # The unlock screen shows the ledger's path: no machine's own must be in a picture.
        os.chdir(room)
        scope = QSettings.Scope.UserScope
        QSettings.setPath(QSettings.Format.IniFormat, scope, room)
        make_practice(Path("practice.coop"))
        make_cooperative(Path("practice.coop"))
        for look in ("light",) if for_help else ("light", "dark"):
            take_all(folder, look, for_help=for_help)
        os.chdir(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
