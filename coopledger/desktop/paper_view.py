"""A report as it will lie on the table: its pages, painted by the painter that prints them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from coopledger.desktop.theme import theme
from coopledger.reports.document import Document
from coopledger.reports.files import printable_document
from coopledger.reports.layout import Page
from coopledger.words.catalog import _
from coopledger.words.numbers import format_number

_LARGEST = 1.6
"""Pixels a point beyond which a page would not look like paper any more, at the usual text."""


class Sheet(QWidget):
    """One page, always black on white, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._page: Page | None = None
        self._picture = QPixmap()
        self._scale = 1.0

    def show_page(self, page: Page | None, scale: float) -> None:
        """Show a page, at so many logical pixels a point."""
        self._page, self._scale = page, scale
        self._picture = QPixmap()
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """The size of the paper."""
        if self._page is None:
            return QSize(0, 0)
        return QSize(round(self._page.width * self._scale), round(self._page.height * self._scale))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page once, then only copy it."""
        if self._page is None:
            return
        if self._picture.isNull():
            self._picture = self._painted(self._page)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setPen(theme().colour("line"))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _painted(self, page: Page) -> QPixmap:
        from coopledger.reports.qt_painter import paint

        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.fill(QColor("white"))
        painter = QPainter(picture)
        paint(page, painter, self._scale * ratio)
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture


class PaperView(QScrollArea):
    """Shows a report page by page. Page Up and Page Down turn pages, arrows scroll.

    ``turned`` carries the words "page 1 of 3". Of several papers the first is shown at once, and
    the others are laid out between the window's events: `complete` says whether all are there.
    """

    turned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper")
        self.setAccessibleName(_("Preview of the report"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._sheet = Sheet()
        self.setWidget(self._sheet)
        self.pages: list[Page] = []
        self.at = 0
        self._waiting: deque[Document] = deque()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._lay_out_next)

    def show_documents(self, documents: Sequence[Document]) -> None:
        """Show the first page of some papers, or nothing."""
        self.pages, self._waiting = [], deque(documents)
        if self._waiting:
            self._lay_out(self._waiting.popleft())
        self.turn_to(0)
        if self._waiting:
            self._timer.start(0)

    @property
    def complete(self) -> bool:
        """Whether all papers are laid out."""
        return not self._waiting

    def _lay_out(self, document: Document) -> None:
        from coopledger.reports.qt_painter import pages_of

        self.pages += pages_of(printable_document(document))

    def _lay_out_next(self) -> None:
        if self._waiting:
            self._lay_out(self._waiting.popleft())
            self._tell()
        if not self._waiting:
            self._timer.stop()

    def turn_to(self, page: int) -> None:
        """Show a page; one that is not there shows the nearest."""
        if not self.pages:
            self._sheet.show_page(None, 1)
            self.turned.emit("")
            return
        self.at = max(0, min(page, len(self.pages) - 1))
        self._fit()
        self.verticalScrollBar().setValue(0)
        self._tell()

    def _tell(self) -> None:
        words = _("Page {page} of {pages}")
        page_number, pages = format_number(self.at + 1), format_number(len(self.pages))
        self.turned.emit(words.format(page=page_number, pages=pages))

    def turn(self, by: int) -> None:
        """Turn so many pages on, or back."""
        self.turn_to(self.at + by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages; what is no such key goes on to the screen."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        if event.key() in steps:
            self.turn(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self.pages:
            return
        page = self.pages[self.at]
        room = self.viewport().width() - theme().em(1)
        largest = _LARGEST * theme().em(1) / 17
        self._sheet.show_page(page, max(0.4, min(room / page.width, largest)))
