"""The offline web copy, used as a person uses it: from disk, by touch, by keyboard, without scripts."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.slow

SCRIPTS = Path(__file__).parent.parent / "data" / "scripts"


@pytest.fixture(scope="module")
def browser(program: Any) -> Iterator[Any]:
    if importlib.util.find_spec("playwright") is None:
        message = "Playwright is not here (pip install playwright); .ci/run installs it"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        found = player.chromium.launch(executable_path=str(program("chromium")), args=["--no-sandbox", "--mute-audio"])
        yield found
        found.close()


@dataclass
class Seen:
    """A page in a window, and what it complained of."""

    page: Any
    complaints: list[str]

    def lit(self) -> list[str]:
        return self.page.eval_on_selector_all(".lit", "all => all.map((each) => each.id)")

    def playing(self) -> list[str]:
        return self.page.eval_on_selector_all("audio", "all => all.filter((one) => !one.paused).map((one) => one.id)")

    def at(self, language: str) -> float:
        return self.page.evaluate(f"document.getElementById('sound-{language}').currentTime")

    def wait_until_lit(self, name: str) -> None:
        self.page.wait_for_selector(f"#{name}.lit", timeout=15_000)

    def wait_until(self, expression: str) -> None:
        """Playwright's own way of waiting evaluates a text in the page, which the page forbids."""
        for _ in range(300):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(100)
        pytest.fail(f"it never came true: {expression}")

    def begins(self, language: str) -> list[float]:
        voices = json.loads(self.page.inner_text("#cues") or self.page.text_content("#cues"))["voices"]
        return next(voice["begins"] for voice in voices if voice["language"] == language)


@pytest.fixture
def look(browser: Any) -> Iterator[Callable[..., Seen]]:
    """Opens a page in a window of its own, cut off from every network."""
    windows = []

    def open_(page: Path | str, *, width: int = 1280, height: int = 900, **more: Any) -> Seen:
        window = browser.new_context(viewport={"width": width, "height": height}, **more)
        windows.append(window)
        tab = window.new_page()
        seen = Seen(tab, [])
        tab.on("console", lambda said: seen.complaints.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda error: seen.complaints.append(str(error)))
        tab.goto(page if isinstance(page, str) else page.as_uri())
        return seen

    yield open_
    for window in windows:
        window.close()


def test_a_touch_of_a_sentence_is_heard_from_there_and_the_next_is_lit_when_it_is_spoken(web: Any, look: Any) -> None:
    seen = look(web("--sample"))
    seen.page.click("#en-p4-s2")
    seen.wait_until_lit("en-p4-s2")
    assert seen.playing() == ["sound-en"]
    assert seen.page.inner_text("#play") == "Pause"
    seen.wait_until_lit("en-p4-s3")
    begins = seen.begins("en")
    place = json.loads(seen.page.text_content("#cues"))["voices"][0]["sentences"].index("en-p4-s3")
    assert begins[place] / 1000 - 0.02 <= seen.at("en") < begins[place + 1] / 1000
    assert seen.complaints == []


def test_the_mark_leads_to_the_twin_in_the_text_and_in_the_sound(web: Any, look: Any) -> None:
    seen = look(web("--sample"))
    seen.page.click("#en-p4-s2")
    seen.wait_until_lit("en-p4-s2")
    seen.page.click("#en-p4 .twin")
    seen.wait_until_lit("es-p3-s2")
    assert seen.playing() == ["sound-es"]
    assert seen.page.url.endswith("#es-p3")
    seen.page.click("#twin")
    seen.wait_until_lit("en-p4-s2")
    assert seen.playing() == ["sound-en"]


def test_who_reads_in_silence_is_led_to_the_twin_in_silence(web: Any, look: Any) -> None:
    seen = look(web("--sample"))
    seen.page.click("#en-p4 .twin")
    seen.wait_until_lit("es-p3-s1")
    assert seen.playing() == []


def test_a_sentence_without_translation_says_so(web: Any, look: Any) -> None:
    seen = look(web("--sample"))
    seen.page.click("#en-p3-s2")
    seen.page.click("#twin")
    assert seen.page.inner_text("#said") == "This sentence has no translation."
    assert seen.lit() == ["en-p3-s2"]


def test_one_language_alone_is_shown_heard_and_spoken_by_the_player(web: Any, look: Any) -> None:
    seen = look(web("--sample"))
    seen.page.click("#en-p4-s2")
    seen.page.select_option("#shown", "es")
    seen.wait_until_lit("es-p3-s2")
    assert seen.playing() == ["sound-es"]
    assert not seen.page.is_visible("#en-p4")
    assert seen.page.inner_text("#play") == "Pausa"
    assert seen.page.get_by_role("heading", level=1).all_inner_texts() == ["El barco que presta libros\xa0en"]
    seen.page.select_option("#shown", "")
    assert seen.page.is_visible("#en-p4")
    assert seen.page.inner_text("#play") == "Pause"


