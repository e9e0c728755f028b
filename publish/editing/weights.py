"""What each kind of evidence counts for, as tests/bench/align_tune.py learnt it from sets of aligned texts.

By the names that evidence.py gives the features: what a unit of each adds to the log weight of a bead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SENTENCES = {
    "1-1": 1.65,
    "2-1": 0.97,
    "2-2": -0.55,
    "3-1": 0.01,
    "alone": -0.38,
    "alone: bare": 0.80,
    "alone: breaks off": -0.38,
    "alone: length": 0.31,
    "alone: letters": -0.32,
    "alone: meaning": 0.25,
    "alone: number": -0.14,
    "bare": -1.36,
    "ends: apart": -1.95,
    "ends: within": 0.48,
    "length: deviation": -1.13,
    "length: ratio": -2.29,
    "letters": 0.95,
    "letters: gain": -0.27,
    "marks: apart": 0.13,
    "marks: shared": 0.83,
    "meaning": -0.42,
    "meaning: gain": 0.33,
    "meaning: margin": 1.71,
    "meaning: margin of more": 0.63,
    "numbers: more on one side": -0.85,
    "numbers: none shared": -0.38,
    "numbers: shared": 0.49,
    "wider": -0.52,
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
    "1-1": 1.80,
    "2-1": 1.98,
    "2-2": -1.01,
    "3-1": -0.85,
    "alone": 0.88,
    "alone: bare": 0.07,
    "alone: breaks off": -0.60,
    "alone: covered": -0.06,
    "alone: length": 0.30,
    "alone: letters": -0.46,
    "alone: meaning": 0.13,
    "alone: number": -0.01,
    "bare": -0.07,
    "covered": 0.12,
    "covered: least": 3.55,
    "ends: apart": -0.92,
    "ends: within": -1.05,
    "length: deviation": -0.13,
    "length: ratio": -2.92,
    "letters": 0.98,
    "letters: gain": 1.18,
    "marks: apart": -0.14,
    "marks: shared": -0.16,
    "meaning": 0.43,
    "meaning: gain": 0.20,
    "meaning: margin": 1.44,
    "meaning: margin of more": 0.09,
    "numbers: more on one side": -0.59,
    "numbers: none shared": 1.10,
    "numbers: shared": 0.12,
    "wider": -0.60,
    "kinds: none shared": -1.50,  # by hand: the sets know no kinds
}

_PARAGRAPHS_BY_ANCHORS = {
    "1-1": 2.97,
    "2-1": 2.74,
    "2-2": -0.98,
    "3-1": -1.24,
    "alone": -0.75,
    "alone: bare": 0.58,
    "alone: breaks off": -0.47,
    "alone: covered": 1.19,
    "alone: length": 0.26,
    "alone: letters": 0.40,
    "alone: number": 0.14,
    "bare": -0.58,
    "covered": -2.13,
    "covered: least": 3.78,
    "ends: apart": -1.49,
    "ends: within": -1.57,
    "length: deviation": -0.04,
    "length: ratio": -3.37,
    "letters": 4.63,
    "letters: gain": 1.91,
    "marks: apart": -0.30,
    "marks: shared": 1.16,
    "numbers: more on one side": -0.65,
    "numbers: none shared": -0.15,
    "numbers: shared": 2.03,
    "wider": -0.91,
    "kinds: none shared": -1.50,
}

WEIGHTS: Mapping[tuple[bool, bool], Mapping[str, float]] = {
    (False, True): _SENTENCES,
    (False, False): _SENTENCES_BY_ANCHORS,
    (True, True): _PARAGRAPHS,
    (True, False): _PARAGRAPHS_BY_ANCHORS,
}
"""By whether the items are paragraphs, and whether their meaning is known."""
