"""The options of the commands, in the words of their help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from publish.errors import ConfigError

if TYPE_CHECKING:
    from publish.config import Order

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE...",
        help="The article: a file, its address (https://...), or - for a paste. Several are one per language, "
        "or with --anthology one per article.",
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
Readers = Annotated[
    list[str] | None,
    typer.Option("--voice", metavar="LANG=NAME", help="Who reads a language; repeat for several."),
]
Anthology = Annotated[
    str | None, typer.Option(metavar="TITLE", help="Bind the sources, each an article, into one book of this title.")
]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="Its title, instead of the one found.")]
Author = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Who wrote it; repeat for several.")]
Keep = Annotated[
    str | None,
    typer.Option(metavar="N,N-N,FILE:N", help="Lines (or blocks) that are article; kept for next time."),
]
Drop = Annotated[str | None, typer.Option(metavar="N,N-N,FILE:N", help="Lines that are not; kept for next time.")]
Alignment = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Twins, edited; else NAME.alignment.tsv beside the source.")
]
Show = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="The podcast that --to feed puts it in as an episode.")
]
Sample = Annotated[bool, typer.Option("--sample", help="Take the article that comes with the program.")]
Paste = Annotated[bool, typer.Option("--paste", help="Take what was copied: the clipboard, with headings and links.")]
Translations = Annotated[
    bool, typer.Option("--with-translations", help="Fetch the page's translations too, those it links to on its site.")
]
Images = Annotated[bool, typer.Option("--images", help="Fetch the article's pictures from the web too.")]
Alt = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="What the pictures show, by language: TOML, or a table (.tsv)."),
]
Local = Annotated[bool, typer.Option("--allow-local", help="Let an address lead to this machine or its own network.")]
Json = Annotated[bool, typer.Option("--json", help="Say everything as JSON on standard output.")]
Voices = Annotated[Path | None, typer.Option("--voices", metavar="FOLDER", help="A folder of voice cards of your own.")]
Layout = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Languages apart (chapters), interleaved, facing, or behind a word (reveal)."),
]
Grain = Annotated[
    str | None, typer.Option(metavar="NAME", help="What takes turns in interleaved: paragraph or sentence.")
]
Links = Annotated[str | None, typer.Option(metavar="NAME", help="What leads to its twin: none, paragraph or sentence.")]
LinkList = Annotated[
    bool, typer.Option("--link-list", help="List its links, with their addresses, at the end of each edition.")
]
Sync = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="What lights up as it is heard: sentence or word.  [default: sentence]"),
]
Font = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="A font to bring along, cut down to the book's letters; repeat for several."),
]
AudioFormats = Annotated[
    list[str] | None,
    typer.Option("--audio-format", metavar="NAME,...", help="Narrations as mp3, m4b, opus or flac.  [default: mp3]"),
]
Mp3 = Annotated[
    str | None, typer.Option("--mp3", metavar="MODE", help="Of MP3 narrations, bit rate cbr or vbr.  [default: cbr]")
]
PerChapter = Annotated[
    bool, typer.Option("--per-chapter", help="Each chapter of a narration as a file of its own too.")
]
Loudness = Annotated[
    str | None,
    typer.Option("--loudness", metavar="NAME", help="Of narrations: podcast, acx or ebu.  [default: podcast]"),
]
RoomTone = Annotated[bool, typer.Option("--room-tone", help="Let a quiet room be heard where nothing is said.")]
Fit = Annotated[
    str | None,
    typer.Option(metavar="SIZE", help="What a pack may take: 5MB, 700kB, whatsapp, bluetooth or cd; never more."),
]
Sign = Annotated[
    Path | None, typer.Option(metavar="KEY", help="The secret key that signs a pack (publish keys new; minisign).")
]
SingleFile = Annotated[bool, typer.Option("--single-file", help="Make the web copy one file, sound and all.")]
BraillePage = Annotated[
    str | None,
    typer.Option("--braille-page", metavar="WxH", help="Cells in a line, and lines on a page.  [default: 40x25]"),
]
Learn = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LANG-LANG,...",
        help="A lesson too: each sentence in one language, a pause, and in the other. es-en-es.",
    ),
]
LearnPause = Annotated[
    float | None, typer.Option(metavar="N", help="The pause in a lesson, as a multiple of the sentence.  [default: 1]")
]
LearnSpeed = Annotated[
    list[str] | None,
    typer.Option(metavar="N,LANG=N", help="How fast a lesson is said, 0.5 to 1; the pitch stays.  [default: 1]"),
]
LearnAlone = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="What has no translation is said in a lesson, or left-out.  [default: said]"),
]
Reviewed = Annotated[
    str | None,
    typer.Option("--reviewed-by", metavar="NAME", help="Who reviewed the book: conformance is claimed in this name."),
]


def ordered(config: Path | None, **options: object) -> Order:
    """Return what a command's options and the settings file order, by field name of `Order`.

    Raises:
        ConfigError: it names no article, or two ways to one; or a value cannot be followed.
        LanguageError: a language is not a BCP 47 tag.
    """
    from publish.config import order
    from publish.outside import files

    taken = {"sources": "a source", "--paste": "the clipboard", "--sample": "the sample"}
    several = [(name, words) for name, words in taken.items() if options.get(name.lstrip("-"))]
    if len(several) > 1:
        msg = f"Either {several[0][1]} or {several[1][1]}"
        raise ConfigError(msg, where=several[1][0], hint="Leave one of them out.")
    toml, where = files.settings(config)
    found = order(options, toml=toml, where=where)
    if not (found.sources or found.paste or found.sample):
        msg = "There is nothing to publish"
        raise ConfigError(msg, hint="Name an article: `publish make article.txt`. To try it: `publish make --sample`.")
    return found
