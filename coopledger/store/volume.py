"""What kind of disk a ledger would lie on: not a stick, not the network, not FAT.

There write-ahead logging says yes and fails at the first write, or loses the last pages when the
stick is pulled or the network goes. Ledgers lie on the laptop's own disk; sticks carry copies.
"""

import ctypes
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coopledger.domain.errors import Refusal

UNSAFE = frozenset(
    {
        *("vfat", "msdos", "fat", "fat32", "exfat", "umsdos", "fuse.exfat", "iso9660", "udf"),
        *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "ncpfs", "afs", "9p"),
        *("davfs", "webdav", "ftp", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.rclone"),
        *("fuse.gvfsd-fuse", "fuse.davfs2", "fuse.glusterfs", "fuse.s3fs", "fuse.curlftpfs"),
    }
)
"""File systems that a ledger is not kept on, in lower case, as the systems name them."""
_ESCAPE = re.compile(r"\\([0-7]{3})")
_REMOVABLE, _REMOTE, _DISC = 2, 4, 5
"""What Windows' GetDriveType answers."""


def refuse_unsafe(path: Path) -> None:
    """Refuse a place for a ledger on a stick, on the network, or on FAT.

    What the system does not tell is taken as safe: no laptop's own disk is refused by mistake.

    Raises:
        Refusal: `unsafe_volume`.
    """
    if is_unsafe(_existing(path)):
        raise Refusal("unsafe_volume", value=str(path))


def is_unsafe(folder: Path) -> bool:
    """Whether an existing folder lies on such a disk, as far as this system tells."""
    try:
        if sys.platform == "win32":
            return unsafe_on_windows(folder, ctypes.WinDLL("kernel32"))
        if sys.platform == "darwin":
            told = statfs_on_macos(folder)
            return told is not None and unsafe_type(told.name.decode())
        mounts = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape")
        return unsafe_type(type_in_mounts(folder, mounts)) or removable(
            folder.stat().st_dev, Path("/").stat().st_dev
        )
    except (OSError, ValueError, AttributeError):
        return False


def unsafe_type(name: str) -> bool:
    """Whether a file system of that name is none for a ledger."""
    return name.lower() in UNSAFE


def type_in_mounts(folder: Path, mounts: str) -> str:
    """The type of the file system that a folder lies on, from the text of ``/proc/mounts``.

    Of two mounts on one point the later one hides the earlier.
    """
    found, deepest = "", -1
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(unescaped(parts[1]))
        depth = len(point.parts)
        if depth >= deepest and (point == folder or point in folder.parents):
            found, deepest = parts[2], depth
    return found


def unescaped(text: str) -> str:
    """A path as the kernel's lists of mounts write it: blanks in it are octal there."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 8)), text)


def removable(device: int, system: int, devices: Path = Path("/sys/dev/block")) -> bool:
    """Whether a block device can be pulled out; the disk that the system runs from never counts."""
    disk = disk_of(device, devices)
    if disk is None or disk == disk_of(system, devices):
        return False
    return (disk / "removable").read_text("ascii").strip() == "1"


def disk_of(device: int, devices: Path = Path("/sys/dev/block")) -> Path | None:
    """Where the kernel tells of the disk that a device is, or is a partition of."""
    place = (devices / f"{os.major(device)}:{os.minor(device)}").resolve()
    found = (folder for folder in (place, place.parent) if (folder / "removable").is_file())
    return next(found, None)


def unsafe_on_windows(folder: Path, kernel: Any) -> bool:
    """The same, as Windows tells it; ``kernel`` is its kernel32."""
    root = ctypes.create_unicode_buffer(261)
    if not kernel.GetVolumePathNameW(str(folder), root, len(root)):
        return False
    if kernel.GetDriveTypeW(root.value) in {_REMOVABLE, _REMOTE, _DISC}:
        return True
    name = ctypes.create_unicode_buffer(261)
    told = kernel.GetVolumeInformationW(root.value, None, 0, None, None, None, name, len(name))
    return bool(told) and unsafe_type(name.value)


class Statfs(ctypes.Structure):
    """``struct statfs`` of macOS with 64-bit inodes (sys/mount.h)."""

    _fields_ = (
        ("bsize", ctypes.c_uint32),
        ("iosize", ctypes.c_int32),
        ("counts", ctypes.c_uint64 * 5),
        ("fsid", ctypes.c_int32 * 2),
        ("owner", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("subtype", ctypes.c_uint32),
        ("name", ctypes.c_char * 16),
        ("rest", ctypes.c_char * (2 * 1024 + 4 * 8)),
    )


def statfs_on_macos(folder: Path, load: Callable[[None], Any] = ctypes.CDLL) -> Statfs | None:
    """What macOS tells of the file system of a folder; None if it tells nothing."""
    told, system = Statfs(), load(None)
    # Intel's libc keeps the older structure under the plain name.
    call = getattr(system, "statfs$INODE64", None) or system.statfs
    return None if call(os.fsencode(folder), ctypes.byref(told)) else told


def _existing(path: Path) -> Path:
    """The folder in which a file lies, or would lie once its folders are made."""
    place = path.absolute()
    place = place.resolve() if place.exists() else place
    while not place.is_dir() and place.parent != place:
        place = place.parent
    return place.resolve()
