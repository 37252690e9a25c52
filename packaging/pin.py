"""Remake the requirements files from pyproject.toml: exact versions, every file's hash.

Run it with uv on the path, after a change of the dependencies in pyproject.toml:

    python3 packaging/pin.py            # remake; keeps the versions that still fit
    python3 packaging/pin.py --upgrade  # remake with the newest versions
    python3 packaging/pin.py --check    # only try the pins on every platform we promise

The files name no registry: who installs decides where from, and the hashes decide what is accepted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "packaging"
RUNTIME = HERE / "requirements.txt"
TEST = HERE / "requirements-test.txt"
BUILD = HERE / "requirements-build.txt"
FREEZE = HERE / "requirements-freeze.txt"

OLDEST_PYTHON = "3.11"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# Debian 12 has glibc 2.36, Ubuntu 22.04 2.35. Qt on 64-bit ARM wants 2.39: Debian 13, Ubuntu 24.04.
PLATFORMS = (
    "x86_64-manylinux_2_35",
    "aarch64-manylinux_2_39",
    "x86_64-pc-windows-msvc",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
)


def uv(*arguments: str) -> str:
    """Run uv without this machine's settings, and return what it prints.

    Raises:
        SystemExit: uv is missing or failed; its own message says why.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("UV_") or name == "UV_CACHE_DIR"
    }
    try:
        done = subprocess.run(
            ["uv", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            check=False,
        )
    except FileNotFoundError:
        sys.exit("pin.py needs uv on the path (python3 -m pip install uv).")
    if done.returncode:
        sys.exit(f"uv {' '.join(arguments[:2])} failed.")
    return done.stdout


def pin(target: Path, *sources: str, upgrade: bool, within: Path | None = None) -> None:
    """Write one requirements file for every platform and every Python from the oldest on.

    Args:
        target: The file to write; its present versions are kept unless they no longer fit.
        sources: What uv reads the wishes from, with its options.
        upgrade: Take the newest versions instead of the present ones.
        within: A requirements file whose versions this one has to share.
    """
    options = ["--no-config", "--quiet", "--universal", "--python-version", OLDEST_PYTHON]
    options += ["--generate-hashes", "--no-header", "--no-annotate"]
    if within is not None:
        options += ["--constraint", str(within.relative_to(ROOT))]
    if upgrade:
        options.append("--upgrade")
    name = str(target.relative_to(ROOT))
    uv("pip", "compile", *options, *sources, "--output-file", name)
    sys.stdout.write(f"{name}: {target.read_text(encoding='utf-8').count('==')} packages\n")


def pin_all(*, upgrade: bool) -> None:
    """Remake the files, so that all agree on every version that they share."""
    pin(RUNTIME, "pyproject.toml", upgrade=upgrade)
    pin(TEST, "pyproject.toml", "--extra", "test", upgrade=upgrade, within=RUNTIME)
    pin(FREEZE, "pyproject.toml", "--extra", "freeze", upgrade=upgrade, within=TEST)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        wishes = Path(folder) / "build.in"
        wishes.write_text("\n".join(project["build-system"]["requires"]), encoding="utf-8")
        pin(BUILD, str(wishes), upgrade=upgrade, within=TEST)


def check_all() -> None:
    """Prove that every pinned version has a wheel for every platform and Python we promise.

    Raises:
        SystemExit: One has none; uv names it.
    """
    for python in PYTHONS:
        for platform in PLATFORMS:
            options = ["--no-config", "--quiet", "--no-build", "--no-deps", "--no-header"]
            options += ["--python-version", python, "--python-platform", platform]
            files = [str(path.relative_to(ROOT)) for path in (TEST, BUILD, FREEZE)]
            uv("pip", "compile", *options, *files)
            sys.stdout.write(f"a wheel of everything: Python {python}, {platform}\n")


def main() -> None:
    """Remake the files, then try them, as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    parser.add_argument("--check", action="store_true", help="only try the present pins")
    wanted = parser.parse_args()
    if not wanted.check:
        pin_all(upgrade=wanted.upgrade)
    check_all()


if __name__ == "__main__":
    main()
