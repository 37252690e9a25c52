"""The steps of the agenda: which there are, and whether each is done or why not."""

from typing import Literal, NamedTuple

from coopledger.app.desk.columns import FOR_THE_ABSENT, StepKey, agenda_of
from coopledger.app.desk.desk import Desk
from coopledger.app.desk.sheet import cell
from coopledger.app.desk.totals import Box, boxes, column_total, opened_boxes
from coopledger.domain import entries as en
from coopledger.words.catalog import N_, Text, ngettext
from coopledger.words.numbers import format_number

State = Literal["done", "left", "wrong", "idle"]
_SAID_BY_ALL = {"social": ("social",), "saving": ("shares", "saving"), "pot": ("hand",)}
"""Columns in which a step wants something of everybody who is here."""


class AgendaStep(NamedTuple):
    """A step of the meeting: what people call it and which columns of the grid it has."""

    key: StepKey
    title: str
    columns: tuple[int, ...]
    """Empty where the step has a page of its own."""


class StepState(NamedTuple):
    """How far a step is: done, something left, something wrong, or nothing that must be."""

    state: State
    why: str
    total: str
    """What it has come to so far, short."""
    short: str
    """The state in a word or two."""


_TITLES: dict[StepKey, Text] = {
    "roll_call": N_("Roll call"),
    "open_box": N_("Open box"),
    "social": N_("Social"),
    "saving": N_("Savings"),
    "pot": N_("Pot"),
    "repayments": N_("Repay"),
    "loans": N_("Loans"),
    "other_money": N_("Other money"),
    "count": N_("Count and close"),
}
_WITH_FINES = N_("Roll call, fines")
_SHORT: dict[State, Text] = {
    "done": N_("done"),
    "left": N_("not done"),
    "idle": N_("nothing yet"),
}
_WRONG = N_("put right")
_TO_AGREE = N_("to agree")
_NO_YES = N_("The group has not said yes yet: {members}")
_SHARES = N_("Shares")


def steps_of(desk: Desk) -> tuple[AgendaStep, ...]:
    """The meeting's steps in the order of the constitution."""
    found = []
    for key in agenda_of(desk.rules):
        columns = tuple(n for n, column in enumerate(desk.columns) if column.step == key)
        title = _TITLES[key]
        if key == "saving" and "shares" in desk.index:
            title = _SHARES
        elif key == "roll_call" and "fine" in desk.index:
            title = _WITH_FINES
        found.append(AgendaStep(key, str(title), columns))
    return tuple(found)


def state_of(desk: Desk, step: AgendaStep) -> StepState:
    """How far a step is."""
    wrong = _first_error(desk, step)
    if wrong:
        return StepState("wrong", wrong, _total(desk, step), str(_WRONG))
    state, why = _left(desk, step)
    return StepState(state, why, _total(desk, step), _short(desk, step, state))


def _short(desk: Desk, step: AgendaStep, state: State) -> str:
    if step.key == "loans" and state == "left":
        return str(_TO_AGREE)
    if state == "left" and step.columns:
        key = desk.columns[step.columns[0]].key
        count = _owing(desk) if step.key == "repayments" else silent(desk, key)
        if step.key == "roll_call":
            count = count or _proposed(desk)
        told = ngettext("{count} left", "{count} left", count)
        return told.format(count=format_number(count))
    if state == "idle" and step.key == "open_box":
        return str(_SHORT["left"])
    return str(_SHORT[state])


def _first_error(desk: Desk, step: AgendaStep) -> str:
    keys = {desk.columns[column].key for column in step.columns}
    sorts = {"open_box": ("open",), "count": ("count", "note"), "other_money": ("line",)}
    for place, trouble in desk.troubles.items():
        sort, _, rest = place.partition(":")
        mine = rest.rpartition(":")[2] in keys if sort == "cell" else False
        if trouble.grade == "error" and (mine or sort in sorts.get(step.key, ())):
            return trouble.sentence
    return ""


def _left(desk: Desk, step: AgendaStep) -> tuple[State, str]:
    match step.key:
        case "roll_call":
            if silent(desk, "roll") or not (count := _proposed(desk)):
                return _of_silent(silent(desk, "roll"))
            told = ngettext(
                "{count} fine is proposed: Enter takes it, Backspace puts it away.",
                "{count} fines are proposed: Enter takes one, Backspace puts it away.",
                count,
            )
            return "left", told.format(count=format_number(count))
        case "open_box":
            open_boxes = [box for box in opened_boxes(desk) if box.state == "open"]
            unsaid = [box for box in opened_boxes(desk) if box.needs_reason]
            if open_boxes and len(open_boxes) == len(desk.rules.funds):
                return "idle", ""
            return _of_boxes([*open_boxes, *unsaid])
        case "repayments":
            return _of_silent(_owing(desk))
        case "loans":
            asked = [e.member for _place, e in desk.entries if isinstance(e, en.LoanRequest)]
            waiting = [desk.name(member) for member in asked if not desk.loan_agreed(member)]
            if waiting:
                return "left", _NO_YES.format(members=" · ".join(waiting))
            return ("done", "") if asked else ("idle", "")
        case "other_money":
            return ("done", "") if desk.lines else ("idle", "")
        case "count":
            return _of_boxes([b for b in boxes(desk) if b.state == "open" or b.needs_reason])
        case _:
            keys = [key for key in _SAID_BY_ALL.get(step.key, ()) if key in desk.index]
            return _of_silent(silent(desk, keys[0]) if keys else 0)


def _of_boxes(waiting: list[Box]) -> tuple[State, str]:
    return ("left", f"{waiting[0].name}: {waiting[0].sentence}") if waiting else ("done", "")


def _of_silent(count: int) -> tuple[State, str]:
    if not count:
        return "done", ""
    told = ngettext("{count} has not spoken yet", "{count} have not spoken yet", count)
    return "left", told.format(count=format_number(count))


def silent(desk: Desk, key: str) -> int:
    """Members who are here, or for the roll call all, of whom nothing is said in a column."""
    return sum(
        1
        for row in desk.rows
        if not row.gone
        and not (desk.away(row) and key not in FOR_THE_ABSENT)
        and desk.sheet[cell(row.member, key)] is None
    )


def _proposed(desk: Desk) -> int:
    """Fines that follow from the roll call and were neither taken nor put away."""
    column = desk.index.get("fine")
    if column is None:
        return 0
    return sum(bool(desk.cell(row, column).quiet) for row in range(len(desk.rows)))


def _owing(desk: Desk) -> int:
    return sum(1 for row in range(len(desk.rows)) if _owes(desk, row))


def _owes(desk: Desk, row: int) -> bool:
    who = desk.rows[row]
    return (
        not desk.away(who)
        and desk.sheet[cell(who.member, "repayment")] is None
        and bool(desk.dues.loans[who.member].sum)
    )


def _total(desk: Desk, step: AgendaStep) -> str:
    if not step.columns:
        return ""
    column = next((c for c in step.columns if desk.columns[c].key == "loan"), step.columns[0])
    return column_total(desk, column, worth=False)
