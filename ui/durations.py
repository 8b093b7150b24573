"""How long something takes, as roughly as people say it, in English and Chinese."""

from __future__ import annotations

from .text import say


def time_left(seconds: float, language: str) -> str:
    if seconds < 10:
        return say("jobs_left_little", language)
    return say("jobs_left", language, time=duration(seconds, language))


def duration(seconds: float, language: str) -> str:
    for size, name in ((3600, "hour"), (60, "minute")):
        if seconds >= size * 0.95:
            return _counted(max(1, round(seconds / size)), name, language)
    return _counted(max(1, round(seconds)), "second", language)


def _counted(count: int, name: str, language: str) -> str:
    return say(f"jobs_{name}" if count == 1 else f"jobs_{name}s", language, n=count)
