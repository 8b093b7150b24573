"""Sentences of the page about models, in English and Chinese; every key begins with "models_"."""

TEXTS: dict[str, tuple[str, str]] = {}
