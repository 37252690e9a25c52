"""Collect the licences of everything that is handed out, and refuse what may not be.

    python packaging/licences.py FOLDER

Run by packaging/build.py with the Python of the build's virtual environment; FOLDER gets one text
for each library and an index, ``licences.txt``.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent

TOOLS = frozenset(
    {
        "altgraph", "macholib", "packaging", "pefile", "pip", "pyinstaller",
        "pyinstaller-hooks-contrib", "setuptools",
    }
)  # fmt: skip
"""Only make the folder. PyInstaller's starter is in it, by the exception of its licence."""

_TEXT = re.compile(r"(?i)(?:^|/)(?:licen[cs]e|copying|notice|ofl)[^/]*$")
_COPYLEFT = re.compile(r"(?<![LA])GPL|AGPL|(?<!Lesser )General Public License v", re.IGNORECASE)
_OTHERS = re.compile(
    r"MIT|BSD|Apache|LGPL|Lesser|MPL|PSF|OFL|ISC|Zlib|Public Domain", re.IGNORECASE
)

NOTES = {
    "pyside6-essentials": """\
Qt and PySide6 are used under the GNU Lesser General Public License, version 3
(https://www.gnu.org/licenses/lgpl-3.0.txt). They are shared libraries in files of their own below
PySide6 and shiboken6: whoever has this program may put other builds of the same version in their
place, and may take the program apart as far as that needs. Their sources are published by
The Qt Company at https://download.qt.io, and nothing in them was changed but for the removal of
parts and of symbols for debuggers.""",
    "justmytype-intl-africa": "Noto Sans Ethiopic: SIL Open Font License, version 1.1.",
    "fontpkg-noto-sans": "Noto Sans: SIL Open Font License, version 1.1.",
    "fontpkg-noto-sans-arabic": "Noto Sans Arabic: SIL Open Font License, version 1.1.",
    "fontpkg-noto-sans-devanagari": "Noto Sans Devanagari: SIL Open Font License, version 1.1.",
    "babel": "Its locale data are of the Unicode CLDR, under the Unicode License, version 3.",
    "unicode-rbnf": "Its rules are of the Unicode CLDR, under the Unicode License, version 3.",
    "sqlcipher3": "SQLCipher is in it, under the BSD licence below; SQLite is free of any.",
}
"""What a library's own metadata leave out."""
WHOLE_TEXTS = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "sqlcipher3": ("SQLCipher.txt",),
}
"""Of licence_texts: licences that have to go with a library whose own files lack them."""
_OTHER_FONT = re.compile(r"/fonts/(?!ofl/notosansethiopic/)")
_SAME_TEXT = {"shiboken6": "pyside6-essentials"}


class Licence(NamedTuple):
    """One library's.

    Attributes:
        name: The library's, as an index of packages writes it.
        version: The library's.
        kind: Which licence, in the library's own words; empty if it does not say.
        texts: What has to go with it.
    """

    name: str
    version: str
    kind: str
    texts: tuple[str, ...]

    def fault(self) -> str:
        """Why it may not be handed out; empty if it may."""
        if not self.kind and not self.texts:
            return f"{self.name}: no licence found"
        if _COPYLEFT.search(self.kind) and not _OTHERS.search(self.kind):
            return f"{self.name}: {self.kind}"
        return ""


def licence_of(distribution: Distribution) -> Licence:
    """What a distribution says about its licence."""
    meta = distribution.metadata
    name = re.sub(r"[-_.]+", "-", meta["Name"]).lower()
    said = meta.get("License-Expression") or ""
    if not said:
        trove = [line for line in meta.get_all("Classifier", []) if line.startswith("License ::")]
        said = "; ".join(line.rpartition(" :: ")[2] for line in trove if line.count("::") > 1)
    if not said:
        said = (meta.get("License") or "").strip().partition("\n")[0]
    note = _SAME_TEXT.get(name, name)
    texts = [NOTES[note]] if note in NOTES else []
    whole = (ROOT / "packaging" / "licence_texts" / file for file in WHOLE_TEXTS.get(note, ()))
    texts += [file.read_text(encoding="utf-8") for file in whole]
    for file in distribution.files or ():
        if _TEXT.search(file.as_posix()) and not _OTHER_FONT.search(file.as_posix()):
            path = Path(str(distribution.locate_file(file)))
            if path.is_file() and path.suffix not in {".py", ".pyc"}:
                texts.append(path.read_text(encoding="utf-8", errors="replace").strip())
    return Licence(name, meta["Version"], said, tuple(dict.fromkeys(texts)))


def python_licence() -> Licence:
    """Python's own, which comes with it."""
    version = ".".join(map(str, sys.version_info[:3]))
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    texts = [each / "LICENSE.txt" for each in places if (each / "LICENSE.txt").is_file()]
    told = tuple(text.read_text(encoding="utf-8") for text in texts[:1])
    return Licence("python", version, "PSF-2.0", told)


def shipped(found: Iterable[Distribution] | None = None) -> list[Licence]:
    """The licences of all that is handed out, sorted by name."""
    every = [licence_of(each) for each in (distributions() if found is None else found)]
    kept = {each.name: each for each in every if each.name not in TOOLS}
    kept["python"] = python_licence()
    return [kept[name] for name in sorted(kept)]


def write(folder: Path, found: list[Licence]) -> None:
    """Write the texts, and the index that names them.

    Raises:
        SystemExit: Something has no licence, or only one that binds the whole program.
    """
    if faults := [fault for each in found if (fault := each.fault())]:
        sys.exit("May not be handed out: " + "; ".join(faults))
    folder.mkdir(parents=True, exist_ok=True)
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    (folder / "coopledger.txt").write_text(own, encoding="utf-8")
    lines = ["CoopLedger (Apache-2.0) is handed out together with:", ""]
    for each in found:
        lines.append(f"{each.name} {each.version}: {each.kind or 'see its text'}")
        text = f"\n\n{'-' * 70}\n\n".join(each.texts) or f"{each.kind}\n"
        (folder / f"{each.name}.txt").write_text(text.strip() + "\n", encoding="utf-8")
    (folder / "licences.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(Path(sys.argv[1]), shipped())
