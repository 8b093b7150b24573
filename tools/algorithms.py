"""What an algorithm for topics is, ours or a plugin's, and how one is asked for topics."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import plugins
from .errors import Cancelled, TopicLlamaError
from .progress import Task

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
Mixtures = Callable[["csr_matrix", Floats], Floats]
PARAMETER = "plugin"  # of a model: who found its topics, also once the plugin is gone


@dataclass(frozen=True)
class Fit:
    """What an algorithm is given. ``counts`` (D, V): how often each document has each word; every
    document has one. ``num_topics`` is at most D and V. The same ``seed`` is to give the same
    topics. ``task.report("train", done, total)`` shows progress, and raises Cancelled when the
    person stops it (a plugin always has a task).

    The rest is for those that say they can use it: ``seed_words``, columns of ``counts`` for each
    guided topic; ``workers``, threads; ``engine`` and ``spark_master``; ``extra`` counts (D, V) to
    learn from besides.
    """

    counts: csr_matrix
    num_topics: int
    seed: int = 0
    task: Task | None = None
    workers: int = 1
    seed_words: Sequence[Sequence[int]] = ()
    engine: str = "local"
    spark_master: str = ""
    extra: csr_matrix | None = None


@dataclass(frozen=True)
class Fitted:
    """``words`` (K, V), not negative: how much each topic has of each word; K may be smaller than
    asked for. ``guided`` are the rows of the guided topics, ``settings`` what was used, as JSON.
    ``whole``: every word has its probability in every topic, so none is added."""

    words: Floats
    guided: Sequence[int] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = False


@dataclass(frozen=True)
class Algorithm:
    """A way to find topics. ``fit`` returns :class:`Fitted`, or its ``words`` alone.

    ``title`` names it and ``about`` says in a sentence when to choose it, in English and Chinese.
    ``reference`` is the work to cite. ``seed_words``: it can be guided by words. ``engines`` it can
    run on. ``mixtures(counts, words)`` gives the topics of documents (D, K), rows summing to 1,
    for counts (D, V) and the topics' words (K, V); without it they are those of LDA's posterior,
    and new documents can be folded in also where the plugin is gone.
    """

    fit: Callable[[Fit], Fitted | Floats]
    title: tuple[str, str] = ("", "")
    about: tuple[str, str] = ("", "")
    reference: str = ""
    seed_words: bool = False
    engines: tuple[str, ...] = ("local",)
    mixtures: Mixtures | None = None


def algorithm(name: str) -> Algorithm:
    """The algorithm of that name. TopicLlamaError when there is none; PluginError when it cannot
    be used."""
    plugin = plugins.find("algorithm", name)
    if plugin is None:
        raise TopicLlamaError(
            f"There is no algorithm {name!r}.",
            f"Choose one of {', '.join(plugins.names('algorithm'))}.",
        )
    found: Algorithm = plugins.load(plugin)
    return found


def fitted(name: str, fit: Fit) -> Fitted:
    """The topics that an algorithm finds, its rows summing to 1. What a plugin gives is checked;
    PluginError when it gives no topics."""
    work = algorithm(name).fit
    plugin = plugins.find("algorithm", name)
    if plugin is None or plugin.built_in:
        found = work(fit)
        assert isinstance(found, Fitted)
        return found
    try:
        found = work(replace(fit, task=fit.task or Task()))
        return _checked(found if isinstance(found, Fitted) else Fitted(found), fit)
    except (TopicLlamaError, Cancelled, MemoryError):
        raise
    except Exception as error:  # the code of somebody else
        raise _failed(plugin, plugins.in_short(error)) from error


def _checked(made: Fitted, fit: Fit) -> Fitted:
    """Rows without any word are left out."""
    found = _numbers(made.words, fit)
    totals = found.sum(axis=1, keepdims=True)
    kept = np.flatnonzero(totals)
    if not len(kept):
        raise ValueError("it gave no topic a word")
    places = {int(row): place for place, row in enumerate(kept)}
    if wrong := [row for row in made.guided if row not in places]:
        raise ValueError(f"it has no topic {wrong[0]} that is guided")
    json.dumps(dict(made.settings))  # they are kept with the topics
    guided = [places[row] for row in made.guided]
    return Fitted((found / np.maximum(totals, 1e-12))[kept], guided, made.settings, made.whole)


def _numbers(words: Any, fit: Fit) -> Floats:
    found: Floats = np.asarray(words, np.float32)
    width = fit.counts.shape[1]
    if found.ndim != 2 or found.shape[1] != width or len(found) > fit.num_topics:
        raise ValueError(
            f"it gave numbers of shape {found.shape} for {fit.num_topics} topics and {width} words"
        )
    if not np.isfinite(found).all() or (found < 0).any():
        raise ValueError("it gave numbers that are negative or not finite")
    return found


def _failed(plugin: plugins.Plugin, reason: str) -> plugins.PluginError:
    return plugins.PluginError(
        f"The algorithm {plugin.name} of the package {plugin.package} failed ({reason}).",
        "Choose another algorithm, and tell those who made it.",
    )


# the topics of documents ---------------------------------------------------------------------


def origin(name: str) -> dict[str, Any]:
    """What a model remembers of a plugin that found its topics; nothing of ours."""
    plugin = plugins.find("algorithm", name)
    if plugin is None or plugin.built_in:
        return {}
    known = algorithm(name)
    return {
        PARAMETER: {
            "package": plugin.package,
            "version": plugin.version,
            "title": list(known.title),
            "reference": known.reference,
            "mixtures": known.mixtures is not None,
        }
    }


def mixtures(name: str, parameters: Mapping[str, Any]) -> Mixtures | None:
    """An algorithm's own way to the topics of documents, None where it is LDA's posterior; for a
    model with these parameters.

    TopicLlamaError when the plugin that has it is not installed any more: the topics can be read,
    but new documents cannot be folded in.
    """
    made_by = parameters.get(PARAMETER) or {}
    if not made_by.get("mixtures"):
        return None
    plugin = plugins.find("algorithm", name)
    if plugin is None or plugin.package != made_by["package"]:
        raise TopicLlamaError(
            f"These topics were found by {name} of the package {made_by['package']}, "
            "which is not installed: they can be read, but new documents cannot be folded in.",
            f"Install it again: pip install {made_by['package']}, or find topics anew.",
        )
    own = algorithm(name).mixtures
    return None if own is None else _checking(plugin, own)


def _checking(plugin: plugins.Plugin, own: Mixtures) -> Mixtures:
    def checked(counts: csr_matrix, words: Floats) -> Floats:
        try:
            found: Floats = np.asarray(own(counts, words), np.float32)
            shape = (counts.shape[0], len(words))
            if found.shape != shape or not np.isfinite(found).all() or (found < 0).any():
                raise ValueError(f"it gave no mixtures of shape {shape}")
        except (TopicLlamaError, Cancelled, MemoryError):
            raise
        except Exception as error:  # the code of somebody else
            raise _failed(plugin, plugins.in_short(error)) from error
        totals = found.sum(axis=1, keepdims=True)
        rows: Floats = np.where(totals > 0, found / np.maximum(totals, 1e-12), 1 / len(words))
        return rows.astype(np.float32)

    return checked
