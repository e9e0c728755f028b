"""The command line: words in, exit code out."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO, get_args

import typer

from publish import __version__, asking, console, sharing
from publish.console import JsonLines
from publish.fitting import PACK
from publish.model import AudioFormat
from publish.options import (
    Alignment,
    Alt,
    Anthology,
    AudioFormats,
    Author,
    BraillePage,
    Config,
    Drop,
    Fit,
    Font,
    Grain,
    Images,
    Json,
    Keep,
    Language,
    Layout,
    Learn,
    LearnAlone,
    LearnPause,
    LearnSpeed,
    LinkList,
    Links,
    Local,
    Loudness,
    Mp3,
    Paste,
    PerChapter,
    Readers,
    Reviewed,
    RoomTone,
    Sample,
    Show,
    Sign,
    SingleFile,
    Sources,
    Sync,
    Title,
    Translations,
    Voices,
    ordered,
)
from publish.outcome import print_json, telling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from publish.config import Order
    from publish.console import Tell
    from publish.model import Artifact
    from publish.pipeline import Made

# Plain help, without boxes: the same with a screen reader, and four times as quick.
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(asked: bool) -> None:  # noqa: FBT001  (Typer calls it by place)
    if asked:
        typer.echo(f"Enface {__version__}")
        raise typer.Exit


@app.callback()
def publish(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Say which version this is.")
    ] = False,
) -> None:
    """Publishes one article in every language it speaks: an accessible bilingual talking book."""


@app.command()
def make(
    sources: Sources = None,
    *,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where books go.  [default: output]")] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME,...", help="What to make, all, or a pack of it.  [default: epub,audio]"),
    ] = None,
    show: Show = None,
    language: Language = None,
    voice: Readers = None,
    anthology: Anthology = None,
    lexicon: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="How words are said: names.es.pls (PLS 1.0); repeat.")
    ] = None,
    quality: Annotated[
        str | None, typer.Option(metavar="TIER", help="Voices that are fast or best.  [default: fast]")
    ] = None,
    title: Title = None,
    author: Author = None,
    keep: Keep = None,
    drop: Drop = None,
    alignment: Alignment = None,
    images: Images = False,
    alt: Alt = None,
    layout: Layout = None,
    grain: Grain = None,
    links: Links = None,
    link_list: LinkList = False,
    sync: Sync = None,
    font: Font = None,
    audio_format: AudioFormats = None,
    mp3: Mp3 = None,
    per_chapter: PerChapter = False,
    loudness: Loudness = None,
    room_tone: RoomTone = False,
    single_file: SingleFile = False,
    braille_page: BraillePage = None,
    fit: Fit = None,
    sign: Sign = None,
    learn: Learn = None,
    learn_pause: LearnPause = None,
    learn_speed: LearnSpeed = None,
    learn_alone: LearnAlone = None,
    paste: Paste = False,
    reviewed_by: Reviewed = None,
    sample: Sample = False,
    with_translations: Translations = False,
    allow_local: Local = False,
    force: Annotated[bool, typer.Option("--force", help="Make everything again, changed or not.")] = False,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes that speak; 0 is one per core.")] = None,
    voices: Voices = None,
    memory: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="Where spoken sentences are kept; a URL with enface[memory].")
    ] = None,
    no_memory: Annotated[
        bool, typer.Option("--no-memory", help="Speak everything anew, and keep nothing of it.")
    ] = False,
    retrieved: Annotated[
        str | None, typer.Option(metavar="DAY", help="When the article was taken: 2026-03-01.")
    ] = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Make a talking book and its narrations."""
    events = JsonLines(sys.stdout) if json else None
    with telling(events) as tell:
        from publish import pipeline

        order = ordered(
            config,
            sources=tuple(sources or ()),
            out=out,
            to=to,
            show=show,
            languages=language,
            voices=voice,
            anthology=anthology,
            lexicon=lexicon,
            quality=quality,
            title=title,
            author=author,
            keep=keep,
            drop=drop,
            alignment=alignment,
            images=images,
            alt=alt,
            layout=layout,
            grain=grain,
            links=links,
            link_list=link_list,
            sync=sync,
            fonts=tuple(font or ()),
            audio_format=audio_format,
            mp3=mp3,
            per_chapter=per_chapter,
            loudness=loudness,
            room_tone=room_tone,
            single_file=single_file,
            braille_page=braille_page,
            fit=fit,
            sign=sign,
            learn=learn,
            learn_pause=learn_pause,
            learn_speed=learn_speed,
            learn_alone=learn_alone,
            paste=paste,
            reviewed_by=reviewed_by,
            sample=sample,
            with_translations=with_translations,
            allow_local=allow_local,
            force=force,
            workers=workers,
            voices_folder=voices,
            memory=memory,
            no_memory=no_memory,
            retrieved=retrieved,
        )
        _invite(order, tell)
        signer = sharing.signer(order.sign)
        made = pipeline.make(order, tell)
        if events:
            _report(events, made)
        else:
            for line in _made_lines(made):
                typer.echo(line)
        if PACK in order.to:
            at = made.folder.with_name(f"{made.folder.name}-pack")
            sharing.packed((made.folder,), at, tell, events, limit=order.fit, key=signer)


