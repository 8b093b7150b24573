"""A million titles, half English and half Chinese: seconds a document and peak memory of each
stage, against 50,000 of them in the same run."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .measure import COMMAND, DATA, table

ENGLISH = DATA / "octis" / "DBLP" / "corpus.tsv"
CHINESE = DATA / "toutiao_titles.jsonl.gz"
SIZES = (50_000, 1_000_000)
_ROOT = Path(__file__).resolve().parents[1]
_WRITE = "import sys; from benchmarks.million import write; write(int(sys.argv[1]), sys.argv[2])"
_TOKENISE = "from topicllama.tools import bow, workspace; bow.bag_of_words(workspace.Workspace())"


@dataclass(frozen=True)
class Stage:
    """Wall-clock and CPU seconds of a command with its children, and the peak of their memory
    together in MiB (proportional set size, looked at five times a second)."""

    seconds: float
    cpu: float
    peak: float


def titles(count: int, seed: int = 0) -> Iterator[str]:
    """``count`` different titles, English and Chinese in turn.

    Each is the beginning of one title and the end of another with the same label, so the titles
    stay about something, and words keep their frequencies.
    """
    rng = random.Random(seed)
    sources = [_by_label(_english(), " "), _by_label(_chinese(), "")]
    seen = set[int]()
    while len(seen) < count:
        groups, joint = sources[len(seen) % 2]
        group = rng.choice(groups)
        first, second = rng.choice(group), rng.choice(group)
        title = joint.join((*first[: (len(first) + 1) // 2], *second[len(second) // 2 :]))
        if hash(title) not in seen:
            seen.add(hash(title))
            yield title


def _by_label(labelled: Iterator[tuple[str, str]], joint: str) -> tuple[list[list[list[str]]], str]:
    """Titles, cut into words (characters where there are no blanks), of each label."""
    groups: dict[str, list[list[str]]] = {}
    for text, label in labelled:
        groups.setdefault(label, []).append(text.split(joint) if joint else list(text))
    return list(groups.values()), joint


def _english() -> Iterator[tuple[str, str]]:
    for line in ENGLISH.read_text("utf-8").splitlines():
        text, _, label = line.split("\t")
        yield text, label


def _chinese() -> Iterator[tuple[str, str]]:
    with gzip.open(CHINESE, "rt", encoding="utf-8") as file:
        for record in map(json.loads, file):
            yield record["text"], record["label"]


def write(count: int, path: str) -> None:
    """Titles as JSON lines."""
    with Path(path).open("w", encoding="utf-8") as file:
        for title in titles(count):
            file.write(json.dumps({"text": title}, ensure_ascii=False) + "\n")


def stages(count: int, folder: Path) -> dict[str, Stage]:
    """Every stage in a process of its own."""
    file, workspace = folder / f"{count}.jsonl", folder / str(count)
    subprocess.run([sys.executable, "-c", _WRITE, str(count), str(file)], check=True, cwd=_ROOT)
    commands = {
        "load": [COMMAND, "load", str(file)],
        "tokenise": [sys.executable, "-c", _TOKENISE],
        "train, 20 topics": [COMMAND, "train", "--topics", "20"],
        "search": [COMMAND, "search", "neural network 比特币"],
    }
    return {name: measured(command, workspace) for name, command in commands.items()}


def measured(command: Sequence[str], workspace: Path) -> Stage:
    """Run a command on a workspace; RuntimeError when it fails."""
    environment = {"HF_HUB_OFFLINE": "1", "TOPICLLAMA_WORKSPACE": str(workspace)}
    started, before = time.perf_counter(), os.times()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    peak = [0]
    watching = threading.Thread(target=_watch, args=(process, peak))
    watching.start()
    code = process.wait()
    watching.join()
    if code:
        raise RuntimeError(f"{' '.join(command)} failed")
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return Stage(time.perf_counter() - started, cpu, peak[0] / 1024)


def _watch(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_memory, _family(process.pid))))
        time.sleep(0.2)


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    family = [pid]
    with suppress(OSError):
        for file in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in file.read_text().split():
                family += _family(int(child))
    return family


def _memory(pid: int) -> int:
    """Proportional set size in KiB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def main() -> None:
    if not (ENGLISH.exists() and CHINESE.exists()):
        print("The titles of DBLP and toutiao are not there: skipped.")
        return
    with tempfile.TemporaryDirectory() as folder:
        few, many = (stages(count, Path(folder)) for count in SIZES)
    print(f"### {SIZES[1]:,} titles, half English and half Chinese, against {SIZES[0]:,}\n")
    rows = [_row(name, few[name], many[name]) for name in few]
    table(
        ["stage", "seconds", "CPU seconds", "CPU ms a document", f"at {SIZES[0]:,}", "ratio",
         "peak memory, MiB"], rows,
    )  # fmt: skip


def _row(name: str, few: Stage, many: Stage) -> list[str]:
    each, small = 1000 * many.cpu / SIZES[1], 1000 * few.cpu / SIZES[0]
    return [
        name, f"{many.seconds:.0f}", f"{many.cpu:.0f}", f"{each:.3f}", f"{small:.3f}",
        f"{each / small:.2f}", f"{many.peak:.0f}",
    ]  # fmt: skip
