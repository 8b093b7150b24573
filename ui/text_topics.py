"""Sentences of the page about topics, in English and Chinese: keys "topics_…"."""

TEXTS: dict[str, tuple[str, str]] = {}
