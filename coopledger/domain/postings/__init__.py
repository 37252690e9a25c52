"""What each kind of event posts: one balanced transfer or more, within one fund each."""

from collections.abc import Callable

from coopledger.domain.postings import acts, between, cash, ending, lending, members, pot, saving

APPLY: dict[type, Callable[..., None]] = {
    **acts.APPLY,
    **members.APPLY,
    **saving.APPLY,
    **lending.APPLY,
    **cash.APPLY,
    **ending.APPLY,
    **pot.APPLY,
    **between.APPLY,
}
"""By kind of event: the function that folds one into a book."""
