"""The style sheet: what Fusion does not do by palette alone, keyed by a widget's ``role``.

Sizes come from the text, never from a screen. A widget says what it is with a dynamic property,
``widget.setProperty("role", "main")``; see `widgets`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Template

_SHEET = Template(
    """
QWidget { color: $ink; }
QMainWindow, QDialog, QStackedWidget, #screen { background: $paper; }
QToolTip { background: $surface; color: $ink; border: 1px solid $line; padding: ${s}px; }

QLabel { background: transparent; }
QLabel[role="small"] { color: $quiet; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="good"] { color: $good; }
QLabel[role="warn"] { color: $warn; }
QLabel[role="bad"] { color: $bad; }

QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: ${m}px; }
QFrame[role="rule"] { background: $line; border: none; }
QFrame[role="head"] { background: $paper; border: none; border-bottom: 1px solid $line; }
QFrame[role="foot"] { background: $paper; border: none; border-top: 1px solid $line; }
QFrame[role="rail"] { background: $surface; border: none; }

QPushButton {
    background: $surface; color: $ink; border: 1px solid $line; border-radius: ${m}px;
    padding: ${usual}px ${l}px; text-align: center;
}
QPushButton:hover { background: $picked; }
QPushButton:pressed { background: $line; }
QPushButton:disabled { color: $off; background: $paper; }
QPushButton:focus { border: 2px solid $accent; padding: ${usual_in}px ${l_in}px; }
QPushButton[role="main"] {
    background: $accent; color: $on_accent; border: 2px solid $accent;
    padding: ${main}px ${xl}px;
}
QPushButton[role="main"]:hover { background: $accent; border: 2px solid $ink; }
QPushButton[role="main"]:pressed { border: 2px solid $surface; }
QPushButton[role="main"]:focus { border: 3px solid $ink; padding: ${main_in}px ${xl_in}px; }
QPushButton[role="main"]:disabled { background: $paper; color: $off; border: 2px solid $line; }
QPushButton:checked { background: $picked; border: 1px solid $ink; }
QPushButton:checked:focus { border: 2px solid $accent; }
QPushButton[role="plain"] { background: transparent; border: 2px solid transparent; }
QPushButton[role="plain"]:hover { background: $picked; }
QPushButton[role="plain"]:focus { border: 2px solid $accent; padding: ${usual}px ${l}px; }
QPushButton[role="card"] { text-align: left; padding: 0; }
QPushButton[role="card"]:focus { border: 4px solid $accent; }

QToolButton { background: transparent; color: $ink; border: 2px solid transparent;
    border-radius: ${m}px; padding: ${s}px; }
QToolButton:hover, QToolButton:checked { background: $picked; }
QToolButton:focus { border: 2px solid $accent; }
QToolButton:disabled { color: $off; }
QToolButton[role="rail"] { padding: ${xs}px; }

QLineEdit, QPlainTextEdit, QComboBox {
    background: $surface; color: $ink; border: 1px solid $quiet; border-radius: ${s}px;
    padding: ${s}px ${m}px; min-height: ${field}px;
    selection-background-color: $accent; selection-color: $on_accent;
    placeholder-text-color: $quiet;
}
QLineEdit[role="piece"] { padding: ${xs}px ${s}px; min-height: ${piece}px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid $accent;
    padding: ${s_in}px ${m_in}px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border: 2px solid $bad;
    padding: ${s_in}px ${m_in}px; }
QComboBox::drop-down { border: none; width: ${field}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; color: $ink; border: 1px solid $line;
    selection-background-color: $picked; selection-color: $ink; outline: none; }
QAbstractItemView QLineEdit { border: 2px solid $accent; border-radius: 0; padding: 0 ${s}px;
    min-height: 0; }

QTableView {
    background: $surface; color: $ink; border: 1px solid $line; border-radius: ${s}px;
    gridline-color: $line; selection-background-color: $picked; selection-color: $ink;
}
QTableView::item { padding: 0 ${m}px; border: none; }
QTableView:focus { border: 1px solid $accent; }
QHeaderView, QTableView QTableCornerButton::section { background: $paper; border: none; }
QHeaderView::section {
    background: $paper; color: $quiet; border: none; border-bottom: 1px solid $line;
    padding: ${s}px ${m_out}px;
}
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: $paper; width: ${bar}px; margin: 0; }
QScrollBar:horizontal { background: $paper; height: ${bar}px; margin: 0; }
QScrollBar::handle { background: $quiet; border-radius: ${s}px; margin: 2px;
    min-height: ${thumb}px; min-width: ${thumb}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $surface; border: 1px solid $line; border-radius: ${s}px;
    min-height: ${s}px; max-height: ${s}px; }
QProgressBar::chunk { background: $accent; border-radius: ${s}px; }
"""
)


def stylesheet(colours: Mapping[str, str], em: Callable[[float], int]) -> str:
    """The sheet for these colours and this measure. Text sizes are set as fonts, by `theme.font`.

    Args:
        colours: ``#rrggbb`` by role.
        em: turns multiples of the text size into logical pixels.
    """
    sizes = {
        "xs": em(0.12), "s": em(0.35), "m": em(0.6), "l": em(0.9), "xl": em(1.5),
        "usual": em(0.62), "main": em(0.95), "thumb": em(1.9), "field": em(1.7), "bar": em(0.8),
        "piece": em(1.5),
    }  # fmt: skip
    # A thicker frame must not move the text in it.
    # A cell keeps room for the frame of the cursor; its heading begins where its text does.
    outer = {"m_out": sizes["m"] + 3}
    inner = {
        f"{name}_in": max(0, sizes[name] - 1) for name in ("s", "m", "l", "xl", "usual", "main")
    }
    return _SHEET.substitute(colours, **sizes, **inner, **outer)
