"""What Qt itself says, in the language that the program speaks."""

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit

from coopledger.desktop.main import application
from coopledger.desktop.qt_texts import QtTexts
from coopledger.words import catalog

KEPT = {"A4", "Form", "...", "+", "Show ", "Alt+Left", "Alt+Right", "Alt+Up"}
"""Names, signs, keys, and what no person sees."""
KEPT_CONTEXTS = {"QShortcut", "QGuiApplication", "QTabBar", "QAccessibleActionInterface"}


@pytest.fixture
def speaking():
    """Lets a test change the language, and puts it back."""

    def speak(language):
        catalog.use_language(language)
        return application()

    yield speak
    catalog.use_language("en")
    application()


class Listener(QTranslator):
    """Hears every text that Qt asks for."""

    def __init__(self):
        super().__init__()
        self.heard = set()

    def isEmpty(self):  # noqa: N802 - as Qt calls it
        return False

    def translate(self, context, text, _disambiguation=None, _n=-1):
        self.heard.add((context, text))


def open_all(tmp_path):
    (tmp_path / "there.pdf").write_bytes(b"")
    for mode in (QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave):
        dialog = QFileDialog(None, "", str(tmp_path))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(mode)
        dialog.show()
        QApplication.processEvents()
        dialog.close()
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    dialog = QPrintDialog(printer)
    dialog.show()
    QApplication.processEvents()
    dialog.close()
    line = QLineEdit()
    line.createStandardContextMenu()


def test_every_text_of_the_dialogs_that_are_used_has_one_of_ours(qapp, tmp_path, speaking):
    speaking("en")
    listener = Listener()
    qapp.installTranslator(listener)
    try:
        open_all(tmp_path)
    finally:
        qapp.removeTranslator(listener)
    heard = {text for context, text in listener.heard if context not in KEPT_CONTEXTS}
    assert len(heard) > 40
    ours = QtTexts()
    ours.renew()
    assert {text for text in heard - KEPT if ours.translate("", text) is None} == set()


def test_a_lines_menu_and_the_file_dialog_speak_french(qapp, tmp_path, speaking):
    speaking("fr")
    line = QLineEdit()
    menu = line.createStandardContextMenu()
    assert [a.text().partition("\t")[0] for a in menu.actions()][:2] == [
        catalog._("Undo"),
        catalog._("Redo"),
    ]
    assert catalog._("Undo") != "Undo"
    dialog = QFileDialog(None, "", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    QApplication.processEvents()
    labels = {each.text() for each in dialog.findChildren(QLabel)}
    dialog.close()
    assert catalog._("Look in:") in labels
    assert "Look in:" not in labels


def test_a_question_keeps_the_files_name_in_its_place(qapp, speaking):
    speaking("en")
    asked = QCoreApplication.translate(
        "QFileDialog", "%1 already exists.\nDo you want to replace it?"
    )
    assert asked == "%1 is there already.\nShall it be replaced?"
