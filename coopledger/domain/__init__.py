"""What a savings group is: pure functions and frozen facts, no input or output, no wording."""
