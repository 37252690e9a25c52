"""Paper: a neutral document, one layout, two painters."""
