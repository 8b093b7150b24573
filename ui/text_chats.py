"""Sentences of the page about chats, in English and Chinese; every key begins with "chats_"."""

TEXTS: dict[str, tuple[str, str]] = {}
