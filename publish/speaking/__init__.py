"""Step 3: an Edition in, a Narration out."""
