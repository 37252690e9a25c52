"""All commands by name."""

from argparse import Namespace
from collections.abc import Callable

from coopledger.cli import (
    asking,
    book,
    bundles,
    care,
    constitution,
    devices,
    due,
    forks,
    holding,
    keeping,
    making,
    officers,
    statements,
    transfers,
    updating,
    writing,
)
from coopledger.cli.answers import Answer

COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    **asking.COMMANDS,
    **due.COMMANDS,
    **writing.COMMANDS,
    **statements.COMMANDS,
    **making.COMMANDS,
    **book.COMMANDS,
    **constitution.COMMANDS,
    **keeping.COMMANDS,
    **officers.COMMANDS,
    **devices.COMMANDS,
    **bundles.COMMANDS,
    **forks.COMMANDS,
    **transfers.COMMANDS,
    **holding.COMMANDS,
    **care.COMMANDS,
    **updating.COMMANDS,
}
