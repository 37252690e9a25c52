"""Work on many things on all cores, where it is done outside the interpreter's lock.

Verifying a seal (libsodium) and packing a page (zlib) are: half of the work on a long book.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

STEP = 16
"""Things that one thread takes at once."""
_MOST_THREADS = 4

Thing = TypeVar("Thing")
Found = TypeVar("Found")


def on_all_cores(work: Callable[[Thing], Found], things: Sequence[Thing]) -> list[Found]:
    """What the work finds of each thing, in their order.

    All of it before anything is read on: threads that wait for the interpreter's lock would hold up
    who reads.
    """
    if len(things) <= STEP:
        return [work(each) for each in things]
    steps = [things[at : at + STEP] for at in range(0, len(things), STEP)]

    def step(part: Sequence[Thing]) -> list[Found]:
        return [work(each) for each in part]

    return [each for found in _threads().map(step, steps) for each in found]


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS), "pages")
