"""Topics of titles with words lent by the nearest titles and without, judged on the titles.

Settings were chosen on M10; the other corpora were only measured.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .measure import DATA, table

if TYPE_CHECKING:
    from topicllama.tools.bow import BagOfWords

CORPORA = ("octis/M10", "octis/DBLP", "toutiao_titles")
TOPICS, SEEDS, MOST = 20, (0, 1, 2), 10_000
_NAMES = ("npmi", "c_v", "diversity", "accuracy", "stability", "npmi_held_out", "c_v_held_out",
          "accuracy_held_out", "perplexity_held_out")  # fmt: skip


def main() -> None:
    from threadpoolctl import threadpool_limits

    rows = []
    with threadpool_limits(1):
        for name in CORPORA:
            rows += _rows(name)
    print(
        f"### Words lent by the nearest titles, LDA, {TOPICS} topics, means of {len(SEEDS)} seeds\n"
    )
    header = [name.replace("_held_out", ", unseen") for name in _NAMES]
    table(["corpus", "", *header, "CPU s", "kept"], rows)


def _rows(name: str) -> list[list[str]]:
    from topicllama.tools.augment_extra import LentWords
    from topicllama.tools.augment_figures import figures
    from topicllama.tools.augment_verdict import judge

    found = _titles(name)
    if found is None:
        return []
    bow, labels = found
    extra = LentWords(bow, (bow.lengths > 0) & (bow.lengths < 30), 1.0, None)
    runs, seconds = [], []
    for words in (None, extra):
        started = time.process_time()
        runs.append([figures(bow, labels, TOPICS, seed, extra.units, words) for seed in SEEDS])
        seconds.append((time.process_time() - started) / len(SEEDS))
    two = judge(runs[0][:2], runs[1][:2])  # as the command decides it
    kept = f"{len(two.better)} better, {len(two.worse)} worse: {'yes' if two.good else 'no'}"
    corpus = f"{name.split('/')[-1]}, {len(bow.ends):,}"
    return [
        [corpus, "before", *_means(runs[0]), f"{seconds[0]:.1f}", ""],
        ["", "after", *_means(runs[1]), f"{seconds[1]:.1f}", kept],
    ]


def _means(runs: Sequence[dict[str, float]]) -> list[str]:
    means = {name: float(np.mean([one[name] for one in runs])) for name in _NAMES}
    return [f"{mean:.0f}" if mean > 10 else f"{mean:.3f}" for mean in means.values()]


def _titles(name: str) -> tuple[BagOfWords, list[str]] | None:
    """At most 10,000 titles with their labels, or None (and a line) without the corpus."""
    from topicllama.tools.bow import build, from_tokens

    folder, file = DATA / name, DATA / f"{name}.jsonl.gz"
    if folder.is_dir():
        lines = _some((folder / "corpus.tsv").read_text("utf-8").splitlines())
        parts = [line.split("\t") for line in lines]
        return from_tokens([part[0].split() for part in parts]), [part[2] for part in parts]
    if file.exists():
        with gzip.open(file, "rt", encoding="utf-8") as stream:
            records = [json.loads(line) for line in _some(list(stream))]
        return build([record["text"] for record in records]), [one["label"] for one in records]
    print(f"{name} is not there: skipped.")
    return None


def _some(lines: list[str]) -> list[str]:
    if len(lines) <= MOST:
        return lines
    rows = np.random.default_rng(1).choice(len(lines), MOST, replace=False)
    return [lines[row] for row in np.sort(rows).tolist()]
