"""How good the names of topics are: beside the names of the classes of their documents, and as
searches that should find the topic's own documents."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .measure import DATA, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from topicllama.tools.topic_model import TopicModel
    from topicllama.tools.workspace import Workspace

TOPICS = {"newsgroups20": (20, 40), "cnews1000": (10, 20)}
_LSA = 100
# What the 20 groups are about, in words that a reader would use. (The classes of cnews1000 have
# readable names: 体育, 财经, ...)
GROUPS = {
    "alt.atheism": "atheism",
    "comp.graphics": "computer graphics",
    "comp.os.ms-windows.misc": "Microsoft Windows",
    "comp.sys.ibm.pc.hardware": "PC hardware",
    "comp.sys.mac.hardware": "Macintosh hardware",
    "comp.windows.x": "X Window System",
    "misc.forsale": "items for sale",
    "rec.autos": "cars",
    "rec.motorcycles": "motorcycles",
    "rec.sport.baseball": "baseball",
    "rec.sport.hockey": "ice hockey",
    "sci.crypt": "cryptography",
    "sci.electronics": "electronics",
    "sci.med": "medicine",
    "sci.space": "space flight",
    "soc.religion.christian": "Christianity",
    "talk.politics.guns": "gun control",
    "talk.politics.mideast": "Middle East politics",
    "talk.politics.misc": "politics",
    "talk.religion.misc": "religion",
}
_MISSING = "not measured: no Ollama here"
Names = Mapping[int, str]


def main() -> None:
    rows: list[list[str]] = []
    for name, numbers in TOPICS.items():
        if not (DATA / f"{name}.jsonl.gz").exists():
            print(f"{name} is not there: skipped.")
            continue
        with tempfile.TemporaryDirectory() as folder:
            rows += corpus_rows(name, numbers, Path(folder))
    print("### Names of topics\n")
    table(["corpus", "topics", "names", "like the class", "own documents found",
           "average precision"], rows)  # fmt: skip


def corpus_rows(name: str, numbers: Sequence[int], folder: Path) -> list[list[str]]:
    """The rows of one corpus: for each number of topics each way to name them."""
    from topicllama.tools.toolbox import Toolbox
    from topicllama.tools.workspace import Workspace

    workspace = Workspace(folder)
    tools = Toolbox(workspace)
    tools.load([DATA / f"{name}.jsonl.gz"])
    rows = []
    for number in numbers:
        tools.train_topics(number)
        model = workspace.require_model()
        for way, names in ways(workspace, model).items():
            figures = [f"{value:.3f}" for value in scores(workspace, model, names)] if names else []
            rows.append([name, str(number), way, *(figures or [_MISSING, "", ""])])
    return rows


def ways(workspace: Workspace, model: TopicModel) -> dict[str, Names]:
    """Names by whoever gave them; the Llama's are empty where no Ollama server answers."""
    from topicllama.tools.keyword_labels import keyword_labels

    made: dict[str, Names] = {
        "first three keywords": {t.id: " ".join(t.keywords[:3]) for t in model.topics},
        "keyword labels": {t.id: t.label for t in keyword_labels(model, workspace.corpus).topics},
    }
    who, named = llama_names(workspace, model)
    return {**made, who: named}


def llama_names(workspace: Workspace, model: TopicModel) -> tuple[str, Names]:
    from topicllama.agent.models import choose
    from topicllama.tools.llama_labels import llama_labels

    chosen = choose(workspace.settings)
    if chosen.is_guide or chosen.tools_llm is None:
        return "Llama labels", {}
    named = llama_labels(model, workspace.corpus, chosen.tools_llm)
    return f"Llama labels ({chosen.name})", {t.id: t.label for t in named.topics}


def scores(workspace: Workspace, model: TopicModel, names: Names) -> tuple[float, float, float]:
    """Means over the topics: similarity to the name of the class, and :func:`precision`."""
    own = {topic.id: documents_of(model, topic.id) for topic in model.topics}
    own = {number: documents for number, documents in own.items() if documents}
    found = [precision(workspace, names[number], own[number]) for number in own]
    return similarity(workspace, names, own), *np.mean(found, axis=0).tolist()


def documents_of(model: TopicModel, topic: int) -> set[str]:
    """Those whose heaviest topic it is."""
    heaviest = model.document_topic.argmax(axis=1)
    return {model.document_ids[int(n)] for n in np.flatnonzero(heaviest == model.row(topic))}


def precision(workspace: Workspace, name: str, own: set[str]) -> tuple[float, float]:
    """How a keyword search (BM25) for a name ranks a topic's own documents: R-precision (their
    share among as many as there are) and average precision, after Manning, Raghavan and Schuetze,
    "Introduction to Information Retrieval" (2008), section 8.4."""
    from topicllama.tools.keyword_search import keyword_index

    index = keyword_index(workspace)
    ranked = index.scores(index.terms(name))
    order = np.argsort(-ranked, kind="stable")
    hits = np.array([index.ids[n] in own and ranked[n] > 0 for n in order.tolist()])
    exact = hits.cumsum() / np.arange(1, len(hits) + 1)
    return float(exact[len(own) - 1]), float((exact * hits).sum() / len(own))


def similarity(workspace: Workspace, names: Names, own: Mapping[int, set[str]]) -> float:
    """Mean cosine of each topic's name and the name of the class that most of its documents have.

    English: vectors of all-MiniLM-L6-v2. Chinese, which that model cannot read: latent semantic
    analysis (100 dimensions) of the corpus, where a name is the sum of its words.
    """
    classes = dict(zip(workspace.corpus.ids(), workspace.corpus.column("label"), strict=True))
    gold = [Counter(classes[n] for n in own[number]).most_common(1)[0][0] for number in own]
    shown = [GROUPS.get(name, name) for name in gold]
    given = [names[number] for number in own]
    english = all(name.isascii() for name in shown)
    one, other = (
        (_minilm(given), _minilm(shown))
        if english
        else np.split(_lsa(workspace, [*given, *shown]), 2)
    )
    return float((one * other).sum(axis=1).mean())


def _minilm(texts: Sequence[str]) -> NDArray[np.float32]:
    from topicllama.tools.embedding import load_embedder

    return load_embedder().embed(texts)


def _lsa(workspace: Workspace, texts: Sequence[str]) -> NDArray[np.float64]:
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    from topicllama.tools.keyword_search import keyword_index

    index = keyword_index(workspace)
    vectors = TruncatedSVD(_LSA, random_state=0).fit(index.matrix()).components_.T
    rows = [[index.bm25.vocab_dict[term] for term in index.terms(text)] for text in texts]
    return np.asarray(normalize([vectors[row].sum(axis=0) for row in rows]))
