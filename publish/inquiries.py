"""What a person asks beside making a book: which voices there are, how one sounds, whether a book is whole."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from publish import jobs, press, registry
from publish.errors import ConfigError
from publish.model import IN_BOOKS, Edition, Paragraph, Section, Sentence, Span
from publish.outside import beside, books, cards, finished, packs, shelf, shows
from publish.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publish.casting import Cast
    from publish.config import Order
    from publish.console import Tell
    from publish.model import Artifact, Book, Voice
    from publish.speaking.names import Name
    from publish.writing.proof_book import Problem
    from publish.writing.standards import Verdict


def voices(folder: Path | None) -> tuple[tuple[Voice, str], ...]:
    """Return every voice, with what this machine lacks for it or nothing."""
    from publish.speaking.voices import missing

    return tuple((voice, missing(voice)) for voice in _cards(folder).values())


def _cards(folder: Path | None) -> dict[str, Voice]:
    from publish.speaking.voices import card

    return {name: card(name, *read) for name, read in cards.cards(folder).items()}


def hear(name: str, text: str, out: Path, *, voices_folder: Path | None = None) -> Artifact:
    """Write a text in one voice as an MP3.

    Raises:
        ConfigError: the text has no words.
        VoiceError: no such voice, or it cannot speak here.
        OutputError: `out` cannot be written.
    """
    from publish.speaking.voices import ANY, choose

    known = _cards(voices_folder)
    spoken = known[name].language if name in known and known[name].language != ANY else "en"
    return _said(choose(known, spoken, name=name), text, spoken, out)


def compare(
    text: str, language: str, out: Path, *, voices_folder: Path | None = None
) -> Iterator[tuple[Voice, Artifact]]:
    """Write a text in every voice that speaks a language here, `NAME.mp3` each, and yield them as they are ready.

    Online voices are left out: nothing leaves this machine for a comparison.

    Raises:
        ConfigError: the text has no words.
        VoiceError: nothing speaks the language here.
        OutputError: the folder cannot be written.
    """
    from publish.speaking.voices import able

    voices = able(_cards(voices_folder), language)
    for voice in voices:
        yield voice, _said(voice, text, language, out / f"{voice.name}.mp3")


def add_voice(model: Path, *, name: str | None, force: bool) -> Path:
    """Keep a Piper voice for good: its model and its settings are copied beside a new card; return the card.

    Raises:
        VoiceError: the model or the file beside it is not there, or is not Piper's.
        ConfigError: there is a voice of that name, or it cannot be one.
        OutputError: it cannot be kept.
    """
    from publish.speaking.engines.piper import card_for, settings

    name = name or model.stem
    own = f"{name}.onnx"
    toml = card_for(name, own, settings(model))
    beside = {own: model, f"{own}.json": model.with_name(f"{model.name}.json")}
    return cards.added(name, toml, beside, force=force)


def _said(voice: Voice, text: str, language: str, out: Path) -> Artifact:
    from publish import casting

    if not any(character.isalnum() for character in text):
        msg = "There is nothing to say"
        raise ConfigError(msg, hint=f'For example: publish voices hear {voice.name} "Good morning."')
    return _said_in_book(Span(text), language, casting.Cast({language: voice}, {language: {}}), out)


def _said_in_book(span: Span, language: str, cast: Cast, out: Path) -> Artifact:
    """Write a text of one language as a book's cast says it."""
    from publish.speaking import narrate

    section = Section("said-c1", "", (Paragraph("said-p1", "paragraph", (Sentence("said-p1-s1", (span,)),), 1, 1),))
    memory: dict[str, bytes] = {}
    with ThreadPoolExecutor(1) as executor:
        narration = narrate.begin(
            Edition(language, "", (section,)),
            cast.voices[language],
            memory=memory,
            executor=executor,
            others=cast.others[language],
            lexicons=cast.lexicons,
        ).narration()
    return books.saved(out, "audio/mpeg", lambda path: jobs.whole(narration.tracks, memory, path, IN_BOOKS))


