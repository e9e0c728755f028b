"""The two books that the slow checks look at, made once, by the command that a person types."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from publish import press

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
SHARED = Path(os.environ.get("ENFACE_SHARED", ROOT.parent / "shared"))
# A tone for each word is heard in a third of the time that a voice takes.
TONES = '[voice]\nen = "tone"\nes = "tone"\nar = "tone"\n'
SEED = SHARED / "data" / "articles" / "s00-seed-peru.txt"
PUBLISH = Path(sys.executable).with_name("publish")


@dataclass(frozen=True)
class Made:
    """A finished book's folder."""

    folder: Path
    name: str
    publish: Path = PUBLISH

    @property
    def epub(self) -> Path:
        return next(self.folder.glob("*.epub"))

    @property
    def mp3s(self) -> dict[str, Path]:
        """By language."""
        return {path.suffixes[-2].lstrip("."): path for path in sorted(self.folder.glob("audio/*.mp3"))}

    def inspected(self) -> dict[str, Any]:
        return json.loads((self.folder / "inspect.json").read_text("utf-8"))


def need(path: str | Path | None, what: str) -> Path:
    """A tool of the surroundings: in CI it must be there, on a newcomer's machine its absence is said."""
    if path and Path(path).exists():
        return Path(path)
    message = f"{what} is not here ({path or 'not set'}); .ci/run installs it"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def tool() -> Callable[[str], Path]:
    """A checker of the surroundings, by its file name."""
    return lambda name: need(SHARED / "tools" / name, f"The checker {name}")


@pytest.fixture(scope="session")
def program() -> Callable[[str], Path]:
    """A program of the Debian packages that .ci/run installs, by its name."""
    return lambda name: need(shutil.which(name), f"The program {name}")


@pytest.fixture(scope="session")
def able() -> Callable[[str], None]:
    """All that a writer uses, by the writer's name."""

    def check(name: str) -> None:
        if missing := press.lacking(name):
            need(None, missing)

    return check


@pytest.fixture(scope="session")
def package() -> Callable[[str], Any]:
    """A Python package that .ci/run installs, by its name."""

    def imported(name: str) -> Any:
        found = find_spec(name)
        need(found and found.origin, f"The package {name}")
        return import_module(name)

    return imported


@pytest.fixture(scope="session")
def data() -> Callable[[str], Path]:
    """A file or a folder of the shared data, by its name there."""
    return lambda name: need(SHARED / "data" / name, f"The shared data {name}")


@pytest.fixture(scope="session")
def python_that_hears() -> Path:
    """A Python with the recogniser in it."""
    return need(os.environ.get("ENFACE_HEAR_PY"), "A Python with faster-whisper (ENFACE_HEAR_PY)")


@pytest.fixture(scope="session")
def python_that_measures() -> Path:
    """A Python with what the audio checker imports."""
    return need(os.environ.get("VALIDATORS_PY"), "A Python with mutagen and lxml (VALIDATORS_PY)")


@pytest.fixture(scope="session")
def validators() -> Path:
    """The folder of the validators that npm brings."""
    return need(os.environ.get("VALIDATORS_NM"), "The folder of validators (VALIDATORS_NM)")


@pytest.fixture(scope="session")
def gold() -> dict[str, Any]:
    """What a person found in the real article."""
    return json.loads(need(SEED.with_suffix(".gold.json"), "The real article's gold").read_text("utf-8"))


@pytest.fixture(scope="session")
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command to its end."""
    return _run


def _run(*command: str | Path, timeout: int = 900, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env={**os.environ, "EPUBCHECK_USAGE": "1", **environment},
    )


@pytest.fixture(scope="session")
def publish() -> Path:
    """The command that a person types."""
    return PUBLISH


@pytest.fixture(scope="session")
def web(publish: Path, run: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The page of an article's web copy."""

    @functools.cache
    def make(*options: str | Path) -> Path:
        out = tmp_path_factory.mktemp("web")
        (out / "tones.toml").write_text(TONES)
        done = run(publish, "make", *options, "--to", "web", "--out", out, "--config", out / "tones.toml")
        assert done.returncode == 0, done.stderr
        (page,) = out.rglob("*.html")
        return page

    return make


@pytest.fixture(scope="session", params=["sample", "seed"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The sample's book, then the real article's."""
    out = tmp_path_factory.mktemp(request.param)
    source = ["--sample"] if request.param == "sample" else [str(need(SEED, "The real article"))]
    done = _run(PUBLISH, "make", *source, "--out", out)
    assert done.returncode == 0, done.stderr
    (folder,) = (p for p in out.iterdir() if p.is_dir() and not p.name.startswith("."))
    seen = _run(PUBLISH, "inspect", *source, "--json")
    assert seen.returncode == 0, seen.stderr
    (folder / "inspect.json").write_text(seen.stdout, "utf-8")
    return Made(folder, request.param)
