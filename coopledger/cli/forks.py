"""Commands about forks: two sealed pages of one number. PINs as in `coopledger.cli.officers`."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from coopledger.cli.answers import Answer, columns, open_group, open_ledger
from coopledger.cli.officers import signing
from coopledger.domain.money import Currency
from coopledger.words.catalog import _
from coopledger.words.fork_words import AGREES

if TYPE_CHECKING:
    from coopledger.app.fork_comparison import Comparison, MemberLine, Said, TotalLine
    from coopledger.app.forks import Fork


def list_all(asked: Namespace) -> Answer:
    """All forks of all books."""
    from coopledger.app.forks import forks

    with open_ledger(asked) as ledger:
        found = forks(ledger)
    lines = [_fork_line(each) for each in found] or [_("No book has two pages of one number.")]
    return Answer(tuple(lines), msgspec.to_builtins(found))


def _fork_line(fork: "Fork") -> str:
    if fork.settled:
        told = _("{group}, from page {page}: the officers have chosen; branch {branch} is kept.")
    else:
        told = _(
            "{group}, from page {page}: branch {branch} goes to page {there}, the one that counts"
            " here to page {here}. The officers must choose."
        )
    return told.format(
        group=fork.group.name,
        page=fork.there.first,
        branch=fork.there.number,
        there=fork.there.last,
        here=fork.here.last,
    )


def show(asked: Namespace) -> Answer:
    """What two branches recorded, side by side, and which of them the paper says."""
    from coopledger.app.fork_comparison import compare

    with open_group(asked) as (ledger, group, currency):
        found = compare(ledger, group.id, asked.branch)
    lines = [*_sides(found), "", *_total_lines(found), ""]
    lines += [line for each in found.members for line in _member_lines(each, currency)]
    data = msgspec.to_builtins(found)
    if asked.paper:
        figure, _equals, typed = map(str.strip, asked.paper.partition("="))
        agrees = found.agreeing_typed(figure, typed)
        label = next(each.label for each in found.totals if each.figure == figure)
        data["paper"] = {"figure": figure, "agrees": agrees}
        lines += ["", str(AGREES[agrees]).format(figure=label)]
    return Answer(tuple(lines), data)


def _sides(found: "Comparison") -> list[str]:
    from coopledger.words.fork_words import side_words

    return [
        _("Counts here: {told}").format(told=side_words(found.here)),
        _("Branch {branch}: {told}").format(
            branch=found.there.number, told=side_words(found.there)
        ),
    ]


def _total_lines(found: "Comparison") -> list[str]:
    from coopledger.words.money import format_amount

    def worded(line: "TotalLine", value: int) -> str:
        return str(value) if line.count else format_amount(value, found.currency)

    head = (_("Total"), "", _("settled"), _("here"), _("there"))
    rows = [
        (
            line.label,
            line.figure,
            *(worded(line, value) for value in (line.settled, line.here, line.there)),
        )
        for line in found.totals
    ]
    return columns([head, *rows])


def _values(line: "TotalLine") -> tuple[int, int, int]:
    return line.settled, line.here, line.there


def _member_lines(line: "MemberLine", currency: Currency) -> list[str]:
    member = f"{line.code} {line.name}".strip() or _("The group")
    sides = (
        (_("in both"), line.both),
        (_("only here"), line.here),
        (_("only there"), line.there),
    )
    return [member] + [f"  {label}: {_told(said, currency)}" for label, said in sides if said]


def _told(said: "Sequence[Said]", currency: Currency) -> str:
    from coopledger.words.money import format_amount

    return ", ".join(
        each.what if each.amount is None else f"{each.what} {format_amount(each.amount, currency)}"
        for each in said
    )


def resolve(asked: Namespace) -> Answer:
    """Let one branch count."""
    from coopledger.app.forks import resolve as choose

    with open_group(asked) as (ledger, group, _currency):
        by = signing(asked, list(ledger.replay(group.id).book.keys))
        page = choose(ledger, group.id, asked.branch, by, asked.date).header
    told = _(
        "Page {page} says which branch counts. What only the other one recorded does not count:"
        " write it down again if it is true. See: forks show."
    )
    data = {"page": page.number, "epoch": page.epoch, "hash": page.prev}
    return Answer((told.format(page=page.number),), data)


def forks(asked: Namespace) -> Answer:
    """One of the acts on forks."""
    return {"list": list_all, "show": show, "resolve": resolve}[asked.act](asked)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"forks": forks}
