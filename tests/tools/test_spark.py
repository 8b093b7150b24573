"""Training on Spark, with a real local one (two cores), as on one machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from topic_fixtures import lee_bow

from topicllama.tools.agreement import agreement
from topicllama.tools.bow import build
from topicllama.tools.corpus import Corpus
from topicllama.tools.errors import Cancelled, TopicLlamaError
from topicllama.tools.inference import document_topics
from topicllama.tools.lda import LdaSettings, train_lda
from topicllama.tools.loading import load
from topicllama.tools.nmf import factorise, tf_idf
from topicllama.tools.progress import Progress, Task
from topicllama.tools.spark_lda import _slices, _vectors, spark_topics
from topicllama.tools.spark_session import master_of, spark_session
from topicllama.tools.training import train
from topicllama.tools.workspace import Workspace

pytest.importorskip("pyspark", reason="needs pyspark: pip install 'topicllama[spark]'")
JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="needs a Java 17 runtime")
# A compiler that is quick to start: these trainings take seconds.
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = LdaSettings(passes=8, tolerance=1e-3)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session as we start it; what runs here already is what a training then uses."""
    with pytest.MonkeyPatch.context() as patch, spark_session(_started(patch)) as session:
        yield session


def _started(patch: pytest.MonkeyPatch) -> str:
    patch.setenv("JDK_JAVA_OPTIONS", QUICK)
    return "local[2]"


def prior(counts: csr_matrix, num_topics: int) -> np.ndarray:
    words = factorise(tf_idf(counts), num_topics, 0)
    words /= words.sum(axis=1, keepdims=True)
    return (0.01 + 2 * counts.sum() / num_topics * words).astype(np.float32)


def run(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, "JDK_JAVA_OPTIONS": QUICK, **environment},
        capture_output=True,
        text=True,
    )


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    local = {"TOPICLLAMA_SPARK_MASTER": "local[2]", "LC_ALL": "", **environment}
    return run("from topicllama.ui.cli import main; main()", *arguments, **local)


@JAVA
def test_the_topics_are_those_of_one_machine(spark: Any) -> None:
    counts = lee_bow().counts
    eta = prior(counts, 8)
    topics = spark_topics(counts, eta, SETTINGS)
    assert topics.shape == eta.shape
    assert topics.dtype == np.float32
    assert topics.min() > 0
    assert np.allclose(topics.sum(axis=1), 1, atol=1e-5)
    here = train_lda(counts, eta, LdaSettings(passes=30, tolerance=0))
    start = eta / eta.sum(axis=1, keepdims=True)  # what they would be without documents
    apart, at_first = (np.abs(one - here).sum(axis=1) for one in (topics, start))
    assert apart.max() < at_first.min() / 2
    assert apart.mean() < at_first.mean() / 5


@JAVA
def test_topics_agree_with_the_labels_and_a_seed_repeats_them(spark: Any, tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "corpus.sqlite")
    load(["demo-zh"], corpus)
    documents = list(corpus)
    counts = build(documents).counts
    counts = counts[np.diff(counts.indptr) > 0]
    eta = prior(counts, 10)
    topics, again = (spark_topics(counts, eta, SETTINGS, seed=3) for _ in range(2))
    assert np.allclose(topics, again, atol=1e-7)
    figures = agreement(document_topics(counts, topics), [one.label for one in documents])
    assert figures["nmi"] > 0.5


@JAVA
def test_cancel_ends_the_work_and_spares_the_session(spark: Any) -> None:
    seen: list[Progress] = []
    task = Task()

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.total and progress.done:
            task.cancel()

    task.on_progress = stop
    counts = lee_bow().counts
    endless = LdaSettings(passes=1000, tolerance=0)
    with pytest.raises(Cancelled):
        spark_topics(counts, prior(counts, 8), endless, task=task)
    assert spark.sparkContext.statusTracker().getActiveJobsIds() == []
    assert spark.range(10).count() == 10
    assert seen[-1].total == 1000 * counts.shape[0]
    assert 0 < seen[-1].done < seen[-1].total
    assert seen[-1].detail.startswith("pass ")


def test_slices_are_the_corpus() -> None:
    counts = lee_bow().counts
    parts = list(_slices(counts))
    assert len(parts) == 4
    assert all(len(ends) > 1 for ends, _, _ in parts)
    assert np.shares_memory(parts[1][1], counts.indices)  # nothing was copied
    again = [csr_matrix((values, columns, ends), (len(ends) - 1, counts.shape[1]))
             for ends, columns, values in parts]  # fmt: skip
    assert sum(part.shape[0] for part in again) == counts.shape[0]
    assert sum(int(part.sum()) for part in again) == counts.sum()
    one = list(_slices(csr_matrix(np.array([[1, 2]]))))
    assert [len(ends) for ends, _, _ in one] == [2]


