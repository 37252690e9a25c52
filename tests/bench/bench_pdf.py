"""Pages a second for 1,000 member statements with a 30-row table.

    python tests/bench/bench_pdf.py [STATEMENTS]

Ours, through the neutral document and the layout, beside a raw reportlab canvas that draws the
same words at places worked out beforehand, and beside Qt. CPU seconds, best of three, one run.
"""

import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from coopledger.reports import pdf_painter
from coopledger.reports.document import A4, Column, Document, KeyValues, Row, Table
from coopledger.reports.fonts import LATIN, font_file

ROWS = 30
HEADERS = ("Meeting", "Date", "Shares", "Savings", "Loan repaid", "Balance")
EDGES = (90, 100, 210, 300, 420, 540)


def figures(member: int) -> list[tuple[str, ...]]:
    rows = []
    balance = 0
    for meeting in range(1, ROWS + 1):
        shares = (member * 7 + meeting * 3) % 6
        balance += shares * 2000
        day = f"2026-{1 + meeting // 28:02}-{1 + meeting % 28:02}"
        repaid = f"{(member * 131 + meeting * 977) % 90_000:,}"
        rows.append((str(meeting), day, str(shares), f"{shares * 2000:,}", repaid, f"{balance:,}"))
    return rows


def statement(member: int) -> Document:
    kinds = ("number", "date", "number", "money", "money", "money")
    columns = tuple(Column(*pair) for pair in zip(HEADERS, kinds, strict=True))
    return Document(
        title="Member statement",
        subtitle="Umoja Savings Group",
        footer="4821 0937 5520 1184 7763",
        blocks=(
            KeyValues((("Member", f"M{member:04}"), ("Name", f"Akinyi {member}"))),
            Table(columns, tuple(map(Row, figures(member)))),
        ),
    )


def documents(count: int) -> Iterator[Document]:
    return map(statement, range(count))


def ours(count: int) -> int:
    stream = io.BytesIO()
    pdf_painter.write_pdf(documents(count), stream)
    return stream.tell()


def through_qt(count: int) -> int:
    from coopledger.reports import qt_painter

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "statements.pdf")
        qt_painter.write_pdf(list(documents(count)), path)
        return path.stat().st_size


def raw(count: int) -> int:
    pdfmetrics.registerFont(TTFont("Raw", str(font_file(LATIN))))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(A4.width, A4.height), invariant=1, pageCompression=1)
    for member in range(count):
        _raw_page(canvas, member)
        canvas.showPage()
    canvas.save()
    return stream.tell()


def _raw_page(canvas: Canvas, member: int) -> None:
    canvas.setFont("Raw", 17)
    canvas.drawString(51, 770, "Member statement")
    canvas.setFont("Raw", 10)
    canvas.drawString(51, 755, "Umoja Savings Group")
    canvas.line(51, 750, 544, 750)
    for x, text in ((51, "Member"), (110, f"M{member:04}"), (300, "Name")):
        canvas.drawString(x, 735, text)
    canvas.drawString(360, 735, f"Akinyi {member}")
    y = 710
    for number, row in enumerate((HEADERS, *figures(member))):
        for index, (edge, text) in enumerate(zip(EDGES, row, strict=True)):
            draw = canvas.drawString if index == 1 else canvas.drawRightString
            draw(edge, y, text)
        canvas.setLineWidth(0.25 if number else 1)
        canvas.line(51, y - 4, 544, y - 4)
        y -= 15
    canvas.setFont("Raw", 8)
    canvas.line(51, 65, 544, 65)
    canvas.drawString(51, 55, "4821 0937 5520 1184 7763")
    canvas.drawRightString(544, 55, "1 / 1")


def timed(work: Callable[[int], int], count: int) -> tuple[float, int]:
    best = float("inf")
    size = 0
    for _ in range(3):
        start = time.process_time()
        size = work(count)
        best = min(best, time.process_time() - start)
    return best, size


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"{count} statements of {ROWS} rows, CPU seconds, best of 3")
    print(f"{'':24}{'seconds':>9}{'pages/s':>9}{'share':>8}{'kB':>8}{'peak MB':>9}")
    base = None
    for name, work in (
        ("raw reportlab canvas", raw),
        ("CoopLedger", ours),
        ("  through Qt", through_qt),
    ):
        work(5)
        seconds, size = timed(work, count)
        base = base or seconds
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name:24}{seconds:9.2f}{count / seconds:9.0f}{base / seconds:8.2f}"
            f"{size / 1000:8.0f}{peak:9.0f}"
        )


if __name__ == "__main__":
    main()
