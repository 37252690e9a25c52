"""The share-out at the end of a cycle."""

from coopledger.domain.share_out.division import MemberPart, ShareOut, share_out
from coopledger.domain.share_out.terms import (
    Claim,
    PayoutRounding,
    Rule,
    ShareOutTerms,
    read_share_out,
)

__all__ = [
    "Claim",
    "MemberPart",
    "PayoutRounding",
    "Rule",
    "ShareOut",
    "ShareOutTerms",
    "read_share_out",
    "share_out",
]
