"""20 Newsgroups from one file to labelled topics and answers, with the command line."""

from __future__ import annotations

import json
import tempfile

from .measure import DATA, run, table

CORPUS = DATA / "newsgroups20.jsonl.gz"
STAGES = {
    "load (read, and make the keyword index)": ["load", str(CORPUS)],
    "train, 20 topics (tokenise, train, label)": ["train", "--topics", "20"],
    "train again (words are cached)": ["train", "--topics", "20", "--seed", "1"],
    "topics": ["topics"],
    "one topic, explained": ["topics", "3"],
    "search": ["search", "space shuttle launch"],
    "search again": ["search", "encryption and the clipper chip"],
}


def run_stages() -> list[tuple[str, float, float, dict[str, object]]]:
    """(stage, seconds, peak MiB, JSON) for each stage, in a workspace of its own."""
    measured = []
    with tempfile.TemporaryDirectory() as workspace:
        for name, arguments in STAGES.items():
            got = run([*arguments, "--workspace", workspace, "--json"])
            measured.append((name, got.seconds, got.peak, json.loads(got.output)))
    return measured


def main() -> None:
    if not CORPUS.exists():
        print("20 Newsgroups is not there: skipped.")
        return
    stages = run_stages()
    print("### 20 Newsgroups, from file to labelled topics\n")
    table(
        ["stage", "seconds", "peak memory, MiB"],
        [[name, f"{seconds:.1f}", f"{peak:.0f}"] for name, seconds, peak, _ in stages],
    )
    metrics = stages[1][3]["metrics"]
    print("Metrics:", json.dumps(metrics), "\n")
    topics = stages[3][3]["topics"]
    assert isinstance(topics, list)
    table(
        ["id", "share", "label", "keywords"],
        [
            [str(t["id"]), f"{t['share']:.1%}", t["label"], ", ".join(t["keywords"][:8])]
            for t in topics
        ],
    )
