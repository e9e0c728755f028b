from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.writing.bidi import isolated
from publish.writing.scripts import glue


def runs(text: str, language: str) -> list[str]:
    return re.findall(r"<bdi[^>]*>([^<]*)</bdi>", isolated(text, language))


@pytest.mark.parametrize(
    ("language", "text", "apart"),
    [
        # Without it, the two names would be drawn in the order of the foreign language.
        ("ar", "جمعية Río Abierto، وجمعية Open River هنا", ["Río Abierto", "Open River"]),
        ("he", "הכלי WCAG 2.2, ואחריו C++.", ["WCAG 2.2", "C++"]),
        ("he", "ראו https://example.org/a/b, ואחר כך.", ["https://example.org/a/b"]),
        ("fa", "شمارهٔ +49 30 1234567 را بگیرید", ["+49 30 1234567"]),
        ("he", "הטמפרטורה ירדה אל -5, ואז ל־2.", ["-5"]),
        ("ar", "غادر في الساعة 6:40 صباحًا", []),
        ("en", "The word كتاب جديد, 12 times", ["كتاب جديد"]),
        ("en", "The word ספר, 12 times", ["ספר"]),
        ("en", "Río Abierto, 12 times", []),
        ("zh", "属于Río Abierto，", []),
    ],
)
def test_a_run_of_the_other_direction_stands_apart(language: str, text: str, apart: list[str]) -> None:
    assert runs(text, language) == apart


def test_which_way_it_runs_is_said() -> None:
    assert isolated("ספר Río", "he") == 'ספר <bdi dir="ltr">Río</bdi>'


@given(st.text(alphabet="aé1 ,.-+:ספرك<&", max_size=40), st.sampled_from(["en", "he", "ar"]))
def test_no_letter_is_lost(text: str, language: str) -> None:
    shown = re.sub(r"</?bdi[^>]*>", "", isolated(text, language))
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_a_mark_is_not_left_alone_on_a_line_after_a_danda() -> None:
    assert (glue("hi"), glue("es"), glue("ja")) == ("\u2060\u00a0", "\u00a0", "\u00a0")
