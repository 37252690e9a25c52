"""Which function works out which kind of entry."""

from collections.abc import Callable

from coopledger.domain import events as ev
from coopledger.domain.recording import (
    between,
    corrections,
    group_money,
    lending,
    members,
    pot,
    saving,
)

COMPOSE: dict[type, Callable[..., list[ev.Event]]] = {
    **members.COMPOSE,
    **saving.COMPOSE,
    **lending.COMPOSE,
    **group_money.COMPOSE,
    **pot.COMPOSE,
    **between.COMPOSE,
    **corrections.COMPOSE,
}
