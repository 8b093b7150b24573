"""How the data view writes numbers, sizes, times and names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from ...tools.chinese_messages import in_language
from ..page_html import esc
from ..text import known, say


def documents(count: int, language: str) -> str:
    return say("documents_one" if count == 1 else "documents", language, n=f"{count:,}")


def files(count: int, language: str) -> str:
    return say("data_files_one" if count == 1 else "data_files", language, n=f"{count:,}")


def size(count: int) -> str:
    """Bytes as people read them."""
    if count < 1000:
        return f"{count} B"
    amount = float(count)
    for unit in ("KB", "MB", "GB", "TB"):
        amount /= 1000
        if amount < 999.5 or unit == "TB":
            break
    return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:.0f} {unit}"


def moment(iso: str) -> str:
    """A time of the server's clock, to the minute; anything else as it stands."""
    try:
        return datetime.fromisoformat(iso).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return iso


def languages(counts: Mapping[str, int], language: str, *, alone: bool = False) -> str:
    """ "English 300 · Chinese 2"; ``alone`` leaves out the number where there is one language."""
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    if alone and len(ranked) == 1:
        return language_name(ranked[0][0], language)
    return " · ".join(f"{language_name(code, language)} {n:,}" for code, n in ranked)


def language_name(code: str, language: str) -> str:
    key = f"lang_{code}"
    return say(key, language) if known(key) else code


def told(message: str, language: str) -> str:
    """What the tools say, in the page's language, escaped."""
    return esc(in_language(message, language))


def span(first: str, last: str, language: str) -> str:
    if not first:
        return ""
    return first if first == last else say("data_span", language, first=first, last=last)


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms with what is to be said of them; ``pairs`` are escaped."""
    rows = "".join(f"<div><dt>{term}</dt><dd>{what}</dd></div>" for term, what in pairs)
    return f'<dl class="tl-facts tl-data-facts">{rows}</dl>' if rows else ""


def head(title: str, about: str, language: str, *, back: bool = False) -> str:
    """The beginning of a page of this view; ``title`` and ``about`` are escaped."""
    above = f'<a class="tl-back" href="#/data">← {say("data_back", language)}</a>' if back else ""
    return (
        f'{above}<div class="tl-head"><div><h1 tabindex="-1">{title}</h1><p>{about}</p></div></div>'
    )
