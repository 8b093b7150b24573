"""The wheel: everything that is needed is in it, nothing else is, and it works on its own."""

from __future__ import annotations

import json
import os
import shutil
import site
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("agent", "tools", "ui", "prompts", "examples")
PLUGIN = ROOT / "examples" / "plugin"  # a package of its own, which the tests install
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def packages() -> set[str]:
    """Every folder of the source that Python can import, by its installed name."""
    folders = [file.parent for name in FOLDERS for file in (ROOT / name).rglob("__init__.py")
               if PLUGIN not in file.parents]  # fmt: skip
    return {"topicllama." + ".".join(folder.relative_to(ROOT).parts) for folder in folders}


def code_and_data(root: Path) -> set[str]:
    """Modules, and the files that they read when they run, by their installed path."""
    patterns = ("**/*.py", "prompts/*.md", "tools/data/**/*", "ui/static/**/*", "examples/*.csv",
                "agent/*.jsonl", "agent/guide/*.npz",
                "examples/*.txt", "**/py.typed")  # fmt: skip
    found = {file for pattern in patterns for file in root.glob(pattern) if file.is_file()}
    inside = {
        file.relative_to(root) for file in found if root / "examples/plugin" not in file.parents
    }
    return {f"topicllama/{file.as_posix()}" for file in inside if file.parts[0] in FOLDERS}


def test_every_package_is_listed() -> None:
    assert packages() == set(PROJECT["tool"]["setuptools"]["packages"])


def test_every_package_says_that_it_is_typed() -> None:
    for name in FOLDERS:
        assert (ROOT / name / "py.typed").exists()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to build from: setuptools would put leftovers of ``build/`` into the wheel."""
    folder = tmp_path_factory.mktemp("source")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in (*FOLDERS, "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, source])
    return next(target.glob("*.whl"))


def run(command: list[Any], **options: Any) -> str:
    """Run a command; its output, or a failure that shows it."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          timeout=200, **options)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_code_data_and_licence_and_nothing_else(wheel: Path, source: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    inside = {name for name in names if name.startswith("topicllama/")}
    assert inside == code_and_data(source)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert all(name.split("/")[0].endswith(".dist-info") for name in names - inside)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel, which sees the packages that the project needs.

    They are those of this environment, by a path file: path files inside that folder are not
    read, so the checkout (an editable install) stays out of sight.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    run([sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
         "--no-index", wheel])  # fmt: skip
    packages = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    path_file = Path(packages.strip()) / "dependencies.pth"
    path_file.write_text("\n".join(site.getsitepackages()), "utf-8")
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Mapping[str, Any]:
    """An empty folder to run in, and an environment that leads nowhere near the checkout."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    hidden = ("PYTHONPATH", "VIRTUAL_ENV")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    environment |= {"TOPICLLAMA_WORKSPACE": str(tmp_path / "ws"), "HF_HUB_OFFLINE": "1"}
    return {"cwd": folder, "env": environment}


def test_the_installed_command_runs_without_the_checkout(
    installed: Path, elsewhere: Mapping[str, Any]
) -> None:
    code = "import topicllama.ui.cli as cli; print(cli.__file__)"
    where = run([installed / "bin" / "python", "-c", code], **elsewhere)
    assert Path(where.strip()).is_relative_to(installed)
    version = run([installed / "bin" / "topicllama", "--version"], **elsewhere)
    assert version == f"topicllama {PROJECT['project']['version']}\n"


@pytest.mark.parametrize("name", ["demo", "demo-zh"])
def test_the_installed_command_loads_the_demo(
    installed: Path, elsewhere: Mapping[str, Any], name: str
) -> None:
    command = installed / "bin" / "topicllama"
    report = json.loads(run([command, "load", name, "--json"], **elsewhere))
    assert report["added"] == report["documents"] >= 60
    assert not report["rejected"]
    assert not list(Path(elsewhere["cwd"]).iterdir())
