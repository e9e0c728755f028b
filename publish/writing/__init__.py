"""Step 4: a Publication in, Files out; nothing is saved here."""
