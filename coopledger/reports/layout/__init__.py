"""One layout for both painters: a document becomes pages of things to draw, in points."""

from coopledger.reports.layout.items import (
    Item,
    Line,
    Mark,
    Modules,
    Page,
    Strokes,
    Text,
    Watermark,
)
from coopledger.reports.layout.pages import lay_out
from coopledger.reports.layout.text import Measurer

__all__ = [
    "Item",
    "Line",
    "Mark",
    "Measurer",
    "Modules",
    "Page",
    "Strokes",
    "Text",
    "Watermark",
    "lay_out",
]
