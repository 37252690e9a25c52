"""The sticks and memory cards that are plugged in now, as each system tells of them.

Nothing here writes. What a system does not tell is left out: a folder can always be chosen by hand.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from coopledger.store.volume import Statfs, disk_of, statfs_on_macos, unescaped

_REMOVABLE, _FIXED = 2, 3
"""What Windows' GetDriveType answers."""
_WINDOWS_READ_ONLY = 0x0008_0000
"""FILE_READ_ONLY_VOLUME (winnt.h)."""
_QUIET = 0x8001
"""SEM_FAILCRITICALERRORS and SEM_NOOPENFILEERRORBOX: an empty card reader asks nobody anything."""
_MACOS_READ_ONLY, _MACOS_LOCAL, _MACOS_ROOT, _MACOS_HIDDEN = 0x1, 0x1000, 0x4000, 0x10_0000
"""MNT_RDONLY, MNT_LOCAL, MNT_ROOTFS and MNT_DONTBROWSE (sys/mount.h)."""
_BY_HAND = ("/media/", "/run/media/")
"""Where desktops on Linux put what a person plugs in."""


class Drive(msgspec.Struct, frozen=True):
    """A stick.

    Attributes:
        name: as its owner called it, else where it is.
        folder: its topmost one.
        free: bytes; None where the system does not tell.
        system: name of its file system, in lower case; empty if it is not known.
        writable: whether it lets itself be written.
    """

    name: str
    folder: Path
    free: int | None
    system: str
    writable: bool


def plugged_in() -> tuple[Drive, ...]:
    """The drives that can be pulled out, by name; none where the system does not tell."""
    try:
        if sys.platform == "win32":
            found = on_windows(ctypes.WinDLL("kernel32"))
        elif sys.platform == "darwin":
            found = on_macos(Path("/Volumes"))
        else:
            told = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
            found = on_linux(told)
    except (OSError, ValueError, AttributeError):
        return ()
    return tuple(sorted(found, key=lambda drive: (drive.name.casefold(), str(drive.folder))))


def on_linux(
    mountinfo: str,
    devices: Path = Path("/sys/dev/block"),
    free: Callable[[Path], int | None] | None = None,
    may_write: Callable[[Path], bool] = lambda folder: os.access(folder, os.W_OK),
) -> list[Drive]:
    """The same from the text of ``/proc/self/mountinfo`` (proc(5)) and the kernel's devices.

    A drive can be pulled if the kernel says so, hangs on USB, or was put where desktops put what
    people plug in; never the disk that the system runs from.
    """
    mounts = [mount for mount in map(_mount, mountinfo.splitlines()) if mount is not None]
    system = {disk_of(m.device, devices) for m in mounts if m.folder == Path("/")} - {None}
    found: dict[int, Drive] = {}
    for mount in mounts:
        disk = disk_of(mount.device, devices)
        if disk in system or not _may_be_pulled(mount, disk):
            continue
        drive = Drive(
            mount.folder.name or str(mount.folder),
            mount.folder,
            (free or _free)(mount.folder),
            mount.system,
            mount.writable and may_write(mount.folder),
        )
        found.setdefault(mount.device, drive)
    return list(found.values())


class _Mount(msgspec.Struct, frozen=True):
    device: int
    folder: Path
    system: str
    writable: bool


def _mount(line: str) -> _Mount | None:
    parts = line.split(" ")
    try:
        dash = parts.index("-", 6)
        major, minor = map(int, parts[2].split(":"))
        options = {*parts[5].split(","), *parts[dash + 3].split(",")}
        system = parts[dash + 1].lower()
    except (ValueError, IndexError):
        return None
    # Only a file system's own root: a folder of it that is bound elsewhere is no other drive.
    if parts[3] != "/":
        return None
    folder = Path(unescaped(parts[4]))
    return _Mount(os.makedev(major, minor), folder, system, "ro" not in options)


def _may_be_pulled(mount: _Mount, disk: Path | None) -> bool:
    if disk is None:  # no disk at all: what a FUSE driver mounts for a person (exFAT, NTFS)
        return mount.system.startswith("fuseblk") and _by_hand(mount.folder)
    told = (disk / "removable").read_text("ascii").strip() == "1"
    return told or any(part.startswith("usb") for part in disk.parts) or _by_hand(mount.folder)


def _by_hand(folder: Path) -> bool:
    return str(folder).startswith(_BY_HAND)


def on_windows(kernel: Any) -> list[Drive]:
    """The same as Windows tells it; ``kernel`` is its kernel32.

    A stick says that it can be removed; a disk on USB does not, so fixed drives count too where
    they are not the one that Windows runs from and are FAT or exFAT, as sticks and cards are.
    """
    before = kernel.SetErrorMode(_QUIET)
    try:
        letters, system = kernel.GetLogicalDrives(), os.environ.get("SYSTEMDRIVE", "C:").upper()
        roots = [f"{chr(65 + at)}:\\" for at in range(26) if letters >> at & 1]
        found = [_windows_drive(kernel, root) for root in roots if not root.startswith(system)]
    finally:
        kernel.SetErrorMode(before)
    return [drive for drive in found if drive is not None]


def _windows_drive(kernel: Any, root: str) -> Drive | None:
    kind = kernel.GetDriveTypeW(root)
    if kind not in (_REMOVABLE, _FIXED):
        return None
    label, system = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
    flags = ctypes.c_uint32()
    told = kernel.GetVolumeInformationW(
        root, label, len(label), None, None, ctypes.byref(flags), system, len(system)
    )
    if not told:  # a reader without a card
        return None
    if kind == _FIXED and "FAT" not in system.value.upper():
        return None
    free = ctypes.c_uint64()
    known = kernel.GetDiskFreeSpaceExW(root, ctypes.byref(free), None, None)
    letter = root[:2]
    return Drive(
        f"{label.value} ({letter})" if label.value else letter,
        Path(root),
        int(free.value) if known else None,
        system.value.lower(),
        not flags.value & _WINDOWS_READ_ONLY,
    )


def on_macos(
    volumes: Path,
    told: Callable[[Path], Statfs | None] = statfs_on_macos,
    free: Callable[[Path], int | None] | None = None,
) -> list[Drive]:
    """The same as macOS tells it: what lies in ``/Volumes``, but for the system's own disk."""
    found = []
    for folder in _folders(volumes):
        if folder.is_symlink():  # the system's own disk
            continue
        known = told(folder)
        if known is None or known.flags & (_MACOS_ROOT | _MACOS_HIDDEN):
            continue
        if not known.flags & _MACOS_LOCAL:
            continue
        system, writable = known.name.decode(), not known.flags & _MACOS_READ_ONLY
        found.append(Drive(folder.name, folder, (free or _free)(folder), system, writable))
    return found


def _folders(place: Path) -> Iterable[Path]:
    try:
        return sorted(place.iterdir())
    except OSError:
        return ()


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
