"""Two branches of one book: shown side by side, and the officers' choice.

The choice is a take-over page after the branch that counts: sealed by the officers' quorum, it
opens the next epoch, and on every laptop what the other branch wrote in earlier epochs does not
count any more. It stays as evidence, and what it recorded is listed, to be written down again if
it is true.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from coopledger.app.acts import Pins, unlock
from coopledger.app.holding import take_over
from coopledger.app.ledger import Group, Ledger
from coopledger.app.people import adopt_people
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.journal import undone
from coopledger.domain.quorum import call
from coopledger.ledger.page import BODY, Kind
from coopledger.ledger.replay import Fault, Replay
from coopledger.ledger.seals import SigningKey
from coopledger.store.incoming import Incoming, Spare, Switch
from coopledger.store.store import NewPage
from coopledger.sync.branches import Placed, decided, paths, placed
from coopledger.sync.versions import changes, known

HERE = 0
"""The branch that counts on this laptop."""
BESIDE: tuple[Kind, ...] = ("hand_over", "take_over")
"""Kinds of page that say who holds the book, and nothing of its money."""


class Branch(msgspec.Struct, frozen=True):
    """One branch, from where it parts from the other.

    Attributes:
        number: of the branch; `HERE` for the one that counts here.
        first, last: its pages.
        device: short name of the device that wrote the last.
        meetings: their numbers.
        totals: control totals after it.
    """

    number: int
    first: int
    last: int
    device: str
    meetings: tuple[int, ...]
    totals: dict[str, int]


class Fork(msgspec.Struct, frozen=True):
    """A place where two branches part. ``settled``: the officers have chosen."""

    group: Group
    here: Branch
    there: Branch
    settled: bool


class Line(msgspec.Struct, frozen=True):
    """What the two branches recorded of one member (or of nobody in particular)."""

    member: str
    both: tuple[ev.Event, ...]
    here: tuple[ev.Event, ...]
    there: tuple[ev.Event, ...]


def forks(ledger: Ledger) -> list[Fork]:
    """All forks of all books, those that wait for the officers' choice first."""
    forked = ledger.store.forked()
    found = [
        Fork(
            group,
            _branch(HERE, chain[path[0].number - 1 :]),
            _branch(number, path),
            decided(chain[path[0].number - 1 :], path),
        )
        for group in ledger.groups()
        if group.id in forked
        for chain, number, path in apart(ledger, group.id)
    ]
    return sorted(found, key=lambda fork: fork.settled)


def side_by_side(ledger: Ledger, group: str, branch: int) -> list[Line]:
    """What two branches recorded, by member: in both, only here, only there.

    Raises:
        Refusal: `unknown_branch`.
    """
    chain, path = find(ledger, group, branch)
    parted = path[0].number - 1
    here = _by_member(chain[parted:], loans_of(folded(chain)))
    there = _by_member(path, loans_of(folded([*chain[:parted], *path])))
    return [
        Line(member, *_compared(here.get(member, []), there.get(member, [])))
        for member in sorted({*here, *there})
    ]


def resolve(ledger: Ledger, group: str, branch: int, by: Pins, day: str = "") -> NewPage:
    """Let one branch count, by the officers' order; this laptop holds the book from then on.

    Args:
        ledger: the open ledger.
        group: the book's id.
        branch: its number, `HERE` for the one that counts here already.
        by: PINs of the officers who seal.
        day: ISO date.

    Raises:
        Refusal: `nothing_forked`, `unknown_branch`; a PIN is wrong, or the quorum is missing.
    """
    if group not in ledger.own_heads.forked:
        raise Refusal("nothing_forked")
    if branch != HERE:
        chain, path = find(ledger, group, branch)
        signers = unlock(ledger, group, by)
        # Before anything is turned round: without the officers nobody chooses.
        kept = {n: [*map(placed, p)] for n, p in ledger.store.rivals(group).items()}
        versions = known(chain, kept, ledger.store.spares(group))
        whole = versions.settled([*chain[: path[0].number - 1], *path], mixed=True)
        _check_quorum(_replayed(whole), signers)
        _turn(ledger, group, kept, chain, whole)
    page = take_over(ledger, group, by, day)
    # Its epoch must be above those of the other branch, which may have seen several take-overs.
    while group in ledger.own_heads.forked:
        page = take_over(ledger, group, by, day)
    adopt_people(ledger, group)
    return page


def _replayed(whole: Sequence[Placed]) -> Replay:
    try:
        return Replay().extend(each.page for each in whole)
    except Fault as fault:
        raise Refusal("page_not_genuine", page=fault.number, fault=fault.kind) from None


