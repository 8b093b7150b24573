"""The table of threats: each line names a test that is there, and modules that are there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")


def rows() -> list[list[str]]:
    table = TEXT[TEXT.index("## Threats") : TEXT.index("## Where texts go")]
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_threat_has_a_test_that_is_there() -> None:
    assert len(rows()) > 40
    for threat, _, tests, _ in rows():
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", tests)
        assert named, threat
        for file, name in named:
            assert re.search(
                rf"^(?:async )?def {name}\(", (ROOT / file).read_text("utf-8"), re.M
            ), name


def test_every_module_that_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:agent|tools|ui|tests)/[\w/]+\.py)`", TEXT))
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_the_threats_that_matter_most_have_a_line() -> None:
    for subject in ("Paths that lead out", "Symbolic links", "Zip bombs", "HTML and script",
                    "Formulas", "prompt injection", "private addresses", "Uploads over the limit",
                    "in logs", "dependencies", "statistics", "leaves the machine"):  # fmt: skip
        assert any(subject in row[0] for row in rows()), subject


def test_every_dependency_is_pinned_and_can_be_audited() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {plain(line.partition("==")[0]) for line in lines if "==" in line}
    assert all("==" in line or line.startswith("#") or not line for line in lines)
    extras = [each for group in project["optional-dependencies"].values() for each in group]
    named = {plain(re.split(r"[\[<>=!~; ]", each)[0]) for each in project["dependencies"] + extras}
    assert named - pinned == {"topicllama"}
    assert re.search(r"^audit:.*\n\t.*pip_audit --strict", (ROOT / "Makefile").read_text(), re.M)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_where_to_report_is_said_without_an_address() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    assert "Report a vulnerability" in text and "docs/security.md" in text
    assert "@" not in text and "http" not in text
