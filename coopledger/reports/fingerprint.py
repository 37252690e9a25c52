"""A page's fingerprint: short enough to read aloud, long enough to tell two books apart.

It is the page's hash (SHA-256 of its header) modulo 10^20, in five groups of four digits. Whoever
holds another copy of the book works it out again with any calculator for long numbers.
"""

_GROUPS, _DIGITS = 5, 4


def fingerprint(page_hash: str | bytes) -> str:
    """The fingerprint of a page, in the digits 0 to 9.

    Args:
        page_hash: the page's hash, as bytes or as hex digits.
    """
    value = int.from_bytes(page_hash, "big") if isinstance(page_hash, bytes) else int(page_hash, 16)
    length = _GROUPS * _DIGITS
    digits = f"{value % 10**length:0{length}d}"
    return " ".join(digits[at : at + _DIGITS] for at in range(0, length, _DIGITS))
