from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.editing.clean import clean, run
from publish.editing.cues import cues, words
from publish.model import Block, Span

if TYPE_CHECKING:
    import random

TITLE = "The Clock That Ran on Rain"
TEXT = (
    (
        "For ninety years the clock above the fish market ran on rain. A gutter filled a copper cup, the cup tipped,"
        " and the hands moved on by a minute, or by nothing at all when the summer was dry."
    ),
    (
        "Nobody minded. The bakers opened when the light reached the second step, and the school began when the teacher"
        " had finished her coffee, which the clock had never tried to measure."
    ),
    (
        "Last spring the council put a battery in it. Since then the market is on time, the bakers are tired, and three"
        " people have asked for the old cup, one of them in writing."
    ),
    (
        "The mechanic who took it out keeps it on his window sill. He says that it still tips over in a storm, and that"
        " he always looks up from his work to see what time it is."
    ),
)
HEAD = ("Skip to content", "Home | News | Culture", "Log in")
TAIL = ("Share this:", "Click to share on Facebook", "Leave a Reply", "© Fish Market Gazette. All rights reserved.")


def page(*lines: str) -> tuple[Block, ...]:
    return tuple(Block("paragraph", (Span(line),), n, n) for n, line in enumerate(lines, 1))


def test_furniture_goes_and_the_article_stays() -> None:
    cleaned = clean(page(*HEAD, TITLE, *TEXT, *TAIL))
    assert [block.text for block in cleaned.blocks] == [TITLE, *TEXT]
    assert [removal.text for removal in cleaned.removals] == [*HEAD, *TAIL]


def test_every_removal_has_its_line_a_rule_and_a_reason() -> None:
    cleaned = clean(page(*HEAD, TITLE, *TEXT, *TAIL))
    share = next(removal for removal in cleaned.removals if removal.text == "Share this:")
    assert (share.first_line, share.rule) == (9, "share")
    assert share.reason == "It is a button for sharing or saving."
    assert all(removal.reason for removal in cleaned.removals)


def test_stories_listed_below_the_article_are_said_to_stand_beyond_it() -> None:
    menu = [f"Section {name}" for name in ("Fish", "Nets", "Boats", "Tides", "Bread", "Rain", "Clocks", "Letters")]
    story = "The council met again on day {}, and the mayor said that it was far too late for the town."
    stories = [line for day in range(12) for line in (f"A story of day {day}", story.format(day), "Read more")]
    cleaned = clean(page(*HEAD, *menu, TITLE, *TEXT, *TAIL, "Related stories", *stories))
    rules = {removal.text: removal.rule for removal in cleaned.removals}
    assert [block.text for block in cleaned.blocks if block.text != TITLE] == list(TEXT)
    assert rules[story.format(3)] == "beyond-the-article"
    assert rules["Read more"] == "related"


def test_an_article_without_furniture_loses_nothing() -> None:
    cleaned = clean(page(TITLE, TEXT[0], "What the bakers say", *TEXT[1:]))
    assert cleaned.removals == ()


def test_a_donation_box_that_stands_twice_goes_as_a_whole() -> None:
    box = (
        "The Winter Fund",
        "Our roof has a hole and the printer is under it. With your help this page can stay open until May.",
        "Donate now",
    )
    cleaned = clean(page(TITLE, *TEXT, *box, *box))
    assert [block.text for block in cleaned.blocks] == [TITLE, *TEXT]


@pytest.mark.parametrize(
    "line",
    [
        "Auf Facebook teilen",
        "Suivez-nous sur Instagram",
        "Suscríbete a nuestro boletín",
        "Leggi anche",
        "Напечатать | Поделиться",
        "分享到：微信 微博",
        "このページを印刷",
        "구독하기",
        "تابعنا على تويتر",
        "הרשמו לניוזלטר",
        "अभी शेयर करें",
        "แชร์ไปยังเฟซบุ๊ก",
        "Lees ook",
        "Baca juga",
        "Devamını oku",
    ],
)
def test_furniture_inside_the_article_goes_in_many_languages(line: str) -> None:
    cleaned = clean(page(TITLE, *TEXT[:2], line, *TEXT[2:]))
    assert [removal.text for removal in cleaned.removals] == [line]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Die Stadt hat am Montag eine neue Brücke eröffnet, und viele Menschen sind gekommen, um sie zu sehen.",
            "Der Bürgermeister erstattete Anzeige.",
            "Die Werbung nützte nichts.",
            "Am Abend gingen alle nach Hause, denn es wurde kalt, und der Wind wehte stark über den Fluss.",
        ),
        (
            "افتتحت المدينة يوم الاثنين جسرًا جديدًا فوق النهر، وحضر كثير من الناس لرؤيته منذ الصباح.",
            "يحتاج الجسر إلى المزيد من العمل.",
            "أقيم الحفل برعاية البلدية.",
            "سجّل الفريق هدفًا.",
            "وفي المساء عاد الجميع إلى بيوتهم لأن الجو صار باردًا والريح قوية فوق النهر.",
        ),
        (
            "La ciudad abrió el lunes un puente nuevo sobre el río, y mucha gente fue a verlo desde la mañana.",
            "Todos trajeron a sus hijas.",
            "El alcalde hizo un anuncio.",
            "Por la noche todos volvieron a casa, porque hacía frío y el viento soplaba fuerte sobre el agua.",
        ),
    ],
)
def test_a_sentence_with_a_word_that_banners_say_too_stays(lines: tuple[str, ...]) -> None:
    assert [block.text for block in clean(page(*lines)).blocks] == list(lines)


