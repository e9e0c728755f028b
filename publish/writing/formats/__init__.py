"""One writer per kind of output."""
