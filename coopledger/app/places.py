"""Where ledgers lie on this computer. Light to import: the window asks before it loads a store."""

from pathlib import Path

import platformdirs

PRACTICE_NAME = "practice.coop"
PRACTICE_PASSPHRASE = "practice"  # noqa: S105 - printed in the help; it protects nothing


def usual_path() -> Path:
    """Where the ledger lies unless the user says otherwise: ``ledger.coop`` in the data folder."""
    return Path(platformdirs.user_data_dir("coopledger", appauthor=False)) / "ledger.coop"


def practice_path(ledger: Path) -> Path:
    """Where the practice ledger lies: a file of its own beside the real one."""
    return ledger.with_name(PRACTICE_NAME)
