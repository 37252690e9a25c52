"""Two laptops of a cooperative and a stick."""

import pytest

from coopledger.app import sticks
from coopledger.sync.drives import Drive
from tests.sync.laptops import (
    enrolled,
    founder,
    laptop,
)


@pytest.fixture
def stick(tmp_path, plugged):
    folder = tmp_path / "stick"
    folder.mkdir()
    plugged.append(Drive("KAMU", folder, 3_900_000_000, "vfat", writable=True))
    (found,) = sticks.plugged_in()
    return found.place


@pytest.fixture
def first(tmp_path, monkeypatch):
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))
    with founder(tmp_path) as made:
        yield made


@pytest.fixture
def second(first, tmp_path):
    with laptop(tmp_path, "jinja") as made:
        enrolled(first, made)
        yield made
