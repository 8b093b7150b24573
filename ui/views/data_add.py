"""Bringing texts in: the place to drop files, demos, pasted text, a path of this computer."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from ...tools.columns import ColumnChoice
from ...tools.errors import TopicLlamaError
from ...tools.progress import Task
from ...tools.readers import added
from ..jobs import Job
from ..page_html import esc
from ..page_uploads import Batch, total_size
from ..rooms import Room
from ..text import say
from .data_format import files, size
from .visit import Done, Sent, Visit

# What the script says, by the names of its data-attributes.
_FOR_SCRIPT = ("sending", "sending_bar", "cancel_upload", "too_large", "not_sent",
               "more_left_out", "nothing_chosen", "upload_stopped", "uploaded",
               "uploading_already")  # fmt: skip
_LONGEST_PASTE = 20_000_000  # characters; a file is the way for more


def add_card(visit: Visit) -> str:
    language, there = visit.language, not visit.workspace.corpus.is_empty
    small = " tl-data-compact" if there else ""
    return (
        f'<section class="tl-card tl-data-add{small}"><h2>{say("data_add", language)}</h2>'
        f"{uploader(visit)}{_demos(visit)}{_path(visit)}</section>{_paste_dialog(language)}"
    )


def uploader(visit: Visit, batch: str = "") -> str:
    """Where files are dropped and their upload is shown; those that come while a batch is looked
    at go to it. static/page.js gives the files that are dropped anywhere on the page."""
    language = visit.language
    words = " ".join(
        f'data-{key.replace("_", "-")}="{esc(say("data_" + key, language))}"' for key in _FOR_SCRIPT
    )
    small, main = (" tl-data-small", "") if batch else ("", " tl-primary")
    paste = (
        f'<button type="button" class="tl-button" data-opens="data-paste">'
        f"{say('data_paste', language)}</button>"
    )
    return (
        f'<div class="tl-data-uploader{small}" data-drop data-script="view_data.js"'
        f' data-batch="{esc(batch)}" {words}>'
        f'<div class="tl-data-drop"><b>{say("data_drop", language)}</b>'
        f'<small data-formats="{esc(say("data_formats", language) + _added(language))}"></small>'
        f'<div class="tl-tools"><button type="button" class="tl-button{main}"'
        f' data-choose="files">{say("data_choose_files", language)}</button>'
        f'<button type="button" class="tl-button" data-choose="folder">'
        f"{say('data_choose_folder', language)}</button>{'' if batch else paste}</div></div>"
        '<div class="tl-data-upload" role="status" aria-live="polite" hidden></div></div>'
    )


def _added(language: str) -> str:
    """The file endings that plugins add."""
    endings = " ".join(added())
    return say("data_formats_added", language, endings=endings) if endings else ""


def _demos(visit: Visit) -> str:
    language, there = visit.language, len(visit.workspace.corpus)
    asks = ""
    if there:
        question = say("data_demo_confirm", language, n=f"{there:,}")
        asks = (
            f' data-confirm="{esc(question)}" data-yes="{say("data_demo_yes", language)}" data-mild'
        )
    buttons = "".join(
        f'<button type="button" class="tl-chip" data-do="demo" data-name="{name}"{asks}>'
        f"{say(key, language)}</button>"
        for name, key in (("demo", "data_demo_en"), ("demo-zh", "data_demo_zh"))
    )
    return (
        f'<div class="tl-data-demos"><span>{say("data_demo_intro", language)}</span>{buttons}</div>'
    )


def _path(visit: Visit) -> str:
    if not visit.local:
        return ""
    language = visit.language
    return (
        f'<details class="tl-data-path"><summary>{say("data_path", language)}</summary>'
        f'<form data-do="path" data-mild data-confirm="{esc(say("data_path_confirm", language))}">'
        f'<label class="tl-field">{say("data_path_field", language)}'
        '<input type="text" name="path" required autocomplete="off" spellcheck="false"'
        ' placeholder="~/texts"></label>'
        f'<button class="tl-button">{say("data_load", language)}</button>'
        f'<p data-problem role="alert" hidden></p></form>'
        f'<p class="tl-quiet">{say("data_path_about", language)}</p></details>'
    )


def _paste_dialog(language: str) -> str:
    ways = "".join(
        f'<option value="{way}">{say("data_paste_" + way, language)}</option>'
        for way in ("one", "lines", "paragraphs")
    )
    return (
        f'<dialog class="tl-dialog tl-data-paste" id="data-paste" aria-labelledby="data-paste-h">'
        f'<form data-do="paste"><h2 id="data-paste-h">{say("data_paste_title", language)}</h2>'
        f'<label class="tl-field">{say("data_paste_field", language)}'
        '<textarea name="text" rows="10" required></textarea></label>'
        f'<label class="tl-field">{say("data_paste_how", language)}'
        f'<select name="how">{ways}</select></label><p data-problem role="alert" hidden></p>'
        f'<div class="tl-dialog-buttons"><button type="button" class="tl-button" data-closes>'
        f"{say('dialog_cancel', language)}</button>"
        f'<button class="tl-button tl-primary">{say("data_load", language)}</button></div>'
        "</form></dialog>"
    )


def waiting(visit: Visit) -> str:
    """Uploads that were not loaded: a load that failed, or a person who went away."""
    language, busy = visit.language, _being_loaded(visit.room)
    shown = [batch for batch in Batch.all(visit.workspace) if batch.name not in busy]
    rows = "".join(_waiting(batch, language) for batch in shown)
    if not rows:
        return ""
    return (
        f'<section class="tl-card tl-data-waiting"><h2>{say("data_waiting", language)}</h2>'
        f"<ul>{rows}</ul></section>"
    )


def _waiting(batch: Batch, language: str) -> str:
    found = batch.files()
    if not found:
        return ""
    names = ", ".join(path.name for path in found[:3]) + (" …" if len(found) > 3 else "")
    facts = f"{files(len(found), language)} · {size(total_size(found))}"
    confirm = esc(say("data_discard_confirm", language))
    return (
        f"<li><span><b>{esc(names)}</b> <small>{facts}</small></span>"
        f'<span class="tl-tools"><a class="tl-button" href="#/data/new/{batch.name}">'
        f"{say('data_go_on', language)}</a>"
        f'<button type="button" class="tl-button" data-do="discard" data-batch="{batch.name}"'
        f' data-confirm="{confirm}">{say("data_discard", language)}</button></span></li>'
    )


def _being_loaded(room: Room) -> set[str]:
    return {str(job.values.get("batch", "")) for job in room.jobs.running()}


# actions -------------------------------------------------------------------------------------


def begin(visit: Visit, sent: Sent) -> Done:
    """A batch for an upload that is about to begin."""
    return Done(data={"batch": Batch.begin(visit.workspace).name}, reload=False, changed=False)


def discard(visit: Visit, sent: Sent) -> Done:
    Batch(visit.workspace, str(sent.get("batch", ""))).discard()
    said = say("data_discarded", visit.language)
    return Done(said, go="#/data", changed=False)


def demo(visit: Visit, sent: Sent) -> Done:
    name = "demo-zh" if sent.get("name") == "demo-zh" else "demo"
    key = "data_demo_zh" if name == "demo-zh" else "data_demo_en"
    return started(start_load(visit, [name], origin=say(key, visit.language)), visit)


def path(visit: Visit, sent: Sent) -> Done:
    """Load from where the files lie, as the command line does."""
    if not visit.local:
        raise TopicLlamaError(
            "Files of the server are not read from here.", "Drop them onto the page."
        )
    named = Path(str(sent.get("path", "")).strip().strip("\"'")).expanduser()
    if not named.is_absolute() or not named.exists():
        raise TopicLlamaError(f"There is no file or folder {named}.", "Check the path.")
    return started(start_load(visit, [named]), visit)


def paste(visit: Visit, sent: Sent) -> Done:
    """Load what was typed or pasted, as one document or several."""
    text = str(sent.get("text", "")).replace("\r\n", "\n").strip()
    if not text:
        raise TopicLlamaError("There is no text.", "Paste or type some.")
    if len(text) > _LONGEST_PASTE:
        raise TopicLlamaError("That is too much to paste.", "Save it as a file, and drop that.")
    parts = {"lines": text.split("\n"), "paragraphs": _paragraphs(text)}
    time = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    name = say("data_paste_name", visit.language, time=time)
    batch = Batch.begin(visit.workspace)
    pieces = parts.get(str(sent.get("how", "")))
    if pieces is None:
        batch.write(f"{name}.txt", text)
    else:
        lines = (json.dumps({"text": piece}, ensure_ascii=False) for piece in pieces if piece)
        batch.write(f"{name}.jsonl", "\n".join(lines))
    return started(start_load(visit, batch.sources(), batch=batch, origin=name), visit)


def _paragraphs(text: str) -> list[str]:
    return ["\n".join(filter(None, block)) for block in _blocks(text)]


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def start_load(
    visit: Visit,
    sources: Sequence[str | Path],
    *,
    columns: Mapping[str, ColumnChoice] | None = None,
    replace: bool = False,
    batch: Batch | None = None,
    origin: str = "",
) -> Job:
    """Load in the background, then prepare search by meaning. The uploaded files are removed once
    their texts are in the corpus; after a load that failed they are there to be tried again."""
    room = visit.room
    if batch is not None and batch.name in _being_loaded(room):
        raise TopicLlamaError("These files are being loaded already.", "Wait until they are.")

    def work(task: Task) -> None:
        box = visit.toolbox(task=task)
        box.load(sources, columns=columns, replace=replace, origin=origin)
        if batch is not None:
            batch.discard()
        threading.Thread(target=_prepare_search, args=(room,), daemon=True).start()

    return room.jobs.start("jobs_load", work, batch=batch.name if batch is not None else "")


def _prepare_search(room: Room) -> None:
    """By meaning: begun after every load, as after a chat's. Keywords are ready with the load."""
    asyncio.run(room.status.prepare_search())


def started(job: Job, visit: Visit) -> Done:
    said = say("data_began", visit.language)
    return Done(said, go="#/data", changed=False, data={"job": job.id})


ACTIONS: dict[str, Callable[[Visit, Sent], Done]] = {
    "begin": begin,
    "discard": discard,
    "demo": demo,
    "path": path,
    "paste": paste,
}
