"""Settings: how the window looks and speaks, what keeps the ledger safe, officers, rules."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.desktop.flow import flowing
from coopledger.desktop.help.topic import set_topic
from coopledger.desktop.keeping.backup_panel import BackupPanel
from coopledger.desktop.keeping.passphrase_panel import PassphrasePanel
from coopledger.desktop.keeping.recovery_panel import RecoveryPanel
from coopledger.desktop.keeping.update_panel import UpdatePanel
from coopledger.desktop.parts import Parts
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.settings_look import LookSection
from coopledger.desktop.settings_officers import OfficersSection
from coopledger.desktop.settings_rules import RulesSection
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, Card, label
from coopledger.words.catalog import N_, Text, _

SECTIONS: dict[str, tuple[Text, str]] = {
    "look": (N_("Look and language"), "eye"),
    "safety": (N_("Safety"), "lock"),
    "officers": (N_("Officers"), "key"),
    "rules": (N_("Rules"), "seal"),
}
"""Parts of the screen; the last two are about the group at hand."""


class SettingsScreen(Screen):
    """One part at a time.

    Signals:
        look_asked: another look and text size.
        speech_asked: another language, figures and calendar.
        reset_asked: the practice ledger is to begin anew.
        practice_asked: go over to the practice ledger.
        back_asked: go back to the version before; see `UpdatePanel`.
    """

    look_asked = Signal(str, str)
    speech_asked = Signal(str, str, str)
    reset_asked = Signal()
    practice_asked = Signal()
    back_asked = Signal(object)

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("settings", _("Settings"))
        self.look = LookSection()
        self.look.look_asked.connect(self.look_asked)
        self.look.speech_asked.connect(self.speech_asked)
        self.safety = SafetySection(session)
        self.safety.reset_asked.connect(self.reset_asked)
        self.safety.practice_asked.connect(self.practice_asked)
        self.safety.update_panel.back_asked.connect(self.back_asked)
        self.safety.care_asked.connect(lambda: self.asked.emit("care", None))
        sections: dict[str, QWidget] = {"look": self.look, "safety": self.safety}
        if group:
            self.officers = OfficersSection(session, group)
            self.rules = RulesSection(session, group)
            for part in (self.officers, self.rules):
                part.waits.connect(lambda waiting: self.asked.emit("approvals", waiting))
            sections |= {"officers": self.officers, "rules": self.rules}
        self.parts = Parts("section", SECTIONS, sections, self.go_to)
        self.body.addWidget(self.parts, 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        set_topic(self, "settings_look")

    def go_to(self, section: str) -> None:
        """Show a part."""
        if section in self.parts:
            set_topic(self, f"settings_{section}")
            self.parts.show_part(section)
            self.refresh()

    def refresh(self) -> None:
        """Read again what the part in front shows."""
        section = self.parts.shown
        if isinstance(section, OfficersSection | RulesSection | SafetySection):
            section.refresh()

    def start(self) -> None:
        """The parts."""
        self.parts.start()


class SafetySection(QWidget):
    """What keeps the ledger and the laptop safe; in practice, the way to begin anew."""

    reset_asked = Signal()
    practice_asked = Signal()
    care_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        self.backup = BackupPanel(session)
        self.recovery = RecoveryPanel(session)
        self.passphrase = PassphrasePanel(session)
        parts = [
            (_("Backups"), self.backup),
            (_("The recovery sheet"), self.recovery),
            (_("Passphrase"), self.passphrase),
        ]
        if session.practice:
            parts = parts[:1]
        for title, panel in parts:
            column.addWidget(label(title, "large"))
            column.addWidget(panel)
        column.addWidget(label(_("Care of this laptop"), "large"))
        column.addWidget(self._care())
        column.addWidget(label(_("Update from a stick"), "large"))
        self.update_panel = UpdatePanel(session)
        column.addWidget(self.update_panel)
        column.addWidget(label(_("Practice"), "large"))
        column.addWidget(self._practice(session.practice))
        column.addStretch(1)

    def refresh(self) -> None:
        """Read which place was chosen for backups."""
        self.backup.refresh()

    def _care(self) -> Card:
        card = Card(1.0)
        about = _(
            "Looks whether the file is sound, the backup opens, the clock is right, there is room"
            " and a printer. Nothing is changed."
        )
        holder, row = flowing(theme().em(0.5))
        look = Button("care", _("Look after this laptop"), "verify")
        look.clicked.connect(self.care_asked)
        row.addWidget(look)
        for part in (label(about, wrap=True), holder):
            card.body.addWidget(part)
        return card

    def _practice(self, practising: bool) -> Card:
        card = Card(1.0)
        self._sure = False
        self._warning = Banner("practice_banner")
        holder, row = flowing(theme().em(0.5))
        if practising:
            about = _("The made-up groups begin again as they were at first.")
            button = Button("reset_practice", _("Begin practice anew"), "practice")
            button.clicked.connect(self._reset)
        else:
            about = _(
                "Made-up groups to practise with, in a file of their own. Nothing there is real"
                " money; every screen says PRACTICE."
            )
            button = Button("go_to_practice", _("Open the practice ledger"), "practice")
            button.clicked.connect(self.practice_asked)
        row.addWidget(button)
        for part in (label(about, wrap=True), holder, self._warning):
            card.body.addWidget(part)
        return card

    def _reset(self) -> None:
        if self._sure:
            self.reset_asked.emit()
        self._sure = True
        text = _("All that was recorded in practice goes. Press once more to begin anew.")
        self._warning.say(text, "warn")
