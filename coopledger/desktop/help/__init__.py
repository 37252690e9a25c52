"""Help beside the work: F1 opens the page of the screen where one is."""
