"""The few words of the picture guide: one line to each of eight pictures."""

from typing import NamedTuple

from coopledger.words.catalog import N_, Text

TITLE = N_("The meeting in 8 pictures")
FOOT = N_("Who does not understand asks. Who wants to may count again.")


class Picture(NamedTuple):
    """A picture by its name, and what is said below it."""

    name: str
    says: Text


PICTURES = (
    Picture("circle", N_("Sit in a circle, the box in the middle. Call every name.")),
    Picture("open", N_("Open the three padlocks. Count what is in the box.")),
    Picture("social", N_("Everybody pays into the social fund.")),
    Picture("save", N_("Everybody saves. Say the amount aloud.")),
    Picture("repay", N_("Who has a loan pays back. The charge comes first.")),
    Picture("lend", N_("Who wants a loan says what it is for. All say yes or no.")),
    Picture("count", N_("Count the box again. It must be what the book says.")),
    Picture("seal", N_("Read all aloud. Officers seal, the padlocks close.")),
)
