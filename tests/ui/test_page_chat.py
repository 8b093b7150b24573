"""A turn as its events come in, and what the chatbot shows of it."""

from topicllama.agent.events import (
    Answer,
    Citation,
    ConfirmationNeeded,
    TextDelta,
    ToolFinished,
    ToolProgress,
    ToolStarted,
)
from topicllama.ui.page_chat import Turn

ARGUMENTS = {"num_topics": 8, "algorithm": "lda"}


def contents(turn: Turn, language: str = "en") -> str:
    return "\n".join(message["content"] for message in turn.messages(0, language)[1:])


def running() -> Turn:
    turn = Turn("Find 8 topics")
    turn.apply(ToolStarted("t1", "train_topics", ARGUMENTS))
    turn.apply(ToolProgress("t1", "train", 340, 1500, "pass 2 of at most 5"))
    return turn


def test_thinking_shows_until_something_happens() -> None:
    turn = Turn("hi")
    assert "tl-thinking" in contents(turn)
    turn.apply(TextDelta("Hello"))
    assert "tl-thinking" not in contents(turn)


def test_a_running_step_shows_its_progress() -> None:
    step = running().messages(0, "en")[1]
    assert step["metadata"] == {"title": "Finding 8 topics", "status": "pending"}
    assert "training: pass 2 of 5, 340/1,500" in step["content"].replace("&#58;", ":")
    assert "训练：第 2/5 遍，340/1,500" in running().messages(0, "zh")[1]["content"]
    assert 'max="1500" value="340"' in step["content"]
    assert "寻找 8 个主题" in running().messages(0, "zh")[1]["metadata"]["title"]


def test_a_finished_step_folds_and_says_how_long_it_took() -> None:
    turn = running()
    turn.apply(ToolFinished("t1", "train_topics", ARGUMENTS, 4.2, {"num_topics": 8}))
    metadata = turn.messages(0, "en")[1]["metadata"]
    assert (metadata["status"], metadata["duration"]) == ("done", 4.2)
    assert "8 topics" in metadata["title"]


def test_a_failed_step_says_why_without_markup() -> None:
    turn = running()
    turn.apply(ToolFinished("t1", "train_topics", ARGUMENTS, 0.1, None, "No <b>texts</b>."))
    assert "failed" in turn.messages(0, "en")[1]["metadata"]["title"]
    assert "<b>" not in contents(turn)


def test_a_step_that_was_stopped_has_not_failed() -> None:
    turn = running()
    turn.apply(ToolFinished("t1", "train_topics", ARGUMENTS, 0.1, None, "stopped"))
    assert "已停止" in turn.messages(0, "zh")[1]["metadata"]["title"]
    assert "tl-step-error" not in contents(turn)


def test_stopping_ends_the_step_and_says_so() -> None:
    turn = running()
    turn.apply(Answer("", "guide", "en", stopped=True))
    assert turn.messages(0, "en")[1]["metadata"]["status"] == "done"
    assert "stopped" in turn.messages(0, "en")[1]["metadata"]["title"]
    assert "Stopped." in contents(turn)
    assert "已停止" in contents(turn, "zh")


def test_a_permission_is_asked_and_goes_when_answered() -> None:
    turn = Turn("delete topic 3")
    turn.apply(ConfirmationNeeded("c1", "Delete topic 3 (<i>fires</i>)?"))
    assert 'name="allow" value="c1"' in contents(turn)
    assert "<i>" not in contents(turn)
    turn.apply(Answer("Done.", "guide", "en"))
    assert "tl-permission" not in contents(turn)


def test_citations_are_known_from_the_answer_and_before_it_from_results() -> None:
    turn = Turn("bushfires?")
    turn.apply(ToolStarted("t", "search_documents", {"query": "bushfires"}))
    hit = {"number": 1, "id": "d1", "title": "Fires", "passage": "A fire", "start": 3, "end": 9}
    turn.apply(ToolFinished("t", "search_documents", {}, 0.1, {"results": [hit]}))
    turn.apply(TextDelta("Fires burn [1]"))
    assert 'value="0:1"' in contents(turn)
    cited = Citation(1, "d1", "A fire", "Fires", "", 4, 10)
    turn.apply(Answer("Fires burn [1].", "guide", "en", citations=[cited]))
    assert turn.citations[1].start == 4
    assert "Fires burn" in contents(turn)


def test_the_final_text_replaces_what_was_streamed() -> None:
    turn = Turn("q")
    turn.apply(TextDelta('{"name": "search'))
    turn.apply(Answer("Here it is.", "ollama:llama3.2", "en"))
    assert contents(turn) == "Here it is."


def test_an_upload_reads_as_its_file() -> None:
    turn = Turn('Load "/home/me/ws/uploads/0123abcd/my report.csv"')
    assert turn.messages(0, "en")[0]["content"] == "📎 Load my report.csv"
    assert (
        "/home" not in Turn('Load "/home/me/ws/uploads/0123abcd"').messages(0, "zh")[0]["content"]
    )
