"""Make the program's icon in every form that a desktop asks for, from the window's own drawing.

    python packaging/icons.py FOLDER

The box with its three padlocks, white on a tile: it has to be seen on a dark panel and a light one.
Writes ``coopledger.svg``, ``coopledger-16.png`` and so on, ``coopledger.ico`` and
``coopledger.icns``.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from coopledger.desktop.theme import LOOKS

ROOT = Path(__file__).resolve().parent.parent
DRAWING = ROOT / "resources" / "icons" / "coopledger.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
ICO = (16, 24, 32, 48, 64, 256)
ICNS = 1024
TILE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
  <rect width="24" height="24" rx="5" fill="{ground}"/>
  <g transform="translate(3.6 3.6) scale(0.7)" fill="none" stroke="{ink}" stroke-width="2"\
 stroke-linecap="round" stroke-linejoin="round">{shapes}</g>
</svg>
"""


def tile() -> str:
    """The icon as SVG: the drawing, in the colours of the window's main button."""
    drawing = DRAWING.read_text(encoding="utf-8")
    shapes = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
    if shapes is None:
        sys.exit(f"{DRAWING.name} is no drawing")
    light = LOOKS["light"]
    inside = shapes[1].replace("currentColor", light.on_accent)
    return TILE.format(ground=light.accent, ink=light.on_accent, shapes=inside)


def draw(svg: str, size: int) -> QImage:
    """The icon in that many pixels a side."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    return image


def make_icons(folder: Path) -> None:
    """Write the icon in all its forms."""
    folder.mkdir(parents=True, exist_ok=True)
    svg = tile()
    (folder / "coopledger.svg").write_text(svg, encoding="utf-8", newline="\n")
    pictures = {}
    for size in (*SIZES, ICNS):
        file = folder / f"coopledger-{size}.png"
        if not draw(svg, size).save(str(file)):
            sys.exit(f"{file} could not be written")
        pictures[size] = Image.open(file)
    largest = pictures[256]
    smaller = [pictures[size] for size in ICO]
    # Each size as it was drawn, not the largest one shrunk.
    largest.save(
        folder / "coopledger.ico", sizes=[(size, size) for size in ICO], append_images=smaller
    )
    pictures[ICNS].save(folder / "coopledger.icns", append_images=list(pictures.values())[:-1])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    make_icons(Path(sys.argv[1]))
