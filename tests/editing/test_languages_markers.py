"""Lines that only announce a language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.editing.languages import marker


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("**En Español**", "es"),
        ("En español", "es"),
        ("In English below", "en"),
        ("English version", "en"),
        ("English", "en"),
        ("Version française", "fr"),
        ("(Scroll down for English)", "en"),
        ("Español abajo", "es"),
        ("Traducción al español", "es"),
        ("Deutsche Fassung", "de"),
        ("中文版", "zh"),
        ("النسخة العربية", "ar"),
        ("↓ English below ↓", "en"),
        ("--- Español ---", "es"),
        ("Auf Deutsch", "de"),
        ("Versão em português", "pt"),
        ("Versione italiana", "it"),
        ("In italiano", "it"),
        ("На русском", "ru"),
        ("Русская версия", "ru"),
        ("По-русски", "ru"),
        ("英文版", "en"),
        ("英文", "en"),
        ("日本語版", "ja"),
        ("日本語", "ja"),
        ("한국어", "ko"),
        ("한국어 번역", "ko"),
        ("بالعربية", "ar"),
        ("باللغة الإنجليزية", "en"),
        ("الترجمة الإنجليزية", "en"),
        ("In het Nederlands", "nl"),
        ("På svenska", "sv"),
        ("Po polsku", "pl"),
        ("Wersja polska", "pl"),
        ("Česky", "cs"),
        ("V češtině", "cs"),
        ("Στα ελληνικά", "el"),
        ("Ελληνική έκδοση", "el"),
        ("Türkçe", "tr"),
        ("Türkçe çeviri", "tr"),
        ("Bahasa Indonesia", "id"),
        ("Tiếng Việt", "vi"),
        ("Bản tiếng Việt", "vi"),
        ("En català", "ca"),
        ("Euskaraz", "eu"),
        ("Suomeksi", "fi"),
        ("Magyarul", "hu"),
        ("हिन्दी", "hi"),
        ("עברית", "he"),
        ("בעברית", "he"),
        ("Українською", "uk"),
        ("Leer en español", "es"),
        ("Read this article in Spanish", "es"),
        ("[ES]", "es"),
        ("(fr)", "fr"),
        ("Español:", "es"),
        ("### Français", "fr"),
        ("La versión en inglés sigue más abajo", "en"),
        ("Lire en français", "fr"),
        ("Version anglaise ci-dessous", "en"),
        ("Weiter unten auf Deutsch", "de"),
        ("Polish", "pl"),
        ("Suomi", "fi"),
        ("The Spanish Version", "es"),
        ("فارسی", "fa"),
        ("نسخه فارسی", "fa"),
        ("Kreyòl", "ht"),
        ("Texto em português", "pt"),
        ("Indonesia", "id"),
        ("النص الإنجليزي", "en"),
        ("الترجمة إلى العربية", "ar"),
        ("Llegiu-lo en català", "ca"),
        ("En castellà", "es"),
        ("点击阅读英文版", "en"),
        ("英文原文", "en"),
        ("Lees verder in het Engels", "en"),
        ("Version originale en anglais", "en"),
    ],
)
def test_a_line_that_announces_a_language_is_a_marker(line: str, language: str) -> None:
    assert marker(line) == language


@pytest.mark.parametrize(
    "line",
    [
        "EN  ES  PT",
        "EN | ES",
        "English / Español",
        "हिन्दी में पढ़ें",
        "Click here for Spanish",
        "The French",
        "In Vietnam",
        "Translated from the Spanish",
        "Traducción del inglés",
        "En",
        "In English, the word is short",
        "Spain",
        "Ayiti",
        "",
        "12",
        "***",
        "The English came in boats.",
        "Inglés: una lengua",
        "En español, por favor",
        "Spanish Fly",
        "English Breakfast",
        "En Inglaterra",
        "In China",
        "Version 2",
        "Read this",
        "Español / English / Português",
        "中英对照",
        "¿Habla español?",
        "Learn Spanish online today with us",
    ],
)
def test_a_menu_a_country_or_a_sentence_is_none(line: str) -> None:
    assert marker(line) is None


@given(st.text(max_size=70))
def test_any_line_is_read_without_complaint(line: str) -> None:
    assert marker(line) is None or len(marker(line) or "") in {2, 3}
