"""The header, the first screen, the suggestions and the side panel, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..tools.chinese_messages import in_language
from ..tools.contents import contents
from ..tools.topic_model import TopicModel
from ..tools.workspace import Workspace
from .page_answer_parts import Shown
from .page_html import esc
from .text import say

LOGO = (
    '<svg class="tl-logo" viewBox="0 0 32 32" aria-hidden="true">'
    '<path d="M9 2l2.3 3.3c2.1 .4 3.3 1.8 3.3 3.900V16h7.600c2.5 0 3.9 1.6 3.9 4v10h-3.500v-5.600'
    'h-9.900V30H9.200V13H6.700c-1.3 0-2-.8-1.8-2l.3-1.800C5.6 7.1 6.9 6 9 5.600z"/>'
    '<circle cx="9.600" cy="8.900" r="1.100" class="tl-eye"/></svg>'
)
_MANY_TOPICS = 30


@dataclass(frozen=True, slots=True)
class Talking:
    """Which model answers; ``name`` is "" while it is being looked for, "guide" for none."""

    name: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the workspace holds; ``covered`` is the share of passages with an embedding.

    ``uncovered`` says why meaning search is not being prepared, when it is not.
    """

    documents: int
    languages: dict[str, int]
    model: TopicModel | None
    covered: float = 0.0
    uncovered: str = ""

    @classmethod
    def of(cls, workspace: Workspace, covered: float = 0.0, uncovered: str = "") -> Loaded:
        held = contents(workspace.corpus)
        return cls(held.documents, dict(held.languages), workspace.model, covered, uncovered)


# header --------------------------------------------------------------------------------------


def header(
    talking: Talking, loaded: Loaded, language: str, workspace: str = "",
    chat: tuple[str, str] = ("", ""), title: str = "",
) -> str:  # fmt: skip
    """Name, which model talks, what is loaded, and the page's own buttons. The page's scripts
    read here its language, its workspace, and its ``chat``: the id and what state it is in.
    ``title`` is what the workspace is called, "" where there is only one."""
    other = "en" if language == "zh" else "zh"
    return (
        f'<div class="tl-header" lang="{language}" data-workspace="{esc(workspace)}"'
        f' data-chat="{esc(chat[0])}" data-stamp="{esc(chat[1])}">'
        f'<button type="button" class="tl-button tl-skip" name="skip">'
        f"{say('skip', language)}</button>"
        f'<button type="button" class="tl-icon tl-menu tl-narrow" name="menu" aria-expanded="false"'
        f' aria-label="{say("menu", language)}">☰</button>'
        f'<span class="tl-brand">{LOGO}<b>TopicLlama</b>'
        f"<small>{say('tagline', language)}</small></span>"
        f"{_model(talking, language)}{_room(title, language)}{_short_state(loaded, language)}"
        f'<span class="tl-buttons"><span class="tl-wide">{own_buttons(language)}</span>'
        f'<button type="button" class="tl-button tl-language" name="language" value="{other}"'
        f' lang="{other}" title="{say("switch_language", language)}">'
        f"{say('other_language', language)}</button>"
        f'<button type="button" class="tl-button tl-narrow" name="panel" aria-expanded="false">'
        f"{say('panel', language)}</button></span></div>"
    )


def _room(title: str, language: str) -> str:
    if not title:
        return ""
    name = esc(say("data_room_header", language, name=title))
    return f'<a class="tl-room" href="#/data" title="{name}" aria-label="{name}">{esc(title)}</a>'


_THEME_ICON = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8"/>'
    '<path d="M12 4a8 8 0 0 1 0 16z"/></svg>'
)


def own_buttons(language: str) -> str:
    """Light or dark, and the way out; static/page.js says which is in force and who is logged in
    (nobody without a login: then there is no way out)."""
    themes = " ".join(
        f'data-{name}="{say("theme", language)}: {say("theme_" + name, language)}"'
        for name in ("auto", "light", "dark")
    )
    return (
        f'<button type="button" class="tl-icon tl-theme" name="theme" {themes}'
        f' aria-label="{say("theme", language)}">{_THEME_ICON}</button>'
        f'<form method="post" action="./logout" class="tl-log-out" hidden'
        f' data-title="{say("log_out_of", language, name="{name}")}">'
        f'<span class="tl-user"></span>'
        f'<button class="tl-button">{say("log_out", language)}</button></form>'
    )


