"""A desk at the second meeting of a small group."""

import errno
import os
from pathlib import Path

import pytest

from coopledger.app.desk import Desk, Setting
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.entries import Draft
from coopledger.interop.group_file import read_group
from coopledger.ledger.salted import MemberCard
from coopledger.words.catalog import use_language
from tests.app.desk_at_hand import NAMES

YEAR = Path(__file__).parents[1] / "notebooks" / "vsla-year"
# Shares of 2,000, 5 at most; 500 into the social fund; 5 % every 4 weeks, 12 weeks at most.
RULES = read_group(YEAR / "group.toml").constitution


class Recorder:
    """A view that writes down what it is told."""

    def __init__(self):
        self.refreshed = 0
        self.told = []

    def refresh(self):
        self.refreshed += 1

    def tell(self, sentence):
        self.told.append(sentence)


@pytest.fixture
def dying(monkeypatch):
    """A function after which all that the system says of a folder is that it cannot be read."""

    def dies(folder):
        def failing(real):
            def ask(path=".", *args, **named):
                if str(path).startswith(str(folder)):
                    raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
                return real(path, *args, **named)

            return ask

        for name in ("stat", "scandir"):
            monkeypatch.setattr(os, name, failing(getattr(os, name)))

    return dies


@pytest.fixture
def english():
    use_language("en")


@pytest.fixture
def book():
    """One meeting held: M01 bought 5 shares and borrowed 20,000 for 4 weeks; M03 has left."""
    made = Book()
    made.fold(
        [
            ev.Found(RULES, "0" * 64, "0" * 32, "0" * 64),
            *(ev.Join(code, "0" * 64) for code in NAMES),
        ]
    )
    made.begin(1, "2025-01-08")
    made.fold(
        [
            ev.Shares("M01", 5, 10_000),
            ev.Shares("M02", 3, 6_000),
            ev.Due("social", 500, ("M01", "M02")),
            ev.Contribute("M01", "social", 500),
            ev.LoanOut(1, "M01", 10_000, 4),
            ev.Leave("M03", 0, 0, 0, 0, 0, 0, 0),
        ]
    )
    return made


@pytest.fixture
def desk(book):
    saved, view = [], Recorder()
    cards = {code: MemberCard(name) for code, name in NAMES.items()}
    made = Desk(Setting("Kamu", cards, book), Draft(2, "2025-02-05"), saved.append, view)
    made.saved = saved
    return made
