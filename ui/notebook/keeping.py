"""Topics kept, exported, and opened on the page."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from ...tools.errors import TopicLlamaError
from ...tools.toolbox import Toolbox
from .held import Held

_LIVE = ("lock", "chroma")  # what a copy makes anew


class Keeping(Held):
    """What is done with a workspace as a whole."""

    def export(
        self, file: str | Path, what: str = "", *, format: str = "", overwrite: bool = False
    ) -> Path:
        """Write the "topics", the "documents" (csv, jsonl, parquet), a "report", a "map", or the
        "method" for a paper; the format is that of the file's name. Without ``what`` it is the
        file's name before the dot."""
        from ...tools.exporting import export

        path = Path(file)
        chosen = format or path.suffix.removeprefix(".").lower()
        with self._session.working() as toolbox:
            written, _ = export(
                toolbox.workspace, what or path.stem, chosen, path, overwrite=overwrite,
                language=self.language,
            )  # fmt: skip
        return written

    def save(self, folder: str | Path) -> Path:
        """Keep everything in a new folder and go on there; :func:`open_topics` opens it again."""
        from ...tools.atomic import new_folder

        path = Path(folder).expanduser().absolute()
        with self._session.plainly():
            if path.exists() and any(path.iterdir() if path.is_dir() else [path]):
                raise TopicLlamaError(
                    f"The folder {folder} is there already.", "Choose the name of a new folder."
                )
            with self._session.workspace.writing(), new_folder(path) as temporary:
                leave = shutil.ignore_patterns(*_LIVE)
                shutil.copytree(self.folder, temporary, ignore=leave, dirs_exist_ok=True)
        self._session.keep(folder)
        return path

    def open_page(self, port: int = 0, *, browser: bool = True) -> str:
        """Open these topics on the chat page, in this process; returns its address."""
        from ..app import launch

        address: list[str] = []
        with self._session.plainly():
            if self._page is not None:
                self._page.close(verbose=False)
            self._page = launch(
                self._session.workspace, port=port, open_browser=browser, block=False,
                on_start=address.append,
            )  # fmt: skip
        return address[0]

    @property
    def toolbox(self) -> Toolbox:
        """The eight tools themselves (docs/cli.md), for what has no method here."""
        return self._session.toolbox()

    def close(self) -> None:
        """Close the page, and remove a temporary folder now."""
        if self._page is not None:
            self._page.close(verbose=False)
            self._page = None
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()
