"""Two laptops of a cooperative and the sticks between them."""

import pytest

from coopledger.app.sticks import Place
from coopledger.sync.drives import Drive
from tests.sync.laptops import (
    carry,
    enrolled,
    founder,
    group,
    hold,
    laptop,
)


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch):
    """Laptops of their own, also in what they remember outside the store."""
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))


@pytest.fixture
def stick(tmp_path, plugged):
    """One stick that is plugged in."""
    folder = tmp_path / "KAMU"
    folder.mkdir()
    plugged.append(Drive("KAMU", folder, 3_900_000_000, "vfat", writable=True))
    return Place(folder, "KAMU", is_drive=True)


@pytest.fixture
def two(tmp_path):
    """Two laptops of one cooperative, closed; the second has joined, and lacks two meetings."""
    with founder(tmp_path) as first, laptop(tmp_path, "jinja") as second:
        enrolled(first, second)
        book = group(first, "Kamu Kamu", 2)
        carry(first, second, tmp_path / "old-stick", join=True)
        hold(first, book)
        hold(first, book)
        return book
