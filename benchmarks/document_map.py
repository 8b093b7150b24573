"""How far neighbours on the map share labels, and how far they are neighbours in what the map is
made from. Nothing was tuned on these figures."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from .measure import DATA, table

CORPORA = {"octis/BBC_News": True, "newsgroups20": True, "cnews1000": False}  # by meaning as well?
DOCUMENTS = 3000  # of a corpus, drawn by lot
NEAREST = 10


def main() -> None:
    rows: list[list[str]] = []
    for name, meaning in CORPORA.items():
        with tempfile.TemporaryDirectory() as folder:
            rows += _rows(name, Path(folder), meaning=meaning)
    print("### The map: do neighbours share a label?\n")
    table(["corpus", "documents", "map", "seconds", f"{NEAREST} neighbours of the same label",
           "the same before drawing", "by chance", "trustworthiness"], rows)  # fmt: skip


def _rows(name: str, folder: Path, *, meaning: bool) -> list[list[str]]:
    from topicllama.tools.document_map import document_map
    from topicllama.tools.joined import joined
    from topicllama.tools.meaning_map import joint, vectors_of
    from topicllama.tools.toolbox import Toolbox
    from topicllama.tools.workspace import Workspace

    documents = _documents(name)
    if not documents:
        print(f"{name} is not there: skipped.")
        return []
    workspace = Workspace(folder)
    workspace.corpus.add(documents)
    Toolbox(workspace).train_topics()
    model = workspace.require_model()
    together = joined(workspace.corpus, model)
    labels = np.array(together.column(workspace.corpus, "label"))
    spaces = {"topics": np.sqrt(together.weights)}
    if meaning:
        _embed_beginnings(workspace)
        vectors = vectors_of(workspace, together.ids)
        matrix = np.stack([vectors[name] for name in together.ids])
        spaces["meaning"] = joint(matrix, together.weights)
    rows = []
    for source, space in spaces.items():
        started = time.perf_counter()
        drawn = document_map(workspace, source)
        seconds = time.perf_counter() - started
        places = np.array([(point.x, point.y) for point in drawn.points])
        found = _figures(places, space, labels)
        rows.append([name, f"{len(labels):,}", f"by {source}, {model.num_topics} topics",
                     f"{seconds:.1f}", *(f"{value:.3f}" for value in found)])  # fmt: skip
    return rows


def _figures(places, space, labels):  # type: ignore[no-untyped-def]
    """Label agreement on the map and in the space it is made from, by chance (the agreement of two
    random documents), and trustworthiness (Venna, Kaski 2001; scikit-learn)."""
    from sklearn.manifold import trustworthiness

    _, counts = np.unique(labels, return_counts=True)
    chance = float((counts * (counts - 1)).sum() / (len(labels) * (len(labels) - 1)))
    trust = float(trustworthiness(space, places, n_neighbors=NEAREST))
    return _agreement(places, labels), _agreement(space, labels), chance, trust


def _agreement(places, labels):  # type: ignore[no-untyped-def]
    from sklearn.neighbors import NearestNeighbors

    near = NearestNeighbors(n_neighbors=NEAREST).fit(places).kneighbors(return_distance=False)
    return float((labels[near] == labels[:, None]).mean())


def _documents(name: str):  # type: ignore[no-untyped-def]
    from topicllama.tools.corpus import Corpus
    from topicllama.tools.documents import Document
    from topicllama.tools.loading import load

    lines = DATA / name / "corpus.tsv"
    if lines.exists():
        parts = [line.split("\t") for line in lines.read_text("utf-8").splitlines()]
        documents = [Document(str(n), text, label=label, language="en")
                     for n, (text, _, label) in enumerate(parts)]  # fmt: skip
    elif (DATA / f"{name}.jsonl.gz").exists():
        with tempfile.TemporaryDirectory() as folder:
            corpus = Corpus(Path(folder) / "corpus.sqlite")
            load([DATA / f"{name}.jsonl.gz"], corpus)
            documents = list(corpus)
    else:
        return []
    chosen = np.random.default_rng(0).permutation(len(documents))[:DOCUMENTS]
    return [documents[place] for place in sorted(chosen.tolist())]


def _embed_beginnings(workspace) -> None:  # type: ignore[no-untyped-def]
    """Vectors of the first passages alone, which are what the map uses."""
    from topicllama.tools.embedding import load_embedder
    from topicllama.tools.vectors import VectorRecord

    embedder, record = load_embedder(), VectorRecord(workspace)
    rows = [row for row in record.pending(embedder.name) if row.n == 0]
    for start in range(0, len(rows), 64):
        part = rows[start : start + 64]
        texts = workspace.corpus.get(row.document for row in part)
        vectors = embedder.embed([row.embedded_text(texts[row.document]) for row in part])
        record.add(embedder.name, [row.hash for row in part], vectors)
