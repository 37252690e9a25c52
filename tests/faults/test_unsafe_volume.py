"""A real FAT disk under a ledger: refused before anything is written. Root only."""

import struct
import subprocess
import sys

import pytest

from coopledger.app.ledger import Ledger
from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import Cost
from tests.conftest import PASSPHRASE
from tests.faults.disks import why_no_loop

SECTORS = 2880


def fat12(path):
    """An empty floppy of 1.44 MB, from the fields of its boot sector."""
    sizes = (512, 1, 1, 2, 224, SECTORS, 0xF0, 9, 18, 2, 0, 0)
    boot = struct.pack("<3s8sHBHBHHBHHHII", b"\xeb\x3c\x90", b"MSDOS5.0", *sizes)
    boot += struct.pack("<BBBI11s8s", 0, 0, 0x29, 1, b"STICK      ", b"FAT12   ")
    boot = boot.ljust(510, b"\0") + b"\x55\xaa"
    table = b"\xf0\xff\xff".ljust(9 * 512, b"\0")
    path.write_bytes((boot + table * 2).ljust(SECTORS * 512, b"\0"))


@pytest.fixture
def stick(tmp_path):
    """A mounted FAT disk."""
    if why := why_no_loop() if sys.platform == "linux" else "Linux only":
        pytest.skip(f"no FAT disk to mount: {why}")
    image, folder = tmp_path / "stick.img", tmp_path / "stick"
    fat12(image)
    folder.mkdir()
    command = ["mount", "-t", "vfat", "-o", "loop", str(image), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no FAT disk to mount: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_ledger_on_a_stick_is_refused_and_a_copy_of_one_too(stick, kamu):
    ledger, _group = kamu
    with pytest.raises(Refusal) as caught:
        Ledger.create(stick / "new.coop", PASSPHRASE, cost=Cost(8, 1, 1))
    assert caught.value.code == "unsafe_volume"
    assert list(stick.iterdir()) == []
    ledger.store.copy_to(stick / "copy.coop")  # sticks are for copies
    with pytest.raises(Refusal) as caught:
        Ledger.open(stick / "copy.coop", PASSPHRASE)
    assert caught.value.code == "unsafe_volume"
