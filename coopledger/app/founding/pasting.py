"""Members from a list that was copied elsewhere: a letter, a message, a spreadsheet."""

import re

from coopledger.app.founding.draft import Person

_NUMBERED = re.compile(r"^\s*\d{1,4}\s*[.):\-]?\s+")
_SEXES = {"F", "M", "X"}
_FEWEST_FIGURES = 6


def people_in(text: str) -> tuple[Person, ...]:
    """One person a line: the name, and, in any order after it, F, M or X and a phone number.

    Cells stand apart by tabs, semicolons or commas; a number before the name is passed over.
    """
    return tuple(
        person for line in text.splitlines() if not (person := _person(line.strip())).empty
    )


def _person(line: str) -> Person:
    apart = next((sign for sign in "\t;," if sign in line), "\t")
    name = sex = phone = ""
    for cell in (part.strip() for part in _NUMBERED.sub("", line).split(apart)):
        figures = sum(char.isdecimal() for char in cell)
        if cell.upper() in _SEXES and not sex:
            sex = cell.upper()
        elif figures >= _FEWEST_FIGURES and not phone:
            phone = cell
        elif not name and not cell.isdecimal():
            name = cell
    return Person(name, sex, phone)
