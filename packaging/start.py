"""Set up CoopLedger beside its own sources, in .venv, and start it.

Needs nothing but Python 3.11 or later and pip; asks for no rights and touches nothing outside
this folder (only `test` and `window`, run as root on Debian, add missing system libraries).

    python3 packaging/start.py demo practice    set up, then make a practice ledger in ./practice
    python3 packaging/start.py window           set up, then open the window
    python3 packaging/start.py run ARGUMENTS    set up, then any command of coopledger
    python3 packaging/start.py test             set up, then every check and test
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "coopledger-setup.json"
REQUIREMENTS = ROOT / "packaging" / "requirements.txt"
TEST_REQUIREMENTS = ROOT / "packaging" / "requirements-test.txt"
BUILD_REQUIREMENTS = ROOT / "packaging" / "requirements-build.txt"
PACKAGE = ("pyproject.toml", "README.md", "LICENSE", "coopledger", "resources")
OLDEST_PYTHON = (3, 11)

# What Qt loads and its wheel does not carry: file to load, Debian package.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
SCREEN_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)


def say(text: str) -> None:
    """Print one line of progress, in its place among what the programs started here print."""
    print(text, flush=True)


def program(name: str) -> Path:
    """Return where a program of the virtual environment lies, on this system."""
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


def digest(paths: Iterable[Path]) -> str:
    """Return one SHA-256 over names and contents, so that a change of either is seen."""
    files: list[Path] = []
    for path in paths:
        files += path.rglob("*") if path.is_dir() else [path]
    total = hashlib.sha256()
    for file in sorted(files):
        if file.is_file() and "__pycache__" not in file.parts:
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            total.update(f"{file.relative_to(ROOT).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def read_stamp() -> dict[str, str]:
    """Return what the last setup finished; nothing if there was none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: Mapping[str, str]) -> None:
    """Record what is set up, as soon as it is, so that an interrupted setup goes on there."""
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def run(command: list[str | Path], environment: Mapping[str, str] | None = None) -> int:
    """Run a program in this folder and return its exit status."""
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def pip(*arguments: str) -> None:
    """Let this Python's pip install into .venv.

    Raises:
        SystemExit: It failed; pip has said why.
    """
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_USER="0")
    environment.pop("PYTHONPATH", None)
    command = [sys.executable, "-m", "pip", "--python", str(program("python"))]
    options = ["install", "--quiet", "--no-input", "--no-warn-script-location", *arguments]
    if run([*command, *options], environment):
        sys.exit("Setting up stopped at pip's message above. The same command goes on from here.")


def need_pip() -> None:
    """Make sure that this Python has pip.

    Raises:
        SystemExit: It has none; says how to get it.
    """
    if importlib.util.find_spec("pip") is None:
        sys.exit("This Python has no pip. On Debian or Ubuntu: sudo apt-get install python3-pip")


def make_environment(python: str) -> dict[str, str]:
    """Make .venv, or keep the one of the same Python, and return its stamp.

    Raises:
        SystemExit: It could not be made; Python has said why.
    """
    stamp = read_stamp()
    if stamp.get("python") == python and program("python").exists():
        return stamp
    say(f"Making .venv with Python {sys.version.split()[0]}")
    # Another Python's libraries would be of no use; without pip, as Debian has no ensurepip.
    fresh = ["--clear"] if stamp else []
    if run([sys.executable, "-m", "venv", "--without-pip", *fresh, VENV]):
        sys.exit("Python could not make .venv: see its message above.")
    stamp = {"python": python}
    write_stamp(stamp)
    return stamp


def set_up(requirements: Path) -> None:
    """Bring .venv to the pinned libraries and to this folder's package; quick if it is there.

    Args:
        requirements: The pinned runtime libraries, or those and what the tests need.
    """
    need_pip()
    stamp = make_environment(f"{sys.version} {sys.platform} {sys.base_prefix}")
    wanted = digest([requirements, BUILD_REQUIREMENTS])
    # What the tests need includes what the program needs: no need to go back and forth.
    enough = {wanted, digest([TEST_REQUIREMENTS, BUILD_REQUIREMENTS])}
    if stamp.get("libraries") not in enough:
        say("Installing the pinned libraries (100 MB or so to fetch, once)")
        checked = ("--require-hashes", "--only-binary", ":all:")
        files = ("-r", str(requirements), "-r", str(BUILD_REQUIREMENTS))
        pip(*checked, *files)
        stamp = {"python": stamp["python"], "libraries": wanted}
        write_stamp(stamp)
    package = digest(ROOT / name for name in PACKAGE)
    if stamp.get("package") != package:
        say("Installing CoopLedger from this folder")
        pip("--no-deps", "--no-build-isolation", "--force-reinstall", ".")
        write_stamp({**stamp, "package": package})


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """Return the Debian packages of those libraries that this system cannot load."""
    missing = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def need_libraries(libraries: Mapping[str, str]) -> None:
    """Install Qt's system libraries where we may; where not, name the command that does.

    Raises:
        SystemExit: They are missing and this user cannot add them, or apt-get failed.
    """
    if not sys.platform.startswith("linux"):
        return
    packages = missing_packages(libraries)
    if not packages:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        sys.exit(
            "Qt needs system libraries that are missing here. On Debian or Ubuntu, run\n"
            f"    sudo {' '.join(install)}\n"
            "and then this command again. Elsewhere, the packages have like names."
        )
    say(f"Installing system libraries: {' '.join(packages)}")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run(["apt-get", "update", "--quiet=2"], environment)
    if run([*install, "--quiet=2"], environment):
        sys.exit("apt-get could not install them: see its message above.")


def test(arguments: list[str]) -> int:
    """Run every check, then the tests, on this folder's sources, not on the installed copy.

    Args:
        arguments: More arguments for pytest.

    Returns:
        pytest's exit status, or 1 if the tests passed and a check did not.
    """
    need_libraries(QT_LIBRARIES)
    set_up(TEST_REQUIREMENTS)
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    if sys.platform.startswith("linux"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = []
    for check in CHECKS:
        say(f"== {' '.join(check)}")
        if run([program(check[0]), *check[1:]], environment):
            failed.append(" ".join(check))
    say("== pytest")
    if failed:
        say(f"These checks FAILED above, so this run fails: {'; '.join(failed)}")
    status = run([program("python"), "-m", "pytest", "-n", "auto", *arguments], environment)
    return status or (1 if failed else 0)


def start(arguments: list[str]) -> int:
    """Run coopledger itself, installed as any user has it, in the folder that we are in."""
    set_up(REQUIREMENTS)
    return subprocess.run([program("coopledger"), *arguments], check=False).returncode


def main(arguments: list[str]) -> int:
    """Do what the first argument says; return the exit status."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"CoopLedger needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    job, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if job == "test":
        return test(rest)
    if job == "demo":
        return start(["demo", *rest])
    if job == "run" and rest:
        return start(rest)
    if job in {"window", "run"}:
        need_libraries({**QT_LIBRARIES, **SCREEN_LIBRARIES})
        return start(rest)
    if job in {"--help", "-h"}:
        print(__doc__)
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