def names(order: Order, tell: Tell, *, lexicon: Path | None, hear: Path | None) -> Iterator[tuple[str, Name, str]]:
    """Yield each name of an article with its edition's language and its IPA, as espeak-ng would say it.

    Args:
        order: the article.
        tell: what happens meanwhile.
        lexicon: where `names.LANG.pls` is written for each edition, if anywhere.
        hear: where each name is written as the book would say it now, lexicons and all, if anywhere.

    Raises:
        PublishError: the article cannot be read, a language has no phonemes here, or a file cannot be written.
    """
    from publish import casting, desk
    from publish.speaking.names import as_lexicon
    from publish.speaking.names import names as names_of

    editions = desk.edited(order, tell).editions
    # Nothing but sound is wanted: a language without a voice is an error.
    cast = casting.cast(replace(order, to=("audio",)), editions, tell) if hear else casting.Cast()
    for edition in editions:
        found = names_of(edition)
        ipa = _ipa(found)
        if lexicon:
            pls = as_lexicon(edition.language, found, ipa)
            beside.saved(lexicon / f"names.{edition.language}.pls", pls, "application/pls+xml")
        for name, file in zip(found, _files(found, edition.language), strict=True):
            if hear:
                tongue = name.language if name.language != edition.language else None
                _said_in_book(Span(name.text, language=tongue), edition.language, cast, hear / file)
            yield edition.language, name, ipa[name.text, name.language]


def _ipa(found: Iterable[Name]) -> dict[tuple[str, str], str]:
    """Return how espeak-ng says each name, by its text and language; it is started once for each language."""
    from publish.outside import espeak_ng

    texts: dict[str, list[str]] = {}
    for name in found:
        texts.setdefault(name.language, []).append(name.text)
    return {
        (text, language): said.replace(espeak_ng.TIE, "")
        for language, several in texts.items()
        for text, said in zip(several, espeak_ng.phonemes(tuple(several), language), strict=True)
    }


def _files(found: Iterable[Name], language: str) -> list[str]:
    """Return a file name for each name: two that differ only in what a file name leaves out are numbered."""
    from publish.outside.slug import slug_of

    taken: Counter[str] = Counter()
    files = []
    for name in found:
        slug = slug_of([name.text])
        taken[slug] += 1
        files.append(f"{language}-{slug}{f'-{taken[slug]}' if taken[slug] > 1 else ''}.mp3")
    return files


def plugins() -> tuple[tuple[str, str, str], ...]:
    """Return each plug-in as group, name and what is missing for it, if anything."""
    groups: tuple[registry.Group, ...] = ("readers", "engines", "writers")
    return tuple((group, name, _missing(group, name)) for group in groups for name in registry.names(group))


def _missing(group: registry.Group, name: str) -> str:
    return press.lacking(name) if group == "writers" else registry.missing(group, name)


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


def listen(path: Path, tell: Tell) -> Iterator[Finding]:
    """Yield the sentences that a recogniser does not hear as they should be said, and whether the text has drifted.

    Raises:
        SourceError: there is no narration with its transcript.
        ToolError: the recogniser is not installed.
    """
    from publish import listening

    for sound, each in listening.misheard(path, tell):
        if each.kind == "out of step":
            what = f"The text is not in step with the sound at {each.wrong:.0%} of the sentences"
        else:
            said = f"“{each.told.text}”, heard “{each.told.heard}”"
            what = f"{each.kind.capitalize()}, {each.wrong:.0%} of its words: {said}"
        at = f"{each.told.sentence} at {each.told.begin_ms / 1000:.1f} s"
        yield Finding("error", each.kind.replace(" ", "-"), f"{sound.name}: {at}", what)


def check(path: Path, tell: Tell, *, earl: bool = False, acr: bool = False) -> Checked:
    """Return what our own rules and, where it is installed, EPUBCheck say of a book, or of all that is in a folder.

    Of the folder of a podcast, what our rules say of its feeds.

    With `earl`, the verdicts by the standards are written beside each book too; with `acr`, as a page for people.

    Raises:
        SourceError: there is nothing that can be checked.
        ToolError: EPUBCheck failed.
        OutputError: the report cannot be written.
    """
    from publish.outside import epubcheck
    from publish.writing import proof, standards

    if feeds := shows.feeds(path):
        return _checked_feeds(path, feeds, tell)
    start = epubcheck.command()
    findings: list[Finding] = []
    verdicts: dict[str, tuple[Verdict, ...]] = {}
    others = _others(path, tell)
    for other, wrong in others.items():
        findings += [Finding("error", p.rule, f"{other.name} {p.where}".strip(), p.what) for p in wrong]
    for book in books.books(path, tuple(others)):
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
        if acr and book.name in verdicts:
            _write_conformance(book, verdicts[book.name])
    for folder, gone in shelf.damaged(path):
        findings += [
            Finding("error", "changed", str(folder / name), "It is gone, or not as it was made") for name in gone
        ]
    tell.stage(
        "Checked by our own rules and by EPUBCheck" if start else "Checked by our own rules; EPUBCheck is not here"
    )
    return Checked(tuple(findings), verdicts)


