"""Packages with plugins: the example, installed by pip, and small ones that a test writes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from topicllama.tools import plugins

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "plugin"


def install_example(target: Path, work: Path) -> Path:
    """Build and install it as a person would, without the network; from a copy, for the build
    leaves files behind."""
    source = work / "source"
    shutil.copytree(EXAMPLE, source, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    options = "--quiet --no-deps --no-index --no-build-isolation --disable-pip-version-check"
    command = [sys.executable, "-m", "pip", "install", *options.split(), "--target", str(target)]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def write_package(
    folder: Path, name: str, code: str, entries: Mapping[str, Mapping[str, str]]
) -> None:
    """A package as pip leaves it: one module, and metadata with its ``entries`` by group."""
    module = name.replace("-", "_")
    (folder / f"{module}.py").write_text(code, "utf-8")
    lines = []
    for group, found in entries.items():
        lines.append(f"[topicllama.{group}]")
        lines += [f"{key} = {module}:{target}" for key, target in found.items()]
    metadata = folder / f"{module}-1.2.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
    (metadata / "entry_points.txt").write_text("\n".join(lines), "utf-8")


@contextmanager
def installed(folder: Path) -> Iterator[None]:
    """The packages of a folder are there, as if Python had been started with them."""
    sys.path.insert(0, str(folder))
    plugins.forget()
    try:
        yield
    finally:
        sys.path[:] = [place for place in sys.path if place != str(folder)]
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", "") or "").startswith(str(folder)):
                del sys.modules[name]
        plugins.forget()
