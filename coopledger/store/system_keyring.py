"""The system's keyring, where there is one: a secret a store, kept for whoever is logged in.

The library is optional, and on a machine without a session the service behind it may be away, ask
in a window that nobody sees, or never answer. So every call has an end, and whatever happens is a
refusal in words: the passphrase opens as always.
"""

import threading
from collections.abc import Callable
from typing import Any

from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import KeyFile, Unlocked

SERVICE = "coopledger"
PATIENCE = 30.0
"""Seconds: the system may ask the person for the keyring's own password."""
_REAL = 1
"""Lowest priority, in the library's terms, of a keyring that encrypts what it keeps."""


def keep(store: str, secret: bytes) -> None:
    """Keep a store's secret, by the store's random name.

    Raises:
        Refusal: `keyring_absent`, or `keyring_failed` with the system's reason.
    """
    _ask(lambda ring: ring.set_password(SERVICE, store, secret.hex()))


def read(store: str) -> bytes | None:
    """A store's secret; None if the keyring has none.

    Raises:
        Refusal: see `keep`.
    """
    found = _ask(lambda ring: ring.get_password(SERVICE, store))
    try:
        return bytes.fromhex(found) if found else None
    except ValueError:
        return None


def drop(store: str) -> None:
    """Take a store's secret out of the keyring, if it is there.

    Raises:
        Refusal: see `keep`.
    """

    def remove(ring: Any) -> None:
        if ring.get_password(SERVICE, store) is not None:
            ring.delete_password(SERVICE, store)

    _ask(remove)


def unlock(file: KeyFile) -> Unlocked:
    """Open a keys file by the keyring's secret.

    Raises:
        Refusal: `keyring_empty`, `keyring_of_another`, or see `keep`.
    """
    secret = read(file.store)
    if secret is None:
        raise Refusal("keyring_empty")
    return file.unlock_by_keyring(secret)


def _ask(job: Callable[[Any], Any]) -> Any:
    """Do something with the system's keyring, within `PATIENCE`."""
    told: list[Any] = []

    def work() -> None:
        try:
            told.append(job(_ring()))
        except Exception as problem:  # each backend has errors of its own
            told.append(problem)

    # Left behind if it never answers: the program ends without waiting for it.
    thread = threading.Thread(target=work, daemon=True, name="keyring")
    thread.start()
    thread.join(PATIENCE)
    if not told:
        raise Refusal("keyring_failed", reason="…")
    if isinstance(told[0], Refusal):
        raise told[0]
    if isinstance(told[0], Exception):
        raise Refusal("keyring_failed", reason=str(told[0]) or type(told[0]).__name__)
    return told[0]


def _ring() -> Any:
    try:
        import keyring
    except ImportError:
        raise Refusal("keyring_absent") from None
    ring = keyring.get_keyring()
    if ring.priority < _REAL:
        raise Refusal("keyring_absent")
    return ring
