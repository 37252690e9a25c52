"""The coach of a first meeting: the next thing to do, in one sentence."""

from typing import NamedTuple

from coopledger.app.desk.desk import Desk
from coopledger.app.desk.steps import silent, state_of, steps_of
from coopledger.words.help import told
from coopledger.words.help.coach import DONE, STEPS

AFTER = ("read_aloud", "seal")
"""What follows the agenda: the page that is read aloud, and the officers' seals."""


class Coaching(NamedTuple):
    """What the coach says: the sentence, and which of how many steps it is about, from 1."""

    sentence: str
    number: int
    of: int


def coaching(desk: Desk, here: str) -> Coaching:
    """What to do next.

    Args:
        desk: the meeting as it is typed so far.
        here: the step that is open, or one of `AFTER`.
    """
    steps = steps_of(desk)
    keys = [*(step.key for step in steps), *AFTER]
    at = keys.index(here)
    sentence = told(STEPS["shares" if here == "saving" and desk.one_digit else here])
    if here == "roll_call" and not silent(desk, "roll"):
        sentence = state_of(desk, steps[at]).why
    # The count is done only when the meeting goes on to be read aloud.
    if at + 1 < len(steps) and state_of(desk, steps[at]).state == "done":
        sentence = DONE.format(step=steps[at + 1].title)
    return Coaching(sentence, at + 1, len(keys))
