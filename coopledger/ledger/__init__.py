"""Pages: their bytes, chain, keys and seals, and how anyone verifies them. No SQL."""
