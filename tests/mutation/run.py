"""Mutation tests of the core of tools/: mutmut changes one thing at a time, a test must fail.

    .venv/bin/python tests/mutation/run.py            every module, about two hours on two cores
    .venv/bin/python tests/mutation/run.py metrics    some
    .venv/bin/python tests/mutation/run.py --show metrics    what survived, as differences

mutmut (https://mutmut.readthedocs.io) takes a folder's name for a package's, and ours lie elsewhere
(design: package-dir), so the sources are laid out under .mutation as they are installed. The
figures go into docs/mutation.json, and from there into the table of docs/testing.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = ROOT / ".mutation"
FIGURES = ROOT / "docs" / "mutation.json"
TABLE = ROOT / "docs" / "testing.md"
BEGIN, END = "<!-- mutation: begin -->", "<!-- mutation: end -->"
SURVIVED = 0  # the exit code of tests that all passed

# A module and the tests that are about it. Others would kill more, in more time.
CORE = {
    "bursts": ("test_bursts.py", "test_trends.py"),
    "dates": ("test_dates.py",),
    "fusion": ("test_search_parts.py",),
    "metrics": ("test_metrics.py",),
    "movers": ("test_movers.py",),
    "number_check": ("test_number_check.py", "test_quotes.py"),
    "passages": ("test_passages.py",),
    "periods": ("test_trends.py",),
    "quotes": ("test_quotes.py",),
    "ranking": ("test_ranking.py",),
    "shares": ("test_shares.py",),
    "topic_words": ("test_topic_words.py",),
}

_CONFIG = """[project]
name = "mutation"
version = "0"
[tool.pytest.ini_options]
addopts = "-q -p no:cacheprovider"
asyncio_mode = "auto"
pythonpath = ["src"]
[tool.mutmut]
source_paths = ["src/topicllama/tools/{module}.py"]
pytest_add_cli_args_test_selection = {tests}
also_copy = ["src", "examples", "tests"]
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", choices=[*CORE, []], help="all without any")
    parser.add_argument("--show", action="store_true", help="what survived the last run")
    parser.add_argument("--table", action="store_true", help="only write the table anew")
    asked = parser.parse_args()
    for module in () if asked.table else asked.modules or CORE:
        if asked.show:
            show(module)
        else:
            keep(module, measure(module))
            print(module, figures()[module], flush=True)
    write_table()


def measure(module: str) -> dict[str, int]:
    """How many mutants of ``module`` there are, and how many no test noticed."""
    folder = lay_out(module)
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    command = [str(Path(sys.executable).with_name("mutmut")), "run"]
    with (folder / "output").open("w") as output:
        subprocess.run(command, cwd=folder, env=environment, stdout=output, stderr=output)
    codes = list(outcomes(module).values())
    if None in codes:
        raise SystemExit(f"mutmut did not get to its end: {folder / 'output'}")
    return {"mutants": len(codes), "survived": codes.count(SURVIVED)}


def lay_out(module: str) -> Path:
    folder = BUILD / module
    shutil.rmtree(folder, ignore_errors=True)
    for package in ("agent", "examples", "prompts", "tools", "ui"):
        shutil.copytree(ROOT / package, folder / "src" / "topicllama" / package)
    for data in ("examples", "tests"):
        shutil.copytree(ROOT / data, folder / data)
    tests = [f"tests/tools/{name}" for name in CORE[module]]
    (folder / "pyproject.toml").write_text(_CONFIG.format(module=module, tests=json.dumps(tests)))
    return folder


def outcomes(module: str) -> dict[str, int | None]:
    """The exit code of the tests for each mutant of the last run."""
    meta = BUILD / module / "mutants" / "src" / "topicllama" / "tools" / f"{module}.py.meta"
    found: dict[str, int | None] = json.loads(meta.read_text())["exit_code_by_key"]
    return found


def show(module: str) -> None:
    command = [str(Path(sys.executable).with_name("mutmut")), "show"]
    for name, code in outcomes(module).items():
        if code == SURVIVED:
            subprocess.run([*command, name], cwd=BUILD / module)


def figures() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(FIGURES.read_text("utf-8"))
    return found


def keep(module: str, found: dict[str, int]) -> None:
    kept = figures()
    kept[module] = {**kept.get(module, {}), **found}
    text = json.dumps(kept, indent=2, sort_keys=True, ensure_ascii=False)
    FIGURES.write_text(text + "\n", "utf-8")


def table() -> str:
    rows = ["| module | mutants | noticed | what the others are |", "|---|---:|---:|---|"]
    for module, row in sorted(figures().items()):
        mutants, survived = int(str(row["mutants"])), int(str(row["survived"]))
        noticed = f"{(mutants - survived) / mutants:.0%}" if mutants else "-"
        rows.append(f"| `{module}` | {mutants} | {noticed} | {row.get('others', '')} |")
    return "\n".join(rows)


def write_table() -> None:
    before, _, rest = TABLE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    TABLE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
