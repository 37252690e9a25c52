"""How each kind of paper is made: gathered from one reading of the book, then worded."""

from collections.abc import Callable

from coopledger.app import (
    account_papers,
    loan_papers,
    monthly_papers,
    papers,
    register_papers,
    standing_papers,
)
from coopledger.app.paper_kinds import Made, Picked
from coopledger.app.paper_source import PaperSource
from coopledger.reports import accounts, monthly, registers
from coopledger.reports.audit_certificate import audit_certificate
from coopledger.reports.confirmations import confirmations
from coopledger.reports.constitution_report import constitution_report
from coopledger.reports.document import PaperSize
from coopledger.reports.indicator_report import indicator_report
from coopledger.reports.loan_agreement import loan_agreement
from coopledger.reports.loan_register import loan_register
from coopledger.reports.meeting_report import meeting_report
from coopledger.reports.member_statement import member_statement
from coopledger.reports.receipt import receipt
from coopledger.reports.share_out_report import share_out_report


def _meeting(source: PaperSource, picked: Picked, paper: PaperSize) -> Made:
    _paper, told = papers.meeting_paper(source, picked.meeting)
    return Made(told.head, (meeting_report(told, paper),))


def _statement(source: PaperSource, picked: Picked, paper: PaperSize) -> Made:
    told = papers.statements(source, [picked.member] if picked.member else None)
    return Made(told[0].head, tuple(member_statement(each, paper) for each in told))


def _receipt(source: PaperSource, picked: Picked, paper: PaperSize) -> Made:
    told = register_papers.receipt_facts(source, picked.meeting, picked.member)
    return Made(told[0].head, tuple(receipt(each, paper) for each in told))


def _share_out(source: PaperSource, _picked: Picked, paper: PaperSize) -> Made:
    told = papers.share_out(source)
    return Made(told.head, (share_out_report(told, paper),))


def _agreement(source: PaperSource, picked: Picked, paper: PaperSize) -> Made:
    told = loan_papers.agreement_facts(source, picked.loan)
    return Made(told.head, (loan_agreement(told, paper),))


def _loans(source: PaperSource, _picked: Picked, paper: PaperSize) -> Made:
    told = loan_papers.loan_register_facts(source)
    return Made(told.head, (loan_register(told, paper),))


def _attendance(source: PaperSource, _picked: Picked, paper: PaperSize) -> Made:
    told = register_papers.attendance_facts(source)
    return Made(told.head, (registers.attendance_register(told, paper),))


def _savings(source: PaperSource, _picked: Picked, paper: PaperSize) -> Made:
    told = register_papers.savings_facts(source)
    return Made(told.head, (registers.savings_register(told, paper),))


def _cash_book(source: PaperSource, _picked: Picked, paper: PaperSize) -> Made:
    told = account_papers.cash_book_facts(source)
    return Made(told.head, (accounts.cash_book(told, paper),))


def _general_ledger(source: PaperSource, _picked: Picked, paper: PaperSize) -> Made:
    told = account_papers.general_ledger_facts(source)
    return Made(told.head, (accounts.general_ledger(told, paper),))


def _trial_balance(source: PaperSource, _picked: Picked, paper: PaperSize) -> Made:
    told = account_papers.general_ledger_facts(source, "trial-balance")
    return Made(told.head, (accounts.trial_balance(told, paper),))


def _receipts_payments(source: PaperSource, picked: Picked, paper: PaperSize) -> Made:
    told = monthly_papers.month_facts(source, picked.month)
    return Made(told.head, (monthly.receipts_and_payments(told, paper),))


def _demand(source: PaperSource, picked: Picked, paper: PaperSize) -> Made:
    told = monthly_papers.demand_facts(source, picked.month)
    return Made(told.head, (monthly.demand(told, paper),))


def _indicators(source: PaperSource, picked: Picked, paper: PaperSize) -> Made:
    told = standing_papers.indicator_facts(source, picked.meeting)
    return Made(told.head, (indicator_report(told, paper),))


def _constitution(source: PaperSource, _picked: Picked, paper: PaperSize) -> Made:
    told = standing_papers.constitution_facts(source)
    return Made(told.head, (constitution_report(told, paper),))


def _audit(source: PaperSource, _picked: Picked, paper: PaperSize) -> Made:
    told = standing_papers.audit_facts(source)
    return Made(told.head, (audit_certificate(told, paper),))


def _confirmations(source: PaperSource, _picked: Picked, paper: PaperSize) -> Made:
    told = standing_papers.confirmation_facts(source)
    return Made(told.head, (confirmations(told, paper),))


MAKERS: dict[str, Callable[[PaperSource, Picked, PaperSize], Made]] = {
    "meeting": _meeting,
    "statement": _statement,
    "receipt": _receipt,
    "loan-agreement": _agreement,
    "loans": _loans,
    "attendance": _attendance,
    "savings": _savings,
    "cash-book": _cash_book,
    "general-ledger": _general_ledger,
    "trial-balance": _trial_balance,
    "receipts-payments": _receipts_payments,
    "demand": _demand,
    "indicators": _indicators,
    "share-out": _share_out,
    "constitution": _constitution,
    "confirmations": _confirmations,
    "audit": _audit,
}
"""By the code of `paper_kinds.KINDS`."""
