"""The views beside the chat: topics, documents, map, trends, quality, data, models.

A view is a module with a :class:`~.visit.View`: Python makes its HTML, in English or Chinese, and
``static/views.js`` puts it on the page (docs/architecture.md tells how).
"""
