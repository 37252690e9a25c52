"""What an account is, and what other programs call it.

The book's own names are ``fund:account[:part...]`` (`domain.book`). Plain-text accounting wants to
know of each account whether it is an asset, a liability, equity, income or expense.
"""

import re
from typing import Literal, TypeAlias

Class: TypeAlias = Literal["Assets", "Liabilities", "Equity", "Income", "Expenses"]
Program: TypeAlias = Literal["hledger", "ledger", "beancount"]

CLASSES: dict[str, Class] = {
    "cash": "Assets",
    "loans": "Assets",
    "charges_due": "Assets",
    "late_due": "Assets",
    "fines_owed": "Assets",
    "arrears": "Assets",
    "lent": "Assets",
    "lent_due": "Assets",
    "savings": "Liabilities",
    "voluntary": "Liabilities",
    "held": "Liabilities",
    "payable": "Liabilities",
    "external": "Liabilities",
    "external_due": "Liabilities",
    "contributions": "Equity",
    "retained": "Equity",
    "distributed": "Equity",
    "income": "Income",
    "expense": "Expenses",
}
"""By the second part of an account's name."""

_FOREIGN = re.compile("[^A-Za-z0-9]+")


def fund_of(account: str) -> str:
    """The fund that an account belongs to."""
    return account.partition(":")[0]


def class_of(account: str) -> Class:
    """What an account is; one that is not known is equity, where a wrong sign does least harm."""
    return CLASSES.get(account.split(":")[1], "Equity")


class Names:
    """The book's accounts under names that a program takes, each book account under one of its own.

    The fund stands first (``Loan:Assets:Cash:Box``), so that each fund is a branch that balances.
    Beancount knows five roots only, so there it stands second (``Assets:Loan:Cash:Box``). Income
    and expense are the class already and aren't said twice.
    """

    def __init__(self, program: Program) -> None:
        self._class_first = program == "beancount"
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    def __call__(self, account: str) -> str:
        """The program's name for a book account."""
        if account not in self._names:
            self._names[account] = self._free(account)
        return self._names[account]

    def _free(self, account: str) -> str:
        fund, *parts = account.split(":")
        kind = class_of(account)
        if kind in ("Income", "Expenses") and len(parts) > 1:
            parts = parts[1:]
        head = [kind, _part(fund)] if self._class_first else [_part(fund), kind]
        name = base = ":".join(head + [_part(part) for part in parts])
        again = 1
        while name in self._taken:  # a_b and A-b are two codes in the book
            again += 1
            name = f"{base}-{again}"
        self._taken.add(name)
        return name


def _part(code: str) -> str:
    plain = _FOREIGN.sub("-", code).strip("-") or "X"
    return plain[0].upper() + plain[1:]
