"""Commands for a meeting that was written down on a laptop which does not hold the book."""

from argparse import Namespace
from collections.abc import Callable

import msgspec

from coopledger.cli.answers import Answer, columns, open_group, open_ledger
from coopledger.cli.late import change_lines, effect_data, today
from coopledger.words.catalog import _


def write(asked: Namespace) -> Answer:
    """Take a meeting's file to the stick."""
    from coopledger.app import sent_meetings

    with open_group(asked) as (ledger, group, _currency):
        file = sent_meetings.write(ledger, group.id, asked.meeting, asked.folder)
    told = _("Written and read back: {file}. You may pull the stick out now.")
    return Answer((told.format(file=file),), {"file": str(file)})


def show(asked: Namespace) -> Answer:
    """What was written down, and what it would change."""
    from coopledger.app import sent_meetings
    from coopledger.domain.errors import Refusal
    from coopledger.words.dates import format_date
    from coopledger.words.errors import explain
    from coopledger.words.money import format_amount

    with open_ledger(asked) as ledger:
        found = sent_meetings.show(ledger, asked.file)
        refused, changes = None, None
        try:
            changes = sent_meetings.effect(ledger, asked.file, today(asked), shown=found.id)
        except Refusal as refusal:
            refused = refusal
    told = _("{group}, meeting of {day}, written down by {laptop}.")
    day, money = format_date(found.day), found.currency
    lines = [told.format(group=found.group.name, day=day, laptop=found.sender)]
    rows = [
        (
            each.index,
            f"{each.code} {each.name}".strip() or "—",
            each.what,
            "" if each.amount is None else format_amount(each.amount, money),
            each.note,
        )
        for each in found.entries
    ]
    lines += columns(rows) if rows else []
    if changes is not None:
        lines += ["", *change_lines(changes, money)]
    if refused is not None:
        lines += ["", explain(refused, money)]
    if found.taken:
        lines.append(_("It was put into a draft here already."))
    data = msgspec.to_builtins(msgspec.structs.replace(found, refused={}))
    data["refused"] = {place: each.code for place, each in found.refused.items()}
    data["effect"] = effect_data(changes) if changes else None
    return Answer(tuple(lines), data)


def take(asked: Namespace) -> Answer:
    """Put it into the draft of the next meeting."""
    from coopledger.app import sent_meetings

    with open_ledger(asked) as ledger:
        drafted = sent_meetings.take(ledger, asked.file, today(asked))
    told = _(
        "It is in the draft of meeting {meeting} now. Nothing counts before that meeting is sealed:"
        " look at it in the window, correct it, then seal."
    )
    return Answer((told.format(meeting=drafted.meeting),), msgspec.to_builtins(drafted))


def proposal(asked: Namespace) -> Answer:
    """One of the acts on such meetings."""
    return {"write": write, "show": show, "take": take}[asked.act](asked)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"proposal": proposal}
