"""The commands that make nothing of an article: which voices there are, what is installed, whether a book is whole."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from publish import console
from publish.console import JsonLines
from publish.errors import OutputError
from publish.options import Config, Json, Language, Readers, Sample, Sources, Voices, ordered
from publish.outcome import print_json, telling

if TYPE_CHECKING:
    from publish.inquiries import Finding
    from publish.writing.standards import Verdict

_REPORT = "Make it again with --force; if it stays, please report it."

app = typer.Typer(rich_markup_mode=None)
voices_app = typer.Typer(rich_markup_mode=None, help="List the voices, or hear one.")
app.add_typer(voices_app, name="voices")


@voices_app.callback(invoke_without_command=True)
def list_voices(context: typer.Context, *, voices: Voices = None, json: Json = False) -> None:
    """List the voices, or hear one."""
    if context.invoked_subcommand:
        if voices or json:
            context.fail(f"Options of `{context.invoked_subcommand}` stand after it.")
        return
    with telling(JsonLines(sys.stdout) if json else None, quiet=json):
        from publish import inquiries

        for voice, missing in inquiries.voices(voices):
            if json:
                facts = ("name", "language", "says", "engine", "tier", "licence", "gender", "size_mb")
                print_json({**{fact: getattr(voice, fact) for fact in facts}, "missing": missing})
            else:
                lacks = f"; missing: {missing}" if missing else ""
                size = f", {voice.size_mb} MB" if voice.size_mb else ""
                typer.echo(f"{voice.name}: {voice.says} ({voice.language}, {voice.tier}{size}, {voice.licence}){lacks}")


@voices_app.command()
def hear(
    name: Annotated[str, typer.Argument(help="As `publish voices` lists it.")],
    text: Annotated[str, typer.Argument(help="What it should say.")],
    *,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The sound.  [default: NAME.mp3]")] = None,
    voices: Voices = None,
) -> None:
    """Write a short file in one voice."""
    with telling(None):
        from publish import inquiries

        target = out or Path(f"{name}.mp3")
        artifact = inquiries.hear(name, text, target, voices_folder=voices)
        typer.echo(f"Wrote {console.size(artifact.size)} of sound: {target}")


@voices_app.command()
def compare(
    text: Annotated[str, typer.Argument(help="What they should say.")],
    *,
    language: Annotated[str, typer.Option(metavar="LANG", help="The language it is in.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the sounds go.")] = Path(),
    voices: Voices = None,
) -> None:
    """Write the same words in every voice that speaks a language here; none of them online."""
    with telling(None):
        from publish import inquiries

        for voice, artifact in inquiries.compare(text, language, out, voices_folder=voices):
            typer.echo(f"Wrote {console.size(artifact.size)} of sound: {artifact.path} ({voice.says})")


@voices_app.command()
def add(
    model: Annotated[Path, typer.Argument(metavar="FILE.onnx", help="A Piper voice, FILE.onnx.json beside it.")],
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call it.  [default: its file's]")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a voice of that name.")] = False,
) -> None:
    """Keep a Piper voice that you have; from then on it reads its language."""
    with telling(None):
        from publish import inquiries

        card = inquiries.add_voice(model, name=name, force=force)
        typer.echo(f"Added {card.stem}: {card}")


@app.command()
def check(
    path: Annotated[
        Path,
        typer.Argument(metavar="PATH", help="A book, a web copy, the folder it was made in, a shelf or a podcast."),
    ],
    *,
    rules: Annotated[
        bool, typer.Option("--rules", help="Say every rule of EPUB Accessibility, WCAG and DAISY, and how it came out.")
    ] = False,
    earl: Annotated[bool, typer.Option("--earl", help="Write that beside the book too: NAME.earl.json.")] = False,
    acr: Annotated[
        bool, typer.Option("--acr", help="Write it beside the book as a conformance report to read: NAME.acr.html.")
    ] = False,
    listen: Annotated[
        bool, typer.Option("--listen", help="Have a recogniser listen to every sentence (enface[listen]).")
    ] = False,
    json: Json = False,
) -> None:
    """Check a book, a podcast or a web copy; a book by EPUBCheck too where it is installed."""
    with telling(JsonLines(sys.stdout) if json else None, quiet=json) as tell:
        from publish import inquiries

        checked = inquiries.check(path, tell, earl=earl, acr=acr)
        errors = []
        for finding in chain(checked.findings, inquiries.listen(path, tell) if listen else ()):
            if finding.severity in ("fatal", "error"):
                errors.append(finding)
            if json:
                print_json(asdict(finding))
            else:
                typer.echo(_finding_line(finding))
        for book, verdicts in checked.verdicts.items():
            _say_verdicts(book, verdicts, rules=rules, json=json)
        if errors:
            msg = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
            raise OutputError(msg, where=str(path), hint=_hint(errors))
        if not json:
            typer.echo(f"No errors in {path}")


def _hint(errors: list[Finding]) -> str:
    """Return what a person can do about the errors of a book."""
    untold = all(error.code == "alternative-text" for error in errors)
    return "Say what the pictures show: make it again with --alt FILE." if untold else _REPORT


def _say_verdicts(book: str, verdicts: tuple[Verdict, ...], *, rules: bool, json: bool) -> None:
    """Say how the book stands by the standards: in sum, or rule by rule."""
    from publish.writing.standards import counts

    if json:
        for verdict in verdicts if rules else ():
            print_json({"book": book, **asdict(verdict)})
        return
    for standard, found in counts(verdicts).items():
        came_out = ", ".join(f"{number} {outcome}" for outcome, number in found.items() if number)
        typer.echo(f"{book}, {standard}: {came_out}")
        for verdict in verdicts if rules else ():
            if verdict.standard == standard:
                detail = f" ({verdict.detail})" if verdict.detail else ""
                typer.echo(f"  {verdict.outcome.capitalize()}: {verdict.rule}: {verdict.title}{detail}")


@app.command()
def show(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Of the podcast; it need not be there yet.")],
    *,
    json: Json = False,
) -> None:
    """Begin a podcast, or write its feeds anew."""
    with telling(JsonLines(sys.stdout) if json else None, quiet=json):
        from publish import showing

        if begun := showing.begun(folder):
            said: dict[str, object] = {"settings": str(begun)}
            lines = [
                f"Wrote {begun}: fill it in",
                f"Then each episode is made so: publish make article.txt --to feed --show {folder}",
            ]
        else:
            feeds = showing.renewed(folder)
            said = {"feeds": [{"path": str(each.path), "url": each.url, "changed": each.changed} for each in feeds]}
            words = {True: "Wrote", False: "Nothing has changed in"}
            lines = [f"{words[each.changed]} {each.path}, to be found at {each.url}" for each in feeds]
        if json:
            print_json(said)
        else:
            for line in lines:
                typer.echo(line)


@app.command()
def shelf(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where books are: what `publish make` wrote to.")],
    *,
    title: Annotated[str, typer.Option(metavar="TEXT", help="Of the catalogue.  [default: the folder's name]")] = "",
    base_url: Annotated[
        str, typer.Option(metavar="URL", help="Where the folder will be found; else addresses are relative.")
    ] = "",
    json: Json = False,
) -> None:
    """Catalogue all that was made in a folder, for reading apps (OPDS)."""
    with telling(JsonLines(sys.stdout) if json else None, quiet=json) as tell:
        from publish import shelving

        for artifact in shelving.catalogued(folder, tell, title=title, base_url=base_url):
            if json:
                print_json(console.artifact_facts(artifact))
            elif not artifact.path.endswith(".jpg"):
                typer.echo(f"Wrote {artifact.path} ({console.size(artifact.size)})")


@app.command()
def serve(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A podcast, or any folder that was made.")],
    *,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; 0.0.0.0 lets your whole network in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="0 is any that is free.")] = 8000,
    json: Json = False,
) -> None:
    """Serve a folder to this machine, or to a network, until Ctrl-C."""
    with telling(JsonLines(sys.stdout) if json else None, quiet=json), suppress(KeyboardInterrupt):
        from publish.outside import serving, shows

        with serving.server(folder, host=host, port=port) as server:
            at = f"http://{f'[{host}]' if ':' in host else host}:{server.server_address[1]}/"
            feeds = [at + feed.name for feed in shows.feeds(folder)]
            pages = [at + page for page in ("index.html", "web/index.html") if shows.there(folder / page)]
            catalogues = [at + name for name in ("opds.xml", "opds.json") if shows.there(folder / name)]
            if json:
                print_json({"address": at, "feeds": feeds, "pages": pages, "catalogues": catalogues})
            else:
                named = {"Page": pages, "Feed": feeds, "Catalogue": catalogues}
                found = (f"{kind}: {each}" for kind, several in named.items() for each in several)
                for line in (f"Serving {folder} at {at}", *found, "Ctrl-C stops it"):
                    typer.echo(line)
            sys.stdout.flush()
            server.serve_forever()


@app.command()
def names(
    sources: Sources = None,
    *,
    language: Language = None,
    lexicon: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write names.LANG.pls there, ready to mend, for --lexicon.")
    ] = None,
    hear: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write each name there, as it is said now.")
    ] = None,
    following: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Lexicons that --hear follows: names.es.pls; repeat.")
    ] = None,
    voice: Readers = None,
    voices: Voices = None,
    sample: Sample = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """List the names of an article and how they sound, to say better what a voice says badly."""
    with telling(JsonLines(sys.stdout) if json else None, quiet=json) as tell:
        from publish import inquiries

        asked = ordered(
            config,
            sources=tuple(sources or ()),
            languages=language,
            voices=voice,
            voices_folder=voices,
            lexicon=following,
            sample=sample,
        )
        for edition, name, ipa in inquiries.names(asked, tell, lexicon=lexicon, hear=hear):
            if json:
                print_json({"edition": edition, **asdict(name), "ipa": ipa})
            else:
                times = "once" if name.times == 1 else f"{name.times} times"
                typer.echo(f"{edition}: {name.text} ({name.language}, {times}, first in {name.sentence}): {ipa}")


@app.command()
def plugins(*, json: Json = False) -> None:
    """List what it can read, speak with and write."""
    with telling(JsonLines(sys.stdout) if json else None, quiet=json):
        from publish import inquiries

        for group, name, missing in inquiries.plugins():
            if json:
                print_json({"group": group, "name": name, "missing": missing})
            else:
                typer.echo(f"{group.removesuffix('s')} {name}{f': {missing}' if missing else ''}")


def _finding_line(finding: Finding) -> str:
    place = f"{finding.place}: " if finding.place else ""
    return f"{finding.severity.capitalize()}: {place}{finding.text} ({finding.code})"
