"""Amounts and texts as machines read them, without a language's habits."""

_BREAKS = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), " ")
_TURNS = dict.fromkeys((0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_NOT_SHOWN: dict[int, str | None] = {**_BREAKS, **_TURNS}


def one_line(text: str) -> str:
    """A text in one line: runs of white space and controls are one space, direction signs none."""
    return " ".join(text.translate(_NOT_SHOWN).split())
