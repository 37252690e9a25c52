"""The end of the meeting: what bars the seal, and the page that is read aloud before it."""

from collections.abc import Iterator
from typing import NamedTuple

from coopledger.app.desk.columns import LOAN_KEYS, fund_name
from coopledger.app.desk.desk import Desk
from coopledger.app.desk.sheet import cell
from coopledger.app.desk.totals import (
    boxes,
    column_by_member,
    column_total,
    opened_boxes,
    roll_line,
)
from coopledger.app.desk.troubles import shown_day, told_findings
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.domain.loan_offer import offer
from coopledger.words.catalog import N_, ngettext
from coopledger.words.loan_cost import paid_back
from coopledger.words.money import format_amount, format_money
from coopledger.words.numbers import format_number

_BY_MEMBER = ("fine", "fine_paid", "shares", "saving", "voluntary", "repayment")
"""Columns of which it is read aloud who paid what: there members differ, and know their own."""
_NAMED = 3
"""So many members without an answer are named; beyond that the first and a number."""


class Blocker(NamedTuple):
    """Something that bars the seal, and the place where it is put right."""

    sentence: str
    place: str


class Item(NamedTuple):
    """One line of the page that is read aloud."""

    label: str
    text: str
    strong: bool = False


class Section(NamedTuple):
    """A part of that page."""

    title: str
    items: tuple[Item, ...]


def blockers(desk: Desk) -> tuple[Blocker, ...]:
    """What bars the seal, in the order of the agenda; nothing when the meeting can be sealed."""
    if not desk.entries and not desk.troubles:
        return (Blocker(str(_NOTHING), cell(_first_active(desk), "roll")),)
    return tuple(_blockers(desk))


def _first_active(desk: Desk) -> str:
    return next((row.member for row in desk.rows if not row.gone), "")


def _blockers(desk: Desk) -> Iterator[Blocker]:
    errors = [place for place, trouble in desk.troubles.items() if trouble.grade == "error"]
    errors = [place for place in errors if not place.startswith(("count:", "open:"))]
    for place in errors[:_NAMED]:
        yield Blocker(f"{_where(desk, place)}: {desk.troubles[place].sentence}", place)
    if len(errors) > _NAMED:
        more = len(errors) - _NAMED
        told = ngettext(
            "One more entry can't be recorded.", "{count} more entries can't be recorded.", more
        )
        yield Blocker(told.format(count=format_number(more)), errors[_NAMED])
    yield from _roll_call(desk)
    yield from _not_agreed(desk)
    for box in opened_boxes(desk):
        if box.state == "error":
            yield Blocker(f"{box.name}: {box.sentence}", f"open:{box.fund}")
        elif box.needs_reason:
            told = _NO_REASON.format(fund=box.name, difference=box.sentence)
            yield Blocker(told, f"open_reason:{box.fund}")
    for box in boxes(desk):
        where = f"count:{box.fund}"
        if box.state == "error":
            yield Blocker(f"{box.name}: {box.sentence}", where)
        elif box.state == "open":
            yield Blocker(_NOT_COUNTED.format(fund=box.name), where)
        elif box.needs_reason:
            told = _NO_REASON.format(fund=box.name, difference=box.sentence)
            yield Blocker(told, f"reason:{box.fund}")


def _not_agreed(desk: Desk) -> Iterator[Blocker]:
    for place, entry in desk.entries:
        if not isinstance(entry, en.LoanRequest) or place != cell(entry.member, "loan"):
            continue
        trouble = desk.troubles.get(place)
        if (trouble is None or trouble.grade != "error") and not desk.loan_agreed(entry.member):
            yield Blocker(_NOT_AGREED.format(member=desk.name(entry.member)), place)


def _roll_call(desk: Desk) -> Iterator[Blocker]:
    silent = [m.code for m in desk.outcome.book.active() if m.code not in desk.outcome.book.called]
    silent = [member for member in silent if cell(member, "roll") not in desk.troubles]
    if not silent:
        return
    place = cell(silent[0], "roll")
    if len(silent) > _NAMED:
        told = ngettext(
            "{count} member has no answer at roll call.",
            "{count} members have no answer at roll call.",
            len(silent),
        )
        yield Blocker(told.format(count=format_number(len(silent))), place)
    else:
        for member in silent:
            yield Blocker(_NO_ANSWER.format(member=desk.name(member)), cell(member, "roll"))


