"""The documents that a search leaves out because they are about something that is not wanted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .keyword_search import KeywordIndex
from .resolve import names_topic
from .scope import Scope
from .topic_space import topic_space
from .workspace import Workspace

# From this likeness on a document is about what is to be left out, though it has not the word.
_ABOUT_IT = 0.6
_MOST = 0.6  # of three words or more; of fewer, all


def left_out(
    workspace: Workspace, words: KeywordIndex, text: str, within: Scope
) -> NDArray[np.bool_]:
    """The documents (D,) that are in the topic of that name or number, or else have the words, or
    lie near them in topic space."""
    topic = names_topic(workspace.model, text) if workspace.model else None
    if topic is None:
        return _about(workspace, words, text)
    return _in(workspace, topic, within)


def _in(workspace: Workspace, topic: int, within: Scope) -> NDArray[np.bool_]:
    model = workspace.require_model()
    positions, known = within.fields.positions_of(model.document_ids)
    inside = model.document_topic.argmax(axis=1) == model.row(topic)
    mask = np.zeros(len(within.mask), bool)
    mask[positions] = inside[known]
    return mask


def _about(workspace: Workspace, words: KeywordIndex, text: str) -> NDArray[np.bool_]:
    terms = words.all_terms(text)
    least = _MOST if len(terms) > 2 else 0.999
    mask = np.asarray(words.matched(terms) >= least)
    space = topic_space(workspace, words)
    near = space.likeness(terms, words) if space and len(words.known(terms)) == len(terms) else None
    return mask if near is None else mask | (near >= _ABOUT_IT)
