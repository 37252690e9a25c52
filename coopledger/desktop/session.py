"""An open ledger and its thread: what every screen works with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from coopledger.desktop.background import Background, Progress

if TYPE_CHECKING:
    from coopledger.app.ledger import Ledger

T = TypeVar("T")
Failed: TypeAlias = Callable[[BaseException], None]


class Session:
    """One open ledger.

    Attributes:
        ledger: used on the background's thread only.
        background: that thread.
        path: of the ledger's file.
        practice: whether nothing in it is real.
        drafted: how often a draft was written elsewhere than at the desk.
        put_desk_away: closes a desk that is open and then calls the first, or the second with why
            it can't; whoever shows a desk sets it.
    """

    def __init__(self, ledger: Ledger, background: Background) -> None:
        self.ledger = ledger
        self.background = background
        self.path: Path = ledger.store.path
        self.practice: bool = ledger.store.practice
        self.drafted = 0
        self.put_desk_away: Callable[[Callable[[], None], Failed], None] = lambda then, _no: then()

    def write_draft(self, job: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Run a job that writes into the draft of the next meeting; see `Background.run`.

        A desk that is open has the draft as it was and would write over it: it goes before.
        """

        def write() -> None:
            self.drafted += 1
            self.background.run(job, done, failed)

        self.put_desk_away(write, failed)


def warm_up() -> None:
    """Import what opening a ledger needs; a second's work that typing a passphrase hides."""
    import coopledger.app.overview
    import coopledger.words.errors
    import coopledger.words.money  # noqa: F401


def language_names() -> list[tuple[str, str]]:
    """The job that asks what each language calls itself: CLDR takes a moment to be read."""
    from coopledger.words.language_names import own_names

    return own_names()


def opens(path: Path, passphrase: str) -> Callable[[], Ledger]:
    """The job that opens a ledger."""

    def job() -> Ledger:
        from coopledger.app.ledger import Ledger

        return Ledger.open(path, passphrase)

    return job


def makes(path: Path, passphrase: str) -> Callable[[], Ledger]:
    """The job that makes a new ledger and opens it."""

    def job() -> Ledger:
        from coopledger.app.ledger import Ledger

        return Ledger.create(path, passphrase)

    return job


def opens_practice(path: Path, *, anew: bool = False) -> Callable[[Progress], Ledger]:
    """The job that opens the practice ledger, and makes it before if it is not there.

    Args:
        path: of its file.
        anew: throw away all that was recorded in it, and make it as it was at first.
    """

    def job(step: Progress) -> Ledger:
        from coopledger.app.demo import make_practice, remake_practice
        from coopledger.app.ledger import Ledger
        from coopledger.app.places import PRACTICE_PASSPHRASE

        if anew:
            remake_practice(path, step)
        elif not path.exists():
            make_practice(path, step)
        return Ledger.open(path, PRACTICE_PASSPHRASE)

    return job
