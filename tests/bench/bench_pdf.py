"""Pages a second for 1,000 member statements: a 30-row table and a QR code each.

    python tests/bench/bench_pdf.py [STATEMENTS]

Ours, through the neutral document and the layout, beside a raw reportlab canvas that draws the same
words at places worked out beforehand, reportlab's Platypus, and fpdf2 (`pip install .[bench]`; left
out where it is missing), all with the same font and the same QR code, made anew for each page. Then
ours through Qt, the memory of ten times as many statements, and the meeting report of 40 members
from the click to the painted preview. CPU seconds, best of three, one run, one process each.
"""

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

from processes import ROOT, environment, median, run, table

from coopledger.reports.document import A4, Column, Document, KeyValues, Row, Symbol, Table
from coopledger.reports.fonts import LATIN, font_file
from coopledger.reports.qr import qr_symbol

ROWS = 30
HEADERS = ("Meeting", "Date", "Shares", "Savings", "Loan repaid", "Balance")
EDGES = (90, 100, 210, 300, 420, 540)
RUNS = 3


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


def symbol(member: int) -> Symbol:
    """A code as long as a statement's."""
    seal = f"{member:04}" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 3
    told = f"SHARES:{member}.SAVINGS:{member * 2000}.LOANS:27000"
    return qr_symbol(
        f"COOP1/STATEMENT/AD65E52F0C4B9A31/50/52596241348723744463/M{member:04}/{told}"
        f"/BB6EDA8212049DEC/{seal}"
    )


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
        symbol=symbol(member),
    )


def documents(count: int) -> Iterator[Document]:
    return map(statement, range(count))


def ours(count: int) -> int:
    from coopledger.reports import pdf_painter

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
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Raw", str(font_file(LATIN))))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(A4.width, A4.height), invariant=1, pageCompression=1)
    for member in range(count):
        _raw_page(canvas, member)
        canvas.showPage()
    canvas.save()
    return stream.tell()


def _raw_page(canvas, member: int) -> None:
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
    path = canvas.beginPath()
    for x, y, width, tall in bars(symbol(member)):
        path.rect(484 + x, 826 - y - tall, width, tall)
    canvas.drawPath(path, stroke=0, fill=1)


def bars(code: Symbol) -> Iterator[tuple[float, float, float, float]]:
    from coopledger.reports.layout import Modules

    return Modules(0, 0, code.side, code.modules).bars()


def platypus(count: int) -> int:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate
    from reportlab.platypus import Table as PlatypusTable
    from reportlab.platypus.paragraph import ParagraphStyle

    class Code(Flowable):
        def __init__(self, member: int) -> None:
            super().__init__()
            self.member = member

        def wrap(self, *_room: float) -> tuple[float, float]:
            return 60, 60

        def draw(self) -> None:
            path = self.canv.beginPath()
            for x, y, width, tall in bars(symbol(self.member)):
                path.rect(x, 60 - y - tall, width, tall)
            self.canv.drawPath(path, stroke=0, fill=1)

    pdfmetrics.registerFont(TTFont("Raw", str(font_file(LATIN))))
    large = ParagraphStyle("large", fontName="Raw", fontSize=17, leading=20)
    small = ParagraphStyle("small", fontName="Raw", fontSize=10, leading=12)
    look = [
        ("FONT", (0, 0), (-1, -1), "Raw", 10),
        ("ALIGN", (2, 0), (-1, -1), "RIGHT"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.25, "black"),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    story = []
    for member in range(count):
        story += [
            Paragraph("Member statement", large),
            Paragraph("Umoja Savings Group", small),
            Code(member),
            Paragraph(f"Member M{member:04} Name Akinyi {member}", small),
            PlatypusTable([HEADERS, *figures(member)], style=look, repeatRows=1),
            PageBreak(),
        ]
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=(A4.width, A4.height), invariant=1).build(story)
    return stream.tell()


