"""The code on printed paper: what the paper says in figures, sealed by the device that printed it.

    COOP1/STATEMENT/AD65E52F0C4B9A31/50/52596241348723744463/M12/SHARES:128.SAVINGS:256000/KEY/SEAL

It is written in capitals, so that a QR symbol holds it densely and any telephone shows it. The seal
is over all that stands before it, in the context ``statement``; see docs/format.md.
"""

import base64
import binascii
import re
from collections.abc import Mapping

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT
from coopledger.ledger.seals import Seal, SigningKey, key_id, verifies

MARK = "COOP1"
BOOK_DIGITS = 16
"""Of the book's id, from the left: who has the book finds it by these."""
LONGEST = 2_000
"""Characters of a code that anyone reads at all."""

_FIGURE = re.compile(r"([A-Z][A-Z0-9-]{0,31}):(-?[0-9]{1,16})")
_HEX = re.compile(rf"[0-9A-F]{{{BOOK_DIGITS}}}")
_FINGERPRINT = re.compile("[0-9]{20}")
_KIND = re.compile("[A-Z][A-Z0-9-]{0,23}")
_MEMBER = re.compile(r"([A-Z0-9][A-Z0-9_-]{0,11})?")
_NUMBER = re.compile("[0-9]{1,10}")
_FORMS = (_KIND, _HEX, _NUMBER, _FINGERPRINT, _MEMBER)


class PaperCode(msgspec.Struct, frozen=True, kw_only=True):
    """What a paper says in figures.

    Attributes:
        kind: of paper, such as ``statement``.
        book: the first 16 hex digits of the book's id.
        page: number of the page that the paper is about.
        fingerprint: of that page, 20 digits.
        member: code of the member whom it is about, in capitals; empty for the group's papers.
        figures: by name, such as ``savings``; money in minor units.
    """

    kind: str
    book: str
    page: int
    fingerprint: str
    member: str = ""
    figures: Mapping[str, int] = {}


class SealedCode(msgspec.Struct, frozen=True):
    """A code that was read, and its seal, which has not been checked.

    Attributes:
        told: what the paper says.
        key: key id of the device that is said to have printed it.
        seal: 64 bytes.
        sealed: the bytes that the seal is over.
    """

    told: PaperCode
    key: str
    seal: bytes
    sealed: bytes

    def by(self, device: bytes) -> bool:
        """Whether the device with this public key sealed it."""
        return key_id(device) == self.key and verifies(
            Seal(device, self.seal), "statement", self.sealed
        )


def write_code(told: PaperCode, device: SigningKey) -> str:
    """The code of a paper, sealed by the device that prints it."""
    figures = ".".join(f"{_capital(name)}:{value}" for name, value in told.figures.items() if value)
    parts = (MARK, _capital(told.kind), told.book, str(told.page), told.fingerprint, told.member)
    open_part = "/".join((*parts, figures, device.id, "")).upper()
    seal = device.seal("statement", open_part.encode("ascii"))
    return open_part + base64.b32encode(seal.signature).decode().rstrip("=")


def read_code(text: str) -> SealedCode:
    """Read a code as a telephone or a barcode reader gives it; white space and case don't matter.

    Raises:
        Refusal: `not_a_paper_code`.
    """
    plain = "".join(text[: 2 * LONGEST].split()).upper()
    parts = plain.split("/")
    if len(plain) > LONGEST or not plain.isascii() or len(parts) != 9 or parts[0] != MARK:
        raise Refusal("not_a_paper_code", value=text[:40])
    try:
        told = _told(parts[1:7])
        padded = parts[8] + "=" * (-len(parts[8]) % 8)
        seal = base64.b32decode(padded)
    except (ValueError, binascii.Error):
        raise Refusal("not_a_paper_code", value=text[:40]) from None
    sealed = plain[: len(plain) - len(parts[8])].encode("ascii")
    return SealedCode(told, parts[7].lower(), seal, sealed)


def _told(parts: list[str]) -> PaperCode:
    if not all(form.fullmatch(part) for form, part in zip(_FORMS, parts, strict=False)):
        raise ValueError(parts)
    kind, book, page, digits, member, told = parts
    figures: dict[str, int] = {}
    for each in told.split(".") if told else ():
        found = _FIGURE.fullmatch(each)
        if found is None or abs(int(found[2])) > MAX_AMOUNT:
            raise ValueError(each)
        figures[found[1].lower().replace("-", "_")] = int(found[2])
    return PaperCode(
        kind=kind.lower(),
        book=book.lower(),
        page=int(page),
        fingerprint=digits,
        member=member,
        figures=figures,
    )


def _capital(name: str) -> str:
    return name.replace("_", "-").upper()
