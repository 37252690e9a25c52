"""All that a book knows, in a form that can be compared, and what holds of any book."""

from collections import Counter

from coopledger.domain.loan_state import Loan
from coopledger.domain.notice import outstanding

DEBTS = ("cash", "loans", "charges_due", "late_due", "fines_owed", "lent", "lent_due")
"""Accounts that are never below nothing."""
CREDITS = ("savings", "voluntary", "held", "external", "external_due", "payable")
"""Accounts of what the group owes: never the other way round."""


def accounts(book):
    """Balances that are not 0."""
    return {name: balance for name, balance in book.accounts.items() if balance}


def member_state(member):
    """What a book knows of one member."""
    deposits = {n: amount for n, amount in member.deposits.items() if amount}
    calls, paid = dict(member.calls), member.charges_paid
    roles, joined, shares = member.roles, member.joined, member.shares
    notices = {n: told for n, told in enumerate(member.notices) if told.amount}
    return roles, joined, shares, member.gone, calls, paid, deposits, notices, member.noticed


def loan_state(loan):
    """What a book knows of one loan."""
    return {name: _value(getattr(loan, name)) for name in Loan.__slots__}


def _value(value):
    return tuple(value) if isinstance(value, list) else value


def state(book):
    """All that a book knows."""
    plain = ("meeting", "day", "rules", "capitalised", "cycle", "first_loan", "closed")
    plain += ("cycle_day", "entitled", "shared_out")
    return {
        "accounts": accounts(book),
        "members": {code: member_state(member) for code, member in book.members.items()},
        "loans": {number: loan_state(loan) for number, loan in book.loans.items()},
        "open": list(book.open_loans),
        "called": set(book.called),
        "extras": set(book.extras),
        "reversed": set(book.reversed),
        "received": set(book.received),
        "lists": (tuple(book.versions), tuple(book.turns), tuple(book.pots)),
        "today": (dict(book.bought), dict(book.saved), dict(book.counted)),
        **{name: getattr(book, name) for name in plain},
    }


def unsound(book):
    """What no book may show: a fund out of balance, or a balance below nothing."""
    found, funds = {}, Counter()
    for name, balance in book.accounts.items():
        fund, kind = name.split(":")[:2]
        funds[fund] += balance
        wrong = kind in DEBTS and balance < 0
        if wrong or (kind in CREDITS and balance > 0):
            found[name] = balance
    found |= dict(_out_of_sight(book))
    found |= {fund: balance for fund, balance in funds.items() if balance}
    found |= {code: m.shares for code, m in book.members.items() if m.shares < 0}
    for code in book.members:
        if (left := outstanding(book, code)) < 0:
            found[f"notice {code}"] = left
    owing = {n for n, loan in book.loans.items() if book.debt(loan)}
    if owing != set(book.open_loans):
        found["open loans"] = owing ^ set(book.open_loans)
    return found


def _out_of_sight(book):
    """Cash and fines where the rules in force do not look for them."""
    rules = book.rules
    for name, balance in accounts(book).items():
        fund, kind, *rest = name.split(":")
        hidden = kind == "cash" and (fund not in rules.funds or rest[0] not in rules.places)
        if hidden or (kind == "fines_owed" and fund != rules.fines_go_to):
            yield f"{name} out of sight", balance


def differences(book, expected):
    """What of a book is not as a state said, with both."""
    found = {}
    for name, now in state(book).items():
        then = expected[name]
        if now == then:
            continue
        if isinstance(now, dict) and isinstance(then, dict):
            keys = [key for key in now.keys() | then.keys() if now.get(key) != then.get(key)]
            found |= {f"{name} {key}": _apart(now.get(key), then.get(key)) for key in keys}
        else:
            found[name] = (now, then)
    return found


def _apart(now, then):
    """Two values, or what in two dictionaries is not the same."""
    if isinstance(now, dict) and isinstance(then, dict):
        return {key: (now[key], then[key]) for key in now if now[key] != then[key]}
    return now, then
