"""Mail and newsgroup messages: keep what people wrote, drop the furniture around it."""

from __future__ import annotations

import re

_NAMES = (
    "from|to|cc|bcc|subject|date|sender|reply-to|followup-to|organi[sz]ation|lines|newsgroups"
    "|message-id|references|distribution|keywords|summary|expires|approved|path|xref|received"
    "|return-path|in-reply-to|nntp-[a-z-]+|mime-version|content-[a-z-]+|originator|x-[a-z-]+"
    "|article-i\\.d\\.|disclaimer|archive-name|last-modified|version"
)
_HEADER = re.compile(rf"^[>| \t]*(?:{_NAMES}):.*$", re.I | re.M)
_SUBJECT = re.compile(r"^[>| \t]*(?:subject|summary|keywords):[ \t]*(?:re:[ \t]*)*", re.I | re.M)
# The end of "In article <123@host>, someone@host (Some One) writes:" and its relatives.
_WRITES = re.compile(r"\b(writes|wrote|says|said)[ \t]*:[ \t]*$", re.M)
_BEGINNING = re.compile(r"[>|\s]*(?:in (?:a previous )?(?:article|message)|in <|on .*\d)", re.I)
_QUOTE = re.compile(r"^[ \t]*(?:[A-Za-z]{0,3}[>|:}][ \t]*)+", re.M)
_SIGNATURE = re.compile(r"^-- ?$", re.M)
_SIGNATURE_LINES = 12
# Files in a message: uuencoded lines (61 characters that begin with M), base64 lines.
_ENCODED = re.compile(r"^[>| \t]*(?:M[\x20-\x60]{59,61}|[A-Za-z0-9+/]{60,}={0,2})[ \t]*$", re.M)
_MAIL = re.compile(
    rf"^(?:[>|]|-- ?$|(?:{_NAMES}):|in (?:a previous )?article\b|M[\x20-\x60]{{60}}$)"
    r"|\b(?:writes|wrote):[ \t]*$",
    re.I | re.M,
)


def strip_mail(text: str) -> str:
    """A message without headers, quoting marks, attribution lines, signature and encoded files.

    The words of the subject line and of quoted passages stay. Texts without such marks come back
    unchanged.
    """
    if not _MAIL.search(text):
        return text
    text = _SUBJECT.sub("", _ENCODED.sub("", text))
    text = _QUOTE.sub("", _without_attributions(_HEADER.sub("", text)))
    return _without_signature(text)


def _without_attributions(text: str) -> str:
    """Cut the lines that say who wrote what is quoted below them."""
    kept, position = [], 0
    for match in _WRITES.finditer(text):
        start = _attribution_start(text, match)
        if start >= position:
            kept.append(text[position:start])
            position = match.end()
    return "".join((*kept, text[position:]))


def _attribution_start(text: str, verb: re.Match[str]) -> int:
    line = text.rfind("\n", 0, verb.start()) + 1
    before = text.rfind("\n", 0, max(line - 1, 0)) + 1
    if not _BEGINNING.match(text, line) and _BEGINNING.match(text[before:line]):
        return before
    names_a_sender = verb[1] in ("writes", "wrote") or "@" in text[line : verb.start()]
    return line if names_a_sender else verb.end()


def _without_signature(text: str) -> str:
    *_, last = (None, *_SIGNATURE.finditer(text))
    if last is None or text.count("\n", last.end()) > _SIGNATURE_LINES:
        return text
    return text[: last.start()]