def test_machines_of_the_cluster_need_no_topicllama(tmp_path: Path) -> None:
    from pyspark import cloudpickle

    (tmp_path / "function").write_bytes(cloudpickle.dumps(_vectors(3)))
    script = (
        "import sys; sys.modules['topicllama'] = None\n"
        "import pathlib, numpy, pyspark\n"
        "made = pyspark.cloudpickle.loads(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "print(list(made([(numpy.array([0, 1, 2]), numpy.array([2, 0]), numpy.array([4, 5]))])))"
    )
    done = run(script, str(tmp_path / "function"))
    assert done.stdout.strip() == "[(SparseVector(3, {2: 4.0}),), (SparseVector(3, {0: 5.0}),)]"


@JAVA
def test_a_cluster_that_does_not_answer_is_given_up() -> None:
    script = (
        "import json, subprocess\n"
        "from topicllama.tools.errors import TopicLlamaError\n"
        "from topicllama.tools.spark_session import spark_session\n"
        "from pyspark import SparkContext\n"
        "try:\n"
        "    with spark_session('spark://127.0.0.1:9', limit=0.5): pass\n"
        "except TopicLlamaError as error: print(json.dumps(error.to_json()))\n"
    )
    done = run(script)
    said = json.loads(done.stdout)
    assert said["message"].startswith("Spark could not be started on spark://127.0.0.1:9 (")
    assert "17" in said["hint"]


def test_without_pyspark_it_says_how_to_get_it() -> None:
    script = (
        "import sys; sys.modules['pyspark'] = None\n"
        "from topicllama.tools.spark_session import spark_session\n"
        "with spark_session('local'): pass"
    )
    assert "TopicLlamaError: Training on Spark needs pyspark" in run(script).stderr


@pytest.mark.parametrize("path", ["", os.environ["PATH"]])
def test_without_java_it_says_so(path: str, tmp_path: Path) -> None:
    script = (
        "from topicllama.tools.spark_session import spark_session\n"
        "with spark_session('local'): pass"
    )
    home = str(tmp_path) if path else ""
    done = run(script, PATH=path, JAVA_HOME=home)
    assert "TopicLlamaError: Training on Spark needs Java" in done.stderr


def test_the_master_comes_from_settings_or_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOPICLLAMA_SPARK_MASTER", raising=False)
    assert master_of({}) == "local[*]"
    monkeypatch.setenv("TOPICLLAMA_SPARK_MASTER", "yarn")
    assert master_of({}) == "yarn"
    assert master_of({"spark": {"master": "spark://host:7077"}}) == "spark://host:7077"


@JAVA
def test_the_model_is_as_one_trained_here(spark: Any) -> None:
    model = train(lee_bow(), 6, engine="spark")
    assert [topic.id for topic in model.topics] == list(range(6))
    assert [t.share for t in model.topics] == sorted((t.share for t in model.topics), reverse=True)
    assert all(len(topic.keywords) >= 10 for topic in model.topics)
    assert model.document_topic.shape == (len(lee_bow().document_ids), 6)
    assert np.allclose(model.document_topic.sum(axis=1), 1, atol=1e-4)
    here = train(lee_bow(), 6)
    assert model.metrics.keys() == here.metrics.keys()
    assert model.parameters["engine"] == "spark"
    assert model.parameters.keys() == here.parameters.keys()
    one, other = (each / np.linalg.norm(each, axis=1, keepdims=True)
                  for each in (model.topic_word, here.topic_word))  # fmt: skip
    assert (one @ other.T).max(axis=1).min() > 0.97  # in this order or another


@JAVA
def test_the_command_trains_on_spark(tmp_path: Path) -> None:
    workspace = ["--workspace", str(tmp_path), "--json"]
    command("load", "demo-zh", *workspace)
    trained = command("train", "--topics", "6", "--engine", "spark", *workspace)
    assert trained.returncode == 0, trained.stderr
    assert json.loads(trained.stdout)["num_topics"] == 6
    assert "WARN" not in trained.stderr
    model = Workspace(tmp_path).require_model()
    assert model.parameters["engine"] == "spark"
    assert all(topic.label for topic in model.topics)


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    workspace = ["--workspace", str(tmp_path), "--json"]
    command("load", "demo-zh", *workspace)
    failed = command("train", "--topics", "6", "--engine", "spark", *workspace,
                     PATH="", JAVA_HOME="", LANG="zh_CN.UTF-8")  # fmt: skip
    assert failed.returncode == 1
    said = json.loads(failed.stdout)["error"]
    assert said["message"] == "在 Spark 上训练需要 Java，但没有找到。"
    assert "Java 17" in said["hint"]
    wrong = command("train", "--algorithm", "nmf", "--engine", "spark", *workspace)
    assert wrong.returncode == 1
    assert "only LDA" in json.loads(wrong.stdout)["error"]["message"]


def test_an_engine_that_is_not_there() -> None:
    with pytest.raises(TopicLlamaError, match="hadoop"):
        train(lee_bow(), 3, engine="hadoop")
