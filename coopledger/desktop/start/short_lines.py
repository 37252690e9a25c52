"""Who is missing for a seal, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from coopledger.app.founding import short_of
from coopledger.domain.constitution import Constitution
from coopledger.words.catalog import _
from coopledger.words.constitution.texts import ACTS, BODIES
from coopledger.words.numbers import format_number


def short_lines(
    rules: Constitution, offices: Mapping[str, Collection[str]], sealing: Collection[str]
) -> list[str]:
    """A sentence for each act that fewer can seal than the rules want; none if all can be sealed.

    Args:
        rules: of the group.
        offices: roles by member.
        sealing: members who have a PIN, or are to get one.
    """
    line = _("{act} ({body}): {need} must seal, {able} can.")
    return [
        line.format(
            act=ACTS[each.act],
            body=BODIES[each.body],
            need=format_number(each.need),
            able=format_number(each.able),
        )
        for each in short_of(rules, offices, sealing)
    ]
