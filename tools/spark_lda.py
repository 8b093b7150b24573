"""Latent Dirichlet Allocation on a Spark cluster, by the same recipe as on one machine.

``pyspark.ml.clustering.LDA`` runs an optimizer of Spark's that takes one number as the prior of
all words, but it goes pass by pass and its topics can be set between passes. So the prior of each
word in each topic, which makes our topics what they are, is added after each pass: with all
documents in each pass that is variational Bayes with this prior, and there is something to report,
to stop and to judge convergence by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .lda import LdaSettings
from .progress import Task
from .spark_job import SparkJob
from .spark_session import LOCAL, spark_session

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
_FLAT = 0.01  # the prior that Spark adds by itself
_AT_ONCE = 1e-9  # exponent of Spark's learning rate: a pass replaces what the one before found
_CELLS = 100_000  # counts in a slice of the corpus; it does not depend on the cluster
_SLICES = (4, 2000)


def spark_topics(
    counts: csr_matrix,
    eta: Floats,
    settings: LdaSettings,
    *,
    seed: int = 0,
    task: Task | None = None,
    master: str = LOCAL,
) -> Floats:
    """p(word | topic) (K, V) for documents (D, V) that hold a word each and a topic-word prior
    ``eta`` (K, V), trained on the Spark cluster ``master``.

    Of ``settings``, alpha, passes and tolerance are used: all documents are seen in each pass, so
    there are no chunks. Progress stage "train" counts documents over all passes. The same seed
    gives the same topics but for the last digits (Spark adds up in the order in which parts of the
    work are done). Machines of the cluster need pyspark and NumPy. Source: Hoffman, Blei, Bach,
    "Online Learning for Latent Dirichlet Allocation" (NIPS 2010). TopicLlamaError when pyspark,
    Java or the cluster is missing or fails; Cancelled when ``task`` is stopped.
    """
    memory = 8 * counts.nnz * 4 + 12 * 8 * eta.size  # cached rows; topics in several copies
    with spark_session(master, memory=memory, task=task) as spark:
        training = _Training(spark, counts, eta, settings, seed)
        return SparkJob(spark, training, task).result()


class _Training:
    """What runs in Spark: a :class:`topicllama.tools.spark_job.Passes`."""

    def __init__(
        self, spark: SparkSession, counts: csr_matrix, eta: Floats, settings: LdaSettings, seed: int
    ) -> None:
        self.size = int(counts.shape[0])
        self.passes = settings.passes
        self.done = 0
        self._settings = settings
        self._spark = spark
        self._counts = counts
        self._eta = eta.astype(np.float64)
        self._seed = seed

    def run(self, stopped: Callable[[], bool]) -> Floats:
        frame = _documents(self._spark, self._counts)
        try:
            frame.count()  # makes Spark keep them
            optimizer = _Optimizer(self._spark, frame, self._eta, self._settings.alpha, self._seed)
            before = _normalised(self._eta)
            while self.done < self.passes and not stopped():
                topics = _normalised(optimizer.step())
                self.done += 1
                moved = np.abs(topics - before).sum(axis=1).mean() / 2
                before = topics
                if moved < self._settings.tolerance:
                    break
            return before.astype(np.float32)
        finally:
            frame.unpersist()


def _normalised(weights: Doubles) -> Doubles:
    shares: Doubles = weights / weights.sum(axis=1, keepdims=True)
    return shares


def _documents(spark: SparkSession, counts: csr_matrix) -> DataFrame:
    """The documents as a column of sparse vectors that Spark keeps.

    Slices are views of the arrays, which may be files, and are written to Spark one after the
    other; vectors are made from them where the work is done.
    """
    from pyspark import StorageLevel
    from pyspark.ml.linalg import VectorUDT
    from pyspark.sql.types import StructField, StructType

    slices = list(_slices(counts))
    parts = spark.sparkContext.parallelize(slices, len(slices)).mapPartitions(
        _vectors(counts.shape[1])
    )
    schema = StructType([StructField("features", VectorUDT(), False)])
    frame = spark.createDataFrame(parts, schema, verifySchema=False)
    return frame.persist(StorageLevel.MEMORY_AND_DISK)


def _slices(counts: csr_matrix) -> Iterator[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]]:
    """(ends, columns, values) of about equal size, each with at least one document."""
    ends, columns, values = (np.asarray(a) for a in (counts.indptr, counts.indices, counts.data))
    number = min(max(int(ends[-1]) // _CELLS, _SLICES[0]), _SLICES[1])
    cuts = np.searchsorted(ends, np.linspace(0, ends[-1], number + 1))
    cuts = np.unique([0, *cuts, counts.shape[0]])
    for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        start, end = ends[first], ends[last]
        yield ends[first : last + 1] - start, columns[start:end], values[start:end]


def _vectors(width: int) -> Callable[[Iterator[Any]], Iterator[Any]]:
    # A function in a function travels to the workers as a whole: they need not have TopicLlama.
    def vectors(slices: Iterator[Any]) -> Iterator[Any]:
        from pyspark.ml.linalg import SparseVector

        for ends, columns, values in slices:
            for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
                yield (SparseVector(width, columns[start:end], values[start:end]),)

    return vectors


class _Optimizer:
    """Spark's own optimizer of LDA (the one that ``pyspark.ml.clustering.LDA`` runs), pass by pass.

    Setting the topics and taking one step are methods that Scala marks as internal; Java, and so
    Python, can call them.
    """

    def __init__(
        self, spark: SparkSession, frame: DataFrame, eta: Doubles, alpha: float, seed: int
    ) -> None:
        self._context: Any = spark.sparkContext
        self._extra = eta - _FLAT
        ml, mllib = (getattr(self._context._jvm.org.apache.spark, name).clustering
                     for name in ("ml", "mllib"))  # fmt: skip
        documents = getattr(getattr(ml, "LDA$"), "MODULE$").getOldDataset(frame._jdf, "features")
        lda = mllib.LDA().setK(len(eta)).setDocConcentration(alpha)
        lda.setTopicConcentration(_FLAT).setSeed(seed)
        self._java = mllib.OnlineLDAOptimizer().setMiniBatchFraction(1.0).setTau0(1.0)
        self._java.setKappa(_AT_ONCE).setSampleWithReplacement(False)
        self._java.setOptimizeDocConcentration(False)
        self._java.initialize(documents, lda)
        self._set(eta)

    def step(self) -> Doubles:
        """One pass over all documents; expected counts of words with their prior (K, V)."""
        self._java.next()
        weights = self._get() + self._extra
        self._set(weights)
        return weights

    def _set(self, weights: Doubles) -> None:
        from pyspark.mllib.common import _py2java
        from pyspark.mllib.linalg import DenseMatrix

        matrix = DenseMatrix(*weights.shape, weights.ravel(order="F"))
        self._java.setLambda(_py2java(self._context, matrix).asBreeze())

    def _get(self) -> Doubles:
        from pyspark.mllib.common import _java2py

        nothing = self._context._gateway.new_array(self._context._jvm.double, 0)
        matrix = self._java.getLDAModel(nothing).topicsMatrix()
        weights: Doubles = _java2py(self._context, matrix).toArray().T
        return weights
