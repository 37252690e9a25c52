"""Where ledgers lie on this computer. Light to import: the window asks before it loads a store."""

from pathlib import Path

import platformdirs

PRACTICE_NAME = "practice.coop"
PRACTICE_PASSPHRASE = "practice"  # noqa: S105 - printed in the help; it protects nothing


def usual_path() -> Path:
    """Where the ledger lies unless the user says otherwise: ``ledger.coop`` in the data folder."""
    return Path(platformdirs.user_data_dir("coopledger", appauthor=False)) / "ledger.coop"


def tells_of_keyring(ledger: Path) -> bool:
    """Whether the keys file beside a ledger names a keyring: a hint for who is about to type."""
    try:
        return b'"keyring"' in ledger.with_name(ledger.name + ".keys").read_bytes()
    except OSError:
        return False


def practice_path(ledger: Path) -> Path:
    """Where the practice ledger lies: a file of its own beside the real one."""
    return ledger.with_name(PRACTICE_NAME)
