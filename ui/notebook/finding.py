"""The two ways to topics: of texts, and of a folder in which they were kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...tools.documents import LoadReport
from ...tools.errors import TopicLlamaError
from .inputs import Column, Given, Texts, given
from .session import Llama, Session
from .topics import Topics


def find_topics(
    texts: Texts,
    topics: int | str = "auto",
    *,
    algorithm: str = "lda",
    text: str | None = None,
    title: Column = None,
    date: Column = None,
    label: Column = None,
    folder: str | Path | None = None,
    replace: bool = False,
    language: str = "auto",
    llama: Llama = True,
    seed: int = 0,
    seed_words: Sequence[Sequence[str]] = (),
    progress: bool = True,
) -> Topics:
    """The labelled topics of texts.

    ``texts`` are strings, a pandas Series (its index gives the ids), a mapping from ids to
    strings, a DataFrame or dicts, or the path of a file or a folder ("demo" and "demo-zh" are
    built in). ``text``, ``title``, ``date`` and ``label`` name columns of a table; those that are
    not named are guessed. Beside strings the last three are sequences as long as the texts.

    ``topics`` is how many to find, or "auto". ``algorithm``: "lda", "lsa" or "nmf". Words in
    ``seed_words`` are to stand in a topic together, a topic each.

    All is kept in ``folder``, a workspace as the page and the command line use it; without one in
    a temporary folder that goes when Python ends. A folder with texts is refused, unless
    ``replace`` puts these in their place.

    ``llama``: True has topics named by the Llama that the settings choose, when one answers, else
    by the texts' own phrases; False never asks one; or the name of a model, or a chat model of
    LangChain. ``language`` of what is shown: "auto" (of the texts), "en" or "zh".

    Ctrl-C stops it as KeyboardInterrupt; what was finished is kept. TopicLlamaError says what is
    wrong, and what to do.
    """
    session = Session(folder, language, llama, progress)
    try:
        with session.plainly():
            number = _number(topics)
            handed = given(texts, text=text, title=title, date=date, label=label)
        report = _load(session, handed, replace)
        with session.working(llama=True) as toolbox:
            toolbox.train_topics(number, algorithm, seed=seed, seed_words=seed_words)
    except BaseException:
        session.close()
        raise
    return Topics(session, report)


def open_topics(
    folder: str | Path, *, language: str = "auto", llama: Llama = True, progress: bool = True
) -> Topics:
    """The topics that are kept in a folder: by :func:`find_topics`, :meth:`Topics.save`, the page
    or the command line."""
    if not (Path(folder).expanduser() / "workspace.json").exists():
        raise TopicLlamaError(
            f"No topics are kept in {folder}.", "Find some with find_topics(texts, folder=…)."
        )
    session = Session(folder, language, llama, progress)
    with session.plainly():
        session.workspace.require_model()
    return Topics(session)


def _number(topics: int | str) -> int:
    """How many topics; 0 for "auto"."""
    if topics == "auto":
        return 0
    if isinstance(topics, bool) or not isinstance(topics, int) or topics < 1:
        raise TopicLlamaError(
            f"{topics!r} is no number of topics.", 'Give a number from 1 on, or "auto".'
        )
    return topics


def _load(session: Session, handed: Given, replace: bool) -> LoadReport:
    corpus = session.workspace.corpus
    with session.plainly():
        if not (corpus.is_empty or replace):
            raise TopicLlamaError(
                f"{session.shown} holds {len(corpus)} texts already.",
                "Open it with open_topics(folder), put these texts in their place with "
                "replace=True, or choose another folder.",
            )
    with session.working() as toolbox:
        report = toolbox.load(handed.sources, columns=handed.columns, replace=replace)
        if report.documents < 2:
            raise TopicLlamaError(
                "There is only one text.",
                "Topics show when texts are compared: give several, or cut it into paragraphs.",
            )
    return report
