"""All commands by name."""

from argparse import Namespace
from collections.abc import Callable

from coopledger.cli import (
    approval,
    asking,
    book,
    bundles,
    constitution,
    devices,
    due,
    forks,
    holding,
    keeping,
    late,
    making,
    officers,
    proposal,
    statements,
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
    **holding.COMMANDS,
    **late.COMMANDS,
    **approval.COMMANDS,
    **proposal.COMMANDS,
}
COMMANDS = {name: approval.may_wait(command) for name, command in _COMMANDS.items()}
