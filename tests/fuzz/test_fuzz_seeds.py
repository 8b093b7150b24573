"""Everything that the fuzzers begin with, and everything that they ever found, through the same
functions. `make fuzz` goes on from here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fuzz_targets import TARGETS
from seeds import FOLDER, add, seeds


@pytest.mark.parametrize("name", sorted(TARGETS))
@pytest.mark.timeout(60)
def test_seeds(name: str) -> None:
    found = seeds(name)
    assert found
    for seed in found:
        try:
            TARGETS[name](seed.data)
        except Exception as error:
            raise AssertionError(f"{name}: {seed.why}") from error


def test_every_file_of_seeds_has_a_target() -> None:
    assert {path.stem for path in FOLDER.glob("*")} == set(TARGETS)


def test_what_is_found_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seeds.FOLDER", tmp_path)
    for data in (b"words \xe6\xbc\xa2", b"\xff\x00"):
        add("table", data, "why it was")
    assert [(seed.data, seed.why) for seed in seeds("table")] == [
        (b"words \xe6\xbc\xa2", "why it was"), (b"\xff\x00", "why it was"),
    ]  # fmt: skip


def test_the_runner_names_its_targets() -> None:
    run = Path(__file__).with_name("run.py")
    listed = subprocess.run([sys.executable, run, "--list"], capture_output=True, text=True)
    assert listed.stdout.split() == sorted(TARGETS)
