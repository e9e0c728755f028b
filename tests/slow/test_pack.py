"""A pack, by programs that know nothing of us: minisign, sha256sum, a browser, EPUBCheck."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TONES = '[voice]\nen = "tone"\nes = "tone"\n'


@pytest.fixture(scope="module")
def key(publish: Path, run: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    secret = tmp_path_factory.mktemp("key") / "ana.key"
    done = run(publish, "keys", "new", secret)
    assert done.returncode == 0, done.stderr
    return secret


@pytest.fixture(scope="module")
def pack(publish: Path, run: Any, key: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pack")
    (out / "tones.toml").write_text(TONES)
    done = run(publish, "make", "--sample", "--to", "pack", "--sign", key, "--out", out, "--config", out / "tones.toml")
    assert done.returncode == 0, done.stderr
    return next(path.with_suffix("") for path in out.glob("*-pack.zip"))


def test_minisign_and_sha256sum_find_it_whole_and_its_owners(pack: Path, key: Path, program: Any, run: Any) -> None:
    done = run(program("minisign"), "-V", "-p", key.with_suffix(".pub"), "-m", pack / "SHA256SUMS")
    assert done.returncode == 0, done.stderr
    assert "Signature and comment signature verified" in done.stdout
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=pack, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_what_minisign_signs_under_a_password_is_verified_and_one_byte_is_found(
    pack: Path, publish: Path, program: Any, run: Any, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(pack, copy)
    made = subprocess.run(
        [program("minisign"), "-G", "-p", tmp_path / "m.pub", "-s", tmp_path / "m.key"],
        input="la campana\nla campana\n",
        text=True,
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    again = run(
        publish, "pack", pack.with_name(pack.name.removesuffix("-pack")), "--out", copy, "--sign", tmp_path / "m.key",
        ENFACE_KEY_PASSWORD="la campana",
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    done = run(program("minisign"), "-V", "-p", tmp_path / "m.pub", "-m", copy / "SHA256SUMS")
    assert done.returncode == 0, done.stderr
    assert run(publish, "verify", copy.with_suffix(".zip"), "--key", tmp_path / "m.pub").returncode == 0
    sound = next(copy.rglob("*-es.mp3"))
    with sound.open("r+b") as stream:
        stream.seek(5000)
        byte = stream.read(1)[0]
        stream.seek(5000)
        stream.write(bytes([byte ^ 1]))
    done = run(publish, "verify", copy)
    assert (done.returncode, sound.relative_to(copy).as_posix() in done.stdout) == (9, True)


def test_its_page_has_no_fault_that_a_browser_and_its_checkers_know(
    pack: Path, tool: Any, validators: Path, run: Any
) -> None:
    done = run("node", tool("check_web.mjs"), pack)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "violations=0 external=0 failed=0 console=0" in done.stderr
    checked = run(
        "java", "-jar", validators / "vnu-jar" / "build" / "dist" / "vnu.jar", "--errors-only", pack / "index.html"
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_talking_book_that_was_made_smaller_is_a_book_without_fault(pack: Path, publish: Path, run: Any) -> None:
    book = pack.with_name(pack.name.removesuffix("-pack"))
    small = pack.with_name("small")
    limit = int(pack.with_name(f"{pack.name}.zip").stat().st_size * 0.85)
    done = run(publish, "pack", book, "--out", small, "--fit", str(limit))
    assert done.returncode == 0, done.stderr
    assert "The talking book's sound is MP3 at 32 kbit/s" in done.stdout
    assert small.with_suffix(".zip").stat().st_size <= limit
    done = run(publish, "check", small)
    assert done.returncode == 0, done.stdout + done.stderr
