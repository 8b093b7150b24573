"""The example notebook: run as a person would, and kept with what it shows.

After a change of what is shown, write it anew (and read the difference):

    .venv/bin/python tests/documented_notebook.py
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat
from documented import ROOT, prepare
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOK = ROOT / "examples" / "notebook.ipynb"


def executed(folder: Path) -> NotebookNode:
    """The notebook, run anew in a folder, with nothing of the run or the machine in it."""
    prepare(folder)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    where = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not _gone(output)]
    return notebook


def _gone(output: NotebookNode) -> bool:
    """A bar that has done its work."""
    return output.output_type == "display_data" and not any(output.data.values())


def texts(notebook: NotebookNode) -> list[str]:
    """What each code cell shows, without HTML."""
    return [
        "\n".join(
            output.data["text/plain"] if "data" in output else str(output.get("text", output))
            for output in cell.outputs
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


if __name__ == "__main__":
    os.environ |= {"COLUMNS": "80", "LC_ALL": "C.UTF-8", "HF_HUB_OFFLINE": "1",
                   "OLLAMA_HOST": "http://127.0.0.1:9"}  # fmt: skip
    with tempfile.TemporaryDirectory() as kept:
        nbformat.write(executed(Path(kept)), NOTEBOOK)
