"""Members by sex and age band. What is not known stays unknown; nothing is guessed."""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import msgspec

from coopledger.domain.indicators.reading import Reading

Sex: TypeAlias = Literal["F", "M", "X", "unknown"]
AgeBand: TypeAlias = Literal["under_18", "18_34", "35_44", "45_up", "unknown"]

_SEXES: tuple[Sex, ...] = ("F", "M", "X", "unknown")
_BANDS: tuple[AgeBand, ...] = ("under_18", "18_34", "35_44", "45_up", "unknown")
_BELOW: tuple[tuple[int, AgeBand], ...] = ((18, "under_18"), (35, "18_34"), (45, "35_44"))


def age_band(age: int | None) -> AgeBand:
    """The band of an age in whole years: the field's three, and one below them."""
    if age is None or age < 0:
        return "unknown"
    return next((band for below, band in _BELOW if age < below), "45_up")


class Traits(msgspec.Struct, frozen=True):
    """What a member's card tells of the member on a day."""

    sex: Sex = "unknown"
    age: AgeBand = "unknown"


UNKNOWN_TRAITS = Traits()


class PeopleRow(msgspec.Struct, frozen=True):
    """Members of one sex and age band together (empty: of all); money in minor units.

    Members and borrowers are active ones; savings and loans are everybody's, so that the rows of a
    breakdown add up to the group's figures.
    """

    sex: Sex | Literal[""]
    age: AgeBand | Literal[""]
    members: int = 0
    borrowers: int = 0
    savings: int = 0
    loans: int = 0
    late: int = 0


def breakdown(reading: Reading, traits: Mapping[str, Traits]) -> tuple[PeopleRow, ...]:
    """The group's figures by sex and age band together, without empty rows.

    Args:
        reading: the group on a day.
        traits: by member's code; a member who is not in it is unknown.
    """
    rows = []
    for person in reading.people:
        trait = traits.get(person.code, UNKNOWN_TRAITS)
        if person.active or person.savings or person.loans:
            rows.append(
                PeopleRow(
                    trait.sex,
                    trait.age,
                    int(person.active),
                    int(person.borrower),
                    person.savings,
                    person.loans,
                    person.late,
                )
            )
    return _added(rows)


def by_sex(rows: Iterable[PeopleRow]) -> tuple[PeopleRow, ...]:
    """A breakdown by sex alone."""
    return _added(msgspec.structs.replace(row, age="") for row in rows)


def by_age(rows: Iterable[PeopleRow]) -> tuple[PeopleRow, ...]:
    """A breakdown by age band alone."""
    return _added(msgspec.structs.replace(row, sex="") for row in rows)


def _in_order(row: PeopleRow) -> tuple[int, int]:
    sex = _SEXES.index(row.sex) if row.sex else 0
    return sex, _BANDS.index(row.age) if row.age else 0


def _added(rows: Iterable[PeopleRow]) -> tuple[PeopleRow, ...]:
    sums: dict[tuple[str, str], PeopleRow] = {}
    for row in rows:
        known = sums.get((row.sex, row.age))
        sums[row.sex, row.age] = _sum(known, row) if known else row
    return tuple(sorted(sums.values(), key=_in_order))


def _sum(one: PeopleRow, other: PeopleRow) -> PeopleRow:
    return PeopleRow(
        one.sex,
        one.age,
        one.members + other.members,
        one.borrowers + other.borrowers,
        one.savings + other.savings,
        one.loans + other.loans,
        one.late + other.late,
    )
