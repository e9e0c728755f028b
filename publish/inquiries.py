"""What a person asks beside making a book: which voices there are, how one sounds, whether a book is whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import jobs, registry
from publish.errors import ConfigError
from publish.model import Edition, Paragraph, Section, Sentence, Span
from publish.outside import beside, books, shelf
from publish.outside import files as disk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from publish.console import Tell
    from publish.model import Artifact, Book, Voice
    from publish.writing.standards import Verdict


def voices(folder: Path | None) -> tuple[tuple[Voice, str], ...]:
    """Return every voice, with what this machine lacks for it or nothing."""
    from publish.speaking.voices import card, missing

    found = [card(name, text) for name, text in disk.cards(folder).items()]
    return tuple((voice, missing(voice)) for voice in found)


def hear(name: str, text: str, out: Path, *, voices_folder: Path | None = None) -> Artifact:
    """Write a text in one voice as an MP3.

    Raises:
        ConfigError: the text has no words.
        VoiceError: no such voice, or it cannot speak here.
        OutputError: `out` cannot be written.
    """
    from publish.speaking import narrate
    from publish.speaking.voices import card, choose

    if not any(character.isalnum() for character in text):
        msg = "There is nothing to say"
        raise ConfigError(msg, hint=f'For example: publish voices hear {name} "Good morning."')
    cards = {key: card(key, toml) for key, toml in disk.cards(voices_folder).items()}
    spoken = cards[name].language if name in cards and cards[name].language != "mul" else "en"
    voice = choose(cards, spoken, name=name)
    sentence = Sentence("said-p1-s1", (Span(text),))
    section = Section("said-c1", text, (Paragraph("said-p1", "paragraph", (sentence,), 1, 1),))
    memory: dict[str, bytes] = {}
    with ThreadPoolExecutor(1) as executor:
        edition = Edition(spoken, text, (section,))
        narration = narrate.begin(edition, voice, memory=memory, executor=executor).narration()
    return books.saved(out, "audio/mpeg", lambda path: jobs.whole(narration.tracks, memory, path))


def plugins() -> tuple[tuple[str, str, str], ...]:
    """Return each plug-in as group, name and what is missing for it, if anything."""
    groups: tuple[registry.Group, ...] = ("readers", "engines", "writers")
    return tuple((group, name, registry.missing(group, name)) for group in groups for name in registry.names(group))


def write_down(book: Book, tell: Tell, *, html: Path | None, alignment: Path | None, alternatives: Path | None) -> None:
    """Write what `inspect` shows where it was asked for: as a web page, and as files to edit.

    Those are its paragraph pairs as a table, and what its pictures show.

    Raises:
        OutputError: a file cannot be written.
    """
    from publish.editing import decided
    from publish.editing.alternatives import as_toml
    from publish.writing import receipt_html

    if html:
        tell.stage(f"Wrote {beside.saved(html, receipt_html.page(book), 'text/html').path}")
    if alignment:
        table = decided.table(book)
        tell.stage(f"Wrote {beside.saved(alignment, table, 'text/tab-separated-values').path}")
    if alternatives:
        tell.stage(f"Wrote {beside.saved(alternatives, as_toml(book), 'application/toml').path}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a checker said of a book."""

    severity: str
    """`fatal`, `error`, `warning` or `usage`."""
    code: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a book, or in each book of a folder."""

    findings: tuple[Finding, ...]
    verdicts: Mapping[str, tuple[Verdict, ...]]
    """By each book's file name, the standards' rules; nothing for what is no EPUB that can be opened."""


def check(path: Path, tell: Tell, *, earl: bool = False) -> Checked:
    """Return what our own rules and, where it is installed, EPUBCheck say of a book, or of each book in a folder.

    With `earl`, the verdicts by the standards are written beside each book too.

    Raises:
        SourceError: there is no book.
        ToolError: EPUBCheck failed.
        OutputError: the report cannot be written.
    """
    from publish.outside import epubcheck
    from publish.writing import proof, standards

    start = epubcheck.command()
    findings: list[Finding] = []
    verdicts: dict[str, tuple[Verdict, ...]] = {}
    for book in books.books(path):
        with books.opened(book) as epub:
            found = proof.problems(epub)
            if not any(problem.rule == proof.NOT_AN_EPUB for problem in found):
                verdicts[book.name] = standards.verdicts(epub, found)
        findings += [Finding("error", p.rule, p.where, p.what) for p in found]
        findings += [
            Finding(m.severity, m.code, m.place, m.text) for m in (epubcheck.messages(book, start) if start else ())
        ]
        if earl and book.name in verdicts:
            report = standards.earl(verdicts[book.name], book=book.name, sha256=books.sha256(book))
            beside.saved(book.with_name(f"{book.stem}.earl.json"), report, "application/ld+json")
    for folder, gone in shelf.damaged(path):
        findings += [
            Finding("error", "changed", str(folder / name), "It is gone, or not as it was made") for name in gone
        ]
    tell.stage(
        "Checked by our own rules and by EPUBCheck" if start else "Checked by our own rules; EPUBCheck is not here"
    )
    return Checked(tuple(findings), verdicts)
