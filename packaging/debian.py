"""Wrap the frozen folder as a Debian package: under /usr/lib, with its command, menu entry, icons.

Needs dpkg-deb. The package has no scripts of its own: nothing runs when it is put on or taken off,
so it can't touch a ledger.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import linux_libraries

ROOT = Path(__file__).resolve().parent.parent
NAME = "coopledger"
MAINTAINER = "CoopLedger <coopledger@localhost>"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
DESKTOP = ROOT / "packaging" / "coopledger.desktop"
COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: CoopLedger
Comment: The licences of the libraries that come with the program are in
 /usr/lib/coopledger/licences; licences.txt there lists them.

Files: *
Copyright: the CoopLedger authors
License: Apache-2.0
 On Debian systems the full text is in /usr/share/common-licenses/Apache-2.0.
"""
DESCRIPTION = """\
savings group's book: offline, signed, encrypted, printed
 The treasurer of a village savings group records the meeting in the window;
 what is closed is a signed page that nothing can change afterwards. Balances,
 loans and the share-out are worked out from the pages, papers are printed,
 and books travel between laptops on a USB stick, encrypted. No network is used.
"""


def version() -> str:
    """The program's version."""
    text = (ROOT / "coopledger" / "__init__.py").read_text(encoding="utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]


def architecture() -> str:
    """This processor, as Debian calls it."""
    machine = os.uname().machine
    return ARCHITECTURES.get(machine, machine)


def control(folder: Path, kilobytes: int) -> str:
    """The package's control file.

    Args:
        folder: The frozen program.
        kilobytes: What the package takes once it is installed.
    """
    depends, recommends = linux_libraries.packages(folder)
    fields = {
        "Package": NAME,
        "Version": version(),
        "Architecture": architecture(),
        "Maintainer": MAINTAINER,
        "Installed-Size": str(kilobytes),
        # Qt reads the keyboard's layouts there.
        "Depends": ", ".join([*depends, "xkb-data"]),
        "Recommends": ", ".join(recommends),
        "Section": "misc",
        "Priority": "optional",
        "Description": DESCRIPTION.rstrip("\n"),
    }
    return "".join(f"{key}: {value}\n" for key, value in fields.items() if value)


def lay_out(folder: Path, icons: Path, root: Path) -> None:
    """Put every file of the package where it will lie.

    Args:
        folder: The frozen program.
        icons: The icon in its sizes.
        root: What stands for the root of the file system.
    """
    shutil.copytree(folder, root / "usr/lib" / NAME, symlinks=True)
    place = root / "usr/bin"
    place.mkdir(parents=True)
    (place / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    put(DESKTOP, root / "usr/share/applications" / DESKTOP.name)
    put(icons / f"{NAME}.svg", root / "usr/share/icons/hicolor/scalable/apps" / f"{NAME}.svg")
    for icon in icons.glob(f"{NAME}-*.png"):
        size = icon.stem.rpartition("-")[2]
        if int(size) <= 256:
            put(icon, root / f"usr/share/icons/hicolor/{size}x{size}/apps/{NAME}.png")
    documents = root / "usr/share/doc" / NAME
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(COPYRIGHT, encoding="utf-8")
    change = f"{NAME} ({version()}) unstable; urgency=low\n\n  * See the project's history.\n"
    (documents / "changelog.gz").write_bytes(gzip.compress(change.encode(), mtime=0))


def put(source: Path, target: Path) -> None:
    """Copy a file, with the folders above it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def set_modes(root: Path, time: int) -> None:
    """Give every file the rights and the time that it has in the package, whoever builds it."""
    program = root / "usr/lib" / NAME / NAME
    for file in sorted(root.rglob("*"), reverse=True):
        if not file.is_symlink():
            file.chmod(0o755 if file.is_dir() or file == program else 0o644)
        os.utime(file, (time, time), follow_symlinks=False)
    os.utime(root, (time, time))


def make(folder: Path, icons: Path, work: Path, dist: Path, time: int) -> Path:
    """Make the package.

    Args:
        folder: The frozen program.
        icons: The icon in its sizes.
        work: A folder for the package's files; emptied first.
        dist: Where the package goes.
        time: Of every file in it, seconds since 1970.

    Returns:
        The package.

    Raises:
        SystemExit: There is no dpkg-deb, or it failed.
    """
    shutil.rmtree(work, ignore_errors=True)
    lay_out(folder, icons, work)
    total = sum(f.stat().st_size for f in work.rglob("*") if f.is_file() and not f.is_symlink())
    (work / "DEBIAN").mkdir()
    text = control(folder, -(-total // 1024))
    (work / "DEBIAN" / "control").write_text(text, encoding="utf-8")
    work.chmod(0o755)
    set_modes(work, time)
    made = dist / f"{NAME}_{version()}_{architecture()}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(work), str(made)]
    environment = dict(os.environ, SOURCE_DATE_EPOCH=str(time))
    try:
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as problem:
        sys.exit(f"dpkg-deb: {problem}")
    return made


def copy_licences(folder: Path, licences: Path) -> None:
    """Put in what Debian says of the libraries of the build machine that the folder carries."""
    owners = set()
    for file in linux_libraries.binaries(folder):
        ours = file.parent.name != "_internal" or not file.name.startswith("lib")
        if ours or shutil.which("dpkg-query") is None:
            continue
        done = subprocess.run(
            ["dpkg-query", "--search", f"*/{file.name}"],
            capture_output=True,
            text=True,
            check=False,
        )
        owners |= {line.partition(":")[0] for line in done.stdout.splitlines()}
    for owner in sorted(owners):
        text = Path("/usr/share/doc") / owner / "copyright"
        if text.is_file():
            shutil.copy(text, licences / f"debian-{owner}.txt")
