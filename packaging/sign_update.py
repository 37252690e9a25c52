"""Make updates on the release machine, and seal them; docs/updates.md tells how the keys are kept.

    python packaging/sign_update.py make-key NAME.key            a release key, under a passphrase
    python packaging/sign_update.py pack WHAT --version 0.2.0 --released 2027-01-31 \
        --platform linux-x86_64 --news news.en.txt --out coopledger-0.2.0.update
    python packaging/sign_update.py seal FILE.update --key NAME.key   add a seal; once for each key
    python packaging/sign_update.py portable BUILT --version 0.1.0 --out FOLDER

WHAT is a built program's folder, a .deb or a .whl. Passphrases are typed, or come from the
environment (COOPLEDGER_RELEASE_PASSPHRASE).
"""

from __future__ import annotations

import argparse
import getpass
import hashlib
import os
import shutil
import stat
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from coopledger.app import update_file
from coopledger.domain.errors import Refusal
from coopledger.ledger import update
from coopledger.ledger.seals import SigningKey
from coopledger.ledger.update import File, Manifest
from coopledger.store.tables import SCHEMA
from coopledger.words.errors import explain

VARIABLE = "COOPLEDGER_RELEASE_PASSPHRASE"
LAUNCHERS = Path(__file__).resolve().parent / "portable"
_CHUNK = 1 << 16


def passphrase(*, new: bool = False) -> str:
    """The passphrase of a release key; a new one is typed twice."""
    if given := os.environ.get(VARIABLE):
        return given
    typed = getpass.getpass("Passphrase of the release key: ")
    if new and getpass.getpass("The same again: ") != typed:
        sys.exit("The two are not the same. Nothing was made.")
    return typed


def make_key(out: Path) -> None:
    """Make a release key; its public half goes into resources/release-keys.json."""
    key = SigningKey.generate()
    kept = update.wrap_key(key, passphrase(new=True))
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(kept)
    print(f"Written: {out}. Its line for resources/release-keys.json:")
    print(f'  {{"name": "{out.stem}", "public": "{key.public.hex()}"}}')


def files_of(what: Path) -> Iterator[tuple[str, Path]]:
    """The files of a built program, in a fixed order; links are followed, none is made."""
    if what.is_file():
        yield what.name, what
        return
    for folder, folders, names in os.walk(what, followlinks=True):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            yield path.relative_to(what).as_posix(), path


def pack(asked: argparse.Namespace) -> None:
    """Make an update that nobody has sealed yet."""
    kind = {".deb": "deb", ".whl": "wheel"}.get(asked.what.suffix, "folder")
    files: list[File] = []
    with tempfile.TemporaryFile() as streams:
        for name, path in files_of(asked.what):
            files.append(pack_one(name, path, streams))
        manifest = Manifest(
            format="coopledger-update",
            v=1,
            kind=kind,
            version=asked.version,
            released=asked.released,
            platform=asked.platform,
            schema=SCHEMA,
            oldest_schema=1,
            news={each.suffixes[-2][1:]: each.read_text("utf-8") for each in asked.news},
            files=tuple(files),
        )
        # What the program would refuse is not made.
        msgspec.json.decode(msgspec.json.encode(manifest), type=Manifest)
        update.check_files(manifest)
        streams.seek(0)
        update_file.write(asked.out, manifest, (), lambda out: shutil.copyfileobj(streams, out))
    print(f"Written: {asked.out}, {len(files)} files, sealed by nobody yet.")


def pack_one(name: str, path: Path, streams: BinaryIO) -> File:
    """Add a file's stream to the others."""
    squeezed, digest, size, packed = zlib.compressobj(9), hashlib.sha256(), 0, 0
    with path.open("rb") as source:
        while True:
            data = source.read(_CHUNK)
            size += len(data)
            out = squeezed.compress(data) if data else squeezed.flush()
            digest.update(out)
            packed += streams.write(out)
            if not data:
                break
    runs = bool(path.stat().st_mode & stat.S_IXUSR)
    return File(name, size, packed, digest.hexdigest(), runs)


def seal(file: Path, key_file: Path) -> None:
    """Add a release key's seal to an update, wherever it comes from: look at it first."""
    raw, seals, start = update_file.head(file)
    manifest = msgspec.json.decode(raw, type=Manifest)
    update.check_files(manifest)
    key = update.unwrap_key(key_file.read_bytes(), passphrase())
    pinned = update.ReleaseKeys(1, (update.ReleaseKey("this key", key.public.hex()),))
    sealed = (*seals, update.seal_manifest(raw, key))
    whole = update_file.Offer(file, manifest, (), start)
    update_file.unpack(whole, None)  # nobody vouches for a file that is not what it says

    def copy(out: BinaryIO) -> None:
        with file.open("rb") as source:
            source.seek(start)
            shutil.copyfileobj(source, out)

    update_file.write_raw(file, raw, sealed, copy)
    update_file.read(file, pinned)
    print(f"Sealed: {file}, version {manifest.version}, seals: {len({s.key for s in sealed})}.")


def portable(built: Path, version: str, out: Path) -> None:
    """Lay a built program out so that it can be updated: versions, current, and what starts it."""
    shutil.copytree(built, out / "versions" / version)
    (out / "current").write_text(f"{version}\n", "ascii")
    for name in ("coopledger.sh", "coopledger.cmd"):
        shutil.copy(LAUNCHERS / name, out / name)
    (out / "coopledger.sh").chmod(0o755)
    print(f"Written: {out}. It is started by coopledger.sh or coopledger.cmd.")


def main() -> int:
    """Read what is asked for, and do it."""
    parser = argparse.ArgumentParser(description="Make updates, and seal them.")
    acts = parser.add_subparsers(dest="act", required=True)
    key = acts.add_parser("make-key")
    key.add_argument("out", type=Path)
    packing = acts.add_parser("pack")
    packing.add_argument("what", type=Path)
    packing.add_argument("--version", required=True)
    packing.add_argument("--released", required=True)
    packing.add_argument("--platform", required=True)
    packing.add_argument("--news", type=Path, action="append", default=[])
    packing.add_argument("--out", type=Path, required=True)
    sealing = acts.add_parser("seal")
    sealing.add_argument("file", type=Path)
    sealing.add_argument("--key", type=Path, required=True)
    lay = acts.add_parser("portable")
    lay.add_argument("built", type=Path)
    lay.add_argument("--version", required=True)
    lay.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    try:
        if asked.act == "make-key":
            make_key(asked.out)
        elif asked.act == "pack":
            pack(asked)
        elif asked.act == "seal":
            seal(asked.file, asked.key)
        else:
            portable(asked.built, asked.version, asked.out)
    except Refusal as refusal:
        print(explain(refusal), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
