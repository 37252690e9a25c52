"""A folder that other programs fill (Syncthing, a network share): which files in it lie still.

A syncer writes under a name of its own and renames, a share's copy grows under its final name. So a
file counts once it was seen twice with the same size and time.
"""

from contextlib import suppress
from pathlib import Path

from coopledger.domain.errors import Refusal
from coopledger.sync.stick import found_on


class Stillness:
    """Looks at a folder again and again."""

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[int, int]] = {}

    def look(self, folder: Path) -> list[Path]:
        """The bundles that lie as they lay at the last look; none where the folder is away."""
        now: dict[Path, tuple[int, int]] = {}
        try:
            for path in found_on(folder):
                with suppress(FileNotFoundError):
                    told = path.stat()
                    now[path] = (told.st_size, told.st_mtime_ns)
        except (Refusal, OSError):
            now = {}
        still = [path for path, told in now.items() if self._seen.get(path) == told]
        self._seen = now
        return still