def test_all_of_it_can_be_done_with_the_keyboard_alone(web: Any, look: Any) -> None:
    seen = look(web("--sample"))
    keys = seen.page.keyboard

    def to(name: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            if seen.page.evaluate("document.activeElement.id") == name:
                return
        pytest.fail(f"the Tab key does not lead to {name}")

    keys.press("Tab")
    assert seen.page.inner_text(":focus") == "To the text"
    to("play")
    keys.press("Enter")
    seen.wait_until_lit("en-p1-s1")
    assert seen.playing() == ["sound-en"]
    to("forward")
    keys.press("Space")
    seen.wait_until_lit("en-p2-s1")
    to("twin")
    keys.press("Enter")
    seen.wait_until_lit("es-p2-s1")
    to("speed")
    keys.press("ArrowDown")
    assert seen.page.evaluate("document.getElementById('sound-es').playbackRate") == 1.25
    assert seen.page.evaluate("document.getElementById('sound-es').preservesPitch") is True
    to("settings") if seen.page.evaluate("document.activeElement.id") == "settings" else None
    seen.page.focus("#settings summary")
    keys.press("Enter")
    to("place")
    keys.press("End")
    last = seen.lit()
    keys.press("Home")
    seen.wait_until_lit("es-p1-s1")
    assert last != ["es-p1-s1"]
    assert seen.page.get_attribute("#place", "aria-valuetext").startswith("1 / ")
    # The marks in the text, and from there back to the player.
    seen.page.focus("#es-p1 .twin")
    keys.press("Enter")
    seen.wait_until_lit("en-p1-s1")
    assert seen.complaints == []


def test_nothing_is_announced_while_it_reads(web: Any, look: Any) -> None:
    seen = look(web("--sample"))
    seen.page.evaluate("""() => {
        window.said = 0;
        new MutationObserver((all) => { window.said += all.length; })
            .observe(document.getElementById("said"), { childList: true, characterData: true, subtree: true });
    }""")
    seen.page.click("#en-p4-s1")
    seen.wait_until_lit("en-p4-s3")
    assert seen.page.inner_text("#said") == ""
    assert seen.page.eval_on_selector_all("[aria-live], [role=alert]", "all => all.length") == 0


def test_who_scrolled_away_is_not_brought_back(web: Any, look: Any) -> None:
    seen = look(web("--sample"), height=500)
    seen.page.click("#en-p4-s1")
    seen.wait_until_lit("en-p4-s1")
    seen.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    before = seen.page.evaluate("window.scrollY")
    seen.wait_until_lit("en-p4-s2")
    assert seen.page.evaluate("window.scrollY") == before
    seen.page.click("#back")
    seen.wait_until_lit("en-p4-s1")
    assert seen.page.evaluate("window.scrollY") < before


def test_the_place_and_the_tastes_are_found_again(web: Any, look: Any) -> None:
    seen = look(web("--sample"))
    seen.page.click("#es-p3-s2")
    seen.page.click("#play")
    seen.page.select_option("#speed", "0.75")
    seen.page.click("#settings summary")
    seen.page.select_option("#colours", "contrast")
    seen.page.select_option("#size", "150")
    seen.page.check("#spacing")
    seen.page.goto(web("--sample").as_uri())
    assert seen.lit() == ["es-p3-s2"]
    assert seen.playing() == []
    assert seen.page.eval_on_selector("#sound-es", "one => one.playbackRate") == 0.75
    assert (
        seen.page.eval_on_selector("body", "one => getComputedStyle(one.parentElement).backgroundColor")
        == "rgb(0, 0, 0)"
    )
    assert seen.page.eval_on_selector("main", "one => getComputedStyle(one).fontSize") == "24px"
    assert seen.page.is_checked("#spacing")
    seen.page.click("#play")
    seen.wait_until_lit("es-p3-s3")


def test_a_browser_that_keeps_nothing_plays_all_the_same(web: Any, look: Any) -> None:
    seen = look("about:blank")
    seen.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    seen.page.goto(web("--sample").as_uri())
    seen.page.click("#en-p4-s1")
    seen.wait_until_lit("en-p4-s2")
    assert seen.complaints == []


def test_the_sleep_timer_stops_the_sound_and_says_so(web: Any, look: Any) -> None:
    seen = look("about:blank")
    seen.page.add_init_script("const now = Date.now; window.later = 0; Date.now = () => now() + window.later;")
    seen.page.goto(web("--sample").as_uri())
    seen.page.click("#settings summary")
    seen.page.select_option("#sleep", "5")
    seen.page.click("#play")
    seen.wait_until_lit("en-p1-s1")
    seen.page.evaluate("window.later = 5 * 60 * 1000 + 1")
    seen.wait_until("document.getElementById('sound-en').paused")
    assert seen.page.inner_text("#said") == "The sleep timer has stopped the sound."


def test_at_its_end_the_sound_stops_and_play_begins_anew(web: Any, look: Any) -> None:
    seen = look(web("--sample"))
    last = json.loads(seen.page.text_content("#cues"))["voices"][0]["sentences"][-1]
    seen.page.click(f"#{last}")
    seen.wait_until_lit(last)
    seen.wait_until("document.getElementById('sound-en').ended || document.getElementById('sound-en').paused")
    assert seen.playing() == []
    assert seen.page.inner_text("#play") == "Play"
    seen.page.click("#play")
    seen.wait_until_lit("en-p2-s1")


def test_without_scripts_there_is_the_text_the_links_and_the_browsers_player(web: Any, look: Any) -> None:
    seen = look(web("--sample"), java_script_enabled=False)
    assert seen.page.locator("audio[controls]").count() == 2
    assert seen.page.is_visible("#sound-es")
    assert not seen.page.is_visible("#player")
    assert seen.page.is_visible("#en-p4-s1")
    assert seen.page.is_visible("#es-p3-s1")
    seen.page.click("#en-p4 .twin")
    assert seen.page.url.endswith("#es-p3")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 450)], ids=["320 px", "1280 px at 200 %"])
