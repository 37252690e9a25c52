"""Where the program that is handed out begins."""

import os
import sys


def _give_back_the_library_path() -> None:
    """Let programs that we start (a browser, a printer's setup) load the system's libraries.

    PyInstaller's starter points the variable at our own; ours are found without it from here on.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before


if sys.platform.startswith("linux"):
    _give_back_the_library_path()

from coopledger.cli.main import main  # noqa: E402 - the variable first

main()
