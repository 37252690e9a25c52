"""A meeting as it is recorded: what was said becomes events on the book."""

from coopledger.domain.recording.meeting import History, NoteKeeper, Recording

__all__ = ["History", "NoteKeeper", "Recording"]
