"""A small group for the tests of the domain, without files."""

import datetime as dt

import msgspec

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.constitution import Constitution, ShareOutRounding
from coopledger.domain.recording import Recording

RULES = Constitution(
    kind="vsla",
    currency="UGX",
    currency_decimals=0,
    country="UG",
    cycle_start="2025-01-01",
    meetings_in_cycle=52,
    share_price=2_000,
    max_shares_per_meeting=5,
    social_contribution=500,
    charge_percent="5",
    allocation=("charge", "principal"),
    share_out_rounding=ShareOutRounding("truncate_value", 10),
    fines={"late": 200, "absent": 500},
)


def founded(members=4, **changes):
    """A book with its founding folded; rules may be changed by name."""
    book = Book()
    rules = msgspec.structs.replace(RULES, **changes)
    joins = [ev.Join(f"M{n:02}", "0" * 64) for n in range(1, members + 1)]
    book.fold([ev.Found(rules, "0" * 64, "0" * 32, "0" * 64), *joins])
    return book


def week(number):
    """The ISO date of a weekly meeting: meeting 1 is held on 1 January 2025."""
    return (dt.date(2025, 1, 1) + dt.timedelta(weeks=number - 1)).isoformat()


def meeting(book, number, *entries, day=None):
    """Hold a meeting; the recording."""
    recording = Recording(book, number, day or week(number), lambda _text: "a" * 64)
    for entry in entries:
        recording.record(entry)
    return recording


def saved(book, number, shares=5, members=4):
    """A meeting in which everybody pays the contribution and buys shares."""
    codes = [f"M{n:02}" for n in range(1, members + 1)]
    return meeting(
        book,
        number,
        *(en.Contribution(code, 500) for code in codes),
        *(en.ShareBuying(code, shares) for code in codes),
    )
