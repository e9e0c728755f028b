"""The command line: words in, exit code out."""

from __future__ import annotations

import errno
import signal
import sys
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO

import typer

from publish import __version__, console
from publish.console import JsonLines, Tell
from publish.errors import ConfigError, OutputError, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from publish.config import Order
    from publish.inquiries import Finding
    from publish.pipeline import Made

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

INTERRUPTED = 130
"""128 + SIGINT, as shells say it."""

# Plain help, without boxes: the same with a screen reader, and four times as quick.
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
voices_app = typer.Typer(rich_markup_mode=None, help="List the voices, or hear one.")
app.add_typer(voices_app, name="voices")

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE...",
        help="The article: a file, its address (https://...), or - for a paste. Several are one per language.",
    ),
]
Config = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Settings; publish.toml of this folder if not given.")
]
Language = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LANG,...", help="The languages it is in, as in en,es; the first leads. Found out if not given."
    ),
]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="Its title, instead of the one found.")]
Author = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Who wrote it; repeat for several.")]
Keep = Annotated[
    str | None, typer.Option(metavar="N,N-N", help="Lines (or blocks) that are article; kept for next time.")
]
Drop = Annotated[str | None, typer.Option(metavar="N,N-N", help="Lines that are not; kept for next time.")]
Alignment = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Twins, edited; else NAME.alignment.tsv beside the source.")
]
Sample = Annotated[bool, typer.Option("--sample", help="Take the article that comes with the program.")]
Translations = Annotated[
    bool, typer.Option("--with-translations", help="Fetch the page's translations too, those it links to on its site.")
]
Local = Annotated[bool, typer.Option("--allow-local", help="Let an address lead to this machine or its own network.")]
Json = Annotated[bool, typer.Option("--json", help="Say everything as JSON on standard output.")]
Voices = Annotated[Path | None, typer.Option("--voices", metavar="FOLDER", help="A folder of voice cards of your own.")]


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
        list[str] | None, typer.Option(metavar="NAME,...", help="What to make.  [default: epub,audio]")
    ] = None,
    language: Language = None,
    voice: Annotated[
        list[str] | None, typer.Option(metavar="LANG=NAME", help="Who reads a language; repeat for several.")
    ] = None,
    title: Title = None,
    author: Author = None,
    keep: Keep = None,
    drop: Drop = None,
    alignment: Alignment = None,
    sample: Sample = False,
    with_translations: Translations = False,
    allow_local: Local = False,
    force: Annotated[bool, typer.Option("--force", help="Make everything again, changed or not.")] = False,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes that speak; 0 is one per core.")] = None,
    voices: Voices = None,
    memory: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where spoken sentences are kept.")] = None,
    retrieved: Annotated[
        str | None, typer.Option(metavar="DAY", help="When the article was taken: 2026-03-01.")
    ] = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Make a talking book and its narrations."""
    events = JsonLines(sys.stdout) if json else None
    with _telling(events) as tell:
        from publish import pipeline

        order = _order(
            config,
            sources=tuple(sources or ()),
            out=out,
            to=to,
            languages=language,
            voices=voice,
            title=title,
            author=author,
            keep=keep,
            drop=drop,
            alignment=alignment,
            sample=sample,
            with_translations=with_translations,
            allow_local=allow_local,
            force=force,
            workers=workers,
            voices_folder=voices,
            memory=memory,
            retrieved=retrieved,
            json=json,
        )
        _invite(order, tell)
        made = pipeline.make(order, tell)
        if events:
            _report(events, made)
        else:
            for line in _made_lines(made):
                typer.echo(line)


@app.command()
def inspect(
    sources: Sources = None,
    *,
    language: Language = None,
    title: Title = None,
    author: Author = None,
    keep: Keep = None,
    drop: Drop = None,
    alignment: Alignment = None,
    alignment_out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the pairs, ready to edit.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the same as one web page.")] = None,
    sample: Sample = False,
    with_translations: Translations = False,
    allow_local: Local = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Show what would be kept, dropped and paired; make nothing."""
    with _telling(JsonLines(sys.stdout) if json else None, quiet=json) as tell:
        from publish import pipeline
        from publish.writing import receipt

        order = _order(
            config,
            sources=tuple(sources or ()),
            languages=language,
            title=title,
            author=author,
            keep=keep,
            drop=drop,
            alignment=alignment,
            sample=sample,
            with_translations=with_translations,
            allow_local=allow_local,
            json=json,
        )
        _invite(order, tell)
        book = pipeline.inspect(order, tell)
        pipeline.write_down(book, tell, html=html, alignment=alignment_out)
        if json:
            _print_json(receipt.as_json(book))
        else:
            for line in receipt.as_lines(book):
                typer.echo(line)


@voices_app.callback(invoke_without_command=True)
def list_voices(context: typer.Context, *, voices: Voices = None, json: Json = False) -> None:
    """List the voices, or hear one."""
    if context.invoked_subcommand:
        if voices or json:
            context.fail(f"Options of `{context.invoked_subcommand}` stand after it.")
        return
    with _telling(JsonLines(sys.stdout) if json else None, quiet=json):
        from publish import inquiries

        for voice, missing in inquiries.voices(voices):
            if json:
                facts = {"name": voice.name, "language": voice.language, "says": voice.says, "engine": voice.engine}
                _print_json({**facts, "tier": voice.tier, "licence": voice.licence, "missing": missing})
            else:
                lacks = f"; missing: {missing}" if missing else ""
                typer.echo(f"{voice.name}: {voice.says} ({voice.language}, {voice.tier}, {voice.licence}){lacks}")


