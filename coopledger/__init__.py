"""CoopLedger: the savings group's book, offline, signed, encrypted, printed."""

__version__ = "0.1.0"
__released__ = "2026-11-24"
"""The day of the version: a laptop's clock cannot be before it. Set with each new version."""
