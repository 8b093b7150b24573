"""What of a conversation is sent to the model."""

from __future__ import annotations

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from topicllama.agent.history import complete, estimate_tokens, fit, message_tokens


def turn(number: int, result: str = "found", answer: str = "It is so [1].") -> list[BaseMessage]:
    call = {"name": "show_topics", "args": {}, "id": f"c{number}", "type": "tool_call"}
    return [
        HumanMessage(f"question {number}"),
        AIMessage("", tool_calls=[call]),
        ToolMessage(result, tool_call_id=f"c{number}", name="show_topics", artifact={"n": number}),
        AIMessage(answer),
    ]


def test_old_results_are_shortened_first_then_old_turns_go() -> None:
    messages = [m for n in range(6) for m in turn(n, "x" * 3000)] + [HumanMessage("now?")]
    kept = fit(messages, 700)
    assert sum(map(message_tokens, kept)) <= 700
    assert kept[-1].text == "now?" and isinstance(kept[0], HumanMessage)
    results = [m for m in kept if isinstance(m, ToolMessage)]
    assert len(results) > 2 and all(len(m.text) <= 300 for m in results)
    assert all(m.artifact for m in results)
    assert not any("[1]" in m.text for m in kept)


def test_the_present_turn_stays_whole_until_it_alone_is_too_long() -> None:
    present = turn(1, "y" * 9000)[:3]
    assert fit(present, 5000) == present
    kept = fit([*turn(0), *present], 1000)
    assert [type(m) for m in kept[-3:]] == [HumanMessage, AIMessage, ToolMessage]
    assert 2000 < len(kept[-1].text) < 9000
    assert sum(map(message_tokens, kept)) <= 1000


def test_no_result_is_left_without_its_call() -> None:
    messages = [m for n in range(30) for m in turn(n)]
    for room in range(0, 1500, 37):
        calls: set[str] = set()
        for message in fit([*messages, HumanMessage("now?")], room):
            if isinstance(message, AIMessage):
                calls |= {str(call["id"]) for call in message.tool_calls}
            if isinstance(message, ToolMessage):
                assert message.tool_call_id in calls


def test_a_stopped_turn_gets_its_missing_results() -> None:
    human, asked, result, _ = turn(1)
    whole = complete([human, asked], "stopped")
    assert [m.text for m in whole if isinstance(m, ToolMessage)] == ["stopped"]
    assert complete([human, asked, result], "stopped") == [human, asked, result]
    assert complete([human, result], "stopped") == [human]


def test_tokens_are_estimated_from_above() -> None:
    assert estimate_tokens("山火" * 50) >= 100
    assert estimate_tokens("word " * 100) >= 100
