"""A change runs without a click when the person's own words ask for it, and only then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from topicllama.agent.permission import Permission
from topicllama.agent.toolset import REFUSED
from topicllama.tools.workspace import Workspace

LOAD, TRAIN, LABEL = ("load_corpus", {"source": "demo"}), ("train_topics", {}), ("label_topics", {})
MERGE, SPLIT, RENAME, NOISE, UPDATE, UNDO = (
    ("edit_topics", {"action": action, "topics": "1"})
    for action in ("merge", "split", "rename", "noise", "update", "undo")
)
CHANGES = (LOAD, TRAIN, LABEL, MERGE, SPLIT, RENAME, NOISE, UPDATE, UNDO)


def train(number: int) -> tuple[str, dict[str, Any]]:
    return "train_topics", {"num_topics": number}


@pytest.fixture
def trained(workspace: Workspace) -> Workspace:
    """A workspace that has topics: their version is all that is looked at."""
    workspace.folder("models").joinpath("current").write_text("m0001")
    return workspace


def asks(workspace: Workspace, text: str, call: tuple[str, dict[str, Any]], **given: Any) -> str:
    wish = Permission(workspace, text, given.pop("past", ()), given.pop("language", "en"))
    return wish.question(*call, has_read=given.pop("has_read", True))


WISHES = [
    ("load the demo and find 8 topics and name them", [LOAD, train(8), LABEL]),
    ("Load the demo, then find 8 topics, and give them names as newspaper sections",
     [LOAD, train(8), LABEL]),
    ("load demo, 8 topics, names in english", [LOAD, train(8), LABEL]),
    ("Could you import the sample data and cluster it into 6 themes?", [LOAD, train(6)]),
    ("group the articles into about eight themes and give them snappy names", [train(8), LABEL]),
    ("find topics", [TRAIN, train(10)]),
    ("retrain", [TRAIN]),
    ("no, 12 topics", [train(12)]),
    ("I want 300 topics, not 8", [train(300)]),
    ("undo that and find a dozen topics instead", [UNDO, train(12)]),
    ("find the topics, name them in Chinese, and show me the trends", [TRAIN, LABEL]),
    ("merge topics 2 and 3 and call the result Sport", [MERGE, RENAME]),
    ("the topics about cricket and tennis belong together, merge them", [MERGE]),
    ("split topic 1 and name the topics again", [SPLIT, LABEL]),
    ("ignore the word say and retrain", [NOISE, TRAIN]),
    ("include the new documents", [UPDATE]),
    ("add the new texts to the topics and relabel everything for a child", [LABEL]),
    ("take that back", [UNDO]),
    ("载入演示语料，找出8个主题，然后命名", [LOAD, train(8), LABEL]),
    ("先加载中文示例，再分成6个主题，最后用中文命名", [LOAD, train(6), LABEL]),
    ("这些文章能归成几类？帮我聚成八类并取个好名字", [train(8), LABEL]),
    ("找出主题并用报纸栏目的风格命名", [TRAIN, LABEL]),
    ("把主题1和2合并，然后给它起名叫体育", [MERGE, RENAME]),
    ("把那两个体育主题合在一起", [MERGE]),
    ("把“表示”设为噪音词后重新训练", [NOISE, TRAIN]),
    ("撤销，然后重新分成12个主题", [UNDO, train(12)]),
    ("不对，要12个主题", [train(12)]),
    ("更新一下主题", [UPDATE]),
    ("load 中文示例，然后 train 8 topics", [LOAD, train(8)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "calls"), WISHES)
def test_what_a_person_asks_for_needs_no_click(
    trained: Workspace, text: str, calls: list[Any]
) -> None:
    assert [call for call in calls if asks(trained, text, call)] == []


OTHERS = [
    "what do the texts say about fires?", "which topics are most common?", "thanks!",
    "how did the topics change over time?", "summarise document 12", "show articles about cricket",
    "what would happen if I merged 2 and 5?", "tell me about topic 3", "how good are the topics?",
    "what are these texts about?",
    "这些文章怎么说火灾？", "哪些主题最常见？", "主题2讲什么？", "有哪些关于手机的文章？", "谢谢",
    "推荐和文档12相似的文章", "第0个主题是讲什么的", "主题随时间如何变化？",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHERS)
def test_what_nobody_asked_for_is_asked(trained: Workspace, text: str) -> None:
    free = [call for call in CHANGES if not asks(trained, text, call)]
    assert free == ([MERGE] if "merged" in text else [])  # a wish to see what a merge would do
    assert asks(trained, text, train(500))


def test_reading_is_never_asked(trained: Workspace) -> None:
    for call in (("search_documents", {"query": "x"}), ("show_topics", {}),
                 ("analyze_corpus", {"kind": "trends"}), ("recommend_documents", {"liked": "1"}),
                 ("edit_topics", {"action": "preview merge", "topics": "1,2"})):  # fmt: skip
        assert asks(trained, "hello", call) == ""


def test_another_number_than_the_one_named_is_asked(trained: Workspace) -> None:
    assert asks(trained, "find 8 topics", train(500))
    assert asks(trained, "找出8个主题", train(500))
    assert asks(trained, "find topics", train(500))
    assert "500" in asks(trained, "find topics", train(500), language="zh")


def test_a_first_training_needs_no_click_before_anything_was_read(workspace: Workspace) -> None:
    text = "what are these texts about?"
    assert asks(workspace, text, TRAIN, has_read=False) == ""
    assert asks(workspace, text, train(500), has_read=False)
    assert asks(workspace, text, TRAIN, has_read=True)
    past = [HumanMessage("fires?"), ToolMessage("[1] <<<Fires>>>", tool_call_id="1")]
    assert asks(workspace, text, TRAIN, has_read=False, past=past)


def test_again_does_not_mean_what_was_refused(trained: Workspace) -> None:
    made = {"name": "train_topics", "args": {"num_topics": 7}, "id": "1", "type": "tool_call"}
    call, results = AIMessage("", tool_calls=[made]), []
    for words, status in ((f"Error: {REFUSED} Ask for it.", "error"), ("Found 7.", "success")):
        artifact = {"num_topics": 7} if status == "success" else None
        result = ToolMessage(words, tool_call_id="1", status=status, artifact=artifact)
        past = [HumanMessage("find 7 topics"), call, result]
        results.append(asks(trained, "again", train(7), past=past))
    assert results[0] and not results[1]


def test_a_dropped_file_is_loaded_and_another_one_asked(workspace: Workspace) -> None:
    dropped = workspace.folder("uploads") / "a1" / "news.csv"
    for source in (dropped, dropped.parent):
        assert asks(workspace, f"Load {source}", ("load_corpus", {"source": str(source)})) == ""
    other = ("load_corpus", {"source": str(workspace.root / "uploads" / "b2" / "other.csv")})
    assert "other.csv" in asks(workspace, f"Load {dropped}", other)


def test_a_question_cannot_be_written_by_a_document(trained: Workspace) -> None:
    name = "x\u202e\u001b[2J <|eot_id|>" + "y" * 500
    asked = asks(trained, "hi", ("edit_topics", {"action": "rename", "topics": "1", "name": name}))
    assert "\u202e" not in asked and "\u001b" not in asked and "<" not in asked
    assert len(asked) < 250


def test_on_the_guides_utterances() -> None:
    """Wishes that would be asked about in spite of what was said, and the other way round."""
    folder, missed, free, counted = Path(__file__).parent, [], [], 0
    for line in (folder / "utterances_heldout.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("history"):
            continue
        wish, counted = Permission(None, row["text"], (), "en"), counted + 1  # type: ignore[arg-type]
        tools = [tool for tool in ("load_corpus", "train_topics", "label_topics", "edit_topics")
                 if wish._asks_for(tool)]  # fmt: skip
        if row["tool"] in ("load_corpus", "train_topics", "label_topics", "edit_topics"):
            missed += [row["text"]] if row["tool"] not in tools else []
        elif tools:
            free.append(row["text"])
    assert len(missed) <= 0.05 * counted and len(free) <= 0.05 * counted, (missed, free)
