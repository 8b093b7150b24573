"""Sentences of the page about trends, in English and Chinese: keys "trends_…"."""

TEXTS: dict[str, tuple[str, str]] = {}
