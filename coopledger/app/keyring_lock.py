"""Letting the system's keyring open a store, and taking that away again."""

import secrets
from contextlib import suppress
from pathlib import Path

from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import KEY_BYTES
from coopledger.store import keys, system_keyring
from coopledger.store.store import keys_path


def switch_on(path: Path, passphrase: str) -> None:
    """Let the keyring open the store, beside its passphrase; the store is not touched.

    Raises:
        Refusal: the passphrase is wrong; there is no keyring, or it does not keep the secret; the
            keys file cannot be written.
    """
    file = keys.read(keys_path(path))
    opened, secret = file.unlock_all(passphrase), secrets.token_bytes(KEY_BYTES)
    fresh = file.with_keyring(opened, secret)
    system_keyring.keep(file.store, secret)
    if system_keyring.read(file.store) != secret:
        raise Refusal("keyring_failed", reason="…")
    keys.write_proved(keys_path(path), fresh, lambda back: back.unlock_by_keyring(secret) == opened)


def switch_off(path: Path) -> None:
    """Let the passphrase alone open the store, and take the secret out of the keyring.

    Raises:
        Refusal: the keys file cannot be written; or the secret could not be taken out, when it
            opens this ledger no more but may open an earlier backup.
    """
    file = keys.read(keys_path(path))
    if file.in_keyring:
        keys.write_proved(keys_path(path), file.without_keyring(), lambda back: not back.in_keyring)
    try:
        system_keyring.drop(file.store)
    except Refusal as refusal:
        raise Refusal("keyring_secret_left", reason=refusal.params.get("reason", "")) from None


def is_on(path: Path) -> bool:
    """Whether the store's keys file can be opened by a keyring; nothing is asked of the system."""
    with suppress(Refusal):
        return keys.read(keys_path(path)).in_keyring
    return False


def opens(path: Path) -> bool:
    """Whether the keyring opens the store here and now."""
    if not is_on(path):
        return False
    with suppress(Refusal):
        system_keyring.unlock(keys.read(keys_path(path)))
        return True
    return False