def _model(talking: Talking, language: str) -> str:
    why = in_language(talking.why, language)
    if not talking.name:
        return f'<span class="tl-model"><i></i>{say("model_checking", language)}</span>'
    if talking.name == "guide":
        return _guide(why, language)
    provider, _, name = talking.name.partition(":")
    named = {"ollama": "Ollama", "openai": "OpenAI", "anthropic": "Anthropic"}
    text = say("model_via", language, model=name, provider=named.get(provider, provider))
    return f'<span class="tl-model tl-llama" title="{esc(why)}"><i></i>{esc(text)}</span>'


def _guide(why: str, language: str) -> str:
    return (
        f'<details class="tl-model tl-guide"><summary title="{esc(why)}"><i></i>'
        f"<b>{say('guide_name', language)}</b><span> — {say('guide_state', language)}</span>"
        f'</summary><div class="tl-pop"><p>{say("guide_why", language)}</p>'
        f"<p><b>{say('guide_how', language)}</b></p><ol>"
        f"<li>{say('guide_install', language)}</li>"
        f"<li>{say('guide_pull', language)} <code>ollama pull llama3.2</code></li>"
        f"<li>{say('guide_then', language)}</li></ol>"
        f'<p><a href="#/models">{say("guide_models", language)}</a></p>'
        + (f'<p class="tl-quiet">{esc(why)}</p>' if why else "")
        + "</div></details>"
    )


def _short_state(loaded: Loaded, language: str) -> str:
    if not loaded.documents:
        return '<span class="tl-state"></span>'
    parts = [_documents(loaded.documents, language)]
    if loaded.model is not None:
        parts.append(say("topics_n", language, n=loaded.model.num_topics))
    return f'<span class="tl-state">{" · ".join(parts)}</span>'


def _documents(count: int, language: str) -> str:
    return say("documents_one" if count == 1 else "documents", language, n=f"{count:,}")


# first screen and suggestions ----------------------------------------------------------------


def welcome(loaded: Loaded, suggestions: Sequence[str], language: str) -> str:
    """The first screen: what this is, and one click to start."""
    if loaded.documents:
        examples = "".join(_ask(text) for text in suggestions)
        return (
            f'<div class="tl-welcome">{LOGO}<h1>{say("welcome_back", language)}</h1>'
            f'<div class="tl-examples">{examples}</div></div>'
        )
    return (
        f'<div class="tl-welcome">{LOGO}<h1>{say("welcome", language)}</h1>'
        f"<p>{say('welcome_text', language)}</p>"
        f'<div class="tl-starts">{_start("load_demo", language)}{_start("load_demo_zh", language)}'
        f'<button type="button" class="tl-drop" name="choose-files">'
        f"<b>{say('drop_here', language)}</b><small>{say('drop_about', language)}</small>"
        "</button></div></div>"
    )


def _start(key: str, language: str) -> str:
    # The Chinese demo is offered in Chinese whatever the page's language: its readers are.
    asks = say("ask_" + key, "zh" if key.endswith("zh") else language)
    return (
        f'<button type="button" class="tl-start" name="ask" value="{esc(asks)}">'
        f"<b>{say(key, language)}</b><small>{say(key + '_about', language)}</small></button>"
    )


def _ask(text: str) -> str:
    return (
        f'<button type="button" class="tl-chip" name="ask" value="{esc(text)}">{esc(text)}</button>'
    )


def suggestion_row(suggestions: Sequence[str], language: str) -> str:
    """Two to four questions to ask next."""
    if not suggestions:
        return ""
    buttons = "".join(_ask(text) for text in suggestions[:4])
    label = say("next", language)
    return f'<div class="tl-next" role="group" aria-label="{label}">{buttons}</div>'


# side panel ----------------------------------------------------------------------------------


def side_panel(loaded: Loaded, language: str, shown: Shown | None = None) -> str:
    """Two tabs: what the last answer was about, if it was about something that can be ``shown``,
    and what is loaded with the topics. static/page.js shows one of them; ``data-place`` tells it
    that there is a new answer, ``data-name`` what the button on a narrow screen says."""
    close = say("close_panel", language)
    place, name = (shown.place, shown.name) if shown else ("", say("panel", language))
    return (
        f'<div class="tl-beside" data-place="{esc(place)}" data-name="{esc(name)}">'
        f'<button type="button" class="tl-icon tl-narrow tl-close-panel" name="panel"'
        f' aria-label="{close}">✕</button>{_tabs(language) if shown else ""}'
        f"{_pane('answer', shown.html, language) if shown else ''}"
        f"{_pane('topics', _corpus(loaded, language) + _topics(loaded, language), language)}</div>"
    )