def test_on_a_small_window_nothing_is_cut_off_or_too_small_to_touch(
    web: Any, look: Any, width: int, height: int
) -> None:
    seen = look(web("--sample"), width=width, height=height)
    seen.page.click("#settings summary")
    seen.page.select_option("#size", "200")
    seen.page.check("#spacing")
    assert seen.page.evaluate("document.scrollingElement.scrollWidth") <= width
    boxes = seen.page.eval_on_selector_all(
        "#player button, #player select, #player summary",
        "all => all.map((each) => [each.offsetWidth, each.offsetHeight])",
    )
    assert min(min(box) for box in boxes) >= 44
    seen.page.click("#settings summary")
    seen.page.click("#en-p4 .twin")
    seen.wait_until_lit("es-p3-s1")
    box = seen.page.eval_on_selector(".lit", "one => one.getBoundingClientRect().top")
    assert 0 <= box < height


def test_it_prints_all_languages_side_by_side(web: Any, look: Any) -> None:
    seen = look(web("--sample"), width=700)
    seen.page.select_option("#shown", "es")
    seen.page.emulate_media(media="print")
    left, right = (
        seen.page.eval_on_selector(name, "one => one.getBoundingClientRect().left") for name in ("#en-p4", "#es-p3")
    )
    assert left + 100 < right
    assert not seen.page.is_visible("#player")


def test_one_file_alone_plays_and_is_sent_to_any_sentence(web: Any, look: Any) -> None:
    seen = look(web("--sample", "--single-file"))
    seen.page.click("#es-p3-s2")
    seen.wait_until_lit("es-p3-s3")
    assert seen.playing() == ["sound-es"]
    assert seen.complaints == []


def test_a_page_from_right_to_left_is_played_in_its_own_words(web: Any, look: Any, tmp_path: Path) -> None:
    source = tmp_path / "boat.md"
    source.write_text("\n".join((SCRIPTS / f"{name}.md").read_text("utf-8") for name in ("ar", "en")), "utf-8")
    seen = look(web(source))
    assert seen.page.inner_text("#play") == "استماع"
    at = {
        name: seen.page.eval_on_selector(f"#{name}", "one => one.getBoundingClientRect().left")
        for name in ("back", "play")
    }
    assert at["back"] > at["play"]
    seen.page.click("#ar-p1-s1")
    seen.wait_until_lit("ar-p1-s1")
    assert seen.complaints == []


def test_over_a_server_it_can_be_installed_and_plays_without_network(web: Any, look: Any) -> None:
    folder = web("--sample").parent
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        seen = look(f"http://127.0.0.1:{server.server_port}/")
        assert seen.page.get_attribute("link[rel=manifest]", "href") == "manifest.webmanifest"
        seen.page.evaluate("navigator.serviceWorker.ready.then((ready) => ready.active.postMessage('keep the sound'))")
        seen.wait_until(
            "caches.keys().then(([it]) => caches.open(it)).then((kept) => kept.keys()).then((all) => all.length > 6)"
        )
        server.shutdown()
    seen.page.context.set_offline(True)
    seen.page.reload()
    seen.page.click("#en-p4-s2")
    seen.wait_until_lit("en-p4-s3")
    assert seen.playing() == ["sound-en"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("colours", ["light", "dark", "contrast"])
def test_in_every_colour_all_of_it_can_be_read(colours: str, web: Any, look: Any, validators: Path) -> None:
    seen = look(web("--sample"), width=360, height=740)
    seen.page.click("#en-p4-s2")
    seen.page.select_option("#shown", "es")
    seen.page.click("#settings summary")
    seen.page.select_option("#colours", colours)
    seen.wait_until_lit("es-p3-s2")
    seen.page.click("#play")
    seen.page.evaluate((validators / "axe-core" / "axe.min.js").read_text("utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = seen.page.evaluate("(rules) => axe.run(document, { runOnly: rules })", rules)
    assert [(each["id"], each["nodes"][0]["target"]) for each in found["violations"]] == []
