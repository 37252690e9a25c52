"""Other programs' files and paper that was typed up."""
