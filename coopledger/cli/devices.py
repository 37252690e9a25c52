"""Commands about the cooperative's laptops. PINs come as in `coopledger.cli.officers`."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coopledger.cli import holding
from coopledger.cli.answers import Answer, columns, open_ledger
from coopledger.cli.officers import pins_of, signing
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.cooperative import CooperativeFacts, DeviceRow
    from coopledger.app.ledger import Ledger


def init(asked: Namespace) -> Answer:
    """Found a cooperative."""
    from coopledger.app import cooperative

    with open_ledger(asked) as ledger:
        officers = pins_of(_listed(asked.officers), new=True)
        made = cooperative.found(
            ledger,
            asked.cooperative,
            officers,
            branch=asked.branch,
            device=asked.name,
            need=asked.need,
        )
    told = _("The cooperative {name} is founded. Its six words: {words}")
    line = told.format(name=made.name, words=" ".join(made.words))
    return Answer((line,), msgspec.to_builtins(made))


def list_all(asked: Namespace) -> Answer:
    """The cooperative's laptops."""
    from coopledger.app.cooperative import facts

    with open_ledger(asked) as ledger:
        found = facts(ledger)
        names = {group.id: group.name for group in ledger.groups()}
    return Answer(tuple(_lines(found, names)), msgspec.to_builtins(found))


def _lines(found: "CooperativeFacts", names: dict[str, str]) -> list[str]:
    head = _("{name}, its six words: {words}")
    states = {"active": _("in use"), "retired": _("not used any more"), "revoked": _("revoked")}
    rows = [
        (
            row.id,
            row.name,
            row.branch,
            states[row.state],
            ", ".join(names.get(book, book[:8]) for book in row.books) or "—",
            _("this laptop") if row.own else "",
        )
        for row in found.devices
    ]
    return [head.format(name=found.name, words=" ".join(found.words)), *columns(rows)]


def request(asked: Namespace) -> Answer:
    """Write a request to join."""
    from coopledger.app import cooperative
    from coopledger.store.files import replace

    with open_ledger(asked) as ledger:
        ledger.spare(asked.out)
        raw = cooperative.request(ledger)
        device = ledger.store.device.id
    replace(asked.out, raw)
    _asked, words = cooperative.read_request(raw)
    told = _(
        "Written: {file}. Take it to the first laptop; it must show the same six words: {words}"
    )
    line = told.format(file=asked.out, words=" ".join(words))
    return Answer((line,), {"file": str(asked.out), "device": device, "words": words})


def enrol(asked: Namespace) -> Answer:
    """Let a laptop join by its request."""
    from coopledger.app import cooperative

    raw = _read(asked.file)
    with open_ledger(asked) as ledger:
        row = cooperative.enrol(
            ledger,
            raw,
            _by(asked, ledger),
            branch=asked.branch,
            device=asked.name,
            books=chosen_books(asked, ledger),
        )
    told = _("{name} is enrolled. Compare its six words with its own screen: {words}")
    return _row(told, row)


def receive(asked: Namespace) -> Answer:
    """Say anew which books a laptop may receive."""
    from coopledger.app import cooperative

    with open_ledger(asked) as ledger:
        device = cooperative.find_device(ledger, asked.device)
        by = _by(asked, ledger)
        row = cooperative.let_receive(ledger, device, chosen_books(asked, ledger), by)
    return _row(_("What {name} may receive is changed."), row)


def revoke(asked: Namespace) -> Answer:
    """Take nothing more from a laptop."""
    from coopledger.app import cooperative

    with open_ledger(asked) as ledger:
        device = cooperative.find_device(ledger, asked.device)
        row = cooperative.revoke(ledger, device, _by(asked, ledger))
    return _row(_("{name} is revoked: nothing is taken from it, and nothing is sent to it."), row)


def retire(asked: Namespace) -> Answer:
    """Send nothing more to a laptop."""
    from coopledger.app import cooperative

    with open_ledger(asked) as ledger:
        device = cooperative.find_device(ledger, asked.device)
        row = cooperative.retire(ledger, device, _by(asked, ledger))
    return _row(_("{name} is retired: nothing more is sent to it. What it sent counts."), row)


def keep(asked: Namespace) -> Answer:
    """Keep the registry on this laptop."""
    from coopledger.app import cooperative

    with open_ledger(asked) as ledger:
        found = cooperative.keep(
            ledger,
            _by(asked, ledger),
            branch=asked.branch,
            device=asked.name,
            settle=asked.settle,
        )
    told = _("This laptop keeps the registry of {name} from now on.")
    return Answer((told.format(name=found.name),), msgspec.to_builtins(found))


def _row(told: str, row: "DeviceRow") -> Answer:
    line = told.format(name=row.name, words=" ".join(row.words))
    return Answer((line,), msgspec.to_builtins(row))


def _by(asked: Namespace, ledger: "Ledger") -> dict[str, str]:
    from coopledger.app.cooperative import registry_of

    return signing(asked, list(registry_of(ledger).officers))


def chosen_books(asked: Namespace, ledger: "Ledger") -> list[str]:
    """Ids of the groups that were named, or the word for all of them."""
    from coopledger.app.cooperative import EVERY

    wanted = _listed(asked.groups)
    return [EVERY] if wanted == [EVERY] else [ledger.group(each).id for each in wanted]


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refusal("bundle_missing", value=str(path)) from None


ACTS: dict[str, Callable[[Namespace], Answer]] = {
    "init": init,
    "list": list_all,
    "request": request,
    "enrol": enrol,
    "receive": receive,
    "revoke": revoke,
    "retire": retire,
    "keep": keep,
    "show": holding.device,
}


def device(asked: Namespace) -> Answer:
    """One of the acts on laptops."""
    return ACTS[asked.act](asked)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"device": device}
