"""Commands that look after the laptop: the doctor, and the file for the helper."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.app.ledger import opened
from coopledger.app.places import usual_path
from coopledger.cli import passphrase
from coopledger.cli.answers import Answer, columns
from coopledger.domain.errors import Refusal
from coopledger.words.care import STATES, check_name, check_words
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.check import Check
    from coopledger.app.doctor import Depth


def doctor(asked: Namespace) -> Answer:
    """Look after the ledger and the laptop; code 1 if something is bad."""
    from coopledger.app.doctor import worst

    found = _examined(asked, "full" if asked.full else "usual")
    state = worst(found)
    data = {"state": state, "checks": [_data(each) for each in found]}
    return Answer(tuple(_lines(found)), data, code=1 if state == "bad" else 0)


def diagnostics(asked: Namespace) -> Answer:
    """Write the file for the helper, and show what is in it."""
    from coopledger.app.diagnostics import diagnosis, save

    text = diagnosis(_examined(asked, "usual"))
    save(text, asked.out)
    told = _("Written: {file}. This is all that is in it:").format(file=asked.out)
    return Answer((told, "", *text.splitlines()), {"file": str(asked.out), "text": text})


def _examined(asked: Namespace, depth: Depth) -> tuple[Check, ...]:
    """The rows about a ledger, opened if that can be done."""
    from coopledger.app.doctor import examine, examine_closed

    path = asked.store or usual_path()
    try:
        secret = passphrase.ask_to_open(path) if path.is_file() else ""
        with opened(path, secret) as ledger:
            return examine(ledger, depth)
    except Refusal as refusal:
        return examine_closed(path, refusal)


def _lines(found: tuple[Check, ...]) -> list[str]:
    rows = []
    for each in found:
        said, advice = check_words(each)
        rows.append((str(STATES[each.state]), check_name(each.key), said))
        if advice:
            rows.append(("", "", advice))
    return columns(rows)


def _data(each: Check) -> dict[str, object]:
    said, advice = check_words(each)
    told = {"key": each.key, "state": each.state, "code": each.code, "params": each.params}
    return {**told, "said": said, "advice": advice}


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "doctor": doctor,
    "diagnostics": diagnostics,
}
