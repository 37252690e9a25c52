"""``import-statement`` and ``confirm-statement``: a provider's statement into a meeting's file.

With ``--json``, ``import-statement`` gives ``provider``, ``place``, ``payments`` (``receipt``,
``line``, ``moment``, ``amount`` in minor units, ``nature``, ``name``, ``phone``, ``account``,
``details``, ``members``, ``why``, ``use``), ``known``, ``taken_back``, ``skipped``, ``twice``,
``breaks``, ``closing``, ``book``, ``expected`` and ``unreadable`` (files of columns that were kept
and are left out); ``confirm-statement`` gives the meeting's file.
"""

from argparse import Namespace
from collections.abc import Callable

import msgspec

from coopledger.app.statement_columns import keep_mapping
from coopledger.app.statements import (
    Looked,
    confirmed_meeting,
    look_at_statement,
    write_statement_sheet,
)
from coopledger.cli.answers import Answer, columns, open_group
from coopledger.domain.money import Currency
from coopledger.interop.statements.providers import read_mapping
from coopledger.store.files import replace
from coopledger.words.catalog import _, isolated, ngettext
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number
from coopledger.words.payments import (
    WHY,
    broken_balance,
    closing_told,
    left_out,
    mapping_unreadable,
    nothing_new,
)


def import_statement(asked: Namespace) -> Answer:
    """Read a statement, say whose each payment may be, and write the sheet to confirm it on."""
    with open_group(asked) as (ledger, group, currency):
        looked = look_at_statement(
            ledger,
            group.id,
            asked.file,
            place=asked.at,
            mapping=asked.columns,
            order=asked.date_order,
        )
        lines = _lines(looked, currency)
        if asked.columns:
            keep_mapping(ledger, read_mapping(asked.columns))
            told = _("Its columns are kept: the next file of {provider} is read without them.")
            lines += ["", told.format(provider=isolated(looked.provider))]
        if asked.sheet:
            write_statement_sheet(ledger, group.id, looked, asked.sheet)
            told = _(
                "The sheet is in {file}. Put right what is wrong in it, write yes under"
                " “confirmed” and use confirm-statement. Nothing was recorded yet."
            )
            lines += ["", told.format(file=isolated(str(asked.sheet)))]
        else:
            lines += ["", _("Nothing was recorded.")]
    return Answer(tuple(lines), _data(looked))


def confirm_statement(asked: Namespace) -> Answer:
    """Make the meeting's file of the rows that a person confirmed."""
    with open_group(asked) as (ledger, group, _currency):
        day = asked.date or [row.day for row in ledger.summaries(group.id) if row.day][-1]
        meeting = confirmed_meeting(ledger, group.id, asked.file, day, place=asked.at)
        ledger.spare(asked.out)
        replace(asked.out, msgspec.json.format(msgspec.json.encode(meeting), indent=1) + b"\n")
    count = sum(type(entry).__name__ == "StatementReceipt" for entry in meeting.entries)
    told = ngettext(
        "{count} payment is in {file}, ready for the meeting. Nothing was recorded yet.",
        "{count} payments are in {file}, ready for the meeting. Nothing was recorded yet.",
        count,
    )
    said = told.format(count=format_number(count), file=isolated(str(asked.out)))
    return Answer((said,), msgspec.to_builtins(meeting))


def _data(looked: Looked) -> dict[str, object]:
    found = msgspec.to_builtins(looked)
    payments = [
        {**row.pop("payment"), **row, "use": use}
        for row, use in zip(found.pop("proposals"), found.pop("uses"), strict=True)
    ]
    return {**found, "payments": payments}


def _lines(looked: Looked, currency: Currency) -> list[str]:
    heads = (_("Receipt"), _("When"), _("Amount"), _("From or to"), _("Member"), _("Why"))
    rows = [
        (
            proposal.payment.receipt,
            proposal.payment.moment,
            format_amount(proposal.payment.amount, currency),
            isolated(proposal.payment.name or proposal.payment.details[:30]),
            " ".join(proposal.members) or "—",
            str(WHY[proposal.why]) if proposal.why else "",
        )
        for proposal in looked.proposals
    ]
    lines = [isolated(looked.provider), "", *(columns([heads, *rows]) if rows else [])]
    lines += [""] if rows else []
    if not looked.proposals:
        lines.append(nothing_new(moved=looked.moved))
    lines += [mapping_unreadable(file) for file in looked.unreadable]
    lines += left_out(looked.known, len(looked.skipped), len(looked.twice), looked.taken_back)
    for gap in looked.breaks:
        lines.append(broken_balance(gap.line, gap.balance, gap.expected, currency))
    if looked.closing is not None:
        lines.append(closing_told(looked.closing, looked.expected, currency))
    return lines


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "import-statement": import_statement,
    "confirm-statement": confirm_statement,
}
