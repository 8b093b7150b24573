"""The seeds: a file of JSON lines for each target. ``why`` says what a seed is for; it is a
``text``, or bytes in ``base64``; ``times`` repeats it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("seeds")


@dataclass(frozen=True)
class Seed:
    why: str
    data: bytes


def seeds(target: str) -> list[Seed]:
    lines = (FOLDER / f"{target}.jsonl").read_text("utf-8").strip().split("\n")
    return [_seed(json.loads(line)) for line in lines]


def _seed(record: dict[str, str | int]) -> Seed:
    if "base64" in record:
        data = base64.b64decode(str(record["base64"]))
    else:
        data = str(record["text"]).encode("utf-8", "surrogatepass")
    return Seed(str(record["why"]), data * int(record.get("times", 1)))


def add(target: str, data: bytes, why: str) -> None:
    """Keep what was found, so that it is tried with every run of the tests."""
    try:
        held = {"text": data.decode("utf-8")}
    except UnicodeDecodeError:
        held = {"base64": base64.b64encode(data).decode()}
    line = json.dumps({"why": why, **held}, ensure_ascii=False)
    with (FOLDER / f"{target}.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
