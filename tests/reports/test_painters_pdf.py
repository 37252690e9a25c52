"""Files through reportlab: text, bytes, and what the file door does with odd characters."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coopledger.domain.errors import Refusal
from coopledger.reports.document import (
    A4,
    A5,
    LETTER,
    RECEIPT_58,
    CheckItem,
    Checklist,
    Column,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Row,
    Signatures,
    Signer,
    Symbol,
    Table,
)
from coopledger.reports.files import needs_shaping, save_all_pdf, save_pdf
from coopledger.reports.outlines import outline
from coopledger.reports.pdf_painter import PdfMeasurer

needs = {
    tool: pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")
    for tool in ("pdftotext", "pdfinfo", "pdffonts", "qpdf")
}


def report(rows: int = 120, *, name: str = "Akinyi", **fields) -> Document:
    table = Table(
        (
            Column("No.", "number"),
            Column("Member"),
            Column("Here", "mark"),
            Column("Saved", "money"),
        ),
        (
            *(Row((str(n), f"{name} {n}", "yes", f"{n * 1500:,}")) for n in range(1, rows + 1)),
            Row(("", "Total", "", f"{1500 * rows * (rows + 1) // 2:,}"), "total"),
        ),
    )
    fields = {"title": "Meeting report", "subtitle": "Umoja · 12", "author": "Umoja", **fields}
    return Document(
        blocks=(
            KeyValues((("Chair", name), ("Place", "Kisumu"))),
            Heading("Savings"),
            table,
            Checklist((CheckItem("Box locked", "yes"),)),
            Symbol(("101", "010", "101"), 60, "Check this paper"),
            Signatures((Signer("Chair", name), Signer("Treasurer"))),
        ),
        running_header="Meeting report",
        footer="4821 0937 5520 1184 7763",
        page_label="Page {page} of {pages}",
        watermark="PRACTICE",
        **fields,
    )


def output(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs["pdftotext"]
def test_the_text_comes_out_as_it_was_put_in(tmp_path):
    path = tmp_path / "report.pdf"
    assert save_pdf(report(), path) == 4
    lines = output("pdftotext", "-layout", path, "-").splitlines()
    cells = [line.split() for line in lines]
    assert ["Chair", "Akinyi", "Place", "Kisumu"] in cells
    for number in range(1, 121):
        assert [str(number), "Akinyi", str(number), f"{number * 1500:,}"] in cells
    assert ["Total", "10,890,000"] in cells
    for number in range(1, 5):
        end = f"Page {number} of 4".split()
        assert ["4821", "0937", "5520", "1184", "7763", *end] in cells


@needs["pdftotext"]
def test_an_amharic_name_in_an_english_report_comes_out_whole(tmp_path):
    path = tmp_path / "report.pdf"
    save_pdf(report(3, name="አበበ ተስፋዬ"), path)
    assert "አበበ ተስፋዬ 2" in output("pdftotext", "-layout", path, "-")


@pytest.mark.parametrize("paper", [A4, A5, LETTER, RECEIPT_58, A4.landscape()])
@needs["qpdf"]
def test_files_are_sound_on_every_paper(tmp_path, paper):
    path = tmp_path / "report.pdf"
    save_pdf(report(40, paper=paper), path)
    assert "No syntax or stream encoding errors" in output("qpdf", "--check", path)


@needs["pdffonts"]
def test_every_font_is_embedded_and_only_in_part(tmp_path):
    path = tmp_path / "report.pdf"
    save_pdf(report(5, name="Akinyi አበበ"), path)
    rows = output("pdffonts", path).splitlines()[2:]
    assert len(rows) == 2
    for row in rows:
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]
    assert path.stat().st_size < 40_000


@needs["pdfinfo"]
def test_the_file_says_what_it_is(tmp_path):
    path = tmp_path / "report.pdf"
    save_pdf(report(5), path)
    info = output("pdfinfo", path)
    assert "Meeting report" in info
    assert "Umoja" in info
    assert b"/Lang" in path.read_bytes()


def test_the_same_report_gives_the_same_bytes(tmp_path):
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    save_pdf(report(name="አበበ Akinyi"), one)
    save_pdf(report(rows=7), tmp_path / "other.pdf")
    save_pdf(report(name="አበበ Akinyi"), two)
    assert one.read_bytes() == two.read_bytes()
    save_pdf(report(rows=119, name="አበበ Akinyi"), two)
    assert one.read_bytes() != two.read_bytes()


def test_another_process_with_another_hash_seed_gives_the_same_bytes(tmp_path):
    program = (
        "import sys; from coopledger.reports.document import *;"
        "from coopledger.reports.files import save_pdf;"
        "save_pdf(Document(title='Umoja አበበ', blocks=(Paragraph('Été'),)), sys.argv[1])"
    )
    files = []
    for seed in ("1", "2"):
        files.append(tmp_path / f"{seed}.pdf")
        subprocess.run(
            [sys.executable, "-c", program, files[-1]],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
    assert files[0].read_bytes() == files[1].read_bytes()


def test_several_documents_become_one_file_each_with_its_own_page_numbers(tmp_path):
    path = tmp_path / "all.pdf"
    assert save_all_pdf((report(5, paper=A5) for _ in range(3)), path) == 3


def test_no_document_is_no_file(tmp_path):
    with pytest.raises(ValueError, match="no document"):
        save_all_pdf([], tmp_path / "none.pdf")
    assert not list(tmp_path.iterdir())


def test_a_strict_report_refuses_a_character_that_no_font_has(tmp_path):
    with pytest.raises(Refusal) as refusal:
        save_pdf(report(1, name="Asha 😀"), tmp_path / "report.pdf", strict=True)
    assert refusal.value.code == "missing_glyph"
    assert refusal.value.params == {"value": "U+1F600"}
    assert not list(tmp_path.iterdir())


@needs["pdftotext"]
def test_at_the_meeting_such_a_character_is_spelled_out(tmp_path):
    path = tmp_path / "report.pdf"
    save_pdf(report(1, name="Asha 😀"), path)
    assert "Asha [U+1F600] 1" in output("pdftotext", "-layout", path, "-")


def test_a_file_that_was_there_stays_when_writing_fails(tmp_path, monkeypatch):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"the old one")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        save_pdf(report(1), path)
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "shaped"),
    [
        ("Akinyi wa Ŋ’ — «Été» œ 12 % ₹", False),
        ("Ελλάδα Москва አማርኛ", False),
        ("सुनीता", True),
        ("فاطمة", True),
        ("e\u0301", True),
        ("a\u2069b", False),
    ],
)
def test_the_door_knows_which_scripts_need_shaping(text, shaped):
    assert needs_shaping([Document(title="x", blocks=(Paragraph(text),))]) is shaped


@needs["pdftotext"]
def test_the_watermark_can_be_read_once_a_page_and_not_between_the_rows(tmp_path):
    path = tmp_path / "report.pdf"
    count = save_pdf(report(), path)
    words = output("pdftotext", "-layout", path, "-").split()
    assert words.count("PRACTICE") == count
    assert not {"P", "R", "A", "C", "T", "I", "E"} & set(words)


@pytest.mark.parametrize("word", ["PRACTICE", "ÉTÉ", "ልምምድ", "o"])
def test_outlines_stay_in_the_room_of_their_text(word):
    across = PdfMeasurer().width(word, 1, False)
    contours = list(outline(word))
    points = [p for start, curves in contours for p in (start, *(end for _, end in curves))]
    assert len(contours) >= len(word)
    assert all(-0.05 <= x <= across + 0.05 and -0.3 <= y <= 1.1 for x, y in points)
    assert max(x for x, _ in points) > across * 0.8
    for start, curves in contours:
        assert curves[-1][1] == start
