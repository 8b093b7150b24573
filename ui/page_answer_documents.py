"""Documents that were found or recommended, beside the chat."""

from __future__ import annotations

from urllib.parse import urlencode

from ..tools.chinese_messages import in_language
from ..tools.recommend_wording import reason
from .page_answer_parts import Piece, Result, document_rows, link, note
from .page_html import esc
from .text import say

_ADDRESS = {"query": "q", "topic": "topic", "since": "since", "until": "until"}


def documents(result: Result, turn: int, language: str) -> Piece:
    hits = result.get("results") or []
    total = max(int(result.get("total") or 0), len(hits))
    name = say("chats_documents_n", language, n=f"{total:,}")
    if not hits:
        return Piece(name, note(say("chats_found_none", language)) + _all(result, language))
    head = _liked(result, language)
    if total > len(hits):
        head += note(say("chats_found_of", language, shown=len(hits), total=f"{total:,}"))
    reasons = [reason(hit["because"], language) if hit.get("because") else "" for hit in hits]
    said = str(result.get("note") or "")
    told = note(in_language(said, language))
    return Piece(name, head + document_rows(hits, turn, language, reasons) + told
                 + _all(result, language))  # fmt: skip


def _liked(result: Result, language: str) -> str:
    titles = [str(liked.get("title") or liked.get("id")) for liked in result.get("liked") or []]
    if not titles:
        return ""
    joined = ("、" if language == "zh" else ", ").join(titles[:3])
    return f'<p class="tl-quiet">{esc(say("chats_liked", language, titles=joined))}</p>'


def _all(result: Result, language: str) -> str:
    """The same search in the view of documents, where all of them are."""
    asked = {
        short: result[name]
        for name, short in _ADDRESS.items()
        if result.get(name) not in ("", None)
    }
    if not asked:
        return ""
    return link(f"#/documents?{urlencode(asked)}", say("chats_all_found", language))
