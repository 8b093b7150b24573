"""Sentences of the page about documents, in English and Chinese; every key begins with "documents_"."""

TEXTS: dict[str, tuple[str, str]] = {}
