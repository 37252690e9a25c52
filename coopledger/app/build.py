"""Which program this is: its version, and for one that was handed out, from what and when."""

from __future__ import annotations

import json

from coopledger import __version__
from coopledger.words.resources import resource

STAMP = "build.json"
"""Beside the program's resources; written by packaging/build.py, so a checkout has none."""


def version_stamp() -> str:
    """The version, as one says it when asking for help: ``0.1.0 (3f2a91c, 2026-11-24)``.

    The commit and the day are of the build; run from its sources, the program has neither.
    """
    try:
        stamp = json.loads(resource(STAMP).read_text(encoding="utf-8"))
        return f"{__version__} ({stamp['commit']}, {stamp['built']})"
    except (OSError, ValueError, KeyError, TypeError):
        return __version__
