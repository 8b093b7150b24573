"""How the topics were made, as facts and as a paragraph for a paper."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from . import topic_model
from .algorithms import PARAMETER
from .errors import TopicLlamaError
from .method_references import references
from .method_wording import paragraph
from .tokens import TextConfig
from .topic_model import TopicModel
from .word_counting import least_documents
from .workspace import Workspace

_PACKAGES = ("topicllama", "gensim", "scikit-learn", "numpy", "scipy")


@dataclass(frozen=True, slots=True)
class Method:
    """The facts of a paper's method section.

    ``documents`` were modelled, with ``words`` counted (None when the texts have changed since)
    of ``vocabulary`` different ones; ``languages`` are counts of documents by language. ``text``
    are the settings of :class:`topicllama.tools.tokens.TextConfig` (``min_df`` as it was chosen),
    ``parameters`` those of the training. ``edits`` are what was done to the topics since the
    training, oldest first; ``labels`` counts labels by their source; ``trained`` is a date (ISO
    8601); ``versions`` are those installed now.
    """

    algorithm: str
    num_topics: int
    documents: int
    words: int | None
    vocabulary: int
    languages: Mapping[str, int]
    text: Mapping[str, Any]
    parameters: Mapping[str, Any]
    metrics: Mapping[str, float]
    edits: tuple[str, ...]
    labels: Mapping[str, int]
    model: str
    trained: str
    versions: Mapping[str, str]

    def paragraph(self, language: str = "en") -> str:
        """The method in "en" or "zh", ready to be pasted."""
        return paragraph(self, language)

    def references(self) -> list[str]:
        """The works that the paragraph cites, in the order of their authors."""
        phrases = bool(self.text.get("phrases"))
        found = references(self.algorithm, self.metrics, phrases=phrases)
        own = str((self.parameters.get(PARAMETER) or {}).get("reference") or "")
        return sorted([*found, own], key=str.casefold) if own else found

    def to_json(self) -> dict[str, Any]:
        """Everything as plain JSON, with the paragraph in both languages."""
        facts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            **facts,
            "edits": list(self.edits),
            "paragraph": {language: self.paragraph(language) for language in ("en", "zh")},
            "references": self.references(),
        }


def method(workspace: Workspace, model: TopicModel) -> Method:
    """The method behind a model of the workspace."""
    lineage = _lineage(workspace, model)
    languages = workspace.corpus.counts("language")
    text = dict(model.parameters.get("text", {}))
    config = TextConfig.from_settings(text)
    return Method(
        algorithm=model.algorithm,
        num_topics=model.num_topics,
        documents=len(model.document_ids),
        words=_words(workspace, model),
        vocabulary=len(model.terms),
        languages={name or "unknown": count for name, count in languages.items()},
        text={**text, "min_df": least_documents(config, len(model.document_ids))},
        parameters={k: v for k, v in model.parameters.items() if k not in ("text", "next_id")},
        metrics=dict(model.metrics),
        edits=tuple(one.action for one in lineage[1:] if one.action != "label"),
        labels=dict(Counter(topic.label_source for topic in model.topics)),
        model=model.version,
        trained=lineage[0].created[:10],
        versions=_versions(),
    )


def _lineage(workspace: Workspace, model: TopicModel) -> list[TopicModel]:
    """The training and every version from it to this one, oldest first."""
    chain = [model]
    while chain[0].action not in ("train", "augment") and chain[0].parent:
        try:
            chain.insert(0, topic_model.load(workspace.root / "models" / chain[0].parent))
        except TopicLlamaError:  # damaged or gone: what is known stays
            break
    return chain


def _words(workspace: Workspace, model: TopicModel) -> int | None:
    from .bow import bag_of_words, counts_for

    if not model.corpus or model.corpus != workspace.corpus.fingerprint:
        return None
    return int(counts_for(model.terms, bag_of_words(workspace)).sum())


def _versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # run from a folder that is not installed
            continue
    return found
