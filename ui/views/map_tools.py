"""What stands around the drawing of the map: its tools above, the filters beside it."""

from __future__ import annotations

from ..text import say

_MODES = ("move", "lasso", "box")
_COLOURS = ("topic", "label", "date")


def figure(language: str, source: str) -> str:
    """The place of the drawing; the script adds the canvas."""
    modes = "".join(
        f'<button type="button" class="tl-button" data-mode="{name}"'
        f' aria-pressed="{str(name == "move").lower()}"'
        f' title="{say(f"map_{name}_about", language)}">{say(f"map_{name}", language)}</button>'
        for name in _MODES
    )
    zooms = "".join(
        f'<button type="button" class="tl-button" data-zoom="{name}"'
        f' aria-label="{say(f"map_{name}", language)}" title="{say(f"map_{name}", language)}">'
        f"{sign}</button>"
        for name, sign in (("in", "+"), ("out", "−"), ("all", "⤢"))
    )
    return (
        '<p class="tl-map-says" role="status"></p>'
        f'<div class="tl-map-tools" role="group" aria-label="{say("map_tools", language)}">'
        f"<span>{modes}</span><span>{zooms}</span></div>"
        f'<div class="tl-map-figure" tabindex="0" role="application" data-source="{source}"'
        f' aria-label="{say("map_figure", language)}" aria-describedby="tl-map-keys"></div>'
        f'<p class="tl-quiet" id="tl-map-keys">{say("map_keys", language)}</p>'
    )


def filters(language: str) -> str:
    """The script fills in labels and dates, and leaves away what the corpus has none of."""
    return (
        f'<details open class="tl-card tl-map-filters"><summary><h2>{say("map_filters", language)}'
        f"</h2></summary><form>{_search(language)}{_label(language)}{_dates(language)}"
        f"{_colour(language)}</form>"
        '<div class="tl-map-legend" hidden></div>'
        f'<p class="tl-tools"><button type="button" class="tl-button" data-reset>'
        f'{say("map_reset", language)}</button> <a class="tl-button" data-list-link'
        f' href="#/documents">{say("map_list", language)}</a></p></details>'
    )


def _search(language: str) -> str:
    return (
        f'<label class="tl-field">{say("map_search", language)}<input type="search" name="q"'
        f' placeholder="{say("map_search_hint", language)}" autocomplete="off"></label>'
    )


def _label(language: str) -> str:
    return (
        f'<label class="tl-field" data-needs="label" hidden>{say("map_label", language)}'
        f'<select name="label"><option value="">{say("map_any_label", language)}</option></select>'
        "</label>"
    )


def _dates(language: str) -> str:
    sliders = "".join(
        f'<label class="tl-field">{say(f"map_{name}", language)} <output></output>'
        f'<input type="range" name="{name}" min="0" max="1" value="{at}"></label>'
        for name, at in (("since", 0), ("until", 1))
    )
    return f'<div data-needs="date" hidden>{sliders}</div>'


def _colour(language: str) -> str:
    options = "".join(
        f'<option value="{"" if name == "topic" else name}" data-colour="{name}">'
        f"{say(f'map_colour_{name}', language)}</option>"
        for name in _COLOURS
    )
    return (
        f'<label class="tl-field" data-needs="colour" hidden>{say("map_colour", language)}'
        f'<select name="colour">{options}</select></label>'
    )
