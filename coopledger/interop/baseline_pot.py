"""``pot.csv`` of a baseline: a merry-go-round that was going round on paper."""

import msgspec

from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.interop.baseline_people import PaperBalances
from coopledger.interop.baseline_problems import Cells, Problems, Table, check_headings

NEEDED = {"member", "had_pot"}


class PaperPot(msgspec.Struct, frozen=True):
    """Whose hands there are in the order of the turns, who had the pot, and the rounds so far."""

    turns: tuple[str, ...] = ()
    got: tuple[str, ...] = ()
    rounds: int = 0


def read_pot(
    table: Table,
    problems: Problems,
    rules: Constitution | None,
    people: tuple[PaperBalances, ...],
    rounds: int | None,
) -> PaperPot:
    """The hands, one a row in the order of the turns; what is wrong is noted.

    Args:
        table: the table.
        problems: where to note it.
        rules: the group's; None where they can't be read.
        people: the members.
        rounds: of contributions that fell due; None: as many as have had the pot.
    """
    if not check_headings(table, NEEDED, set(), problems):
        return PaperPot()
    alive = {person.code for person in people if not person.dead}
    turns: list[str] = []
    got: list[str] = []
    for row in table.rows:
        cells = Cells(table, row, problems, 0)
        code = cells.text("member")
        had = cells.choice("had_pot", ("yes", "no"), "no") == "yes"
        if code not in alive:
            cells.wrong(Refusal("unknown_member"), "member")
        if had and len(got) < len(turns) and rules and rules.pot_order != "auction":
            cells.wrong(Refusal("pot_turn_skipped"), "had_pot")
        turns.append(code)
        if had:
            got.append(code)
    if rules and not rules.hand:
        _whole(table, problems, Refusal("no_pot_here"))
    pot = PaperPot(tuple(turns), tuple(got), len(got) if rounds is None else rounds)
    if not len(got) <= pot.rounds <= len(turns):
        told = {"value": pot.rounds, "least": len(got), "most": len(turns)}
        _whole(table, problems, Refusal("out_of_range", **told))
    return pot


def check_cash(
    pot: PaperPot,
    table: Table,
    problems: Problems,
    rules: Constitution,
    held: tuple[int, int],
) -> None:
    """Note where the pot's cash is not what the hands paid in less what the pots paid out.

    Args:
        pot: the round.
        table: from which it was read.
        problems: where to note it.
        rules: the group's.
        held: cash of the pot at all places, and hands that are owed, both in minor units.
    """
    if rules.short_pot != "postpone":
        return  # a pot may have been short, and nobody can say by how much
    cash, owed = held
    expected = rules.hand * len(pot.turns) * (pot.rounds - len(pot.got)) - owed
    if cash != expected:
        told = {"value": cash, "expected": expected, "currency": rules.money}
        _whole(table, problems, Refusal("pot_cash_differs", **told))


def _whole(table: Table, problems: Problems, refusal: Refusal) -> None:
    """Note something that is wrong with the table as a whole."""
    problems.add(refusal, file=table.file, line=1, column="had_pot", value="")
