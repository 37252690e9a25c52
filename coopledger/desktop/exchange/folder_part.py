"""The shared folder: which, and what is done with it by itself."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app import shared_folder
from coopledger.app.shared_folder import Round, SharedFolder
from coopledger.desktop.asking import ask_folder
from coopledger.desktop.fields import ChoiceField
from coopledger.desktop.flow import flowing
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, Card, Tone, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _, isolated, ngettext
from coopledger.words.errors import explain, reason
from coopledger.words.numbers import format_number

_YES, _NO = "yes", "no"


class FolderPart(QWidget):
    """``changed``: the setting is another one; ``asked``: look at what came (`Place`)."""

    changed = Signal()
    asked = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._setting = SharedFolder()
        about = _(
            "Where there is a network, a folder that another program carries (Syncthing, a network"
            " share) can do the stick's work. What lies in it is locked like on a stick."
        )
        self.banner = Banner("folder_banner")
        self._place = label("", "strong", wrap=True)
        self.choose = Button("choose_shared", _("Choose the folder"), "folder")
        self.choose.clicked.connect(
            lambda: ask_folder(self, _("Which folder is shared?"), self.use)
        )
        self.end = Button("end_sharing", _("Share no folder"), "close")
        self.end.clicked.connect(lambda: self._save(SharedFolder()))
        self.read = Button("read_shared", _("Look at what came"), "eye")
        self.read.clicked.connect(lambda: self.asked.emit("usb_read", self._setting.place))
        sends = [
            (_YES, _("They are put into it for the other laptops")),
            (_NO, _("They are not put into it")),
        ]
        takes = [
            (_NO, _("It waits until somebody has looked at it")),
            (_YES, _("It is taken in by itself, if nothing speaks against it")),
        ]
        self.sends = ChoiceField("shared_sends", _("New pages of this laptop"), sends)
        self.takes = ChoiceField("shared_takes", _("What comes from others"), takes)
        for field in (self.sends, self.takes):
            field.changed.connect(self._chosen)
        hint = _(
            "By itself nothing is taken that is refused in part, lets this laptop join, or brings a"
            " page that stands against another."
        )
        holder, row = flowing(theme().em(0.5))
        for button in (self.choose, self.read, self.end):
            row.addWidget(button)
        card = Card(1.0)
        for part in (label(about, wrap=True), self._place, holder):
            card.body.addWidget(part)
        for part in (self.sends, self.takes, label(hint, "small", wrap=True)):
            card.body.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        column.addWidget(self.banner)
        column.addWidget(card)
        column.addStretch(1)

    def refresh(self) -> None:
        """Read the setting."""
        ledger = self._session.ledger
        self._session.background.run(lambda: shared_folder.shared(ledger), self._show)

    def use(self, folder: Path) -> None:
        """Share a folder from now on."""
        self._save(msgspec.structs.replace(self._setting, folder=str(folder)))

    def show_round(self, found: Round) -> None:
        """Say what the last look at the folder came to."""
        text, tone = round_words(found)
        self.banner.say(text, tone)

    def _chosen(self) -> None:
        sends, takes = self.sends.value == _YES, self.takes.value == _YES
        self._save(msgspec.structs.replace(self._setting, sends=sends, takes=takes))

    def _save(self, setting: SharedFolder) -> None:
        ledger = self._session.ledger

        def job() -> SharedFolder:
            shared_folder.share(ledger, setting)
            return setting

        self._session.background.run(job, self._saved, self._refused)

    def _saved(self, setting: SharedFolder) -> None:
        self.banner.clear()
        self._show(setting)
        self.changed.emit()

    def _refused(self, problem: BaseException) -> None:
        if not isinstance(problem, Refusal):
            raise problem
        self.refresh()
        self.banner.say(explain(problem), "bad")

    def _show(self, setting: SharedFolder) -> None:
        self._setting = setting
        there = bool(setting.folder)
        told = _("Shared: {place}").format(place=setting.folder) if there else _("None is shared.")
        self._place.setText(told)
        self.sends.take(_YES if setting.sends else _NO)
        self.takes.take(_YES if setting.takes else _NO)
        for part in (self.sends, self.takes, self.read, self.end):
            part.setEnabled(there)


def round_words(found: Round) -> tuple[str, Tone]:
    """What a look at the folder came to, and how serious it is; empty if there was nothing."""
    if found.away:
        return _("The shared folder is not there. It is looked for again by itself."), "warn"
    lines: list[str] = []
    if found.problem:
        lines.append(reason(Refusal(found.problem, value=_("the shared folder"))))
    refused = [each for each in found.waits if each.why]
    lines += [f"{isolated(each.file)}: {reason(Refusal(each.why))}" for each in refused]
    if open_files := len(found.waits) - len(refused):
        text = ngettext(
            "{count} file came and waits: look at it.",
            "{count} files came and wait: look at them.",
            open_files,
        )
        lines.append(text.format(count=format_number(open_files)))
    if lines:
        return "\n".join(lines), "warn"
    if found.taken:
        text = ngettext(
            "{count} file came and was taken in.",
            "{count} files came and were taken in.",
            len(found.taken),
        )
        lines.append(text.format(count=format_number(len(found.taken))))
    if found.sent:
        text = ngettext(
            "{count} file was put into the folder.",
            "{count} files were put into the folder.",
            len(found.sent),
        )
        lines.append(text.format(count=format_number(len(found.sent))))
    return "\n".join(lines), "good"
