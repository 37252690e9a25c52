"""The window: Qt widgets over presenters."""
