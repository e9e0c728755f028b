"""`show.toml`, right and wrong."""

from __future__ import annotations

import pytest

from publish.errors import ConfigError, PublishError
from publish.showfile import TEMPLATE, show

GOOD = """
title = { en = "Rain", es = "Lluvia" }
description = "Stories of rain."
author = "Ana Roe"
language = "en"
category = "Education > Language Learning"
base_url = "https://example.org/podcast"
"""


def test_what_is_said_once_is_said_in_the_language_that_leads() -> None:
    found = show(GOOD, "show.toml")
    assert (found.title, found.description) == ({"en": "Rain", "es": "Lluvia"}, {"en": "Stories of rain."})
    assert found.category == ("Education", "Language Learning")
    assert found.base_url == found.link == "https://example.org/podcast/"
    assert (found.explicit, found.locked, found.email, found.licence) == (False, True, "", "")


def test_the_template_asks_for_all_that_must_be_said() -> None:
    with pytest.raises(ConfigError, match=r"does not say: title, description, author, category, base_url") as caught:
        show(TEMPLATE, "show.toml")
    assert caught.value.hint.startswith("Write a line: title = …")


@pytest.mark.parametrize(
    ("line", "what", "where"),
    [
        ('titel = "Rain"', "There is no setting called titel", "show.toml"),
        ("title = 3", "This must be a text", "show.toml: title"),
        ('title = { es = "Lluvia" }', "It is not said in en, the language that leads", "show.toml: title"),
        ('title = { "e n" = "Rain" }', "'e n' is no language tag", "show.toml: title"),
        ('category = "Educashun"', "Apple Podcasts has no category Educashun", "show.toml: category"),
        ('base_url = "example.org/podcast"', "This is no web address: example.org/podcast", "show.toml: base_url"),
        ('base_url = "https://[/"', "This is no web address: https://[/", "show.toml: base_url"),
        ('base_url = "https://a.example/?p=1"', "Names of files cannot follow this address", "show.toml: base_url"),
        ('link = "ftp://example.org"', "This is no web address: ftp://example.org", "show.toml: link"),
        ('email = "nobody"', "This is no e-mail address", "show.toml: email"),
        ('explicit = "no"', "It must be true or false", "show.toml: explicit"),
        ("= 3", "This is not TOML", "show.toml"),
        (f'description = "{"word " * 900}"', "It is longer than 4000 bytes", "show.toml: description.en"),
    ],
)
def test_a_mistake_is_named_with_its_key(line: str, what: str, where: str) -> None:
    key = line.partition(" =")[0]
    rest = "\n".join(row for row in GOOD.splitlines() if not row.startswith(f"{key} ="))
    with pytest.raises(PublishError) as caught:
        show(f"{rest}\n{line}\n", "show.toml")
    assert caught.value.what.startswith(what)
    assert caught.value.where == where
    assert caught.value.hint


def test_a_category_that_is_nearly_one_is_guessed() -> None:
    with pytest.raises(ConfigError) as caught:
        show(GOOD.replace("Language Learning", "Languages"), "show.toml")
    assert "Education > Language Learning" in caught.value.hint
