"""The file door: saves a report as PDF with the painter that can draw its script.

What is missing from all fonts is never a box on paper: it is spelled out as its code in
brackets, such as `[U+1F600]`, so that a name typed with an odd character still prints at the
meeting and the reader sees that something stands there. `strict` refuses instead.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.ledger.disk import sync_file, sync_folder
from coopledger.reports.document import Document, characters
from coopledger.reports.fonts import missing_glyphs, spelled_out

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many documents are drawn, of how many."""


def save_pdf(document: Document, path: str | Path, *, strict: bool = False) -> int:
    """Save one report; returns the number of pages.

    The file appears whole or not at all. In scripts that reportlab can shape, the same document
    gives the same bytes.

    Raises:
        Refusal: `missing_glyph`, if strict and no font has a character; `font_missing`.
        OSError: If the file can't be written.
    """
    return save_all_pdf([document], path, strict=strict)


def save_all_pdf(
    documents: Iterable[Document],
    path: str | Path,
    *,
    strict: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> int:
    """Save several reports as one file, such as the statements of all members.

    Each is laid out and numbered on its own; one painter draws them all, and the first names the
    file's title and language. ``progress`` is told how many are drawn, of how many; what it raises
    ends the job, and no file is left. Raises as `save_pdf` does; with no document at all,
    ValueError.
    """
    printable = [printable_document(document, strict=strict) for document in documents]
    if not printable:
        raise ValueError("no document to save")
    target = Path(path)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        count = _write(printable, part, progress)
        _settle(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return count


def printable_document(document: Document, *, strict: bool = False) -> Document:
    """The document with every character that no font has spelled out.

    Raises:
        Refusal: `missing_glyph` with the characters and their codes, if strict and there are any.
    """
    missing = missing_glyphs(characters(document))
    if not missing:
        return document
    if strict:
        codes = " ".join(f"U+{ord(character):04X}" for character in missing)
        raise Refusal("missing_glyph", value=codes)
    return msgspec.convert(_spelled(msgspec.to_builtins(document), missing), Document)


def _spelled(value: Any, missing: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return spelled_out(value, missing)
    if isinstance(value, dict):
        return {key: _spelled(inner, missing) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(inner, missing) for inner in value]
    return value


def needs_shaping(documents: Iterable[Document]) -> bool:
    """Whether any of the documents has a character that only the Qt painter sets right."""
    from coopledger.reports.pdf_painter import can_shape

    return not all(can_shape(characters(document)) for document in documents)


def _write(documents: list[Document], part: Path, progress: Progress) -> int:
    if needs_shaping(documents):
        from coopledger.reports import qt_painter

        return qt_painter.write_pdf(documents, part, progress)
    from coopledger.reports import pdf_painter

    def told() -> Iterator[Document]:
        for done, document in enumerate(documents):
            progress(done, len(documents))
            yield document
        progress(len(documents), len(documents))

    with part.open("wb") as stream:
        return pdf_painter.write_pdf(told(), stream)


def _settle(part: Path, target: Path) -> None:
    """Put the finished file in its place, so that a power cut leaves the old one or the new."""
    sync_file(part)
    part.replace(target)
    sync_folder(target.parent)
