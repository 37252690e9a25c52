"""The book: its pages with their seals, the rules that were broken, and verification."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from coopledger.app import holding, overview
from coopledger.app.late_pages import late_books
from coopledger.app.overview import GroupView, PageRow
from coopledger.desktop.background import Job, Progress, Stopped
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.widgets import Badge, Banner, Button, Tone, label
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_date
from coopledger.words.errors import explain_finding, explain_notice
from coopledger.words.faults import explain_fault
from coopledger.words.numbers import format_number
from coopledger.words.page_kinds import kind_name

if TYPE_CHECKING:
    from coopledger.app.holding import Needed
    from coopledger.app.ledger import Ledger
    from coopledger.app.questions import Verdict


_Found: TypeAlias = "tuple[GroupView, tuple[PageRow, ...], Needed | None, int]"


class BookScreen(Screen):
    """The pages of a group's book; the main button verifies them all again from their bytes."""

    take_over_asked = Signal()

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("book", _("The book"))
        self._session, self._group = session, group
        self._job: Job | None = None
        self._pages = Table("pages", _("Pages of the book"), _page_columns())
        self._pages.chosen.connect(lambda row: self.asked.emit("page", row.number))
        self._told = Table("findings", _("Findings"), _finding_columns())
        self._told_title = label(_("Findings: the book shows these rules broken"), "strong")
        self._bar = QProgressBar()
        self._bar.setObjectName("verify_progress")
        self._bar.setAccessibleName(_("Verifying"))
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._late_notice = Banner("late_notice")
        self.body.addWidget(self._late_notice)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._pages, 3)
        self.body.addWidget(self._told_title)
        self.body.addWidget(self._told, 2)
        self._read_only = Badge("read_only")
        self.badges.addWidget(self._read_only)
        self._read_only.hide()
        self._buttons()

    def _buttons(self) -> None:
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self._stop = Button("stop", _("Stop"), "stop")
        self._stop.clicked.connect(self._stop_job)
        self._stop.hide()
        entries = Button("open_page", _("Open the page"), "eye")
        entries.clicked.connect(self._open_page)
        search = Button("search_entries", _("Search the book"), "search")
        search.clicked.connect(lambda: self.asked.emit("entries", ""))
        every = Button("verify_all", _("Verify every book"), "book")
        every.clicked.connect(lambda: self._run(_every_book))
        self.foot.addWidget(back)
        self.foot.addWidget(entries)
        self.foot.addWidget(search)
        self.foot.addWidget(every)
        self._take_over = Button("take_over_button", _("Give the book to this laptop"), "key")
        self._take_over.clicked.connect(self.take_over_asked)
        self._take_over.hide()
        self.foot.addWidget(self._take_over)
        self._fork = Button("compare_books", _("Compare the two books"), "book")
        self._fork.clicked.connect(lambda: self.asked.emit("fork", None))
        self._late = Button("late_pages", _("What does not count"), "eye")
        self._late.clicked.connect(lambda: self.asked.emit("late", None))
        seals = Button("approvals", _("Seals from other laptops"), "seal")
        seals.clicked.connect(lambda: self.asked.emit("approvals", None))
        sent = Button("sent_meeting", _("A meeting written down elsewhere"), "import")
        sent.clicked.connect(lambda: self.asked.emit("sent_meeting", None))
        for button in (self._fork, self._late, seals, sent):
            self.foot.addWidget(button)
        self._fork.hide()
        self._late.hide()
        self.foot.addWidget(self._stop)
        verify = Button("verify", _("Verify this book"), "verify", "main")
        verify.clicked.connect(lambda: self._run(partial(_one_book, self._group)))
        self.set_main(verify)

    def _open_page(self) -> None:
        row: PageRow | None = self._pages.row
        if row is not None:
            self.asked.emit("page", row.number)

    def refresh(self) -> None:
        """Read the book again."""
        ledger, group = self._session.ledger, self._group

        def job() -> _Found:
            view, pages = overview.group_view(ledger, group), overview.book_pages(ledger, group)
            late = late_books(ledger, [group]).get(group, 0)
            return view, pages, holding.take_over_needs(ledger, group), late

        self._session.background.run(job, self._show, self.refuse)

    def verify(self) -> None:
        """Verify this book, as the main button does."""
        if self.main is not None:
            self.main.click()

    def _show(self, found: _Found) -> None:
        view, pages, needed, late = found
        self.set_heading(_("The book"), view.card.row.name)
        self._fork.setVisible(view.card.disputed is not None)
        self._late.setVisible(late > 0)
        self._late_notice.say(late_words(late) if late else "", "warn")
        self._show_holder(view.card.row.name, needed)
        self._pages.show_rows(pages)
        names = {row.code: row.name for row in view.members}
        money = view.card.currency
        told = [
            (
                each.meeting,
                explain_finding(
                    each.finding.code,
                    each.finding.params,
                    money,
                    member=_who(each.finding.member, names),
                ),
            )
            for each in reversed(view.findings)
        ]
        self._told.show_rows(told)
        self._told.setVisible(bool(told))
        self._told_title.setVisible(bool(told))

    def _show_holder(self, group: str, needed: Needed | None) -> None:
        """Say why nothing can be written here, and offer the way on."""
        self._read_only.setVisible(needed is not None)
        forked = needed is not None and needed.reason == "forked"
        self._take_over.setVisible(needed is not None and needed.need > 0 and not forked)
        if needed is None:
            return
        told = explain_notice(needed.reason, {"group": group, "page": needed.remembered})
        if not needed.need:
            more = _("No officer has a key: begin a new book with its balances.")
            told = f"{told} {more}"
        self.banner.say(told, "warn")

    def _run(self, work: Callable[[Ledger, Progress], list[Verdict]]) -> None:
        self.banner.clear()
        self._bar.setRange(0, 0)
        self._busy(True)
        ledger = self._session.ledger
        self._job = self._session.background.run_long(
            lambda step: work(ledger, step), self._verified, self._failed, self._progress
        )

    def _busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        if self.main is not None:
            self.main.setEnabled(not busy)

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _progress(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _verified(self, verdicts: list[Verdict]) -> None:
        self._busy(False)
        if self.main is not None:
            self.main.setFocus()
        self.banner.say(*verdict_words(verdicts))

    def _failed(self, problem: BaseException) -> None:
        self._busy(False)
        if isinstance(problem, Stopped):
            self.banner.say(_("Stopped. Nothing was changed."), "quiet")
        else:
            self.refuse(problem)


def late_words(count: int) -> str:
    """How many pages that do not count wait to be looked at."""
    told = ngettext(
        "{count} page that does not count tells of something that is not in the book. Look at it,"
        " and write down again what is true.",
        "{count} pages that do not count tell of something that is not in the book. Look at them,"
        " and write down again what is true.",
        count,
    )
    return told.format(count=format_number(count))


def verdict_words(verdicts: list[Verdict]) -> tuple[str, Tone]:
    """What a verification came to, in words, and its tone."""
    bad = [verdict for verdict in verdicts if verdict.fault]
    if bad:
        lines = [
            f"{verdict.group.name}: {explain_fault(verdict.fault, verdict.page)}" for verdict in bad
        ]
        advice = _("Do not write in this book. Compare it with the printed reports and a backup.")
        return "\n".join([*lines, advice]), "bad"
    pages = sum(verdict.pages for verdict in verdicts)
    told = sum(len(verdict.findings) for verdict in verdicts)
    good = ngettext(
        "{count} page is genuine: its chain, seals and totals are right.",
        "All {count} pages are genuine: chain, seals and totals are right.",
        pages,
    ).format(count=format_number(pages))
    if told:
        more = ngettext("{count} broken rule is noted.", "{count} broken rules are noted.", told)
        good = f"{good} {more.format(count=format_number(told))}"
    return good, "good"


def _one_book(group: str, ledger: Ledger, step: Progress) -> list[Verdict]:
    from coopledger.app.questions import verify_book

    return [verify_book(ledger, ledger.group(group), step)]


def _every_book(ledger: Ledger, step: Progress) -> list[Verdict]:
    from coopledger.app.questions import verify

    return verify(ledger, step)


def _who(code: str, names: dict[str, str]) -> str:
    return f"{code} {names[code]}" if names.get(code) else code


def _page_columns() -> list[Column]:
    return [
        Column(_("Page"), lambda row: format_number(row.number), figure=True),
        Column(_("What"), lambda row: kind_name(row.kind)),
        Column(_("Meeting"), lambda row: format_number(row.meeting) if row.meeting else "", True),
        Column(_("Date"), lambda row: format_date(row.day) if row.day else ""),
        Column(_("Entries"), lambda row: format_number(row.events), figure=True),
        Column(
            _("Seals"), lambda row: format_number(row.seals), tone=lambda _row: ("good", "seal")
        ),
        Column(
            _("Findings"),
            lambda row: format_number(row.findings) if row.findings else "",
            tone=lambda row: ("warn", "warn") if row.findings else ("", ""),
        ),
        Column(_("Fingerprint, as printed"), lambda row: row.fingerprint, stretch=True),
    ]


def _finding_columns() -> list[Column]:
    return [
        Column(_("Meeting"), lambda row: format_number(row[0]) if row[0] else "", figure=True),
        Column(_("What the book shows"), lambda row: row[1], stretch=True),
    ]
