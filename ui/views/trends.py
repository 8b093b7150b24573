"""The view of trends: topics over time, groups compared, sentiment."""

from __future__ import annotations

from .trends_check import check
from .trends_compare import groups
from .trends_frame import again, page
from .trends_sentiment import mood, read
from .trends_time import figures, time
from .visit import View, Visit


def render(visit: Visit) -> str:
    visit.workspace.require_model()
    tabs = {"compare": groups, "sentiment": mood}
    body = tabs.get(visit.path, time)(visit)
    return body if visit.part else page(visit, body)


VIEW = View("trends", render, {"again": again, "read": read, "check": check}, {"figures": figures})
