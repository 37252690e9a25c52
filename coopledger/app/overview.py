"""What the window shows of a ledger: frozen rows, read from the pages, never changed here.

Money is in minor units of the group's currency, days are ISO dates.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from coopledger.app.cash_limits import cash_limit
from coopledger.app.fork_comparison import Disputed, disputed
from coopledger.app.holding import holder_name
from coopledger.app.ledger import Ledger
from coopledger.domain.book import Book, Member
from coopledger.domain.money import Currency
from coopledger.domain.today import late_loans, missed_meetings, next_meeting
from coopledger.interop.notebook import read_notebook
from coopledger.ledger.page import Header, Kind
from coopledger.ledger.replay import PageFinding, Replay
from coopledger.reports.fingerprint import fingerprint

PageState = Literal["sealed", "copied"]


class Cash(msgspec.Struct, frozen=True):
    """Cash of one fund at one place."""

    fund: str
    place: str
    amount: int


class GroupRow(msgspec.Struct, frozen=True):
    """A group as it is known before its book has been checked."""

    id: str
    name: str
    meetings: int
    last_day: str
    draft: bool


class GroupCard(msgspec.Struct, frozen=True):
    """What matters about a group today.

    Attributes:
        row: the group, and what is known of it without its book.
        currency: of all amounts.
        cash: by fund and place, in the constitution's order.
        loans: principal outstanding.
        charges: charges due and unpaid.
        fines: fines set and unpaid.
        shares: of everyone who has not left.
        members: active members.
        findings: broken rules so far.
        following: ISO day of the next meeting, empty when the cycle is over.
        missed: meetings that should have been held since the last one.
        late: loans with principal that should have been repaid.
        above_limit: whether more cash lies in the box than the group wants there.
        disputed: what is settled where two branches of the book are about; None for others.
    """

    row: GroupRow
    currency: Currency
    cash: tuple[Cash, ...]
    loans: int
    charges: int
    fines: int
    shares: int
    members: int
    findings: int
    following: str = ""
    missed: int = 0
    late: int = 0
    above_limit: bool = False
    disputed: Disputed | None = None

    @property
    def settled_box(self) -> int:
        """Cash of all funds in the box, as far as it is settled."""
        if self.disputed is None:
            return self.box
        boxes = {f"{cash.fund}_{cash.place}" for cash in self.cash if cash.place == "box"}
        return sum(self.disputed.settled.get(box, 0) for box in boxes)

    @property
    def box(self) -> int:
        """Cash of all funds in the box."""
        return sum(cash.amount for cash in self.cash if cash.place == "box")


class MeetingRow(msgspec.Struct, frozen=True):
    """One meeting in the list. ``boxes`` is cash in the box by fund, ``shares`` held after it."""

    page: int
    meeting: int
    day: str
    state: PageState
    shares: int
    boxes: tuple[int, ...]
    loans: int
    findings: int


class MemberRow(msgspec.Struct, frozen=True):
    """One member in the list. ``gone`` is empty, ``left`` or ``dead``; ``owed`` is all debts."""

    code: str
    name: str
    roles: tuple[str, ...]
    gone: str
    shares: int
    savings: int
    loans: int
    charges: int
    fines: int
    arrears: int


class PageRow(msgspec.Struct, frozen=True):
    """One page of the book, as the list of pages shows it."""

    number: int
    kind: Kind
    meeting: int
    day: str
    events: int
    seals: int
    fingerprint: str
    findings: int


class GroupView(msgspec.Struct, frozen=True):
    """A group with its meetings and members, the newest meeting first.

    ``holder`` is what the laptop that holds the book is called, where this one only reads it.
    """

    card: GroupCard
    funds: tuple[str, ...]
    meetings: tuple[MeetingRow, ...]
    members: tuple[MemberRow, ...]
    findings: tuple[PageFinding, ...]
    holder: str = ""


def groups(ledger: Ledger) -> tuple[GroupRow, ...]:
    """The groups by name, from the stored summaries: quick, and not yet verified."""
    listed = ledger.store.listed()
    rows = [
        GroupRow(group.id, group.name, known.meetings, known.last_day, draft=known.draft)
        for group in ledger.groups()
        if (known := listed.get(group.id))
    ]
    return tuple(sorted(rows, key=lambda row: row.name.casefold()))


def _row(ledger: Ledger, group: str, replay: Replay) -> GroupRow:
    """A group by its verified book."""
    days = [head.date for head in replay.headers if head.meeting]
    draft = ledger.store.draft(group) is not None
    return GroupRow(group, ledger.group(group).name, len(days), days[-1] if days else "", draft)


def group_card(ledger: Ledger, group: str) -> GroupCard:
    """A group's figures, from its verified book.

    Raises:
        Refusal: a page is not genuine.
    """
    replay = ledger.replay(group)
    card = _card(_row(ledger, group, replay), replay)
    return _as_of_today(ledger, card, replay.book)


def _as_of_today(ledger: Ledger, card: GroupCard, book: Book) -> GroupCard:
    """The card with what the calendar says. Nothing passes by itself in a practice ledger."""
    now = date.today().toordinal()  # noqa: DTZ011 - the day where the people are
    following, today = next_meeting(book), book.day if ledger.store.practice else now
    limit = cash_limit(ledger, card.row.id)
    return msgspec.structs.replace(
        card,
        following=date.fromordinal(following).isoformat() if following else "",
        missed=missed_meetings(book, today),
        late=late_loans(book, today),
        above_limit=0 < limit < card.box,
        disputed=disputed(ledger, card.row.id),
    )


def _card(row: GroupRow, replay: Replay) -> GroupCard:
    book, get = replay.book, replay.headers[-1].totals.get
    rules = book.constitution
    cash = tuple(
        Cash(fund, place, book.cash(fund, place)) for fund in rules.funds for place in rules.places
    )
    return GroupCard(
        row=row,
        currency=rules.money,
        cash=cash,
        loans=get("loans", 0),
        charges=get("charges_due", 0),
        fines=get("fines_owed", 0),
        shares=get("shares", 0),
        members=get("members", 0),
        findings=len(replay.findings),
    )


def group_view(ledger: Ledger, group: str) -> GroupView:
    """All that the group's screens show.

    Raises:
        Refusal: a page is not genuine.
    """
    replay = ledger.replay(group)
    funds = replay.book.constitution.funds
    told = Counter(each.number for each in replay.findings)
    names = {code: card.name for code, card in ledger.members(group).items()}
    card = _card(_row(ledger, group, replay), replay)
    return GroupView(
        card=msgspec.structs.replace(card, disputed=disputed(ledger, group)),
        funds=funds,
        meetings=tuple(
            _meeting(head, funds, told[head.number])
            for head in reversed(replay.headers)
            if head.meeting
        ),
        members=tuple(
            member_row(replay.book, each, names.get(each.code, ""))
            for each in replay.book.members.values()
        ),
        findings=tuple(replay.findings),
        holder=holder_name(ledger, group),
    )


def _meeting(head: Header, funds: tuple[str, ...], findings: int) -> MeetingRow:
    get = head.totals.get
    return MeetingRow(
        page=head.number,
        meeting=head.meeting,
        day=head.date,
        state="copied" if head.kind == "copied" else "sealed",
        shares=get("shares", 0),
        boxes=tuple(get(f"{fund}_box", 0) for fund in funds),
        loans=get("loans", 0),
        findings=findings,
    )


def member_row(book: Book, member: Member, name: str) -> MemberRow:
    """Where a member stands."""
    code, loans = member.code, book.loans_of(member.code)
    return MemberRow(
        code=code,
        name=name,
        roles=member.roles,
        gone=member.gone,
        shares=member.shares,
        savings=book.savings(code),
        loans=sum(book.principal(loan) for loan in loans),
        charges=sum(book.charge_due(loan) for loan in loans),
        fines=book.fines_owed(code),
        arrears=book.arrears(code),
    )


def book_pages(ledger: Ledger, group: str) -> tuple[PageRow, ...]:
    """The pages of a book, the newest first, each with its fingerprint.

    Raises:
        Refusal: a page is not genuine.
    """
    replay = ledger.replay(group)
    told = Counter(each.number for each in replay.findings)
    rows = [
        PageRow(
            number=head.number,
            kind=head.kind,
            meeting=head.meeting,
            day=head.date,
            events=head.events,
            seals=len(page.seals),
            fingerprint=fingerprint(page.hash),
            findings=told[head.number],
        )
        for head, page in zip(replay.headers, ledger.store.pages(group), strict=True)
    ]
    return tuple(reversed(rows))


class NotebookPreview(msgspec.Struct, frozen=True):
    """What a notebook folder holds, before it is taken in."""

    name: str
    members: int
    meetings: int
    first_day: str
    last_day: str
    lines: int


def preview_notebook(folder: Path) -> NotebookPreview:
    """Read a notebook folder without recording anything.

    Raises:
        Refusal: a file is missing or a line can't be read; with file, line and column.
    """
    notebook = read_notebook(folder)
    days = [meeting.day for meeting in notebook.meetings]
    return NotebookPreview(
        name=notebook.group.name,
        members=len(notebook.group.members),
        meetings=len(days),
        first_day=days[0] if days else "",
        last_day=days[-1] if days else "",
        lines=sum(len(meeting.lines) for meeting in notebook.meetings),
    )
