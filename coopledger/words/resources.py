"""Where the program's own files lie: catalogs, icons, help pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent.parent
    installed = package / "resources"
    # A wheel carries the folder inside the package; a checkout has it beside the package.
    return installed if installed.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of one of the program's own files.

    Args:
        parts: folder and file names below ``resources``, e.g. ``"icons", "box.svg"``.

    Returns:
        The path, whether or not a file of that name exists.
    """
    return _root().joinpath(*parts)