@voices_app.command()
def hear(
    name: Annotated[str, typer.Argument(help="As `publish voices` lists it.")],
    text: Annotated[str, typer.Argument(help="What it should say.")],
    *,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The sound.  [default: NAME.mp3]")] = None,
    voices: Voices = None,
) -> None:
    """Write a short file in one voice."""
    with _telling(None):
        from publish import inquiries

        target = out or Path(f"{name}.mp3")
        artifact = inquiries.hear(name, text, target, voices_folder=voices)
        typer.echo(f"Wrote {console.size(artifact.size)} of sound: {target}")


@app.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A book, or the folder it was made in.")],
    *,
    json: Json = False,
) -> None:
    """Check a book, by EPUBCheck too where it is installed."""
    with _telling(JsonLines(sys.stdout) if json else None, quiet=json) as tell:
        from publish import inquiries

        findings = inquiries.check(path, tell)
        for finding in findings:
            if json:
                _print_json(asdict(finding))
            else:
                typer.echo(_finding_line(finding))
        errors = sum(finding.severity in ("fatal", "error") for finding in findings)
        if errors:
            msg = "1 error" if errors == 1 else f"{errors} errors"
            raise OutputError(msg, where=str(path), hint="Make it again with --force; if it stays, please report it.")
        if not json:
            typer.echo(f"No errors in {path}")


@app.command()
def plugins(*, json: Json = False) -> None:
    """List what it can read, speak with and write."""
    with _telling(JsonLines(sys.stdout) if json else None, quiet=json):
        from publish import inquiries

        for group, name, missing in inquiries.plugins():
            if json:
                _print_json({"group": group, "name": name, "missing": missing})
            else:
                typer.echo(f"{group.removesuffix('s')} {name}{f': missing {missing}' if missing else ''}")


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


def _order(config: Path | None, **options: object) -> Order:
    from publish.config import order
    from publish.outside import files

    if options["sample"] and options["sources"]:
        msg = "Either a source or the sample"
        raise ConfigError(msg, where="--sample", hint="Leave one of them out.")
    toml, where = files.settings(config)
    found = order(options, toml=toml, where=where)
    if not (found.sources or found.sample):
        msg = "There is nothing to publish"
        raise ConfigError(msg, hint="Name an article: `publish make article.txt`. To try it: `publish make --sample`.")
    return found


def _invite(order: Order, tell: Tell) -> None:
    """Nobody should wait before a silent screen."""
    if "-" in order.sources and sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D on a line of its own"
        tell.stage(f"Paste the article, then press {end}")


@contextmanager
def _telling(events: JsonLines | None, *, quiet: bool = False) -> Iterator[Tell]:
    """Tell what happens, and turn what a person can mend into words and an exit code.

    Args:
        events: where JSON goes, if it does.
        quiet: standard output is kept for one answer; what happens is not part of it.
    """
    plain = console.teller(sys.stderr)
    tell: Tell = plain if quiet or not events else events
    try:
        with console.listening(tell), _full_disk_explained():
            yield tell
            sys.stdout.flush()
    except PublishError as error:
        if events:
            events.event("error", **console.error_facts(error))
        else:
            for line in console.error_lines(error):
                plain.stage(line)
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt:
        plain.stage("Stopped. Earlier books are as they were; what was spoken is kept.")
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever read us has gone: `publish inspect … | head`. Left open, it would complain once more at the end.
        with suppress(BrokenPipeError):
            sys.stdout.close()
        raise typer.Exit(1) from None


@contextmanager
def _full_disk_explained() -> Iterator[None]:
    """A library of another may fill the temporary folder: no bug of ours."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        msg = "The disk is full"
        hint = "Make room; TMPDIR may name another place for what is kept for a moment."
        raise OutputError(msg, where=str(error.filename or "temporary files"), hint=hint) from error


def _print_json(facts: dict[str, object]) -> None:
    from json import dumps

    typer.echo(dumps(facts, ensure_ascii=False))


def _report(events: JsonLines, made: Made) -> None:
    for artifact in made.artifacts:
        events.event("artifact", **console.artifact_facts(artifact))
    speech = dict(made.seconds_of_speech)
    events.event("done", folder=str(made.folder), changed=made.changed, seconds_of_speech=speech)


def _made_lines(made: Made) -> Iterator[str]:
    """What was written, what it holds, and last what can be opened."""
    if not made.changed:
        yield f"Nothing has changed in {made.folder}"
    for artifact in made.artifacts if made.changed else ():
        seconds = _seconds(artifact.path, made)
        speech = f", {console.duration(seconds)} of speech" if seconds else ""
        yield f"Wrote {made.folder / artifact.path} ({console.size(artifact.size)}{speech})"
    first = next((a.path for a in made.artifacts if a.path.endswith(".epub")), "")
    yield f"To read and hear it, open {made.folder / first}"


def _seconds(path: str, made: Made) -> int:
    """How long one can listen to it: a book speaks every language, a narration one."""
    if path.endswith(".epub"):
        return sum(made.seconds_of_speech.values())
    _, language, suffix = (".." + path).rsplit(".", 2)
    return made.seconds_of_speech.get(language, 0) if suffix == "mp3" else 0


def _finding_line(finding: Finding) -> str:
    place = f"{finding.place}: " if finding.place else ""
    return f"{finding.severity.capitalize()}: {place}{finding.text} ({finding.code})"
