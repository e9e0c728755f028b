"""Same input, options and version: the same bytes, whoever makes them, wherever."""

from __future__ import annotations

import hashlib
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def sums(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def elsewhere(folder: Path) -> dict[str, str]:
    """What differs from one machine to another."""
    person = {"HOME": str(folder), "USER": "nobody", "LOGNAME": "nobody"}
    return {**os.environ, **person, "TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "7"}


def test_one_worker_or_two_elsewhere_on_the_globe_makes_the_same_bytes(made: Any, tmp_path: Path) -> None:
    if made.name != "sample":
        return
    for workers in ("1", "2"):
        out, memory = tmp_path / f"out{workers}", tmp_path / f"memory{workers}"
        command = [made.publish, "make", "--sample", "--out", out, "--memory", memory, "--workers", workers]
        subprocess.run(command, check=True, capture_output=True, env=elsewhere(tmp_path), cwd=tmp_path)
        assert sums(out / made.folder.name) | {"inspect.json": ""} == sums(made.folder) | {"inspect.json": ""}


def test_another_python_makes_the_same_bytes(made: Any, tmp_path: Path) -> None:
    other = os.environ.get("ENFACE_OTHER_PUBLISH")
    if not other:
        pytest.skip("There is no publish of another Python (ENFACE_OTHER_PUBLISH); .ci/run installs one where it can")
    if made.name != "sample":
        return
    command = [other, "make", "--sample", "--out", tmp_path / "out", "--memory", tmp_path / "memory"]
    subprocess.run(command, check=True, capture_output=True, env=elsewhere(tmp_path), cwd=tmp_path)
    assert sums(tmp_path / "out" / made.folder.name) | {"inspect.json": ""} == sums(made.folder) | {"inspect.json": ""}
