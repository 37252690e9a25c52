"""A button that prints some pages, and says in a banner what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from coopledger.desktop.printing import PrintJob, ask_printer
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
        if whole and job is not None:
            self._banner.say(_("Sent to {printer}.").format(printer=job.printer_name), "good")
            return
        told = _("Not everything was printed. Look whether the printer is on and has paper.")
        self._banner.say(told, "bad")
