"""The picture guide as a file: a paper that is about no group and needs no ledger."""

from pathlib import Path

from coopledger.domain.errors import Refusal
from coopledger.reports.document import A4, PaperSize
from coopledger.reports.files import save_pdf
from coopledger.reports.picture_guide import picture_guide


def save_guide(out: Path, paper: PaperSize = A4) -> int:
    """Save the guide as PDF, in the current language; returns the number of pages.

    Raises:
        Refusal: `not_writable`.
    """
    try:
        return save_pdf(picture_guide(paper), out)
    except OSError as problem:
        raise Refusal("not_writable", value=str(out), reason=problem.strerror or "") from None
