"""Sticks, and the laptops of the cooperative: screens of the exchange."""
