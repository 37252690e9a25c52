"""A page that asks for seals, from a stick: what it says, and the PINs of officers who agree."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from coopledger.app import approvals
from coopledger.app.approval_told import Asked
from coopledger.app.approvals import Merged, Written
from coopledger.app.named_totals import NamedTotal
from coopledger.desktop.approvals import written_words
from coopledger.desktop.entry_columns import entry_columns
from coopledger.desktop.fork_columns import figure_words
from coopledger.desktop.pins import PinFields
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, label
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.words.catalog import _
from coopledger.words.dates import format_date, format_list
from coopledger.words.errors import explain
from coopledger.words.numbers import format_number
from coopledger.words.page_kinds import kind_name


class ApprovalFileScreen(Screen):
    """Everything shown is worked out on this laptop from the page itself."""

    def __init__(self, session: Session, file: Path) -> None:
        super().__init__("approval_file", _("A page to be sealed"))
        self._session, self._file = session, file
        self._asked: Asked | None = None
        self._what = label("", "large", wrap=True)
        self._print, self._sealed = label("", wrap=True), label("", "strong", wrap=True)
        self._entries = Table("asked_entries", _("What the page records"))
        self._totals = Table("asked_totals", _("Totals before and after"))
        self._pins = PinFields()
        card = Card(0.9)
        for part in (self._what, self._print, self._sealed):
            card.body.addWidget(part)
        column = QVBoxLayout()
        column.setContentsMargins(2, 2, theme().em(0.5), 2)
        column.setSpacing(theme().em(0.7))
        self._entries.setMinimumHeight(theme().row * 6)
        self._totals.setMinimumHeight(theme().row * 6)
        for each in (card, self._entries, self._totals, self._pins):
            column.addWidget(each)
        column.addStretch(1)
        self.body.addWidget(scrolled("asked_form", _("A page to be sealed"), column), 1)
        self._back = Button("back", _("Back"), "back", "plain")
        self._back.clicked.connect(self.left)
        self._merge = Button("merge_approval", _("Take its seals in"), "import")
        self._merge.clicked.connect(self._take)
        self.foot.addWidget(self._back)
        self.foot.addWidget(self._merge)
        self._seal = Button("sign_approval", _("Seal this page"), "seal", "main")
        self._seal.clicked.connect(self._sign)
        self.set_main(self._seal)
        for button in (self._merge, self._seal):
            button.setEnabled(False)

    def start(self) -> None:
        """What is asked comes first."""
        self._entries.setFocus()

    def refresh(self) -> None:
        """Read the file again, and work out what it asks for."""
        ledger, file = self._session.ledger, self._file

        def job() -> tuple[Asked, dict[str, str]]:
            asked = approvals.show(ledger, file)
            cards = ledger.members(asked.group.id)
            return asked, {code: card.name for code, card in cards.items()}

        self._session.background.run(job, self._show, self.refuse)

    def _show(self, found: tuple[Asked, dict[str, str]]) -> None:
        asked, names = found
        self._asked = asked
        self.set_heading(_("A page to be sealed"), asked.group.name)
        parts = [_("Page {number}").format(number=format_number(asked.number))]
        if asked.meeting:
            parts.append(_("Meeting {number}").format(number=format_number(asked.meeting)))
        else:
            parts.append(kind_name(asked.kind))
        if asked.day:
            parts.append(format_date(asked.day, "long"))
        self._what.setText(" · ".join(parts))
        told = _("Compare this with the paper: fingerprint {fingerprint}")
        self._print.setText(told.format(fingerprint=asked.fingerprint))
        by = format_list([f"{c} {names.get(c, '')}".strip() for c in asked.sealed])
        sealed = _("Sealed so far by {members}; {need} seals are needed.")
        self._sealed.setText(
            sealed.format(members=by if asked.sealed else "—", need=format_number(asked.need))
        )
        self._entries.show_rows(asked.entries, entry_columns(asked.currency))
        self._totals.show_rows(asked.totals, _total_columns(asked.currency))
        can = {c: names.get(c, "") for c in asked.here if c not in asked.sealed}
        self._pins.show_officers(can, max(asked.need - asked.count, 1), rules=True)
        self._pins.setVisible(bool(can))
        self._seal.setEnabled(bool(can))
        own = asked.device == self._session.ledger.store.device.id
        self._merge.setEnabled(asked.in_book or own)
        if not can:
            told = _(
                "No officer's key is on this laptop, so nobody can seal here. Take keys along when"
                " the page is taken to the stick."
            )
            self._sealed.setText(f"{self._sealed.text()} {told}")
        stops = (*self._pins.stops, self._back, self._merge, self._seal)
        self.tab_order(self._entries, self._totals, *stops)

    def _sign(self) -> None:
        self.banner.clear()
        asked = self._asked
        if asked is None:
            return
        ledger, file, pins = self._session.ledger, self._file, self._pins.typed
        self._seal.setEnabled(False)
        self._session.background.run(
            lambda: approvals.sign(ledger, file, pins, shown=asked.id), self._signed, self._refused
        )

    def _signed(self, done: Written) -> None:
        self._pins.clear()
        self._file = done.file
        self.banner.say(written_words(done), "good")
        self.refresh()

    def _refused(self, problem: BaseException) -> None:
        self._seal.setEnabled(True)
        if isinstance(problem, Refusal):
            about = str(problem.params.get("value", ""))
            if self._pins.refuse(about, explain(problem)):
                return
        self._not_done(problem)

    def _not_done(self, problem: BaseException) -> None:
        if isinstance(problem, Refusal) and problem.code == "not_as_shown":
            self._pins.clear()  # they were typed for what was shown
            self.refresh()
        self.refuse(problem)

    def _take(self) -> None:
        asked = self._asked
        if asked is None:
            return
        ledger, file = self._session.ledger, self._file
        self._session.background.run(
            lambda: approvals.merge(ledger, file, shown=asked.id), self._merged, self._not_done
        )

    def _merged(self, done: Merged) -> None:
        told = _("Page {page} waits on: {count} of {need} seals are there.")
        if done.is_page:
            told = _("Page {page} is in the book, with {count} of {need} seals.")
        numbers = (done.page, done.count, done.need)
        page, count, need = map(format_number, numbers)
        self.sealed.emit(told.format(page=page, count=count, need=need))


def _total_columns(currency: Currency) -> list[Column]:
    def tone(row: NamedTotal) -> tuple[str, str]:
        before, after = row.values
        return ("accent", "") if before != after else ("", "")

    def value(at: int, row: NamedTotal) -> str:
        return figure_words(row.values[at], currency, count=row.count)

    return [
        Column(_("Total"), lambda row: row.label, stretch=True),
        Column(_("Before"), lambda row: value(0, row), figure=True),
        Column(_("After"), lambda row: value(1, row), figure=True, tone=tone),
    ]
