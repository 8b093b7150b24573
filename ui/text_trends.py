"""Sentences of the page about trends, in English and Chinese; every key begins with "trends_"."""

TEXTS: dict[str, tuple[str, str]] = {}
