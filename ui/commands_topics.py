"""Commands about topics: train, topics, label, edit, update, evaluate, infer."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, say

if TYPE_CHECKING:
    from ..tools.documents import Document
    from ..tools.progress import Task
    from ..tools.results import EditResult

MINIMUM_WEIGHT = 0.05  # topics below it are not listed for a document


def number_of_topics(text: str) -> int:
    """ "12" is 12 and "auto" is 0 (choose)."""
    if text.strip().lower() == "auto":
        return 0
    if not text.strip().isdecimal() or int(text) < 1:
        raise typer.BadParameter(say("topics_number", text=text))
    return int(text)


def name_of_algorithm(text: str) -> str:
    """An algorithm's name, ours or a plugin's, as it is spelt."""
    from ..tools import plugins

    found = plugins.find("algorithm", text)
    if found is None:
        names = ", ".join(plugins.names("algorithm"))
        raise typer.BadParameter(say("no_algorithm", text=text, names=names))
    return found.name


def train(
    run: Run,
    topics: Annotated[
        int, typer.Option(parser=number_of_topics, help=help_for("--topics"), metavar="N|auto")
    ] = "auto",  # type: ignore[assignment]  # goes through the parser
    algorithm: Annotated[
        str,
        typer.Option(
            parser=name_of_algorithm, help=help_for("--algorithm"), metavar="lda|lsa|nmf|…"
        ),
    ] = "lda",
    seed: Annotated[int, typer.Option(help=help_for("--seed"))] = 0,
    seed_words: Annotated[Path | None, typer.Option(help=help_for("--seed-words"))] = None,
    engine: Annotated[Literal["local", "spark"], typer.Option(help=help_for("--engine"))] = "local",
) -> Reply:
    from ..tools.results import to_json
    from . import cli_topics

    words = read_seed_words(seed_words) if seed_words else ()
    with run.working() as task:
        result = run.toolbox(task).train_topics(
            topics, algorithm, seed=seed, seed_words=words, engine=engine
        )
    return Reply(to_json(result), lambda c: cli_topics.trained(c, result), "topicllama topics 0")


def read_seed_words(file: Path) -> list[list[str]]:
    """Words that belong together: one topic a line, words separated by commas; ``#`` comments."""
    import re

    from ..tools.errors import TopicLlamaError

    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise TopicLlamaError(f"There is no file or folder {file}.", "Check the path.") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", "") or error
        raise TopicLlamaError(say("unreadable", file=file, reason=reason)) from error
    groups = [re.split(r"[,，、]", line) for line in lines if not line.startswith("#")]
    words = [[word.strip() for word in group if word.strip()] for group in groups]
    return [group for group in words if group]


def topics(
    run: Run,
    topic: Annotated[str, typer.Argument(help=help_for("ID"), metavar="ID")] = "all",
    tree: Annotated[bool, typer.Option("--tree", help=help_for("--tree"))] = False,
) -> Reply:
    from ..tools.results import to_json
    from ..tools.toolbox import EVERY_TOPIC
    from . import cli_topics
    from .commands_chat import llama

    explained = topic.strip().lower() not in EVERY_TOPIC
    with run.working() as task:
        toolbox = run.toolbox(task)
        if explained:
            toolbox.llm = llama(run)  # it explains the topic
        result = toolbox.show_topics(topic, tree=tree)
    if explained:
        one = result.topics[0].id
        then = f"topicllama search --topic {one} …"
        return Reply(to_json(result), lambda c: cli_topics.one_topic(c, result), then)
    return Reply(to_json(result), lambda c: cli_topics.topics(c, result), "topicllama search …")


def label(
    run: Run,
    language: Annotated[
        Literal["auto", "en", "zh", "both"],
        typer.Option("--language", help=help_for("--language")),
    ] = "auto",
    style: Annotated[str, typer.Option(help=help_for("--style"))] = "",
    fresh: Annotated[bool, typer.Option("--fresh", help=help_for("--fresh"))] = False,
    report: Annotated[bool, typer.Option("--report", help=help_for("--report"))] = False,
) -> Reply:
    from ..tools.results import to_json
    from . import cli_topics
    from .commands_chat import llama

    run.workspace.require_model()
    with run.working() as task:
        toolbox = run.toolbox(task)
        toolbox.llm = llama(run)
        result = toolbox.label_topics(language, style, fresh=fresh, report=report)
    return Reply(to_json(result), lambda c: cli_topics.topics(c, result), "topicllama topics 0")


