"""Language tags, as a person writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.errors import ConfigError, LanguageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_USUAL = "[a-z]{2,8}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
_TURNS = re.compile(f"{_USUAL}(?:-{_USUAL}){{1,5}}")
_SUBTAG_CASE: Mapping[int, Callable[[str], str]] = {2: str.upper, 4: str.title}


def language(text: str, where: str) -> str:
    """Return a BCP 47 tag in its usual letters: `pt_br` is `pt-BR`.

    Raises:
        LanguageError: it does not look like a tag.
    """
    tag = text.strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        msg = f"{text!r} is no language tag"
        raise LanguageError(msg, where=where, hint="A language is written as in en, es or pt-BR.")
    primary, *rest = tag.split("-")
    return "-".join((primary.lower(), *(_SUBTAG_CASE.get(len(part), str.lower)(part) for part in rest)))


def in_turns(text: str, where: str) -> tuple[str, ...]:
    """Return the languages of a lesson, as they take turns: `es-en`, `es-en-es`, `pt-BR-en`.

    A hyphen joins two languages and the parts of a tag, so that tags must be in their usual letters here.

    Raises:
        ConfigError: it does not name two languages, each once or more.
    """
    found = tuple(re.findall(_USUAL, text)) if _TURNS.fullmatch(text) else ()
    if len(set(found)) != 2:
        msg = "This must be two languages in the order in which they are heard"
        raise ConfigError(msg, where=where, hint="For example: es-en, es-en-es or pt-BR-en")
    return found
