"""``lenders.csv`` of a baseline: what the group itself owes to a bank or to others outside."""

import re

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.interop.baseline_problems import Cells, Problems, Table, check_headings

NEEDED = {"lender", "principal_left"}
OPTIONAL = {"charge_due", "terms"}


class PaperDebt(msgspec.Struct, frozen=True):
    """What the group owes one lender at the cut-off, in minor units.

    Attributes:
        lender: its code.
        principal: still to be repaid.
        charge: fell due and is unpaid.
        terms: as written.
    """

    lender: str
    principal: int
    charge: int
    terms: str


def read_lenders(table: Table, problems: Problems, decimals: int) -> tuple[PaperDebt, ...]:
    """The lenders in the order of the table; what is wrong is noted."""
    if not check_headings(table, NEEDED, OPTIONAL, problems):
        return ()
    found: dict[str, PaperDebt] = {}
    for row in table.rows:
        cells = Cells(table, row, problems, decimals)
        code = cells.text("lender")
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,23}", code, re.ASCII):
            cells.wrong(Refusal("bad_code"), "lender")
        if code in found:
            cells.wrong(Refusal("duplicate_key", value=code), "lender")
        debt = PaperDebt(
            code, cells.amount("principal_left"), cells.amount("charge_due"), cells.note("terms")
        )
        if not debt.principal and not debt.charge:
            cells.wrong(Refusal("nothing_owed"), "principal_left")
        found[code] = debt
    return tuple(found.values())