def _where(desk: Desk, place: str) -> str:
    sort, _, rest = place.partition(":")
    if sort == "cell":
        member, _, key = rest.rpartition(":")
        return f"{desk.name(member)}, {desk.columns[desk.index[key]].title}"
    if sort == "line":
        return next((line.title for line in desk.lines if line.place == place), "")
    if sort == "note":
        return fund_name(rest.partition(":")[0])
    return str(_DAY)


def summary(desk: Desk) -> tuple[Section, ...]:
    """The page that is read aloud before the meeting is sealed."""
    sections = (
        Section(_HEAD.format(meeting=desk.meeting, day=shown_day(desk.day)), (_roll(desk),)),
        Section(str(_PAID_IN), tuple(_paid_in(desk))),
        Section(str(_LOANS), tuple(_loans(desk))),
        Section(str(_OTHER), tuple(_others(desk))),
        Section(str(_BOX), tuple(_closing(desk))),
        Section(str(_BROKEN), tuple(Item("", told) for told in told_findings(desk))),
    )
    return tuple(section for section in sections if section.items)


def _roll(desk: Desk) -> Item:
    return Item(str(desk.columns[desk.index["roll"]].title), roll_line(desk))


def _paid_in(desk: Desk) -> Iterator[Item]:
    for place, column in enumerate(desk.columns):
        if column.key != "roll" and column.key not in LOAN_KEYS:
            yield Item(str(column.title), column_total(desk, place))
            if column.key in _BY_MEMBER and (told := column_by_member(desk, place)):
                yield Item("", told)


def _loans(desk: Desk) -> Iterator[Item]:
    total = 0
    for _place, entry in desk.entries:
        if isinstance(entry, en.LoanRequest):
            total += entry.amount
            amount = format_amount(entry.amount, desk.currency)
            told = _LOAN.format(amount=amount, weeks=format_number(entry.weeks))
            if entry.instalments:
                count = format_number(entry.instalments)
                told = _IN_PARTS.format(amount=amount, count=count)
            yield Item(desk.name(entry.member), f"{told} · {entry.purpose}".rstrip(" ·"))
            yield from _cost(desk, entry)
    if total:
        yield Item(str(_TOTAL), format_amount(total, desk.currency), strong=True)


def _cost(desk: Desk, entry: en.LoanRequest) -> Iterator[Item]:
    """What is paid back, and when; a loan that cannot be told is barred elsewhere."""
    terms = {"weeks": entry.weeks, "instalments": entry.instalments}
    try:
        told = offer(desk.rules, entry.amount, desk.day, **terms)
    except Refusal:
        return
    yield Item("", paid_back(told, desk.currency))


def _others(desk: Desk) -> Iterator[Item]:
    for line in desk.lines:
        parts = (part for part in (line.who, line.amount, line.text) if part)
        yield Item(line.title, " · ".join(parts))
    for place, entry in desk.entries:
        if place == "next_day" and isinstance(entry, en.Resolution):
            yield Item("", entry.text)


def _closing(desk: Desk) -> Iterator[Item]:
    for box in boxes(desk):
        counted = format_money(box.counted, desk.currency) if box.counted is not None else ""
        yield Item(box.name, counted, strong=True)
        said = box.sentence if not box.reason else f"{box.sentence}: {box.reason}"
        yield Item("", said)


_NOTHING = N_("Nothing is recorded yet. Begin with the roll call.")
_NOT_COUNTED = N_("{fund}: the cash in the box is not counted yet.")
_NO_REASON = N_("{fund}: {difference}. Write the reason beside the count.")
_NOT_AGREED = N_("{member}: has the group said yes to the loan?")
_NO_ANSWER = N_("{member} has no answer at roll call.")
_DAY = N_("Date of the meeting")
_HEAD = N_("Meeting {meeting}, {day}")
_PAID_IN = N_("Fines, contributions, shares, repayments")
_LOANS = N_("New loans")
_LOAN = N_("{amount} for {weeks} weeks")
_IN_PARTS = N_("{amount} in {count} instalments")
_TOTAL = N_("Together")
_OTHER = N_("Other money and decisions")
_BOX = N_("Counted in the box")
_BROKEN = N_("Not as the rules say")
