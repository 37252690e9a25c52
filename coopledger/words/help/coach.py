"""What the coach says in a group's first meeting: the next thing to do, one sentence a step."""

from coopledger.words.catalog import N_, Text

STEPS: dict[str, Text] = {
    "roll_call": N_("Call every name and type how each is here. + says present for all others."),
    "open_box": N_("Count the box before all eyes. Press = if it is what the book says."),
    "social": N_("Each pays into the social fund: = for one member, + for all who are left."),
    "saving": N_("Each lays the savings on the table and says the amount. Type it, then Enter."),
    "shares": N_("Each lays the savings on the table. Type the shares: one digit is enough."),
    "pot": N_("Each pays into the pot. Then it goes to the member whose turn it is."),
    "repayments": N_("Who has a loan pays now: = takes what is due. If nobody has one, go on."),
    "loans": N_("Who wants a loan says how much, how long and what for. Then the group answers."),
    "other_money": N_("Write down all other money that came or went. If there was none, go on."),
    "count": N_("Two people count the box. Type it, then press {close_up}."),
    "read_aloud": N_("Read this aloud. When nobody objects, press {seal_meeting}."),
    "seal": N_("Each officer types the PIN alone. Then press {finish} and print the report."),
}
"""By the step of the agenda, ``shares`` where a digit says the savings, and the two pages after."""

DONE = N_("This step is done. Go on with {step}.")
"""``step`` is the next one's name, as its button has it."""
