"""A topic's words as bars, in an order between its own words and its most frequent ones."""

from __future__ import annotations

from ...tools.topic_model import Topic, TopicModel
from ...tools.topic_words import RECOMMENDED, TopicWord, topic_words
from ..page_html import esc
from ..text import say
from .visit import Visit

SHOWN = 20


def word_bars(visit: Visit, model: TopicModel, topic: Topic) -> str:
    """All words that a position of the slider can bring up, those of its position shown;
    static/view_topics.js puts them in another order as the slider is moved."""
    language, weight = visit.language, _weight(visit)
    words = topic_words(model, topic.id, SHOWN)
    words.sort(key=lambda word: -word.relevance(weight))
    widest = max((max(word.inside, word.overall) for word in words), default=1.0)
    rows = "".join(
        _row(word, widest, language, hidden=at >= SHOWN) for at, word in enumerate(words)
    )
    return (
        f'<section class="tl-topic-words"><h2>{say("topics_words", language)}</h2>'
        f'<p class="tl-quiet">{say("topics_words_about", language)}</p>'
        f"{_slider(weight, language)}{_legend(language)}"
        f'<ol data-list data-words="{SHOWN}">{rows}</ol></section>'
    )


def _weight(visit: Visit) -> float:
    try:
        return min(1.0, max(0.0, float(visit.get("relevance", str(RECOMMENDED)))))
    except ValueError:
        return RECOMMENDED


def _slider(weight: float, language: str) -> str:
    name = say("topics_relevance", language)
    return (
        f'<label class="tl-topic-relevance"><span class="tl-unseen">{name} (λ)</span>'
        f'<input type="range" min="0" max="1" step="0.05" value="{weight:g}" data-relevance'
        f' title="λ = {weight:g}"><span aria-hidden="true">{say("topics_own_words", language)}'
        f'</span><output>λ = {weight:.2f}</output><span aria-hidden="true">'
        f"{say('topics_often_words', language)}</span></label>"
    )


def _legend(language: str) -> str:
    return (
        '<p class="tl-topic-legend" aria-hidden="true">'
        f'<span><i class="tl-topic-inside"></i>{say("topics_inside", language)}</span>'
        f'<span><i class="tl-topic-overall"></i>{say("topics_overall", language)}</span></p>'
    )


def _row(word: TopicWord, widest: float, language: str, *, hidden: bool) -> str:
    inside, overall = _percent(word.inside), _percent(word.overall)
    said = say("topics_word_bars", language, word=word.word, inside=inside, overall=overall)
    return (
        f'<li data-log="{word.log:.4f}" data-lift="{word.lift:.4f}"{" hidden" if hidden else ""}>'
        f'<button type="button" class="tl-topic-button" data-preview="noise"'
        f' data-name="{esc(word.word)}" aria-label="{esc(said)}" title="{esc(said)}">'
        f"{esc(word.word)}</button>"
        f'<span class="tl-topic-bars" aria-hidden="true">'
        f'<i class="tl-topic-inside" style="width:{word.inside / widest:.1%}"></i>'
        f'<i class="tl-topic-overall" style="width:{word.overall / widest:.1%}"></i></span>'
        f'<small aria-hidden="true">{inside}</small></li>'
    )


def _percent(share: float) -> str:
    return f"{share:.1%}" if share >= 0.0005 else "<0.1%"
