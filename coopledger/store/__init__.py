"""The encrypted file on this laptop: all SQL, drafts, and the only place where rows live."""
