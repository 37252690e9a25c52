# ruff: noqa: N802 - kernel32 calls them so
"""Which sticks are plugged in, from what Linux, Windows and macOS would tell."""

import ctypes
import os
from pathlib import Path

import pytest

from coopledger.store.volume import Statfs
from coopledger.sync import drives
from coopledger.sync.drives import Drive


@pytest.fixture
def devices(tmp_path):
    """The kernel's devices: the system's disk, a stick, a disk on USB, a card in a reader."""
    by_number = tmp_path / "dev"
    by_number.mkdir()
    for number, where, flag in (
        ("259:1", "pci0/nvme0/nvme0n1", "0"),
        ("8:17", "pci0/sdb", "1"),
        ("8:33", "pci0/usb2/2-1/sdc", "0"),
        ("179:9", "pci0/mmc0/mmcblk1", "0"),
        ("8:49", "pci0/sdd", "0"),
    ):
        disk = tmp_path / where
        (disk / "part").mkdir(parents=True)
        (disk / "removable").write_text(flag + "\n")
        (by_number / number).symlink_to(disk / "part")
    return by_number


SYSTEM = "1 0 259:1 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p1 rw\n"
PROC = "2 1 0:21 / /proc rw,nosuid - proc proc rw\n"


def on_linux(devices, *lines, may_write=lambda _folder: True):
    text = SYSTEM + PROC + "\n".join(lines)
    return drives.on_linux(text, devices, free=lambda _folder: 5, may_write=may_write)


def test_linux_a_stick_with_blanks_in_its_name(devices):
    line = r"40 1 8:17 / /run/media/esther/MY\040STICK rw,nosuid shared:9 - vfat /dev/sdb1 rw"
    place = Path("/run/media/esther/MY STICK")
    assert on_linux(devices, line) == [Drive("MY STICK", place, 5, "vfat", writable=True)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("40 1 8:33 / /mnt/backup rw - ext4 /dev/sdc1 rw", True),  # hangs on USB
        ("40 1 179:9 / /media/esther/CARD rw - exfat /dev/mmcblk1p1 rw", True),
        ("40 1 8:49 / /home rw - ext4 /dev/sdd1 rw", False),  # a second disk inside
        ("40 1 259:1 / /media/esther/root rw - ext4 /dev/nvme0n1p1 rw", False),
        ("40 1 0:50 / /media/esther/share rw - cifs //server/share rw", False),
        ("40 1 0:51 / /run/media/esther/OLD rw - fuseblk /dev/sdb1 rw", True),
        ("40 1 8:17 /books /srv/books rw - vfat /dev/sdb1 rw", False),  # bound elsewhere
        ("this is no line", False),
    ],
)
def test_linux_what_can_be_pulled_and_what_not(devices, line, found):
    assert bool(on_linux(devices, line)) is found


@pytest.mark.parametrize(
    ("options", "may", "writable"), [("rw", True, True), ("ro", True, False), ("rw", False, False)]
)
def test_linux_read_only_by_mount_or_by_rights(devices, options, may, writable):
    line = f"40 1 8:17 / /media/S {options} - vfat /dev/sdb1 {options}"
    (drive,) = on_linux(devices, line, may_write=lambda _folder: may)
    assert drive.writable is writable


def test_linux_a_drive_mounted_twice_is_one(devices):
    lines = [f"4{n} 1 8:17 / /media/S{n} rw - vfat /dev/sdb1 rw" for n in (1, 2)]
    assert [drive.name for drive in on_linux(devices, *lines)] == ["S1"]


class Windows:
    """A kernel32 with drives: letter to kind, label, file system, flags, free bytes."""

    def __init__(self, **told):
        self.told = told
        self.mode = 7

    def SetErrorMode(self, mode):
        before, self.mode = self.mode, mode
        return before

    def GetLogicalDrives(self):
        return sum(1 << (ord(letter) - 65) for letter in self.told)

    def GetDriveTypeW(self, root):
        assert self.mode == 0x8001  # an empty reader must not ask for a card
        return self.told[root[0]][0]

    def GetVolumeInformationW(self, root, label, size, _serial, _longest, flags, system, _size):
        _kind, name, kind_of_system, told, _free = self.told[root[0]]
        if kind_of_system is None:
            return 0
        assert size == 261
        label.value, system.value, flags._obj.value = name, kind_of_system, told
        return 1

    def GetDiskFreeSpaceExW(self, root, free, _all, _all_free):
        told = self.told[root[0]][4]
        free._obj.value = told or 0
        return told is not None


def test_windows_sticks_cards_and_what_is_none():
    kernel = Windows(
        C=(3, "System", "NTFS", 0, 1),
        D=(3, "Data", "NTFS", 0, 1),
        E=(2, "KAMU", "FAT32", 0, 4_000_000_000),
        F=(2, "", "exFAT", 0x0008_0000, None),
        G=(2, "", None, 0, 0),  # a reader without a card
        H=(4, "share", "NTFS", 0, 1),
        I=(5, "disc", "UDF", 0, 0),
        J=(3, "USBDISK", "exFAT", 0, 9),
    )
    assert drives.on_windows(kernel) == [
        Drive("KAMU (E:)", Path("E:\\"), 4_000_000_000, "fat32", writable=True),
        Drive("F:", Path("F:\\"), None, "exfat", writable=False),
        Drive("USBDISK (J:)", Path("J:\\"), 9, "exfat", writable=True),
    ]
    assert kernel.mode == 7  # as it was


def test_macos_volumes_but_not_the_systems_own(tmp_path):
    flags = {"STICK": 0x1000, "LOCKED": 0x1001, "share": 0, "Recovery": 0x10_1000, "Root": 0x5000}
    for name in flags:
        (tmp_path / name).mkdir()
    (tmp_path / "Macintosh HD").symlink_to("/")

    def told(folder):
        made = Statfs()
        made.flags = flags[folder.name]
        ctypes.memmove(ctypes.addressof(made) + 72, b"msdos", 5)
        return made

    assert drives.on_macos(tmp_path, told, free=lambda _folder: 8) == [
        Drive("LOCKED", tmp_path / "LOCKED", 8, "msdos", writable=False),
        Drive("STICK", tmp_path / "STICK", 8, "msdos", writable=True),
    ]
    assert drives.on_macos(tmp_path, lambda _folder: None) == []
    assert drives.on_macos(tmp_path / "none") == []


def test_where_the_system_tells_nothing_there_is_no_drive(monkeypatch):
    monkeypatch.setattr(drives.sys, "platform", "darwin")

    def broken(_place):
        raise OSError(5, os.strerror(5))

    monkeypatch.setattr(drives, "on_macos", broken)
    assert drives.plugged_in() == ()
