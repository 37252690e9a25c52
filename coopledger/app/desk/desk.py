"""The meeting desk without a window: what was typed, what it comes to, what stands in the way."""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from coopledger.app.desk.agenda import Placed, entries_of, line_number, values_of
from coopledger.app.desk.columns import (
    AWAY,
    FOR_THE_ABSENT,
    LOAN_KEYS,
    TERM_KEYS,
    Column,
    StepKey,
    columns_of,
)
from coopledger.app.desk.counting import counted_notes, pieces_of
from coopledger.app.desk.dues import Dues
from coopledger.app.desk.line_form import read_line
from coopledger.app.desk.line_kinds import Filled, LineKind, line_kinds_of
from coopledger.app.desk.lines import amount_of, text_of, title_of
from coopledger.app.desk.reading import read_cell, read_text, show
from coopledger.app.desk.sheet import Kept, Sheet, Step, Value, cell
from coopledger.app.desk.shown import Cell, DeskView, Line, NoView, Row, Setting
from coopledger.app.desk.troubles import Trouble, find_troubles
from coopledger.app.meetings import Outcome, work_out
from coopledger.domain import events as ev
from coopledger.domain.days import is_day
from coopledger.domain.entries import AnyEntry, Draft
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.words.catalog import N_, Text
from coopledger.words.money import parse_amount


def nowhere(_raw: bytes) -> None:
    """Keep a draft nowhere."""


