"""Papers of groups whose people write Amharic, Hindi or Arabic: right, whole, embedded."""

import shutil
import subprocess
from itertools import pairwise

import pytest
from PySide6.QtGui import QImage, QPainter

from coopledger.app.paper_kinds import KINDS, Picked, make
from coopledger.reports import qt_painter
from coopledger.reports.document import A4, A5, RECEIPT_58, Document, Paragraph
from coopledger.reports.files import needs_shaping, save_all_pdf
from coopledger.reports.layout import Text
from coopledger.words.catalog import speaking
from tests.reports import lives
from tests.reports.lives import lived

PEOPLE = {
    "am": ("አስቴር ተስፋዬ", "ብርሃኑ ከበደ", "ትዕግሥት ዓለሙ", "ሰላማዊት በቀለ", "ግርማ ወልደ", "ዮሐንስ አበበ"),
    "hi": ("लक्ष्मी प्रसाद", "कृष्णा त्रिपाठी", "श्रद्धा सिंह", "ज्योत्स्ना मिश्रा", "विद्या", "पुष्पा"),
    "ar": ("فاطمة الزهراء", "محمد (الأمين)", "عائشة", "يوسف", "مريم", "إبراهيم"),
}
CODES = [kind.code for kind in KINDS if kind.code != "share-out"]


@pytest.fixture(params=PEOPLE)
def group(request, ledger, monkeypatch):
    """A group of people who write in one script, and its language."""
    monkeypatch.setattr(lives, "NAMES", PEOPLE[request.param])
    return lived(ledger, "vsla"), request.param


def documents(group, code, paper=None):
    found, language = group
    with speaking(language, "native"):
        picked = Picked(member="M02")
        return make(found.ledger, found.group, code, picked, paper).documents


@pytest.mark.parametrize("code", CODES)
def test_every_kind_is_printed_without_a_box(group, tmp_path, code):
    made = documents(group, code)
    assert save_all_pdf(made, tmp_path / "p.pdf", strict=True) >= 1
    assert needs_shaping(made) == (group[1] != "am")
    assert all(each.direction == ("rtl" if group[1] == "ar" else "ltr") for each in made)


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="pdffonts is not installed")
def test_the_fonts_are_in_the_file(group, tmp_path):
    save_all_pdf(documents(group, "statement"), tmp_path / "p.pdf")
    rows = subprocess.check_output(["pdffonts", tmp_path / "p.pdf"], text=True).splitlines()[2:]
    # The Latin face has the Devanagari letters too.
    script = {"am": "Ethiopic", "hi": "NotoSans", "ar": "Arabic"}[group[1]]
    assert any(script in row for row in rows)
    assert all(row.split()[-5] == "yes" for row in rows)


@pytest.mark.parametrize("paper", [A4, A5, RECEIPT_58], ids=["A4", "A5", "roll"])
@pytest.mark.parametrize("code", ["statement", "attendance", "loan-agreement", "receipt"])
def test_nothing_stands_outside_the_margins_or_on_something_else(group, code, paper):
    for document in documents(group, code, paper):
        sheet = document.paper
        for page in qt_painter.pages_of(document):
            texts = [item for item in page.items if isinstance(item, Text) and item.text]
            lines = {}
            for item in texts:
                assert item.x >= sheet.margin - 0.5, item
                assert item.x + item.width <= page.width - sheet.margin + 0.5, item
                lines.setdefault(round(item.y, 1), []).append(item)
            for line in lines.values():
                line.sort(key=lambda item: item.x)
                for before, after in pairwise(line):
                    assert before.x + before.width <= after.x + 0.5, (before, after)


def inked(text: str, language: str) -> int:
    document = Document(
        title="", page_label="", language=language, blocks=(Paragraph(text),), paper=A5
    )
    page = qt_painter.pages_of(document)[0]
    image = QImage(round(page.width), 80, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    qt_painter.paint(page, painter, 1)
    painter.end()
    return sum(
        image.pixelColor(x, y).value() < 128 for x in range(image.width()) for y in range(80)
    )


@pytest.mark.parametrize("language", ["hi", "ar"])
def test_letters_are_joined_on_the_picture(qapp, language):
    # The zero-width non-joiner takes the letters apart.
    name = PEOPLE[language][0].split()[0]
    joined, apart = inked(name, language), inked("\u200c".join(name), language)
    assert joined > 10
    assert joined != apart
