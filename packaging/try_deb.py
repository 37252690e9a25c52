"""Try the .deb on a laptop that has nothing else: a Debian system made for it, and thrown away.

    python packaging/try_deb.py dist/coopledger_*.deb [--suite bookworm] [--base FOLDER]

Run it as root on Debian, with .venv's Python and this folder on PYTHONPATH; it needs debootstrap,
Xvfb and xdotool, and the network that apt-get has. In the new system it installs the package with
apt-get, makes the practice ledger, opens the window on a display of Xvfb, records the meeting that
waits half recorded by key presses alone, seals it, and verifies the books. It prints what it did,
how long a start takes and how much room the program does, and ends with 0 only if all went well.
--base names a system that debootstrap made before; it is copied, not changed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from PIL import ImageGrab

from coopledger.app.desk import boxes, faces_of, open_desk, steps_of
from coopledger.app.ledger import Ledger

ROOT = Path(__file__).resolve().parent.parent
PASSPHRASE = "practice"
HOME = "/home/treasurer"
STORE = f"{HOME}/practice/practice.coop"
GROUP = "Biruk Tesfa"
STARTS = 5
SETTLED = 3.0
"""Seconds in which even a busy machine has painted and saved what was pressed."""
TOOLS = ("debootstrap", "Xvfb", "xdotool", "chroot", "apt-get")


def say(text: str) -> None:
    """One line of the transcript."""
    print(text, flush=True)


def system(*command: str) -> str:
    """Run a program of this machine and return what it printed.

    Raises:
        SystemExit: It failed.
    """
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout.strip()


class Laptop:
    """The new system, with a treasurer who has no rights on it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def command(self, *arguments: str, display: str = "") -> list[str]:
        """How the treasurer's command is run from outside."""
        told = [f"HOME={HOME}", "USER=treasurer", "PATH=/usr/bin:/bin", "LANG=C.UTF-8"]
        told += [f"COOPLEDGER_PASSPHRASE={PASSPHRASE}"]
        if display:
            told += [f"DISPLAY={display}"]
        who = ["chroot", "--userspec=treasurer:treasurer", str(self.root)]
        return [*who, "/usr/bin/env", "-i", *told, *arguments]

    def run(self, *arguments: str) -> str:
        """What a command of the treasurer's prints."""
        return system(*self.command(*arguments))

    def ask(self, *arguments: str) -> Any:
        """What a command of coopledger answers."""
        return json.loads(self.run("coopledger", *arguments, "--json", "--store", STORE))

    def as_root(self, *arguments: str) -> str:
        """What a command of root's prints in the system."""
        told = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive"]
        return system("chroot", str(self.root), "/usr/bin/env", "-i", *told, *arguments)


@contextmanager
def new_system(suite: str, base: Path | None) -> Iterator[Laptop]:
    """A Debian with nothing but what every Debian has; gone at the end."""
    with tempfile.TemporaryDirectory(prefix="clean-root-") as folder:
        root = Path(folder) / "root"
        if base is None:
            say(f"debootstrap --variant=minbase {suite}")
            mirror = system("apt-get", "indextargets", "--format", "$(REPO_URI)").splitlines()[0]
            system("debootstrap", "--variant=minbase", suite, str(root), mirror)
        else:
            system("cp", "-a", str(base), str(root))
        for file in Path("/etc/apt/apt.conf.d").iterdir():
            shutil.copy(file, root / "etc/apt/apt.conf.d" / file.name)
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        system("mount", "-t", "proc", "proc", str(root / "proc"))
        try:
            laptop = Laptop(root)
            laptop.as_root("useradd", "--create-home", "treasurer")
            yield laptop
        finally:
            system("umount", str(root / "proc"))


@contextmanager
def display() -> Iterator[str]:
    """A display of Xvfb's; the system reaches it by its abstract socket."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as stream:
        number = stream.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def outside() -> Any:
    """Somebody at the display, from the test that drives the window of the sources."""
    file = ROOT / "tests" / "desktop" / "test_real_window.py"
    spec = importlib.util.spec_from_file_location("real_window", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Outside


class Count(NamedTuple):
    """What is to be counted at the end of the meeting.

    Attributes:
        step: The function key of the counting.
        boxes: For each fund's box how many there are of each note and coin, the largest first;
            empty for none.
    """

    step: str
    boxes: tuple[tuple[str, ...], ...]


def pieces(amount: int, faces: tuple[int, ...]) -> tuple[str, ...]:
    """An amount in as few notes and coins as may be."""
    found = []
    for face in faces:
        many, amount = divmod(amount, face)
        found.append(str(many) if many else "")
    return tuple(found)


def what_should_be_there(laptop: Laptop, group: str) -> Count:
    """Work out the count as the people round the box do, from a copy of the ledger."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "practice.coop"
        for ending in ("", ".keys"):
            source = laptop.root / f"{STORE.lstrip('/')}{ending}"
            shutil.copy(source, store.with_name(store.name + ending))
        os.environ["COOPLEDGER_HEADS"] = folder
        with Ledger.open(store, PASSPHRASE) as ledger:
            (book,) = [each.id for each in ledger.groups() if each.name == group]
            desk = open_desk(ledger, book, "2026-01-01").desk
            keys = [step.key for step in steps_of(desk)]
            faces = faces_of(desk.currency)
            counts = tuple(pieces(box.expected, faces) for box in boxes(desk))
            return Count(f"F{keys.index('count') + 2}", counts)


