"""What each kind of evidence counts for, as tests/bench/align_tune.py learnt it from sets of aligned texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WITH_MEANING: Mapping[str, float] = {
    "1-1": 1.19,
    "2-1": 0.68,
    "2-2": -0.63,
    "3-1": -0.03,
    "alone": -0.37,
    "alone: length": 0.22,
    "alone: letters": -0.61,
    "alone: meaning": 0.34,
    "alone: number": -0.52,
    "length: deviation": -0.90,
    "length: ratio": -2.94,
    "letters": 0.77,
    "letters: gain": -0.40,
    "marks: apart": 0.01,
    "marks: shared": 1.21,
    "meaning": -0.47,
    "meaning: gain": 0.28,
    "meaning: margin": 1.91,
    "meaning: margin of more": 0.54,
    "numbers: more on one side": -0.50,
    "numbers: none shared": 0.90,
    "numbers: shared": -0.19,
    "wider": -0.28,
}
"""By the names that evidence.py gives the features: what a unit of each adds to the log weight of a bead."""

WITHOUT_MEANING: Mapping[str, float] = {
    "1-1": 2.69,
    "2-1": 1.40,
    "2-2": -0.45,
    "3-1": -0.15,
    "alone": -1.89,
    "alone: length": -0.12,
    "alone: letters": 0.21,
    "alone: number": -0.45,
    "length: deviation": -1.15,
    "length: ratio": -4.34,
    "letters": 4.24,
    "letters: gain": -0.00,
    "marks: apart": -0.36,
    "marks: shared": 2.21,
    "numbers: more on one side": -0.78,
    "numbers: none shared": -0.07,
    "numbers: shared": 0.12,
    "wider": -1.06,
}
"""The same where length and anchors are all there is."""
