"""Commands for officers' seals from other laptops. PINs come as in `coopledger.cli.officers`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from coopledger.cli.answers import Answer, Waits, codes_of, columns, open_group, open_ledger
from coopledger.cli.officers import given_pins, pins_of
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.approval_told import Asked
    from coopledger.app.approvals import Written
    from coopledger.app.named_totals import NamedTotal
    from coopledger.app.proposed import Proposed

ID = 12
"""How much of a page's hash is shown: enough to name it."""


def list_all(asked: Namespace) -> Answer:
    """What waits for officers' seals: the newest page, and acts without their quorum."""
    from coopledger.app.officers import newest_seals
    from coopledger.app.proposed import proposals

    with open_group(asked) as (ledger, group, _currency):
        newest, found = newest_seals(ledger, group.id), proposals(ledger, group.id)
    told = _("Page {page}, the newest: sealed by {members}; {need} seals are needed.")
    names = ", ".join(newest.members) or "—"
    lines = [told.format(page=newest.page, members=names, need=newest.need)]
    lines += [_waiting_line(each) for each in found]
    data = {"newest": msgspec.to_builtins(newest), "waiting": msgspec.to_builtins(found)}
    return Answer(tuple(lines), data)


def _waiting_line(each: Proposed) -> str:
    if each.overtaken:
        told = _("{id}  page {page} can be no page any more: something was written since.")
    else:
        told = _("{id}  page {page} waits: sealed by {members}; {need} seals are needed.")
    names = ", ".join(each.members) or "—"
    return told.format(id=each.id[:ID], page=each.number, members=names, need=each.need)


def write(asked: Namespace) -> Answer:
    """Take a page to the stick."""
    from coopledger.app import approvals
    from coopledger.app.cooperative import find_device

    with open_group(asked) as (ledger, group, _currency):
        to = find_device(ledger, asked.to) if asked.to else ""
        keys = codes_of(asked.keys)
        done = approvals.write(ledger, group.id, asked.folder, asked.page, to=to, keys=keys)
    return _written(done)


def show(asked: Namespace) -> Answer:
    """What a file asks officers to seal."""
    from coopledger.app import approvals

    with open_ledger(asked) as ledger:
        found = approvals.show(ledger, asked.file)
    return Answer(tuple(_asked_lines(found)), msgspec.to_builtins(found))


def sign(asked: Namespace) -> Answer:
    """Seal what a file asks for."""
    from coopledger.app import approvals

    with open_ledger(asked) as ledger:
        found = approvals.show(ledger, asked.file)
        wanted = codes_of(asked.by)
        typed = {m: pin for m, pin in given_pins().items() if m in found.here}
        by = pins_of(wanted) if wanted else {m: typed[m] for m in typed if m not in found.sealed}
        done = approvals.sign(ledger, asked.file, by, asked.out, shown=found.id)
    return _written(done)


def _written(done: Written) -> Answer:
    told = _(
        "Written and read back: {file}. Sealed by {members}; {need} seals are needed."
        " You may pull the stick out now."
    )
    names = ", ".join(done.members) or "—"
    line = told.format(file=done.file, members=names, need=done.need)
    data = {"file": str(done.file), "members": list(done.members)}
    return Answer((line,), {**data, "count": done.count, "need": done.need})


def merge(asked: Namespace) -> Answer:
    """Take the seals in a file into the book."""
    from coopledger.app import approvals

    with open_ledger(asked) as ledger:
        done = approvals.merge(ledger, asked.file)
    if done.is_page:
        told = _("Page {page} is in the book, sealed by {members}; {need} seals are needed.")
    else:
        told = _("Page {page} waits on: sealed by {members}; {need} seals are needed.")
    names = ", ".join(done.members) or "—"
    line = told.format(page=done.page, members=names, need=done.need)
    return Answer((line,), msgspec.to_builtins(done))


def drop(asked: Namespace) -> Answer:
    """Throw a page away that waits for seals."""
    from coopledger.app import proposed

    with open_group(asked) as (ledger, group, _currency):
        proposed.drop(ledger, group.id, asked.page)
    return Answer((_("It was thrown away. The book is as it was."),), {"dropped": asked.page})


def _asked_lines(found: Asked) -> list[str]:
    from coopledger.words.dates import format_date
    from coopledger.words.money import format_amount
    from coopledger.words.page_kinds import kind_name

    about = [found.group.name, _("page {page}").format(page=found.number), kind_name(found.kind)]
    if found.meeting:
        about.append(_("meeting {number}").format(number=found.meeting))
    if found.day:
        about.append(format_date(found.day))
    rows = [
        (
            f"{each.code} {each.name}".strip() or "—",
            each.what,
            "" if each.amount is None else format_amount(each.amount, found.currency),
            each.note,
        )
        for each in found.entries
    ]
    head = (_("Total"), _("before"), _("after"))
    totals = columns([head, *((each.label, *_values(each, found)) for each in found.totals)])
    names = ", ".join(found.sealed) or "—"
    told = _("Sealed by {members}; {need} seals are needed.").format(members=names, need=found.need)
    print_ = _("Fingerprint: {fingerprint}").format(fingerprint=found.fingerprint)
    return [", ".join(about), *(columns(rows) if rows else []), "", *totals, "", told, print_]


def _values(total: NamedTotal, found: Asked) -> list[str]:
    from coopledger.words.money import format_amount

    return [
        str(value) if total.count else format_amount(value, found.currency)
        for value in total.values
    ]


def may_wait(command: Callable[[Namespace], Answer]) -> Callable[[Namespace], Answer]:
    """A command whose act may wait for officers who are elsewhere, where ``--wait`` asks so."""

    def run(asked: Namespace) -> Answer:
        try:
            return command(asked)
        except Waits as waits:
            kept = waits.kept
        told = _(
            "Too few officers are here, so nothing is recorded yet. The page waits as {id}: take it"
            " to the others with approval write."
        )
        data = {"waiting": msgspec.to_builtins(kept)}
        return Answer((told.format(id=kept.id[:ID]),), data)

    return run


def approval(asked: Namespace) -> Answer:
    """One of the acts on approval packs."""
    acts = {
        "list": list_all,
        "write": write,
        "show": show,
        "sign": sign,
        "merge": merge,
        "drop": drop,
    }
    return acts[asked.act](asked)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"approval": approval}
