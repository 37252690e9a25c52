"""The picture guide: one sheet, every picture and every sentence on it, in every script."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from coopledger.reports import qt_painter
from coopledger.reports.document import A4, A5, LETTER, RECEIPT_80
from coopledger.reports.files import save_pdf
from coopledger.reports.layout import Strokes, Text
from coopledger.reports.picture_guide import picture_guide
from coopledger.reports.pictures import WIDTH, drawing
from coopledger.words.catalog import available_languages, speaking
from coopledger.words.help.guide import FOOT, PICTURES, TITLE
from tests.reports.papers import needs_pdftotext, printed

LANGUAGES = sorted({"en", *available_languages(), "ar-XB"})


@pytest.mark.parametrize("paper", [A4, A5, LETTER], ids=lambda paper: paper.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_page(tmp_path, language, paper):
    with speaking(language):
        assert save_pdf(picture_guide(paper), tmp_path / "g.pdf", strict=True) == 1


def test_on_a_roll_the_pictures_stand_under_each_other():
    (page,) = qt_painter.pages_of(picture_guide(RECEIPT_80))
    lefts = {round(item.x, 1) for item in page.items if isinstance(item, Strokes)}
    assert len(lefts) == 1


@needs_pdftotext
def test_it_says_all_that_it_should(tmp_path):
    save_pdf(picture_guide(), tmp_path / "g.pdf")
    words = " ".join(printed(tmp_path / "g.pdf")).split()
    for text in (TITLE, FOOT, *(each.says for each in PICTURES)):
        assert set(str(text).split()) <= set(words), text


@pytest.mark.parametrize("name", [each.name for each in PICTURES])
def test_a_drawing_keeps_to_its_field(name):
    for stroke in drawing(name):
        assert len(stroke) > 1
        for x, y in stroke:
            assert 0 <= x <= WIDTH
            assert 0 <= y <= 1


def test_no_two_drawings_are_the_same():
    assert len({drawing(each.name) for each in PICTURES}) == len(PICTURES) == 8


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_drawings_and_words_keep_apart_and_to_the_sheet(language):
    with speaking(language):
        (page,) = qt_painter.pages_of(picture_guide())
    drawings = [item for item in page.items if isinstance(item, Strokes)]
    texts = [item for item in page.items if isinstance(item, Text)]
    assert len(drawings) == 8
    first = drawings[0]
    # The first picture stands where reading begins.
    assert (first.x > page.width / 2) == (language == "ar-XB")
    for item in drawings:
        high = item.width / WIDTH
        assert A4.margin <= item.x <= page.width - A4.margin - item.width + 0.1
        for text in texts:
            beside = text.x + text.width <= item.x or item.x + item.width <= text.x
            above = text.y <= item.y or text.y - text.size >= item.y + high
            assert beside or above, text
    for text in texts:
        assert text.x >= A4.margin - 0.1
        assert text.x + text.width <= page.width - A4.margin + 0.1


def test_both_painters_draw_them(tmp_path):
    (page,) = qt_painter.pages_of(picture_guide())
    image = QImage(round(page.width), round(page.height), QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    qt_painter.paint(page, painter, 1)
    painter.end()
    for item in page.items:
        if isinstance(item, Strokes):
            dark = sum(
                image.pixelColor(round(item.x) + x, round(item.y) + y).value() < 128
                for x in range(round(item.width))
                for y in range(round(item.width / WIDTH))
            )
            assert dark > 100
    save_pdf(picture_guide(), tmp_path / "g.pdf")
    assert (tmp_path / "g.pdf").read_bytes().startswith(b"%PDF")
