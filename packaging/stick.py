"""Lay the frozen folder out for a stick: it runs from there, and leaves the stick as it was.

Sticks are FAT: no links, no rights to execute. ``start.sh`` copes with both. Ledgers are made where
they always are, in the data folder of whoever is logged in on the laptop.
"""

from __future__ import annotations

import shutil
import sys
import time as clock
import zipfile
from pathlib import Path

import debian

PIECES = Path(__file__).resolve().parent / "portable"


def make(folder: Path, icons: Path, dist: Path, time: int) -> Path:
    """Make the stick's folder, and a zip of it.

    Args:
        folder: The frozen program.
        icons: The icon in its sizes.
        dist: Where both go.
        time: Of every file in the zip, seconds since 1970.

    Returns:
        The zip.

    Raises:
        SystemExit: Two names would be one on a stick.
    """
    target = dist / f"CoopLedger-{debian.version()}-linux-{debian.architecture()}"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target / "program")
    for piece in sorted(PIECES.iterdir()):
        shutil.copy(piece, target / piece.name)
    for source in (debian.DESKTOP, icons / "coopledger-128.png", icons / "coopledger.svg"):
        shutil.copy(source, target / "program" / source.name)
    if same := twins(target):
        sys.exit(f"Names that a stick cannot tell apart: {', '.join(same)}")
    packed = target.with_name(target.name + ".zip")
    pack(target, packed, time)
    return packed


def twins(folder: Path) -> list[str]:
    """Names that differ by capitals only."""
    seen: set[str] = set()
    found = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if name.casefold() in seen:
            found.append(name)
        seen.add(name.casefold())
    return found


def pack(folder: Path, target: Path, time: int) -> None:
    """Zip a folder so that the same files give the same zip."""
    moment = clock.gmtime(time)[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            name = file.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, moment)
            runs = file.suffix == ".sh" or file.name == "coopledger"
            entry.external_attr = (0o100755 if runs else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
