"""One target under atheris: one.py TARGET CORPUS [options of libFuzzer]."""

from __future__ import annotations

import logging
import sys

import atheris

with atheris.instrument_imports(include=["topicllama", "fuzz_targets"]):
    import fuzz_targets

logging.disable(logging.CRITICAL)
run = fuzz_targets.TARGETS[sys.argv.pop(1)]
atheris.Setup(sys.argv, run)
atheris.Fuzz()
