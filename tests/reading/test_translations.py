"""Translations that a page names."""

from __future__ import annotations

import pytest

from publish.editing.languages import marker
from publish.reading.translations import alternates

HERE = "https://example.org/news/rain"


def found(body: str, url: str = HERE, head: str = "", lang: str = ' lang="en"') -> tuple[tuple[str, str], ...]:
    html = f"<!doctype html><html{lang}><head>{head}</head><body><p>It rains.</p>{body}</body></html>"
    return alternates(html.encode(), url, marker)


def test_machines_are_told_in_the_head() -> None:
    head = """
    <link rel="alternate" hreflang="en" href="/news/rain">
    <link rel="alternate" hreflang="es" href="/es/news/lluvia">
    <link rel="alternate" hreflang="pt_br" href="https://example.org/pt/news/chuva#top">
    <link rel="alternate" hreflang="x-default" href="/news/rain">
    <link rel="alternate" hreflang="fr" type="application/rss+xml" href="/fr/feed">
    <link rel="stylesheet" hreflang="de" href="/style">
    """
    assert found("", head=head) == (
        ("es", "https://example.org/es/news/lluvia"),
        ("pt-BR", "https://example.org/pt/news/chuva"),
    )


@pytest.mark.parametrize(
    ("link", "language"),
    [
        ('<a href="/noticias/lluvia">Leer en español</a>', "es"),
        ('<a href="/noticias/lluvia"><span>Español</span></a>', "es"),
        ('<a hreflang="es-MX" href="/noticias/lluvia">Lluvia</a>', "es-MX"),
        ('<a href="/noticias/lluvia">Lire en français</a>', "fr"),
        ('<a href="/noticias/lluvia" title="En español"><img src="es.png" alt=""></a>', "es"),
    ],
)
def test_a_link_may_name_a_language(link: str, language: str) -> None:
    assert found(link) == ((language, "https://example.org/noticias/lluvia"),)


def test_a_spanish_page_leads_to_english() -> None:
    link = '<a href="/en/rain">Read in English</a>'
    assert found(link, lang=' lang="es-MX"') == (("en", "https://example.org/en/rain"),)


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/es/">Español</a>',
        '<a href="/">Español</a>',
        '<a href="/es/index.html">En español</a>',
        '<a href="https://elsewhere.example/lluvia">Leer en español</a>',
        '<a href="javascript:go()">Leer en español</a>',
        '<a href="http://[broken">Leer en español</a>',
        '<a href="#spanish">Leer en español</a>',
        '<a href="/news/rain/comments">Read in English</a>',
        '<a href="/courses">Learn Spanish with us today</a>',
        '<a hreflang="not a tag" href="/a">x</a>',
        "<a hreflang=es>x</a>",
    ],
)
def test_what_is_no_translation_of_the_page_is_passed_over(link: str) -> None:
    assert found(link) == ()


def test_what_machines_are_told_comes_before_words_and_counts_once() -> None:
    head = '<link rel="alternate" hreflang="es" href="/es/lluvia">'
    assert found('<a href="/otra">En español</a>', head=head) == (("es", "https://example.org/es/lluvia"),)


def test_a_page_that_names_itself_says_its_language() -> None:
    head = f'<link rel="alternate" hreflang="en" href="{HERE}"><link rel="alternate" hreflang="en-GB" href="/gb/rain">'
    assert found("", head=head, lang="") == ()


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ("https://en.example.org/rain", "https://es.example.org/lluvia", True),
        ("https://www.example.org/rain", "https://example.org/lluvia", True),
        ("https://example.org/rain", "https://es.example.org/lluvia", True),
        ("https://example.org/rain", "https://blog.example.org/lluvia", False),
        ("https://de.co.uk/rain", "https://fr.co.uk/lluvia", False),
        ("https://en.org/rain", "https://es.org/lluvia", False),
        ("http://127.0.0.1:81/rain", "http://127.0.0.1:82/lluvia", False),
    ],
)
def test_only_the_same_site_is_asked(here: str, there: str, *, same: bool) -> None:
    head = f'<link rel="alternate" hreflang="es" href="{there}">'
    assert bool(found("", url=here, head=head)) is same


def test_a_base_is_followed() -> None:
    head = '<base href="https://example.org/es/"><link rel="alternate" hreflang="es" href="lluvia">'
    assert found("", head=head) == (("es", "https://example.org/es/lluvia"),)


@pytest.mark.parametrize("html", [b"", b"\x00\xff", b"%PDF-1.7", b"<" * 1000, b"<div>" * 2000])
def test_what_is_no_page_has_none(html: bytes) -> None:
    assert alternates(html, HERE, marker) == ()
