"""CoopLedger: the savings group's book, offline, signed, encrypted, printed."""

__version__ = "0.1.0"
