"""The article of every page by the libraries that others use, scored as ours are: what html is measured beside.

usage: python tests/bench/html_peers.py PAGES.jsonl[.xz] FOLDER [PEER ...]

Rows of PAGES: {"id", "html", "gold"}. Writes FOLDER/PEER.jsonl and prints the scorer's lines for each. Peers:
trafilatura; precision, which is trafilatura with favor_precision; readability, which is readability-lxml with its page
as text by inscriptis (only this needs it: pip install inscriptis).
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from editing import DATA, rows

if TYPE_CHECKING:
    from collections.abc import Callable


def trafilatura(page: str) -> str:
    from trafilatura import extract

    return extract(page, include_comments=False) or ""


def precision(page: str) -> str:
    from trafilatura import extract

    return extract(page, include_comments=False, favor_precision=True) or ""


def readability(page: str) -> str:
    from inscriptis import get_text
    from lxml.etree import LxmlError
    from readability import Document
    from readability.readability import Unparseable

    try:
        return get_text(Document(page).summary(html_partial=True))
    except (Unparseable, LxmlError, ValueError):
        return ""


PEERS: dict[str, Callable[[str], str]] = {each.__name__: each for each in (trafilatura, precision, readability)}


def main() -> None:
    if len(sys.argv) < 3 or not set(sys.argv[3:]) <= set(PEERS):
        sys.exit(__doc__)
    gold, folder = Path(sys.argv[1]), Path(sys.argv[2])
    scorer = DATA / "score_clean.py"
    if not scorer.exists():
        sys.exit(f"The scorer is not here: {scorer} is absent; set ENFACE_SHARED to the folder that holds data/")
    logging.disable(logging.CRITICAL)
    for name in sys.argv[3:] or PEERS:
        said = folder / f"{name}.jsonl"
        begun = time.process_time()
        with said.open("w", encoding="utf-8") as out:
            for row in rows(gold):
                out.write(json.dumps({"id": row["id"], "text": PEERS[name](row["html"])}, ensure_ascii=False) + "\n")
        print(f"{name}: {time.process_time() - begun:.0f} s of CPU", flush=True)
        subprocess.run([sys.executable, scorer, "html", gold, said], check=True)


if __name__ == "__main__":
    main()