@contextmanager
def at_the_desk(laptop: Laptop, screen: str, person_at: Any) -> Iterator[Any]:
    """Somebody who has opened the window, the ledger, and the meeting that waits."""
    environment = dict(os.environ, DISPLAY=screen)
    program = subprocess.Popen(
        laptop.command("coopledger", "--store", STORE, display=screen),
        stderr=subprocess.DEVNULL,
    )
    person = person_at(environment, program)
    try:
        person.tool("windowfocus", "--sync", person.window())
        person.type(PASSPHRASE)
        person.press("Return")
        person.see("Groups")
        person.until(GROUP, lambda: person.find_group(GROUP))
        person.press("ctrl+k")
        person.type("meeting")
        person.press("Return")
        title = ("getwindowname", person.window())
        person.wait_for(lambda: GROUP not in person.tool(*title), "the meeting")
        time.sleep(SETTLED)
        yield person
        person.press("ctrl+q")
        if program.wait(timeout=60):
            sys.exit("The window did not end well")
    finally:
        picture(screen, "last")
        if program.poll() is None:
            program.kill()
            program.wait()


def record_meeting(laptop: Laptop, screen: str, person_at: Any) -> None:
    """Go on with the meeting that waits, close the window, count and seal: by keys alone."""
    with at_the_desk(laptop, screen, person_at) as person:
        # The box is as the book says; everybody gives, and buys as last time; debts are repaid.
        person.press("F3", "equal", "equal", "F4", "plus", "F5", "plus", "F6", *["equal"] * 4)
        time.sleep(SETTLED)
        picture(screen, "recorded")
    count = what_should_be_there(laptop, GROUP)
    with at_the_desk(laptop, screen, person_at) as person:
        person.press(count.step)
        time.sleep(SETTLED)
        for box in count.boxes:
            for many in box:
                if many:
                    person.type(many)
                person.press("Return")
            if not any(box):
                person.press("Return")  # over the sum: no note said it
        time.sleep(SETTLED)
        picture(screen, "counted")
        person.press("ctrl+Return")
        time.sleep(SETTLED)
        picture(screen, "read-aloud")
        person.press("Return")
        time.sleep(SETTLED)
        picture(screen, "sealing")


def picture(screen: str, name: str) -> None:
    """Keep what the display shows, if TRY_DEB_PICTURES names a folder."""
    if folder := os.environ.get("TRY_DEB_PICTURES"):
        ImageGrab.grab(xdisplay=screen).save(Path(folder) / f"{name}.png")


def start_time(laptop: Laptop, screen: str, person_at: Any) -> float:
    """Seconds from the command to a window on the display."""
    environment = dict(os.environ, DISPLAY=screen)
    began = time.monotonic()
    program = subprocess.Popen(laptop.command("coopledger", "--store", STORE, display=screen))
    try:
        person_at(environment, program).window()
        return time.monotonic() - began
    finally:
        program.kill()
        program.wait()


def pages(laptop: Laptop) -> dict[str, int]:
    """How many pages each book has, once every one is verified."""
    told = laptop.ask("verify")
    if not told["ok"]:
        sys.exit(f"verify: {told}")
    return {each["name"]: each["pages"] for each in told["books"]}


def megabytes(root: Path) -> int:
    """Room on the disk, in millions of bytes."""
    return (
        int(system("du", "--summarize", "--bytes", "--one-file-system", str(root)).split()[0])
        // 1_000_000
    )


def try_package(package: Path, laptop: Laptop) -> None:
    """The whole trial."""
    before = megabytes(laptop.root)
    shutil.copy(package, laptop.root / "tmp" / package.name)
    laptop.as_root("apt-get", "update", "--quiet=2")
    install = ["apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends"]
    laptop.as_root(*install, f"/tmp/{package.name}")
    laptop.as_root("apt-get", "clean")
    (laptop.root / "tmp" / package.name).unlink()
    say(f"installed: {laptop.as_root('dpkg-query', '--show', 'coopledger')}")
    say(laptop.run("coopledger", "--version"))
    ours = megabytes(laptop.root / "usr/lib/coopledger")
    say(f"package {package.stat().st_size // 1_000_000} MB; installed {ours} MB")
    say(f"with the libraries that a bare Debian lacks: {megabytes(laptop.root) - before} MB")
    laptop.run("coopledger", "demo", f"{HOME}/practice")
    was = pages(laptop)
    say(f"practice ledger made and verified: {sum(was.values())} pages")
    person_at = outside()
    with display() as screen:
        times = sorted(start_time(laptop, screen, person_at) for _ in range(STARTS))
        load = os.getloadavg()[0]
        say(
            f"from command to window: median {statistics.median(times):.2f} s of {STARTS}"
            f" ({times[0]:.2f} to {times[-1]:.2f}); load of this machine {load:.1f}"
        )
        record_meeting(laptop, screen, person_at)
    now = pages(laptop)
    if now != {**was, GROUP: was[GROUP] + 1}:
        sys.exit(f"The meeting was not sealed: {was} before, {now} after")
    say(f"meeting of {GROUP} recorded and sealed by key presses: page {now[GROUP]}; all verified")
    laptop.as_root("apt-get", "purge", "--yes", "--quiet=2", "coopledger")
    left = (laptop.root / STORE.lstrip("/")).exists()
    gone = not (laptop.root / "usr/lib/coopledger").exists()
    if not left or not gone:
        sys.exit("After the package was taken off, its files were there or the ledger was not")
    say("package taken off: nothing of it is left, and the ledger is still there")


def main() -> None:
    """Read the command line, and try the package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("--suite", default="bookworm", help="of Debian")
    parser.add_argument("--base", type=Path, help="a system that debootstrap made before")
    asked = parser.parse_args()
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        sys.exit(f"Missing here: {', '.join(missing)}")
    with new_system(asked.suite, asked.base) as laptop:
        try_package(asked.package, laptop)


if __name__ == "__main__":
    main()
