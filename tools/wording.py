"""The reason for a number of topics in plain English (the guide words its Chinese itself)."""

from __future__ import annotations

from .choice import Candidate, Choice

_LIMITS = {
    "documents": "{documents} of the texts hold words to go by",
    "words": "the texts have too few different words",
    "variety": "the texts carry no more different subjects",
}


def why(choice: Choice) -> str:
    """One or two sentences on the number of topics."""
    if choice.limit:
        reason = _LIMITS[choice.limit].format(documents=choice.documents)
        return (
            f"You asked for {choice.requested} topics, but there are {choice.num_topics}: {reason}."
        )
    if choice.asked:
        return f"You asked for {choice.num_topics} {_topics(choice.num_topics)}."
    best = next((one for one in choice.candidates if one.num_topics == choice.num_topics), None)
    if best is None:
        texts = "text carries" if choice.documents == 1 else "texts carry"
        number = f"{choice.num_topics} {_topics(choice.num_topics)}"
        return f"{choice.documents} {texts} {number} at most without repeating themselves."
    return _chosen(choice, best)


def _chosen(choice: Choice, best: Candidate) -> str:
    numbers = [one.num_topics for one in choice.candidates]
    first = (
        f"Of the numbers from {min(numbers)} to {max(numbers)} that were tried,"
        f" {choice.num_topics} gives the best balance of coherent and distinct topics for"
        f" {choice.documents:,} texts (NPMI {best.npmi:.2f}, diversity {best.diversity:.2f})."
    )
    if choice.runner_up is None:
        return first
    kind = "broader" if choice.runner_up < choice.num_topics else "finer"
    return f"{first} {choice.runner_up} came next and would be {kind}."


def _topics(number: int) -> str:
    return "topic" if number == 1 else "topics"
