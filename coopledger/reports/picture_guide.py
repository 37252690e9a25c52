"""The picture guide: one sheet for the wall, the meeting in eight pictures with few words."""

from coopledger.reports.document import A4, Document, PaperSize, Paragraph, Picture, Pictures
from coopledger.reports.vocabulary import in_digits
from coopledger.words.catalog import current_language, is_right_to_left
from coopledger.words.help import guide
from coopledger.words.numbers import format_number

_LARGE = 1.4
"""It hangs on a wall."""


def picture_guide(paper: PaperSize = A4) -> Document:
    """The guide in the current language; one page on every sheet from A5 up."""
    language = current_language()
    told = [
        Picture(each.name, format_number(number), str(each.says))
        for number, each in enumerate(guide.PICTURES, 1)
    ]
    return Document(
        title=str(guide.TITLE),
        blocks=(Pictures(tuple(told)), Paragraph(str(guide.FOOT), "center", bold=True)),
        paper=paper,
        direction="rtl" if is_right_to_left(language) else "ltr",
        language=language,
        page_label="",
        digits=in_digits("0123456789"),
        scale=_LARGE,
    )
