from topicllama.ui.page_memory import Memory


def test_what_is_kept_comes_back() -> None:
    memory = Memory("zh", "c1", "地铁")
    assert Memory.read(memory.write()) == memory


def test_the_chats_that_an_older_version_kept_are_not_needed() -> None:
    old = '{"language": "en", "chat": "c1", "chats": [["c1", "one"]]}'
    assert Memory.read(old) == Memory("en", "c1")


def test_anything_else_in_the_browser_is_an_empty_memory() -> None:
    for kept in (None, "", "{", "[]", '{"language": "en"}', 7, '{"chat": 1, "language": 2}'):
        assert Memory.read(kept) == Memory()
