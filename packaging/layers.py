"""Draw the map of the layers from the contract that `lint-imports` checks.

    python packaging/layers.py      writes docs/layers.svg

What is drawn is read from pyproject.toml: which layer may import which, and which libraries are
kept to one of them. Only the few words beside each name stand here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
MAP = ROOT / "docs" / "layers.svg"
SAYS = {
    "desktop": "the window: a treasurer at the table",
    "cli": "commands: scripts, auditors, tests",
    "app": "every job of the product: one function, one transaction",
    "reports": "papers",
    "sync": "books on a stick",
    "interop": "other programs' files",
    "store": "the encrypted file, drafts, backups",
    "ledger": "pages: bytes, chain, keys, seals",
    "words": "texts, money, dates as people read them",
    "domain": "what a savings group is: pure, no clock, no files",
}
LIBRARIES = {
    "PySide6": "Qt",
    "sqlmodel": "SQL",
    "cryptography": "signing and keys",
    "pyrage": "age",
    "zstandard": "zstd",
}
"""Libraries by the names in the contracts, as the map calls them."""

WIDTH, SIDE, HIGH, GAP = 760, 24, 58, 30
_STYLE = (
    "text{font-family:sans-serif;fill:#1b1b1b}"
    ".name{font-size:17px;font-weight:bold}.says{font-size:12px}.lib{font-size:12px;fill:#0f5260}"
    "rect{fill:#fff;stroke:#1b1b1b;stroke-width:1.5}.ground{fill:#f4f1ea;stroke:none}"
    "path{stroke:#1b1b1b;stroke-width:1.5;fill:none}"
)


_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
    ' aria-label="The layers of CoopLedger; imports point down only">'
)


def layers(project: dict[str, object]) -> list[list[str]]:
    """The rows of the map, from above: names of layers without the package's own."""
    for contract in _contracts(project):
        if contract["type"] == "layers":
            rows = [row.replace("|", ":").split(":") for row in contract["layers"]]
            return [[name.strip().rpartition(".")[2] for name in row] for row in rows]
    raise LookupError("no contract of layers")


def kept(project: dict[str, object], names: list[str]) -> dict[str, list[str]]:
    """The libraries that only some layers may import, by layer."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for contract in _contracts(project):
        if contract["type"] != "forbidden" or len(contract["source_modules"]) == 1:
            continue
        barred = {module.rpartition(".")[2] for module in contract["source_modules"]}
        for library in contract["forbidden_modules"]:
            if library in LIBRARIES:
                for name in names:
                    if name not in barred:
                        found[name].append(LIBRARIES[library])
    return found


def _contracts(project: dict[str, object]) -> list[dict[str, object]]:
    return project["tool"]["importlinter"]["contracts"]


def svg(project: dict[str, object]) -> str:
    """The map as a drawing."""
    rows = layers(project)
    libraries = kept(project, [name for row in rows for name in row])
    height = SIDE * 2 + len(rows) * HIGH + (len(rows) - 1) * GAP
    parts = [
        _HEAD.format(width=WIDTH, height=height),
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>',
    ]
    for at, row in enumerate(rows):
        top = SIDE + at * (HIGH + GAP)
        room = (WIDTH - 2 * SIDE - 16 * (len(row) - 1)) / len(row)
        for place, name in enumerate(row):
            left = SIDE + place * (room + 16)
            parts += _box(left, top, room, name, libraries[name])
            if at + 1 < len(rows):
                parts.append(_arrow(left + room / 2, top + HIGH))
    return "\n".join([*parts, "</svg>", ""])


def _box(left: float, top: int, room: float, name: str, libraries: list[str]) -> list[str]:
    middle = left + room / 2
    told = [
        f'<rect x="{left:.0f}" y="{top}" width="{room:.0f}" height="{HIGH}" rx="6"/>',
        f'<text class="name" x="{left + 14:.0f}" y="{top + 24}">{escape(name)}</text>',
        f'<text class="says" x="{left + 14:.0f}" y="{top + 45}">{escape(SAYS[name])}</text>',
    ]
    if libraries:
        only = escape("only here: " + ", ".join(libraries))
        if name == "reports":  # its one painter
            only = escape("a painter in " + ", ".join(libraries))
        right = max(middle, left + room - 14)
        told.append(
            f'<text class="lib" x="{right:.0f}" y="{top + 24}" text-anchor="end">{only}</text>'
        )
    return told


def _arrow(x: float, y: int) -> str:
    end = y + GAP - 4
    return f'<path d="M{x:.0f} {y}V{end}m-5 -7l5 7l5 -7"/>'


def drawn() -> str:
    """The map of the project as it is now."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return svg(tomllib.load(file))


def main() -> None:
    """Write the map."""
    MAP.write_text(drawn(), encoding="utf-8")


if __name__ == "__main__":
    main()
