"""Change a member's card: name, telephone, next of kin, and the photo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from coopledger.app.people import PersonFile, change_person, person
from coopledger.desktop.asking import ask_picture
from coopledger.desktop.fields import ChoiceField
from coopledger.desktop.flow import flowing
from coopledger.desktop.photo import Portrait, small_photo
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Field, label
from coopledger.domain.errors import Refusal
from coopledger.ledger.salted import MemberCard
from coopledger.words.catalog import _
from coopledger.words.errors import reason


def sexes() -> list[tuple[str, str]]:
    """What stands for each answer, and its words."""
    return [("", _("not said")), ("F", _("woman")), ("M", _("man")), ("X", _("another"))]


class CardFields:
    """The fields of a card; a form puts them where it wants them."""

    def __init__(self) -> None:
        self.fields: dict[str, Field | ChoiceField] = {
            "name": Field("card_name", _("Name")),
            "sex": ChoiceField("card_sex", _("Woman or man"), sexes()),
            "phone": Field("card_phone", _("Telephone")),
            "born": Field("card_born", _("Year of birth"), _("such as 1985")),
            "next_of_kin": Field(
                "card_kin", _("Next of kin"), _("who comes for the savings if the member dies")
            ),
        }

    def fill(self, card: MemberCard) -> None:
        """Show a card."""
        for key, field in self.fields.items():
            text = getattr(card, key)
            if isinstance(field, Field):
                field.edit.setText(text)
            else:
                field.take(text)

    @property
    def card(self) -> MemberCard:
        """The card as it was filled in."""
        texts = {
            key: field.text if isinstance(field, Field) else field.value
            for key, field in self.fields.items()
        }
        return MemberCard(**texts)


class CardScreen(Screen):
    """One member's card, to be changed. The book stays as it is."""

    def __init__(self, session: Session, group: str, member: str) -> None:
        super().__init__("member_card", _("The card"))
        self._session, self._group, self._member = session, group, member
        self._photo = b""
        self._read = False
        self._card = CardFields()
        self._portrait = Portrait(8)
        self._choose = Button("choose_photo", _("Choose a picture"), "folder")
        self._choose.clicked.connect(lambda: ask_picture(self, self.take_picture))
        self._without = Button("no_photo", _("Take the picture away"), "remove")
        self._without.clicked.connect(lambda: self._show_photo(b""))
        self._lay_out()
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        keep = Button("keep_card", _("Keep it so"), "check", "main")
        keep.clicked.connect(self._keep)
        self.set_main(keep)

    def _lay_out(self) -> None:
        gap = theme().em(0.7)
        form, beside, head = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        form.setSpacing(gap)
        form.setContentsMargins(2, 2, gap, 2)
        head.setSpacing(theme().em(1))
        head.addWidget(self._portrait)
        holder, buttons = flowing(theme().em(0.5))
        buttons.addWidget(self._choose)
        buttons.addWidget(self._without)
        beside.addWidget(holder)
        told = _(
            "The card lies beside the book, and the officers can have it erased. Of a picture only"
            " a small copy is kept, without the place and the time that a telephone writes into it."
        )
        beside.addWidget(label(told, "quiet", wrap=True))
        head.addLayout(beside, 1)
        form.addLayout(head)
        for field in self._card.fields.values():
            form.addWidget(field)
        form.addStretch(1)
        self.body.addWidget(scrolled("card_form", _("The card"), form), 1)

    def start(self) -> None:
        """The name."""
        first = self._card.fields["name"]
        if isinstance(first, Field):
            first.edit.setFocus()

    def refresh(self) -> None:
        """Read the card, unless somebody is at work on it."""
        if self._read:
            return
        ledger, group, member = self._session.ledger, self._group, self._member
        self._session.background.run(lambda: person(ledger, group, member), self._show, self.refuse)

    def take_picture(self, file: Path) -> None:
        """Take a picture from a file, or say why it can't be."""
        self.banner.clear()
        try:
            self._show_photo(small_photo(file))
        except Refusal as refusal:
            self.refuse(refusal)

    def _show(self, held: PersonFile) -> None:
        self._read = True
        self.set_heading(_("The card"), f"{held.code} {held.card.name}")
        self._card.fill(held.card)
        self._show_photo(held.photo)

    def _show_photo(self, photo: bytes) -> None:
        self._photo = photo
        self._portrait.show_photo(photo, _("Photo") if photo else _("No photo"))
        self._without.setEnabled(bool(photo))

    def _keep(self) -> None:
        self.banner.clear()
        ledger, group, member = self._session.ledger, self._group, self._member
        card, photo = self._card.card, self._photo
        self._session.background.run(
            lambda: change_person(ledger, group, member, card, photo),
            lambda _held: self.left.emit(),
            self._refused,
        )

    def _refused(self, problem: BaseException) -> None:
        column = str(problem.params.get("column", "")) if isinstance(problem, Refusal) else ""
        field = self._card.fields.get(column)
        if field is None or not isinstance(problem, Refusal):
            self.refuse(problem)
            return
        empty = problem.code == "missing_key"
        field.refuse(_("This is still missing.") if empty else reason(problem))
