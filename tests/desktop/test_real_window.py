"""The real window on a real display: its own process, driven from outside as a person drives it."""

import json
import os
import shutil
import subprocess
import sys
import time

import pytest

TOOLS = ("Xvfb", "xdotool")
missing = [tool for tool in TOOLS if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(
    bool(missing) or not sys.platform.startswith("linux"),
    reason=f"needs Xvfb and xdotool on Linux; missing: {', '.join(missing) or 'Linux'}",
)
SLOW = 60
"""Seconds that a busy machine may need for one answer of the window."""


class Outside:
    """Somebody who sees only the display."""

    def __init__(self, environment, program):
        self.environment, self.program = environment, program

    def tool(self, *arguments, check=True):
        return subprocess.run(
            ["xdotool", *arguments],
            env=self.environment,
            check=check,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def wait_for(self, found, what):
        """Ask again until it is so, or the program has ended."""
        end = time.monotonic() + SLOW
        while time.monotonic() < end:
            if answer := found():
                return answer
            assert self.program.poll() is None, f"the program ended while waiting for {what}"
            time.sleep(0.05)
        raise AssertionError(f"never saw {what}")

    def window(self):
        search = ("search", "--onlyvisible", "--name", "CoopLedger")
        found = self.wait_for(lambda: self.tool(*search, check=False), "the window")
        return found.splitlines()[0]

    def see(self, words):
        """Wait until the window's title has these words."""
        window = self.window()
        self.wait_for(lambda: words in self.tool("getwindowname", window, check=False), words)

    def until(self, words, act):
        """Do something until the window's title has these words: it may be busy at first."""
        title = ("getwindowname", self.window())
        for _ in range(5):
            act()
            end = time.monotonic() + SLOW / 6
            while time.monotonic() < end:
                if words in self.tool(*title, check=False):
                    return
                time.sleep(0.05)
        raise AssertionError(f"never saw {words}")

    def find_group(self, name):
        self.press("ctrl+f", "ctrl+a")
        self.type(name)
        self.press("Return")

    def press(self, *keys):
        self.tool("key", "--delay", "30", *keys)

    def type(self, text):
        self.tool("type", "--delay", "30", text)


def lacking():
    """What the system lacks for a window on this display, as its loader says; empty if nothing."""
    from pathlib import Path

    import PySide6

    plugin = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    load = f"import ctypes; ctypes.CDLL({str(plugin)!r})"
    done = subprocess.run([sys.executable, "-c", load], capture_output=True, text=True, check=False)
    return done.stderr.strip().rpartition("\n")[2]


@pytest.fixture
def display():
    """A display of its own; Xvfb picks a free number and writes it."""
    if told := lacking():
        pytest.skip(told)
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as stream:
        number = stream.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait(timeout=SLOW)


def answer(environment, store, *arguments):
    command = [sys.executable, "-m", "coopledger.cli.main", *arguments]
    run = subprocess.run(
        [*command, "--json", "--store", str(store)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_what_is_sealed_in_the_real_window_is_there_for_the_command_line(
    display, practice, tmp_path
):
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "COOPLEDGER_LANG": "en",
        "COOPLEDGER_PASSPHRASE": "practice",
    }
    groups = answer(environment, practice, "groups")
    name = min((each["name"] for each in groups), key=str.casefold)
    pages = {each["name"]: each["pages"] for each in books(environment, practice)}
    program = subprocess.Popen(
        [sys.executable, "-m", "coopledger.cli.main", "--store", str(practice)], env=environment
    )
    try:
        person = Outside(environment, program)
        window = person.window()
        person.tool("windowfocus", "--sync", window)
        person.type("practice")
        person.press("Return")
        person.see("Groups")
        person.until(name, lambda: person.find_group(name))
        person.press("ctrl+k")
        person.type("officers")
        person.press("Return")
        person.see("Settings")
        # From the parts of Settings to the list; the first member gets a PIN.
        person.press("Tab", "Return")
        person.type("314159")
        person.press("Tab")
        person.type("314159")
        person.press("Tab", "space", "ctrl+q")
        assert program.wait(timeout=SLOW) == 0
    finally:
        if program.poll() is None:
            program.kill()
            program.wait()
    after = {each["name"]: each["pages"] for each in books(environment, practice)}
    assert after == {**pages, name: pages[name] + 1}
    page = ("page", "--group", name, str(after[name]))
    (event,) = answer(environment, practice, *page)
    assert (event["k"], event["m"]) == ("enrol", "M01")


def books(environment, store):
    told = answer(environment, store, "verify")
    assert told["ok"]
    return told["books"]
