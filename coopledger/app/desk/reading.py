"""What a person typed into a cell, as a value, and a value as the cell shows it."""

import re
import unicodedata
from collections.abc import Sequence
from string import digits

import msgspec

from coopledger.app.desk.columns import STATUSES, Column, status_key
from coopledger.app.desk.sheet import Value
from coopledger.domain.constitution import Constitution
from coopledger.domain.entries import FineSet
from coopledger.domain.errors import Refusal
from coopledger.domain.events import Status
from coopledger.words.dates import enumerate_items
from coopledger.words.fines import fine_name
from coopledger.words.money import format_amount, parse_amount
from coopledger.words.numbers import format_number, parse_number

MOST_SHARES = 10_000
MOST_WEEKS = 999
LONGEST_TEXT = 2000
SEPARATORS = r"[\s,;،؛፣፤]+"


def read_cell(
    column: Column, member: str, typed: str, rules: Constitution, codes: Sequence[str] = ()
) -> Value:
    """Understand what was typed; ``codes`` are the members who can be named.

    Raises:
        Refusal: it makes no sense in this column.
    """
    typed = typed.strip()
    if column.kind == "money":
        return parse_amount(typed, rules.money)
    if column.kind == "roll":
        return read_status(typed)
    if column.kind == "fine":
        return read_fines(typed, member, rules)
    if column.key in ("weeks", "instalments"):
        term = parse_number(typed, maximum=MOST_WEEKS)
        if not term:
            raise Refusal("out_of_range", value=0, least=1, most=MOST_WEEKS)
        return term
    if column.key == "guarantors":
        return " ".join(code_of(word, codes) for word in read_text(typed).replace(",", " ").split())
    if column.kind == "number":
        return parse_number(typed, maximum=MOST_SHARES)
    return read_text(typed)


def code_of(word: str, codes: Sequence[str]) -> str:
    """The member's code for a code or number as typed (``M07``, ``m7``, ``7``).

    What fits nobody stays as it is, and is refused where it is used.
    """
    asked = _parted(word)
    for code in codes:
        letters, number = _parted(code)
        if asked == (letters, number) or (asked == ("", number) and number):
            return code
    return word.upper()[:12]


def _parted(code: str) -> tuple[str, str]:
    """A code's letters, and its number without leading noughts."""
    letters = code.casefold().rstrip(digits)
    number = code[len(letters) :]
    return letters, number.lstrip("0") or number[:1]


def read_text(typed: str) -> str:
    """A text as it is kept: composed, on one line, without hidden characters.

    Raises:
        Refusal: it is too long.
    """
    shown = "".join(
        " " if char in "\t\r\n" else char
        for char in unicodedata.normalize("NFC", typed)
        if char in "\t\r\n\u200c\u200d" or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
    ).strip()
    if len(shown) > LONGEST_TEXT:
        raise Refusal("text_too_long", value=shown[:40], limit=LONGEST_TEXT)
    return shown


def read_status(typed: str) -> Status:
    """The answer at roll call for a key, a word or its beginning, or its number from 1.

    Raises:
        Refusal: it is none of them.
    """
    asked = typed.casefold()
    if len(asked) == 1 and (number := unicodedata.decimal(asked, 0)):
        asked = str(number)
    for place, (status, word) in enumerate(STATUSES.items(), 1):
        if asked in {str(place), status, str(word).casefold(), status_key(status).casefold()}:
            return status
    words = [(status, str(word).casefold()) for status, word in STATUSES.items()]
    begun = [status for status, word in words if word.startswith(asked)]
    if len(begun) == 1:
        return begun[0]
    # The keys of English work on every keyboard that has them, where no word begins so: who types
    # the letter of their own "late" must not record somebody as absent.
    for status in STATUSES:
        if not begun and len(asked) == 1 and status.startswith(asked):
            return status
    raise Refusal("not_a_choice", value=typed, choices=[str(word) for word in STATUSES.values()])


def read_fines(typed: str, member: str, rules: Constitution) -> tuple[FineSet, ...]:
    """Fines by name or code or the beginning of one, each with an amount of its own if one follows.

    ``late``, ``l phone`` and ``late 300`` are understood.

    Raises:
        Refusal: a fine is not in the constitution, or its beginning fits several.
    """
    found: list[FineSet] = []
    words = [word for word in re.split(SEPARATORS, typed) if word]
    while words:
        word = words[0]
        if word[0].isdecimal() or word[0] in "-\u2212":
            if not found:
                raise Refusal("not_a_choice", value=word, choices=_fines_of(rules))
            amount = parse_amount(words.pop(0), rules.money)
            found[-1] = msgspec.structs.replace(found[-1], amount=amount)
            continue
        code, count = _fine_at(words, rules)
        found.append(FineSet(member, code, rules.fines[code]))
        words = words[count:]
    return tuple(found)


def _fine_at(words: Sequence[str], rules: Constitution) -> tuple[str, int]:
    """The fine that somebody means there, and of how many words it is."""
    names = {code: _bare(fine_name(code)) for code in rules.fines}
    for count in range(len(words), 0, -1):
        said = _bare(" ".join(words[:count]))
        for code, name in names.items():
            if said in (name, code):
                return code, count
    begun = _bare(words[0])
    named = [code for code, name in names.items() if name.startswith(begun)]
    fitting = named or [code for code in rules.fines if code.startswith(begun)]
    if len(fitting) != 1 or not begun:
        raise Refusal("not_a_choice", value=words[0], choices=_fines_of(rules))
    return fitting[0], 1


def _fines_of(rules: Constitution) -> list[str]:
    return [fine_name(code) for code in rules.fines]


def _bare(text: str) -> str:
    """A text without capitals and the marks that keep a foreign word in its direction."""
    return text.casefold().strip("\u2068\u2069")


def understood(column: Column, value: Value) -> bool:
    """Whether a cell's value is what its column holds, not merely what was typed."""
    if column.kind in {"money", "number"}:
        return isinstance(value, int)
    if column.kind == "roll":
        return value in STATUSES
    return isinstance(value, tuple) if column.kind == "fine" else isinstance(value, str)


def show(column: Column, value: Value | None, rules: Constitution) -> str:
    """The text of a cell; what was not understood is shown as it was typed."""
    if value is None:
        return ""
    if isinstance(value, int):
        if column.kind == "money":
            return format_amount(value, rules.money)
        return format_number(value)
    if isinstance(value, tuple):
        return enumerate_items(_fine_text(fine, rules) for fine in value)
    if column.kind == "roll" and value in STATUSES:
        return str(STATUSES[value])
    return str(value)


def _fine_text(fine: FineSet, rules: Constitution) -> str:
    if rules.fines.get(fine.code) == fine.amount:
        return fine_name(fine.code)
    return f"{fine_name(fine.code)} {format_amount(fine.amount, rules.money)}"


def fines_total(fines: Sequence[FineSet]) -> int:
    """Sum of fines, in minor units."""
    return sum(fine.amount for fine in fines)
