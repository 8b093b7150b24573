"""The comparison with other topic models: what it measures, and that it is resumed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
SEA = "boat sail harbour wave tide anchor mast crew storm gull reef pier"
KITCHEN = "oven flour butter sugar whisk dough spoon pan recipe salt yeast bowl"
THEMES = {"sea": SEA.split(), "kitchen": KITCHEN.split()}
BURN = "import time\nwhile time.process_time() < 0.4: pass"


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The driver, with a corpus of two plain themes under the name M10 as its only data."""
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.peers import corpora, driver

    folder = tmp_path / "data" / "octis" / "M10"
    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    lines = [
        f"{' '.join(rng.choice(words, 12))}\ttrain\t{label}"
        for _ in range(40)
        for label, words in THEMES.items()
    ]
    (folder / "corpus.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    monkeypatch.setattr(corpora, "DATA", tmp_path / "data")
    return driver


def test_a_run_is_judged_kept_and_not_made_twice(driver: ModuleType, tmp_path: Path) -> None:
    output = tmp_path / "results.jsonl"
    wanted = ["--corpora", "M10", "--rows", "topicllama-nmf", "--topics", "2", "--seeds", "0"]
    wanted += ["--output", str(output)]
    driver.main(wanted)
    (line,) = map(json.loads, output.read_text().splitlines())
    assert line["documents"] == 80 and line["vocabulary"] == 24
    assert line["found"] == 2 and line["diversity"] == 1 and line["assigned"] == 1
    assert line["nmi"] == 1 and line["accuracy"] == 1
    assert {theme for words in line["words"] for theme in THEMES if words[0] in THEMES[theme]} == {
        "sea", "kitchen"
    }  # fmt: skip
    assert line["fit_cpu"] > 0 and line["peak_mib"] > 20
    driver.main(wanted)
    assert len(output.read_text().splitlines()) == 1
    driver.main([*wanted, "--again"])
    assert len(output.read_text().splitlines()) == 2


def test_without_the_peers_it_says_how_to_get_them(
    driver: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(driver, "BENCH_PYTHON", tmp_path / "absent")
    with pytest.raises(SystemExit, match="make bench-peers"):
        driver.main(["--output", str(tmp_path / "results.jsonl")])


def test_documents_without_topic_are_a_cluster_of_their_own(
    driver: ModuleType, tmp_path: Path
) -> None:
    from benchmarks.peers.corpora import prepare
    from benchmarks.peers.figures import figures
    from benchmarks.peers.rows import Fitted

    corpus = prepare("M10", tmp_path / "M10")
    sea = corpus.labels == "sea"
    weights = np.stack([sea, ~sea], axis=1).astype(np.float32) * 3
    weights[~sea] = 0  # a document may have no weights at all
    topics = [THEMES["sea"][:10], THEMES["sea"][:5] + THEMES["kitchen"][:5]]
    found = figures(corpus, Fitted(topics, weights, np.where(sea, 0, -1)))
    assert found["assigned"] == 0.5 and found["nmi"] == 1 and found["accuracy"] == 1
    assert found["diversity"] == 0.75


def test_processor_time_of_workers_is_counted(driver: ModuleType) -> None:
    from benchmarks.peers.clock import Clock

    clock = Clock()
    with clock.stage("ended"):
        subprocess.run([sys.executable, "-c", BURN], check=True)
    burn_and_wait = f"{BURN}\nprint(flush=True)\ninput()"
    with clock.stage("alive"):
        worker = subprocess.Popen(
            [sys.executable, "-c", burn_and_wait], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert worker.stdout is not None
        worker.stdout.readline()
    worker.communicate(b"\n")
    assert clock.figures["ended_cpu"] >= 0.4 and clock.figures["alive_cpu"] >= 0.3


def test_a_table_is_the_mean_over_topics_of_the_mean_over_seeds(
    driver: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "results.jsonl"
    shared = {
        "corpus": "M10", "documents": 80, "vocabulary": 24, "diversity": 0.5, "nmi": 0.25,
        "accuracy": 0.75, "assigned": 0.8, "found": 9, "fit_cpu": 2, "peak_mib": 100,
    }  # fmt: skip
    runs = [(10, 0, 0.9), (10, 0, 0.1), (10, 1, 0.2), (20, 0, 0.3)]  # the first was made again
    lines = [
        {**shared, "row": "bertopic", "topics": topics, "seed": seed, "npmi": npmi,
         "fit_seconds": 4} for topics, seed, npmi in runs
    ]  # fmt: skip
    vectors = {"row": "vectors", "topics": 0, "seed": 0, "fit_seconds": 60, "peak_mib": 900}
    lines.append({**shared, **vectors})
    output.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    driver.main(["--table", "--output", str(output)])
    printed = capsys.readouterr().out
    assert "### M10: 80 documents, 24 words" in printed
    row = next(line for line in printed.splitlines() if line.startswith("| BERTopic"))
    figures = "0.225 | 0.50 | 0.250 | 0.750 | 80.0% | 9.0 | 60 + 4.0 | 2 + 2.0 | 900 | 3"
    assert row == f"| BERTopic | {figures} |"
