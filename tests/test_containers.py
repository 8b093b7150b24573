"""The files for containers. No engine can run here: they are linted, and held against the rest."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from topicllama.ui.cli import build
from topicllama.ui.cli_run import Run
from topicllama.ui.server import Access

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    return found


def test_the_linter_finds_nothing_in_the_dockerfile() -> None:
    linter = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if linter is None:
        pytest.skip("hadolint has no build for this system")
    found = subprocess.run([linter, str(ROOT / "Dockerfile")], capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (0, "")


def test_the_image_gets_every_package_and_nothing_else() -> None:
    copied = re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    folders = project["tool"]["setuptools"]["package-dir"].values()
    assert set(copied) == {folder.partition("/")[0] for folder in folders}
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {f"!{name}" for name in copied} < set(ignored) and ignored[ignored.index("*")] == "*"


def test_the_images_run_a_command_that_there_is(services: dict[str, Any]) -> None:
    (words,) = re.findall(r"^CMD \[(.+)\]$", DOCKERFILE, re.MULTILINE)
    arguments = [word.strip(' "') for word in words.split(",")]
    for given in (arguments, services["app"]["command"]):
        shown = CliRunner().invoke(build(Run()), [*given, "--help"])
        assert shown.exit_code == 0, shown.output


def test_only_this_computer_reaches_what_is_composed(services: dict[str, Any]) -> None:
    ports = {name: service.get("ports", []) for name, service in services.items()}
    assert ports == {"app": ["127.0.0.1:7860:7860"], "chroma": [], "ollama": []}
    app = services["app"]
    assert app["cap_drop"] == ["ALL"] and app["read_only"] is True
    given = app["command"]
    names = {name for option, name in pairwise(given) if option == "--allow-host"}
    access = Access(given[given.index("--host") + 1], hosts=names)
    assert access.named("localhost") and access.named("127.0.0.1")
    assert not access.named("a.web.site.example")
    assert re.search(r"^USER [1-9]\d*$", DOCKERFILE, re.MULTILINE)


def test_the_services_are_those_that_the_package_speaks_with(services: dict[str, Any]) -> None:
    assert services["chroma"]["image"] == f"chromadb/chroma:{version('chromadb')}"
    assert services["app"]["environment"] == {
        "OLLAMA_HOST": "http://ollama:11434",
        "TOPICLLAMA_CHROMA": "http://chroma:8000",
    }
    assert set(services["app"]["depends_on"]) == set(services) - {"app"}
