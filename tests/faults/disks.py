"""Disks to break: a file as a disk with its power cut, a small one, a read-only one. Root only."""

import fcntl
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHUTDOWN = 0x8004587D
"""FS_IOC_SHUTDOWN of the Linux kernel: the file system stops at once, as a pulled plug does."""
NO_LOG_FLUSH = 2
SIZE = 320 << 20
"""The smallest disk that mkfs.xfs makes is 300 MB; the image is sparse."""


def why_no_disk(kind: str) -> str:
    """Why a file system of that kind can't be made and mounted here, or ''."""
    if not shutil.which(f"mkfs.{kind}"):
        return f"mkfs.{kind} is not installed"
    return why_no_loop()


def why_no_loop() -> str:
    """Why a file can't be mounted as a disk here, or ''."""
    if os.geteuid() != 0:
        return "mounting needs root"
    if not Path("/dev/loop-control").exists():
        return "no loop devices (/dev/loop-control)"
    return ""


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


class LoopDisk:
    """A file system in a file, mounted; use `cut_power`, and `close` it.

    Attributes:
        folder: where it is mounted.
    """

    def __init__(self, place: Path, kind: str) -> None:
        self.folder = place / kind
        self._image = place / f"{kind}.img"
        self.folder.mkdir(parents=True)
        with self._image.open("wb") as image:
            image.truncate(SIZE)
        _run(f"mkfs.{kind}", "-q", str(self._image))
        self._mount()

    def _mount(self) -> None:
        _run("mount", "-o", "loop", str(self._image), str(self.folder))

    def _unmount(self) -> None:
        for patience in range(20):
            done = subprocess.run(["umount", self.folder], check=False, capture_output=True)
            if done.returncode == 0:
                return
            time.sleep(0.05 * patience)
        _run("umount", "-l", str(self.folder))

    def stop(self) -> None:
        """Stop the file system: what was not flushed is gone, what runs gets errors."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(descriptor)

    def start(self) -> None:
        """Mount it again after `stop`, as the next start of the laptop does."""
        self._unmount()
        self._mount()

    def close(self) -> None:
        """Unmount it and throw it away."""
        self._unmount()
        self._image.unlink()


@contextmanager
def loop_disk(place: Path, kind: str) -> Iterator[LoopDisk]:
    """A loop disk for one test."""
    disk = LoopDisk(place, kind)
    try:
        yield disk
    finally:
        disk.close()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of so many megabytes, mounted on a new folder."""
    folder.mkdir(parents=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _run("umount", str(folder))


def grow(folder: Path, megabytes: int) -> None:
    """Make room on a small disk."""
    _run("mount", "-o", f"remount,size={megabytes}m", str(folder))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A mounted folder made read-only for a while."""
    _run("mount", "-o", "remount,ro", str(folder))
    try:
        yield
    finally:
        _run("mount", "-o", "remount,rw", str(folder))
