"""The command line: every job, for scripts and tests."""
