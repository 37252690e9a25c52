# ruff: noqa: N802 - kernel32 calls them so
"""A ledger lies on the laptop's own disk: what each system tells of a place, what is refused."""

import ctypes
import os
from pathlib import Path

import pytest

from coopledger.app import backups, recovery
from coopledger.app.ledger import Ledger
from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import Cost
from coopledger.store import volume
from tests.conftest import PASSPHRASE

MOUNTS = """\
sysfs /sys sysfs rw,nosuid 0 0
/dev/sda2 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sdb1 /media/amina/BLUE\\040STICK vfat rw,uid=1000 0 0
/dev/sdc1 /media/amina/big exfat rw 0 0
server:/export /home/office nfs4 rw 0 0
//nas/books /mnt/nas cifs rw 0 0
amina@host: /mnt/far fuse.sshfs rw 0 0
/dev/sda3 /home/office/local btrfs rw 0 0
overlay /var/box overlay rw 0 0
/dev/sdd1 /mnt/over ext4 rw 0 0
/dev/sdd2 /mnt/over vfat rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("folder", "kind", "unsafe"),
    [
        ("/home/amina", "ext4", False),
        ("/tmp/x", "tmpfs", False),
        ("/var/box/a", "overlay", False),
        ("/media/amina", "ext4", False),
        ("/media/amina/BLUE STICK", "vfat", True),
        ("/media/amina/BLUE STICK/books", "vfat", True),
        ("/media/amina/BLUE STICKS", "ext4", False),
        ("/media/amina/big", "exfat", True),
        ("/home/office/books", "nfs4", True),
        ("/home/office/local/books", "btrfs", False),
        ("/mnt/nas", "cifs", True),
        ("/mnt/far", "fuse.sshfs", True),
        ("/mnt/over/a", "vfat", True),
    ],
)
def test_linux_tells_the_file_system_by_the_deepest_mount(folder, kind, unsafe):
    assert volume.type_in_mounts(Path(folder), MOUNTS) == kind
    assert volume.unsafe_type(kind) is unsafe


@pytest.fixture
def devices(tmp_path):
    """A kernel's tree of disks: sda with the system, sdb a stick, sr0 whole, all with flags."""
    block, by_number = tmp_path / "block", tmp_path / "dev"
    by_number.mkdir()
    for disk, flag, parts in (("sda", "1", (1, 2)), ("sdb", "1", (17,)), ("sdc", "0", (33,))):
        (block / disk).mkdir(parents=True)
        (block / disk / "removable").write_text(flag + "\n")
        for minor in parts:
            (block / disk / f"part{minor}").mkdir()
            (by_number / f"8:{minor}").symlink_to(block / disk / f"part{minor}")
    (by_number / "8:16").symlink_to(block / "sdb")
    return by_number


@pytest.mark.parametrize(("minor", "out"), [(17, True), (16, True), (33, False), (2, False)])
def test_linux_tells_a_stick_that_can_be_pulled(devices, minor, out):
    # 8:1 is the system's own partition: it may run from a stick, 8:2 lies on the same one.
    found = volume.removable(os.makedev(8, minor), os.makedev(8, 1), devices)
    assert found is out


def test_a_device_that_the_kernel_does_not_tell_of_is_no_stick(devices):
    assert not volume.removable(os.makedev(0, 41), os.makedev(8, 1), devices)


class Windows:
    """A kernel32 whose drives are given: kind of drive and name of the file system."""

    def __init__(self, kind, name):
        self.kind, self.name, self.asked = kind, name, ""

    def GetVolumePathNameW(self, folder, buffer, size):
        assert size == 261
        self.asked, buffer.value = folder, "E:\\"
        return 1

    def GetDriveTypeW(self, root):
        assert root == "E:\\"
        return self.kind

    def GetVolumeInformationW(self, root, _n, _s, _i, _m, _f, buffer, _size):
        assert root == "E:\\"
        buffer.value = self.name or ""
        return self.name is not None


@pytest.mark.parametrize(
    ("kind", "name", "unsafe"),
    [
        (3, "NTFS", False),
        (3, "ReFS", False),
        (3, "FAT32", True),
        (3, "exFAT", True),
        (2, "NTFS", True),
        (4, "NTFS", True),
        (5, "UDF", True),
        (6, "NTFS", False),
        (3, None, False),
    ],
)
def test_windows_tells_the_kind_of_drive_and_its_file_system(kind, name, unsafe):
    assert volume.unsafe_on_windows(Path("E:/books"), Windows(kind, name)) is unsafe


@pytest.mark.parametrize(("name", "unsafe"), [(b"apfs", False), (b"msdos", True), (b"smbfs", True)])
def test_macos_tells_the_file_systems_name(name, unsafe):
    class System:
        @staticmethod
        def statfs(path, told):
            assert path == b"/Volumes/X"
            # The name lies at byte 72 of the structure, whose whole size is 2168.
            assert ctypes.sizeof(told._obj) == 2168
            ctypes.memmove(ctypes.addressof(told._obj) + 72, name, len(name))
            return 0

    found = volume.statfs_on_macos(Path("/Volumes/X"), lambda _name: System).name.decode()
    assert found.encode() == name
    assert volume.unsafe_type(found) is unsafe


def code(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.code


def test_no_ledger_is_made_opened_or_put_back_on_a_stick(kamu, tmp_path, monkeypatch):
    ledger, _group = kamu
    stick = tmp_path / "stick"
    stick.mkdir()
    copied = stick / "ledger.coop"
    ledger.store.copy_to(copied)
    sheets = recovery.print_sheets(ledger, "words", tmp_path / "sheet.pdf").sheets
    copy = backups.choose_folder(ledger, tmp_path / "backups").file
    before = sorted(path.name for path in stick.iterdir())
    monkeypatch.setattr(volume, "is_unsafe", lambda folder: folder.is_relative_to(stick))
    assert code(Ledger.create, stick / "new.coop", "pw", cost=Cost(8, 1, 1)) == "unsafe_volume"
    deep = stick / "not" / "there" / "yet.coop"
    assert code(Ledger.create, deep, "pw", cost=Cost(8, 1, 1)) == "unsafe_volume"
    assert code(Ledger.open, copied, PASSPHRASE) == "unsafe_volume"
    assert code(backups.restore, copy, copied, PASSPHRASE) == "unsafe_volume"
    again = stick / "again.coop"
    assert code(recovery.recover, copy, again, sheets, "new goats") == "unsafe_volume"
    assert sorted(path.name for path in stick.iterdir()) == before
    # By another name it is the same stick; a copy on it is what sticks are for.
    (tmp_path / "link").symlink_to(stick)
    assert code(Ledger.open, tmp_path / "link" / "ledger.coop", PASSPHRASE) == "unsafe_volume"
    backups.choose_folder(ledger, stick)


def test_what_the_system_does_not_tell_stops_nobody(tmp_path, monkeypatch):
    def silent(_self, *_arguments):
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", silent)
    assert not volume.is_unsafe(tmp_path)
