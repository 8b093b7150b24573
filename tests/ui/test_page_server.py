"""The server of the page: headers, who may reach it, what it refuses."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.workspace import Workspace
from topicllama.ui.app import launch


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str]]:
    workspace = Workspace(tmp_path_factory.mktemp("ws"))
    workspace.set(prepare_search=False)
    address: list[str] = []
    blocks = launch(workspace, port=0, open_browser=False, block=False, on_start=address.append)
    yield blocks, address[0]
    blocks.close()


def test_only_this_computer_reaches_it(served: tuple[Any, str]) -> None:
    assert served[1].startswith("http://127.0.0.1:")
    assert served[0].share is False
    assert served[0].analytics_enabled is False


def test_the_browser_may_load_nothing_from_elsewhere(served: tuple[Any, str]) -> None:
    with urllib.request.urlopen(served[1]) as reply:
        headers = reply.headers
        body = reply.read().decode()
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy and "*" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert "fonts.googleapis" not in body


def test_it_is_not_shared(tmp_path: Path) -> None:
    with pytest.raises(TopicLlamaError, match="not shared"):
        launch(Workspace(tmp_path), share=True)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(TopicLlamaError, match=str(port)) as error:
            launch(Workspace(tmp_path), port=port, open_browser=False, block=False)
    assert "--port" in error.value.hint
