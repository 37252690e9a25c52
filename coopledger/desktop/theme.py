"""How the window looks: colours by role, sizes by the text, in three looks and four text sizes.

Colours are asked for by what they mean. In each look, text has a contrast of at least 7:1 on
paper and on surface, since the window is read at dusk, by people of all ages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from coopledger.desktop.stylesheet import stylesheet

Look = Literal["light", "dark", "contrast"]
TextSize = Literal["S", "M", "L", "XL"]
Step = Literal["small", "body", "large", "title", "figure"]

BASE_POINTS = 13
BOLD = 640
_WEIGHT = QFont.Tag("wght")
SCALES: dict[TextSize, float] = {"S": 0.88, "M": 1.0, "L": 1.22, "XL": 1.5}
STEPS: dict[Step, float] = {
    "small": 11 / 13, "body": 1.0, "large": 18 / 13, "title": 23 / 13, "figure": 23 / 13,
}  # fmt: skip


class Roles(NamedTuple):
    """Colours as ``#rrggbb``, by meaning.

    Attributes:
        paper: What everything lies on.
        surface: Cards, tables and fields.
        ink: Text and icons.
        quiet: Text that stands back: captions, hints.
        line: Rules and frames; never text.
        accent: The one main button and the cursor, nothing else.
        on_accent: Text on the accent.
        picked: Ground of the chosen row or rail button; ink stands on it.
        good: Agrees, done, sealed.
        warn: Look here: a draft, a finding.
        bad: Refused, short, not genuine.
        practice: Not real money.
        off: What can't be used now; the only text that may be faint.
    """

    paper: str
    surface: str
    ink: str
    quiet: str
    line: str
    accent: str
    on_accent: str
    picked: str
    good: str
    warn: str
    bad: str
    practice: str
    off: str

    def colour(self, role: str) -> str:
        """The colour of that name.

        Raises:
            LookupError: there is none.
        """
        try:
            return self._asdict()[role]  # type: ignore[no-any-return]
        except KeyError:
            raise LookupError(f"no colour {role!r}") from None


LOOKS: dict[Look, Roles] = {
    "light": Roles(
        paper="#f4f1ea", surface="#ffffff", ink="#1c1b19", quiet="#4a4843", line="#cfc9bc",
        accent="#0e4d64", on_accent="#ffffff", picked="#e3ecef", good="#1d5230",
        warn="#6f4200", bad="#8e1d16", practice="#5b2a7a", off="#8d887e",
    ),
    "dark": Roles(
        paper="#17191b", surface="#202326", ink="#f2efe8", quiet="#c2beb5", line="#464a4e",
        accent="#8fcbe0", on_accent="#0a1c24", picked="#2c3a41", good="#93d8a6",
        warn="#f0c46c", bad="#ffb0a6", practice="#dab9f5", off="#7d7a74",
    ),
    "contrast": Roles(
        paper="#000000", surface="#000000", ink="#ffffff", quiet="#ffffff", line="#ffffff",
        accent="#ffe100", on_accent="#000000", picked="#3a3a00", good="#7dff9d",
        warn="#ffe100", bad="#ffa49c", practice="#f0c8ff", off="#8f8f8f",
    ),
}  # fmt: skip


class Theme(QObject):
    """The look in force. There is one; ask `theme()` for it.

    ``changed`` tells whoever painted a colour or an icon by hand to do so again.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.look: Look = "light"
        self.size: TextSize = "M"

    @property
    def roles(self) -> Roles:
        """The colours."""
        return LOOKS[self.look]

    def colour(self, role: str) -> QColor:
        """A colour by its role; see `Roles`."""
        return QColor(self.roles.colour(role))

    def points(self, step: Step = "body") -> float:
        """The text size of a step of the scale, in points."""
        return round(BASE_POINTS * SCALES[self.size] * STEPS[step], 1)

    def font(self, step: Step = "body", *, bold: bool = False) -> QFont:
        """A font of the scale; figures are as wide as each other in it."""
        font = QFont(QApplication.font())
        font.setPointSizeF(self.points(step))
        if bold:
            # The files are variable fonts; asked for bold, Qt would smear the regular weight.
            font.setVariableAxis(_WEIGHT, BOLD)
        return font

    def em(self, ems: float = 1.0) -> int:
        """Logical pixels of that many text sizes: the only measure that layouts use."""
        screen = QApplication.primaryScreen()
        dots = screen.logicalDotsPerInchY() if screen else 96.0
        return round(ems * self.points() * dots / 72)

    @property
    def row(self) -> int:
        """Height of a table's row: 44 pixels at the usual size, enough for a finger."""
        return self.em(2.55)

    def apply(self, application: QApplication, look: Look, size: TextSize) -> None:
        """Put a look and a text size in force."""
        self.look, self.size = look, size
        font = QFont(application.font())
        font.setPointSizeF(self.points())
        application.setFont(font)
        application.setPalette(_palette(self.roles))
        application.setStyleSheet(stylesheet(self.roles._asdict(), self.em))
        self.changed.emit()


_only: list[Theme] = []


def theme() -> Theme:
    """The theme of this process."""
    if not _only:
        _only.append(Theme())
    return _only[0]


def _palette(roles: Roles) -> QPalette:
    palette = QPalette()
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    ink = (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText)
    grounds = {
        role.Window: roles.paper, role.Button: roles.surface, role.Base: roles.surface,
        role.AlternateBase: roles.paper, role.ToolTipBase: roles.surface, role.Mid: roles.line,
        role.Midlight: roles.line, role.Dark: roles.line, role.Light: roles.surface,
        role.Highlight: roles.accent, role.HighlightedText: roles.on_accent,
        role.Link: roles.accent, role.PlaceholderText: roles.quiet, role.Accent: roles.accent,
        role.Shadow: roles.line,
    }  # fmt: skip
    for which, colour in [*grounds.items(), *((each, roles.ink) for each in ink)]:
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, which, QColor(roles.off))
    return palette


def on_change(owner: QObject, repaint: Callable[[], None]) -> None:
    """Call ``repaint`` now, and after each change of the theme as long as the owner is there."""

    def guarded() -> None:
        if isValid(owner):
            repaint()
        else:
            theme().changed.disconnect(guarded)

    theme().changed.connect(guarded)
    repaint()
