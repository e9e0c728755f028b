"""What each kind of evidence counts for, as tests/bench/align_tune.py learnt it from sets of aligned texts.

By the names that evidence.py gives the features: what a unit of each adds to the log weight of a bead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SENTENCES = {
    "1-1": 1.46,
    "2-1": 0.86,
    "2-2": -0.69,
    "3-1": -0.07,
    "alone": -0.24,
    "alone: bare": 0.11,
    "alone: breaks off": -0.48,
    "alone: length": 0.26,
    "alone: letters": -0.42,
    "alone: meaning": 0.28,
    "alone: number": -0.56,
    "bare": -0.57,
    "ends: apart": -1.89,
    "ends: within": 0.53,
    "length: deviation": -1.00,
    "length: ratio": -2.72,
    "letters": 0.98,
    "letters: gain": -0.37,
    "marks: apart": 0.10,
    "marks: shared": 0.71,
    "meaning": -0.47,
    "meaning: gain": 0.25,
    "meaning: margin": 1.87,
    "meaning: margin of more": 0.58,
    "numbers: more on one side": -0.52,
    "numbers: none shared": 0.85,
    "numbers: shared": -0.06,
    "wider": -0.45,
}

_SENTENCES_BY_ANCHORS = {
    "1-1": 2.90,
    "2-1": 1.49,
    "2-2": -0.49,
    "3-1": -0.21,
    "alone": -1.81,
    "alone: bare": 0.18,
    "alone: breaks off": -0.28,
    "alone: length": -0.05,
    "alone: letters": 0.30,
    "alone: number": -0.46,
    "bare": -0.57,
    "ends: apart": -2.05,
    "ends: within": 0.39,
    "length: deviation": -1.23,
    "length: ratio": -3.93,
    "letters": 4.42,
    "letters: gain": -0.07,
    "marks: apart": -0.16,
    "marks: shared": 1.99,
    "numbers: more on one side": -0.79,
    "numbers: none shared": -0.18,
    "numbers: shared": 0.39,
    "wider": -1.14,
}

_PARAGRAPHS = {
    "1-1": 2.43,
    "2-1": 2.33,
    "2-2": -1.32,
    "3-1": -0.87,
    "alone": 2.63,
    "alone: bare": 0.22,
    "alone: breaks off": -0.86,
    "alone: covered": 0.06,
    "alone: length": 0.36,
    "alone: letters": -0.53,
    "alone: meaning": -0.13,
    "alone: number": -0.08,
    "bare": 0.14,
    "covered": 0.32,
    "covered: least": 4.63,
    "ends: apart": -0.58,
    "ends: within": -1.35,
    "length: deviation": -0.16,
    "length: ratio": -2.39,
    "letters": 1.30,
    "letters: gain": 1.26,
    "marks: apart": -0.18,
    "marks: shared": 0.29,
    "meaning": 0.21,
    "meaning: gain": 0.08,
    "meaning: margin": 1.90,
    "meaning: margin of more": 1.33,
    "numbers: more on one side": -0.71,
    "numbers: none shared": 0.90,
    "numbers: shared": 0.14,
    "wider": -1.15,
    "kinds: none shared": -1.50,  # by hand: the sets know no kinds
}

_PARAGRAPHS_BY_ANCHORS = {
    "1-1": 3.04,
    "2-1": 2.81,
    "2-2": -1.12,
    "3-1": -1.25,
    "alone": -0.54,
    "alone: bare": 0.12,
    "alone: breaks off": -1.25,
    "alone: covered": 0.84,
    "alone: length": 0.23,
    "alone: letters": 0.28,
    "alone: number": 0.14,
    "bare": 0.02,
    "covered": -2.77,
    "covered: least": 4.12,
    "ends: apart": -1.54,
    "ends: within": -1.89,
    "length: deviation": -0.01,
    "length: ratio": -3.91,
    "letters": 4.64,
    "letters: gain": 1.61,
    "marks: apart": -0.57,
    "marks: shared": 1.12,
    "numbers: more on one side": -0.89,
    "numbers: none shared": 0.13,
    "numbers: shared": 2.34,
    "wider": -0.90,
    "kinds: none shared": -1.50,
}

WEIGHTS: Mapping[tuple[bool, bool], Mapping[str, float]] = {
    (False, True): _SENTENCES,
    (False, False): _SENTENCES_BY_ANCHORS,
    (True, True): _PARAGRAPHS,
    (True, False): _PARAGRAPHS_BY_ANCHORS,
}
"""By whether the items are paragraphs, and whether their meaning is known."""
