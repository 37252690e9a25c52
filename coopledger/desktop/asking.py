"""Questions to the person that the system's own dialogs ask: which file, which folder.

None of them blocks: the answer comes to a function, so a test or a slow person stops nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from coopledger.words.catalog import _


def ask_paper_path(
    parent: QWidget, suggestion: Path, answer: Callable[[Path], None], *, tables: bool = True
) -> None:
    """Ask where to save a paper, as PDF or its tables if it has any; the ending says which.

    Nothing is called on Cancel.
    """
    dialog = QFileDialog(parent, _("Save the paper"), str(suggestion.parent))
    dialog.setObjectName("save_pdf")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    endings = {_("PDF files") + " (*.pdf)": "pdf"}
    if tables:
        endings[_("Tables for a spreadsheet") + " (*.xlsx)"] = "xlsx"
        endings[_("Tables as plain text") + " (*.csv)"] = "csv"
    dialog.setNameFilters(list(endings))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(endings[chosen]))
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(suggestion.name)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Save"))
    _open(dialog, answer)


def ask_text_path(parent: QWidget, suggestion: Path, answer: Callable[[Path], None]) -> None:
    """Ask where to save a text, which is never written over a file. Nothing is called on Cancel."""
    dialog = QFileDialog(parent, _("Save for the helper"), str(suggestion.parent))
    dialog.setObjectName("save_text")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setNameFilters([_("Texts") + " (*.txt)"])
    dialog.setDefaultSuffix("txt")
    dialog.selectFile(suggestion.name)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Save"))
    _open(dialog, answer)


def ask_folder(parent: QWidget, title: str, answer: Callable[[Path], None]) -> None:
    """Ask for a folder. Nothing is called on Cancel."""
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("choose_folder")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Choose"))
    _open(dialog, answer)


def ask_picture(parent: QWidget, answer: Callable[[Path], None]) -> None:
    """Ask for a picture's file. Nothing is called on Cancel."""
    _ask_file(
        parent,
        "choose_picture",
        _("Choose a picture"),
        _("Pictures") + " (*.jpg *.jpeg *.png *.webp *.bmp)",
        answer,
    )


def ask_workbook(parent: QWidget, title: str, answer: Callable[[Path], None]) -> None:
    """Ask for an Excel workbook. Nothing is called on Cancel."""
    kinds = _("Excel workbooks") + " (*.xlsx)"
    _ask_file(parent, "choose_workbook_dialog", title, kinds, answer)


def ask_statement(parent: QWidget, answer: Callable[[Path], None]) -> None:
    """Ask for a provider's statement. Nothing is called on Cancel."""
    _ask_file(
        parent,
        "choose_statement_dialog",
        _("Statement of the provider"),
        _("Statements") + " (*.csv *.xlsx *.xls *.txt *.html)",
        answer,
    )


def ask_update(parent: QWidget, answer: Callable[[Path], None]) -> None:
    """Ask for the file of an update. Nothing is called on Cancel."""
    _ask_file(
        parent, "choose_update_dialog", _("Choose the update"), _("Updates") + " (*.update)", answer
    )


def ask_rules(parent: QWidget, answer: Callable[[Path], None]) -> None:
    """Ask for a file of rules. Nothing is called on Cancel."""
    _ask_file(
        parent,
        "choose_rules_dialog",
        _("File of the rules"),
        _("Files of rules") + " (*.toml)",
        answer,
    )


def ask_approval(parent: QWidget, answer: Callable[[Path], None]) -> None:
    """Ask for a file that asks for seals. Nothing is called on Cancel."""
    _ask_file(
        parent,
        "choose_approval_dialog",
        _("A page to be sealed"),
        _("Pages to be sealed") + " (*.approval)",
        answer,
    )


def ask_sent_meeting(parent: QWidget, answer: Callable[[Path], None]) -> None:
    """Ask for a meeting that was written down elsewhere. Nothing is called on Cancel."""
    _ask_file(
        parent,
        "choose_sent_meeting_dialog",
        _("A meeting written down elsewhere"),
        _("Meetings") + " (*.meeting)",
        answer,
    )


def ask_meeting_file(parent: QWidget, answer: Callable[[Path], None]) -> None:
    """Ask for a meeting's file, as the command line records it. Nothing is called on Cancel."""
    _ask_file(
        parent,
        "choose_meeting_file_dialog",
        _("Take a meeting's file to the stick"),
        _("Meetings") + " (*.json *.csv)",
        answer,
    )


def _ask_file(
    parent: QWidget, name: str, title: str, kinds: str, answer: Callable[[Path], None]
) -> None:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName(name)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Choose"))
    _open(dialog, answer)


def _open(dialog: QFileDialog, answer: Callable[[Path], None]) -> None:
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Cancel"))
    dialog.fileSelected.connect(lambda name: answer(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
