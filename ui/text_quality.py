"""Sentences of the page about quality, in English and Chinese; every key begins with "quality_"."""

TEXTS: dict[str, tuple[str, str]] = {}
