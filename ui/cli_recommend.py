"""Recommendations, profiles and figures of recommendations on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ..tools.recommend_wording import reason
from .cli_output import clean, line, table
from .cli_text import language, say, told

if TYPE_CHECKING:
    from ..tools.profiles import Profile
    from ..tools.recommend_evaluation import RecommendEvaluation
    from ..tools.results import RecommendResult


def recommendations(console: Console, result: RecommendResult) -> None:
    if result.history:
        line(console, say("imported", **result.history), "dim")
    if result.half_life_days:
        line(console, say("half_life", days=f"{result.half_life_days:,.0f}"), "dim")
    if not result.results:
        line(console, say("nothing_found"))
    for number, found in enumerate(result.results, 1):
        line(console, f"{number}. {found.title or found.id}", "bold")
        facts = " · ".join(part for part in (found.date, found.topic_label, found.id) if part)
        line(console, f"   {facts}", "dim")
        console.print(
            Padding(Text(clean(reason(found.because, language()))), (0, 0, 0, 3), expand=False)
        )
    if result.note:
        line(console, told(result.note), "yellow")


def profiles(console: Console, found: Sequence[Profile], file: Path) -> None:
    if not found:
        line(console, say("no_profiles"))
        return
    columns = ("liked", "read", "disliked")
    made = table(say("user"), *map(say, columns), say("first"), say("last"), right=(1, 2, 3))
    for profile in found:
        counts = [str(getattr(profile, name)) for name in columns]
        made.add_row(profile.user, *counts, profile.first[:10], profile.last[:10])
    console.print(made)
    line(console, say("kept_here", file=file), "dim")


def evaluation(console: Console, result: RecommendEvaluation) -> None:
    line(console, say(f"protocol.{result.protocol}", n=result.readers), "bold")
    keys = ("recall", "ndcg", "coverage", "novelty")
    heads = (say(key, k=result.k) for key in keys)
    made = table(say("recommended_by"), *heads, right=(1, 2, 3, 4))
    for name, figures in result.systems.items():
        made.add_row(
            say(f"system.{name}"),
            f"{figures['recall']:.3f}",
            f"{figures['ndcg']:.3f}",
            f"{figures['coverage']:.1%}",
            f"{figures['novelty']:.1f}",
        )
    console.print(made)
    if result.left_out:
        line(console, say("readers_left_out", n=result.left_out), "dim")
    if result.note:
        line(console, told(result.note), "yellow")
