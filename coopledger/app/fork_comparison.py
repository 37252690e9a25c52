"""Two branches of a book side by side: by member, in totals, and which of them the paper says.

The strongest witness in a village is paper: a report that was printed or a passbook says which of
two branches is the one that people saw being written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

import msgspec

from coopledger.app.cooperative import facts
from coopledger.app.forks import apart, find, side_by_side
from coopledger.app.ledger import ERASED, Group, Ledger
from coopledger.app.named_totals import named_totals
from coopledger.app.page_entries import amount_of
from coopledger.domain import events as ev
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.journal import tag_of, undone
from coopledger.domain.money import Currency
from coopledger.ledger.page import NO_HASH
from coopledger.reports.fingerprint import fingerprint
from coopledger.sync.branches import Placed, decided
from coopledger.words.events import event_name
from coopledger.words.money import parse_amount

Agrees: TypeAlias = Literal["here", "there", "both", "neither"]


class Side(msgspec.Struct, frozen=True):
    """One of the two branches, from where they part.

    Attributes:
        number: of the branch; `forks.HERE` for the one that counts here.
        first, last: its pages.
        meetings: number and ISO day of each meeting in it.
        device: short name of the laptop that wrote its last page.
        device_name: of that laptop, as the cooperative calls it; empty if it is not known.
        seals: how many there are on its first page, the laptop's among them.
        fingerprint: of its first page, as papers print it.
        written: ISO day on which its first page was written, by that laptop's clock.
    """

    number: int
    first: int
    last: int
    meetings: tuple[tuple[int, str], ...]
    device: str
    device_name: str
    seals: int
    fingerprint: str
    written: str


class Said(msgspec.Struct, frozen=True):
    """One entry: what it is, and its money in minor units; None where it moves none."""

    what: str
    amount: int | None


class MemberLine(msgspec.Struct, frozen=True):
    """What the two branches recorded of one member, or, without a code, of the group."""

    code: str
    name: str
    both: tuple[Said, ...]
    here: tuple[Said, ...]
    there: tuple[Said, ...]


class TotalLine(msgspec.Struct, frozen=True):
    """A control total before the two part, and after each.

    Attributes:
        figure: its name in a page's header.
        label: what people call it.
        count: whether it counts shares or heads and is no money.
        settled: after the last page that both have.
        here, there: after the last page of each.
    """

    figure: str
    label: str
    count: bool
    settled: int
    here: int
    there: int


class Comparison(msgspec.Struct, frozen=True):
    """Two branches side by side. ``settled``: the officers have chosen already."""

    group: Group
    currency: Currency
    settled: bool
    here: Side
    there: Side
    members: tuple[MemberLine, ...]
    totals: tuple[TotalLine, ...]

    def agreeing(self, figure: str, paper: int) -> Agrees:
        """Which branch says what the paper says.

        Args:
            figure: name of a control total.
            paper: what the paper has for it, in minor units (or shares, or heads).
        """
        for line in self.totals:
            if line.figure == figure:
                found = (line.here == paper, line.there == paper)
                if all(found):
                    return "both"
                if any(found):
                    return "here" if found[0] else "there"
        return "neither"

    def agreeing_typed(self, figure: str, typed: str) -> Agrees:
        """The same for what somebody typed off the paper.

        Raises:
            Refusal: `unknown_figure`; what was typed is no amount.
        """
        line = next((each for each in self.totals if each.figure == figure), None)
        if line is None or (line.count and not typed.strip().isdecimal()):
            raise Refusal("unknown_figure", value=typed if line else figure)
        paper = int(typed) if line.count else parse_amount(typed, self.currency)
        return self.agreeing(figure, paper)


def compare(ledger: Ledger, group: str, branch: int) -> Comparison:
    """Two branches of a book side by side.

    Args:
        ledger: the open ledger.
        group: the book's id.
        branch: number of the one beside the one that counts here.

    Raises:
        Refusal: `unknown_branch`; `page_not_genuine`.
    """
    chain, path = find(ledger, group, branch)
    parted = path[0].number - 1
    ours = chain[parted:]
    names = {code: card.name for code, card in ledger.members(group).items()}
    rules = ledger.replay(group).book.constitution
    lines = side_by_side(ledger, group, branch)
    devices = _device_names(ledger)
    return Comparison(
        ledger.group(group),
        rules.money,
        decided(ours, path),
        _side(0, ours, devices),
        _side(branch, path, devices),
        tuple(
            MemberLine(
                line.member,
                names.get(line.member, ERASED) if line.member else "",
                _said(line.both),
                _said(line.here),
                _said(line.there),
            )
            for line in lines
        ),
        _totals(rules, chain, parted, path),
    )


class Disputed(msgspec.Struct, frozen=True):
    """A book of which two branches are here and the officers have not chosen.

    Attributes:
        page: the last page that all branches have: up to it, all is settled.
        branches: how many there are, with the one that counts here.
        settled: control totals after that page.
        including: control totals after the newest page of the branch that counts here.
    """

    page: int
    branches: int
    settled: Mapping[str, int]
    including: Mapping[str, int]


def disputed(ledger: Ledger, group: str) -> Disputed | None:
    """What is settled in a book that is forked; None for one that is not."""
    if group not in ledger.own_heads.forked:
        return None
    open_paths = [
        (chain, path)
        for chain, _branch, path in apart(ledger, group)
        if not decided(chain[path[0].number - 1 :], path)
    ]
    if not open_paths:
        return None
    chain = open_paths[0][0]
    parted = min(path[0].number for _chain, path in open_paths) - 1
    settled = chain[parted - 1].head.totals if parted else {}
    return Disputed(parted, len(open_paths) + 1, dict(settled), dict(chain[-1].head.totals))


def _side(number: int, pages: Sequence[Placed], devices: Mapping[str, str]) -> Side:
    if not pages:
        return Side(number, 0, 0, (), "", "", 0, fingerprint(bytes.fromhex(NO_HASH)), "")
    first, last = pages[0], pages[-1]
    held = ((each.head.meeting, each.head.date) for each in pages if each.head.meeting)
    written = date.fromtimestamp(first.head.time / 1000)  # noqa: DTZ012 - as people there date it
    return Side(
        number,
        first.number,
        last.number,
        tuple(dict.fromkeys(held)),
        last.head.device,
        devices.get(last.head.device, ""),
        len(first.page.seals),
        fingerprint(first.page.hash),
        written.isoformat(),
    )


def _device_names(ledger: Ledger) -> dict[str, str]:
    if not ledger.store.registry_id():
        return {}
    return {row.id: row.name for row in facts(ledger).devices}


def _said(events: Sequence[ev.Event]) -> tuple[Said, ...]:
    return tuple(Said(event_name(tag_of(e)), amount_of(undone(e) or e)) for e in events)


def _totals(
    rules: Constitution, chain: Sequence[Placed], parted: int, path: Sequence[Placed]
) -> tuple[TotalLine, ...]:
    before = chain[parted - 1].head.totals if parted else {}
    named = named_totals(rules, before, chain[-1].head.totals, path[-1].head.totals)
    return tuple(TotalLine(each.figure, each.label, each.count, *each.values) for each in named)
