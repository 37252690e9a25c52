"""The layout as worked pages: a typewriter of known widths makes every position countable."""

import pytest

from coopledger.reports.document import (
    A4,
    RECEIPT_58,
    CheckItem,
    Checklist,
    Column,
    Document,
    Heading,
    KeepTogether,
    KeyValues,
    PageBreak,
    PaperSize,
    Paragraph,
    Row,
    Signatures,
    Signer,
    Spacer,
    Symbol,
    Table,
)
from coopledger.reports.layout import Line, Mark, Modules, Page, Text, Watermark, lay_out
from coopledger.reports.layout.text import Pen
from coopledger.reports.pdf_painter import PdfMeasurer


class Typewriter:
    """Every character is half the text size wide; a line is one and a quarter of it high."""

    def width(self, text: str, size: float, bold: bool) -> float:
        return len(text) * size / 2

    def ascent(self, size: float) -> float:
        return size

    def descent(self, size: float) -> float:
        return size / 4


# 200 x 150 points inside the margins, text of 10 points: 40 characters in a line.
CARD = PaperSize("card", 220, 170, 10, 10)


def pages(*blocks, paper=CARD, **fields) -> list[Page]:
    document = Document(title="", blocks=blocks, paper=paper, **{"page_label": "", **fields})
    return lay_out(document, Typewriter())


def texts(page: Page) -> list[str]:
    return [item.text for item in page.items if isinstance(item, Text)]


def find(page: Page, text: str) -> Text:
    return next(item for item in page.items if isinstance(item, Text) and item.text == text)


def test_a_table_stands_where_it_was_worked_out_by_hand():
    table = Table(
        (Column("Member"), Column("Amount", "money")),
        (Row(("Juma", "1,500")), Row(("Akinyi", "200"))),
    )
    (page,) = pages(table)
    # The gutter is 9 and the figures need 30 for their header, so 161 are left for the names.
    assert find(page, "Member").x == 10
    assert find(page, "Juma").x == 10
    # Figures end at the trailing edge, 210, and so does their header.
    assert find(page, "Amount").x + 30 == pytest.approx(210)
    assert find(page, "1,500").x + 25 == pytest.approx(210)
    assert find(page, "200").x + 15 == pytest.approx(210)
    # A row is 12.5 for its line and 1.6 above and below it.
    header, first, second = (find(page, word).y for word in ("Member", "Juma", "Akinyi"))
    assert header == pytest.approx(10 + 1.6 + 10)
    assert first - header == pytest.approx(15.7)
    assert second - first == pytest.approx(15.7)


def test_text_is_broken_between_words_and_only_then_inside_one():
    (page,) = pages(Paragraph("aaaa " * 9 + "b" * 50))
    assert texts(page) == ["aaaa " * 7 + "aaaa", "aaaa", "b" * 40, "b" * 10]


def test_a_no_break_space_keeps_an_amount_whole():
    (page,) = pages(Paragraph("x" * 33 + " KES\u00a01,000"))
    assert texts(page) == ["x" * 33, "KES\u00a01,000"]


def test_a_word_is_never_broken_before_a_vowel_sign_or_inside_a_conjunct():
    # Forty places, of which the last would part क from the sign that belongs to it.
    (page,) = pages(Paragraph("क" * 39 + "क्षि" * 2))
    assert texts(page) == ["क" * 39, "क्षि" * 2]


def numbered(count: int) -> tuple[Row, ...]:
    return tuple(Row((f"member {number}", str(number))) for number in range(1, count + 1))


COLUMNS = (Column("Member"), Column("No.", "number"))


def test_a_long_table_repeats_its_header_and_loses_no_row():
    result = pages(Table(COLUMNS, numbered(500)))
    assert len(result) > 50
    for page in result:
        assert texts(page)[:2] == ["Member", "No."]
        assert texts(page).count("Member") == 1
    printed = [text for page in result for text in texts(page) if text.startswith("member")]
    assert printed == [f"member {number}" for number in range(1, 501)]


@pytest.mark.parametrize("count", range(5, 25))
def test_a_total_always_stands_with_the_row_before_it(count):
    total = Row(("All", str(count)), "total")
    last = pages(Table(COLUMNS, (*numbered(count), total)))[-1]
    assert f"member {count}" in texts(last)
    assert "All" in texts(last)


@pytest.mark.parametrize("count", range(5, 25))
def test_a_group_row_is_never_the_last_on_a_page(count):
    rows = (*numbered(count), Row(("Second",), "group"), *numbered(4))
    for page in pages(Table(COLUMNS, rows)):
        assert texts(page)[-1] != "Second"


@pytest.mark.parametrize("count", range(1, 14))
def test_a_heading_is_never_the_last_on_a_page(count):
    blocks = [*(Paragraph(f"line {number}") for number in range(count)), Heading("Next")]
    for page in pages(*blocks, Paragraph("what follows")):
        assert texts(page)[-1] != "Next"


