"""Voice cards on disk: ours, a person's own, and how one is added."""

from __future__ import annotations

import shutil
import tempfile
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from publish.errors import ConfigError, OutputError, VoiceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

_CARD = ".toml"


class Card(NamedTuple):
    """A voice card as it lies there."""

    toml: str
    folder: str
    """Where it lies, for the files that it names."""


def cards(folder: Path | None) -> Mapping[str, Card]:
    """Return every voice card by its name, sorted; the first card of a name wins.

    Looked for in the folder given, ./voices, the user's data folder, and what comes with the program.

    Raises:
        ConfigError: the folder given is none.
        VoiceError: a card cannot be read.
    """
    if folder is not None and not folder.is_dir():
        msg = "There is no such folder"
        raise ConfigError(msg, where=f"--voices {folder}", hint="Give a folder that holds voice cards (*.toml).")
    found: dict[str, Card] = {}
    for place in (folder, Path("voices"), _user_voices(), bundled_voices()):
        for card in _cards_in(place):
            name = card.name.removesuffix(_CARD)
            if name not in found:
                found[name] = Card(_text(card), str(place))
    return dict(sorted(found.items()))


def bundled_voices() -> Traversable:
    """Return the folder of cards in the wheel, or beside the package in a checkout."""
    package = resources("publish")
    wheel = package / "bundled" / "voices"
    if wheel.is_dir():
        return wheel
    # Only in a checkout is the folder above the package ours; elsewhere it is everybody's site-packages.
    checkout = Path(__file__).parents[2]
    return checkout / "voices" if (checkout / "pyproject.toml").is_file() else wheel


def lexicon(path: Path) -> bytes:
    """Return a pronunciation lexicon as it lies there.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"The lexicon cannot be read: {error.strerror}"
        raise ConfigError(msg, where=str(path), hint="Check its name; docs/lexicons.md shows one.") from error


def added(name: str, toml: str, beside: Mapping[str, Path], *, force: bool) -> Path:
    """Put a card into the user's data folder, with copies of the files that it names; return the card.

    All of them or none: they are copied aside first, then take their places, the card last; where one cannot, those
    that were there come back. While they do, there is no card.

    Args:
        name: of the voice.
        toml: the card.
        beside: by the name that the card gives it, each file to copy.
        force: replace what has that name.

    Raises:
        ConfigError: the name is that of a folder, or there is a card or a file of that name.
        OutputError: it cannot be written.
    """
    if not name or any(sign in name for sign in ("/", "\\", "..", "\0")):
        msg = f"A voice cannot be called {name!r}"
        raise ConfigError(msg, where="--name", hint="Its name is a file's, without a folder: rain.")
    folder = _user_voices()
    target = folder / f"{name}{_CARD}"
    fresh = {folder / own: file for own, file in beside.items() if not _same(folder / own, file)}
    for path in (target, *fresh):
        if path.exists() and not force:
            msg = f"There is a voice called {name} already"
            hint = "Give it another name with --name, or --force to replace it."
            raise ConfigError(msg, where=str(path), hint=hint)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".publish.") as aside:
            for path, file in fresh.items():
                shutil.copyfile(file, Path(aside) / path.name)
            (Path(aside) / target.name).write_text(toml, "utf-8")
            _placed((target, *fresh), Path(aside))
    except OSError as error:
        msg = f"The voice cannot be kept: {error.strerror}"
        raise OutputError(msg, where=str(folder), hint="Make room there.") from error
    return target


def _placed(paths: tuple[Path, ...], aside: Path) -> None:
    """Put what lies aside in its places, the first one last, and what was there aside."""
    earlier = aside / "earlier"
    earlier.mkdir()
    moved: list[Path] = []
    placed: list[Path] = []
    try:
        for path in paths:
            if path.exists():
                path.replace(earlier / path.name)
                moved.append(path)
        for path in reversed(paths):
            (aside / path.name).replace(path)
            placed.append(path)
    except OSError:
        for path in placed:
            path.unlink()
        for path in reversed(moved):
            (earlier / path.name).replace(path)
        raise


def _same(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)


def _user_voices() -> Path:
    from platformdirs import user_data_path

    return user_data_path("enface", appauthor=False) / "voices"


def _cards_in(place: Path | Traversable | None) -> Iterator[Path | Traversable]:
    if place is not None and place.is_dir():
        found = (card for card in place.iterdir() if card.name.endswith(_CARD) and card.is_file())
        yield from sorted(found, key=lambda card: card.name)


def _text(card: Path | Traversable) -> str:
    try:
        return card.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = "This voice card cannot be read"
        raise VoiceError(msg, where=str(card), hint="It is a UTF-8 text file as voices/README.md shows.") from error
