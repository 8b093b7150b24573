"""Sentences of the page about topics, in English and Chinese; every key begins with "topics_"."""

TEXTS: dict[str, tuple[str, str]] = {}
