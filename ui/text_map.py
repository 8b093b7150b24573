"""Sentences of the page about map, in English and Chinese; every key begins with "map_"."""

TEXTS: dict[str, tuple[str, str]] = {}