def fpdf2(count: int) -> int:
    from fpdf import FPDF

    made = FPDF(unit="pt", format="A4")
    made.set_auto_page_break(False)
    made.add_font("Raw", fname=str(font_file(LATIN)))
    widths = (60, 80, 70, 90, 110, 83)
    for member in range(count):
        made.add_page()
        made.set_font("Raw", size=17)
        made.text(51, 72, "Member statement")
        made.set_font("Raw", size=10)
        made.text(51, 87, "Umoja Savings Group")
        made.text(51, 107, f"Member M{member:04} Name Akinyi {member}")
        made.set_y(120)
        for row in (HEADERS, *figures(member)):
            made.set_x(51)
            for index, (width, text) in enumerate(zip(widths, row, strict=True)):
                align = "L" if index == 1 else "R"
                made.cell(width, 15, text, border="B", align=align)
            made.ln(15)
        made.set_font("Raw", size=8)
        made.text(51, 790, "4821 0937 5520 1184 7763")
        for x, y, width, tall in bars(symbol(member)):
            made.rect(484 + x, 16 + y, width, tall, style="F")
    return len(made.output())


WAYS = {
    "raw reportlab canvas": raw,
    "CoopLedger": ours,
    "  through Qt": through_qt,
    "reportlab Platypus": platypus,
    "fpdf2, cell by cell": fpdf2,
}


def one(way: str, count: int) -> None:
    """In a process of its own: CPU seconds, best of three; bytes; peak of memory in MB."""
    work = WAYS[way]
    work(5)
    best, size = float("inf"), 0
    for _ in range(RUNS):
        start = time.process_time()
        size = work(count)
        best = min(best, time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(best, size, peak)


def measured(way: str, count: int) -> tuple[float, int, float] | None:
    command = [sys.executable, __file__, "--one", way, str(count)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"{way}: {done.stderr.strip().splitlines()[-1]}")
        return None
    seconds, size, peak = done.stdout.split()
    return float(seconds), int(size), float(peak)


PREVIEW = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[2])
from coopledger.desktop.main import application
from coopledger.desktop.window import MainWindow
app = application("light", "M")
window = MainWindow(Path(sys.argv[1])); window.resize(1366, 768); window.show()
def settle():
    while not window.background.idle: QApplication.processEvents()
    QApplication.processEvents()
settle()
from PySide6.QtWidgets import QLineEdit
window.cover.findChild(QLineEdit).setText("seven goats"); window.cover.unlock(); settle()
shell = window.shell; shell.open_group(shell.session.ledger.groups()[0].id); settle()
shell.go("reports"); settle()
screen = shell.screen_shown
for run in range(7):
    # What was laid out before would make the second look quicker than the first.
    from coopledger.reports import qt_painter
    qt_painter._width.cache_clear()
    begin, cpu = time.perf_counter(), time.process_time()
    screen.choice.choose("meeting", 52 + run); screen.show_chosen(); settle()
    screen.paper.repaint()
    print(time.perf_counter() - begin, time.process_time() - cpu, len(screen.paper.pages))
window.close()
"""


def preview() -> None:
    """From the click on a meeting of a group of 40 to its painted report; medians of seven."""
    from population import forty

    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "forty.coop")
        forty(store)
        printed = run([sys.executable, "-c", PREVIEW, str(store), folder], ROOT).printed
    lines = [tuple(map(float, line.split())) for line in printed.splitlines()]
    wall, cpu, pages = zip(*lines, strict=True)
    assert min(pages) >= 2, "no report was shown"
    rows = [["report of 40 members, click to preview", "seconds", "CPU s"]]
    rows.append(["median of 7", f"{median(wall):.3f}", f"{median(cpu):.3f}"])
    rows.append(["slowest", f"{max(wall):.3f}", f"{max(cpu):.3f}"])
    table(rows)


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rows = [[f"{count} statements", "CPU s", "pages/s", "of raw", "kB", "peak MB"]]
    base = None
    for way in WAYS:
        found = measured(way, count)
        if found is None:
            continue
        seconds, size, peak = found
        base = base or seconds
        figures_of = (f"{seconds:.2f}", f"{count / seconds:.0f}", f"{base / seconds:.2f}")
        rows.append([way, *figures_of, f"{size / 1000:.0f}", f"{peak:.0f}"])
    table(rows)
    memory = [["CoopLedger's memory", "peak MB"]]
    for many in (count // 10, count):
        found = measured("CoopLedger", many)
        memory.append([f"{many} statements", f"{found[2]:.0f}" if found else ""])
    print()
    table(memory)
    print()
    preview()


if __name__ == "__main__":
    main()
