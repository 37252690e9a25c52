"""Which group somebody means: one on this laptop by its name, any by its book, others by a word."""

import re
from collections.abc import Mapping

from coopledger.app.ledger import Ledger, same_name
from coopledger.domain.errors import Refusal

_REF = re.compile(r"[0-9a-f]{64}|[a-z][a-z0-9_]{0,23}")
_NUMBER = re.compile("[0-9]{10}")
_BEGIN = 8
"""Digits of a book's id that are enough to call it by."""


def known_groups(ledger: Ledger, but: str = "") -> dict[str, str]:
    """The names of the groups on this laptop, by the id of the book; ``but`` is left out."""
    return {group.id: group.name for group in ledger.groups() if group.id != but}


def group_ref(groups: Mapping[str, str], typed: str) -> str:
    """A group as it was typed.

    Args:
        groups: see `known_groups`.
        typed: the name of a group on this laptop, the id of a book or the beginning of one that is
            here, or a code of small letters for a group that keeps no book with this program.

    Raises:
        Refusal: `bad_group`; `ambiguous_group`.
    """
    wanted = typed.strip()
    named = [book for book, name in groups.items() if same_name(name, wanted)]
    found = named or [book for book in groups if len(wanted) >= _BEGIN and book.startswith(wanted)]
    if len(found) > 1:
        raise Refusal("ambiguous_group", value=typed)
    if found:
        return found[0]
    if not _REF.fullmatch(wanted):
        raise Refusal("bad_group", value=typed)
    return wanted


def transfer_ref(typed: str) -> str:
    """A transfer's number as it was typed, spaces in it or not; empty where none was.

    Raises:
        Refusal: `bad_transfer`.
    """
    number = "".join(typed.split())
    if number and not _NUMBER.fullmatch(number):
        raise Refusal("bad_transfer", value=typed)
    return number
