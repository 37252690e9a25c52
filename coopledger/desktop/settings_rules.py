"""The group's rules in words, new rules by vote, and the warning about cash in the box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app import cash_limits, constitutions, officers
from coopledger.app.acts import unlock
from coopledger.app.founding import answered, chapters_of
from coopledger.app.officers import Quorums
from coopledger.desktop.asking import ask_rules
from coopledger.desktop.flow import flowing
from coopledger.desktop.rules_view import RulesView
from coopledger.desktop.screen import last_stop
from coopledger.desktop.seal_fields import SealFields
from coopledger.desktop.session import Session
from coopledger.desktop.start.form import QuestionsForm, TextField
from coopledger.desktop.theme import theme
from coopledger.desktop.waiting import WaitButton
from coopledger.desktop.widgets import Banner, Button, Card, label
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.interop.templates import read_constitution
from coopledger.words.catalog import _
from coopledger.words.constitution import differences, name_of
from coopledger.words.dates import format_date, parse_date, typed_date
from coopledger.words.errors import explain
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

if TYPE_CHECKING:
    from coopledger.app.constitutions import Adopted, Version
    from coopledger.app.ledger import Ledger


class _Rules(NamedTuple):
    """What the section shows."""

    versions: tuple[Version, ...]
    now: Version
    quorums: Quorums
    limit: int
    money: Currency


class RulesSection(QWidget):
    """What holds now, and the way to change it.

    Signals:
        waits: new rules of the group (its id) wait for officers who are elsewhere.
    """

    waits = Signal(str)

    def __init__(self, session: Session, group: str) -> None:
        super().__init__()
        self._session, self._group = session, group
        self._now: Constitution | None = None
        self.banner = Banner("rules_banner")
        self._heading = label("", "large", wrap=True)
        self._earlier = label("", "small", wrap=True)
        self.view = RulesView()
        self.amend = Button("amend", _("Vote new rules"), "draft")
        self.amend.clicked.connect(self.begin)
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self.amend)
        self.from_file = Button("amend_from_file", _("New rules from a file"), "folder")
        self.from_file.clicked.connect(lambda: ask_rules(self, self.read))
        row.addWidget(self.from_file)
        self._read: Constitution | None = None
        self._form_holder = QWidget()
        self._form_column = QVBoxLayout(self._form_holder)
        self._form_column.setContentsMargins(0, 0, 0, 0)
        self._form_column.setSpacing(theme().em(0.8))
        self.form: QuestionsForm | None = None
        self.seals = SealFields()
        hint = _("Day, month and year; after the last meeting.")
        self.day = TextField("amend_day", _("From which day do they hold?"), hint)
        self._changes = label("", wrap=True)
        self.do = Button("seal_rules", _("Seal the new rules"), "seal")
        self.do.clicked.connect(self._adopt)
        self.wait = WaitButton(session)
        self.wait.clicked.connect(self._let_wait)
        self.wait.waits.connect(self._waits)
        self.seals.changed.connect(lambda: self.wait.offer(short=self.seals.short))
        limit_card = Card(1.0)
        hint = _("Home warns when more lies there. Leave it empty for no warning.")
        self.limit = TextField("cash_limit", _("How much cash may lie in the box?"), hint)
        keep = Button("keep_limit", _("Keep it"), "save")
        keep.clicked.connect(self._keep_limit)
        keep_holder, keep_row = flowing(theme().em(0.5))
        keep_row.addWidget(keep)
        limit_card.body.addWidget(self.limit)
        limit_card.body.addWidget(keep_holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        parts = (self.banner, limit_card, self._heading, self._earlier, holder)
        for part in (*parts, self._form_holder, self.view):
            column.addWidget(part)
        column.addStretch(1)
        self._form_holder.hide()

    def refresh(self) -> None:
        """Read the rules again."""
        ledger, group = self._session.ledger, self._group
        self._session.background.run(lambda: _read(ledger, group), self._show, self._refused)

    def _show(self, found: _Rules) -> None:
        self._now, self._quorums = found.now.rules, found.quorums
        told = _("Version {version}, from {begins}")
        self._heading.setText(_version(found.now, told))
        others = [each for each in found.versions if each.number != found.now.number]
        self._earlier.setText("\n".join(_version(each, told) for each in others))
        self._earlier.setVisible(bool(others))
        self.view.show_rules(found.now.rules)
        shown = format_amount(found.limit, found.money, digits="latn") if found.limit else ""
        self.limit.show_text(shown)

    # The amendment

    def begin(self) -> None:
        """Ask the questions as the rules answer them now."""
        rules = self._now
        if rules is None:
            return
        self.banner.clear()
        self._drop_form()
        form = self.form = QuestionsForm(chapters_of(rules, amending=True))
        form.answered.connect(lambda _key: self._judge())
        self._form_column.addWidget(form)
        self._ask_seals(last_stop(self.window(), form) or self.from_file)
        self._changes.setText(_("Nothing is changed yet."))
        form.go_to(next(iter(form.fields)))

    def read(self, path: Path) -> None:
        """Show what the rules in a file would change; the officers' seals put them in force."""
        self.banner.clear()
        self._session.background.run(
            lambda: read_constitution(path), self._show_read, self._refused
        )

    def _show_read(self, rules: Constitution) -> None:
        now = self._now
        if now is None:
            return
        self._drop_form()
        self._read = rules
        self._ask_seals(self.from_file)
        self._changes.setText(_changes(now, rules))
        self.day.edit.setFocus()

    def _ask_seals(self, before: QWidget) -> None:
        """Ask from which day, and the officers for their PINs, after what is asked before."""
        self.seals.show_officers(self._quorums.rows, self._quorums.amendment)
        self.day.show_text(typed_date(date.today()))  # noqa: DTZ011 - where the people are
        holder, row = flowing(theme().em(0.5))
        for button in (self.do, self.wait):
            row.addWidget(button)
        self.wait.offer(short=self.seals.short)
        for part in (self._changes, self.day, self.seals, holder):
            self._form_column.addWidget(part)
        seals = [field.edit for field in self.seals.fields.values()]
        for one, following in pairwise([before, self.day.edit, *seals, self.do, self.wait]):
            self.setTabOrder(one, following)
        self._form_holder.show()
        self.view.hide()
        self.amend.setEnabled(False)

    def _drop_form(self) -> None:
        self._read = None
        if self.form is not None:
            self._form_column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _judge(self) -> Constitution | None:
        """The rules as read or answered, each fault beside its field; None while there is one."""
        if self.form is None or self._now is None:
            return self._read
        rules, wrong = answered(self._now, self.form.answers, amending=True)
        told = {each.key: explain(each.refusal, rules.money) for each in wrong}
        self.form.mark(told)
        elsewhere = [
            f"{name_of(key)}: {text}" for key, text in told.items() if key not in self.form.fields
        ]
        self._changes.setText("\n".join(elsewhere) or _changes(self._now, rules))
        return None if wrong else rules

    def _act(self) -> Callable[[], Adopted] | None:
        """What seals the rules with the PINs that were typed; None where something is wrong."""
        rules = self._judge()
        if rules is None:
            return None
        try:
            day = parse_date(self.day.text).isoformat()
        except Refusal as refusal:
            self.day.refuse(explain(refusal))
            return None
        ledger, group, pins = self._session.ledger, self._group, self.seals.pins

        def act() -> Adopted:
            keys = unlock(ledger, group, pins)
            return constitutions.adopt_rules(ledger, group, rules, day, seals_of=keys)

        return act

    def _adopt(self) -> None:
        if (act := self._act()) is not None:
            self.do.setEnabled(False)
            self._session.background.run(act, self._adopted, self._refused)

    def _let_wait(self) -> None:
        """With too few officers here the new rules wait beside the book for the others' seals."""
        if (act := self._act()) is not None:
            self.wait.let_wait(self._group, act, self._refused)

    def _waits(self, group: str) -> None:
        self._put_form_away()
        self.waits.emit(group)

    def _put_form_away(self) -> None:
        self.seals.clear()
        self._drop_form()
        self._form_holder.hide()
        self.view.show()
        self.amend.setEnabled(True)

    def _adopted(self, done: Adopted) -> None:
        self.do.setEnabled(True)
        self._put_form_away()
        told = _("Version {version} of the rules is sealed. It is in force from {date}.")
        version = format_number(done.version)
        self.banner.say(told.format(version=version, date=format_date(done.begins)), "good")
        self.amend.setFocus()
        self.refresh()

    def _refused(self, problem: BaseException) -> None:
        self.do.setEnabled(True)
        if not isinstance(problem, Refusal):
            raise problem
        if not self.seals.refuse(problem):
            self.banner.say(explain(problem), "bad")

    # The cash limit

    def _keep_limit(self) -> None:
        ledger, group, typed = self._session.ledger, self._group, self.limit.text
        self._session.background.run(
            lambda: cash_limits.set_cash_limit(ledger, group, typed),
            self._limit_kept,
            self._limit_refused,
        )

    def _limit_kept(self, _limit: int) -> None:
        self.limit.say("")
        self.banner.say(_("Kept."), "good")

    def _limit_refused(self, problem: BaseException) -> None:
        if not isinstance(problem, Refusal):
            raise problem
        self.limit.refuse(explain(problem))


def _changes(now: Constitution, rules: Constitution) -> str:
    changes = [f"{each.name}: {each.after or _('nothing')}" for each in differences(now, rules)]
    return "\n".join(changes) or _("Nothing is changed yet.")


def _version(version: Version, told: str) -> str:
    number = format_number(version.number)
    return told.format(version=number, begins=format_date(version.begins))


def _read(ledger: Ledger, group: str) -> _Rules:
    versions: Sequence[Version] = constitutions.history(ledger, group)
    now = constitutions.version_at(ledger, group)
    return _Rules(
        tuple(versions),
        now,
        officers.officer_rows(ledger, group),
        cash_limits.cash_limit(ledger, group),
        now.rules.money,
    )
