"""Where ledgers lie on this computer. Light to import: the window asks before it loads a store."""

import os
from pathlib import Path

import platformdirs

FOLDER_VARIABLE = "COOPLEDGER_STATE"
"""Names another folder for programs' state than the system's."""

PRACTICE_NAME = "practice.coop"
PRACTICE_PASSPHRASE = "practice"  # noqa: S105 - printed in the help; it protects nothing


def usual_path() -> Path:
    """Where the ledger lies unless the user says otherwise: ``ledger.coop`` in the data folder."""
    return Path(platformdirs.user_data_dir("coopledger", appauthor=False)) / "ledger.coop"


def state_folder() -> Path:
    """Where what this laptop remembers lies, outside the ledger."""
    given = os.environ.get(FOLDER_VARIABLE)
    return Path(given or platformdirs.user_state_dir("coopledger", appauthor=False))


def log_folder() -> Path:
    """Where the program's log lies."""
    if os.environ.get(FOLDER_VARIABLE):
        return state_folder() / "log"
    return Path(platformdirs.user_log_dir("coopledger", appauthor=False))


def tells_of_keyring(ledger: Path) -> bool:
    """Whether the keys file beside a ledger names a keyring: a hint for who is about to type."""
    try:
        return b'"keyring"' in ledger.with_name(ledger.name + ".keys").read_bytes()
    except OSError:
        return False


def practice_path(ledger: Path) -> Path:
    """Where the practice ledger lies: a file of its own beside the real one."""
    return ledger.with_name(PRACTICE_NAME)
