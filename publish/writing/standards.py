"""What a machine can say of a finished book by the standards, rule by rule, and what it must leave to a person."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, TypeAlias

from publish import __version__
from publish.writing.proof_book import Opened, opened, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publish.writing.proof_book import Problem

Outcome: TypeAlias = Literal["passed", "failed", "not applicable", "needs a person"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("passed", "failed", "not applicable", "needs a person")
# https://www.w3.org/TR/EARL10-Schema/#OutcomeValue
_EARL: Final[Mapping[Outcome, str]] = {
    "passed": "earl:passed",
    "failed": "earl:failed",
    "not applicable": "earl:inapplicable",
    "needs a person": "earl:cantTell",
}
_TAGS: Final[Mapping[str, tuple[str, ...]]] = {
    "pictures": ("img", "svg", "figure"),
    "tables": ("table",),
    "video": ("video",),
    "players": ("audio", "video"),
    "scripts": ("script",),
    "forms": ("form", "input", "select", "textarea", "button"),
    "links": ("a",),
    "lists": ("ul", "ol", "table"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found by one rule of one standard."""

    standard: str
    """Its name: `WCAG 2.2, levels A and AA`."""
    rule: str
    """As the standard calls it: `1.3.1 Info and Relationships`."""
    title: str
    """In plain words: what is so where it has passed."""
    outcome: Outcome
    detail: str
    """What is wrong, or what a person should ask; empty elsewhere."""


def verdicts(epub: BinaryIO, found: Sequence[Problem]) -> tuple[Verdict, ...]:
    """Return the verdict of every rule, in the order of the standards.

    A rule has passed where a check of ours could have found a breach and found none; what a machine cannot decide
    needs a person, even where no breach was found.

    Args:
        epub: the book.
        found: what `proof.problems` has against it.

    Raises:
        SourceError: it is no EPUB that can be opened.
    """
    epub.seek(0)
    book = opened(epub)
    with book.archive:
        there = frozenset(_there(book))
    return tuple(
        _verdict(standard["name"], name, rule, there, found)
        for standard in _table().values()
        for name, rule in standard["rules"].items()
    )


def counts(judged: Sequence[Verdict]) -> dict[str, dict[Outcome, int]]:
    """Return how many rules of each standard came out how."""
    names = dict.fromkeys(verdict.standard for verdict in judged)
    return {
        name: {outcome: sum(v.standard == name and v.outcome == outcome for v in judged) for outcome in OUTCOMES}
        for name in names
    }


def earl(judged: Sequence[Verdict], *, book: str, sha256: str) -> bytes:
    """Return the verdicts in the Evaluation and Report Language (W3C EARL 1.0, JSON-LD).

    It has no date: the same book gives the same report.

    Args:
        judged: the verdicts.
        book: the file's name.
        sha256: of its bytes.
    """
    assertions = [
        {
            "@type": "earl:Assertion",
            "earl:assertedBy": {"@type": "earl:Software", "dct:title": f"Enface {__version__}"},
            "earl:mode": "earl:automatic",
            "earl:test": {"@type": "earl:TestCriterion", "dct:isPartOf": v.standard, "dct:title": v.rule},
            "earl:result": {
                "@type": "earl:TestResult",
                "earl:outcome": {"@id": _EARL[v.outcome]},
                "dct:description": f"{v.title}. {v.detail}".strip(),
            },
        }
        for v in judged
    ]
    report = {
        "@context": {"earl": "http://www.w3.org/ns/earl#", "dct": "http://purl.org/dc/terms/"},
        "@type": "earl:Report",
        "earl:testSubject": {"dct:title": book, "dct:identifier": f"sha256:{sha256}"},
        "earl:assertions": assertions,
    }
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode()


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("publish.writing").joinpath("standards.toml").read_text("utf-8"))


def _verdict(
    standard: str, name: str, rule: Mapping[str, Any], there: frozenset[str], found: Sequence[Problem]
) -> Verdict:
    by = rule.get("by", ())
    breaches = [problem for problem in found if problem.rule in by]
    outcome: Outcome = "passed"
    detail = ""
    if rule.get("where") and rule["where"] not in there:
        outcome = "not applicable"
    elif breaches:
        outcome = "failed"
        more = f" (and {len(breaches) - 1} more)" if len(breaches) > 1 else ""
        detail = f"{breaches[0].where}: {breaches[0].what}{more}"
    elif "person" in rule:
        outcome, detail = "needs a person", rule["person"]
    return Verdict(standard, name, rule["title"], outcome, detail)


def _there(book: Opened) -> Iterator[str]:
    """Name what is in the book that rules apply to."""
    pages = [book.pages[item.path] for item in book.spine if item.path in book.pages and item != book.nav]
    for name, tags in _TAGS.items():
        if any(next(root.iter(*(f"{{*}}{tag}" for tag in tags)), None) is not None for root in pages):
            yield name
    if book.spoken:
        yield "sound"
    if len({root.get("lang") for root in pages if words(root)}) > 1:
        yield "languages"
    kinds = {e.get("{http://www.idpf.org/2007/ops}type") for root in book.pages.values() for e in root.iter("{*}*")}
    yield from (name for name, kind in (("pages", "page-list"), ("notes", "footnote")) if kind in kinds)
