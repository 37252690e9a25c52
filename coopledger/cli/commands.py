"""All commands by name."""

from argparse import Namespace
from collections.abc import Callable

from coopledger.cli import (
    approval,
    asking,
    book,
    bundles,
    care,
    constitution,
    devices,
    due,
    forks,
    guide,
    holding,
    keeping,
    late,
    making,
    officers,
    proposal,
    statements,
    transfers,
    updating,
    writing,
)
from coopledger.cli.answers import Answer

_COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
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
    **guide.COMMANDS,
    **care.COMMANDS,
    **updating.COMMANDS,
    **late.COMMANDS,
    **approval.COMMANDS,
    **proposal.COMMANDS,
}
COMMANDS = {name: approval.may_wait(command) for name, command in _COMMANDS.items()}
