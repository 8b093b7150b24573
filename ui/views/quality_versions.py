"""The versions of the topics side by side, and going back to one."""

from __future__ import annotations

import re
from datetime import datetime

from ...tools.errors import TopicLlamaError
from ...tools.figures_kept import measured
from ...tools.versions import Version, read_versions, use_again
from ..page_html import esc
from ..text import known as known_text
from ..text import say
from .charts import table
from .quality_figures import shown
from .trends_found import comma
from .visit import Done, Sent, Visit

_SHOWN = 12  # the rest folds out
_FIGURES = ("npmi", "diversity", "stability", "perplexity_held_out", "accuracy")


def versions(visit: Visit) -> str:
    language = visit.language
    found = read_versions(visit.workspace)
    later = measured(visit.workspace)
    heading = f"<h2>{say('quality_versions', language)}</h2>"
    if len(found) < 2:
        return f'{heading}<p class="tl-quiet">{say("quality_one_version", language)}</p>'
    figures = {one.name: {**one.metrics, **later.get(one.name, {})} for one in found}
    columns = [name for name in _FIGURES if any(name in each for each in figures.values())]
    first, rest = found[:_SHOWN], found[_SHOWN:]
    if rest and not any(one.current for one in first):
        current = next((one for one in rest if one.current), None)
        first = [*first, current] if current else first
        rest = [one for one in rest if not one.current]
    made = _table(first, figures, columns, visit)
    if rest:
        said = say("quality_older", language, n=len(rest))
        made += (f'<details class="tl-more"><summary>{said}</summary>'
                 f"{_table(rest, figures, columns, visit)}</details>")  # fmt: skip
    about = say("quality_versions_about", language)
    return f'{heading}<p class="tl-quiet">{about}</p>{made}'


def use(visit: Visit, sent: Sent) -> Done:
    """Make a version the current one."""
    name = str(sent.get("version", ""))
    if name not in visit.workspace.versions():
        raise TopicLlamaError(f"There is no model version {name}.")
    use_again(visit.workspace, name)
    return Done(say("quality_used", visit.language, name=name))


def _table(
    found: list[Version], figures: dict[str, dict[str, float]], columns: list[str], visit: Visit
) -> str:
    language = visit.language
    head = [say("quality_version", language), say("quality_made", language),
            say("quality_action", language), say("quality_topics", language),
            *(say(f"quality_{name}", language) for name in columns),
            say("quality_use", language)]  # fmt: skip
    rows = [
        [
            f"<span>{esc(one.name)}</span>{_mark(one, language)}",
            when(one.created),
            _made(one, language),
            str(one.num_topics),
            *(
                shown(name, figures[one.name][name]) if name in figures[one.name] else "–"
                for name in columns
            ),
            _button(one, visit),
        ]
        for one in found
    ]
    return table(head, rows, say("quality_versions", language), 2 + len(columns))


def _mark(one: Version, language: str) -> str:
    if not one.current:
        return ""
    return f' <span class="tl-badge">{say("quality_current", language)}</span>'


def _made(one: Version, language: str) -> str:
    """What made it: a training with its algorithm, or a change."""
    kind, _, what = one.action.partition(" ")
    key = f"quality_action_{kind.rstrip(':')}"
    told = say(key, language, what=esc(_what(kind, what))) if known_text(key) else esc(one.action)
    if one.action in ("train", "augment"):
        return f"{told} ({esc(one.algorithm.upper())})"
    after = say("quality_after", language, name=esc(one.parent)) if one.parent else ""
    return f"{told} <small>{after}</small>"


def _what(kind: str, rest: str) -> str:
    """The topics that an action names, without the English around them."""
    if kind == "rename":
        return rest.replace(" to ", " → ", 1)
    if kind in ("merge", "split", "delete"):
        ids = re.findall(r"\d+", rest)
        return ", ".join(ids if kind == "merge" else ids[:1])
    return rest


def _button(one: Version, visit: Visit) -> str:
    if one.current:
        return ""
    language = visit.language
    asked = say("quality_use_confirm", language, name=one.name, n=one.num_topics,
                labels=comma(language).join(one.labels[:5]))  # fmt: skip
    if one.corpus and one.corpus != visit.workspace.corpus.fingerprint:
        asked += " " * (language == "en") + say("quality_other_texts", language)
    name = say("quality_use_label", language, name=one.name)
    return (
        f'<button type="button" class="tl-button" data-do="use" data-version="{esc(one.name)}"'
        f' data-mild data-confirm="{esc(asked)}" aria-label="{esc(name)}">'
        f"{say('quality_use', language)}"
        "</button>"
    )


def when(created: str) -> str:
    """In local time, to the minute, with the exact time for who wants it."""
    try:
        local = datetime.fromisoformat(created).astimezone()
    except ValueError:
        return esc(created)
    return f'<time datetime="{esc(created)}">{local:%Y-%m-%d %H:%M}</time>'
