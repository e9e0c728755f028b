"""Find a reader, an engine or a writer by name among the entry points, loading it only then."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import Any, Literal, TypeAlias

from publish.errors import ConfigError, ToolError

Group: TypeAlias = Literal["readers", "engines", "writers"]


@cache
def _catalogue(group: Group) -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in sorted(entry_points(group=f"publish.{group}"), key=lambda e: e.name)}


def names(group: Group) -> tuple[str, ...]:
    """Every name in a group, sorted, whether or not its package is installed."""
    return tuple(_catalogue(group))


def load(group: Group, name: str) -> Any:
    """Return the plug-in of that name.

    Raises:
        ConfigError: there is no such name; the hint lists those there are.
        ToolError: it is there, but a package that it needs is not.
    """
    entry = _catalogue(group).get(name)
    if entry is None:
        msg = f"There is no {group[:-1]} called {name}"
        raise ConfigError(msg, hint=f"There are: {', '.join(names(group))}.")
    try:
        return entry.load()
    except ImportError as error:
        msg = f"The {group[:-1]} {name} needs a package that is not here: {error}"
        raise ToolError(msg, hint="Install it with pip, or choose another.") from error


def missing(group: Group, name: str) -> str:
    """Return what keeps a plug-in from working here; empty where nothing does."""
    try:
        plugin = load(group, name)
    except ToolError as error:
        return error.what
    # An engine names the packages that it imports only when it speaks.
    lacking = [package for package in getattr(plugin, "needs", ()) if find_spec(package) is None]
    if not lacking:
        return ""
    extra = getattr(plugin, "extra", "")
    command = f'; run: pip install "enface[{extra}]"' if extra else ""
    what = f"package {lacking[0]} is" if len(lacking) == 1 else f"packages {', '.join(lacking)} are"
    return f"the {what} not installed{command}"
