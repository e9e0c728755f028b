"""The offline web copy, through checkers that are not ours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

FIRST_PAGE = 60_000
"""Bytes, without sound."""


@pytest.mark.parametrize("source", ["sample", "seed"])
def test_checkers_that_are_not_ours_find_nothing(
    source: str, web: Any, tool: Any, data: Any, validators: Path, run: Any
) -> None:
    page = web("--sample") if source == "sample" else web(data("articles/s00-seed-peru.txt"))
    assert page.stat().st_size < FIRST_PAGE
    done = run("node", tool("check_web.mjs"), page.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "violations=0 external=0 failed=0 console=0" in done.stderr
    checked = run("java", "-jar", validators / "vnu-jar" / "build" / "dist" / "vnu.jar", "--errors-only", page)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_scripts_are_well_formed_and_run_on_old_telephones(program: Any, run: Any) -> None:
    folder = Path(__file__).parent.parent.parent / "publish" / "writing" / "player"
    for script in ("player.js", "worker.js"):
        done = run(program("node"), "--check", folder / script)
        assert done.returncode == 0, done.stderr
        # ES2018: neither optional chaining nor what came with it.
        assert re.findall(r"\?\.|\?\?|\.replaceAll\(|\.at\(|\.flat\(", (folder / script).read_text("utf-8")) == []


def test_publish_check_finds_nothing_in_it(web: Any, publish: Path, run: Any) -> None:
    done = run(publish, "check", web("--sample").parent)
    assert done.returncode == 0, done.stdout + done.stderr
