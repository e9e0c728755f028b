"""Makes the pictures of the README, of the sample, in docs/pictures: run it when what they show has changed.

usage: python tests/pictures.py [--chromium PROGRAM]

Nothing of it is in the package. Pillow, which comes with Enface, makes them small.
"""

from __future__ import annotations

import argparse
import html
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parent.parent
OUT = ROOT / "docs" / "pictures"
PUBLISH = Path(sys.executable).with_name("publish")
TERMINAL = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Terminal</title>
<style>body{{margin:0;padding:1em;background:#1b1b1b;color:#eee;font:14px/1.5 monospace;white-space:pre-wrap}}</style>
<body>{text}</body></html>"""

KITES = """The Kite Repair Shop

Old Mrs. Abney mends kites on Tuesdays. She never asks who broke them.

**En Español**

El taller de cometas

La vieja señora Abney repara cometas los martes. Nunca pregunta quién las rompió.
"""
"""A second book, for a shelf of one is none."""


def make(folder: Path, *options: str, source: str = "--sample") -> str:
    """Make the sample, or another source, and return what was said."""
    memory = folder.parent / "memory"
    call = [PUBLISH, "make", source, "--retrieved", "2026-03-01", "--memory", memory, "--out", folder, *options]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    return done.stderr + done.stdout


def opened(folder: Path) -> Path:
    """Unpack the book in a folder, and return where its pages are."""
    (book,) = folder.rglob("*.epub")
    with zipfile.ZipFile(book) as archive:
        archive.extractall(folder / "pages")
    return folder / "pages" / "EPUB"


def shoot(chromium: str, page: Path, name: str, width: int, height: int) -> None:
    """Take a picture of a page, in few colours."""
    path = OUT / f"{name}.png"
    call = [chromium, "--headless", "--no-sandbox", "--hide-scrollbars", "--force-color-profile=srgb"]
    call += [f"--window-size={width},{height}", f"--screenshot={path}", page.absolute().as_uri()]
    subprocess.run(call, capture_output=True, check=True)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(64).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome") or "chromium")
    chromium = ask.parse_args().chromium
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as work:
        folder = Path(work)
        said = make(folder / "chapters")
        make(folder / "web", "--to", "web")
        make(folder / "facing", "--to", "light", "--layout", "facing")
        (folder / "kites.txt").write_text(KITES, "utf-8")
        make(folder / "shelf", "--to", "epub,light,text,audio", source=str(folder / "kites.txt"))
        make(folder / "shelf", "--to", "epub,light,text,audio")
        packed = [PUBLISH, "pack", *sorted((folder / "shelf").iterdir()), "--out", folder / "pack"]
        subprocess.run(packed, capture_output=True, check=True)
        terminal = folder / "terminal.html"
        shown = f"$ publish make --sample\n{said.replace(str(folder / 'chapters'), 'output')}"
        terminal.write_text(TERMINAL.format(text=html.escape(shown)), "utf-8")
        shoot(chromium, opened(folder / "chapters") / "en-c1.xhtml", "book", 480, 640)
        shoot(chromium, opened(folder / "facing") / "c1.xhtml", "facing", 960, 640)
        (page,) = (folder / "web").rglob("index.html")
        shoot(chromium, page, "web", 960, 640)
        shoot(chromium, folder / "pack" / "index.html", "shelf", 960, 640)
        shoot(chromium, terminal, "terminal", 960, 260)


if __name__ == "__main__":
    main()
