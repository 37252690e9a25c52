"""``calc loan FILE`` and ``calc share-out FILE``: arithmetic without a book.

The file holds one JSON object: a loan's terms or a share-out's claims. Amounts go in and come out
as decimal strings.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from coopledger.domain.errors import Refusal
from coopledger.domain.loans import kept_back, loan_flows, read_terms, schedule, true_cost
from coopledger.domain.money import plain
from coopledger.domain.share_out import MemberPart, read_share_out, share_out

MOST_BYTES = 16 * 2**20
_MOST_DIGITS = 20

Answer = dict[str, object]


def run_calc(kind: str, path: str | Path) -> Answer:
    """Work out one file.

    Args:
        kind: ``loan`` or ``share-out``.
        path: the JSON file.

    Raises:
        Refusal: with ``file``, and ``line`` or ``column`` (the field) and ``value``.
        ValueError: ``kind`` is neither.
    """
    if kind not in _KINDS:
        raise ValueError(kind)
    try:
        return _KINDS[kind](_read(Path(path)))
    except Refusal as refusal:
        raise refusal.within(file=str(path)) from None


def _loan(source: dict[str, object]) -> Answer:
    terms = read_terms(source)
    rows = schedule(terms)
    cost = true_cost(loan_flows(terms, rows), terms.period.in_a_year)
    back = kept_back(terms)

    def text(amount: int) -> str:
        return plain(amount, terms.decimals)

    return {
        "instalments": [
            {
                "n": row.n,
                "due": row.due.isoformat(),
                "principal": text(row.principal),
                "charge": text(row.charge),
                "balance": text(row.balance),
            }
            for row in rows
        ],
        "paid_out": text(terms.principal - back),
        "total_charge": text(back + sum(row.charge for row in rows)),
        "apr": str(cost.apr),
        "ear": str(cost.ear),
    }


def _share_out(source: dict[str, object]) -> Answer:
    terms, decimals = read_share_out(source)
    result = share_out(terms)

    def text(amount: int) -> str:
        return plain(amount, decimals)

    def line(member: MemberPart) -> dict[str, str]:
        return {
            "id": member.id,
            "entitlement": text(member.entitlement),
            "set_off": text(member.set_off),
            "payout": text(member.payout),
            "still_owes": text(member.still_owes),
        }

    return {
        "share_value": None if result.share_value is None else text(result.share_value),
        "total_shares": result.total_shares,
        "distributable": text(result.distributable),
        "members": [line(member) for member in result.members],
        "residue": text(result.residue),
        **({"reserve": text(result.reserve)} if terms.reserve else {}),
    }


_KINDS: dict[str, Callable[[dict[str, object]], Answer]] = {
    "loan": _loan,
    "share-out": _share_out,
}


def _read(path: Path) -> dict[str, object]:
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise Refusal("file_missing", value=problem.strerror) from None
    if len(content) > MOST_BYTES:
        raise Refusal("file_too_large", value=len(content), most=MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise Refusal("bad_encoding", line=line, value=content[problem.start]) from None
    try:
        found = json.loads(
            text,
            # A number with a point is as exact as a string, if no float comes between.
            parse_float=str,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_once_each,
        )
    except json.JSONDecodeError as problem:
        raise Refusal("bad_json", line=problem.lineno, column=problem.colno) from None
    except RecursionError:
        raise Refusal("bad_json", line=1) from None
    if not isinstance(found, dict):
        raise Refusal("bad_json", line=1)
    return found


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise Refusal("too_large", value=digits[:_MOST_DIGITS] + "…")
    return int(digits)


def _no_number(word: str) -> object:
    raise Refusal("not_a_number", value=word)


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refusal("duplicate_key", column=twice, value=twice)
    return found
