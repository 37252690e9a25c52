"""What all events share: the kinds of value that stand in a page."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from coopledger.domain.money import MAX_AMOUNT

MemberCode = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,11}\Z")]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
NoteRef = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]
Number = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Signed = Annotated[int, Meta(ge=-MAX_AMOUNT, le=MAX_AMOUNT)]
Status = Literal["present", "late", "excused", "absent", "represented"]
Role = Literal[
    "chairperson",
    "secretary",
    "treasurer",
    "record_keeper",
    "box_keeper",
    "money_counter",
    "key_holder",
    "signatory",
    "auditor",
    "deputy",
]


class Fact(
    msgspec.Struct, frozen=True, tag_field="k", omit_defaults=True, forbid_unknown_fields=True
):
    """Base of all events."""