def _write_conformance(book: Path, verdicts: Sequence[Verdict]) -> None:
    from publish.writing import conformance

    with books.opened(book) as epub:
        report = conformance.report(epub, verdicts, book=book.name, sha256=books.sha256(book))
    beside.saved(book.with_name(f"{book.stem}.acr.html"), report, "text/html")


def _others(path: Path, tell: Tell) -> dict[Path, tuple[Problem, ...]]:
    """Return what is there beside EPUBs, with what is wrong with each: web copies, audiobooks, braille and so on."""
    from publish.writing import opds, proof_audiobook, proof_daisy, proof_opds, proof_pack, proof_web
    from publish.writing.web_page import MARK

    found: dict[Path, tuple[Problem, ...]] = {}
    for page in books.pages(path, MARK):
        with books.opened(page) as stream:
            found[page] = proof_web.problems(stream, books.beside(page))
    for package in books.within(path, "*.lpf"):
        with books.opened(package) as stream:
            found[package] = proof_audiobook.problems(stream)
    for sums in books.within(path, packs.SUMS):
        pack = packs.contents(sums.parent)
        index = _content(sums.parent, "index.html") if "index.html" in pack.digests else b""
        found[sums] = proof_pack.problems(pack.sums, pack.digests, index)
    for ncc in books.within(path, proof_daisy.NCC):
        found[ncc] = proof_daisy.problems(books.beside(ncc), partial(_content, ncc.parent))
    for brf in books.within(path, "*.brf"):
        found[brf] = _checked_braille(brf)
    for pdf in books.within(path, "*.pdf"):
        found[pdf] = _checked_print(pdf, tell)
    for archive in books.within(path, "*.zim"):
        found[archive] = _checked_zim(archive, tell)
    for atom in books.within(path, opds.ATOM):
        first, second = (_content(atom.parent, name) for name in (opds.ATOM, opds.JSON))
        found[atom] = proof_opds.problems(first, second, partial(_size, atom.parent))
    return found


def _checked_print(pdf: Path, tell: Tell) -> tuple[Problem, ...]:
    from publish.writing import proof_print

    if find_spec(proof_print.PACKAGE) is None:
        tell.warn(
            f'{pdf.name} was not looked into: {proof_print.PACKAGE} is not here; run: pip install "enface[print]"'
        )
        return ()
    return proof_print.problems(_content(pdf.parent, pdf.name))


def _checked_zim(archive: Path, tell: Tell) -> tuple[Problem, ...]:
    from publish.outside import zim
    from publish.writing import proof_zim

    if missing := press.lacking("zim"):
        tell.warn(f"{archive.name} was not looked into: {missing}")
        return ()
    return proof_zim.problems(zim.opened(archive))


def _checked_braille(brf: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a file of braille; uncontracted, it is read back where its text lies beside it."""
    from publish.outside import liblouis
    from publish.writing import proof_brf

    content = _content(brf.parent, brf.name)
    wrong = proof_brf.problems(content)
    named = proof_brf.NAME.fullmatch(brf.name)
    if wrong or not named or named["grade"] != "1" or press.lacking("brf"):
        return wrong
    texts = books.within(brf.parent.parent / "text", f"{named['name']}.{named['language']}.txt")
    read = partial(liblouis.tool().read, language=named["language"], grade=1)
    return tuple(
        p for text in texts for p in proof_brf.misread(content, _content(text.parent, text.name).decode(), read)
    )


def _size(folder: Path, name: str) -> int:
    return finished.size(folder / name)


def _content(folder: Path, name: str) -> bytes:
    with books.opened(folder / name) as stream:
        return stream.read()


def _checked_feeds(folder: Path, feeds: Sequence[Path], tell: Tell) -> Checked:
    from publish.writing import proof_feed

    findings: list[Finding] = []
    verdicts: dict[str, tuple[Verdict, ...]] = {}
    for feed in feeds:
        verdicts[feed.name], problems = proof_feed.verdicts(shows.content(feed), partial(shows.opened, folder))
        findings += [Finding("error", p.rule, f"{feed.name}: {p.where}", p.what) for p in problems]
    tell.stage(f"Checked {counted(len(feeds), 'feed')} by our own rules; the books are in {folder / 'episodes'}")
    return Checked(tuple(findings), verdicts)
