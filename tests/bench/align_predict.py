"""Write predictions for sets of aligned texts, as score_align.py reads them, and how sure they were against how right.

    python align_predict.py SETS.jsonl PRED.jsonl [--cache VECTORS.npz] [--without-meaning]

Rows of SETS: {"id", "set", "src": [text], "tgt": [text], "gold": [[[0], [0]], [[1, 2], [1]]]}; the gold is used for the
table of confidence only.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from align_tune import embedding

from publish.editing.align import pairs, unnumbered


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("sets", type=Path)
    options.add_argument("predictions", type=Path)
    options.add_argument("--cache", type=Path)
    options.add_argument("--without-meaning", action="store_true")
    given = options.parse_args()
    rows = [json.loads(line) for line in given.sets.read_text(encoding="utf-8").splitlines() if line.strip()]
    embed = None if given.without_meaning else embedding(given.cache)
    if embed:
        embed([unnumbered(t) for row in rows for t in row["src"] + row["tgt"]])
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    with given.predictions.open("w", encoding="utf-8") as out:
        for row in rows:
            found = pairs(row["src"], row["tgt"], embed)
            out.write(json.dumps({"id": row["id"], "pairs": [[list(a), list(b)] for a, b, _ in found]}) + "\n")
            gold = {(tuple(a), tuple(b)) for a, b in row.get("gold", [])}
            for a, b, share in found:
                bins[min(9, int(share * 10))].append((share, (a, b) in gold))
    print("said        pairs  said on average  right")
    for at, told in sorted(bins.items()):
        said, right = (sum(each[k] for each in told) / len(told) for k in (0, 1))
        print(f"{at / 10:.1f} to {at / 10 + 0.1:.1f} {len(told):6d} {said:16.3f} {right:6.3f}")


if __name__ == "__main__":
    main()
