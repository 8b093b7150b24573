"""The words that stand in most of some documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .workspace import Workspace

_MOST = 300  # documents that are read: half a second


@dataclass(frozen=True, slots=True)
class CommonWords:
    """``counts`` are words in display form with how many of the ``documents`` that were read have
    them, most first."""

    counts: list[tuple[str, int]]
    documents: int


def common_words(
    workspace: Workspace, ids: Sequence[str], limit: int = 15, most: int = _MOST
) -> CommonWords:
    """Of these documents; of more than ``most`` so many are read, spread evenly. Only words that
    can be words of a topic count, so no stop words or numbers."""
    from .bow import tokenizer
    from .tokens import TextConfig

    cut = tokenizer(TextConfig.from_settings(workspace.settings.get("text", {})))
    if len(ids) > most:
        ids = [ids[at * len(ids) // most] for at in range(most)]
    counts: Counter[str] = Counter()
    surfaces: dict[str, Counter[str]] = {}
    documents = workspace.corpus.get(ids).values()
    for document in documents:
        tokens = cut.topic_tokens(f"{document.title}\n{document.text}")
        counts.update({token.term for token in tokens})
        for token in tokens:
            surfaces.setdefault(token.term, Counter())[token.surface] += 1
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    named = [(surfaces[term].most_common(1)[0][0], number) for term, number in best]
    return CommonWords(named, len(documents))
