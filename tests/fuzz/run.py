"""make fuzz: every target for some minutes with atheris, which reads where the code has been.

What is found lies in build/fuzz/TARGET, and `run.py --keep TARGET FILE "what it was"` makes a seed
of it.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from pieces import PIECES
from seeds import FOLDER, add, seeds

BUILD = Path("build/fuzz")
ONE = Path(__file__).with_name("one.py")
LIMITS = ("-timeout=20", "-rss_limit_mb=3000", "-print_final_stats=1")
# Where a run is slow, short texts reach more.
LONGEST = {"guide_request": 120, "recovered_calls": 300, "citations": 200, "words": 400}


def fuzz(name: str, minutes: float) -> bool:
    """Fuzz one target in a process of its own; whether it held."""
    folder = BUILD / name
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (folder / "corpus" / f"seed-{number}").write_bytes(seed.data)
    seconds = max(1, round(60 * minutes))
    done = subprocess.run(
        [sys.executable, ONE, name, folder / "corpus", f"-max_total_time={seconds}",
         f"-artifact_prefix={folder}/", f"-max_len={LONGEST.get(name, 1000)}",
         f"-dict={_dictionary()}", *LIMITS],
        capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    (folder / "log.txt").write_text(done.stdout + done.stderr, "utf-8")
    count = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    covered = re.findall(r"cov: (\d+)", done.stderr)
    print(
        f"{name}: {int(count[1]) if count else 0:,} executions in {seconds} s,"
        f" {covered[-1] if covered else 0} places reached,"
        f" {'nothing found' if done.returncode == 0 else f'FOUND, see {folder}/log.txt'}",
        flush=True,
    )
    return done.returncode == 0


def _dictionary() -> Path:
    """The pieces as libFuzzer reads them."""
    file = BUILD / "pieces.dict"
    escaped = (
        "".join(f"\\x{byte:02x}" for byte in piece.encode("utf-8", "surrogatepass"))
        for piece in PIECES
    )
    file.write_text("".join(f'"{piece}"\n' for piece in escaped), "utf-8")
    return file


def main() -> int:
    targets = sorted(path.stem for path in FOLDER.glob("*.jsonl"))
    parser = argparse.ArgumentParser(description="Fuzz the loaders and the agent's text handling.")
    parser.add_argument("--minutes", type=float, default=1, help="for each target")
    parser.add_argument("--only", nargs="+", choices=targets, default=targets)
    parser.add_argument("--list", action="store_true", help="name the targets")
    parser.add_argument("--keep", nargs=3, metavar=("TARGET", "FILE", "WHY"))
    given = parser.parse_args()
    if given.list:
        print("\n".join(targets))
        return 0
    if given.keep:
        name, file, why = given.keep
        add(name, Path(file).read_bytes(), why)
        return 0
    held = [fuzz(name, given.minutes) for name in given.only]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
