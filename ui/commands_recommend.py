"""The command that recommends documents, keeps profiles of readers and measures itself."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, say

if TYPE_CHECKING:
    from ..tools.history import History
    from ..tools.profiles import Event
    from ..tools.progress import Task

Texts = list[str]
Files = list[Path]


def recommend(
    run: Run,
    liked: Annotated[str, typer.Option(help=help_for("--liked"), metavar="ID,…")] = "",
    disliked: Annotated[str, typer.Option(help=help_for("--disliked"), metavar="ID,…")] = "",
    text: Annotated[Texts | None, typer.Option("--text", help=help_for("--like-text"))] = None,
    like_file: Annotated[
        Files | None, typer.Option("--like-file", help=help_for("--like-file"))
    ] = None,
    history: Annotated[Path | None, typer.Option(help=help_for("--history"))] = None,
    user: Annotated[str, typer.Option(help=help_for("--user"))] = "",
    limit: Annotated[int, typer.Option(min=1, help=help_for("--limit"))] = 5,
    profiles: Annotated[bool, typer.Option("--profiles", help=help_for("--profiles"))] = False,
    forget: Annotated[str, typer.Option(help=help_for("--forget"), metavar="USER")] = "",
    evaluate: Annotated[bool, typer.Option("--evaluate", help=help_for("--evaluate"))] = False,
    by: Annotated[
        Literal["label", "source"] | None, typer.Option("--by", help=help_for("--readers-by"))
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, help=help_for("-k"))] = 10,
) -> Reply:
    if profiles:
        return _profiles(run)
    if forget:
        return _forget(run, forget)
    if evaluate:
        return _evaluate(run, history, by, k)
    from ..tools.errors import TopicLlamaError
    from ..tools.results import to_json
    from . import cli_recommend

    run.workspace.require_documents()
    with run.working() as task:
        texts = _texts(text or (), like_file or (), task)
        past, added = _import(run, history)
        events = past.events if past and not user else []
        if not (liked or texts or events or user):
            raise TopicLlamaError(say("liked_or_history"), say("liked_hint"))
        result = run.toolbox(task).recommend_documents(
            liked, limit, disliked, texts=texts, user=user, events=events
        )
    if past:
        result.history = {"rows": past.rows, "added": added, "unknown": past.unknown,
                          "untimed": past.untimed, "incomplete": past.incomplete}  # fmt: skip
        result.note = " ".join(filter(None, [*past.notes, result.note]))
    return Reply(
        to_json(result), lambda c: cli_recommend.recommendations(c, result), "topicllama ask …"
    )


def _texts(texts: Sequence[str], files: Sequence[Path], task: Task) -> list[str]:
    """What was pasted, "-" for all of stdin, and every text of the files."""
    from .commands_topics import new_documents

    found = [sys.stdin.read() if text == "-" else text for text in texts]
    for file in files:
        with new_documents(str(file), task) as documents:
            found += [document.text for document in documents]
    return [text for text in found if text.strip()]


def _import(run: Run, file: Path | None) -> tuple[History | None, int]:
    """The history, kept as profiles, and how many of its events are new."""
    if file is None:
        return None, 0
    from ..tools.history import read_history
    from ..tools.profiles import Profiles

    history = read_history(file, set(run.workspace.corpus.ids()))
    return history, Profiles(run.workspace).add(history.events)


def _profiles(run: Run) -> Reply:
    from dataclasses import asdict

    from ..tools.profiles import Profiles
    from . import cli_recommend

    kept = Profiles(run.workspace)
    found = kept.all()
    return Reply(
        {"profiles": [asdict(profile) for profile in found], "file": str(kept.path)},
        lambda c: cli_recommend.profiles(c, found, kept.path),
        "topicllama recommend --user …",
    )


def _forget(run: Run, user: str) -> Reply:
    from ..tools.profiles import Profiles
    from . import cli_output

    gone = Profiles(run.workspace).forget(user)
    return Reply(
        {"user": user, "forgotten": gone},
        lambda c: cli_output.line(c, say("forgotten", n=gone, user=user)),
    )


def _evaluate(run: Run, file: Path | None, by: str | None, k: int) -> Reply:
    """Of a history, of the profiles that are kept, or of simulated readers."""
    from ..tools.recommend_evaluation import evaluate_groups, evaluate_history
    from ..tools.results import to_json
    from . import cli_recommend

    run.workspace.require_documents()
    with run.working() as task:
        if by is not None:
            result = evaluate_groups(run.workspace, by, k, task)
        else:
            events, notes = _events(run, file)
            result = evaluate_history(run.workspace, events, k, task)
            result.note = " ".join(notes)
    return Reply(to_json(result), lambda c: cli_recommend.evaluation(c, result))


def _events(run: Run, file: Path | None) -> tuple[list[Event], list[str]]:
    """Those of a file, which are not kept, or of all profiles; and what was left out."""
    from ..tools.errors import TopicLlamaError
    from ..tools.history import read_history
    from ..tools.profiles import Profiles

    if file is not None:
        history = read_history(file, set(run.workspace.corpus.ids()))
        return history.events, history.notes
    kept = Profiles(run.workspace)
    events = [event for profile in kept.all() for event in kept.of(profile.user)]
    if not events:
        raise TopicLlamaError(say("no_profiles"), say("evaluate_hint"))
    return events, []
