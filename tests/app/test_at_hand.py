"""Recent work, what can be found by name, and the warning about cash: facts of the ledger."""

import pytest

from coopledger.app import overview
from coopledger.app.cash_limits import cash_limit, set_cash_limit
from coopledger.app.finding import index
from coopledger.app.founding import people_in
from coopledger.app.ledger import Ledger
from coopledger.app.recent import MOST, Recent, note_recent, recent
from coopledger.domain.errors import Refusal


def test_recent_work_is_the_newest_first_each_once_and_outlives_the_program(kamu, tmp_path):
    ledger, group = kamu
    assert recent(ledger) == []
    places = [f"place{at}" for at in range(MOST + 2)]
    for place in [*places, places[3]]:
        note_recent(ledger, Recent(place, group))
    found = [each.place for each in recent(ledger)]
    assert found[:2] == [places[3], places[-1]]
    assert len(found) == MOST
    ledger.close()
    with Ledger.open(ledger.store.path, "seven goats") as again:
        assert [each.place for each in recent(again)] == found


def test_groups_and_the_members_of_one_are_found_and_what_is_gone_is_not(kamu):
    ledger, group = kamu
    note_recent(ledger, Recent("members", group))
    note_recent(ledger, Recent("members", "gone"))
    found = index(ledger)
    assert [each.name for each in found.found] == ["Kamu Kamu"]
    assert [each.group for each in found.recent] == [group]
    members = [each for each in index(ledger, group).found if each.member]
    assert len(members) == len(ledger.members(group))


def test_the_card_warns_above_the_limit_only(kamu):
    ledger, group = kamu
    box = overview.group_card(ledger, group).box
    for limit, above in (("", False), (f"{box:,}", False), (f"{box - 1:,}", True)):
        set_cash_limit(ledger, group, limit)
        assert overview.group_card(ledger, group).above_limit is above
    with pytest.raises(Refusal):
        set_cash_limit(ledger, group, "much")
    assert cash_limit(ledger, group) == box - 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Namara Ruth", ("Namara Ruth", "", "")),
        (" 12.  Namara Ruth\tF\t+256 772 123456", ("Namara Ruth", "F", "+256 772 123456")),
        ("3) Ruth, 0772123456, x", ("Ruth", "X", "0772123456")),
        ("አበበ በቀለ; m", ("አበበ በቀለ", "M", "")),
        ("7;Ruth;f", ("Ruth", "F", "")),
    ],
)
def test_a_line_of_a_copied_list(text, told):
    (person,) = people_in(f"\n{text}\n\n")
    assert (person.name, person.sex, person.phone) == told
