from topicllama.ui.page_memory import Memory


def test_what_is_kept_comes_back() -> None:
    memory = Memory("zh").opened("c1", "哪些主题最常见？").opened("c2", "Find topics")
    assert Memory.read(memory.write()) == memory
    assert [name for name, _ in memory.chats] == ["c2", "c1"]
    elsewhere = Memory(workspace="地铁")
    assert Memory.read(elsewhere.write()) == elsewhere


def test_a_chat_without_a_question_is_open_but_not_listed() -> None:
    memory = Memory().opened("c1", "")
    assert (memory.chat, memory.chats) == ("c1", ())


def test_anything_else_in_the_browser_is_an_empty_memory() -> None:
    for kept in (None, "", "{", "[]", '{"language": "en"}', 7, '{"chats": 1, "language": 2}'):
        assert Memory.read(kept) == Memory()


def test_opening_a_chat_again_moves_nothing() -> None:
    memory = Memory().opened("c1", "one").opened("c2", "two")
    assert memory.opened("c1", "one").chats == memory.chats
    assert memory.opened("c1", "").chats == (("c2", "two"),), "all of it was taken back"
