"""Sentences of the page about documents, in English and Chinese: keys "documents_…"."""

TEXTS: dict[str, tuple[str, str]] = {}
