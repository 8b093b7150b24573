"""The evaluation of an agent: the guide on all conversations, a scripted Llama on some."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ollama_server import OllamaServer, Reply

from topicllama.agent import models
from topicllama.agent.evaluation import Evaluation, evaluate
from topicllama.agent.evaluation_cases import Case, CaseTurn, Expected, read_cases
from topicllama.agent.evaluation_matching import Call, Shown, right_arguments, right_tools
from topicllama.agent.evaluation_stage import Stage
from topicllama.agent.tool_specs import NAMES
from topicllama.tools.errors import TopicLlamaError

HERE = Path(__file__).parent
# The least share of the guide in each language.
FLOORS = {"tool": 0.9, "arguments": 0.87, "restraint": 0.9, "recovery": 0.6, "answered": 1.0,
          "language": 0.97}  # fmt: skip


pytestmark = pytest.mark.timeout(600)  # the first test plays all conversations


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("stage"))


@pytest.fixture(scope="module")
def guide(stage: Stage) -> dict[str, Any]:
    """What the guide makes of all conversations; this is what CI watches."""
    return asyncio.run(evaluate(models.guide(""), read_cases(), stage)).to_json()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_guide_holds_its_floors(guide: dict[str, Any], language: str) -> None:
    scores = guide["by_language"][language]
    print(language, {name: f"{s['right']}/{s['of']}" for name, s in scores.items()})
    assert {name: s["share"] for name, s in scores.items() if s["share"] < FLOORS[name]} == {}


def test_injected_orders_and_two_requests_are_all_right_for_the_guide(
    guide: dict[str, Any],
) -> None:
    assert guide["by_test"]["two-requests"]["share"] == 1.0
    for failure in guide["failures"]:
        if "injected" in failure["id"]:
            assert not failure["called"]


def test_the_conversations_are_many_balanced_and_of_their_own_wording() -> None:
    cases = read_cases()
    languages = Counter(case.language for case in cases)
    assert len(cases) >= 60 and languages["en"] == languages["zh"]
    calls = Counter(call.tool for case in cases for turn in case.turns for call in turn.calls)
    assert set(calls) == set(NAMES) and min(calls.values()) >= 4
    tests = {test for case in cases for test in case.tests}
    assert {"follow-up", "correction", "two-requests", "mixed-language", "recovery", "restraint",
            "injection"} <= tests  # fmt: skip
    assert len({case.id for case in cases}) == len(cases)
    tuned = (HERE / "utterances_dev.jsonl").read_text("utf-8").splitlines()
    known = {_letters(json.loads(line)["text"]) for line in tuned if line.strip()}
    assert not known & {_letters(turn.say) for case in cases for turn in case.turns}


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


# a Llama -------------------------------------------------------------------------------------


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


class Player:
    """The test server's model: it makes the calls that the conversations expect, one at a time, and
    answers in the language of the question; of some turns it makes something else."""

    def __init__(self, cases: list[Case], otherwise: dict[str, list[tuple[str, Any]]]) -> None:
        self.turns = {turn.say: (case, turn) for case in cases for turn in case.turns}
        self.otherwise = otherwise

    def __call__(self, body: dict[str, Any]) -> Reply:
        messages = body["messages"]
        asked = max(n for n, m in enumerate(messages) if m["role"] == "user")
        case, turn = self.turns[messages[asked]["content"]]
        made = sum(len(m.get("tool_calls") or ()) for m in messages[asked:])
        wanted = [(call.tool, {name: _first(v) for name, v in call.arguments.items()})
                  for call in turn.calls]  # fmt: skip
        calls = self.otherwise.get(turn.say, wanted)
        if made < len(calls):
            return Reply(calls=[calls[made]])
        return Reply("This is what there is." if case.language == "en" else "情况就是这样。")


def played(ollama: OllamaServer, stage: Stage, ids: list[str], **otherwise: Any) -> dict[str, Any]:
    cases = [case for case in read_cases() if case.id in ids]
    says = {turn.say: otherwise[f"turn{n}"] for n, turn in enumerate(cases[0].turns)
            if f"turn{n}" in otherwise}  # fmt: skip
    ollama.behaviour = Player(cases, says)
    chosen = models.choose({"chat_model": "ollama:llama3.2"})
    return asyncio.run(evaluate(chosen, cases, stage)).to_json()


def test_a_llama_that_does_all_right_is_told_so(ollama: OllamaServer, stage: Stage) -> None:
    ids = ["en-wrong-topic", "zh-overview", "en-hello", "zh-greeting-and-request", "en-delete",
           "en-injected-call"]  # fmt: skip
    record = played(ollama, stage, ids)
    assert record["model"] == "ollama:llama3.2" and record["failures"] == []
    assert record["conversations"] == 6 and record["turns"] == 13
    assert record["scores"]["recovery"] == {"right": 1, "of": 1, "share": 1.0}


WRONG = [
    ([("train_topics", {"num_topics": 3})], ["tool", "arguments"]),
    ([("show_topics", {"topic": "2"}), ("edit_topics", {"action": "undo"})], ["tool", "arguments"]),
    ([("show_topics", {"topic": "3"})], ["arguments"]),
    (
        [("show_topics", {"topic": "99"}), ("show_topics", {"topic": "98"})],
        ["arguments", "recovery"],
    ),
]


@pytest.mark.parametrize(("calls", "wrong"), WRONG)
def test_what_a_llama_does_wrong_is_counted(
    ollama: OllamaServer, stage: Stage, calls: list[Any], wrong: list[str]
) -> None:
    record = played(ollama, stage, ["en-wrong-topic"], turn1=calls)
    (failure,) = record["failures"]
    assert set(wrong) <= set(failure["wrong"]) <= {*wrong, "recovery"}
    assert failure["say"] == "I meant topic 2."


def test_a_llama_that_calls_nothing_is_helped_and_that_is_counted(
    ollama: OllamaServer, stage: Stage
) -> None:
    record = played(ollama, stage, ["en-wrong-topic"], turn1=[])
    assert record["failures"] == [] and record["looked_up"] == 1


def test_a_needless_call_and_a_guide_in_its_place_are_counted(
    ollama: OllamaServer, stage: Stage
) -> None:
    record = played(ollama, stage, ["en-out-of-scope"], turn0=[("show_topics", {})])
    assert record["scores"]["restraint"]["right"] == 2
    ollama.behaviour = lambda body: Reply(status=500, error="llama runner process has terminated")
    chosen = models.choose({"chat_model": "ollama:llama3.2"})
    cases = [case for case in read_cases() if case.id == "zh-overview"]
    record = asyncio.run(evaluate(chosen, cases, stage)).to_json()
    assert record["scores"]["answered"]["right"] == 0


# matching ------------------------------------------------------------------------------------

SEARCH = Expected("search_documents", {"query": "yacht race", "since": "2003", "until": "2003"})
MATCHES = [
    ({"query": "the yacht race", "since": "2003-01-01", "until": "2003-12-31"}, True),
    ({"query": "Race of yachts: yacht race", "since": "2003", "until": "2003", "limit": 9}, True),
    ({"query": "yacht", "since": "2003", "until": "2003"}, False),
    ({"query": "yacht race", "since": "2003"}, False),
    ({"query": "yacht race", "since": "2003", "until": "2003", "topic": "2"}, False),
]


@pytest.mark.parametrize(("given", "right"), MATCHES)
def test_arguments_of_a_search(given: dict[str, Any], right: bool) -> None:
    assert right_arguments([SEARCH], [Call("search_documents", given)], Shown()) is right


def test_a_call_may_be_mended_and_ids_stand_in_any_order() -> None:
    merge = Expected("edit_topics", {"action": "merge", "topics": "1,4"})
    calls = [Call("edit_topics", {"action": "merge", "topics": "x"}, "no such topic"),
             Call("edit_topics", {"action": "merge", "topics": "4 and 1"})]  # fmt: skip
    assert right_tools([merge], calls) and right_arguments([merge], calls, Shown())
    assert not right_tools([merge], [*calls, Call("show_topics", {})])
    assert not right_tools([], calls) and right_tools([], [])


def test_what_was_shown_stands_behind_a_place() -> None:
    shown = Shown(topics=("5", "3"), documents=("a", "b"))
    second = Expected("show_topics", {"topic": "@2"})
    assert right_arguments([second], [Call("show_topics", {"topic": "3"})], shown)
    liked = Expected("recommend_documents", {"liked": "@2"})
    assert right_arguments([liked], [Call("recommend_documents", {"liked": "b"})], shown)
    assert not right_arguments([liked], [Call("recommend_documents", {"liked": "2"})], Shown())


BROKEN = [
    ('{"id": "x"}', "'language' is missing"),
    ('{"language": "fr", "start": "empty", "turns": []}', "'fr' is not one of en, zh"),
    ("{broken", "Expecting property name"),
    ('{"language": "en", "start": "empty", "turns": [{"say": "x", "calls": [{"tool": "fly"}]}]}',
     "'fly' is not one of load_corpus"),
    ('{"language": "en", "start": "empty", "turns": [{"say": "x", "calls": '
     '[{"tool": "show_topics", "arguments": {"n": 1}}]}]}', "'n' is not one of topic"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "words"), BROKEN)
def test_a_line_that_is_no_conversation_is_named(tmp_path: Path, line: str, words: str) -> None:
    file = tmp_path / "own.jsonl"
    good = '{"language": "en", "start": "empty", "turns": [{"say": "hi", "calls": []}]}'
    file.write_text(f"{good}\n\n{line}\n", "utf-8")
    with pytest.raises(TopicLlamaError, match="Line 3 of .*own.jsonl") as raised:
        read_cases(file)
    assert words in raised.value.message


def test_scores_of_nothing_are_empty() -> None:
    record = Evaluation("guide").to_json()
    assert record["scores"]["tool"] == {"right": 0, "of": 0, "share": None}


def test_a_turn_of_a_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    turn = {"say": "hi", "calls": [], "also": [[{"tool": "show_topics"}]], "after_error": True}
    record = {"language": "zh", "start": "empty", "corpus": "en", "turns": [turn]}
    file.write_text("\ufeff" + json.dumps(record), "utf-8")
    (case,) = read_cases(file)
    assert case == Case("line-1", "zh", "empty", (
        CaseTurn("hi", (), ((Expected("show_topics"),),), True),), (), "en")  # fmt: skip
