import pytest

from coopledger.domain.errors import Refusal
from coopledger.reports import fonts
from coopledger.reports.fonts import (
    ARABIC,
    DEVANAGARI,
    ETHIOPIC,
    FACES,
    LATIN,
    Face,
    coverage,
    faces_for,
    font_file,
    missing_glyphs,
    runs,
    spelled_out,
)

ALPHABETS = {
    "English, Swahili, French, Somali, Kinyarwanda": "AZaz0189 éèêëçàâîïôûùœæÉÇŒŋ'’«»—–…·%+-()/",
    "Amharic": "ሀለሐመሠረሰሸቀበተኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ፡።፣፩፲",
    "Hindi": "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह्ािीुूेैोौंः।०१९₹",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة،؛؟٠١٩٪",
}


@pytest.mark.parametrize("language", ALPHABETS)
def test_every_language_of_the_program_has_its_letters(language):
    assert missing_glyphs(ALPHABETS[language]) == ()


def test_each_face_is_an_installed_file_and_not_the_italic():
    for face in FACES:
        assert font_file(face).is_file()
        assert "Italic" not in font_file(face).name


def test_a_missing_package_is_named():
    absent = Face("X", "Noto Sans X", "no_such_font_package", "files", 1, 0.3)
    with pytest.raises(Refusal) as refusal:
        font_file(absent)
    assert refusal.value.code == "font_missing"
    assert refusal.value.params == {"value": "Noto Sans X", "package": "no_such_font_package"}


def test_a_name_in_amharic_stands_inside_an_english_line():
    assert runs("Paid by አበበ ተስፋዬ — 12") == (
        (LATIN, "Paid by "),
        (ETHIOPIC, "አበበ ተስፋዬ "),
        (LATIN, "— 12"),
    )


def test_every_run_is_set_in_a_face_that_covers_it():
    for face, run in runs("".join(ALPHABETS.values())):
        assert set(run) <= coverage(face)


def test_the_room_that_lines_need_follows_the_scripts():
    assert faces_for("Akinyi") == (LATIN,)
    assert faces_for("አበበ (a)") == (LATIN, ETHIOPIC)
    assert DEVANAGARI in faces_for("सुनीता")
    assert ARABIC in faces_for("فاطمة")


def test_digits_are_equally_wide_in_the_faces_that_figures_are_set_in():
    from coopledger.reports.pdf_painter import PdfMeasurer

    measure = PdfMeasurer()
    widths = {measure.width(digit, 10, False) for digit in "0123456789"}
    assert len(widths) == 1


def test_what_no_font_has_is_found_and_spelled_out():
    text = "Asha 😀\u0007"
    assert missing_glyphs(text) == ("\u0007", "😀")
    assert spelled_out(text, missing_glyphs(text)) == "Asha [U+1F600][U+0007]"


def test_joiners_and_direction_marks_need_no_glyph():
    assert missing_glyphs("\u200d\u200e\u2066\u2069\u061c\n") == ()


def test_the_faces_are_not_asked_again_for_every_text():
    assert fonts.coverage(LATIN) is fonts.coverage(LATIN)
