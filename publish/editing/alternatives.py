"""What pictures show, as a person wrote it: a file by picture and language."""

from __future__ import annotations

import csv
import io
import tomllib
from typing import TYPE_CHECKING

from publish.editing.overrides import quoted
from publish.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publish.model import Book

_HINT = 'It looks like [“lamp.jpg”], then en = "A lamp."; `publish inspect --alt-out FILE` makes one.'
_TABLE_HINT = "A line is a picture's name, a language and the text, a tab apart."
_HEAD = """\
# What the pictures show, for whoever does not see them: by picture, then by language.
# A text that is left empty ("") says that a picture is decoration, and is passed over in silence.
# Take away the # before a line once its text is written; --alt takes this file.
"""


def read(text: str, where: str) -> Mapping[str, Mapping[str, str]]:
    """Return what a file says, by picture and language (BCP 47). TOML; a name in `.tsv` is a table.

    Raises:
        ConfigError: it is not of that form; names the file, and the line or the picture.
    """
    return _of_table(text, where) if where.lower().endswith(".tsv") else _of_toml(text, where)


def _of_toml(text: str, where: str) -> dict[str, dict[str, str]]:
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"This is not TOML: {error}"
        raise ConfigError(msg, where=where, hint=_HINT) from error
    for name, texts in said.items():
        if not isinstance(texts, dict) or not all(isinstance(each, str) for each in texts.values()):
            msg = f"{name} needs a text for each language"
            raise ConfigError(msg, where=where, hint=_HINT)
    return {name: {language: _line(each) for language, each in texts.items()} for name, texts in said.items()}


def _of_table(text: str, where: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    rows = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab")
    try:
        for row in rows:
            if not any(row) or row[0].startswith("#"):
                continue
            if len(row) != 3:
                msg = f"There are {len(row)} columns, not three"
                raise ConfigError(msg, where=f"{where}, line {rows.line_num}", hint=_TABLE_HINT)
            name, language, said = row
            found.setdefault(name.strip(), {})[language.strip()] = _line(said)
    except csv.Error as error:
        msg = f"This is no table: {error}"
        raise ConfigError(msg, where=where, hint=_TABLE_HINT) from error
    return found


def as_toml(book: Book) -> str:
    """Return a file to write the missing texts in: what is known stands there, what is not is a comment."""
    said: dict[str, dict[str, str]] = {}
    for edition in book.editions:
        for paragraph in edition.paragraphs:
            for name in paragraph.decorations:
                said.setdefault(name, {}).setdefault(edition.language, '""')
            if paragraph.picture:
                text = "" if paragraph.undescribed else quoted(paragraph.text)
                said.setdefault(paragraph.picture, {})[edition.language] = text
    languages = [edition.language for edition in book.editions]
    tables = [
        "\n".join((f"[{quoted(name)}]", *(_entry(language, texts.get(language, "")) for language in languages)))
        for name, texts in said.items()
    ]
    return "\n\n".join((_HEAD.rstrip(), *tables)) + "\n"


def _entry(language: str, text: str) -> str:
    return f"{language} = {text}" if text else f'# {language} = ""'


def _line(text: str) -> str:
    return " ".join(text.split())
