"""Indicators of a group, each with the numerator and denominator that it was made from.

Formulas follow SEEP's *Ratio Analysis of Community-Managed Microfinance Programs* (2008), which the
field's information systems use; where practice varies, the function that makes the indicator says
which reading of it this is. `Course` folds a book page by page and tells a `Reading` of it at any
day; `measure` makes the indicators of a reading, `breakdown` parts it by sex and age, `visit_form`
lists what a field officer's visit asks.
"""

from coopledger.domain.indicators.course import Course
from coopledger.domain.indicators.indicator import Indicator, Part, Unit
from coopledger.domain.indicators.people import (
    UNKNOWN_TRAITS,
    AgeBand,
    PeopleRow,
    Sex,
    Traits,
    age_band,
    breakdown,
    by_age,
    by_sex,
)
from coopledger.domain.indicators.ratios import measure
from coopledger.domain.indicators.reading import Corpus, Person, Reading, SharedOut
from coopledger.domain.indicators.visit import VisitItem, visit_form

__all__ = [
    "UNKNOWN_TRAITS",
    "AgeBand",
    "Corpus",
    "Course",
    "Indicator",
    "Part",
    "PeopleRow",
    "Person",
    "Reading",
    "Sex",
    "SharedOut",
    "Traits",
    "Unit",
    "VisitItem",
    "age_band",
    "breakdown",
    "by_age",
    "by_sex",
    "measure",
    "visit_form",
]
