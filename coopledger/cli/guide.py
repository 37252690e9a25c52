"""``guide FILE``: the meeting in pictures, on one sheet for the wall."""

from argparse import Namespace
from collections.abc import Callable

from coopledger.cli.answers import Answer
from coopledger.words.catalog import _


def guide(asked: Namespace) -> Answer:
    """Write the picture guide as PDF; no ledger is opened."""
    from coopledger.app.picture_guide import save_guide
    from coopledger.reports.document import PAPERS

    pages = save_guide(asked.file, PAPERS[asked.paper])
    told = _("Saved: {file}").format(file=asked.file)
    return Answer((told,), {"file": str(asked.file), "pages": pages})


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"guide": guide}
