"""Commands that ask and change nothing."""

from argparse import Namespace
from collections.abc import Callable
from typing import Any

import msgspec

from coopledger.cli.answers import (
    Answer,
    columns,
    figures_answer,
    finding_data,
    open_group,
    open_ledger,
)
from coopledger.domain.recording.corrections import entries_of
from coopledger.words.catalog import _


def groups(asked: Namespace) -> Answer:
    """List the groups."""
    with open_ledger(asked) as ledger:
        listed = ledger.store.listed()
        rows: list[dict[str, Any]] = [
            {
                "id": group.id,
                "name": group.name,
                "meetings": known.meetings,
                "last_meeting": known.last_meeting,
                "last_date": known.last_day,
            }
            for group in ledger.groups()
            if (known := listed.get(group.id))
        ]
    lines = columns([(r["id"][:8], r["name"], r["meetings"], r["last_date"]) for r in rows])
    return Answer(tuple(lines) or (_("There is no group in this ledger yet."),), rows)


def balances(asked: Namespace) -> Answer:
    """Balances after a meeting; of a forked book also up to where they are settled."""
    from coopledger.app.fork_comparison import disputed
    from coopledger.app.questions import balances as ask

    with open_group(asked) as (ledger, group, currency):
        found = ask(ledger, group.id, asked.meeting)
        fork = disputed(ledger, group.id)
    answer = figures_answer(found, currency, {"meeting", "total_shares", "members"})
    if fork is None:
        return answer
    told = _(
        "There are two different books after page {page}, both sealed: what is above includes what"
        " is disputed. Settled is what stands after page {page}. See: forks show."
    )
    settled = {"page": fork.page, "settled": dict(fork.settled)}
    lines = (*answer.lines, told.format(page=fork.page))
    return Answer(lines, {**answer.data, "disputed": settled})


def totals(asked: Namespace) -> Answer:
    """What the cycle came to so far."""
    from coopledger.app.questions import group_totals

    with open_group(asked) as (ledger, group, currency):
        found = group_totals(ledger, group.id)
    return figures_answer(found, currency, {"loans_count"})


def share_out(asked: Namespace) -> Answer:
    """A trial share-out on the newest meeting."""
    if asked.hold:
        from coopledger.cli.writing import hold_share_out

        return hold_share_out(asked)
    from coopledger.app.questions import trial_share_out
    from coopledger.words.money import format_amount

    with open_group(asked) as (ledger, group, currency):
        found = trial_share_out(ledger, group.id)
        names = {code: card.name for code, card in ledger.members(group.id).items()}
    answer = figures_answer(found, currency, {"total_shares"})
    rows = [
        (code, names[code], format_amount(amount, currency))
        for code, amount in found.payouts.items()
    ]
    owing = [
        (code, names[code], _("still owes {amount}").format(amount=format_amount(owed, currency)))
        for code, owed in found.still_owes.items()
    ]
    return msgspec.structs.replace(answer, lines=(*answer.lines, *columns(rows + owing)))


def verify(asked: Namespace) -> Answer:
    """Check every page, seal and total."""
    from coopledger.app.questions import verify as check
    from coopledger.words.faults import explain_fault

    if asked.folder is not None:
        from coopledger.cli.book import verify_folder

        return verify_folder(asked)
    lines: list[str] = []
    books: list[dict[str, object]] = []
    with open_ledger(asked) as ledger:
        verdicts = check(ledger)
        for verdict in verdicts:
            group = verdict.group
            book: dict[str, object] = {
                "id": group.id,
                "name": group.name,
                "pages": verdict.pages,
                "events": verdict.events,
                "ok": not verdict.fault,
            }
            if verdict.fault:
                sentence = explain_fault(verdict.fault, verdict.page)
                book["fault"] = {
                    "kind": verdict.fault,
                    "page": verdict.page,
                    "reason": sentence,
                }
                lines.append(f"{group.name}: {sentence}")
            else:
                told = _("{name}: genuine. {pages} pages, {events} entries, every seal checked.")
                lines.append(
                    told.format(name=group.name, pages=verdict.pages, events=verdict.events)
                )
            currency = None if verdict.fault else ledger.currency(group.id)
            book["findings"] = [
                {"page": f.number, "meeting": f.meeting, **finding_data(f.finding, currency)}
                for f in verdict.findings
            ]
            books.append(book)
    ok = not any(verdict.fault for verdict in verdicts)
    return Answer(tuple(lines), {"ok": ok, "books": books}, 0 if ok else 1)


def indicators(asked: Namespace) -> Answer:
    """Ratios of a group with numerator and denominator."""
    from coopledger.cli.indicators import indicators as measures

    with open_group(asked) as (ledger, group, currency):
        lines, data = measures(ledger, group.id, currency, asked.meeting)
    return Answer(lines, data)


def page(asked: Namespace) -> Answer:
    """The entries of a page, each with its place: what `reverse` names."""
    with open_group(asked) as (ledger, group, _currency):
        _replay, history = ledger.history(group.id)
        events = entries_of(history, asked.page)
    rows = [{"i": place, **msgspec.to_builtins(event)} for place, event in enumerate(events)]
    lines = [
        (row["i"], msgspec.json.encode(event).decode())
        for row, event in zip(rows, events, strict=True)
    ]
    return Answer(tuple(columns(lines)), rows)


def schema(_asked: Namespace) -> Answer:
    """The JSON Schema of a meeting's file."""
    from coopledger.interop.meeting_file import schema as of_meeting

    found = of_meeting()
    return Answer((msgspec.json.format(msgspec.json.encode(found)).decode(),), found)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "groups": groups,
    "balances": balances,
    "totals": totals,
    "share-out": share_out,
    "verify": verify,
    "indicators": indicators,
    "page": page,
    "schema": schema,
}
