"""Starting a group: the questions one after another, and what comes right after them."""
