"""What the tests of papers share: a real year's ledger, and what stands on a printed page."""

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

YEAR = Path(__file__).parents[1] / "notebooks" / "vsla-year"
EXPECTED = json.loads((YEAR / "expected.json").read_text("utf-8"))
LINES = list(csv.DictReader((YEAR / "notebook.csv").read_text("utf-8").splitlines()))

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed"
)


def said(item, *, member=None, meeting=None):
    """The notebook's lines of one kind, as the record-keeper wrote them."""
    return [
        line
        for line in LINES
        if line["item"] == item
        and (member is None or line["member"] == member)
        and (meeting is None or int(line["meeting"]) == meeting)
    ]


def summed(lines):
    return sum(int(line["amount"]) for line in lines)


def printed(path):
    """The lines of a PDF as a reader sees them, single spaces between words."""
    told = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, check=True, encoding="utf-8"
    )
    return [re.sub(r"\s+", " ", line).strip() for line in told.stdout.splitlines()]


def strings(value):
    """Every text in a document, but for the document's own settings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            if name not in {"kind", "align", "mark"}:
                yield from strings(getattr(value, name))
