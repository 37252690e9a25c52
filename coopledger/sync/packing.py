"""Bounded zstd: what comes out is counted while it comes, and the frame must end where it says.

`zstandard.decompress` bounds nothing, and its readers take a frame that is cut short for a whole
one; so the frame is fed in small steps to an object that knows its end.
"""

import zstandard

from coopledger.domain.errors import Refusal
from coopledger.sync.limits import FREE_PLAIN, MAX_PLAIN, MAX_RATIO, MAX_WINDOW, STEP

LEVEL = 9


class Packer:
    """Packs what is written into one frame."""

    def __init__(self, level: int = LEVEL) -> None:
        self._packer = zstandard.ZstdCompressor(level=level, write_checksum=True).compressobj()
        self._out: list[bytes] = []

    def write(self, plain: bytes) -> None:
        """Add bytes."""
        self._out.append(self._packer.compress(plain))

    def finish(self) -> bytes:
        """The whole frame."""
        return b"".join([*self._out, self._packer.flush()])


class Unpacker:
    """Reads one frame from its beginning, never more than is allowed."""

    def __init__(self, packed: bytes) -> None:
        self._packed = memoryview(packed)
        unpacker = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        self._unpacker = unpacker.decompressobj()
        self._at = 0
        self._ready = bytearray()
        self._most = min(MAX_PLAIN, FREE_PLAIN + MAX_RATIO * len(packed))
        self._came = 0

    def read(self, count: int) -> bytes:
        """The next bytes, exactly so many.

        Raises:
            Refusal: `bundle_bomb`: more unpacks than may; `bundle_damaged`: there are not so many.
        """
        while len(self._ready) < count:
            if self._unpacker.eof or self._at >= len(self._packed):
                raise Refusal("bundle_damaged")
            self._step()
        found = bytes(self._ready[:count])
        del self._ready[:count]
        return found

    def finish(self) -> None:
        """Make sure that nothing is left.

        Raises:
            Refusal: `bundle_damaged`: something is, or the frame is cut short.
        """
        while not self._unpacker.eof and self._at < len(self._packed) and not self._ready:
            self._step()
        left = self._ready or self._unpacker.unused_data or self._at < len(self._packed)
        if left or not self._unpacker.eof:
            raise Refusal("bundle_damaged")

    def _step(self) -> None:
        step = self._packed[self._at : self._at + STEP]
        self._at += len(step)
        try:
            came = self._unpacker.decompress(step)
        except zstandard.ZstdError:
            raise Refusal("bundle_damaged") from None
        self._came += len(came)
        if self._came > self._most:
            raise Refusal("bundle_bomb")
        self._ready += came
