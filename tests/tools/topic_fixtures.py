"""The demo corpus and trained models for the tests of topics, made once a run."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from gensim.test.utils import datapath

from topicllama.tools.bow import BagOfWords, build
from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import Document
from topicllama.tools.keyword_labels import keyword_labels
from topicllama.tools.topic_model import TopicModel
from topicllama.tools.training import train

ARTICLE = ["人工智能改变世界", "机器学习技术发展趋势", "深度学习算法应用"]


@lru_cache
def lee_corpus() -> Corpus:
    """The 300 Lee news articles inside gensim."""
    lines = Path(datapath("lee_background.cor")).read_text("utf-8").splitlines()
    corpus = Corpus(Path(tempfile.mkdtemp()) / "corpus.sqlite")
    corpus.add(Document(f"lee{number}", line) for number, line in enumerate(lines))
    return corpus


@lru_cache
def lee_bow() -> BagOfWords:
    corpus = lee_corpus()
    return build(corpus, fingerprint=corpus.fingerprint)


@lru_cache
def lee_model() -> TopicModel:
    """Eight labelled LDA topics."""
    return keyword_labels(train(lee_bow(), 8), lee_corpus())
