"""``make faults``: every fault test in full, or those that ``--only`` names (reliability.md)."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness import Fault, Outcome, every_fault  # noqa: E402
from record import keep  # noqa: E402


def main() -> int:
    options = arguments()
    faults = every_fault()
    chosen = [f for f in faults.values() if all(w in f.name for w in options.only)]
    if options.list:
        print("\n".join(f"{fault.rounds:4}  {fault.name}" for fault in chosen))
        return 0
    isolate(Path(tempfile.mkdtemp(prefix="topicllama-home-")))
    failed = [not held(fault, options.rounds or fault.rounds, list(faults)) for fault in chosen]
    return int(any(failed) or not chosen)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD",
                        help="only faults whose names have all these words")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=0,
                        help="other than the full number; fewer are not kept")  # fmt: skip
    parser.add_argument("--list", action="store_true", help="name the faults, run none")
    return parser.parse_args()


def held(fault: Fault, rounds: int, names: list[str]) -> bool:
    """Run one fault, say what came out and keep it when it was a full run."""
    print(f"{fault.name}: {rounds} rounds ...", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="topicllama-fault-"))
    started = time.perf_counter()
    try:
        outcome, good = fault.run(rounds, folder), True
    except AssertionError as error:
        traceback.print_exc()
        outcome, good = (
            Outcome(rounds, " ".join(str(error).split()), "the fault test failed"),
            False,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    seconds = time.perf_counter() - started
    print(f"  lost: {outcome.lost}. {outcome.seen} ({seconds:.0f} s)", flush=True)
    if outcome.rounds >= fault.rounds:
        keep(outcome, fault, seconds, names)
    return good


def isolate(home: Path) -> None:
    """Nothing of this machine's user, no Ollama, no hub."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        os.environ[name] = str(home)
    for name in [name for name in os.environ if name.startswith(("TOPICLLAMA_", "OLLAMA_"))]:
        del os.environ[name]
    os.environ |= {"HF_HUB_OFFLINE": "1", "OLLAMA_HOST": "http://127.0.0.1:9",
                   "TOPICLLAMA_WORKSPACE": str(home / "workspace")}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
