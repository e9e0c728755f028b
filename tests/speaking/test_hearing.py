"""What was heard against what should be said. The recogniser's words are given here; tests/slow has the real one."""

from __future__ import annotations

from publish.speaking.hearing import Told, judged

RAIN = "It rained on the hills all night, 27 % more than last year."
RIVER = "The river rose and the children watched it."
BRIDGE = "Nobody crossed the old bridge until noon."
WELL_HEARD = "it rained on the hills all night twenty-seven percent more than last year"


def kinds(*heard: tuple[str, str], language: str = "en") -> list[tuple[str, str]]:
    told = [Told(f"en-p1-s{n}", n * 3000, text, words) for n, (text, words) in enumerate(heard, 1)]
    return [(each.kind, each.told.sentence) for each in judged(told, language)]


def test_numbers_case_and_marks_are_not_misheard() -> None:
    assert kinds((RAIN, WELL_HEARD)) == []


def test_a_name_misheard_is_the_recogniser_s_fault_not_the_voice_s() -> None:
    heard = "Alexander kiss bay watched the river from the bridge"
    assert kinds(("Alejandra Quispe watched the river from the bridge.", heard)) == []


def test_a_sentence_that_is_not_there_is_missing() -> None:
    assert kinds((RIVER, ""), (BRIDGE, "and so they said")) == [("missing", "en-p1-s1"), ("missing", "en-p1-s2")]


def test_a_sentence_said_twice_is_repeated() -> None:
    assert kinds((RIVER, f"{RIVER} {RIVER}")) == [("repeated", "en-p1-s1")]


def test_half_a_sentence_is_badly_said() -> None:
    assert kinds((RIVER, "the river rose")) == [("badly said", "en-p1-s1")]


def test_text_that_has_drifted_from_the_sound_is_out_of_step() -> None:
    late = [
        (RIVER, "river rose and the children watched it nobody"),
        (BRIDGE, "crossed the old bridge until noon the"),
        (RIVER, "river rose and the children watched it nobody"),
        (BRIDGE, "crossed the old bridge until noon"),
    ]
    assert kinds(*late) == [("out of step", "en")]


def test_a_chinese_sentence_with_one_character_misheard_is_not_missing() -> None:
    assert kinds(("昨天河水上涨，孩子们在桥上看着。", "昨天河水上张孩子们在桥上看着"), language="zh") == []
    assert kinds(("昨天河水上涨，孩子们在桥上看着。", "谢谢"), language="zh-TW") == [("missing", "en-p1-s1")]
