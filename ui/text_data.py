"""Sentences of the page about data, in English and Chinese: keys "data_…"."""

TEXTS: dict[str, tuple[str, str]] = {}
