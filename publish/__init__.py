"""Enface: one article, in every language it speaks, out to every reader it has."""

__version__ = "0.1.0"
