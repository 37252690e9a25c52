"""The same pages through Qt, compared by what is on the picture."""

import os
import shutil
import subprocess
import sys

import pytest
from PySide6.QtGui import QImage, QPainter

from coopledger.reports import qt_painter
from coopledger.reports.document import (
    A5,
    CheckItem,
    Checklist,
    Column,
    Document,
    Paragraph,
    Row,
    Symbol,
    Table,
)
from coopledger.reports.files import save_pdf

pytestmark = pytest.mark.usefixtures("qapp")

ARABIC = Document(
    title="تقرير الاجتماع",
    language="ar",
    direction="rtl",
    watermark="تدريب",
    blocks=(
        Table(
            (Column("العضو"), Column("هنا", "mark"), Column("الادخار", "money")),
            (Row(("فاطمة (ب)", "yes", "1,500")), Row(("Juma", "no", "20"))),
        ),
    ),
)
HINDI = Document(title="बैठक रिपोर्ट", language="hi", blocks=(Paragraph("लक्ष्मी प्रसाद"),))


def picture(document: Document, scale: float = 1.5) -> QImage:
    page = qt_painter.pages_of(document)[0]
    image = QImage(
        round(page.width * scale), round(page.height * scale), QImage.Format.Format_Grayscale8
    )
    image.fill(255)
    painter = QPainter(image)
    qt_painter.paint(page, painter, scale)
    painter.end()
    return image


def ink(image: QImage, left: float = 0, right: float = 1) -> int:
    columns = range(int(image.width() * left), int(image.width() * right), 2)
    return sum(
        image.pixelColor(x, y).value() < 128 for x in columns for y in range(0, image.height(), 2)
    )


def test_right_to_left_the_title_stands_at_the_right():
    title = Document(title="تقرير", direction="rtl", page_label="", paper=A5)
    image = picture(title)
    rule = ink(picture(Document(title="", direction="rtl", page_label="", paper=A5)))
    assert ink(image, 0.5, 1) - ink(image, 0, 0.5) > 20
    assert rule == 0


def test_arabic_letters_are_joined():
    # A zero-width non-joiner parts them; final forms are wider than the joined ones.
    measurer = qt_painter.QtMeasurer()
    apart = measurer.width("\u200c".join("ببببب"), 10, False)
    assert measurer.width("ببببب", 10, False) < apart * 0.8


def test_bold_is_the_fonts_own_and_its_digits_are_equally_wide():
    measurer = qt_painter.QtMeasurer()
    assert measurer.width("Total", 10, True) > measurer.width("Total", 10, False) * 1.03
    assert len({measurer.width(digit, 10, True) for digit in "0123456789"}) == 1


def test_hindi_conjuncts_are_formed():
    measurer = qt_painter.QtMeasurer()
    assert measurer.width("क्ष", 10, False) < measurer.width("कष", 10, False)


def test_marks_and_codes_have_ink():
    def inked(*blocks):
        return ink(picture(Document(title="", page_label="", paper=A5, blocks=blocks), 4))

    assert inked() == 0
    for mark in ("yes", "no", "open"):
        assert inked(Checklist((CheckItem("", mark),))) > 20, mark
    # The square alone is 50 x 50 points; every second pixel both ways is counted.
    assert inked(Symbol(("11", "11"), 50)) > (50 * 4 / 2) ** 2 * 0.95


def test_text_is_set_as_wide_as_it_was_measured():
    word = "Nsengiyumva"
    (page,) = qt_painter.pages_of(
        Document(title="", page_label="", paper=A5, blocks=(Paragraph(word),))
    )
    (item,) = page.items
    scale = 4.0
    image = QImage(round(page.width * scale), 200, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    qt_painter.paint(page, painter, scale)
    painter.end()
    inked = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).value() < 128 for y in range(200))
    ]
    assert inked[0] / scale == pytest.approx(item.x, abs=1)
    assert inked[-1] / scale == pytest.approx(item.x + item.width, abs=1)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("document", [ARABIC, HINDI], ids=["ar", "hi"])
def test_the_file_is_sound(tmp_path, document):
    path = tmp_path / "report.pdf"
    assert save_pdf(document, path, strict=True) == 1
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="pdffonts is not installed")
def test_fonts_are_embedded(tmp_path):
    path = tmp_path / "report.pdf"
    save_pdf(ARABIC, path)
    rows = subprocess.check_output(["pdffonts", path], text=True).splitlines()[2:]
    assert any("NotoSansArabic" in row for row in rows)
    assert all(row.split()[-5] == "yes" for row in rows)
    assert path.stat().st_size < 80_000


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_figures_in_an_arabic_table_can_be_read_from_the_file(tmp_path):
    path = tmp_path / "report.pdf"
    save_pdf(ARABIC, path)
    text = subprocess.check_output(["pdftotext", "-layout", path, "-"], text=True)
    assert "1,500" in text
    assert "Juma" in text


def test_without_a_display_another_process_writes_the_same_bytes(tmp_path):
    program = (
        "import sys; from coopledger.reports.document import *;"
        "from coopledger.reports.files import save_pdf;"
        "save_pdf(Document(title='Umoja فاطمة', blocks=(Paragraph('नमस्ते 12'),)), sys.argv[1])"
    )
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"}
    }
    files = [tmp_path / f"{number}.pdf" for number in range(3)]
    for path in files:
        subprocess.run([sys.executable, "-c", program, path], check=True, env=bare)
    assert len({path.read_bytes() for path in files}) == 1
