"""The Modelfile: which base, which adapter, and the corpus's topics as the system's words."""

from __future__ import annotations

from pathlib import Path

from ..prompts import fenced_block, prompt
from .adapt_base import Checkpoint
from .corpus import Corpus
from .language import main_language
from .topic_model import TopicModel

NAME = "Modelfile"
_TOPICS = 30  # that are named
_KEYWORDS = 8
_LINE = 160  # characters of a topic's line


def modelfile(base: str, system: str, num_ctx: int) -> str:
    """The text of a Modelfile that lies in the adapter's folder.

    Nothing in ``system`` can end it early: a Modelfile has no escape for its quotation marks, so
    the straight ones become typographic.
    """
    lines = [f"FROM {' '.join(base.split())}", "ADAPTER ."]
    if system:
        lines.append(f'SYSTEM """{quotable(system)}"""')
    return "\n".join([*lines, f"PARAMETER num_ctx {num_ctx}", ""])


def quotable(text: str) -> str:
    """A text without the quotation mark that a Modelfile ends a text with."""
    return text.replace('"', "”")


def system_text(model: TopicModel | None, corpus: Corpus, own_prompts: Path | None = None) -> str:
    """The system's words in the language of most documents, with the 30 largest topics fenced as
    data; nothing when no topics have been found."""
    if model is None:
        return ""
    language = main_language(corpus.counts("language"))
    colon, comma = ("：", "、") if language == "zh" else (": ", ", ")
    largest = sorted(model.topics, key=lambda topic: -topic.share)[:_TOPICS]
    lines = [f"{t.label}{colon}{comma.join(t.keywords[:_KEYWORDS])}"[:_LINE] for t in largest]
    return quotable(prompt("adapted", language, own_prompts, topics=fenced_block(lines)))


def context_of(checkpoint: Checkpoint, wanted: int) -> int:
    """The context in tokens: as wanted, as far as the base can."""
    return min(wanted, checkpoint.number("max_position_embeddings", wanted))
