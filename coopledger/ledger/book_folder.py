"""A book as plain files, for whoever wants to check it with tools of their own.

==========================  ======================================================================
``0001.header.json``        the page's header, byte for byte what was sealed
``0001.body.json``          its events, byte for byte
``0001.signed``             what the signatures are over: context, a zero byte, the header
``0001.KEYID.sig``          one signature, 64 bytes
``key-KEYID.pem``           a public key that made some of them
``texts/DIGEST.SORT``       what was hashed for a note or a card: context, zero byte, salt, text
``SHA256SUMS``              SHA-256 of every other file
==========================  ======================================================================

A second page of the same number, which is a fork, has ``0003-2`` where the first has ``0003``. The
same book always makes the same bytes.
"""

import base64
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from coopledger.domain.errors import Refusal
from coopledger.ledger.disk import sync_file, sync_folder
from coopledger.ledger.page import Page, sha256
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import key_id, signed_bytes

SUMS = "SHA256SUMS"
TEXTS = "texts"
_DIGITS = 4
_SPKI = bytes.fromhex("302a300506032b6570032100")
"""What stands before an Ed25519 key in its DER form (RFC 8410)."""
_PEM = "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n"
_SUM_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9_./-]{1,200})")


def book_files(
    pages: Iterable[Page], texts: Iterable[Salted] = (), forks: Mapping[int, Page] | None = None
) -> dict[str, bytes]:
    """The files of a book by name, without `SUMS`.

    Args:
        pages: from the founding page on.
        texts: notes and cards to be shown.
        forks: other pages of a number, by that number.

    Raises:
        Refusal: two keys of the book have one short name, so the files can't be told apart.
    """
    pages = list(pages)
    width = max(_DIGITS, len(str(len(pages))))
    named = [(f"{number:0{width}d}", page) for number, page in enumerate(pages, 1)]
    named += [(f"{number:0{width}d}-2", page) for number, page in sorted((forks or {}).items())]
    files: dict[str, bytes] = {}
    for stem, page in named:
        files[f"{stem}.header.json"] = page.header
        files[f"{stem}.body.json"] = page.body
        files[f"{stem}.signed"] = signed_bytes("page", page.header)
        for seal in page.seals:
            name, pem = key_file(seal.key)
            if files.setdefault(name, pem) != pem:
                raise Refusal("ambiguous_key", value=name)
            files[f"{stem}.{key_id(seal.key)}.sig"] = seal.signature
    for text in texts:
        files[f"{TEXTS}/{text.digest}.{text.sort}"] = _hashed(text)
    return files


def _hashed(text: Salted) -> bytes:
    return b"coopledger/%s/v1\0%s%s" % (text.sort.encode(), text.salt, text.text.encode())


def key_file(public: bytes) -> tuple[str, bytes]:
    """Name and bytes of a public key's file."""
    pem = _PEM.format(base64.b64encode(_SPKI + public).decode())
    return f"key-{key_id(public)}.pem", pem.encode()


def read_key(pem: bytes) -> bytes | None:
    """The public key of a file that `key_file` wrote, None for any other."""
    try:
        key = base64.b64decode(pem.split(b"\n")[1], validate=True)[len(_SPKI) :]
    except (ValueError, IndexError):
        return None
    return key if key_file(key)[1] == pem else None


def sums(files: Mapping[str, bytes]) -> bytes:
    """The lines of `SUMS`, as ``sha256sum`` reads them."""
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


def read_sums(raw: bytes) -> dict[str, str] | None:
    """Digests by name; None where the bytes are not what `sums` writes."""
    found: dict[str, str] = {}
    for line in raw.decode("ascii", "replace").splitlines():
        if not (match := _SUM_LINE.fullmatch(line)):
            return None
        found[match[2]] = match[1]
    again = "".join(f"{found[name]}  {name}\n" for name in sorted(found))
    return found if again.encode() == raw else None


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files and `SUMS` into a new folder; it appears whole or not at all.

    Raises:
        Refusal: the folder is there and not empty, or cannot be written.
    """
    part: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            folder.rmdir()  # refused by the system unless it is an empty folder
        part = Path(tempfile.mkdtemp(".part", folder.name + ".", folder.parent))
        for name, data in {**files, SUMS: sums(files)}.items():
            _write(part / name, data)
        part.chmod(0o755)
        part.rename(folder)
        sync_folder(folder.parent)
    except OSError as problem:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
        raise Refusal("not_writable", value=str(folder), reason=problem.strerror or "") from None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    sync_file(path)
