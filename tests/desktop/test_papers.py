"""Papers in the window: choose any kind, page through, print and stop, save all, check one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from coopledger.app.paper_kinds import KINDS
from coopledger.app.papers import statement_facts
from coopledger.desktop.printing import PrintJob

ENTER, ESCAPE, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down


@pytest.fixture
def at_reports(opened, practice):
    """Someone at the reports of the group that has a whole year."""
    person = opened(practice)
    person.type("practice")
    person.press(ENTER)
    shell = person.window.shell
    group = next(g for g in shell.session.ledger.groups() if g.name.startswith("Tumaini"))
    shell.open_group(group.id)
    person.settle()
    shell.go("reports")
    person.settle()
    return person


def choose(person, name, data):
    """Choose from a list as a person does, by keys."""
    person.tab_to(name)
    made = person.focus
    at = made.findData(data)
    assert at >= 0, data
    person.press(Qt.Key.Key_Home)
    for _ in range(at):
        person.press(DOWN)
    assert made.currentData() == data


def test_every_kind_can_be_chosen_by_keys_and_is_shown(at_reports):
    person = at_reports
    for kind in KINDS:
        choose(person, "kind", kind.code)
        assert person.see("paper").pages, kind.code
        assert not person.banner, kind.code
        picks = person.window.shell.screen_shown.choice.picks
        assert {pick for pick, made in picks.items() if made.isVisible()} == set(kind.picks)


def test_a_paper_size_is_remembered_for_its_kind(at_reports):
    person = at_reports
    choose(person, "kind", "receipt")
    assert person.see("paper_size").currentData() == "80mm"
    choose(person, "paper_size", "58mm")
    narrow = person.see("paper").pages[0].width
    choose(person, "kind", "statement")
    assert person.see("paper_size").currentData() == "A4"
    choose(person, "kind", "receipt")
    assert person.see("paper_size").currentData() == "58mm"
    assert person.see("paper").pages[0].width == narrow < 200


def all_statements(person):
    choose(person, "kind", "statement")
    choose(person, "which_member", "")
    paper = person.see("paper")
    # The first is there at once; the others follow while one reads.
    assert paper.pages
    person.qtbot.waitUntil(lambda: paper.complete, timeout=20_000)
    return paper.pages


def test_everybodys_statements_are_paged_through_and_saved_as_one(at_reports, tmp_path):
    person = at_reports
    pages = all_statements(person)
    assert len(pages) >= 22
    person.see("paper").setFocus()
    person.press(Qt.Key.Key_PageDown)
    assert person.see("paper").at == 1
    person.window.shell.screen_shown._save_as(tmp_path / "all.pdf")
    person.settle()
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF")
    assert "all.pdf" in person.banner


def test_saving_stops_and_leaves_nothing_behind(at_reports, tmp_path):
    person = at_reports
    all_statements(person)
    screen = person.window.shell.screen_shown
    screen._save_as(tmp_path / "all.pdf")
    screen.jobs.stop_job()
    person.settle()
    assert "Stopped" in person.banner
    assert not list(tmp_path.glob("*all.pdf*"))
    assert person.see("save_pdf_button").isEnabled()


def printer_to(path):
    printer = QPrinter()
    printer.setOutputFileName(str(path))
    return printer


def test_all_statements_are_one_print_job_with_progress(at_reports, tmp_path, qtbot):
    person = at_reports
    pages = all_statements(person)
    screen = person.window.shell.screen_shown
    job = PrintJob(printer_to(tmp_path / "printed.pdf"), pages)
    told = []
    job.progress.connect(lambda done, of: told.append((done, of)))
    with qtbot.waitSignal(job.ended, timeout=60_000) as ended:
        screen.jobs.print_out(job)
        assert person.see("paper_progress").isVisible()
        assert not person.see("print").isEnabled()
    assert ended.args == [True]
    assert told == [(n, len(pages)) for n in range(1, len(pages) + 1)]
    assert (tmp_path / "printed.pdf").stat().st_size > 50_000
    assert person.see("print").isEnabled()


def test_a_print_job_is_stopped_by_the_button(at_reports, tmp_path, qtbot):
    person = at_reports
    pages = all_statements(person)
    screen = person.window.shell.screen_shown
    job = PrintJob(printer_to(tmp_path / "printed.pdf"), pages)
    told = []
    job.progress.connect(lambda done, of: told.append(done))
    screen.jobs.print_out(job)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert person.focus.objectName() == "stop_paper"
    person.press(ENTER)
    assert len(told) < len(pages)
    assert "Not everything was printed" in person.banner
    assert person.see("print").isEnabled()


def test_a_code_that_a_barcode_reader_types_is_checked(at_reports):
    person = at_reports
    session = person.window.shell.session
    group = next(g for g in session.ledger.groups() if g.name.startswith("Tumaini"))
    (told,) = statement_facts(session.ledger, group.id, ["M05"])
    person.tab_to("check_paper")
    person.press(Qt.Key.Key_Space)
    assert person.focus.objectName() == "paper_code"
    person.type(told.head.code)
    person.press(ENTER)
    assert "genuine" in person.see("verdict").text
    assert "M05" in person.window.shell.screen_shown.checking._about.text()
    # The next code takes its place.
    person.type(told.head.code.replace("/M05/", "/M06/"))
    person.press(ENTER)
    assert "NOT genuine" in person.see("verdict").text
    person.type("hello")
    person.press(ENTER)
    assert "hello" in person.window.shell.screen_shown.checking.code.complaint
    person.press(ESCAPE)
    assert person.window.shell.place == "reports"
    assert person.see("paper").pages
    QApplication.processEvents()


def test_a_paper_that_there_is_not_yet_is_said_so_and_cannot_be_printed(opened, practice):
    person = opened(practice)
    person.type("practice")
    person.press(ENTER)
    shell = person.window.shell
    group = next(g for g in shell.session.ledger.groups() if g.name.startswith("Biruk"))
    shell.open_group(group.id)
    person.settle()
    shell.go("reports")
    person.settle()
    choose(person, "kind", "share-out")
    assert "no share-out yet" in person.banner
    assert not person.see("paper").pages
    assert not person.see("print").isEnabled()
    choose(person, "kind", "loans")
    assert not person.banner
    assert person.see("print").isEnabled()
