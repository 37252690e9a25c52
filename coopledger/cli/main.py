"""The command line: what to do, in which ledger, and how to answer.

Results go to standard output (with ``--json`` exactly one JSON document), messages to standard
error. Exit 0: done; 1: refused, with a sentence; 2: wrong usage; 70: a fault of ours.
"""

import json
import sys
from collections.abc import Sequence

import msgspec

from coopledger.domain.errors import Refusal

REFUSED, STUMBLED = 1, 70


def run(arguments: Sequence[str] | None = None) -> int:
    """Entry point of the ``coopledger`` command; returns the exit code."""
    from coopledger.cli.arguments import parse

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    asked = parse(sys.argv[1:] if arguments is None else arguments)
    if asked.command is None:
        from coopledger.desktop.main import run as open_window

        return open_window(asked.store)
    from coopledger.cli import commands

    try:
        answer = commands.COMMANDS[asked.command](asked)
    except Refusal as refusal:
        return _refuse(refusal, as_json=asked.json)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130
    except Exception as problem:
        return _stumbled(problem)
    if asked.json:
        sys.stdout.write(_json(answer.data) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in answer.lines)
    return answer.code


def _refuse(refusal: Refusal, *, as_json: bool) -> int:
    from coopledger.app import log
    from coopledger.words.errors import explain, reason

    log.refused(refusal.code)
    sys.stderr.write(explain(refusal) + "\n")
    if as_json:
        keys = ("file", "line", "column", "value")
        error = {"code": refusal.code, **{key: refusal.params.get(key) for key in keys}}
        error["reason"] = reason(refusal)
        sys.stdout.write(_json({"errors": [error]}) + "\n")
    return REFUSED


def _json(data: object) -> str:
    try:
        return msgspec.json.encode(data).decode()
    except UnicodeEncodeError:  # the name of a file that is no text
        return json.dumps(msgspec.to_builtins(data))


def _stumbled(problem: Exception) -> int:
    """Say calmly that nobody foresaw this; the lines of our code go with it, and into the log."""
    from coopledger.app import log
    from coopledger.words.catalog import _

    told = (type(problem), problem, problem.__traceback__)
    log.crashed(*told)
    calm = _(
        "Something went wrong that we did not foresee. Every sealed page is safe; what was asked"
        " for may not be done. Try again, and give the helper these lines:"
    )
    sys.stderr.write("\n".join((calm, *log.trace_lines(*told), "")))
    return STUMBLED


def main() -> None:
    """Run as a program."""
    sys.exit(run())


if __name__ == "__main__":
    main()
