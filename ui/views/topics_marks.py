"""Small pieces of the topics' pages: names, shares, spark lines, moods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...tools.sentiment_kept import is_measured
from ...tools.topic_model import Topic
from ...tools.topic_moods import Moods, kept_moods, topic_moods
from ...tools.trends_kept import KeptTrends, kept_trends, topic_trends
from ..page_html import esc
from ..text import say
from .visit import Visit

# Documents whose trends and moods are worked out while the page is made; of more they follow it.
AT_ONCE = 5_000
_WIDE, _TALL = 120.0, 30.0


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown beside the topics themselves; None where it is not worked out (yet). ``later``:
    it takes a while and is to be fetched when the page is there; ``measured``: the texts were read
    for their sentiment."""

    trends: KeptTrends | None
    moods: Moods | None
    measured: bool

    @property
    def later(self) -> bool:
        return self.trends is None or (self.measured and self.moods is None)

    def change(self, topic_id: int) -> float:
        return self.trends.direction(topic_id)[1] if self.trends is not None else 0.0

    def mean(self, topic_id: int) -> float | None:
        """The mean sentiment; None when no document of the topic was judged."""
        mood = (self.moods or {}).get(topic_id)
        return float(mood["mean"]) if mood and mood["documents"] else None


def beside(visit: Visit, *, wait: bool = False) -> Beside:
    """Trends and moods, as far as they are kept or soon made; with ``wait`` in any case."""
    workspace = visit.workspace
    measured = is_measured(workspace)
    if wait or len(workspace.require_model().document_ids) <= AT_ONCE:
        return Beside(topic_trends(workspace), topic_moods(workspace), measured)
    return Beside(kept_trends(workspace), kept_moods(workspace), measured)


def label_of(topic: Topic, language: str) -> str:
    """As the command line and the chat name it: a person's name in every language."""
    labels = {} if topic.label_source == "person" else topic.labels
    return labels.get(language) or topic.label or ", ".join(topic.keywords[:3])


def percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.0995 or share == 0 else f"{share:.1%}"


def documents(count: int, language: str) -> str:
    key = "topics_documents_one" if count == 1 else "topics_documents"
    return say(key, language, n=f"{count:,}")


def dot(topic_id: int) -> str:
    return f'<i class="tl-dot" style="--topic:{topic_id}" aria-hidden="true"></i>'


def source(topic: Topic, language: str) -> str:
    key = {"llama": "topics_by_llama", "person": "topics_by_person"}.get(topic.label_source)
    return say(key or "topics_by_keywords", language)


def name_with_pencil(topic: Topic, language: str, *, link: bool) -> str:
    """The topic's name; the pencil beside it turns it into a field (static/view_topics.js)."""
    label = esc(label_of(topic, language))
    shown = f'<a href="#/topics/{topic.id}" data-item>{label}</a>' if link else label
    rename = esc(say("topics_rename", language, id=topic.id, label=label_of(topic, language)))
    field = esc(say("topics_rename_field", language, id=topic.id))
    return (
        f'<span class="tl-topic-name" data-rename="{topic.id}" data-label="{label}"'
        f' data-field="{field}">{shown}'
        f'<button type="button" class="tl-topic-pencil" data-quiet aria-label="{rename}"'
        f' title="{rename}">{_PENCIL}</button></span>'
    )


_PENCIL = (
    '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 16l.8-3.4L13 4.400a1.600 1.600 0 0 1 '
    '2.300 0l.3.3a1.600 1.600 0 0 1 0 2.300L7.400 15.200z"/></svg>'
)


# trend and mood ------------------------------------------------------------------------------


def direction(beside: Beside, topic_id: int, language: str) -> str:
    """ "rising by 3.2 points"; "" without dates."""
    if beside.trends is None or not beside.trends.line(topic_id):
        return ""
    way, change = beside.trends.direction(topic_id)
    return say(f"topics_{way}", language, points=f"{abs(100 * change):.1f}")


def spark(beside: Beside, topic_id: int, language: str) -> str:
    """The smoothed share over time as a small line from 0; "" without two periods."""
    if beside.trends is None:
        return ""
    shares = beside.trends.line(topic_id).get("smoothed", ())
    if len(shares) < 2:
        return ""
    periods = beside.trends.chart["periods"]
    label = esc(say("topics_spark", language, first=periods[0], last=periods[-1]))
    line = " ".join(_points(shares))
    return (
        f'<svg class="tl-topic-spark" viewBox="0 0 {_WIDE:.0f} {_TALL:.0f}"'
        f' style="--topic:{topic_id}" role="img" aria-label="{label}">'
        f'<polygon points="0,{_TALL:.0f} {line} {_WIDE:.0f},{_TALL:.0f}"/>'
        f'<polyline points="{line}"/></svg>'
    )


def _points(shares: Sequence[float]) -> list[str]:
    top = 1.15 * max(*shares, 1e-9)
    step = _WIDE / (len(shares) - 1)
    return [
        f"{at * step:.1f},{_TALL - 2 - (_TALL - 5) * share / top:.1f}"
        for at, share in enumerate(shares)
    ]


def mood(beside: Beside, topic_id: int, language: str) -> str:
    """Negative documents from the left, positive ones from the right, and the mean."""
    found = (beside.moods or {}).get(topic_id)
    if not found or not found["documents"]:
        return ""
    said = say("topics_mood", language, negative=percent(found["negative"]),
               positive=percent(found["positive"]))  # fmt: skip
    mean = say("topics_mood_mean", language, mean=f"{found['mean']:+.2f}")
    return (
        f'<span class="tl-topic-mood" title="{esc(said)}">'
        f'<span class="tl-topic-mood-bar" role="img" aria-label="{esc(said)}">'
        f'<i class="tl-topic-mood-bad" style="width:{found["negative"]:.1%}"></i>'
        f'<i class="tl-topic-mood-good" style="width:{found["positive"]:.1%}"></i></span>'
        f"<small>{esc(mean)}</small></span>"
    )
