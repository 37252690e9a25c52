"""Days as people and scripts write them."""

from datetime import date

from coopledger.domain.errors import Refusal


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar as year-month-day, such as 2026-06-24."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def day_number(text: str) -> int:
    """The day's ordinal, as `datetime.date.toordinal` counts.

    Raises:
        Refusal: `bad_date`.
    """
    if not is_day(text):
        raise Refusal("bad_date", value=text)
    return date.fromisoformat(text).toordinal()
