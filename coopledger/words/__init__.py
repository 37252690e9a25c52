"""Every text, number, amount and date that a person reads, in that person's language."""