@pytest.mark.parametrize("count", range(1, 14))
def test_no_page_has_a_single_line_of_a_paragraph(count):
    blocks = [Paragraph(f"line {number}") for number in range(count)]
    long = Paragraph("\n".join(f"long {number}" for number in range(6)))
    for page in pages(*blocks, long):
        assert sum(text.startswith("long") for text in texts(page)) != 1


def test_what_belongs_together_moves_to_the_next_page_together():
    filler = [Paragraph(f"line {number}") for number in range(5)]
    block = KeepTogether((Heading("Signed by"), Signatures((Signer("Chair"), Signer("Clerk")), 1)))
    first, second = pages(*filler, block)
    assert "Signed by" not in texts(first)
    assert texts(second) == ["Signed by", "Chair", "Clerk"]


def test_what_no_page_can_hold_together_is_still_printed_whole():
    block = KeepTogether(tuple(Paragraph(f"line {number}") for number in range(40)))
    result = pages(block)
    assert [text for page in result for text in texts(page)] == [f"line {n}" for n in range(40)]
    assert len(result) > 1


def test_a_cell_taller_than_a_page_goes_on_overleaf():
    long = " ".join(f"word{number:02}" for number in range(90))
    result = pages(Table((Column("Decision"), Column("No.", "number")), (Row((long, "7")),)))
    printed = [text for page in result for text in texts(page)]
    words = [word for text in printed for word in text.split() if word.startswith("word")]
    assert words == long.split()
    assert printed.count("7") == 1
    bottom = CARD.height - CARD.margin
    assert all(item.y <= bottom for page in result for item in page.items if isinstance(item, Text))


def test_a_page_break_breaks_once_and_a_spacer_vanishes_at_the_top():
    first, second = pages(Paragraph("one"), PageBreak(), PageBreak(), Spacer(40), Paragraph("two"))
    assert texts(first) == ["one"]
    # A paragraph's own gap stays under the spacer, which takes no room itself.
    assert find(second, "two").y <= 10 + 0.6 * 9 + 10


def test_pages_are_numbered_in_the_reports_digits():
    result = pages(
        Table(COLUMNS, numbered(100)),
        page_label="ገጽ {page} / {pages}",
        digits="٠١٢٣٤٥٦٧٨٩",
        footer="4821 0937",
        running_header="Meeting 12",
    )
    # Seven rows fit on the first page and six below a running header: 7 + 15 x 6 + 3.
    assert len(result) == 17
    assert "ገጽ ٢ / ١٧" in texts(result[1])
    assert "Meeting 12" not in texts(result[0])
    for page in result[1:]:
        assert texts(page)[0] == "Meeting 12"
    for page in result:
        assert "4821 0937" in texts(page)


def test_a_roll_is_one_page_as_long_as_what_stands_on_it():
    short = pages(Table(COLUMNS, numbered(3)), paper=RECEIPT_58)
    long = pages(Table(COLUMNS, numbered(300)), PageBreak(), Paragraph("end"), paper=RECEIPT_58)
    assert len(short) == len(long) == 1
    lowest = max(item.y for item in long[0].items if isinstance(item, Text))
    assert lowest < long[0].height - RECEIPT_58.margin < lowest + 20


def test_a_table_too_wide_for_the_paper_becomes_lists_and_breaks_no_figure():
    columns = (Column("Member"), *(Column(f"Fund {n}", "money") for n in range(4)))
    (page,) = pages(
        Table(columns, (Row(("Juma", "1,234,567", "2,234,567", "3,234,567", "4,234,567")),)),
        paper=RECEIPT_58,
    )
    assert texts(page) == [
        "Member", "Juma", "Fund 0", "1,234,567", "Fund 1", "2,234,567", "Fund 2", "3,234,567",
        "Fund 3", "4,234,567",
    ]  # fmt: skip


def test_a_total_in_a_stacked_table_is_not_taken_for_a_name():
    columns = (Column("Member"), *(Column(f"Fund {n}", "money") for n in range(4)))
    amounts = ("1,234,567", "2,234,567", "3,234,567", "4,234,567")
    rows = (Row(("Juma", *amounts)), Row(("Total", *amounts), "total"))
    (page,) = pages(Table(columns, rows), paper=RECEIPT_58)
    assert texts(page)[:3] == ["Member", "Juma", "Fund 0"]
    assert texts(page)[10:13] == ["Total", "Fund 0", "1,234,567"]


