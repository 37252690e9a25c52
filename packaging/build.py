"""Make what is handed out, in dist/: a folder, a .deb, a folder for a stick, their checksums.

    python3 packaging/build.py folder      the program with all that it needs (any system)
    python3 packaging/build.py deb         the same as a Debian package (Linux)
    python3 packaging/build.py portable    the same as a folder for a stick (Linux)
    python3 packaging/build.py checksums   SHA-256 of what lies in dist/
    python3 packaging/build.py             all of these that this system can make

Each makes what it is made of first. The libraries come by pip into build/freeze-venv, by the hashes
of requirements-freeze.txt. A build is for the kind of system and processor that it is made on.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import debian
import linux_libraries
import stick

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
DIST = ROOT / "dist"
VENV = BUILD / "freeze-venv"
REQUIREMENTS = ROOT / "packaging" / "requirements-freeze.txt"
FOLDER = DIST / ("CoopLedger.app" if sys.platform == "darwin" else "coopledger")
LINUX = sys.platform.startswith("linux")


def run(command: list[str | Path], environment: dict[str, str] | None = None) -> str:
    """Run a program in this folder and return what it printed.

    Raises:
        SystemExit: It failed; it has said why.
    """
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed, see above: {' '.join(map(str, command[1:4]))}")
    return done.stdout.strip()


def python() -> Path:
    """Where the virtual environment's Python lies, on this system."""
    return VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"


def set_up() -> None:
    """Make the virtual environment, unless it is there with these very pins."""
    stamp = VENV / "pins.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print("Installing the pinned libraries into build/freeze-venv", flush=True)
    run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
    options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--quiet"]
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python(), "install"]
    run([*pip, *options, "-r", REQUIREMENTS])
    stamp.write_text(wanted, encoding="utf-8")


def commit() -> tuple[str, int]:
    """The commit that is built, marked if files differ from it, and its time in seconds."""
    name = run(["git", "rev-parse", "--short=10", "HEAD"])
    changed = run(["git", "status", "--porcelain", "--untracked-files=no"])
    time = int(run(["git", "log", "-1", "--format=%ct"]))
    return (name + "+" if changed else name), time


def make_folder() -> None:
    """Freeze the program, take out what is not needed, put the licences in."""
    set_up()
    name, time = commit()
    day = datetime.fromtimestamp(time, UTC).date().isoformat()
    stamp = BUILD / "build.json"
    stamp.write_text(json.dumps({"commit": name, "built": day}) + "\n", encoding="utf-8")
    icons = BUILD / "icons"
    # The same commit gives the same files: set order, and the time in the archives.
    environment = dict(
        os.environ,
        PYTHONPATH=str(ROOT),
        PYTHONHASHSEED="1",
        SOURCE_DATE_EPOCH=str(time),
        COOPLEDGER_ICONS=str(icons),
        COOPLEDGER_STAMP=str(stamp),
    )
    run([python(), ROOT / "packaging" / "icons.py", icons], environment)
    print("Freezing the program (a minute or so)", flush=True)
    options: list[str | Path] = ["--noconfirm", "--clean", "--log-level", "ERROR"]
    options += ["--distpath", DIST, "--workpath", BUILD / "pyinstaller"]
    run(
        [python(), "-m", "PyInstaller", *options, ROOT / "packaging" / "coopledger.spec"],
        environment,
    )
    licences = FOLDER / ("Contents/Resources" if FOLDER.suffix else "") / "licences"
    run([python(), ROOT / "packaging" / "licences.py", licences], environment)
    if LINUX:
        linux_libraries.prune(FOLDER)
        linux_libraries.packages(FOLDER)
        debian.copy_licences(FOLDER, licences)
        print(run([FOLDER / "coopledger", "--version"]), flush=True)
    print(f"{FOLDER.relative_to(ROOT)}: {size(FOLDER) / 1e6:.0f} MB", flush=True)


def size(path: Path) -> int:
    """Bytes of a file, or of all files below a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())


def make_deb() -> None:
    """Wrap the folder as a Debian package."""
    made = debian.make(FOLDER, BUILD / "icons", BUILD / "deb", DIST, commit()[1])
    print(f"{made.relative_to(ROOT)}: {size(made) / 1e6:.0f} MB", flush=True)


def make_portable() -> None:
    """Lay the folder out for a stick, and pack it."""
    made = stick.make(FOLDER, BUILD / "icons", DIST, commit()[1])
    print(f"{made.relative_to(ROOT)}: {size(made) / 1e6:.0f} MB", flush=True)


def make_checksums() -> None:
    """Write what sha256sum --check reads."""
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"
        for file in sorted(DIST.iterdir())
        if file.is_file() and file.name != "SHA256SUMS"
    ]
    (DIST / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> None:
    """Do the job that the command line names, or all.

    Raises:
        SystemExit: There is no such job, or this system cannot do it.
    """
    jobs = {"folder": [make_folder]}
    if LINUX:
        jobs["deb"] = [make_folder, make_deb]
        jobs["portable"] = [make_folder, make_portable]
    jobs["checksums"] = [make_checksums]
    every = [make_folder, *(each[-1] for each in jobs.values() if each[-1] is not make_folder)]
    wanted = arguments[0] if arguments else ""
    if (wanted and wanted not in jobs) or len(arguments) > 1:
        sys.exit(f"{__doc__}\nThis system can make: {', '.join(jobs)}")
    for job in jobs.get(wanted, every):
        job()


if __name__ == "__main__":
    main(sys.argv[1:])
