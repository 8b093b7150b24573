"""Learns the guide's second opinion from the labelled utterances of the dev part.

Run it after a change of `utterances_dev.jsonl` or of the lexicon:
`python tests/agent/train_opinion.py`. The held-out part is never read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from guide_fixtures import turn

from topicllama.agent.guide import opinion
from topicllama.agent.guide.past import past_of
from topicllama.agent.guide.request import Request

DEV = Path(__file__).with_name("utterances_dev.jsonl")


def kind(entry: Mapping[str, Any]) -> str:
    """The intent of an utterance, with the edit or the analysis it asks for."""
    arguments = entry.get("arguments") or {}
    detail = arguments.get("action") or arguments.get("kind")
    detail = "preview" if str(detail).startswith("preview") else detail
    return f"{entry['tool']}:{detail}" if detail else str(entry["tool"])


def request(entry: Mapping[str, Any]) -> Request:
    messages: list[Any] = []
    for number, step in enumerate(entry.get("history") or []):
        messages += turn(step["user"], step["tool"], step["arguments"], number)
    return Request(entry["text"], past_of(messages))


def learn(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Names of intents, weights (buckets x intents) as int8, and the scale of each intent."""
    from scipy.sparse import lil_matrix
    from sklearn.linear_model import LogisticRegression

    seen = lil_matrix((len(entries), opinion.BUCKETS), dtype=np.float64)
    for row, entry in enumerate(entries):
        buckets, values = opinion.features(request(entry))
        for bucket, value in zip(buckets, values, strict=True):
            seen[row, bucket] += value
    model = LogisticRegression(C=30, fit_intercept=False, max_iter=1000)
    model.fit(seen.tocsr(), [kind(entry) for entry in entries])
    scale = np.abs(model.coef_).max(axis=1) / 127
    weights = np.round(model.coef_ / scale[:, None]).astype(np.int8).T
    return {
        "names": model.classes_.astype(str),
        "weights": weights,
        "scale": scale.astype(np.float32),
    }


def fingerprint() -> str:
    return hashlib.sha256(DEV.read_bytes()).hexdigest()


def main() -> None:
    entries = [json.loads(line) for line in DEV.read_text("utf-8").splitlines() if line.strip()]
    np.savez_compressed(opinion.FILE, learned_from=fingerprint(), **learn(entries))
    sys.stdout.write(f"{len(entries)} utterances, {opinion.FILE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
