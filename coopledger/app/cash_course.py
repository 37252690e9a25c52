"""The course of a page's cash at each fund and place: opening, lines, count, what came after."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from coopledger.app.cash_lines import CORRECTIONS, OVER_SHORT, Moved, Spot
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.reports import facts


class CashCourse:
    """Notes what comes in and goes out, from the book as it is now."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._opening = {
            (fund, place): amount
            for name, amount in book.accounts.items()
            for fund, kind, *rest in [name.split(":")]
            if kind == "cash"
            for place in rest
        }
        self._course: defaultdict[Spot, list[tuple[str, int]]] = defaultdict(list)
        self._counts: dict[Spot, tuple[int, int]] = {}
        self._reasons: dict[Spot, str] = {}

    def opening(self, spot: Spot) -> int:
        """What lay there at first."""
        return self._opening.get(spot, 0)

    def take(self, event: ev.Event, moves: Iterable[Moved], text: Callable[[str], str]) -> None:
        """Note one event and what it moved."""
        undoes = isinstance(event, ev.Reverse)
        for line, fund, place, amount in moves:
            self._course[fund, place].append((CORRECTIONS if undoes else line, amount))
        if isinstance(event, ev.Count):
            spot = (event.f, event.at)
            self._counts[spot] = (len(self._course[spot]), event.a)
        elif isinstance(event, ev.OverShort):
            self._reasons[event.f, event.at] = text(event.note)

    def columns(self) -> list[facts.CashColumn]:
        """Each fund's box, then other places that hold or held something."""
        rules = self._book.rules
        usual = [(fund, place) for place in rules.places for fund in rules.funds]
        others = [spot for spot in (*self._opening, *self._course) if spot not in usual]
        found = [self._column(spot) for spot in (*usual, *dict.fromkeys(others))]
        return [column for column in found if column.place == "box" or not column.empty]

    def _column(self, spot: Spot) -> facts.CashColumn:
        """The last count parts what came before it from what came after."""
        course = self._course.get(spot, [])
        at, counted = self._counts.get(spot, (len(course), None))
        before, after = course[:at], course[at:]
        difference = 0
        if counted is not None and after and after[0][0] == OVER_SHORT:
            difference, after = after[0][1], after[1:]
        lines: defaultdict[str, int] = defaultdict(int)
        for line, amount in before:
            lines[line] += amount
        return facts.CashColumn(
            *spot,
            opening=self.opening(spot),
            lines={line: amount for line, amount in lines.items() if amount},
            counted=counted,
            difference=difference,
            later=sum(amount for _line, amount in after),
            closing=self._book.cash(*spot),
            reason=self._reasons.get(spot, "") if difference else "",
        )
