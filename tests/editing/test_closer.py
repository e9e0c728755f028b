from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from publish.editing.align import pairs
from publish.editing.clauses import clauses
from publish.editing.closer import Closer
from publish.editing.evidence import Clauses, Side, evidence
from publish.editing.heard import Heard
from publish.editing.meaning import common

if TYPE_CHECKING:
    from collections.abc import Sequence

LEFT = ["The ferry left at noon with all the children aboard, and nobody looked back at the old harbour."]
RIGHT = ["Le bac partit à midi avec tous les enfants à bord.", "Personne ne se retourna vers le vieux port."]


def test_a_sentence_falls_into_its_clauses() -> None:
    assert clauses("The ferry left at noon with everyone aboard; nobody looked back, not even the mate (he wept).") == [
        "The ferry left at noon with everyone aboard;",
        "nobody looked back, not even the mate (he wept).",
    ]


def test_a_sentence_without_spaces_falls_into_its_clauses_too() -> None:
    assert clauses("孩子们中午都上了渡船，谁也没有回头看那个旧港口。") == [
        "孩子们中午都上了渡船，",
        "谁也没有回头看那个旧港口。",
    ]


def test_a_short_sentence_is_one_clause() -> None:
    assert clauses("Yes, well, no.") == ["Yes, well, no."]


@given(st.text(alphabet="ab ,.;(《》」。、«»é", max_size=200))
def test_no_letter_is_lost_between_clauses(text: str) -> None:
    assert "".join("".join(clauses(text)).split()) == "".join(text.split())


def axis(at: int) -> np.ndarray:
    return np.eye(8, dtype=np.float32)[at]


LINES = np.array([axis(0)] * 20), np.array([axis(1)] * 20)
KNOWN = evidence(LEFT * 20, RIGHT * 10, left_vectors=LINES[0], right_vectors=LINES[1])


def closer(asked: list[str]) -> Closer:
    def embed(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return np.array([axis(5) for _ in texts])

    def known(texts: Sequence[str]) -> np.ndarray:
        return np.array([axis(0 if text in LEFT else 1) for text in texts])

    return Closer((LEFT * 20, RIGHT * 10), common(*LINES), known, embed)


def test_what_is_sure_is_not_looked_at_again() -> None:
    asked: list[str] = []
    assert closer(asked).look(KNOWN, [((at,), (at,), 0.97) for at in range(20)]) is None
    assert asked == []


def test_the_most_doubtful_sentences_are_looked_at_as_far_as_the_cost_allows() -> None:
    asked: list[str] = []
    found = closer(asked).look(KNOWN, [((at,), (at,), 0.9 - at / 100) for at in range(20)])
    assert found is not None
    # All clauses but the longest are embedded, each once.
    assert asked == ["and nobody looked back at the old harbour."]
    assert [len(each.noise) for each in found.left.clauses] == [1] * 15 + [2] * 5


def side(*vectors: Sequence[np.ndarray]) -> Side:
    clauses_ = tuple(Clauses(np.array(rows), np.zeros(len(rows))) for rows in vectors)
    return Side(
        (), np.array([rows[0] for rows in vectors]), np.zeros((len(vectors), 0)), np.zeros(len(vectors)), clauses_
    )


def test_a_clause_said_beside_a_bead_speaks_against_it() -> None:
    heard = Heard(side([axis(0), axis(1)], [axis(2)]), side([axis(0)], [axis(1), axis(2)]))
    assert heard.elsewhere(1, 1)[0, 0] == 2.0
    assert heard.elsewhere(2, 2)[0, 0] == 0.0


def test_a_text_that_is_sure_is_embedded_once() -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return np.array([axis(len(text) % 8) for text in texts])

    texts = ["One line of a certain length.", "Another line, of another length altogether."]
    assert [pair[:2] for pair in pairs(texts, texts, embed)] == [((0,), (0,)), ((1,), (1,))]
    assert sorted(asked) == sorted(texts)
