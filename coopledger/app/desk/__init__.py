"""The meeting desk without a window: a presenter that tests and any screen can drive.

``sheet`` holds what was typed, place by place, and its undo; ``agenda`` makes the draft of it;
``desk`` works it out at each change; ``moves`` says where the cursor goes; ``totals`` and
``closing`` say what it comes to and what bars the seal; ``autosave`` keeps it; ``opening`` fetches
it from the ledger.
"""

from coopledger.app.desk.announcing import Announcement, announcements, next_day
from coopledger.app.desk.autosave import Autosave
from coopledger.app.desk.closing import Blocker, Item, Section, blockers, summary
from coopledger.app.desk.columns import Column, fund_name
from coopledger.app.desk.counting import Piece, faces_of, pieces
from coopledger.app.desk.desk import Desk
from coopledger.app.desk.line_kinds import Filled, LineKind, Unfilled
from coopledger.app.desk.loan_card import LoanCard, loan_card, loan_lesson
from coopledger.app.desk.moves import above, below, beside, next_question, place_of, row_of, top
from coopledger.app.desk.opening import (
    LedgerShelf,
    OpenedDesk,
    Sealed,
    Shelf,
    Signer,
    desk_of,
    open_desk,
    read_kept,
)
from coopledger.app.desk.sheet import Kept, cell
from coopledger.app.desk.shown import Cell, DeskView, Line, NoView, Row, Setting
from coopledger.app.desk.steps import AgendaStep, StepState, state_of, steps_of
from coopledger.app.desk.totals import Box, boxes, column_total, member_total, opened_boxes
from coopledger.app.desk.troubles import Trouble

__all__ = [
    "AgendaStep",
    "Announcement",
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
    "LoanCard",
    "NoView",
    "OpenedDesk",
    "Piece",
    "Row",
    "Sealed",
    "Section",
    "Setting",
    "Shelf",
    "Signer",
    "StepState",
    "Trouble",
    "Unfilled",
    "above",
    "announcements",
    "below",
    "beside",
    "blockers",
    "boxes",
    "cell",
    "column_total",
    "desk_of",
    "faces_of",
    "fund_name",
    "loan_card",
    "loan_lesson",
    "member_total",
    "next_day",
    "next_question",
    "open_desk",
    "opened_boxes",
    "pieces",
    "place_of",
    "read_kept",
    "row_of",
    "state_of",
    "steps_of",
    "summary",
    "top",
]
