"""Running totals: the column at hand, the member at hand, the cash that should be in the box."""

from typing import Literal, NamedTuple

from coopledger.app.desk.columns import HERE, STATUSES, fund_name
from coopledger.app.desk.desk import Desk
from coopledger.app.desk.reading import fines_total
from coopledger.app.desk.sheet import Value, cell
from coopledger.app.desk.troubles import Trouble
from coopledger.words.catalog import N_, isolated
from coopledger.words.money import NO_BREAK_SPACE, format_amount
from coopledger.words.numbers import format_number


class Box(NamedTuple):
    """A fund's cash box: what should be in it, what was counted, and what that says."""

    fund: str
    name: str
    expected: int
    """What the book says before the count, in minor units."""
    counted: int | None
    typed: str
    """The count as the field shows it."""
    reason: str
    state: Literal["open", "agrees", "over", "short", "error"]
    sentence: str
    needs_reason: bool


def column_total(desk: Desk, column: int, *, worth: bool = True) -> str:
    """The total of a column, in the words of that column; of shares with what they are worth."""
    what = desk.columns[column]
    values = [value for row in desk.rows if (value := _value(desk, row.member, what.key))]
    if what.key == "roll":
        here = sum(1 for value in values if value in HERE)
        active = sum(1 for row in desk.rows if not row.gone)
        return _PRESENT.format(count=format_number(here), of=format_number(active))
    if what.key in {"weeks", "instalments", "guarantors", "purpose"}:
        return ""
    if what.key == "fine":
        return format_amount(
            sum(fines_total(value) for value in values if isinstance(value, tuple)), desk.currency
        )
    total = sum(value for value in values if isinstance(value, int))
    if what.key == "shares":
        if not worth:
            return format_number(total)
        amount = format_amount(total * desk.rules.share_price, desk.currency)
        return _WORTH.format(count=format_number(total), amount=amount)
    return format_amount(total, desk.currency)


def column_by_member(desk: Desk, column: int) -> str:
    """Who has something in a column, and what, in the order of the rows."""
    key = desk.columns[column].key

    def told(place: int, name: str) -> str:
        whole = name.replace(" ", NO_BREAK_SPACE)
        return f"{isolated(whole)}{NO_BREAK_SPACE}{desk.cell(place, column).text}"

    rows = enumerate(desk.rows)
    return " · ".join(told(at, row.name) for at, row in rows if _value(desk, row.member, key))


def _value(desk: Desk, member: str, key: str) -> Value | None:
    """What counts: a value that was refused does not."""
    place = cell(member, key)
    trouble = desk.troubles.get(place)
    return None if trouble and trouble.grade == "error" else desk.sheet[place]


def roll_line(desk: Desk) -> str:
    """How many answered what, for the page that is read aloud."""
    answers = [desk.sheet[cell(row.member, "roll")] for row in desk.rows]
    told = [
        f"{word} {format_number(answers.count(status))}"
        for status, word in STATUSES.items()
        if status in answers
    ]
    return " · ".join(told)


def member_total(desk: Desk, row: int) -> str:
    """What the member at hand brings and takes in this meeting."""
    gives, gets = member_amounts(desk, row)
    gives_text = format_amount(gives, desk.currency)
    if gets:
        return _GIVES_GETS.format(gives=gives_text, gets=format_amount(gets, desk.currency))
    return _GIVES.format(gives=gives_text)


def member_amounts(desk: Desk, row: int) -> tuple[int, int]:
    """What the member at hand gives and gets in this meeting's columns, in minor units."""
    member = desk.rows[row].member
    gives = 0
    for key in ("fine_paid", "social", "hand", "saving", "voluntary", "repayment"):
        value = _value(desk, member, key)
        gives += value if isinstance(value, int) else 0
    shares = _value(desk, member, "shares")
    gives += shares * desk.rules.share_price if isinstance(shares, int) else 0
    loan = _value(desk, member, "loan")
    return gives, loan if isinstance(loan, int) else 0


def boxes(desk: Desk) -> tuple[Box, ...]:
    """Each fund's box at the close, in the order of the constitution."""
    book = desk.outcome.book
    said = {
        fund: book.counted.get((fund, "box"), (book.cash(fund), 0))[0] for fund in desk.rules.funds
    }
    return tuple(_box(desk, fund, amount, "count", "reason") for fund, amount in said.items())


def opened_boxes(desk: Desk) -> tuple[Box, ...]:
    """Each fund's box as it was opened, against what the last meeting left in it."""
    opened = desk.dues.opened
    return tuple(
        _box(desk, fund, opened.cash(fund), "open", "open_reason") for fund in desk.rules.funds
    )


def _box(desk: Desk, fund: str, said: int, sort: str, why: str) -> Box:
    money, value = desk.currency, desk.sheet[f"{sort}:{fund}"]
    trouble: Trouble | None = desk.troubles.get(f"{sort}:{fund}")
    reason = str(desk.sheet[f"{why}:{fund}"] or "")
    state: Literal["open", "agrees", "over", "short", "error"] = "open"
    sentence, counted, typed = str(_OPEN), None, ""
    if trouble is not None and trouble.grade == "error":
        state, sentence = "error", trouble.sentence
        typed = str(value) if isinstance(value, str) else format_amount(int(str(value)), money)
    elif isinstance(value, int):
        counted, typed = value, format_amount(value, money)
        gap = value - said
        state = "agrees" if not gap else "over" if gap > 0 else "short"
        shown = format_amount(abs(gap), money)
        sentence = {
            "agrees": str(_AGREES),
            "over": _OVER.format(amount=shown),
            "short": _SHORT.format(amount=shown),
        }[state]
    return Box(
        fund,
        fund_name(fund),
        said,
        counted,
        typed,
        reason,
        state,
        sentence,
        state in {"over", "short"} and not reason,
    )


_PRESENT = N_("{count} of {of}")
_WORTH = N_("{count} = {amount}")
_GIVES = N_("gives {gives}")
_GIVES_GETS = N_("gives {gives} · gets {gets}")
_OPEN = N_("not counted yet")
_AGREES = N_("the box agrees")
_OVER = N_("{amount} too much in the box")
_SHORT = N_("{amount} short in the box")
