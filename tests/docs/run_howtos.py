"""Runs the commands of the how-tos for real: ``make howtos``, or with names of pages.

Each page runs from its first block to its last in a folder and a workspace of its own; the blocks
marked ``bash`` do, those marked ``sh`` need a server or a model that is not here. A stand-in
answers as Ollama. Prints a line a page, and what a page printed when it failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ollama_server import OllamaServer, scripted_llama  # noqa: E402
from written import DOCS, blocks  # noqa: E402


def run(page: Path, address: str) -> tuple[int, str]:
    """The exit code of a page's commands, and all that they printed."""
    script = "set -euo pipefail\n" + "\n".join(blocks(page, "bash"))
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, env=_environment(folder, address), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    return done.returncode, done.stdout


def _environment(folder: str, address: str) -> dict[str, str]:
    ours = {
        "HF_HUB_OFFLINE": "1", "OLLAMA_HOST": address, "LANG": "C.UTF-8", "HOME": folder,
        "XDG_DATA_HOME": folder, "TOPICLLAMA_WORKSPACE": f"{folder}/workspace",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }  # fmt: skip
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TOPICLLAMA_", "OLLAMA_"))}
    return {**kept, **ours}


def main(names: list[str]) -> int:
    """0 when every page ran to its end."""
    pages = [page for page in sorted((DOCS / "howto").glob("*.md"))
             if blocks(page, "bash") and (not names or page.stem in names)]  # fmt: skip
    failed = 0
    with OllamaServer(behaviour=scripted_llama) as server:
        for page in pages:
            started = time.perf_counter()
            code, printed = run(page, server.url)
            failed += code != 0
            print(f"{'ok  ' if code == 0 else 'FAIL'} {time.perf_counter() - started:6.1f} s  "
                  f"{page.name}", flush=True)  # fmt: skip
            if code or names:
                print(printed, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
