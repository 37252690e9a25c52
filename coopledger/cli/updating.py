"""Commands about updates from a stick: look at one, put it in, go back to the version before."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.app.ledger import opened
from coopledger.app.places import usual_path
from coopledger.cli import passphrase
from coopledger.cli.answers import Answer, columns
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import enumerate_items
from coopledger.words.errors import harmless
from coopledger.words.updates import news_of

if TYPE_CHECKING:
    from coopledger.app.updates import Applied


def update(asked: Namespace) -> Answer:
    """Look at an update, put one in, or go back."""
    acts = {"check": _check, "apply": _apply, "back": _back}
    return acts[asked.act](asked)


def _check(asked: Namespace) -> Answer:
    from coopledger.app.updates import look

    offer = look(asked.file)
    found = offer.manifest
    rows = [
        (_("Version"), found.version),
        (_("Made on"), found.released),
        (_("For"), found.platform),
        (_("Signed by"), enumerate_items(harmless(name) for name in offer.signers)),
    ]
    lines = [*columns(rows), *news_of(found.news).splitlines()]
    told = _("This update is genuine and whole. Put it in with “update apply”.")
    data = {
        "version": found.version,
        "released": found.released,
        "platform": found.platform,
        "kind": found.kind,
        "signers": offer.signers,
        "news": found.news,
    }
    return Answer((*lines, told), data)


def _apply(asked: Namespace) -> Answer:
    from coopledger.app.updates import put_in

    path = asked.store or usual_path()
    if path.is_file():
        with opened(path, passphrase.ask_to_open(path)) as ledger:
            return _applied(put_in(asked.file, ledger))
    return _applied(put_in(asked.file, None))


def _applied(done: Applied) -> Answer:
    lines = []
    if done.copy is not None:
        lines.append(_("The ledger as it is now is kept: {file}").format(file=done.copy))
    if done.started_next:
        told = _("Version {version} is in. The next start runs it; “update back” takes it back.")
        lines.append(told.format(version=done.version))
    else:
        told = _("Version {version} is genuine and whole. Install it with this command:")
        lines += [told.format(version=done.version), f"    {done.command}"]
    data = {
        "version": done.version,
        "started_next": done.started_next,
        "copy": str(done.copy or ""),
        "command": done.command,
    }
    return Answer(tuple(lines), data)


def _back(asked: Namespace) -> Answer:
    from coopledger.app.updates import before, go_back

    path, last = asked.store or usual_path(), before()
    stays = last is None or last.reads() or not path.is_file()
    secret = "" if stays else passphrase.ask()  # no keyring opens a copy
    done = go_back(path, secret)
    lines = [_("The next start runs version {version}.").format(version=done.version)]
    if done.kept is not None and done.pages is None:
        told = _(
            "The ledger of before the update is in place again. Today's cannot be read; it is kept"
            " as it is in {file}."
        )
        lines.append(told.format(file=done.kept))
    elif done.kept is not None and done.pages is not None:
        told = ngettext(
            "It cannot read today's ledger, so that of before the update is in place again. {count}"
            " page was written since. It is kept in {file}: the newer version reads it.",
            "It cannot read today's ledger, so that of before the update is in place again. {count}"
            " pages were written since. They are kept in {file}: the newer version reads them.",
            done.pages,
        )
        lines.append(told.format(count=done.pages, file=done.kept))
    kept = str(done.kept or "")
    return Answer(tuple(lines), {"version": done.version, "kept": kept, "pages": done.pages})


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"update": update}
