"""A stick, and two laptops of a cooperative."""

import pytest

from tests.sync.laptops import carry, enrolled, founder, group, laptop


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def two(tmp_path, stick):
    """A laptop that holds a book with two meetings, and one that reads it."""
    with founder(tmp_path) as first, laptop(tmp_path, "jinja") as second:
        book = group(first, "Kamu Kamu", 2, officers=True)
        enrolled(first, second)
        carry(first, second, stick, join=True)
        carry(second, first, stick)
        yield first, second, book


@pytest.fixture
def apart(tmp_path, stick):
    """A laptop with a book that two of three key-holders seal, and one that reads it."""
    with founder(tmp_path) as first, laptop(tmp_path, "jinja") as second:
        book = group(first, "Kamu Kamu", 2, officers=True, quorums=True)
        enrolled(first, second)
        carry(first, second, stick, join=True)
        carry(second, first, stick)
        yield first, second, book
