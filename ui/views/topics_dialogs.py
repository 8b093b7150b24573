"""The dialogs of the topics' pages: finding topics, naming them, and the preview of a change."""

from __future__ import annotations

from ...tools import plugins
from ...tools.algorithms import Algorithm
from ..page_html import esc
from ..text import say
from .visit import Visit

_FIRST = ("lda", "nmf", "lsa")
LANGUAGES = ("auto", "en", "zh", "both")


def has_llama(visit: Visit) -> bool:
    """Whether a language model answered when it was looked for last (the page looks often)."""
    return visit.room.status.talking.name not in ("", "guide")


def find_button(language: str, *, again: bool) -> str:
    key = "topics_find_again" if again else "topics_find"
    big = "" if again else " tl-primary tl-topic-big"
    return (
        f'<button type="button" class="tl-button{big}" data-opens="topics-find">'
        f"{say(key, language)}</button>"
    )


def name_button(language: str) -> str:
    return (
        '<button type="button" class="tl-button" data-opens="topics-name">'
        f"{say('topics_name_them', language)}</button>"
    )


def dialogs(visit: Visit) -> str:
    return f"{_find(visit)}{_name(visit)}{preview_dialog(visit.language)}"


def preview_dialog(language: str) -> str:
    """Filled in by static/view_topics.js with what the action "preview" gives."""
    title = say("topics_would", language)
    return (
        f'<dialog class="tl-dialog tl-topic-preview" id="topics-preview" aria-label="{title}">'
        '<div data-filled></div><div class="tl-dialog-buttons" data-waiting>'
        f'<button type="button" class="tl-button" data-closes>{say("dialog_cancel", language)}'
        "</button></div></dialog>"
    )


def _frame(name: str, title: str, action: str, body: str, button: str, language: str) -> str:
    return (
        f'<dialog class="tl-dialog" id="{name}" aria-labelledby="{name}-title">'
        f'<form data-do="{action}" data-view="topics"><h2 id="{name}-title">'
        f"{say(title, language)}</h2>{body}"
        f'<p data-problem role="alert" hidden></p><div class="tl-dialog-buttons">'
        f'<button type="button" class="tl-button" data-closes>{say("dialog_cancel", language)}'
        f'</button><button class="tl-button tl-primary">{say(button, language)}</button></div>'
        "</form></dialog>"
    )


# finding -------------------------------------------------------------------------------------


def _find(visit: Visit) -> str:
    language = visit.language
    over = "topics_find_over" if visit.workspace.current_version else ""
    body = (
        (f'<p class="tl-quiet">{say(over, language)}</p>' if over else "")
        + _numbers(language)
        + _methods(language)
        + _seeds(language)
        + (_llama(language) if has_llama(visit) else "")
    )
    return _frame("topics-find", "topics_find_title", "train", body, "topics_start", language)


def _numbers(language: str) -> str:
    field = say("topics_number_field", language)
    return (
        f'<fieldset class="tl-topic-choices"><legend>{say("topics_number", language)}</legend>'
        '<label><input type="radio" name="how" value="auto" checked>'
        f"<span>{say('topics_number_auto', language)}</span></label>"
        '<label><input type="radio" name="how" value="number">'
        f"<span>{say('topics_number_n', language)}</span> "
        f'<input type="number" name="number" value="10" min="1" max="500" aria-label="{field}">'
        "</label></fieldset>"
    )


def methods(language: str) -> dict[str, str]:
    """What each way to find topics is, by its name; those of plugins come last."""
    found = {
        plugin.name: _named(plugin, known, language)
        for plugin, known in plugins.usable("algorithm")
    }
    ours = {name: found.pop(name) for name in _FIRST if name in found}
    return {**ours, **found}


def _named(plugin: plugins.Plugin, known: Algorithm, language: str) -> str:
    which = language == "zh"
    title = known.title[which] or plugin.name
    from_where = "" if plugin.built_in else ("（{}）" if which else " ({})").format(plugin.package)
    about = known.about[which]
    return f"{title}{from_where}{('：' if which else ': ') + about if about else ''}"


def _methods(language: str) -> str:
    choices = "".join(
        f'<label><input type="radio" name="method" value="{esc(method)}"'
        f"{' checked' if method == 'lda' else ''}>"
        f"<span>{esc(words)}</span></label>"
        for method, words in methods(language).items()
    )
    return (
        f'<fieldset class="tl-topic-choices"><legend>{say("topics_method", language)}</legend>'
        f"{choices}</fieldset>"
    )


def _seeds(language: str) -> str:
    about = say("topics_seeds_about", language)
    return (
        f'<details class="tl-topic-more"><summary>{say("topics_seeds", language)}</summary>'
        f'<label class="tl-field">{about}<textarea name="seeds" rows="3"></textarea></label>'
        "</details>"
    )


def _llama(language: str) -> str:
    return (
        '<div class="tl-topic-choices"><label><input type="checkbox" data-one name="named" checked>'
        f"<span>{say('topics_use_llama', language)}</span></label>"
        '<label><input type="checkbox" data-one name="enrich">'
        f"<span>{say('topics_enrich', language)}</span></label></div>"
    )


# naming --------------------------------------------------------------------------------------


def _name(visit: Visit) -> str:
    language = visit.language
    options = "".join(
        f'<option value="{code}">{say("topics_language_" + code, language)}</option>'
        for code in LANGUAGES
    )
    with_llama = (
        f'<label class="tl-field">{say("topics_language", language)}'
        f'<select name="language">{options}</select></label>'
        f'<label class="tl-field">{say("topics_style", language)}'
        f'<input type="text" name="style" maxlength="200" autocomplete="off"'
        f' placeholder="{esc(say("topics_style_about", language))}"></label>'
        '<div class="tl-topic-choices"><label><input type="checkbox" data-one name="fresh">'
        f"<span>{say('topics_fresh', language)}</span></label></div>"
    )
    guide = f'<p class="tl-quiet">{say("topics_only_guide", language)}</p>'
    body = f"<p>{say('topics_name_about', language)}</p>" + (
        with_llama if has_llama(visit) else guide
    )
    return _frame("topics-name", "topics_name_title", "label", body, "topics_name_start", language)
