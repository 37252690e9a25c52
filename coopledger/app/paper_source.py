"""What every paper of a group is gathered from: its verified pages, its people, its notes."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import msgspec

from coopledger.app.fork_comparison import disputed
from coopledger.app.group_refs import known_groups
from coopledger.app.ledger import ERASED, Ledger
from coopledger.app.paper_codes import group_figures, sealed_code
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.journal import Entry, JournalBook, journal
from coopledger.ledger.page import Header, Page
from coopledger.reports import facts
from coopledger.words.transfers import group_words

IS_MEETING = frozenset({"meeting", "copied"})
"""Kinds of page that a meeting is."""


class PaperSource:
    """One group's book, read for print.

    Raises:
        Refusal: `unknown_group`; `page_not_genuine`.
    """

    def __init__(self, ledger: Ledger, group: str) -> None:
        self.ledger, self.group = ledger, group
        # Verified here; the pages are only read again below.
        self.replay = ledger.replay(group)
        self._texts = ledger.store.texts(group)

    @cached_property
    def name(self) -> str:
        """The group's name."""
        return self.ledger.group(self.group).name

    @cached_property
    def people(self) -> dict[str, facts.Person]:
        """The members by code, in the order of joining, as they are now."""
        roles = {code: m.roles for code, m in self.replay.book.members.items()}
        return {
            code: facts.Person(code, card.name, roles.get(code, ()))
            for code, card in self.ledger.members(self.group).items()
        }

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that moved money, in the book's order."""
        read = [(head, events) for _page, head, events in self.pages()]
        return tuple(journal(read, JournalBook()))

    def note(self, reference: str) -> str:
        """The text that a note stands for; an erased one is a dash."""
        return self._texts.get(reference, ERASED) if reference else ""

    def called(self, group: str) -> str:
        """The name of another group, or what is known of it."""
        return group_words(group, self._groups.get(group, ""))

    @cached_property
    def _groups(self) -> dict[str, str]:
        return known_groups(self.ledger)

    def person(self, code: str) -> facts.Person:
        """A member.

        Raises:
            Refusal: `unknown_member`.
        """
        if code not in self.people:
            raise Refusal("unknown_member", value=code)
        return self.people[code]

    def pages(self) -> Iterator[tuple[Page, Header, list[ev.Event]]]:
        """The book's pages as read."""
        for page in self.ledger.store.pages(self.group):
            yield page, *page.read()

    def held(self, meeting: int | None) -> list[int]:
        """Numbers of the pages of a meeting, of the newest one if None.

        Raises:
            Refusal: `unknown_meeting`; `no_meeting_yet`.
        """
        headers = [head for head in self.replay.headers if head.kind in IS_MEETING]
        if meeting is None and headers:
            meeting = headers[-1].meeting
        if meeting is None:
            raise Refusal("no_meeting_yet")
        found = [head.number for head in headers if head.meeting == meeting]
        if not found:
            raise Refusal("unknown_meeting", value=meeting)
        return found

    def head(self, pages: Sequence[tuple[Page, Header]], book: Book) -> facts.PaperHead:
        """The head of a paper about some pages, with the officers whom the book had then."""
        *earlier, (page, head) = pages
        return facts.PaperHead(
            group=self.name,
            currency=book.constitution.money,
            page=head.number,
            page_hash=page.hash.hex(),
            practice=self.ledger.store.practice,
            officers=tuple(
                person
                for code, person in self.people.items()
                if person.roles and code in book.members and not book.members[code].gone
            ),
            earlier=tuple(reference(*each) for each in earlier),
            settled=self._settled if head.number > self._settled else 0,
        )

    @cached_property
    def _settled(self) -> int:
        """The last page that is settled where the book is forked; 0 where it is not."""
        found = disputed(self.ledger, self.group)
        return found.page if found else 0

    def newest_head(self) -> facts.PaperHead:
        """The head of a paper about the whole book."""
        return self.head([(self.replay.newest, self.replay.headers[-1])], self.replay.book)

    def coded(
        self,
        head: facts.PaperHead,
        kind: str,
        member: str = "",
        figures: Mapping[str, int] | None = None,
    ) -> facts.PaperHead:
        """The head with the paper's sealed code.

        Args:
            head: of the paper.
            kind: of the paper, by its code in `paper_kinds`.
            member: whom it is about.
            figures: what it says; a paper without a member tells the group's figures after its
                page.
        """
        if figures is None:
            totals = self.replay.headers[head.page - 1].totals
            figures = group_figures(totals, self.replay.book)
        code = sealed_code(self.ledger, self.group, kind, head, member, figures)
        return msgspec.structs.replace(head, code=code)

    @cached_property
    def last_day(self) -> str:
        """The ISO day of the newest page that has one; before the first, the cycle's first day."""
        newest = max(head.date for head in self.replay.headers)
        return newest or self.replay.book.rules.cycle_start


def reference(page: Page, head: Header) -> facts.PageRef:
    """How a paper names a page."""
    return facts.PageRef(head.number, page.hash.hex(), head.date, head.kind)
