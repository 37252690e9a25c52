"""Keep the translation catalogs: extract, update, compile, check.

    python packaging/messages.py extract     the program's texts -> coopledger.pot
    python packaging/messages.py update      extract, then every language's .po and .mo
    python packaging/messages.py add sw      begin a language
    python packaging/messages.py compile     every .po -> .mo
    python packaging/messages.py check       is anything broken? with --complete: or missing?

A language is the folder ``resources/locale/<code>/LC_MESSAGES``. The compiled .mo is kept in the
repository beside its .po: a checkout then speaks every language with nothing built, just as a
wheel does, and reading a .po at each start would cost a tenth of a second. ``check`` fails when
a .mo doesn't say what its .po says. The files hold no dates and no line numbers, so that a new
extraction changes only what has changed.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "coopledger"
LOCALES = ROOT / "resources" / "locale"

_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_PLACEHOLDER = re.compile(r"\{(\w*)(?:[:!][^{}]*)?\}|%\((\w+)\)|%([sd])")
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
_NOISE = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator'
    rb"|Language-Team): .*\n",
    re.MULTILINE,
)


class Fault(NamedTuple):
    """Something in a catalog that would show on the screen."""

    file: Path
    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}: {self.text!r}"


def extract(sources: Path = SOURCES) -> Catalog:
    """Collect the texts below a folder, each with the files that it stands in."""
    catalog = Catalog(project="CoopLedger", charset="utf-8", fuzzy=False)
    catalog.header_comment = "# The texts of CoopLedger, in English."
    found = extract_from_dir(
        sources,
        method_map=[("**.py", "python")],
        keywords=_KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for file, line, message, comments, context in sorted(found, key=lambda entry: entry[:2]):
        del line
        place = (f"{sources.name}/{Path(file).as_posix()}", 0)
        catalog.add(message, locations=[place], auto_comments=comments, context=context)
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    """Write a catalog as text that depends on nothing but its messages."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=96, include_lineno=False, ignore_obsolete=True)
    return _NOISE.sub(b"", buffer.getvalue())


def read_catalog(path: Path) -> Catalog:
    """Read a .po file; its language is its folder's name."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def compile_catalog(path: Path) -> None:
    """Write the .mo beside a .po; translations marked as unsure (fuzzy) stay out."""
    catalog = read_catalog(path)
    # The header wants dates; without a fixed one each run would make another file.
    catalog.creation_date = catalog.revision_date = _UNDATED
    for message in list(catalog):
        # Babel would fill an untranslated plural with English and hide the fallback language.
        if message.id and not all(_target(message)):
            catalog.delete(message.id, message.context)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def catalogs(locales: Path = LOCALES) -> list[Path]:
    """List the .po files of all languages."""
    return sorted(locales.glob("*/LC_MESSAGES/coopledger.po"))


def faults(path: Path) -> Iterator[Fault]:
    """Find what is broken in one language: placeholders, plural forms, the compiled file."""
    try:
        catalog = read_catalog(path)
    except PoFileError as error:
        yield Fault(path, "", str(error))
        return
    for message in catalog:
        if message.id:
            for reason in _message_faults(message):
                yield Fault(path, _source(message)[0], reason)
    compiled = path.with_suffix(".mo")
    if not compiled.is_file():
        yield Fault(compiled, "", "not compiled")
        return
    with compiled.open("rb") as file:
        if _translations(read_mo(file)) != _translations(catalog):
            yield Fault(compiled, "", "does not say what its .po says: compile it again")


def _message_faults(message: Message) -> Iterator[str]:
    source, target = _source(message), _target(message)
    if not any(target):
        return
    if not all(target):
        yield "a plural form is empty"
    wanted = set().union(*map(_placeholders, source))
    for form in filter(None, target):
        found = _placeholders(form)
        if found - wanted:
            yield f"unknown placeholder {', '.join(sorted(found - wanted))}"
        # A plural form may say the number in words ("one share").
        if wanted - found and len(source) == 1:
            yield f"missing placeholder {', '.join(sorted(wanted - found))}"


def gaps(path: Path, template: Catalog) -> Iterator[Fault]:
    """Find what a language doesn't say yet, or says unsurely."""
    catalog = read_catalog(path)
    for message in template:
        if not message.id:
            continue
        own = catalog.get(message.id, message.context)
        if own is None or not any(_target(own)):
            yield Fault(path, _source(message)[0], "not translated")
        elif own.fuzzy:
            yield Fault(path, _source(message)[0], "marked as unsure")


def _source(message: Message) -> tuple[str, ...]:
    return _forms(message.id)


def _target(message: Message) -> tuple[str, ...]:
    return _forms(message.string or "")


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text),)


def _placeholders(text: str) -> set[str]:
    return {"".join(match.groups(default="")) for match in _PLACEHOLDER.finditer(text)}


def _translations(catalog: Catalog) -> dict[tuple[object, ...], tuple[str, ...]]:
    return {
        (_context(message), *_source(message)): _target(message)
        for message in catalog
        if message.id and all(_target(message)) and not message.fuzzy
    }


def _context(message: Message) -> str:
    context: object = message.context  # Babel gives bytes when it comes from a .mo
    return context.decode() if isinstance(context, bytes) else str(context or "")


def update(template: Catalog, path: Path) -> None:
    """Bring one language up to the program's texts; what has gone is dropped."""
    catalog = read_catalog(path) if path.is_file() else _new_catalog(path.parts[-3])
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(po_bytes(catalog))
    compile_catalog(path)


def _new_catalog(code: str) -> Catalog:
    catalog = Catalog(locale=code, project="CoopLedger", charset="utf-8", fuzzy=False)
    name = catalog.locale.english_name if catalog.locale else code
    catalog.header_comment = f"# The texts of CoopLedger in {name}."
    return catalog


def _check(*, complete: bool) -> int:
    found = [fault for path in catalogs() for fault in faults(path)]
    if complete:
        template = extract()
        found += [gap for path in catalogs() for gap in gaps(path, template)]
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"{len(catalogs())} languages, {len(found)} faults")
    return 1 if found else 0


def main() -> int:
    """Run one job from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("job", choices=["extract", "update", "add", "compile", "check"])
    parser.add_argument("language", nargs="?", help="for add: sw, pt_MZ, ...")
    parser.add_argument("--complete", action="store_true", help="check: nothing may be missing")
    chosen = parser.parse_args()
    if (chosen.job == "add") != bool(chosen.language):
        parser.error("add takes a language, the other jobs take none")
    if chosen.job == "check":
        return _check(complete=chosen.complete)
    if chosen.job == "compile":
        for path in catalogs():
            compile_catalog(path)
        return 0
    template = extract()
    LOCALES.mkdir(parents=True, exist_ok=True)
    (LOCALES / "coopledger.pot").write_bytes(po_bytes(template))
    paths = catalogs() if chosen.job == "update" else []
    if chosen.job == "add":
        paths = [LOCALES / chosen.language / "LC_MESSAGES" / "coopledger.po"]
    for path in paths:
        update(template, path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