def edit(
    run: Run,
    action: Annotated[
        Literal["merge", "split", "rename", "delete", "noise", "undo"],
        typer.Argument(help=help_for("ACTION"), metavar="ACTION"),
    ],
    what: Annotated[list[str] | None, typer.Argument(help=help_for("WHAT_TO_EDIT"))] = None,
    preview: Annotated[bool, typer.Option("--preview", help=help_for("--preview"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=help_for("--yes-edit"))] = False,
) -> Reply:
    named = what or []
    if action in ("merge", "split", "delete"):
        topics, name = ",".join(named), ""
    elif action == "rename":
        topics, name = "".join(named[:1]), " ".join(named[1:])
    else:
        topics, name = "", ",".join(named)
    with run.working() as task:
        toolbox = run.toolbox(task)
        toolbox.confirm = lambda question: yes or run.confirm(question)
        result = toolbox.edit_topics(action, topics, name, preview=preview)
    return _edited(result, "topicllama topics" if action == "undo" else "topicllama edit undo")


def update(
    run: Run,
    preview: Annotated[bool, typer.Option("--preview", help=help_for("--preview"))] = False,
) -> Reply:
    with run.working() as task:
        result = run.toolbox(task).update(preview=preview)
    return _edited(result, "topicllama topics")


def _edited(result: EditResult, then: str) -> Reply:
    from ..tools.results import to_json
    from . import cli_topics

    record = to_json(result)
    return Reply(record, lambda c: cli_topics.edited(c, record), "" if result.preview else then)


def evaluate(
    run: Run, labels: Annotated[bool, typer.Option("--labels", help=help_for("--labels"))] = False
) -> Reply:
    from . import cli_topics

    with run.working() as task:
        figures = run.toolbox(task).evaluate(labels=labels)
    return Reply(
        {"metrics": figures}, lambda c: cli_topics.metrics(c, figures), "topicllama topics"
    )


def infer(run: Run, file: Annotated[str, typer.Argument(help=help_for("FILE"))]) -> Reply:
    from . import cli_topics

    model = run.workspace.require_model()
    with run.working() as task, new_documents(file, task) as documents:
        found = list(_topics_of(run, documents, task))
    names = {topic.id: topic.label for topic in model.topics}
    return Reply(
        {"documents": found}, lambda c: cli_topics.inferred(c, found, names), "topicllama topics ID"
    )


@contextmanager
def new_documents(file: str, task: Task) -> Iterator[Iterable[Document]]:
    """Documents that do not belong to the workspace: a line each of stdin ("-"), or a file."""
    from ..tools.corpus import Corpus
    from ..tools.documents import Document
    from ..tools.errors import TopicLlamaError
    from ..tools.loading import load
    from .cli_output import issue_line

    if file == "-":
        lines = (line.strip() for line in sys.stdin)
        yield (Document(str(n), line) for n, line in enumerate(lines, 1) if line)
        return
    with TemporaryDirectory() as folder:
        corpus = Corpus(Path(folder) / "corpus.sqlite")
        report = load([file], corpus, task=task)
        if not report.added:
            issue = issue_line(report.rejected[0]) if report.rejected else ""
            raise TopicLlamaError(issue or say("no_documents", file=file), say("nothing_loaded"))
        yield corpus


def _topics_of(run: Run, documents: Iterable[Document], task: Task) -> Iterator[dict[str, Any]]:
    """The JSON of each document; a thousand are in memory at a time."""
    from ..tools.inference import infer as weights_of

    model = run.workspace.require_model()
    ids = [topic.id for topic in model.topics]
    waiting, done = iter(documents), 0
    while group := list(islice(waiting, 1000)):
        weights = weights_of(model, [document.text for document in group])
        for document, row in zip(group, weights, strict=True):
            best = sorted(zip(ids, row.tolist(), strict=True), key=lambda pair: -pair[1])
            kept = [{"id": n, "weight": round(w, 4)} for n, w in best if w >= MINIMUM_WEIGHT]
            yield {"id": document.id, "topic": best[0][0], "topics": kept}
        done += len(group)
        task.report("infer", done)
