"""All commands by name."""

from argparse import Namespace
from collections.abc import Callable

from coopledger.cli import asking, book, constitution, holding, keeping, making, officers, writing
from coopledger.cli.answers import Answer

COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    **asking.COMMANDS,
    **writing.COMMANDS,
    **making.COMMANDS,
    **book.COMMANDS,
    **constitution.COMMANDS,
    **keeping.COMMANDS,
    **officers.COMMANDS,
    **holding.COMMANDS,
}
