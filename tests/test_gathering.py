"""Sources of an order, from a local server."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest
from misbehaving import Site, page, serving
from typer.testing import CliRunner, Result

from publish.cli import app
from publish.config import Order
from publish.console import Kept
from publish.errors import SourceError
from publish.gathering import sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTHING = io.BytesIO()
RUNNER = CliRunner()
TEXT = """Rain in the hills

It rains in the hills above our village every winter. The river rises, and the children watch it from the bridge.
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.chdir(tmp_path)
    with serving() as found:
        yield found


def bilingual(site: Site, *languages: str) -> None:
    links = "".join(f'<link rel="alternate" hreflang="{tag}" href="/{tag}/rain">' for tag in languages)
    for tag in languages:
        site.pages[f"/{tag}/rain"] = page(f'<html lang="{tag}"><head>{links}</head><body><p>{tag}</p></body></html>')


def gathered(site: Site, **named: object) -> tuple[list[str], list[str]]:
    """Return the origins, from the site's root, and what was told."""
    told = Kept()
    order = Order(sources=(f"{site.url}/en/rain",), allow_local=True, **named)  # type: ignore[arg-type]
    found = sources(order, told, NOTHING)
    return [s.origin.removeprefix(site.url) for s in found], [line.replace(site.url, "") for _, line in told.told]


def test_a_translation_is_offered_and_not_fetched(site: Site) -> None:
    bilingual(site, "en", "es")
    origins, told = gathered(site)
    assert origins == ["/en/rain"]
    assert told == ["Fetched /en/rain", "This page is also in Spanish: /es/rain; --with-translations takes it too"]
    assert site.paths == ["/robots.txt", "/en/rain"]


def test_asked_for_it_is_fetched(site: Site) -> None:
    bilingual(site, "en", "es", "fr")
    origins, told = gathered(site, with_translations=True)
    assert origins == ["/en/rain", "/es/rain", "/fr/rain"]
    assert told == ["Fetched /en/rain", "Fetched /es/rain (Spanish)", "Fetched /fr/rain (French)"]


def test_only_the_languages_wanted_are_taken(site: Site) -> None:
    bilingual(site, "en", "es", "fr")
    assert gathered(site, with_translations=True, languages=("en", "fr"))[0] == ["/en/rain", "/fr/rain"]


def test_of_very_many_one_must_say_which(site: Site) -> None:
    bilingual(site, *["en", "es", "fr", "de", "it", "pt", "nl", "sv", "da", "fi"])
    assert gathered(site)[1][1].endswith("and 5 more languages; --with-translations takes it too")
    with pytest.raises(SourceError, match="This page is in 9 other languages"):
        gathered(site, with_translations=True)


def test_a_page_without_translations_says_so(site: Site) -> None:
    bilingual(site, "en")
    assert gathered(site, with_translations=True) == (
        ["/en/rain"],
        ["Fetched /en/rain", "No translation is named in /en/rain"],
    )


def test_another_scheme_is_no_file_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Only http and https are fetched, not file"):
        sources(Order(sources=(f"FILE://{tmp_path}/rain.txt",)), Kept(), NOTHING)


def inspect(*words: str) -> Result:
    return RUNNER.invoke(app, ["inspect", *words])


def test_inspect_takes_an_address(site: Site) -> None:
    site.pages["/rain.txt"] = page(TEXT, kind="text/plain")
    done = inspect(f"{site.url}/rain.txt", "--allow-local", "--json")
    assert done.exit_code == 0
    facts = json.loads(done.stdout)
    assert facts["languages"] == ["en"]
    assert (facts["source"]["origin"], facts["source"]["url"]) == (f"{site.url}/rain.txt", f"{site.url}/rain.txt")


def test_without_leave_this_machine_is_not_asked(site: Site) -> None:
    done = inspect(f"{site.url}/rain.txt")
    assert done.exit_code == 4
    assert done.stderr.splitlines() == [
        f"Error: {site.url}/rain.txt: It leads to 127.0.0.1, which is not on the public internet",
        "Hint: --allow-local lets it, for a server that you trust.",
    ]
    assert site.requests == []


def test_settings_never_reach_for_the_network(site: Site, tmp_path: Path) -> None:
    (tmp_path / "publish.toml").write_text(f'sources = ["{site.url}/rain.txt"]', "utf-8")
    done = inspect("--allow-local")
    assert done.exit_code == 3
    assert "An address is fetched only where the command names it" in done.stderr
    assert site.requests == []


def test_what_the_server_says_of_letters_is_believed_where_it_makes_sense(site: Site) -> None:
    russian = "Дождь в горах. " + "Каждую зиму в горах идёт дождь, и дети смотрят на реку с моста. " * 5
    site.pages["/rain"] = page(russian.encode("koi8-r"), kind="text/plain; charset=koi8-r")
    site.pages["/wrong"] = page(russian, kind="text/plain; charset=iso-8859-1")
    for path in ("/rain", "/wrong"):
        assert "Каждую зиму в горах" in inspect(f"{site.url}{path}", "--allow-local", "--json").stdout


CLIPPED = """#!{python}
import sys
html = "<meta charset='utf-8'><h1>Rain in the hills</h1><p>It rains in the hills above our village every \\
<b>winter</b>. The river rises, and the children watch it from the bridge.</p>\\
<p><a href='https://example.org/a'>Nobody remembers</a> \\
a winter without rain. The old people say that the hills would be a desert.</p>"
sys.stdout.write(html if sys.argv[-1] == "text/html" else "Rain in the hills")
"""


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the program stands for one of Linux")
def test_what_was_copied_in_a_browser_is_inspected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "xclip"
    program.write_text(CLIPPED.replace("{python}", sys.executable), "utf-8")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    done = RUNNER.invoke(app, ["inspect", "--paste", "--json"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert [(block["kind"], block["text"][:17]) for block in found["blocks"]] == [
        ("title", "Rain in the hills"),
        ("paragraph", "It rains in the h"),
        ("paragraph", "Nobody remembers "),
    ]
    assert found["source"]["origin"] == "pasted text"


@pytest.mark.parametrize("words", [["rain.txt", "--paste"], ["--paste", "--sample"]])
def test_the_clipboard_and_something_else_are_not_both_meant(words: list[str]) -> None:
    done = RUNNER.invoke(app, ["make", *words])
    assert done.exit_code == 3
    assert done.stderr.startswith("Error: --")