def test_a_wide_table_shrinks_before_it_breaks_names():
    columns = (Column("Name"), *(Column("Sum", "money") for _ in range(3)))
    rows = (Row(("Nsengiyumva Therese", "100,000", "100,000", "100,000")),)
    (page,) = pages(Table(columns, rows))
    name = next(item for item in page.items if isinstance(item, Text) and "Nsengi" in item.text)
    assert name.text in {"Nsengiyumva Therese", "Nsengiyumva"}
    assert 7.2 <= name.size <= 10


def test_right_to_left_everything_changes_sides_but_figures_stay_in_place_value():
    table = Table(
        (Column("عضو"), Column("مبلغ", "money")), (Row(("أحمد", "1,500")), Row(("x", "20")))
    )
    (page,) = pages(KeyValues((("رقم", "7"),)), table, direction="rtl")
    assert find(page, "عضو").x + find(page, "عضو").width == pytest.approx(210)
    assert find(page, "أحمد").x > 150
    assert find(page, "مبلغ").x == pytest.approx(10)
    large, small = find(page, "1,500"), find(page, "20")
    assert large.x == pytest.approx(10)
    assert small.x + small.width == pytest.approx(large.x + large.width)
    assert not large.rtl
    assert find(page, "أحمد").rtl
    assert not find(page, "x").rtl


def test_a_telephone_number_and_a_fraction_are_not_turned_round():
    (page,) = pages(KeyValues((("حضور", "21 / 25"), ("هاتف", "+254 700 1"))), direction="rtl")
    assert not find(page, "21 / 25").rtl
    assert not find(page, "+254 700 1").rtl


def test_the_watermark_is_behind_everything_on_every_page():
    for page in pages(Table(COLUMNS, numbered(40)), watermark="PRACTICE"):
        assert isinstance(page.items[0], Watermark)
        assert (page.items[0].x, page.items[0].y) == (110, 85)
    (roll,) = pages(Table(COLUMNS, numbered(200)), watermark="PRACTICE", paper=RECEIPT_58)
    assert sum(isinstance(item, Watermark) for item in roll.items) > 3


def test_marks_are_drawn_and_not_written():
    columns = (Column("Member"), Column("Here", "mark"))
    rows = (Row(("a", "yes")), Row(("b", "no")), Row(("c", "")))
    (page,) = pages(Table(columns, rows), Checklist((CheckItem("Box locked", "open"),)))
    assert [item.kind for item in page.items if isinstance(item, Mark)] == ["yes", "no", "open"]
    assert "yes" not in texts(page)


def test_a_square_code_is_never_mirrored_and_keeps_its_quiet_zone():
    symbol = Symbol(("110", "001", "010"), 30, "Check")
    (page,) = pages(symbol, direction="rtl")
    modules = next(item for item in page.items if isinstance(item, Modules))
    assert modules.x + 30 == pytest.approx(210 - 40)
    bars = list(modules.bars())
    assert bars[0] == pytest.approx((modules.x, modules.y, 20, 10))
    assert len(bars) == 3


def test_lines_to_sign_on_leave_room_for_a_hand():
    (page,) = pages(Paragraph("above"), Signatures((Signer("Chair", "Akinyi"), Signer("Clerk"))))
    left, right = (item for item in page.items if isinstance(item, Line))
    assert left.y1 - find(page, "above").y > 25
    assert left.x2 < right.x1
    assert find(page, "Akinyi").y > find(page, "Chair").y > left.y1


def test_a_row_with_too_few_cells_is_refused():
    with pytest.raises(ValueError, match="row 2 has 1 cells, not 2"):
        Table(COLUMNS, (Row(("a", "1")), Row(("b",))))


def test_a_row_for_handwriting_is_as_high_as_asked():
    columns = (Column("Member"), Column("Signature", "blank"))
    (page,) = pages(Table(columns, (Row(("a", "")), Row(("b", ""))), row_height=24))
    assert find(page, "b").y - find(page, "a").y == pytest.approx(24)


def test_landscape_turns_a_sheet_and_not_a_roll():
    assert A4.landscape().width == A4.height
    assert A4.landscape().landscape() == A4.landscape()
    assert RECEIPT_58.landscape() == RECEIPT_58


@pytest.mark.parametrize(
    ("direction", "text", "rtl"),
    [
        ("rtl", "دفعت ماري", True),
        ("rtl", "M05 دفعت", True),  # a code does not turn the sentence round
        ("rtl", "\u2068Mary\u2069 دفعت", True),
        ("rtl", "\u200e5\u200e% دفعت", True),
        ("rtl", "M05 Mary", False),
        ("rtl", "21 / 25", False),
        ("ltr", "\u2068ماري\u2069 paid", False),  # a name does not, either
        ("ltr", "ماري", True),
    ],
)
def test_a_sentence_runs_as_its_paper_does_whatever_it_begins_with(direction, text, rtl):
    pen = Pen(PdfMeasurer(), rtl=direction == "rtl")
    assert pen.line(text, 0, 0, 10).rtl is rtl
