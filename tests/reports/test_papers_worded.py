"""The papers of every kind of group, worded: in other languages, on small paper, nothing empty."""

import pytest

from coopledger.app import papers
from coopledger.app.paper_files import save
from coopledger.reports.document import A4, A5, RECEIPT_80, Table
from coopledger.reports.files import save_pdf
from coopledger.words.catalog import speaking
from tests.reports.lives import KINDS, NAMES, lived
from tests.reports.papers import needs_pdftotext, printed, strings


def everything(group):
    """All papers of a group, its share-out at the end where there is one."""
    ledger, book = group.ledger, group.group
    found = [papers.meeting_report(ledger, book, n) for n in range(1, group.book.meeting + 1)]
    found += papers.member_statements(ledger, book)
    return found


def tables(block):
    if isinstance(block, Table):
        yield block
    for inner in getattr(block, "blocks", ()):
        yield from tables(inner)


@pytest.mark.parametrize("kind", KINDS)
def test_no_column_of_any_table_is_empty(ledger, kind):
    for document in everything(lived(ledger, kind)):
        for table in tables(document):
            bodies = [row.cells for row in table.rows if row.kind != "group"]
            for column, cells in zip(table.columns, zip(*bodies, strict=True), strict=True):
                # The passbook's loan table has its few columns whatever happened.
                fixed = column.header in {"Charge", "Paid", "Of it principal"}
                assert any(cells) or fixed, (document.title, document.subtitle, column)


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_is_translated(ledger, kind):
    group = lived(ledger, kind)
    with speaking("en-XA"):
        documents = everything(group)
        if kind in ("vsla", "silc", "asca", "coop"):
            group.end(group.book.meeting)
            documents.append(papers.share_out_report(ledger, group.group))
    own = {*NAMES, *ledger.store.texts(group.group).values()}
    for document in documents:
        for text in strings((document.title, document.blocks, document.footer)):
            if any(c.isalpha() for c in text) and text not in own and not text.startswith("M0"):
                assert text.startswith("[") or text[:2].strip().isdigit(), text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("paper", [A4, A5, RECEIPT_80], ids=["A4", "A5", "roll"])
def test_they_print_from_the_right_and_on_small_paper(ledger, tmp_path, kind, paper):
    group = lived(ledger, kind)
    last = group.book.meeting
    with speaking("ar-XB"):
        made = [papers.meeting_report(ledger, group.group, last, paper=paper)]
        made.append(papers.member_statement(ledger, group.group, "M01", paper=paper))
        if kind != "rosca" and kind != "shg":
            group.end(last)
            made.append(papers.share_out_report(ledger, group.group, paper=paper))
    for document in made:
        assert document.direction == "rtl"
        assert save_pdf(document, tmp_path / "paper.pdf", strict=True) >= 1


@needs_pdftotext
def test_the_share_outs_sheet_has_a_line_to_sign_for_each_member(ledger, tmp_path):
    group = lived(ledger, "vsla")
    group.end(8)
    facts = papers.share_out_facts(ledger, group.group)
    save(ledger, group.group, "share-out", tmp_path / "s.pdf")
    lines = printed(tmp_path / "s.pdf")
    assert any(line.endswith("Paid Signature") for line in lines)
    for row in facts.rows:
        start = f"{row.member.code} {row.member.name} {row.shares} {row.savings:,}"
        assert any(x.startswith(start) and x.endswith(f"{row.paid:,}") for x in lines), row
    assert f"One share is worth {facts.value:,}" in " ".join(lines)
    assert f"Not shared out: {facts.residue:,}. It lies in: Loan fund." in lines


def test_a_plan_says_what_is_due_next(ledger):
    group = lived(ledger, "coop")
    told = list(strings(papers.member_statement(ledger, group.group, "M02")))
    assert "Instalments of loan 1" in told
    assert "Next: 1,020.07 on 1 May 2025." in told
    assert "Loan 1 of 3,000.00, due 1 Jun 2025, guarantors M01 and M03" in told
    assert "Answers for loans of others" in strings(
        papers.member_statement(ledger, group.group, "M01")
    )


def test_a_correction_is_told_with_reason_and_who_approved(ledger):
    group = lived(ledger, "vsla")
    told = list(strings(papers.meeting_report(ledger, group.group, 6)))
    index = next(c.entry for c in papers.meeting_facts(ledger, group.group, 6).corrections)
    assert f"page 6, entry {index}" in told
    assert "written twice" in told
    assert "M01 Esther Auma, M03 Ruth Akello" in told


def test_words_follow_the_constitution(ledger):
    silc = list(strings(papers.member_statement(ledger, lived(ledger, "silc").group, "M01")))
    assert "Shares" not in silc
    assert "Savings at face" not in silc
    rosca = lived(ledger, "rosca")
    told = list(strings(papers.member_statement(ledger, rosca.group, "M01")))
    assert "Hands paid" in told
    assert not {"Savings", "Shares", "Loan to repay"} & set(told)
    assert "Loan fund" not in strings(papers.meeting_report(ledger, rosca.group, 1))
