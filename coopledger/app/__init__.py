"""The jobs of the product, one function each, with no screen and no SQL."""
