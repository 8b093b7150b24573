"""A second opinion on what is wanted, for requests that no row of the table knows.

A linear model over letters, words and concepts (multinomial logistic regression, learned from the
labelled utterances by ``tests/agent/train_opinion.py``). It only names the intent; the readers of
the table read the arguments, and where they find none its opinion is left aside.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .concepts import CONCEPTS
from .facts import FACTS, fact
from .request import Request

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BUCKETS = 1 << 13
# The least probability at which the opinion is heard: where nothing else is known, and against a
# row of the table.
SURE, VERY_SURE = 0.45, 0.75
_FACT = 0.4  # the weight of what is seen beside the words
FILE = Path(__file__).with_name("opinion.npz")
_PATH = re.compile(r"\S*[/\\]\S+|\S+\.(?:csv|tsv|txt|jsonl?|xlsx?|pdf|docx?)\b")


def opinion(request: Request) -> tuple[str, float]:
    """(intent, its probability): "tool_name", "tool_name:action" or "answer:key"."""
    import numpy as np

    names, weights, scale = _learned()
    rows, values = features(request)
    scores = values @ (weights[rows].astype(np.float32) * scale)
    shares = np.exp(scores - scores.max())
    best = int(scores.argmax())
    return names[best], float(shares[best] / shares.sum())


def features(request: Request) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """(buckets, values) of what is seen in a request; letters and words have length 1 together,
    and so have the concepts."""
    import numpy as np

    letters = Counter(_pieces(request.plain.lower()))
    concepts = [f"={name}" for name in CONCEPTS if request.has(name)]
    concepts.append(f"after {request.past.last.tool if request.past.last else ''}")
    facts = [f"({name}" for name in FACTS if fact(name, request)]
    rows = [_bucket(piece) for piece in (*letters, *concepts, *facts)]
    one = np.sqrt(np.array(list(letters.values()), dtype=np.float32))
    two = np.full(len(concepts), 1 / np.sqrt(len(concepts)), dtype=np.float32)
    three = np.full(len(facts), _FACT, dtype=np.float32)
    length = max(1e-6, float(np.linalg.norm(one)))
    return np.array(rows), np.concatenate([one / length, two, three])


def _pieces(text: str) -> list[str]:
    """Words and pairs of words, their letters by three and four, and Chinese characters by one to
    three; numbers are all alike."""
    text = re.sub(r"\d+", "0", re.sub(r"(?<!\d)(?:19|20)\d\d(?!\d)", "y", _PATH.sub(" p ", text)))
    words = ["^", *re.findall(r"[a-z0-9']+|[\u4e00-\u9fff]|\?", text), "$"]
    pairs = [f"{one} {two}" for one, two in zip(words, words[1:], strict=False)]
    triples = [f"{a}{b}{c}" for a, b, c in zip(words, words[1:], words[2:], strict=False) if b > "\u4e00"]  # fmt: skip
    parts = [
        f"<{word}>"[start : start + size]
        for word in words if len(word) > 2
        for size in (3, 4)
        for start in range(len(word) + 3 - size)
    ]  # fmt: skip
    return words + pairs + triples + parts


def _bucket(piece: str) -> int:
    return zlib.crc32(piece.encode()) % BUCKETS


@cache
def _learned() -> tuple[list[str], NDArray[np.int8], NDArray[np.float32]]:
    import numpy as np

    with np.load(FILE, allow_pickle=False) as stored:
        return [str(name) for name in stored["names"]], stored["weights"], stored["scale"]