class Desk:
    """One meeting being recorded.

    Attributes:
        view: shows the desk; it is told of each change.
        save: called with the bytes of the draft at each change, to keep them.
    """

    def __init__(
        self,
        setting: Setting,
        kept: Kept | Draft,
        save: Callable[[bytes], None] = nowhere,
        view: DeskView | None = None,
    ) -> None:
        if isinstance(kept, Draft):
            kept = Kept(kept, values_of(kept, setting.before.constitution))
        self.group = setting.group
        self.before = setting.before
        self.first = setting.first
        self.proposal = setting.proposal
        self.rules = setting.before.constitution
        self.currency: Currency = self.rules.money
        self.columns = columns_of(self.rules)
        self.index: dict[str, int] = {
            column.key: place for place, column in enumerate(self.columns)
        }
        self.line_kinds = line_kinds_of(self.rules)
        self.groups = setting.groups
        self._number = max(kept.draft.meeting, self.before.meeting + 1)
        self.save, self.view = save, view or NoView()
        self.rows = tuple(
            Row(code, setting.cards[code].name if code in setting.cards else code, member.gone)
            for code, member in self.before.members.items()
        )
        self._names = {row.member: f"{row.member} {row.name}" for row in self.rows}
        self.sheet = Sheet(kept.values, kept.steps, kept.done)
        self._day = kept.draft.day
        self._opened_on: tuple[str, bool] = ("", False)
        self._cells: dict[tuple[int, int], Cell] = {}
        self._work_out()

    # What is shown

    def cell(self, row: int, column: int) -> Cell:
        """A cell, as it is shown."""
        found = self._cells.get((row, column))
        if found is None:
            found = self._cells[row, column] = self._cell(self.rows[row], self.columns[column])
        return found

    def _cell(self, row: Row, column: Column) -> Cell:
        place, values = cell(row.member, column.key), self.sheet.values
        value = values.get(place)
        away = self.away(row) and column.key not in FOR_THE_ABSENT
        quiet = ""
        if value is None and not row.gone and not away:
            quiet = self.dues.placeholder(column, row.member, values)
        return Cell(
            text=show(column, value, self.rules),
            quiet=quiet,
            trouble=self.troubles.get(place),
            editable=self._editable(row, column),
            greyed=bool(row.gone) or away,
        )

    def hint(self, row: int, column: int) -> str:
        """One line about the cell at hand: what is due, what the rules allow."""
        if self.rows[row].gone == "left":
            return ""
        return self.dues.hint(
            self.columns[column], self.rows[row].member, self.sheet.values, self.outcome.book
        )

    def order(self, column: int) -> tuple[int, ...]:
        """The rows as a column's step calls them: at the repayments what is due today on top."""
        everybody = tuple(range(len(self.rows)))
        if self.columns[column].step != "repayments":
            return everybody
        loans = self.dues.loans

        def rank(row: int) -> int:
            due = loans[self.rows[row].member]
            return 0 if due.sum else 1 if due.debt else 2

        return tuple(sorted(everybody, key=rank))

    def aside(self, row: int, step: StepKey) -> str:
        """What stands behind a member's cells in a step: their worth, what is owed and why."""
        who = self.rows[row]
        if who.gone == "left":
            return ""
        return self.dues.aside(step, who.member, self.sheet.values, self.outcome.book)

    def away(self, row: Row) -> bool:
        """Whether a member is not here today, by the roll call."""
        return self.sheet[cell(row.member, "roll")] in AWAY

    def value(self, row: int, column: int) -> Value | None:
        """What a cell holds."""
        return self.sheet[cell(self.rows[row].member, self.columns[column].key)]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines beside the grid, in the order of the agenda."""
        leaving = {e.m: e.refund for e in self.outcome.events if isinstance(e, ev.Leave)}
        return tuple(
            Line(
                place,
                title_of(entry),
                self._names.get(getattr(entry, "member", ""), ""),
                amount_of(entry, leaving.get(getattr(entry, "member", "")), self.currency),
                text_of(entry, self.groups),
                self.troubles.get(place),
            )
            for place, entry in self.entries
            if line_number(place)
        )

    @property
    def again(self) -> bool:
        """Whether the last meeting, which was broken off, goes on."""
        return self.sheet["again"] == 1 and not self.proposal

    @property
    def may_go_on(self) -> bool:
        """Whether this can be the last meeting's other day; only its holder can say so."""
        return self.before.meeting > 0 and not self.proposal

    @property
    def meeting(self) -> int:
        """The meeting's number."""
        return self.before.meeting if self.again else self._number

    @property
    def day(self) -> str:
        """The meeting's ISO date."""
        return self._day

    @property
    def last_day(self) -> str:
        """The ISO date of the meeting before; empty when this is the first."""
        return date.fromordinal(self.before.day).isoformat() if self.before.day else ""

    @property
    def draft(self) -> Draft:
        """What was typed and understood, in the order of the agenda."""
        entries = tuple(placed.entry for placed in self.entries)
        return Draft(self.meeting, self._day, entries, self.again)

    def kept(self) -> bytes:
        """The desk as the store keeps it."""
        sheet = self.sheet
        return msgspec.json.encode(Kept(self.draft, sheet.values, tuple(sheet.steps), sheet.done))

    @property
    def one_digit(self) -> bool:
        """Whether a member's shares are said with one digit, as the rules allow no more."""
        return "shares" in self.index and 0 < self.rules.max_shares_per_meeting <= _ONE_DIGIT

    def name(self, member: str) -> str:
        """A member's number and name."""
        return self._names.get(member, member)

    # What is typed

    def type(self, row: int, column: int, typed: str) -> None:
        """Take what was typed into a cell; what makes no sense stays there, marked."""
        who, what = self.rows[row], self.columns[column]
        if not self._editable(who, what):
            return
        value: Value | None = None
        if typed.strip():
            try:
                value = read_cell(what, who.member, typed, self.rules, tuple(self._names))
            except Refusal:
                value = typed.strip()
        elif what.key == "fine" and self.dues.placeholder(what, who.member, self.sheet.values):
            value = ()  # what was proposed is put away, not merely unsaid
        self._put(self._with_rest(who.member, what, value))

    def _with_rest(
        self, member: str, column: Column, value: Value | None
    ) -> dict[str, Value | None]:
        """What comes and goes with a cell: a loan's term, a fine put away at another answer."""
        changes: dict[str, Value | None] = {cell(member, column.key): value}
        if column.key == "roll" and self.sheet[cell(member, "fine")] == ():
            changes[cell(member, "fine")] = None
        if column.key == "loan":
            term = next(key for key in TERM_KEYS if key in self.index)
            if value is None:
                changes |= {cell(member, key): None for key in LOAN_KEYS}
            elif cell(member, term) not in self.sheet.values:
                changes[cell(member, term)] = self.dues.term(term)
        return changes

    def loan_agreed(self, member: str) -> bool:
        """Whether the group said yes to a member's loan as it stands now."""
        return self.sheet[f"agreed:{member}"] == self._asked(member)

    def agree(self, row: int) -> None:
        """The group says yes to the loan that a row's member asks for."""
        member = self.rows[row].member
        self._put({f"agreed:{member}": self._asked(member)})

    def _asked(self, member: str) -> str:
        """What was agreed; another amount, term or guarantor asks for a new yes."""
        asked = (self.sheet[cell(member, key)] for key in LOAN_KEYS if key != "purpose")
        return "/".join(str(part or "") for part in asked)

    def take_usual(self, row: int, column: int) -> bool:
        """Take the usual value into a cell; False when there is none."""
        who, what = self.rows[row], self.columns[column]
        usual = self.dues.usual(what, who.member, self.sheet.values)
        if usual is None or not self._editable(who, what):
            return False
        self._put(self._with_rest(who.member, what, usual))
        return True

    def take_usual_for_all(self, column: int) -> int:
        """Take the usual value for all who are left: empty cells of those who are here.

        Returns:
            How many cells were filled.
        """
        what, changes = self.columns[column], dict[str, Value | None]()
        for row in self.rows:
            place = cell(row.member, what.key)
            away = self.away(row) and what.key not in FOR_THE_ABSENT
            if row.gone or away or place in self.sheet.values:
                continue
            if (usual := self.dues.usual(what, row.member, self.sheet.values)) is not None:
                changes[place] = usual
        self._put(changes)
        return len(changes)

    def all_present(self) -> int:
        """Answer the roll call with "present" for all who have no answer yet."""
        return self.take_usual_for_all(self.index["roll"])

    def set_day(self, day: str) -> None:
        """Move the meeting to another ISO date."""
        self._put({"day": day})

    def set_next_day(self, day: str) -> None:
        """Note when the group meets again: an ISO day, or empty for no day."""
        self._put({"next_day": day or None})

    def set_again(self, again: bool) -> None:
        """Go on with the last meeting, which was broken off, or hold the next one."""
        if self.may_go_on:
            self._put({"again": 1 if again else None})

    def count(self, fund: str, typed: str) -> None:
        """Take what was counted in a fund's box at the close, as one sum; empty: not counted."""
        pieces = {place: None for place in self.sheet.values if place.startswith(f"note:{fund}:")}
        self._put({**pieces, f"count:{fund}": self._money(typed)})

    def count_pieces(self, fund: str, face: int, typed: str) -> None:
        """Take how many notes or coins of one face value lie in a fund's box.

        What makes no sense stays there as it was typed, and the box counts as not counted.
        """
        pieces = pieces_of(typed)
        changes: dict[str, Value | None] = {f"note:{fund}:{face}": pieces}
        changes[f"count:{fund}"] = counted_notes({**self.sheet.values, **changes}, fund)
        self._put(changes)

    def count_opened(self, fund: str, typed: str) -> None:
        """Take what was counted in a fund's box when it was opened; empty: not counted."""
        self._put({f"open:{fund}": self._money(typed)})

    def opened_as_the_book_says(self, fund: str) -> None:
        """The opened box holds what the book says."""
        self._put({f"open:{fund}": self.dues.opened.cash(fund), f"open_reason:{fund}": None})

    def _money(self, typed: str) -> Value | None:
        if not typed.strip():
            return None
        try:
            return parse_amount(typed, self.currency)
        except Refusal:
            return typed.strip()

    def give_reason(self, fund: str, typed: str, *, opened: bool = False) -> None:
        """Take the reason of a difference between count and book."""
        try:
            typed = read_text(typed)
        except Refusal:
            typed = typed.strip()
        self._put({f"{'open_reason' if opened else 'reason'}:{fund}": typed or None})

    def add_line(self, kind: LineKind, filled: Filled) -> None:
        """Add a line beside the grid.

        Raises:
            Unfilled: a field of the form makes no sense; nothing was added.
        """
        self.add_entry(read_line(kind, filled, self.rules, self.groups))

    def add_entry(self, entry: AnyEntry) -> None:
        """Add an entry as a line beside the grid."""
        number = 1 + max((line_number(place) for place in self._ever_used()), default=0)
        self._put({f"line:{number}": entry})

    def _ever_used(self) -> set[str]:
        past = {change.place for step in self.sheet.steps for change in step}
        return past | set(self.sheet.values)

    def remove_line(self, place: str) -> None:
        """Take a line away."""
        if line_number(place):
            self._put({place: None})

    # Back and forth

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.sheet.done > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return self.sheet.done < len(self.sheet.steps)

    def undo(self) -> str:
        """Take the last step back. Returns the place of it, to go there."""
        return self._stepped(self.sheet.undo(), _UNDONE)

    def redo(self) -> str:
        """Do again what was taken back. Returns the place of it, to go there."""
        return self._stepped(self.sheet.redo(), _REDONE)

    def _stepped(self, step: Step, told: Text) -> str:
        if not step:
            return ""
        self._changed()
        self.view.tell(f"{told}: {self._about(step)}")
        return step[0].place

    def _about(self, step: Step) -> str:
        place = step[0].place
        sort, _, rest = place.partition(":")
        if sort == "cell":
            member, _, key = rest.rpartition(":")
            title = str(self.columns[self.index[key]].title) if key in self.index else key
            same = {change.place.rpartition(":")[2] for change in step} == {key}
            if same and len(step) > 1:
                return f"{title} ({len(step)})"
            return f"{self.name(member)}, {title}"
        if sort == "line":
            entry = step[0].after or step[0].before
            return title_of(entry) if isinstance(entry, msgspec.Struct) else ""
        return str(_PLACES.get(sort, ""))

    # Working out

    def _editable(self, row: Row, column: Column) -> bool:
        if row.gone == "dead":
            return column.key in {"fine_paid", "social", "hand", "repayment"}
        return not row.gone

    def _put(self, changes: Mapping[str, Value | None]) -> None:
        if self.sheet.put(changes):
            self._changed()

    def _changed(self) -> None:
        self._work_out()
        self.save(self.kept())
        self.view.refresh()

    def _work_out(self) -> None:
        """Fold all that was typed over the book before, and find what stands in the way."""
        self._cells.clear()
        self._set_day()
        self.entries: list[Placed] = entries_of(self.sheet.values, self.before.members, self.rules)
        self.outcome: Outcome = work_out(self.before, self.draft)
        self.troubles: dict[str, Trouble] = find_troubles(self)

    def _set_day(self) -> None:
        day = self.sheet["day"]
        # A day that can't be is marked and bars the seal; the figures stay those of the last good.
        if isinstance(day, str) and is_day(day) and day >= self.last_day:
            self._day = day
        if self._day < self.last_day:
            self._day = self.last_day
        if (self._day, self.again) != self._opened_on:
            draft = Draft(self.meeting, self._day, (), self.again)
            opened = work_out(self.before, draft).book
            self.dues, self._opened_on = Dues(self.before, opened), (self._day, self.again)


_ONE_DIGIT = 9
_UNDONE, _REDONE = N_("Taken back"), N_("Done again")
_PLACES: dict[str, Text] = {
    "day": N_("date of the meeting"),
    "count": N_("count of the box"),
    "note": N_("count of the box"),
    "open": N_("count of the opened box"),
    "reason": N_("reason"),
    "open_reason": N_("reason"),
    "again": N_("a meeting that goes on"),
    "agreed": N_("yes to a loan"),
    "next_day": N_("next meeting"),
}
