"""A button that prints some pages, and says in a banner what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from coopledger.desktop.printing import PrintJob, ask_printer, outcome
from coopledger.desktop.widgets import Banner, Button
from coopledger.reports.layout import Page
from coopledger.words.catalog import _


class PrintButton(Button):
    """Asks for a printer and prints.

    Attributes:
        pages: what is printed.
    """

    def __init__(self, name: str, title: str, banner: Banner) -> None:
        super().__init__(name, _("Print"), "print")
        self.pages: Sequence[Page] = ()
        self._title, self._banner = title, banner
        self._job: PrintJob | None = None
        self.clicked.connect(self._print)

    def _print(self) -> None:
        refused = ask_printer(self, self.pages, self._title, self.print_out)
        self._banner.say(refused, "warn")

    def print_out(self, job: PrintJob) -> None:
        """Watch over a print job from its beginning."""
        self._job = job
        job.ended.connect(self._printed)
        job.begin()

    def _printed(self, whole: bool) -> None:
        job, self._job = self._job, None
        self._banner.say(*outcome(whole=whole, printer=job.printer_name if job else ""))
