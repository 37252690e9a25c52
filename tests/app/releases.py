"""Release keys and updates of our own making, by the release machine's own script."""

import argparse
import importlib.util
from pathlib import Path

from coopledger.app.updates import platform_name
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.seals import SigningKey
from coopledger.ledger.update import ReleaseKey, ReleaseKeys, wrap_key

SCRIPT = Path(__file__).parents[2] / "packaging" / "sign_update.py"
PASSPHRASE = "three millstones"
QUICK = Cost(8, 1, 1)
NAMES = ("Amina", "Bosco", "Chantal")
KEYS = {name: SigningKey(bytes([at]) * 32) for at, name in enumerate(NAMES, 1)}
STRANGER = SigningKey(b"\x09" * 32)
PINNED = ReleaseKeys(2, tuple(ReleaseKey(name, key.public.hex()) for name, key in KEYS.items()))
PROGRAM = {
    "coopledger": b"#!/bin/sh\necho new\n",
    "_internal/base_library.zip": b"PK" + bytes(200_000),
    "_internal/PySide6/Qt/lib/libQt6Core.so.6": b"\x7fELF" * 999,
    "_internal/empty": b"",
}


def script():
    spec = importlib.util.spec_from_file_location("sign_update", SCRIPT)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def built(folder, program=None):
    """A built program's folder."""
    for name, data in (program or PROGRAM).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if (folder / "coopledger").exists():
        (folder / "coopledger").chmod(0o755)
    return folder


def update(folder, *signers, what=None, version="0.2.0", platform=None, news="Loans by phone"):
    """An update of that folder's, sealed by these keys."""
    making, out = script(), folder / f"coopledger-{version}.update"
    (folder / "news.en.txt").write_text(news, "utf-8")
    making.pack(
        argparse.Namespace(
            what=what or built(folder / f"built-{version}"),
            version=version,
            released="2027-01-31",
            platform=platform or platform_name(),
            news=[folder / "news.en.txt"],
            out=out,
        )
    )
    for key in signers:
        sealed(making, out, key)
    return out


def sealed(making, out, key):
    kept = out.with_name("one.key")
    kept.write_bytes(wrap_key(key, PASSPHRASE, QUICK))
    making.passphrase = lambda: PASSPHRASE
    making.seal(out, kept)


def installed(folder, version="0.1.0"):
    """A portable folder in which that version runs; its root and its program."""
    root = folder / "coopledger"
    program = built(root / "versions" / version) / "coopledger"
    (root / "current").write_text(f"{version}\n", "ascii")
    return root, program
