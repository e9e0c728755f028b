"""How much speaks for a bead."""

from __future__ import annotations

import math

import numpy as np
import pytest

from publish.editing.align import pairs

ODD = ["", " ", "\0", "...", "1,234.5", "٣٤", "\u0301", "²", "x" * 5000, "Snow fell on the harbour."]


@pytest.mark.parametrize("vector", [0.0, 384**-0.5])
def test_texts_that_say_nothing_and_vectors_all_alike_give_figures(vector: float) -> None:
    # A warning of "invalid value in matmul" was seen once. numpy gives it without a cause (numpy/numpy#24067), so it
    # is what comes out that is looked at: what goes in is finite, and each row is divided by more than 0.
    found = pairs(ODD, ODD[::-1], lambda texts: np.full((len(texts), 384), vector, np.float32))
    assert {place for left, _, _ in found for place in left} == set(range(10))
    assert all(math.isfinite(share) and 0 <= share <= 1 for _, _, share in found)
