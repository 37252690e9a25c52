"""Where the passphrase comes from: the environment, else the keyboard."""

import getpass
import os
import sys
from pathlib import Path

from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _

VARIABLE = "COOPLEDGER_PASSPHRASE"


def ask() -> str:
    """The passphrase of an existing ledger.

    Raises:
        Refusal: it is not in the environment and there is nobody to ask.
    """
    return os.environ.get(VARIABLE) or typed(_("Passphrase: "))


def ask_to_open(path: Path) -> str:
    """What opens a ledger: empty where the system's keyring does.

    Raises:
        Refusal: see `ask`.
    """
    from coopledger.app.keyring_lock import opens

    return os.environ.get(VARIABLE) or ("" if opens(path) else ask())


def ask_new() -> str:
    """A passphrase for a new ledger, typed twice.

    Raises:
        Refusal: the two differ, or there is nobody to ask.
    """
    return os.environ.get(VARIABLE) or typed_twice()


def bundle(variable: str) -> str:
    """The passphrase that was agreed on for a bundle.

    Raises:
        Refusal: it is not in the environment and there is nobody to ask.
    """
    return os.environ.get(variable) or typed(_("The bundle's passphrase: "), variable)


def typed_twice() -> str:
    """A new passphrase from the keyboard, whatever the environment says of the present one.

    Raises:
        Refusal: the two differ, or there is nobody to ask.
    """
    first = typed(_("New passphrase: "))
    if typed(_("The same again: ")) != first:
        raise Refusal("passphrases_differ")
    return first


def typed(prompt: str, variable: str = VARIABLE) -> str:
    """A secret typed unseen.

    Raises:
        Refusal: there is nobody to ask; ``variable`` is what a script would set instead.
    """
    if not sys.stdin or not sys.stdin.isatty():
        raise Refusal("no_passphrase", value=variable)
    try:
        return getpass.getpass(prompt, stream=sys.stderr)
    except EOFError:
        raise Refusal("no_passphrase", value=variable) from None
