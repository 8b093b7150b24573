"""Chats on disk: listed by the beginning of their files, searched, renamed, deleted, exported."""

from __future__ import annotations

import json
import os
import time

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from topicllama.agent import chat_file, chat_list, chat_search
from topicllama.agent.chat_list import chats
from topicllama.agent.chat_markdown import chat_markdown
from topicllama.agent.chat_search import matching_line, search_chats
from topicllama.agent.chat_turn import ChatTurn
from topicllama.agent.conversation import Conversation
from topicllama.agent.events import Answer, Citation
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.workspace import Workspace

CITED = Citation(1, "d7", "The fire\ncame at night.", "<b>Fires</b> & *stars*", "2020-01-04")


def turn(question: str, answer: str = "Yes [1].", **more: object) -> ChatTurn:
    said = Answer(answer, "guide", "en", citations=[CITED], **more)  # type: ignore[arg-type]
    return ChatTurn(question, [HumanMessage(question), AIMessage(answer)], said)


def keep(workspace: Workspace, name: str, *turns: ChatTurn, owner: str = "", when: int = 0) -> None:
    path = chat_file.path_of(workspace, name)
    chat_file.write(path, list(turns), owner)
    if when:
        os.utime(path, (when, when))


def test_the_newest_comes_first_and_a_name_moves_nothing(workspace: Workspace) -> None:
    keep(workspace, "a", turn("first?"), when=100)
    keep(workspace, "b", turn("second?"), when=200)
    keep(workspace, "c", when=300)  # all of it was taken back
    (workspace.folder("chats") / "bad.json").write_text("{")
    assert [chat.title for chat in chats(workspace)] == ["second?", "first?"]
    chat_list.rename(workspace, "a", "  The   fires ")
    assert [chat.title for chat in chats(workspace)] == ["second?", "The fires"]
    assert len(chat_file.read(chat_file.path_of(workspace, "a"))) == 1
    chat_list.rename(workspace, "a", "")
    assert chats(workspace)[1].title == "first?"


def test_the_last_chat_comes_first_also_when_the_clock_was_set_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = 3_600_000_000_000
    now = time.time_ns()
    for name, moved in (("a", 0), ("b", 8_760), ("c", -24), ("d", -87_600), ("a", -2)):
        monkeypatch.setattr(time, "time_ns", lambda moved=moved: now + moved * hours)
        keep(workspace, name, turn(f"{name}?"))
    assert [chat.id for chat in chats(workspace)] == ["a", "d", "c", "b"]


def test_a_name_stays_when_the_chat_goes_on(workspace: Workspace) -> None:
    keep(workspace, "a", turn("first?"))
    chat_list.rename(workspace, "a", "Mine")
    keep(workspace, "a", turn("first?"), turn("more?"))
    assert chats(workspace)[0].title == "Mine"


def test_only_the_beginning_of_a_file_is_read(workspace: Workspace) -> None:
    keep(workspace, "a", turn('"turns": [] \\"turns": ' + "x" * 9000))
    path = chat_file.path_of(workspace, "a")
    first, _, _ = path.read_bytes().partition(b"\n")
    path.write_bytes(first + b"\n broken")
    assert chat_file.head(path).title.startswith('"turns": [] \\"turns": xx')


def test_files_of_an_older_version_are_read(workspace: Workspace) -> None:
    old = {"format": 1, "title": "old one", "turns": [turn("old one").to_json()]}
    path = chat_file.path_of(workspace, "old")
    path.write_text(json.dumps(old, ensure_ascii=False, indent=1))
    assert [(chat.title, chat.owner) for chat in chats(workspace, "")] == [("old one", "")]
    assert chats(workspace, "eva") == []
    assert Conversation(workspace, "old", owner="").title == "old one"


