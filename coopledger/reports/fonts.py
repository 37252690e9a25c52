"""The fonts on our paper: which file draws which character.

Noto Sans comes as dependencies, one file a script, so that a report looks the same on every
machine. The files are variable fonts: Qt sets their bold, reportlab knows the regular weight only
and thickens its outline. No file covers everything, so a line is set in runs, each in the first
face that has its characters.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

from coopledger.domain.errors import Refusal


class Face(msgspec.Struct, frozen=True):
    """One font file.

    Attributes:
        name: Ours, for the registry of a painter.
        family: The font's own, as Qt knows it.
        package: Installed package that brings the file.
        folder: Of the file in the package.
        ascent: Room that lines in this script need above the base line, of the text size. Less
            than the font's own figure, which leaves room for marks that our languages don't stack.
        descent: The same below the base line.
    """

    name: str
    family: str
    package: str
    folder: str
    ascent: float
    descent: float


LATIN = Face("CoopSans", "Noto Sans", "fontpkg_noto_sans", "files", 0.98, 0.27)
ETHIOPIC = Face(
    "CoopEthiopic",
    "Noto Sans Ethiopic",
    "justmytype_intl_africa",
    "fonts/ofl/notosansethiopic",
    0.98,
    0.27,
)
DEVANAGARI = Face(
    "CoopDevanagari",
    "Noto Sans Devanagari",
    "fontpkg_noto_sans_devanagari",
    "files",
    0.98,
    0.42,
)
ARABIC = Face("CoopArabic", "Noto Sans Arabic", "fontpkg_noto_sans_arabic", "files", 1.1, 0.52)

# In this order a character finds its face; digits and punctuation are thus the same everywhere.
FACES = (LATIN, ETHIOPIC, DEVANAGARI, ARABIC)


@cache
def font_file(face: Face) -> Path:
    """The face's file as it is installed.

    Raises:
        Refusal: `font_missing`, if the package or its file is not there.
    """
    spec = find_spec(face.package)
    for root in (spec and spec.submodule_search_locations) or ():
        for path in sorted(Path(root, face.folder).glob("*.ttf")):
            if "Italic" not in path.name:
                return path
    raise Refusal("font_missing", value=face.family, package=face.package)


@cache
def coverage(face: Face) -> frozenset[str]:
    """The characters that the face has a glyph for."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    glyphs = TTFontFile(str(font_file(face)), charInfo=1).charToGlyph
    return frozenset(chr(code) for code, glyph in glyphs.items() if glyph)


def ignorable(character: str) -> bool:
    """Whether the character has no ink of its own: joiners, direction marks, soft hyphens."""
    return unicodedata.category(character) == "Cf"


@lru_cache(maxsize=4096)
def face_of(character: str) -> Face | None:
    """The first face that has the character, or None."""
    # Noto Sans has Devanagari too, but its lines need the room that Devanagari's own face asks for.
    order = (DEVANAGARI, *FACES) if "\u0900" <= character <= "\u097f" else FACES
    for face in order:
        if character in coverage(face):
            return face
    return None


def faces_for(characters: Iterable[str]) -> tuple[Face, ...]:
    """The faces that the characters need; Noto Sans is always one of them."""
    found = {face_of(character) for character in characters}
    return tuple(face for face in FACES if face is LATIN or face in found)


@lru_cache(maxsize=8192)
def runs(text: str) -> tuple[tuple[Face, str], ...]:
    """The text cut by face; a space stays in the run that it follows.

    A character that no face has goes to Noto Sans; whoever prints has looked for it before.
    """
    if text.isascii():
        return ((LATIN, text),) if text else ()
    result: list[tuple[Face, str]] = []
    for character in text:
        face = face_of(character) or LATIN
        if result and character == " " and " " in coverage(result[-1][0]):
            face = result[-1][0]
        if result and result[-1][0] is face:
            result[-1] = (face, result[-1][1] + character)
        else:
            result.append((face, character))
    return tuple(result)


def missing_glyphs(characters: Iterable[str]) -> tuple[str, ...]:
    """The characters that would be a box on paper, each once, in code order."""
    return tuple(
        sorted(
            character
            for character in set(characters)
            if character != "\n" and not ignorable(character) and face_of(character) is None
        )
    )


def spelled_out(text: str, missing: Iterable[str]) -> str:
    """The text with each missing character as its code in brackets, such as [U+1F600]."""
    for character in missing:
        text = text.replace(character, f"[U+{ord(character):04X}]")
    return text
