"""The rules of the house that no linter knows: who may touch the world, and how long a file may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "publish"
FILES = sorted(HOUSE.rglob("*.py"))
EVERY_FILE = FILES + sorted((ROOT / "tests").rglob("*.py"))

# Only these rooms open, run, save, ask the clock or the network; engines wrap a program or a service.
WORLDLY = ("outside/", "speaking/engines/")
MODULES = {"subprocess", "socket", "shutil", "tempfile", "requests", "httpx", "glob", "time", "ctypes"}
MODULES |= {"urllib.request", "os", "http.client", "multiprocessing"}
CALLS = {
    "open",
    "read_bytes",
    "read_text",
    "write_bytes",
    "write_text",
    "mkdir",
    "unlink",
    "rename",
    "touch",
    "rmdir",
    "iterdir",
    "glob",
    "rglob",
    "stat",
    "exists",
    "is_file",
    "is_dir",
    "urlopen",
    "system",
    "today",
    "now",
    "utcnow",
    "getenv",
}
# Package data is read through importlib.resources, which has read_text and read_bytes of its own.
RESOURCES = {"read_text", "read_bytes", "open", "joinpath", "is_file"}
# Progress is told in seconds left, so the console asks the clock; the command line knows where it stands.
ALLOWED = {
    # The console asks which terminal it stands in.
    "console.py": {"time", "os", "shutil"},
    # A picture in the bytes that it was handed.
    "reading/pixels.py": {"open"},
    "writing/proof_feed.py": {"open"},
    "writing/opds.py": {"open"},
    # An entry of the zip that it was handed.
    "writing/containers.py": {"open"},
    "writing/proof_overlays.py": {"open"},
}
SPEAKERS = {"cli.py", "asking.py", "sharing.py", "outcome.py", "console.py"}
# Where errors for people end: as words and an exit code.
CATCHER = "outcome.py"


def place(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def calls(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                found.add(node.func.id)
            elif isinstance(node.func, ast.Attribute):
                found.add(node.func.attr)
    return found


def worldly(source: str, where: str) -> set[str]:
    """Every name in a file that reaches the world."""
    tree = ast.parse(source)
    reached = {name for name in imports(tree) if name in MODULES} | (calls(tree) & CALLS)
    if "importlib.resources" in imports(tree):
        reached -= RESOURCES
    return reached - ALLOWED.get(where, set())


@pytest.mark.parametrize("path", FILES, ids=place)
def test_only_outside_and_engines_touch_the_world(path: Path) -> None:
    if place(path).startswith(WORLDLY):
        return
    assert worldly(path.read_text("utf-8"), place(path)) == set()


def test_the_rule_sees_a_room_that_opens_a_file() -> None:
    source = "import os\n\ndef f(p):\n    os.replace(p, p)\n    return p.read_bytes()\n"
    assert worldly(source, "editing/bad.py") == {"read_bytes", "os"}


@pytest.mark.parametrize("path", FILES, ids=place)
def test_nobody_speaks_to_a_person_but_the_command_line(path: Path) -> None:
    if place(path) in SPEAKERS:
        return
    assert {"print", "echo"}.isdisjoint(calls(ast.parse(path.read_text("utf-8"))))


@pytest.mark.parametrize("path", FILES, ids=place)
def test_errors_for_people_are_caught_whole_in_one_place(path: Path) -> None:
    handlers = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ExceptHandler)]
    named = [name.id for node in handlers if node.type for name in ast.walk(node.type) if isinstance(name, ast.Name)]
    assert named.count("PublishError") == (place(path) == CATCHER)


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_file_is_one_clear_idea_of_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", FILES, ids=place)
def test_every_file_has_a_sign_on_its_door(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_the_top_level_holds_only_what_it_should() -> None:
    known = {"pyproject.toml", "publish", "voices", "output", "tests", "docs"}
    known |= {"README.md", "LICENSE", "CHANGELOG.md", "Makefile"}
    there = {p.name for p in ROOT.iterdir() if not p.name.startswith(".") and p.name not in {"build", "dist"}}
    assert there <= known
