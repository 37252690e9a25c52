"""Where the cursor goes next: to the next thing to be said aloud."""

from coopledger.app.desk.columns import FOR_THE_ABSENT, LOAN_KEYS, TERM_KEYS
from coopledger.app.desk.desk import Desk
from coopledger.app.desk.reading import code_of
from coopledger.app.desk.sheet import cell


def skipped(desk: Desk, row: int, column: int) -> bool:
    """Whether the cursor passes over a cell: read-only, or of a member who is not here."""
    who, key = desk.rows[row], desk.columns[column].key
    if not desk.cell(row, column).editable:
        return True
    return key not in FOR_THE_ABSENT and desk.away(who) and desk.value(row, column) is None


def below(desk: Desk, row: int, column: int, *, asking: bool = True) -> tuple[int, int]:
    """The cell after this one: the next row, and after the last row the top of the next column.

    Where repayments are called, the next is the next member who owes something today. A loan's
    questions are asked together, before the next member's loan, unless one is not ``asking``.
    """
    if asking and desk.columns[column].key in LOAN_KEYS:
        if (question := next_question(desk, row, column)) is not None:
            return row, question
        column = desk.index["loan"]
    order = desk.order(column)
    rest = order[order.index(row) + 1 :]
    later = [found for found in rest if not skipped(desk, found, column)]
    if desk.columns[column].key == "repayment":
        due = [found for found in later if desk.cell(found, column).quiet]
        later = due or later
    if later:
        return later[0], column
    if desk.columns[column].key in LOAN_KEYS or column + 1 == len(desk.columns):
        return row, column
    return top(desk, column + 1), column + 1


def next_question(desk: Desk, row: int, column: int) -> int | None:
    """The column of what is still to be asked about a loan; None when nothing is.

    After the amount always its term, which the rules only propose.
    """
    if desk.sheet[cell(desk.rows[row].member, "loan")] is None:
        return None
    for there in range(column + 1, len(desk.columns)):
        key = desk.columns[there].key
        proposed = desk.columns[column].key == "loan" and key in TERM_KEYS
        if key in LOAN_KEYS and (proposed or desk.value(row, there) is None):
            return there
    return None


def above(desk: Desk, row: int, column: int) -> tuple[int, int]:
    """The cell before this one in its column; the same cell at the top."""
    order = desk.order(column)
    for found in reversed(order[: order.index(row)]):
        if not skipped(desk, found, column):
            return found, column
    return row, column


def top(desk: Desk, column: int) -> int:
    """The first row of a column where something is due and not yet said, else the first row."""
    first = None
    for row in desk.order(column):
        if skipped(desk, row, column):
            continue
        first = row if first is None else first
        shown = desk.cell(row, column)
        if not shown.text and (shown.quiet or desk.columns[column].key == "roll"):
            return row
    return first or 0


def beside(desk: Desk, row: int, column: int, step: int) -> tuple[int, int] | None:
    """The next or the previous column; None beyond the last.

    A loan's amount, term, guarantors and purpose are said together, so their row stays.
    """
    there = column + step
    if not 0 <= there < len(desk.columns):
        return None
    together = {desk.columns[column].key, desk.columns[there].key} <= set(LOAN_KEYS)
    return (row if together else top(desk, there)), there


def row_of(desk: Desk, typed: str) -> int | None:
    """The row of a number, code or name as typed (``7``, ``m7``, ``esth``); None if nobody's."""
    codes = [who.member for who in desk.rows]
    asked = typed.strip()
    code = code_of(asked, codes)
    if code in codes:
        return codes.index(code)
    if not asked or any(map(str.isdigit, asked)):
        return None
    named = (n for n, who in enumerate(desk.rows) if asked.casefold() in who.name.casefold())
    return next(named, None)


def place_of(desk: Desk, place: str) -> tuple[int, int] | None:
    """The row and column of a cell's place in the sheet; None for other places."""
    sort, _, rest = place.partition(":")
    member, _, key = rest.rpartition(":")
    if sort != "cell" or key not in desk.index:
        return None
    for row, who in enumerate(desk.rows):
        if who.member == member:
            return row, desk.index[key]
    return None
