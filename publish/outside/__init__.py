"""The only room that opens, runs and saves."""
