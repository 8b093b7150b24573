"""Sentences of the page about quality, in English and Chinese: keys "quality_…"."""

TEXTS: dict[str, tuple[str, str]] = {}
