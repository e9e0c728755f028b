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


def test_one_worker_or_two_elsewhere_on_the_globe_makes_the_same_bytes(made: Any, tmp_path: Path) -> None:
    if made.name != "sample":
        return
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": str(tmp_path)}
    for workers in ("1", "2"):
        out, memory = tmp_path / f"out{workers}", tmp_path / f"memory{workers}"
        command = [made.publish, "make", "--sample", "--out", out, "--memory", memory, "--workers", workers]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **elsewhere}, cwd=tmp_path)
        assert sums(out / made.folder.name) | {"inspect.json": ""} == sums(made.folder) | {"inspect.json": ""}
