"""One engine per file; each turns text into Sound."""
