"""Sentences of the page about data, in English and Chinese; every key begins with "data_"."""

TEXTS: dict[str, tuple[str, str]] = {}
