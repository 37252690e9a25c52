"""Loans: terms, schedule, true cost."""

from coopledger.domain.loans.schedule import Instalment, kept_back, schedule
from coopledger.domain.loans.terms import DayCount, Method, Period, Terms, read_terms
from coopledger.domain.loans.true_cost import Flow, TrueCost, loan_flows, true_cost

__all__ = [
    "DayCount",
    "Flow",
    "Instalment",
    "Method",
    "Period",
    "Terms",
    "TrueCost",
    "kept_back",
    "loan_flows",
    "read_terms",
    "schedule",
    "true_cost",
]