def test_a_chat_is_its_owners_alone(workspace: Workspace) -> None:
    keep(workspace, "evas", turn("mine?"), owner="eva")
    keep(workspace, "nobodys", turn("free?"))
    assert [chat.id for chat in chats(workspace, "eva")] == ["evas"]
    assert [chat.id for chat in chats(workspace, "")] == ["nobodys"]
    assert {chat.id for chat in chats(workspace)} == {"evas", "nobodys"}
    for asking in ("adam", ""):
        with pytest.raises(TopicLlamaError):
            Conversation(workspace, "evas", owner=asking)
        with pytest.raises(TopicLlamaError):
            chat_list.delete(workspace, "evas", asking)
        with pytest.raises(TopicLlamaError):
            chat_list.rename(workspace, "evas", "x", asking)
        assert search_chats(workspace, "mine", asking) == []
    with pytest.raises(TopicLlamaError):
        Conversation(workspace, "nobodys", owner="eva")
    kept = Conversation(workspace, "evas", owner="eva")
    kept.undo()
    assert chat_file.head(chat_file.path_of(workspace, "evas")).owner == "eva"


def test_deleting_is_for_good(workspace: Workspace) -> None:
    keep(workspace, "a", turn("first?"))
    assert search_chats(workspace, "first")
    chat_list.delete(workspace, "a")
    assert chats(workspace) == search_chats(workspace, "first") == []
    with pytest.raises(TopicLlamaError):
        chat_list.delete(workspace, "a")


def test_search_finds_all_words_in_what_was_said(workspace: Workspace) -> None:
    keep(workspace, "a", turn("about fires", "They burn.\nThe ÉTÉ was dry [1]."), when=100)
    keep(workspace, "b", turn("地铁票价怎么样？", "二号线票价按里程计费。"), when=200)
    found = search_chats(workspace, "été dry")
    assert [(each.chat.id, each.line) for each in found] == [("a", "The ÉTÉ was dry [1].")]
    assert search_chats(workspace, "ABOUT")[0].line == "", "the title says it"
    assert search_chats(workspace, "里程")[0].line == "二号线票价按里程计费。"
    assert search_chats(workspace, "fires 里程") == []
    assert search_chats(workspace, "came at night") == [], "what a tool returned was not said"
    keep(workspace, "a", turn("about fires", "Now about floods."))
    assert [each.chat.id for each in search_chats(workspace, "floods")] == ["a"]
    assert search_chats(workspace, "dry") == []
    assert [each.chat.id for each in search_chats(workspace, "")] == ["a", "b"]


def test_a_damaged_index_is_made_anew(workspace: Workspace) -> None:
    keep(workspace, "a", turn("about fires", "They burn."))
    (workspace.folder("chats") / chat_search._FILE).write_bytes(b"no database" * 100)
    assert search_chats(workspace, "burn")[0].line == "They burn."


def test_a_long_line_is_shown_around_what_was_found() -> None:
    line = matching_line("x " * 200 + "the needle is here", ["needle"])
    assert line.startswith("…") and line.endswith("the needle is here") and len(line) < 90


def test_markdown_has_sources_with_quotes(workspace: Workspace) -> None:
    text = chat_markdown("My [chat]", [turn("fires?"), turn("and?", "", stopped=True)], "en")
    assert text.startswith("# My \\[chat\\]\n\n## Question: fires?\n\n*")
    assert "the offline guide" in text and "\n\nYes [1].\n\n**Sources**\n\n" in text
    assert "- [1] \\<b\\>Fires\\</b\\> & \\*stars\\*, 2020-01-04 (`d7`)\n  > The fire came" in text
    assert "(stopped)" in text
    assert "## 问题: fires?" in chat_markdown("x", [turn("fires?")], "zh")


def test_turns_are_cut(workspace: Workspace) -> None:
    keep(workspace, "a", *(turn(f"q{n}") for n in range(3)))
    chat = Conversation(workspace, "a")
    chat.cut(5)
    chat.cut(1)
    assert [kept.text for kept in chat_file.read(chat_file.path_of(workspace, "a"))] == ["q0"]
    assert [message["text"] for message in chat.messages()] == ["q0", "Yes [1]."]


def test_an_upload_is_called_by_its_file() -> None:
    asked = 'Load "/home/some one/ws/uploads/0123abcd/my report.csv"'
    assert chat_file.title([turn(asked)]) == "Load my report.csv"


# added to, and broken off --------------------------------------------------------------------


