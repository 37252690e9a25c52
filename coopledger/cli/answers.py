"""What a command answers, and what most commands need."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from coopledger.app.acts import QuorumShort
from coopledger.app.ledger import Group, Ledger, opened
from coopledger.app.places import usual_path
from coopledger.app.proposed import Proposed, keep_short
from coopledger.cli import passphrase
from coopledger.domain.money import Currency
from coopledger.domain.rules import Finding


class Answer(msgspec.Struct, frozen=True):
    """What a command answers: lines for a person, data for a script, the exit code."""

    lines: tuple[str, ...]
    data: Any
    code: int = 0


@contextmanager
def open_ledger(asked: Namespace) -> Iterator[Ledger]:
    """The ledger that was asked for."""
    path = asked.store or usual_path()
    with opened(path, passphrase.ask_to_open(path)) as ledger:
        yield ledger


@contextmanager
def open_group(asked: Namespace) -> Iterator[tuple[Ledger, Group, Currency]]:
    """The ledger, the group and its currency that were asked for."""
    with open_ledger(asked) as ledger:
        group = ledger.group(asked.group)
        try:
            yield ledger, group, ledger.currency(group.id)
        except QuorumShort as short:
            if getattr(asked, "wait", False):
                # Told by `cli.approval.may_wait`, when the ledger is closed again.
                raise Waits(keep_short(ledger, group.id, short)) from None
            raise


class Waits(Exception):  # noqa: N818 - what came of it, and no fault
    """An act's page waits for officers on other laptops, as ``--wait`` asked."""

    def __init__(self, kept: Proposed) -> None:
        super().__init__(kept.id)
        self.kept = kept


def codes_of(told: str) -> tuple[str, ...]:
    """Members' codes with commas between them."""
    return tuple(code.strip() for code in told.split(",") if code.strip())


def finding_data(found: Finding, currency: Currency | None) -> dict[str, object]:
    """A finding with its sentence."""
    from coopledger.words.errors import explain_finding

    reason = explain_finding(found.code, found.params, currency, member=found.member)
    return {**found.params, "code": found.code, "member": found.member, "reason": reason}


def figures_answer(found: msgspec.Struct, currency: Currency, plain: set[str]) -> Answer:
    """The figures of a struct, one a line under its own name; amounts as people write them."""
    from coopledger.words.figures import FIGURES
    from coopledger.words.money import format_amount

    data = msgspec.to_builtins(found)
    rows = []
    for name, value in data.items():
        if isinstance(value, dict):
            continue
        label = str(FIGURES[name]) if name in FIGURES else name
        shown = value
        if isinstance(value, int) and name not in plain:
            shown = format_amount(value, currency)
        rows.append((label, shown))
    return Answer(tuple(columns(rows)), data)


def columns(rows: Iterable[tuple[object, ...]]) -> list[str]:
    """Rows as lines whose cells stand under each other."""
    table = [tuple(map(str, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
