"""What is said of a book, rule by rule: passed only where a check could have failed."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from publish.markup import parse_html
from publish.model import Book, Metadata
from publish.writing import conformance, proof_overlays, proof_package, proof_pages, proof_sequences, proof_style
from publish.writing.proof import problems
from publish.writing.standards import _table, counts, earl, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable


def changed(epub: Any, name: str, old: str, new: str) -> BytesIO:
    """The same book with one file altered."""
    out = BytesIO()
    with zipfile.ZipFile(epub) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(info, content)
    out.seek(0)
    return out


def came_out(epub: Any, rule: str) -> str:
    return next(v.outcome for v in verdicts(epub, problems(epub)) if v.rule.startswith(rule))


def test_nothing_fails_in_a_book_of_ours(bilingual: Book, bound: Callable[..., Any]) -> None:
    made = bound(bilingual)
    found = counts(verdicts(made, problems(made)))
    assert list(found) == ["EPUB Accessibility 1.1", "WCAG 2.2, levels A and AA", "DAISY knowledge base"]
    assert [row["failed"] for row in found.values()] == [0, 0, 0]
    assert sum(found["WCAG 2.2, levels A and AA"].values()) == 55


def test_every_rule_that_can_pass_names_a_check_that_can_fail() -> None:
    source = "".join(
        module.__loader__.get_source(module.__name__)  # type: ignore[union-attr] # a module of ours has a source
        for module in (proof_overlays, proof_package, proof_pages, proof_sequences, proof_style)
    )
    from publish.writing import proof

    source += proof.__loader__.get_source(proof.__name__)  # type: ignore[union-attr] # as above
    for standard in _table().values():
        for name, rule in standard["rules"].items():
            assert rule.get("by") or rule.get("where") or rule.get("person"), name
            for check in rule.get("by", ()):
                assert f'"{check}"' in source, check


@pytest.mark.parametrize(
    ("rule", "name", "old", "new"),
    [
        ("1.4.3", "EPUB/style/book.css", "color: #1c1a14", "color: #f0e8d0"),
        ("1.4.4", "EPUB/style/book.css", "font-size: 1.7em", "font-size: 27px"),
        ("2.4.7", "EPUB/style/book.css", "outline: 0.15em solid", "outline: none"),
        ("3.1.1", "EPUB/en-c1.xhtml", ' lang="en"', ""),
        ("1.3.1", "EPUB/en-c1.xhtml", "<h2 ", "<h4 "),
        ("4.3.4", "EPUB/en-c1.smil", 'epub:type="list"', 'epub:type="chapter"'),
    ],
)
def test_a_book_that_breaks_a_rule_fails_it(
    bilingual: Book, bound: Callable[..., Any], rule: str, name: str, old: str, new: str
) -> None:
    made = bound(bilingual)
    assert came_out(made, rule) == "passed"
    made.seek(0)
    broken = changed(made, name, old, new if not new.startswith("<h4") else "<h4 ")
    if new == "<h4 ":
        broken = changed(broken, name, "</h2>", "</h4>")
    assert came_out(broken, rule) == "failed"


def test_a_book_under_lock_fails_to_be_given_freely(bilingual: Book, bound: Callable[..., Any]) -> None:
    made = bound(bilingual)
    with zipfile.ZipFile(made, "a") as book:
        book.writestr("META-INF/rights.xml", "<rights/>")
    assert came_out(made, "5 distribution") == "failed"


def test_what_is_not_in_the_book_does_not_apply(make_edition: Callable[..., Any], bound: Callable[..., Any]) -> None:
    made = bound(Book(Metadata(), (make_edition("en", [("title", "T"), ("paragraph", "P.")]),)), spoken=False)
    assert came_out(made, "4.3.1") == "not applicable"
    assert came_out(made, "1.2.2") == "not applicable"


def test_conformance_is_claimed_only_in_somebodys_name(bilingual: Book, bound: Callable[..., Any]) -> None:
    assert b"dcterms:conformsTo" not in zipfile.ZipFile(bound(bilingual)).read("EPUB/content.opf")
    out = bound(bilingual, reviewed_by="Ana Roe")
    package = zipfile.ZipFile(out).read("EPUB/content.opf").decode()
    assert "EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>" in package
    assert 'property="a11y:certifiedBy"' in package
    assert "reviewed by Ana Roe." in package
    assert problems(out) == ()


def test_the_report_says_the_same_in_earl(bilingual: Book, bound: Callable[..., Any]) -> None:
    made = bound(bilingual)
    judged = verdicts(made, problems(made))
    report = json.loads(earl(judged, book="path.epub", sha256="ab" * 32))
    assert len(report["earl:assertions"]) == len(judged)
    outcomes = {a["earl:result"]["earl:outcome"]["@id"] for a in report["earl:assertions"]}
    assert outcomes == {"earl:passed", "earl:inapplicable", "earl:cantTell"}


def conformance_of(made: Any) -> Any:
    judged = verdicts(made, problems(made))
    return parse_html(conformance.report(made, judged, book="path.epub", sha256="ab" * 32).decode())


def rows(page: Any) -> dict[str, str]:
    """The conformance that a report gives to each rule."""
    return {row.findtext("th"): row.findtext("td") for row in page.iter("tr") if row.find("td") is not None}


def test_the_conformance_report_gives_every_rule_a_row(bilingual: Book, bound: Callable[..., Any]) -> None:
    made = bound(bilingual)
    page = conformance_of(made)
    told = rows(page)
    assert len(told) == len(verdicts(made, problems(made)))
    assert told["3.1.1 Language of Page"] == "Supports"
    assert told["1.2.2 Captions"] == "Not applicable"
    assert told["3.1.2 Language of Parts"] == "Needs a person"
    assert "nobody whom the book names" in [dd.text for dd in page.iter("dd")]


def test_the_conformance_report_can_be_read_by_everybody(bilingual: Book, bound: Callable[..., Any]) -> None:
    page = conformance_of(bound(bilingual))
    assert page.get("lang") == "en"
    assert page.findtext("head/title").startswith("Accessibility Conformance Report: ")
    assert page.find(".//h1/span").get("lang") == "en"
    assert {dd.get("lang") for dd in page.iter("dd")} == {None, "en", "es"}
    assert {th.get("scope") for th in page.iter("th")} == {"row", "col"}
    assert all(table.find("caption") is not None for table in page.iter("table"))
    assert [cell for cell in page.iter("td", "th", "dd", "dt") if not (cell.text or "").strip()] == []


def test_a_reviewer_speaks_for_what_a_machine_cannot_tell(bilingual: Book, bound: Callable[..., Any]) -> None:
    page = conformance_of(bound(bilingual, reviewed_by="Ana Roe & <Co>"))
    assert rows(page)["3.1.2 Language of Parts"] == "Supports, says the reviewer"
    assert rows(page)["1.2.2 Captions"] == "Not applicable"
    assert "Ana Roe & <Co>" in [dd.text for dd in page.iter("dd")]


def test_a_breach_is_said_in_the_conformance_report(bilingual: Book, bound: Callable[..., Any]) -> None:
    broken = changed(bound(bilingual), "EPUB/en-c1.xhtml", ' lang="en"', "")
    assert rows(conformance_of(broken))["3.1.1 Language of Page"] == "Does not support"
