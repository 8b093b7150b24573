"""Run benchmarks by name (all without one): python -m benchmarks newsgroups startup"""

import sys

from . import newsgroups, startup

BENCHMARKS = {"startup": startup.main, "newsgroups": newsgroups.main}


def main() -> None:
    names = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"No benchmark {', '.join(unknown)}: choose from {', '.join(BENCHMARKS)}.")
    for name in names:
        BENCHMARKS[name]()


main()