def test_keep_and_drop_overrule_the_table() -> None:
    blocks = page(*HEAD, TITLE, *TEXT, *TAIL)
    cleaned = clean(blocks, keep=frozenset({1}), drop=frozenset({6}))
    assert cleaned.blocks[0].text == "Skip to content"
    assert [(r.first_line, r.rule) for r in cleaned.removals if r.rule == "by-hand"] == [(6, "by-hand")]


def test_only_furniture_leaves_nothing() -> None:
    assert clean(page("Skip to content", "Menu", "Share this:", "Log in")).blocks == ()


def test_a_lone_line_of_plain_words_is_an_article() -> None:
    assert clean(page("Rain fell on the tin roof")).removals == ()


def test_a_rule_of_dashes_has_no_words() -> None:
    cleaned = clean(page(TITLE, TEXT[0], "* * *", *TEXT[1:]))
    assert [(r.text, r.rule) for r in cleaned.removals] == [("* * *", "no-words")]


def test_a_run_of_decisions_does_not_change_its_mind_for_little() -> None:
    assert run([3.0, -0.5, 3.0, -5.0]) == [True, True, True, False]
    assert run([]) == []


def test_a_phrase_is_found_as_whole_words_only() -> None:
    assert cues("Home, menu", words("Home, menu")).cover == 1.0
    assert cues("Homes and menus", words("Homes and menus")).cover == 0.0


LINES = st.lists(
    st.sampled_from([*HEAD, TITLE, *TEXT, *TAIL, "1950", "* * *", "Rain", "Oui ou non ?", "雨"])
    | st.text(alphabet="abc DE.,|:»", min_size=1, max_size=40).filter(str.strip),
    max_size=14,
)


@settings(max_examples=30, deadline=None)
@given(LINES, st.frozensets(st.integers(1, 14), max_size=3), st.frozensets(st.integers(1, 14), max_size=3))
def test_every_block_stays_or_has_a_removal(found: list[str], keep: frozenset[int], drop: frozenset[int]) -> None:
    blocks = page(*found)
    cleaned = clean(blocks, keep=keep, drop=drop)
    assert sorted([b.first_line for b in cleaned.blocks] + [r.first_line for r in cleaned.removals]) == [
        b.first_line for b in blocks
    ]
    assert keep & {b.first_line for b in blocks} <= {b.first_line for b in cleaned.blocks}


@settings(max_examples=30, deadline=None)
@given(LINES)
def test_cleaning_twice_changes_nothing(found: list[str]) -> None:
    once = clean(page(*found)).blocks
    assert clean(once).blocks == once
    assert clean(once).removals == ()


@settings(max_examples=30, deadline=None)
@given(LINES)
def test_what_stays_and_the_receipt_together_are_the_source(found: list[str]) -> None:
    cleaned = clean(page(*found))
    said = {b.first_line: b.text for b in cleaned.blocks} | {r.first_line: r.text for r in cleaned.removals}
    assert [said[line] for line in sorted(said)] == [block.text for block in page(*found)]


@settings(max_examples=30, deadline=None)
@given(LINES, st.randoms(use_true_random=False))
def test_furniture_in_another_order_leaves_the_article_in_its_own(found: list[str], chance: random.Random) -> None:
    blocks = page(*found)
    kept = [block.first_line for block in clean(blocks).blocks]
    places = [place for place, block in enumerate(blocks) if block.first_line not in kept]
    mixed = list(blocks)
    for place, other in zip(places, chance.sample(places, len(places)), strict=True):
        mixed[place] = blocks[other]
    still = [block.first_line for block in clean(mixed).blocks if block.first_line in kept]
    assert still == sorted(still)


def test_a_french_sentence_with_guillemets_is_no_row_of_links() -> None:
    said = "« On disait que c'était impossible ; alors nous avons commencé petit », raconte la jardinière."
    cleaned = clean(page("Le jardin sur le toit", *TEXT[:2], said, "Partager l'article", *TEXT[2:]))
    assert [removal.text for removal in cleaned.removals] == ["Partager l'article"]


def test_a_title_between_a_label_and_a_byline_is_found() -> None:
    cleaned = clean(
        page("Zum Inhalt springen", "Gesellschaft", TITLE, "Von Mia Kern | 12. März 2024", *TEXT, "Impressum")
    )
    assert cleaned.blocks[0].text == TITLE
