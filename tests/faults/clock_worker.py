"""A process that works while somebody moves its clock: a command a line in, a result a line out."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from corpora import documents

from topicllama.agent.conversation import ask
from topicllama.tools.progress import Task
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.jobs import Job, Jobs


def work(root: Path, turn: int) -> dict[str, Any]:
    """Load, fold in, find topics as a job, name one, ask; what durations were told."""
    workspace = Workspace(root)
    workspace.corpus.add(documents(f"k{turn}", 5, 12))
    tools = Toolbox(workspace)
    tools.update()
    seconds, left = list[float](), list[float]()
    jobs = Jobs(root / "jobs")
    job = jobs.start("jobs_train", lambda task: _slowly(Toolbox(Workspace(root), task=task)))
    while job.running:
        seconds.append(job.seconds)
        left += [] if job.seconds_left is None else [job.seconds_left]
        time.sleep(0.002)
    assert job.state == "done", job.error
    tools.edit_topics("rename", "0", f"Name {turn}")
    answer = ask(workspace, "Which topics are there?", f"chat{turn}")
    found = tools.search_documents(f"k{turn}0", mode="keyword", limit=3)
    return {
        "version": workspace.current_version, "seconds": [*seconds, _ended(job)], "left": left,
        "answer": answer.text, "found": [hit.id for hit in found.results], "now": time.time(),
    }  # fmt: skip


def _slowly(tools: Toolbox) -> None:
    """So that the clock moves in the middle."""
    task = tools.task or Task()
    for step in range(10):
        task.report("read", step, 10)
        time.sleep(0.01)
    tools.train_topics(4)


def _ended(job: Job) -> float:
    return job.seconds


def main() -> None:
    root = Path(sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(work(root, int(line))), flush=True)


if __name__ == "__main__":
    main()
