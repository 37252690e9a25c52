"""What the palette offers: places, acts, groups and members, and where somebody was last."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from coopledger.app.finding import Index
from coopledger.desktop.palette import Command
from coopledger.desktop.rail import OF_NO_GROUP, PLACES
from coopledger.desktop.settings_screen import SECTIONS
from coopledger.desktop.theme import LOOKS, SCALES, theme
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.recent import Recent
    from coopledger.desktop.shell import Shell


def commands(shell: Shell, index: Index) -> list[Command]:
    """All that can be done from here, recent work first."""
    names = {each.group: each.group_name for each in index.found}
    found = [_visited(shell, where, names) for where in index.recent]
    here = names.get(shell.group, "")
    return [*found, *_places(shell, here), *_acts(shell), *_named(shell, index)]


def _places(shell: Shell, here: str) -> Iterator[Command]:
    for key, (text, icon) in PLACES.items():
        of_group = key not in OF_NO_GROUP
        if shell.group or not of_group:
            about = here if of_group else _("Screen")
            yield Command(str(text), about, icon, partial(shell.go, key))


def _acts(shell: Shell) -> Iterator[Command]:
    act = _("Act")
    yield Command(_("Start a group"), act, "add", partial(shell.go, "start"))
    yield Command(_("Take in a notebook"), act, "import", partial(shell.go, "import"))
    yield Command(_("Balances from files"), act, "import", partial(shell.go, "baseline"))
    yield Command(_("Between groups"), act, "coins", partial(shell.go, "between"))
    if shell.group:
        yield Command(_("Verify"), act, "verify", shell.verify)
        to = partial(shell.show_about, about=None)
        yield Command(_("Seals from other laptops"), act, "seal", partial(to, "approvals"))
        sent = partial(to, "sent_meeting")
        yield Command(_("A meeting written down elsewhere"), act, "meeting", sent)
        yield Command(_("Pages that do not count"), act, "eye", partial(to, "late"))
        yield Command(_("Two different books"), act, "book", partial(to, "fork"))
        payments = partial(shell.show_about, "payments", None)
        yield Command(_("Payments by phone or bank"), act, "import", payments)
    for key, (text, icon) in SECTIONS.items():
        if shell.group or key in ("look", "safety"):
            about = _("Settings")
            yield Command(str(text), about, icon, partial(shell.show_settings, key))
    yield Command(_("Care of this laptop"), act, "verify", partial(shell.show_about, "care", None))
    looks = {"light": _("Light"), "dark": _("Dark"), "contrast": _("Contrast")}
    for look in LOOKS:
        name = _("Look: {look}").format(look=looks[look])
        yield Command(name, act, "contrast", partial(shell.change_look, look, theme().size))
    for size in SCALES:
        name = _("Text {size}").format(size=size)
        yield Command(name, act, "larger", partial(shell.change_look, theme().look, size))
    if shell.session.practice:
        yield Command(_("Begin practice anew"), act, "practice", shell.reset_asked.emit)
    else:
        yield Command(_("Open the practice ledger"), act, "practice", shell.practice_asked.emit)
    yield Command(_("Help"), act, "help", shell.help_asked.emit)
    yield Command(_("Lock"), act, "lock", shell.lock_asked.emit)


def _named(shell: Shell, index: Index) -> Iterator[Command]:
    for each in index.found:
        if each.member:
            about = f"{each.member} · {each.group_name}"
            yield Command(each.name, about, "person", partial(shell.show_statement, each.member))
        else:
            yield Command(each.name, _("Group"), "box", partial(shell.open_group, each.group))


def _visited(shell: Shell, where: Recent, names: dict[str, str]) -> Command:
    text, icon = PLACES.get(where.place, PLACES["home"])
    about = names.get(where.group, "")

    def act() -> None:
        if where.group:
            shell.open_group(where.group)
        if where.place != "group":
            shell.go(where.place)

    name = f"{text} · {about}" if about else str(text)
    return Command(name, _("Recent"), icon, act, recent=True)
