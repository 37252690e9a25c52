"""How large anything in a bundle may be: all limits in one place (docs/bundle.md lists them)."""

MAX_FILE = 64 << 20
"""A bundle's file: a year of a thousand groups is half of it."""
MAX_PLAIN = 1 << 30
"""All that unpacks from it."""
MAX_RATIO = 64
"""Times that a bundle may be larger unpacked than packed; pages of real groups come to ten."""
FREE_PLAIN = 1 << 20
"""That much may unpack from however little."""
MAX_WINDOW = 8 << 20
"""Memory of the unpacker."""
STEP = 1 << 10
"""Packed bytes unpacked at once: at worst, they come to 32 MiB."""
MAX_MANIFEST = 4 << 20
MAX_PART = 64 << 20
"""One book's part: some ten thousand pages."""
MAX_PARTS = 10_000
MAX_RECEIVERS = 64
MAX_PAGES = 20_000
MAX_RIVALS = 1_000
MAX_KEYS = 1_000
MAX_SEALS = 64
"""On one page."""
MAX_TEXTS = 100_000
MAX_TEXT = 16_384
"""Bytes of one text."""
MAX_SEALED_KEYS = 1 << 20
"""Officers' wrapped keys of one book, in the box for the recovery key."""
MAX_REQUEST = 4_096
"""A new device's request to join."""
MAX_WAITING = 2_000
"""Pages of one book that wait for those before them."""
MAX_APPROVAL = 8 << 20
"""An approval pack's file: one page and what it names."""
MAX_SHOWN = 10_000
"""Figures, and texts, in an approval pack."""
