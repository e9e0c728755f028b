"""Step 1: bytes in, a Document out; languages still mixed, furniture still in."""
