"""Qt's own texts (menus of a line, the dialogs for files and printing) in the chosen language.

Qt brings catalogs for some languages only, and none for Swahili, Amharic or Hindi; these texts come
from the program's own catalog instead, like all others. A text that is not here stays English:
``tests/desktop/test_qt_texts.py`` opens the dialogs and finds it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtWidgets import QApplication

from coopledger.words.catalog import _, pgettext


class QtTexts(QTranslator):
    """Answers for Qt's texts from the program's catalog."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts: dict[str, str] = {}

    def renew(self) -> None:
        """Take up the language that is current now."""
        self._texts = {
            **_of_lines(),
            **_of_files(),
            **_of_questions(),
            **_of_printing(),
            **_of_pages(),
        }

    def isEmpty(self) -> bool:
        """See Qt."""
        return False

    def translate(
        self,
        _context: str,
        text: str,
        _disambiguation: str | None = None,
        _n: int = -1,
    ) -> str | None:
        """See Qt. Without mnemonics: another script's letters cannot be pressed with Alt."""
        return self._texts.get(text.replace("&", ""))


def speak_qt(application: QApplication) -> None:
    """Let Qt speak the program's language, now and after each change of it."""
    found = application.findChild(QtTexts)
    if found is None:
        found = QtTexts(application)  # Qt keeps no reference of its own
        application.installTranslator(found)
    found.renew()


def _of_lines() -> dict[str, str]:
    return {
        "Undo": _("Undo"),
        "Redo": _("Redo"),
        "Cut": _("Cut"),
        "Copy": _("Copy"),
        "Paste": _("Paste"),
        "Delete": _("Delete"),
        "Select All": _("Select all"),
    }


def _of_files() -> dict[str, str]:
    return {
        "Look in:": _("Look in:"),
        "File name:": _("Name of the file:"),
        "Files of type:": _("Kind of file:"),
        "Directory:": _("Folder:"),
        "Directories": _("Folders"),
        "Files": _("Files"),
        "All Files (*)": _("All files") + " (*)",
        "Find Directory": _("Find a folder"),
        "Back": _("Back"),
        "Forward": _("Forward"),
        "Go back": _("Back"),
        "Go forward": _("Forward"),
        "Parent Directory": _("The folder above"),
        "Go to the parent directory": _("The folder above"),
        "Create New Folder": _("New folder"),
        "Create a New Folder": _("New folder"),
        "New Folder": _("New folder"),
        "List View": _("As a list"),
        "Change to list view mode": _("As a list"),
        "Detail View": _("With size and date"),
        "Change to detail view mode": _("With size and date"),
        "List of places and bookmarks": _("Places"),
        "Sidebar": _("Places"),
        "Rename": _("Rename"),
        "Show hidden files": _("Show hidden files"),
        "Drive": _("Drive"),
        "Folder": _("Folder"),
        "Computer": _("Computer"),
        "My Computer": _("Computer"),
        "Name": _("Name"),
        "Size": _("Size"),
        "Type": pgettext("of a file or a printer", "Kind"),
        "Kind": pgettext("of a file or a printer", "Kind"),
        "Date Modified": _("Changed on"),
        "Open": pgettext("a file", "Open"),
        "Save": _("Save"),
        "Save As": _("Save as"),
        "Choose": _("Choose"),
    }


def _of_questions() -> dict[str, str]:
    def about(text: str) -> str:
        return text.format(name="%1")

    return {
        "OK": _("OK"),
        "Cancel": _("Cancel"),
        "Close": _("Close"),
        "Yes": _("Yes"),
        "No": _("No"),
        "%1 already exists.\nDo you want to replace it?": about(
            _("{name} is there already.\nShall it be replaced?")
        ),
        "%1\nFile not found.\nPlease verify the correct file name was given.": about(
            _("{name}\nThere is no such file. Look at its name once more.")
        ),
        "%1\nDirectory not found.\nPlease verify the correct directory name was given.": about(
            _("{name}\nThere is no such folder. Look at its name once more.")
        ),
        "'%1' is write protected.\nDo you want to delete it anyway?": about(
            _("{name} is protected.\nShall it be deleted all the same?")
        ),
        "Are you sure you want to delete '%1'?": about(_("Shall {name} be deleted?")),
        "Could not delete directory.": _("The folder could not be deleted."),
    }


def _of_printing() -> dict[str, str]:
    return {
        "Print": _("Print"),
        "Printer": _("Printer"),
        "Name:": _("Name:"),
        "Location:": _("Place:"),
        "Type:": _("Kind:"),
        "Properties": _("Properties"),
        "Preview": _("Preview"),
        "Output file:": _("Into the file:"),
        "Options": _("More choices"),
        "Options >>": _("More choices"),
        "Options <<": _("Fewer choices"),
        "Local file": _("File"),
        "Write PDF file": _("As a PDF file"),
        "Print to File (PDF)": _("Into a PDF file"),
        "Output Settings": _("Printing"),
        "Color Mode": _("Colour"),
        "Color": _("Colour"),
        "Grayscale": _("Black and white"),
        "Double Sided Printing": _("Both sides of the sheet"),
        "Off": pgettext("printing on both sides", "No"),
        "Long side binding": _("Bound at the long side"),
        "Short side binding": _("Bound at the short side"),
    }


def _of_pages() -> dict[str, str]:
    return {
        "Copies": _("Copies"),
        "Copies:": _("Copies:"),
        "Collate": _("Copy after copy"),
        "Reverse": _("Last page first"),
        "Print range": _("Which pages"),
        "Print all": _("All pages"),
        "All Pages": _("All pages"),
        "Odd Pages": _("Odd pages"),
        "Even Pages": _("Even pages"),
        "Pages": _("Pages"),
        "Pages from": _("Pages from"),
        "to": pgettext("pages from … to …", "to"),
        "Current Page": _("This page"),
        "Selection": _("What is selected"),
        "Page Set:": _("Of these pages:"),
        "Specify pages or ranges separated by commas. Ranges are specified by two numbers separated"
        " by a hyphen. E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9.": _(
            "Numbers of pages, with commas between: 3,5-7,9 prints the pages 3, 5, 6, 7 and 9."
        ),
    }
