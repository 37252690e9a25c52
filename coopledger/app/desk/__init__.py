"""The meeting desk without a window: a presenter that tests and any screen can drive.

``sheet`` holds what was typed, place by place, and its undo; ``agenda`` makes the draft of it;
``desk`` works it out at each change; ``moves`` says where the cursor goes; ``totals`` and
``closing`` say what it comes to and what bars the seal; ``autosave`` keeps it; ``opening`` fetches
it from the ledger.
"""

from coopledger.app.desk.autosave import Autosave
from coopledger.app.desk.closing import Blocker, Item, Section, blockers, summary
from coopledger.app.desk.columns import COLUMNS, INDEX, Column, fund_name
from coopledger.app.desk.desk import Desk
from coopledger.app.desk.lines import LINE_KINDS, Filled, LineKind, Unfilled
from coopledger.app.desk.moves import above, below, beside, place_of, top
from coopledger.app.desk.opening import LedgerShelf, OpenedDesk, Sealed, Shelf, open_desk, read_kept
from coopledger.app.desk.sheet import Kept, cell
from coopledger.app.desk.shown import Cell, DeskView, Line, NoView, Row, Setting
from coopledger.app.desk.totals import Box, boxes, column_total, member_total
from coopledger.app.desk.troubles import Trouble

__all__ = [
    "COLUMNS",
    "INDEX",
    "LINE_KINDS",
    "Autosave",
    "Blocker",
    "Box",
    "Cell",
    "Column",
    "Desk",
    "DeskView",
    "Filled",
    "Item",
    "Kept",
    "LedgerShelf",
    "Line",
    "LineKind",
    "NoView",
    "OpenedDesk",
    "Row",
    "Sealed",
    "Section",
    "Setting",
    "Shelf",
    "Trouble",
    "Unfilled",
    "above",
    "below",
    "beside",
    "blockers",
    "boxes",
    "cell",
    "column_total",
    "fund_name",
    "member_total",
    "open_desk",
    "place_of",
    "read_kept",
    "summary",
    "top",
]
