from __future__ import annotations

import pytest
from analysis_fixtures import demo_documents, label_model

from topicllama.tools import topic_model
from topicllama.tools.editing import rename
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.exporting import export, exported
from topicllama.tools.figures_kept import measure, measured
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.versions import read_versions, use_again
from topicllama.tools.workspace import Workspace


@pytest.fixture
def loaded(workspace: Workspace) -> Workspace:
    documents = demo_documents()
    workspace.corpus.add(documents)
    workspace.save_model(label_model(documents))
    workspace.save_model(rename(workspace.require_model(), 1, "Elsewhere"), only_labels=True)
    return workspace


def test_versions_are_told_without_their_matrices(
    loaded: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_model, "load", lambda _: pytest.fail("a whole model is read"))
    newest, first = read_versions(loaded)
    assert (newest.name, newest.current, newest.parent) == ("m0002", True, "m0001")
    assert newest.action.startswith("rename 1") and "Elsewhere" in newest.labels
    assert (first.name, first.current, first.num_topics) == ("m0001", False, 8)
    assert first.documents == 80 and first.created
    (loaded.root / "models" / "m0003").mkdir()  # damaged
    assert [one.name for one in read_versions(loaded)] == ["m0002", "m0001"]


def test_an_older_version_is_used_again(loaded: Workspace) -> None:
    assert use_again(loaded, "m0001").version == "m0001" == loaded.current_version
    assert [one.current for one in read_versions(loaded)] == [False, True]
    with pytest.raises(TopicLlamaError, match="no model version"):
        use_again(loaded, "m0009")


def test_figures_are_kept_for_the_documents_that_they_are_of(workspace: Workspace) -> None:
    documents = demo_documents()
    workspace.corpus.add(documents)
    Toolbox(workspace).train_topics(4)
    assert measured(workspace) == {}
    figures = measure(workspace)
    assert figures == Toolbox(workspace).evaluate(labels=True)
    assert measured(workspace) == {"m0001": figures}
    Toolbox(workspace).edit_topics("merge", "0, 1")
    assert "stability" not in workspace.require_model().metrics
    assert 0 < measure(workspace)["stability"] <= 1, "also for topics that were changed"
    assert set(measured(workspace)) == {"m0001", "m0002"}
    (workspace.root / "index" / "figures.json").write_text("[]")
    assert measured(workspace) == {}
    measure(workspace)
    workspace.corpus.add([type(documents[0])("new", "新的文档。", language="zh")])
    assert measured(workspace) == {}


def test_what_a_browser_saves_is_what_an_export_writes(loaded: Workspace) -> None:
    path, _ = export(loaded, "topics", "csv", loaded.root / "topics.csv")
    assert exported(loaded, "topics", "csv") == path.read_bytes()
    with pytest.raises(TopicLlamaError, match="no format"):
        exported(loaded, "topics", "exe")
