"""Step 2: Documents in, a Book out; the pure heart."""
