"""The lattice of beads, and where long texts are cut."""

import itertools
import math
import random

import numpy as np
import pytest

from publish.editing.align import pairs
from publish.editing.beads import SHAPES, path
from publish.editing.cuts import LARGEST, blocks
from publish.editing.evidence import evidence


def all_ways(lefts: int, rights: int) -> list[tuple[tuple[int, int, int, int], ...]]:
    if (lefts, rights) == (0, 0):
        return [()]
    return [
        (*way, (lefts - a, rights - b, a, b))
        for a, b in SHAPES
        if a <= lefts and b <= rights
        for way in all_ways(lefts - a, rights - b)
    ]


def test_the_path_is_the_best_of_all_and_its_probabilities_are_those_of_all() -> None:
    luck = np.random.default_rng(7)
    lefts, rights = 4, 3
    scores = {
        (a, b): luck.normal(size=(lefts - a + 1, rights - b + 1)) for a, b in SHAPES if a <= lefts and b <= rights
    }
    weight = {way: sum(scores[a, b][i, j] for i, j, a, b in way) for way in all_ways(lefts, rights)}
    best = max(weight, key=lambda way: weight[way])
    whole = sum(math.exp(w) for w in weight.values())
    found = path(scores, lefts, rights)
    assert tuple(step[:4] for step in found) == best
    for step in found:
        through = sum(math.exp(w) for way, w in weight.items() if step[:4] in way)
        assert step[4] == pytest.approx(through / whole)


def test_of_equal_paths_the_same_is_always_taken() -> None:
    scores = {(a, b): np.zeros((3 - a + 1, 3 - b + 1)) for a, b in SHAPES if max(a, b) <= 3}
    assert len({path(scores, 3, 3) for _ in range(3)}) == 1


def many(count: int) -> list[str]:
    luck = random.Random(3)
    syllables = ["".join(pair) for pair in itertools.product("bdfglmnprst", "aeiou")]
    words = ["".join(luck.choices(syllables, k=3)) for _ in range(400)]
    return [" ".join(luck.choices(words, k=luck.randint(5, 12))) + "." for _ in range(count)]


def test_a_long_text_is_cut_into_blocks_that_cover_it() -> None:
    texts = many(2 * LARGEST + 50)
    known = evidence(texts, texts, left_vectors=None, right_vectors=None)
    found = blocks(known)
    assert len(found) > 1
    assert [block[0] for block in found] == [block[1] for block in found]
    assert found[0][0][0] == 0
    assert found[-1][0][1] == len(texts)
    assert all(before[0][1] == after[0][0] for before, after in itertools.pairwise(found))
    assert all(end - first <= LARGEST for block in found for first, end in block)


def test_a_long_text_with_a_hole_is_paired_beyond_the_hole() -> None:
    texts = many(LARGEST + 60)
    found = pairs(texts, texts[:100] + texts[140:], None)
    assert all(b == (a[0] if a[0] < 100 else a[0] - 40,) for a, b, _ in found if a and b)
    assert [a[0] for a, b, _ in found if not b] == list(range(100, 140))


def test_two_long_texts_of_nothing_in_common_are_cut_all_the_same() -> None:
    known = evidence(["x"] * (3 * LARGEST), ["1"] * 5, left_vectors=None, right_vectors=None)
    assert sum(left[1] - left[0] for left, _ in blocks(known)) == 3 * LARGEST


def test_a_sentence_that_was_cut_into_five_faces_all_five() -> None:
    whole = ["Ten boats: Aurora 1911, Belinda 1922, Carmela 1933, Dorotea 1944 and Esmeralda 1955.", "Nobody sailed."]
    cut = ["Diez barcos: Aurora 1911;", "Belinda 1922;", "Carmela 1933;", "Dorotea 1944;", "Esmeralda 1955.", "Nadie."]
    found = [(left, right) for left, right, _ in pairs(whole, cut, None)]
    assert found == [((0,), (0, 1, 2, 3, 4)), ((1,), (5,))]
