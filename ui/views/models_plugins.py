"""What other packages add to TopicLlama, and which of it cannot be used."""

from __future__ import annotations

from ...tools.chinese_messages import in_language
from ...tools.plugins import Finding, findings
from ..page_html import esc
from ..text import say
from .visit import Visit


def plugins(visit: Visit) -> str:
    """Nothing where there are only our own parts and all of them work."""
    found = [one for one in findings() if not one.plugin.built_in or one.state != "ok"]
    if not found:
        return ""
    language = visit.language
    title = say("models_plugins", language)
    heads = "".join(
        f'<th scope="col">{say("models_" + key, language)}</th>'
        for key in ("plugin", "plugin_kind", "plugin_package", "plugin_state")
    )
    rows = "".join(_row(one, language) for one in found)
    return (
        f'<section class="tl-card tl-models-part" data-part="plugins"><h2>{title}</h2>'
        f'<p class="tl-quiet">{say("models_plugins_about", language)}</p>'
        f'<div class="tl-scroll" tabindex="0" role="region" aria-label="{title}">'
        f'<table class="tl-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        f"</div></section>"
    )


def _row(found: Finding, language: str) -> str:
    plugin = found.plugin
    state = say(f"models_plugin_{found.state}", language)
    if found.state != "ok":
        why = f"{in_language(found.detail, language)} {in_language(found.hint, language)}"
        state = f'<b class="tl-bad">{state}</b> <small>{esc(why)}</small>'
    return (
        f'<tr><th scope="row">{esc(plugin.name)}</th>'
        f"<td>{say('models_plugin_' + plugin.kind, language)}</td>"
        f"<td>{esc(plugin.package)} {esc(plugin.version)}</td><td>{state}</td></tr>"
    )
