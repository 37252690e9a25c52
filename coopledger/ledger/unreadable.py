"""What a decoder raises on bytes from elsewhere that are not what they should be."""

import msgspec

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""Of another shape, no text, or nested deeper than a decoder goes."""
