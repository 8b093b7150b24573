"""A tab that is asked and asked leaves nothing more in the server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.workspace import Workspace
from topicllama.ui.app import SESSIONS, build
from topicllama.ui.page_memory import Memory
from topicllama.ui.page_updates import with_updates
from topicllama.ui.rooms import Rooms


async def test_plain_values_become_updates_and_updates_stay() -> None:
    box, other = object(), object()

    async def answers() -> dict[Any, Any]:
        return {box: "<p>", other: gr.update(visible=False)}

    async def streams(number: int) -> Any:
        for each in range(number):
            yield {box: str(each), other: gr.skip()}

    found = await with_updates(answers)()
    assert found[box] == gr.update(value="<p>") and found[other] == gr.update(visible=False)
    parts = [part async for part in with_updates(streams)(2)]
    assert [part[box] for part in parts] == [gr.update(value="0"), gr.update(value="1")]
    assert parts[0][other] == gr.skip()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("a text like Xanadu"), "原因见 TopicLlama 的日志"),
        (TopicLlamaError("There is no such chat.", "Load the page again."), "没有这个对话。请"),
        (OSError(28, "No space left on device: Xanadu"), "磁盘已满"),
    ],
)
async def test_a_failure_is_said_in_the_language_of_the_page_and_not_printed(
    error: Exception, told: str
) -> None:
    async def answers(kept: str) -> dict[Any, Any]:
        raise error

    async def streams(message: str, kept: str) -> Any:
        yield {}
        raise error

    kept = Memory("zh", "").write()
    with pytest.raises(gr.Error) as once:
        await with_updates(answers)(kept)
    with pytest.raises(gr.Error) as later:
        [part async for part in with_updates(streams)("text", kept)]
    for found in (once.value, later.value):
        assert told in found.message and "Xanadu" not in found.message
        assert found.title == "提示" and not found.print_exception


async def test_components_of_a_session_do_not_grow_with_what_is_shown(tmp_path: Path) -> None:
    """Gradio keeps one more of each whose plain value follows an update."""
    workspace = Workspace(tmp_path)
    workspace.set(prepare_search=False, chat_model="guide")
    blocks = build(Rooms(workspace))
    page = next(fn for fn in blocks.fns.values() if fn.api_name == "load")
    from gradio.state_holder import SessionState

    state = SessionState(blocks)
    counts = []
    for _ in range(4):
        values = dict.fromkeys(page.outputs, gr.skip())
        header = page.outputs[0]
        shown = {**values, header: gr.update(value="<p>anew</p>")}
        await blocks.postprocess_data(page, [shown[part] for part in page.outputs], state)
        counts.append(len(state.blocks_config.blocks))
    assert counts[-1] == counts[0], counts
    assert SESSIONS <= 100


def test_every_handler_that_shows_something_is_wrapped(tmp_path: Path) -> None:
    blocks = build(Rooms(Workspace(tmp_path)))
    showing = [fn for fn in blocks.fns.values() if len(fn.outputs) > 1]
    assert len(showing) > 10
    assert all(hasattr(fn.fn, "__wrapped__") for fn in showing), [fn.name for fn in showing]
