"""The whole book as one JSON document, for a stranger who has only this text.

All money is an integer in minor units (``currency.decimals`` says how many digits stand after the
point), days are ISO dates, hashes and keys lower-case hex.

================  ==================================================================================
``format``        ``coopledger-book``
``version``       1; a later one may add keys and takes none away
``practice``      true: the group is made up
``group``         ``id`` (SHA-256 of the founding events) and ``name``
``currency``      ``code`` (ISO 4217) and ``decimals``
``pages``         in the book's order, each with
                  ``header``, as signed; ``header.totals`` are the figures after the page;
                  ``hash``, the SHA-256 of the header;
                  ``events``, as signed, each named by its kind ``k`` (keys: `domain.events`);
                  ``seals``, each a ``key`` (Ed25519) and its ``signature``
``balances``      every account after the newest page: debits less credits (`domain.book`)
``names``         only when asked for: members' names by code
``notes``         only when asked for: ``salt`` and ``text`` by the digest that events name, which
                  is the SHA-256 of ``coopledger/note/v1``, a zero byte, the salt and the text
================  ==================================================================================

Headers and events stand here byte for byte as they were signed, and that form is deterministic: a
reader who writes them out again without white space, keys in the order in which they stand, gets
bytes whose SHA-256 is ``hash``, and ``header.body`` for the events. So ``header.prev`` and
``header.body`` prove the chain with any tool that knows SHA-256.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from coopledger.interop.export.whole_book import WholeBook
from coopledger.ledger.page import Page

FORMAT = "coopledger-book"
VERSION = 1


def write_json(whole: WholeBook) -> bytes:
    """The book as one JSON document; a page a line, so that two exports can be compared."""
    parts = [
        *(_member(name, value) for name, value in _before(whole)),
        b'"pages":[\n' + b",\n".join(map(_page, whole.pages)) + b"\n]",
        *(_member(name, value) for name, value in _after(whole)),
    ]
    return b"{" + b",\n".join(parts) + b"}\n"


def _before(whole: WholeBook) -> Iterator[tuple[str, Any]]:
    yield "format", FORMAT
    yield "version", VERSION
    yield "practice", whole.practice
    yield "group", {"id": whole.id, "name": whole.name}
    yield "currency", whole.currency


def _after(whole: WholeBook) -> Iterator[tuple[str, Any]]:
    yield "balances", whole.accounts
    if whole.unveiled:
        yield "names", dict(whole.unveiled.names)
        yield (
            "notes",
            {
                digest: {"salt": kept.salt.hex(), "text": kept.text}
                for digest, kept in sorted(whole.unveiled.notes.items())
            },
        )


def _member(name: str, value: Any) -> bytes:
    return msgspec.json.encode(name) + b":" + msgspec.json.encode(value)


def _page(page: Page) -> bytes:
    return msgspec.json.encode(
        {
            "header": msgspec.Raw(page.header),
            "hash": page.hash.hex(),
            "events": msgspec.Raw(page.body),
            "seals": [
                {"key": seal.key.hex(), "signature": seal.signature.hex()} for seal in page.seals
            ],
        }
    )
