"""Sentences of the page about chats, in English and Chinese: keys "chats_…"."""

TEXTS: dict[str, tuple[str, str]] = {}
