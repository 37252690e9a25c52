"""What a page of help is: data, worded in the language that is current when it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coopledger.words.catalog import N_, Text, _
from coopledger.words.help.names import NAMES

_QUOTED = N_("“{name}”")


class Key(NamedTuple):
    """A key, as it stands on the keyboard, and what it does."""

    cap: str
    does: Text


class HelpPage(NamedTuple):
    """One page: what a screen is for, and what to do in it.

    Texts name buttons by placeholders, the keys of `NAMES`, so that help says what the window says
    in every language; ask `told` for a text with its names filled in.

    Attributes:
        key: the screen's, step's or lesson's name.
        title: as the screen is called.
        about: what it is for, in a sentence.
        steps: what to do, in order.
        trouble: what can go wrong and what to do then.
        keys: keys that work there beside those that work everywhere.
        see: keys of other pages.
        picture: of a file in ``resources/help``, without its ending; empty for none.
    """

    key: str
    title: Text
    about: Text
    steps: tuple[Text, ...]
    trouble: tuple[Text, ...] = ()
    keys: tuple[Key, ...] = ()
    see: tuple[str, ...] = ()
    picture: str = ""

    @property
    def texts(self) -> Iterator[Text]:
        """All its texts, as they are read."""
        yield from (self.title, self.about, *self.steps, *self.trouble)
        yield from (key.does for key in self.keys)


def told(text: Text) -> str:
    """A text as it is shown: buttons by the names that they have in the window."""
    quoted = {key: _QUOTED.format(name=_(name)) for key, name in NAMES.items()}
    return _(text).format(**quoted)


EVERYWHERE = (
    Key("F1", N_("help for where you are; once more closes it")),
    Key("Esc", N_("one step back")),
    Key("Tab", N_("to the next field")),
    Key("Enter", N_("does what the large button says")),
    Key("Ctrl+K", N_("go to anything by its name")),
)
"""Keys that work on every screen."""

FIND = Key("Ctrl+F", N_("find by name or number"))
ON = Key("Ctrl+Enter", N_("goes on to the next step"))
OPEN = Key("Enter", N_("opens what is chosen"))
PRINT = Key("Ctrl+P", N_("prints"))
LARGE = Key("F11", N_("numbers to be read out, very large"))
DUE = Key("=", N_("takes what is due"))
ALL = Key("+", N_("does the same for all who are left"))
CLEAR = Key("Backspace", N_("empties the field"))
UNDO = Key("Ctrl+Z", N_("takes back what was typed last"))
"""Keys that more than one page tells of."""
