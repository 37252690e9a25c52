"""Which shared libraries the Linux folder carries, and which it takes from the system.

PyInstaller copies whatever the build machine has, with all that it needs in turn. Here everything
that nothing uses is taken out again, and what any desktop has is left to the system, which keeps it
up to date. Needs binutils' readelf.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SYSTEM = {
    "libc.so.6": "libc6",
    "libm.so.6": "libc6",
    "libdl.so.2": "libc6",
    "librt.so.1": "libc6",
    "libpthread.so.0": "libc6",
    "libutil.so.1": "libc6",
    "libresolv.so.2": "libc6",
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    "libgcc_s.so.1": "libgcc-s1",
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
}
"""Always there on a desktop: the library's file, its Debian packages, the newer name first."""

OPTIONAL = {
    "libcups.so.2": "libcups2t64 | libcups2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libdrm.so.2": "libdrm2",
}
"""Only plugins of Qt use these, for printing and for Wayland; without them it does without."""

_FILE = re.compile(r"^File: (.*)$")
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC = re.compile(rb"GLIBC_2\.(\d+)")


def binaries(folder: Path) -> list[Path]:
    """Every program and shared library below a folder, sorted; no links."""
    found = []
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                if stream.read(4) == b"\x7fELF":
                    found.append(file)
    return found


def needs(files: list[Path]) -> dict[Path, set[str]]:
    """For each file the names of the libraries that it asks for.

    Raises:
        SystemExit: There is no readelf, or it failed.
    """
    try:
        command = ["readelf", "--dynamic", "--wide", *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        sys.exit(f"readelf, of Debian's binutils: {problem}")
    found: dict[Path, set[str]] = {file: set() for file in files}
    now = files[0]
    for line in done.stdout.splitlines():
        if named := _FILE.match(line):
            now = Path(named[1])
        elif asked := _NEEDED.search(line):
            found[now].add(asked[1])
    return found


def is_library(file: Path) -> bool:
    """Whether it is there for others to link with; a plugin or a module is there for itself.

    Python itself is loaded by name, by PyInstaller's starter.
    """
    linked = re.fullmatch(r"lib(?!python3).+\.so(\..+)?", file.name)
    return bool(linked) and "/plugins/" not in file.parent.as_posix()


def prune(folder: Path) -> list[str]:
    """Take out of the folder the system's libraries, links, and libraries that nothing needs.

    Args:
        folder: What PyInstaller made; changed in place.

    Returns:
        The names of what was taken out, sorted.
    """
    gone = []
    for file in sorted(folder.rglob("*")):
        if file.is_symlink() or file.name in SYSTEM or file.name in OPTIONAL:
            # A stick's file system has no links; each library has its path to the others.
            gone.append(file.name)
            file.unlink()
    asked = needs(binaries(folder))
    by_name = {file.name: file for file in asked if is_library(file)}
    used = {file for file in asked if not is_library(file)}
    waiting = list(used)
    while waiting:
        for name in asked[waiting.pop()]:
            file = by_name.get(name)
            if file is not None and file not in used:
                used.add(file)
                waiting.append(file)
    for file in sorted(set(asked) - used):
        gone.append(file.name)
        file.unlink()
    return sorted(gone)


def outside(folder: Path) -> set[str]:
    """The libraries that the folder asks the system for."""
    asked = needs(binaries(folder))
    return set().union(*asked.values()) - {file.name for file in asked}


def packages(folder: Path) -> tuple[list[str], list[str]]:
    """The Debian packages that the folder cannot do without, and those that it would like.

    Raises:
        SystemExit: It needs a library that no package here is known to bring.
    """
    wanted = outside(folder)
    if unknown := sorted(wanted - SYSTEM.keys() - OPTIONAL.keys()):
        sys.exit(f"No Debian package is known for: {', '.join(unknown)}")
    glibc = f"libc6 (>= 2.{oldest_glibc(folder)})"
    depends = {SYSTEM[name] for name in wanted & SYSTEM.keys()} - {"libc6"}
    recommends = {OPTIONAL[name] for name in wanted & OPTIONAL.keys()}
    return [glibc, *sorted(depends)], sorted(recommends)


def oldest_glibc(folder: Path) -> int:
    """The oldest glibc 2.x that has every symbol version that the folder's files name."""
    versions = {
        int(number) for file in binaries(folder) for number in _GLIBC.findall(file.read_bytes())
    }
    return max(versions, default=0)