def _check_quorum(replay: Replay, signers: Sequence[SigningKey]) -> None:
    called = call(replay.book, "hand_over")
    keys = {key: member for member, key in replay.book.keys.items()}
    sealed = {keys.get(signer.public.hex(), "") for signer in signers}
    if called is None:
        raise Refusal("no_officer_keys")
    if not called.met(sealed):
        raise Refusal("quorum_missing", page=len(replay.headers) + 1)


def _turn(
    ledger: Ledger,
    group: str,
    kept: Mapping[int, Sequence[Placed]],
    chain: Sequence[Placed],
    whole: Sequence[Placed],
) -> None:
    """Let another branch count on this laptop: ``whole``, with the pages before it."""
    on = {each.hash for each in whole}
    first = next(each.number for each in chain if each.hash not in on)
    promoted = {(e.number, fork): e for fork, pages in kept.items() for e in pages if e.hash in on}
    seals = changes([*chain[: first - 1], *promoted.values()], whole)
    ledger.store.take_in(
        [
            Incoming(
                group,
                seals=tuple(seals),
                switch=Switch(first, max(kept) + 1, tuple(promoted)),
                spares=tuple(Spare(each.number, HERE, each.lost) for each in seals if each.lost),
            )
        ]
    )
    ledger.forget(group)
    ledger.own_heads.look_again()


def find(ledger: Ledger, group: str, branch: int) -> tuple[list[Placed], list[Placed]]:
    """The chain that counts here, and a branch beside it from where they part.

    Raises:
        Refusal: `unknown_branch`.
    """
    for chain, number, path in apart(ledger, group):
        if number == branch:
            return chain, path
    raise Refusal("unknown_branch", value=branch)


def apart(ledger: Ledger, group: str) -> list[tuple[list[Placed], int, list[Placed]]]:
    """The chain, and each branch beside it with its number: that of its last page's row."""
    chain = [placed(page) for page in ledger.store.pages(group)]
    kept = {
        each.hash: (fork, each)
        for fork, pages in ledger.store.rivals(group).items()
        for each in map(placed, pages)
    }
    found = paths(chain, [each for _fork, each in kept.values()])
    return [(chain, kept[path[-1].hash][0], path) for path in found]


def _branch(number: int, pages: Sequence[Placed]) -> Branch:
    if not pages:
        return Branch(number, 0, 0, "", (), {})
    last = pages[-1].head
    meetings = tuple(dict.fromkeys(e.head.meeting for e in pages if e.head.meeting))
    return Branch(number, pages[0].number, last.number, last.device, meetings, dict(last.totals))


def folded(pages: Sequence[Placed]) -> Book:
    """The book as a branch has it; its pages, from the first on, were verified when they came."""
    book = Book()
    for each in pages:
        book.begin(each.head.meeting, each.head.date)
        book.fold(BODY.decode(each.page.body))
    return book


def loans_of(book: Book) -> dict[int, str]:
    """Whose each loan is, by its number on a branch."""
    return {number: loan.member for number, loan in book.loans.items()}


def member_of(event: ev.Event, loans: Mapping[int, str]) -> str:
    """The member whom an event is about; empty for none or several."""
    about = undone(event) or event
    member = getattr(about, "m", "")
    if isinstance(member, str) and member:
        return member
    return loans.get(getattr(about, "l", 0), "")


def _by_member(pages: Sequence[Placed], loans: Mapping[int, str]) -> dict[str, list[ev.Event]]:
    found: dict[str, list[ev.Event]] = {}
    for each in pages:
        for event in BODY.decode(each.page.body):
            found.setdefault(member_of(event, loans), []).append(event)
    return found


def _compared(
    here: Sequence[ev.Event], there: Sequence[ev.Event]
) -> tuple[tuple[ev.Event, ...], tuple[ev.Event, ...], tuple[ev.Event, ...]]:
    """In both, only here, only there. A note's text does not tell two equal records apart."""
    ours, theirs = Counter(map(alike, here)), Counter(map(alike, there))
    events = {alike(event): event for event in (*here, *there)}

    def listed(counted: "Counter[bytes]") -> tuple[ev.Event, ...]:
        return tuple(events[raw] for raw in counted.elements())

    return listed(ours & theirs), listed(ours - theirs), listed(theirs - ours)


def alike(event: ev.Event) -> bytes:
    """What two equal records of a fact have in common: all of it but its note's reference."""
    if getattr(event, "note", ""):
        event = msgspec.structs.replace(event, note="")
    return msgspec.json.encode(event)
