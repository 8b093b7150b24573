"""Run the comparison: python -m benchmarks.peers [--corpora ...] [--table]"""

import sys

from .driver import main

main(sys.argv[1:])
