"""Sentences of the page about models, in English and Chinese: keys "models_…"."""

TEXTS: dict[str, tuple[str, str]] = {}
