"""Wrong passphrases of a ledger: after some, the next try must wait."""

from __future__ import annotations

import time
from pathlib import Path

from coopledger.desktop.settings import save_wrong_tries, wrong_tries
from coopledger.words.catalog import ngettext


class Tries:
    """How often the passphrase of one ledger was wrong; kept between two starts."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def wait(self) -> str:
        """How long the next one must wait, as a sentence; empty if it need not."""
        from coopledger.ledger.pins import wait

        failures, last = wrong_tries(self._path)
        left = -(-wait(failures, last, time.time_ns() // 1_000_000) // 1000)
        if not left:
            return ""
        told = ngettext(
            "Wrong too often: wait {count} second.",
            "Wrong too often: wait {count} seconds.",
            left,
        )
        return told.format(count=left)

    def wrong(self) -> None:
        """It was wrong again."""
        failures, _last = wrong_tries(self._path)
        save_wrong_tries(self._path, failures + 1, time.time_ns() // 1_000_000)

    def right(self) -> None:
        """It was right."""
        save_wrong_tries(self._path, 0, 0)
