"""Pieces of HTML that the parts of the models view share."""

from __future__ import annotations

from collections.abc import Sequence

from ..page_html import esc
from ..text import say


def choice(
    form: str,
    value: str,
    chosen: bool,
    title: str,
    about: str,
    *,
    field: str = "",
    disabled: bool = False,
) -> str:
    """One possibility of a form's choice: a radio button "way", what it means, its own field."""
    state = (" checked" if chosen else "") + (" disabled" if disabled else "")
    name = f"{form}-{value}"
    return (
        f'<div class="tl-models-option"><label><input type="radio" name="way" value="{value}"'
        f' aria-labelledby="{name}" aria-describedby="{name}-about"{state}>'
        f'<span><b id="{name}">{title}</b><small id="{name}-about">{about}</small></span></label>'
        f"{field}</div>"
    )


def select(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> str:
    """``options`` are (value, words)."""
    made = "".join(
        f'<option value="{esc(value)}"{" selected" if value == chosen else ""}>{esc(words)}'
        "</option>"
        for value, words in options
    )
    return f'<select name="{name}" aria-label="{esc(label)}">{made}</select>'


def text_field(name: str, label: str, value: str, example: str = "") -> str:
    return (
        f'<input type="text" name="{name}" aria-label="{esc(label)}" value="{esc(value)}"'
        f' placeholder="{esc(example)}" autocomplete="off" spellcheck="false">'
    )


def choices(action: str, question: str, made: Sequence[str], language: str) -> str:
    return (
        f'<form data-do="{action}" class="tl-models-options"><fieldset><legend>{question}</legend>'
        f"{''.join(made)}</fieldset>"
        '<p data-problem role="alert" hidden></p>'
        f'<button class="tl-button tl-primary">{say("models_use", language)}</button></form>'
    )


def later(part: str, heading: str, language: str) -> str:
    """A part that asks a server: shown at once without its content, which follows."""
    return (
        f'<section class="tl-card tl-models-part" data-part="{part}" data-poll="0.02">'
        f'<h2>{heading}</h2><p class="tl-quiet">{say("models_looking", language)}</p></section>'
    )