def kept_of(workspace: Workspace, name: str) -> list[str]:
    return [kept.text for kept in chat_file.read(chat_file.path_of(workspace, name))]


def add(workspace: Workspace, name: str, *questions: str) -> None:
    path = chat_file.path_of(workspace, name)
    turns = chat_file.read(path)
    before = len(turns)
    turns.extend(turn(question, f"about {question}") for question in questions)
    chat_file.add(path, turns, before)


def test_a_turn_is_added_without_writing_the_others_again(workspace: Workspace) -> None:
    keep(workspace, "a", turn("first?"))
    path = chat_file.path_of(workspace, "a")
    before = path.read_bytes()
    add(workspace, "a", "more?", "and?")
    assert path.read_bytes().startswith(before) and path.read_bytes() != before
    assert kept_of(workspace, "a") == ["first?", "more?", "and?"]


@pytest.mark.parametrize("left", [1, 10, -10, -1])
def test_a_turn_that_was_broken_off_is_passed_over(workspace: Workspace, left: int) -> None:
    keep(workspace, "a", turn("first?"))
    path = chat_file.path_of(workspace, "a")
    one = path.stat().st_size
    add(workspace, "a", "second?")
    whole = path.read_bytes()
    path.write_bytes(whole[: one + left] if left > 0 else whole[:left])
    there = ["first?", "second?"] if left == -1 else ["first?"]  # only its line break is gone
    assert kept_of(workspace, "a") == there
    assert bool(search_chats(workspace, "about second")) == (left == -1)
    add(workspace, "a", "third?")
    assert kept_of(workspace, "a") == [*there, "third?"]
    assert search_chats(workspace, "about third") and b"\n\n" not in path.read_bytes()


def test_a_full_disk_leaves_the_file_as_it_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(workspace, "a", turn("first?"))
    path = chat_file.path_of(workspace, "a")
    before = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space left"):
        patched.setattr("os.fsync", full)
        add(workspace, "a", "second?")
    assert path.read_bytes() == before


async def test_a_turn_that_was_not_saved_is_saved_with_the_next(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(workspace, "a", turn("first?"))
    chat = Conversation(workspace, "a")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        said = [event async for event in chat.stream("hello")]
    assert "could not be saved" in said[-1].text and kept_of(workspace, "a") == ["first?"]
    _ = [event async for event in chat.stream("thanks")]
    assert kept_of(workspace, "a") == ["first?", "hello", "thanks"]


def test_a_damaged_turn_says_so_and_costs_no_other(workspace: Workspace) -> None:
    keep(workspace, "a", *(turn(f"q{n}?") for n in range(3)))
    path = chat_file.path_of(workspace, "a")
    lines = path.read_bytes().split(b"\n")
    lines[2] = b"\x00" + lines[2][1:]
    path.write_bytes(b"\n".join(lines))
    said = [message["text"] for message in Conversation(workspace, "a").messages()]
    assert said[0] == "q0?" and said[4] == "q2?"
    assert "damaged" in said[3] and "损坏" in said[3]


def test_only_what_was_added_is_read_for_the_search(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(workspace, "a", turn("first?"), turn("second?"))
    search_chats(workspace, "x")
    add(workspace, "a", "third?")
    read: list[int] = []
    original = chat_search.said
    monkeypatch.setattr(
        chat_search, "said", lambda *given: read.append(given[1]) or original(*given)
    )
    assert search_chats(workspace, "third") and search_chats(workspace, "first second third")
    assert len(read) == 1 and read[0] > 0
    chat_list.rename(workspace, "a", "Mine")
    assert search_chats(workspace, "mine third") and read[1:] == [0]


def test_two_processes_that_add_to_one_chat_lose_nothing(workspace: Workspace) -> None:
    keep(workspace, "a", turn("first?"))
    path = chat_file.path_of(workspace, "a")
    one, other = chat_file.read(path), chat_file.read(path)
    for turns, question in ((one, "ones?"), (other, "others?")):
        turns.append(turn(question))
        chat_file.add(path, turns, 1)
    assert kept_of(workspace, "a") == ["first?", "ones?", "others?"]