def _tabs(language: str) -> str:
    tabs = "".join(
        f'<button type="button" role="tab" class="tl-tab" name="tab" value="{name}"'
        f' id="tl-tab-{name}" aria-controls="tl-pane-{name}">'
        f"{say('chats_tab_' + name, language)}</button>"
        for name in ("answer", "topics")
    )
    label = say("chats_panel", language)
    return f'<div class="tl-by-tabs" role="tablist" aria-label="{label}" data-list>{tabs}</div>'


def _pane(name: str, html: str, language: str) -> str:
    label = say("chats_tab_" + name, language)
    return (
        f'<div class="tl-pane" id="tl-pane-{name}" aria-label="{label}" role="region">{html}</div>'
    )


def _corpus(loaded: Loaded, language: str) -> str:
    title = f"<h2>{say('corpus', language)}</h2>"
    if not loaded.documents:
        return f'<section>{title}<p class="tl-quiet">{say("no_corpus", language)}</p></section>'
    mix = " · ".join(
        f"{say('lang_' + code, language)} {count:,}"
        for code, count in list(loaded.languages.items())[:3]
        if code in ("en", "zh", "zh-Hant", "mixed", "other")
    )
    return (
        f"<section>{title}<p><b>{_documents(loaded.documents, language)}</b>"
        f"<small>{mix}</small></p>{_coverage(loaded, language)}</section>"
    )


def _coverage(loaded: Loaded, language: str) -> str:
    if loaded.uncovered and loaded.covered < 1:
        why = in_language(loaded.uncovered, language)
        reason = say("covered_off", language, reason=why)
        return f'<p class="tl-quiet">{esc(reason)}</p>'
    if loaded.covered >= 1:
        return f'<p class="tl-ready">{say("covered_all", language)}</p>'
    percent = int(loaded.covered * 100)
    words = say("covered", language, percent=percent)
    return (
        f'<div class="tl-coverage"><small>{words}</small>'
        f'<progress class="tl-bar" max="100" value="{percent}" aria-label="{words}"></progress>'
        "</div>"
    )


def _topics(loaded: Loaded, language: str) -> str:
    title = f"<h2>{say('topics', language)}</h2>"
    if loaded.model is None:
        if not loaded.documents:
            return ""
        ask = esc(say("ask_find_topics", language))
        return (
            f'<section>{title}<p class="tl-quiet">{say("no_topics", language)}</p>'
            f'<button type="button" class="tl-button tl-primary" name="ask" value="{ask}">'
            f"{say('find_topics', language)}</button></section>"
        )
    return f"<section>{title}{_topic_list(loaded.model, language)}</section>"


def _topic_list(model: TopicModel, language: str) -> str:
    ranked = sorted(model.topics, key=lambda topic: -topic.share)
    largest = max((topic.share for topic in ranked), default=1.0) or 1.0
    rows = []
    for topic in ranked[:_MANY_TOPICS]:
        label = topic.labels.get(language) or topic.label
        name = say("topic_open", language, id=topic.id, label=label)
        percent = say("topic_share", language, percent=round(100 * topic.share))
        rows.append(
            f'<li><button type="button" class="tl-topic" name="topic" value="{topic.id}"'
            f' title="{esc(name)}"><span class="tl-topic-id">{topic.id}</span>'
            f"<b>{esc(label)}</b><em>{topic.share:.0%}</em>"
            f'<span class="tl-share" role="img" aria-label="{esc(percent)}">'
            f'<i style="width:{topic.share / largest:.1%}"></i></span>'
            f"<small>{esc(' · '.join(topic.keywords[:6]))}</small></button></li>"
        )
    rest = len(ranked) - _MANY_TOPICS
    more = f'<p class="tl-quiet">{say("more_topics", language, n=rest)}</p>' if rest > 0 else ""
    return f'<ul class="tl-topics">{"".join(rows)}</ul>{more}'
