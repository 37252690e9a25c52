"""What holds on every page, whatever stands on it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from coopledger.reports.document import (
    A4,
    A5,
    RECEIPT_58,
    RECEIPT_80,
    Column,
    Document,
    Heading,
    KeepTogether,
    KeyValues,
    PaperSize,
    Paragraph,
    Row,
    Table,
)
from coopledger.reports.fonts import FACES
from coopledger.reports.layout import Text, lay_out
from coopledger.reports.pdf_painter import PdfMeasurer

words = st.text("abcdefghijk MNOPሀለ-", min_size=1, max_size=40).map(str.strip).filter(bool)
figures = st.integers(-(10**9), 10**9).map("{:,}".format)
cells = {"text": words, "number": figures, "money": figures, "date": st.just("2026-03-14")}
papers = st.sampled_from([A4, A5, RECEIPT_58, RECEIPT_80, PaperSize("card", 220, 170, 10, 10)])


@st.composite
def tables(draw):
    kinds = draw(st.lists(st.sampled_from(sorted(cells)), min_size=1, max_size=7))
    columns = tuple(Column(draw(words), kind) for kind in kinds)
    row_kinds = draw(
        st.lists(
            st.sampled_from(["body", "body", "body", "group", "subtotal", "total"]), max_size=25
        )
    )
    rows = []
    for row_kind in row_kinds:
        if row_kind == "group":
            rows.append(Row((draw(words),), "group"))
        else:
            rows.append(Row(tuple(draw(cells[kind]) for kind in kinds), row_kind))
    return Table(columns, tuple(rows))


simple = st.one_of(
    tables(),
    words.map(Heading),
    st.text("abc def\n", min_size=1, max_size=300).map(Paragraph),
    st.lists(st.tuples(words, words), max_size=5).map(lambda pairs: KeyValues(tuple(pairs))),
)
blocks = st.lists(
    st.one_of(simple, st.lists(simple, max_size=3).map(lambda inner: KeepTogether(tuple(inner)))),
    max_size=5,
)


@st.composite
def documents(draw):
    return Document(
        title=draw(words),
        blocks=tuple(draw(blocks)),
        paper=draw(papers),
        direction=draw(st.sampled_from(["ltr", "rtl"])),
        footer=draw(st.sampled_from(["", "4821 0937 5520"])),
        running_header="Report",
    )


MEASURER = PdfMeasurer(FACES)


@given(documents())
@settings(max_examples=120, deadline=None)
def test_all_text_is_inside_the_margins(document):
    margin = document.paper.margin - 0.02
    for page in lay_out(document, MEASURER):
        for item in page.items:
            if isinstance(item, Text):
                assert item.x >= margin
                assert item.x + item.width <= page.width - margin
                assert margin <= item.y <= page.height - margin


@given(documents())
@settings(max_examples=120, deadline=None)
def test_no_two_texts_overlap(document):
    for page in lay_out(document, MEASURER):
        texts = [item for item in page.items if isinstance(item, Text)]
        for index, one in enumerate(texts):
            for other in texts[index + 1 :]:
                apart = (
                    one.x + one.width <= other.x + 0.02
                    or other.x + other.width <= one.x + 0.02
                    or abs(one.y - other.y) >= min(one.size, other.size)
                )
                assert apart, (one, other)


@given(documents())
@settings(max_examples=120, deadline=None)
def test_every_figure_is_printed_whole(document):
    printed = [
        item.text
        for page in lay_out(document, MEASURER)
        for item in page.items
        if isinstance(item, Text)
    ]
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells if row.kind != "group" else ():
                    if cell[-1].isdigit():
                        assert cell in printed


@given(documents())
@settings(max_examples=60, deadline=None)
def test_no_character_gets_lost(document):
    def letters(strings):
        return sorted("".join("".join(strings).split()))

    flow = Document(title=document.title, blocks=document.blocks, paper=RECEIPT_80, page_label="")
    (page,) = lay_out(flow, MEASURER)
    printed = letters(item.text for item in page.items if isinstance(item, Text))
    # On a roll no header is repeated, but one that became a list has its headers in every row.
    for character in letters(_strings(flow)):
        assert character in printed
    assert len(printed) >= len(letters(_strings(flow)))


def _strings(document):
    def of(block):
        match block:
            case Table():
                # A table without rows, or one that was stacked, prints no header of its own.
                return [cell for row in block.rows for cell in row.cells]
            case KeyValues():
                return [text for pair in block.pairs for text in pair]
            case KeepTogether():
                return [text for inner in block.blocks for text in of(inner)]
        return [block.text]

    return [document.title, *(text for block in document.blocks for text in of(block))]


def test_a_row_taller_than_a_small_page_is_cut_between_its_cells():
    columns = tuple(Column("M", "date") for _ in range(12))
    table = Table(columns, (Row(("2026-03-14",) * 12),))
    paper = PaperSize("card", 220, 170, 10, 10)
    pages = lay_out(Document(title="M", blocks=(table,), paper=paper, running_header="R"), MEASURER)
    assert len(pages) > 1
    dates = [t for p in pages for t in p.items if isinstance(t, Text) and t.text == "2026-03-14"]
    assert len(dates) == 12
    assert all(text.y < 150 for text in dates)
