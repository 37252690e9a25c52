"""Two groups of one branch, Kukula and Tumaini, and what passed between them."""

import msgspec

from coopledger.app.meetings import seal_meeting
from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain.book import Book
from coopledger.ledger.salted import MemberCard
from tests.domain.meetings import RULES

NAMES = ("Akello Rose", "Okot James", "Auma Grace", "Lamwaka Joyce")


def found(ledger, name, **changes):
    """A group of four with 10,000 saved each, after its first meeting; its id.

    Rules may be changed by name.
    """
    scribe, book = Scribe(ledger.store.device), Book()
    people = [NewMember(f"M{n:02}", MemberCard(who)) for n, who in enumerate(NAMES, 1)]
    page = scribe.found(book, name, msgspec.structs.replace(RULES, **changes), people)
    ledger.store.append([page])
    group = page.header.book
    saved = [en.ShareBuying(f"M{n:02}", 5) for n in range(1, 5)]
    meet(ledger, group, "2025-01-01", *saved)
    return group


def meet(ledger, group, day, *entries):
    """Hold the next meeting."""
    number = ledger.replay(group).book.meeting + 1
    page = seal_meeting(ledger, group, en.Draft(number, day, tuple(entries)))
    ledger.forget(group)
    return page


def joining(code, name="Adong Mary"):
    """Somebody joins."""
    return en.Joining(code, f'{{"name":"{name}"}}')


def neighbours(ledger):
    """A loan that both wrote down, one that only the lender did, a member who differs."""
    one, two = found(ledger, "Kukula"), found(ledger, "Tumaini")
    meet(ledger, one, "2025-01-08", en.GroupLoan(two, 12_000), en.GroupLoan(two, 5_000))
    first = ledger.dealings(one).sides[0].number
    meet(ledger, two, "2025-01-15", en.Borrowing(one, 12_000, number=first))
    meet(ledger, two, "2025-01-22", en.MoveAway("M03", one))
    came = en.MoveIn("M05", two, 8_000, number=ledger.dealings(two).sides[-1].number)
    meet(ledger, one, "2025-01-29", joining("M05"), came)
    return one, two
