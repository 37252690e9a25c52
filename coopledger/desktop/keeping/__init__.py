"""What keeps a ledger safe, as panels: the recovery sheet, backups, the passphrase."""
