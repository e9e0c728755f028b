"""The Accessibility Conformance Report of a finished book: one page, from what was found rule by rule."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from publish import __version__
from publish.markup import XML_LANG, Markup, element, joined
from publish.writing.proof_book import DC, OPF, Opened, opened, words
from publish.writing.scripts import direction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publish.writing.standards import Outcome, Verdict

# The terms of the Voluntary Product Accessibility Template (VPAT 2.5, https://www.itic.org/policy/accessibility/vpat),
# but for what a machine cannot tell: a template that a person fills in has no word for it.
_TERMS: Final[Mapping[Outcome, str]] = {
    "passed": "Supports",
    "failed": "Does not support",
    "not applicable": "Not applicable",
    "needs a person": "Needs a person",
}
_SAID: Final = "Supports, says the reviewer"


def report(epub: BinaryIO, judged: Sequence[Verdict], *, book: str, sha256: str) -> bytes:
    """Return the report as one self-contained page of HTML, in English.

    Its date is that of the book: the same book gives the same report. What needs a person is supported on the word of
    the reviewer where the book claims conformance in somebody's name.

    Args:
        epub: the book.
        judged: what `standards.verdicts` says of it.
        book: the file's name.
        sha256: of its bytes.

    Raises:
        SourceError: it is no EPUB that can be opened.
    """
    epub.seek(0)
    read = opened(epub)
    with read.archive:
        title, reviewer = _title(read), _reviewer(read)
    style = files("publish.writing").joinpath("style", "conformance.css").read_text("utf-8")
    head = element(
        "head",
        {},
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        # Without it a browser would ask the server for a picture that is not there.
        Markup('<link rel="icon" href="data:,">'),
        element("title", {}, f"Accessibility Conformance Report: {words(title)}"),
        # The style sheet is ours and holds nothing to escape; escaped, its `>` would mean something else.
        element("style", {}, Markup(style)),
    )
    main = element(
        "main",
        {},
        element("h1", {}, "Accessibility Conformance Report: ", _in_its_language(title, read)),
        _facts(read, reviewer, name=book, sha256=sha256),
        _terms(reviewer),
        *(_standard(list(rules), reviewer) for _, rules in groupby(judged, key=lambda verdict: verdict.standard)),
    )
    return f"<!DOCTYPE html>\n{element('html', {'lang': 'en'}, head, element('body', {}, main))}\n".encode()


def _title(book: Opened) -> Any:
    return next(book.package.iter(f"{DC}title"), book.package)


def _reviewer(book: Opened) -> str:
    """Return in whose name conformance is claimed; empty where it is not."""
    if not book.values("dcterms:conformsTo"):
        return ""
    return next((meta.value for meta in book.metas if meta.property == "a11y:certifiedBy"), "")


def _in_its_language(said: Any, book: Opened, tag: str = "span") -> Markup:
    language = said.get(XML_LANG) or next(iter(book.languages), "und")
    return element(tag, {"lang": language, "dir": direction(language)}, words(said))


def _facts(book: Opened, reviewer: str, *, name: str, sha256: str) -> Markup:
    facts = (
        ("File", name),
        ("SHA-256", sha256),
        ("Identifier", next((words(each) for each in book.package.iter(f"{DC}identifier")), "")),
        ("Date of the book", ", ".join(book.values("dcterms:modified"))),
        ("Languages", ", ".join(book.languages)),
        ("Checked by", f"Enface {__version__}, a machine"),
        ("Reviewed by", reviewer or "nobody whom the book names"),
        ("Claims", ", ".join(book.values("dcterms:conformsTo")) or "no conformance"),
    )
    rows = (joined(element("dt", {}, fact), element("dd", {}, value)) for fact, value in facts if value)
    summaries = [
        _in_its_language(meta, book, "dd")
        for meta in book.package.iter(f"{OPF}meta")
        if meta.get("property") == "schema:accessibilitySummary" and words(meta)
    ]
    return element("dl", {}, *rows, *([element("dt", {}, "Summary")] if summaries else []), *summaries)


def _terms(reviewer: str) -> Markup:
    person = f"{reviewer} claims it in the book" if reviewer else "a machine cannot tell, and nobody claims it"
    meanings = (
        ("Supports", "a check that could have found a breach found none"),
        ("Does not support", "there is a breach; the remark says the first"),
        ("Not applicable", "there is nothing in the book that the rule is about"),
        (_SAID if reviewer else _TERMS["needs a person"], f"{person}; the remark says what to look at"),
    )
    rows = (joined(element("dt", {}, term), element("dd", {}, f"{meaning}.")) for term, meaning in meanings)
    return joined(element("h2", {}, "Terms"), element("dl", {}, *rows))


def _standard(judged: Sequence[Verdict], reviewer: str) -> Markup:
    columns = ("Rule", "Conformance", "Remark")
    head = element("tr", {}, *(element("th", {"scope": "col"}, column) for column in columns))
    rows = (
        element(
            "tr",
            {},
            element("th", {"scope": "row"}, verdict.rule),
            element("td", {}, _term(verdict, reviewer)),
            element("td", {}, f"{verdict.title}. {verdict.detail}".strip()),
        )
        for verdict in judged
    )
    name = judged[0].standard
    number = Counter(_term(verdict, reviewer) for verdict in judged)
    said = ", ".join(f"{term}: {number[term]}" for term in (*_TERMS.values(), _SAID) if number[term])
    table = element("table", {}, element("caption", {}, said), element("thead", {}, head), element("tbody", {}, *rows))
    return joined(element("h2", {}, name), table)


def _term(verdict: Verdict, reviewer: str) -> str:
    return _SAID if reviewer and verdict.outcome == "needs a person" else _TERMS[verdict.outcome]