@app.command()
def inspect(
    sources: Sources = None,
    *,
    language: Language = None,
    anthology: Anthology = None,
    title: Title = None,
    author: Author = None,
    keep: Keep = None,
    drop: Drop = None,
    alignment: Alignment = None,
    images: Images = False,
    alt: Alt = None,
    alt_out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what the pictures show, for you to write the rest.")
    ] = None,
    alignment_out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the pairs, ready to edit.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the same as one web page.")] = None,
    paste: Paste = False,
    sample: Sample = False,
    with_translations: Translations = False,
    allow_local: Local = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Show what would be kept, dropped and paired; make nothing."""
    with telling(JsonLines(sys.stdout) if json else None, quiet=json) as tell:
        from publish import inquiries, pipeline
        from publish.writing import receipt

        order = ordered(
            config,
            sources=tuple(sources or ()),
            languages=language,
            anthology=anthology,
            title=title,
            author=author,
            keep=keep,
            drop=drop,
            alignment=alignment,
            images=images,
            alt=alt,
            paste=paste,
            sample=sample,
            with_translations=with_translations,
            allow_local=allow_local,
        )
        _invite(order, tell)
        book = pipeline.inspect(order, tell)
        inquiries.write_down(book, tell, html=html, alignment=alignment_out, alternatives=alt_out)
        if json:
            print_json(receipt.as_json(book))
        else:
            for line in receipt.as_lines(book):
                typer.echo(line)


app.add_typer(asking.app)
app.add_typer(sharing.app)


def main() -> None:
    """Run the command; ends the process."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    # So that a service manager's stop cleans up as Ctrl-C does.
    signal.signal(signal.SIGTERM, _stop)
    app(prog_name="publish")


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def _speak_utf8(stream: TextIO) -> None:
    """A pipe on Windows is in an old code page, which has no word for most of ours."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _invite(order: Order, tell: Tell) -> None:
    """Nobody should wait before a silent screen."""
    if "-" in order.sources and sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D on a line of its own"
        tell.stage(f"Paste the article, then press {end}")


def _report(events: JsonLines, made: Made) -> None:
    for artifact in made.artifacts:
        events.event("artifact", **console.artifact_facts(artifact))
    for feed in made.feeds:
        events.event("feed", path=str(feed.path), url=feed.url, changed=feed.changed)
    speech = dict(made.seconds_of_speech)
    events.event("done", folder=str(made.folder), changed=made.changed, seconds_of_speech=speech)


def _made_lines(made: Made) -> Iterator[str]:
    """What was written, what it holds, and last what can be opened."""
    from publish.phrases import counted

    if not made.changed:
        yield f"Nothing has changed in {made.folder}"
    for folder, several in _whole_folders(made).items() if made.changed else ():
        size = console.size(sum(artifact.size for artifact in several))
        yield f"Wrote {made.folder / folder} ({counted(len(several), 'file')}, {size})"
    for artifact in made.artifacts if made.changed else ():
        if artifact.path.startswith(_AMONG_OTHERS) or artifact.path.partition("/")[0] in _WHOLE:
            continue
        seconds = _seconds(artifact.path, made)
        speech = f", {console.duration(seconds)} of speech" if seconds else ""
        yield f"Wrote {made.folder / artifact.path} ({console.size(artifact.size)}{speech})"
    for feed in made.feeds:
        if feed.changed:
            yield f"Wrote {feed.path}, to be found at {feed.url}"
    opened = (".epub", ".html")
    first = next((a.path for suffix in opened for a in made.artifacts if a.path.endswith(suffix)), "")
    yield f"To read {'and hear ' if made.seconds_of_speech else ''}it, open {made.folder / first}"
    if made.feeds:
        yield f"To try the podcast, run: publish serve {made.feeds[-1].path.parent}"


_AMONG_OTHERS = ("item.", "chapters/", "transcripts/")
"""What an episode has many of, and nobody opens by itself."""


_WHOLE = ("web", "daisy")
"""Folders that are one thing to whoever opens them."""


def _whole_folders(made: Made) -> dict[str, list[Artifact]]:
    found: dict[str, list[Artifact]] = {}
    for artifact in made.artifacts:
        top, _, rest = artifact.path.partition("/")
        if top in _WHOLE:
            found.setdefault(f"{top}/{rest.partition('/')[0]}" if top == "daisy" else top, []).append(artifact)
    return found


def _seconds(path: str, made: Made) -> int:
    """How long one can listen to it: a book speaks every language, a narration one."""
    if path.endswith(".text.epub"):
        return 0
    if path.endswith(".epub"):
        return sum(made.seconds_of_speech.values())
    _, language, suffix = (".." + path).rsplit(".", 2)
    return made.seconds_of_speech.get(language, 0) if suffix in get_args(AudioFormat) else 0
