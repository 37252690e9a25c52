"""Commands about pages that do not count: what they recorded, and writing it down again."""

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from coopledger.cli.answers import Answer, columns, open_group
from coopledger.words.catalog import _
from coopledger.words.fork_words import STATES, USES

if TYPE_CHECKING:
    from coopledger.app.additions import Effect
    from coopledger.app.late_pages import LatePage
    from coopledger.domain.money import Currency

ID = 12
"""How much of a page's hash is shown: enough to name it."""


def list_all(asked: Namespace) -> Answer:
    """The pages of a book that do not count."""
    from coopledger.app.late_pages import late_pages

    with open_group(asked) as (ledger, group, _currency):
        found = late_pages(ledger, group.id)
    rows = [(each.id[:ID], _what(each), str(STATES[each.state])) for each in found]
    lines = columns(rows) if rows else [_("Every page of this book that is here counts.")]
    return Answer(tuple(lines), [_data(each) for each in found])


def show(asked: Namespace) -> Answer:
    """What a page recorded, and what writing it down again would change."""
    from coopledger.app.late_pages import effect, find_late
    from coopledger.domain.errors import Refusal
    from coopledger.words.errors import explain

    with open_group(asked) as (ledger, group, currency):
        page = find_late(ledger, group.id, asked.page)
        refused, changes = None, None
        try:
            changes = effect(ledger, group.id, page.id, today(asked), _chosen(asked))
        except Refusal as refusal:
            refused = refusal
    rows = [
        (
            each.index,
            f"{each.code} {each.name}".strip() or "—",
            each.what,
            _amount(each.amount, currency),
            str(USES[each.use]),
        )
        for each in page.entries
    ]
    lines = [f"{_what(page)} · {STATES[page.state]}", *(columns(rows) if rows else [])]
    if changes is not None:
        lines += ["", *change_lines(changes, currency)]
    if refused is not None:
        lines += ["", explain(refused, currency)]
    data = {**_data(page), "effect": effect_data(changes) if changes else None}
    data["refused"] = refused.code if refused else ""
    return Answer(tuple(lines), data)


def enter(asked: Namespace) -> Answer:
    """Put a page's entries into the draft of the next meeting."""
    from coopledger.app.late_pages import enter as put

    with open_group(asked) as (ledger, group, _currency):
        drafted = put(ledger, group.id, asked.page, today(asked), _chosen(asked))
    told = _(
        "It is in the draft of meeting {meeting} now. Nothing counts before that meeting is sealed:"
        " look at it in the window, correct it, then seal."
    )
    line = told.format(meeting=drafted.meeting)
    return Answer((line,), msgspec.to_builtins(drafted))


def dealt(asked: Namespace) -> Answer:
    """Note that nothing is to be done about a page."""
    return _marked(asked, "dealt")


def reopen(asked: Namespace) -> Answer:
    """Offer a page again."""
    return _marked(asked, "open")


def _marked(asked: Namespace, state: str) -> Answer:
    from coopledger.app.late_pages import mark

    with open_group(asked) as (ledger, group, _currency):
        page = mark(ledger, group.id, asked.page, state)  # type: ignore[arg-type]
    line = f"{page.id[:ID]}  {_what(page)} · {STATES[page.state]}"
    return Answer((line,), {"id": page.id, "state": page.state})


def _what(page: "LatePage") -> str:
    from coopledger.words.dates import format_date

    if page.meeting:
        told = _("page {page}, meeting {meeting} on {day}")
        return told.format(page=page.number, meeting=page.meeting, day=format_date(page.day))
    return _("page {page}, no meeting").format(page=page.number)


def change_lines(found: "Effect", currency: "Currency") -> list[str]:
    """What entries would change, as lines."""
    from coopledger.words.dates import format_date
    from coopledger.words.errors import explain

    told = _("In meeting {meeting} on {day} it would change:")
    lines = [told.format(meeting=found.meeting, day=format_date(found.day))]

    def both(before: int, after: int) -> str:
        return f"{_amount(before, currency)} → {_amount(after, currency)}"

    rows = [
        (
            f"{each.code} {each.name}".strip(),
            both(each.saved, each.saved_after),
            both(each.owed, each.owed_after),
        )
        for each in found.members
    ]
    rows.append((_("Cash"), both(found.cash, found.cash_after), ""))
    lines += columns([("", _("saved"), _("owed")), *rows])
    lines += [f"  {place}: {explain(why, currency)}" for place, why in found.refused.items()]
    return lines


def _amount(amount: int | None, currency: "Currency") -> str:
    from coopledger.words.money import format_amount

    return "" if amount is None else format_amount(amount, currency)


def _data(page: "LatePage") -> dict[str, object]:
    data: dict[str, object] = msgspec.to_builtins(page)
    return {**data, "offered": list(page.offered)}


def effect_data(found: "Effect") -> dict[str, object]:
    """The same for a script."""
    refused = {place: each.code for place, each in found.refused.items()}
    data: dict[str, object] = msgspec.to_builtins(msgspec.structs.replace(found, refused={}))
    return {**data, "refused": refused}


def today(asked: Namespace) -> str:
    """The day of a meeting that is not begun yet."""
    return asked.date or date.today().isoformat()  # noqa: DTZ011 - the day where the people are


def _chosen(asked: Namespace) -> list[int] | None:
    from coopledger.domain.errors import Refusal

    if not asked.entries:
        return None
    try:
        return [int(each) for each in asked.entries.split(",") if each.strip()]
    except ValueError:
        raise Refusal("bad_value", value=asked.entries) from None


def late(asked: Namespace) -> Answer:
    """One of the acts on pages that do not count."""
    acts = {"list": list_all, "show": show, "enter": enter, "dealt": dealt, "reopen": reopen}
    return acts[asked.act](asked)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"late": late}
