"""Sentences of the page about map, in English and Chinese: keys "map_…"."""

TEXTS: dict[str, tuple[str, str]] = {}
