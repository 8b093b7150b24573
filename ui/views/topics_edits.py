"""Changes of the topics by hand: what one would do, in figures, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...tools import edit_wording
from ...tools.errors import TopicLlamaError
from ...tools.results import to_json
from ..page_html import esc
from ..text import say
from .topics_marks import dot, percent
from .visit import Done, Sent, Visit

EDITS = ("merge", "split", "delete", "noise", "update")
_FIGURES = (("npmi", "{:.3f}"), ("diversity", "{:.2f}"), ("coverage", "{:.0%}"),
            ("perplexity", "{:,.0f}"))  # fmt: skip
_MOST_SIZES = 8
_WORDS = 8

Record = Mapping[str, Any]


# doing ---------------------------------------------------------------------------------------


def edit(visit: Visit, sent: Sent) -> Done:
    """Do what was shown by :func:`preview`; refused when the topics are others by now."""
    action, topics, name = _asked(sent)
    if sent.get("model") and sent["model"] != visit.workspace.current_version:
        raise TopicLlamaError("The topics have changed meanwhile.", "Look at the preview again.")
    toolbox = visit.toolbox(confirm=lambda question: True)  # she saw the preview and pressed
    result = to_json(toolbox.edit_topics(action, topics, name))
    return Done(edit_wording.head(result, visit.language, str, str), go=_then(sent, result))


def _asked(sent: Sent) -> tuple[str, str, str]:
    action = str(sent.get("edit") or "")
    if action not in EDITS:
        raise TopicLlamaError(f"There is no edit {action!r}.", f"Choose one of {', '.join(EDITS)}.")
    return action, str(sent.get("topics") or ""), str(sent.get("name") or "")


def _then(sent: Sent, result: Record) -> str:
    """From the page of a topic that is no more to one that is there."""
    if not sent.get("at"):
        return ""
    if result["action"] == "delete":
        return "#/topics"
    if result["action"] == "merge":
        return f"#/topics/{min(result['changed'])}"
    return ""


def undo(visit: Visit, sent: Sent) -> Done:
    result = to_json(visit.toolbox().edit_topics("undo"))
    return Done(edit_wording.head(result, visit.language, str, str))


def rename(visit: Visit, sent: Sent) -> Done:
    topic, name = str(sent.get("topic") or ""), str(sent.get("name") or "")
    result = to_json(visit.toolbox().edit_topics("rename", topic, name))
    return Done(edit_wording.head(result, visit.language, str, str))


# showing what it would do ----------------------------------------------------------------------


def preview(visit: Visit, sent: Sent) -> Done:
    """The inside of the preview dialog."""
    action, topics, name = _asked(sent)
    result = to_json(visit.toolbox().edit_topics(action, topics, name, preview=True))
    language = visit.language
    head = edit_wording.head(result, language, esc, lambda label: f"<b>{label}</b>")
    fit = edit_wording.fit_in_words(result, language)
    title = esc(say("topics_word_title", language, word=name)) if action == "noise" else (
        say("topics_would", language)
    )  # fmt: skip
    nothing = edit_wording.nothing_done(result)
    html = (
        f"<h2>{title}</h2><p>{head}</p>{f'<p>{esc(fit)}</p>' if fit else ''}"
        + ("" if nothing else _figures(result, language) + _sizes(result, language))
        + f'<p class="tl-quiet">{edit_wording.unchanged(language)}</p>'
        + _buttons(visit, sent, nothing=nothing)
    )
    return Done(html=html, reload=False, changed=False)


def _buttons(visit: Visit, sent: Sent, *, nothing: bool) -> str:
    language = visit.language
    action, topics, name = _asked(sent)
    cancel = (
        f'<button type="button" class="tl-button" data-closes>{say("dialog_cancel", language)}'
        "</button>"
    )
    if nothing:
        return f'<div class="tl-dialog-buttons">{cancel}</div>'
    sends = {
        "edit": action, "topics": topics, "name": name, "at": str(sent.get("at") or ""),
        "model": visit.workspace.current_version,
    }  # fmt: skip
    fields = "".join(
        f'<input type="hidden" name="{key}" value="{esc(value)}">' for key, value in sends.items()
    )
    danger = "tl-danger" if action == "delete" else "tl-primary"
    return (
        f'<form data-do="edit" data-view="topics">{fields}<p data-problem role="alert" hidden></p>'
        f'<div class="tl-dialog-buttons">{_word_link(sent, language)}{cancel}'
        f'<button class="tl-button {danger}">{say("topics_do_" + action, language)}</button></div>'
        "</form>"
    )


def _word_link(sent: Sent, language: str) -> str:
    if sent.get("edit") != "noise" or not sent.get("at"):
        return ""
    from urllib.parse import urlencode

    address = "#/documents?" + urlencode({"q": str(sent.get("name")), "topic": str(sent["at"])})
    return (
        f'<a class="tl-button tl-topic-left" href="{esc(address)}" data-closes>'
        f"{say('topics_word_documents', language)}</a>"
    )


def _figures(result: Record, language: str) -> str:
    """The figures before and after, each with what it means. Perplexities over different words
    cannot be compared."""
    before, after = result["before"], result["after"]
    same_words = before.get("vocabulary") == after.get("vocabulary")
    rows = "".join(
        f'<tr><th scope="row">{say("topics_" + name, language)}</th>'
        f'<td class="tl-number">{form.format(before[name])}</td>'
        f'<td class="tl-number">{form.format(after[name])}</td></tr>'
        for name, form in _FIGURES
        if name in before and name in after and (name != "perplexity" or same_words)
    )
    return _table("topics_figure", rows, language) if rows else ""


def _sizes(result: Record, language: str) -> str:
    """The topics that it touches: their documents before and after, and the words of those that
    come out of it."""
    old = {topic["id"]: topic for topic in result["before"].get("topics", ())}
    new = {topic["id"]: topic for topic in result["after"].get("topics", ())}
    words = {topic["id"]: topic["keywords"] for topic in result["topics"]}

    def moved(number: int) -> int:
        first, then = old.get(number, {}), new.get(number, {})
        return abs(int(then.get("documents", 0)) - int(first.get("documents", 0)))

    numbers = sorted({*old, *new}, key=lambda n: (n not in result["changed"], -moved(n), n))
    rows = "".join(
        _size(n, old.get(n), new.get(n), words.get(n, ()), language, n in result["changed"])
        for n in numbers[:_MOST_SIZES]
    )
    rest = len(numbers) - _MOST_SIZES
    more = f'<p class="tl-quiet">{say("topics_more_sizes", language, n=rest)}</p>'
    return (_table("topics_sizes", rows, language) if rows else "") + (more if rest > 0 else "")


def _size(
    number: int, old: Record | None, new: Record | None, words: Any, language: str, named: bool
) -> str:
    label = esc((new or old or {}).get("label", ""))
    listed = esc(("、" if language == "zh" else ", ").join(list(words)[:_WORDS]))
    shown = f"<small>{listed}</small>" if new is not None and (named or old is None) else ""
    return (
        f'<tr><th scope="row">{dot(number)} {label}{shown}</th>'
        f'<td class="tl-number">{_side(old, say("topics_new", language))}</td>'
        f'<td class="tl-number">{_side(new, say("topics_gone_after", language))}</td></tr>'
    )


def _side(topic: Record | None, missing: str) -> str:
    if topic is None:
        return f'<span class="tl-quiet">{missing}</span>'
    return f"{topic['documents']:,} <small>{percent(topic['share'])}</small>"


def _table(title: str, rows: str, language: str) -> str:
    return (
        f'<table class="tl-table tl-topic-change"><thead><tr>'
        f'<th scope="col">{say(title, language)}</th>'
        f'<th scope="col" class="tl-number">{say("topics_before", language)}</th>'
        f'<th scope="col" class="tl-number">{say("topics_after", language)}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
