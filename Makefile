# make chat: install and open the app.  make test: install and run every test.
VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed

.PHONY: install chat test test-offline coverage mutation audit lint bench bench-peers faults soak fuzz screenshots docs howtos clean

install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	test -x $(PY) || python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --upgrade pip
	$(PY) -m pip install --quiet -c constraints.txt -e '.[dev]'
	touch $@

chat: install
	$(VENV)/bin/topicllama chat

test: install
	HF_HUB_OFFLINE=1 $(PY) -m pytest -n 2 --dist loadfile

# Faults in real processes, in full: docs/reliability.md. A part: make faults ONLY="kill load"
faults: install
	HF_HUB_OFFLINE=1 $(PY) tests/faults/run.py $(if $(ONLY),--only $(ONLY))

# Ten people on one server for half an hour, or FOR minutes.
soak: install
	HF_HUB_OFFLINE=1 $(PY) tests/faults/run.py --only soak: $(if $(FOR),--rounds $(FOR))

# Every loader and what reads a person's or a model's text, MINUTES each: docs/bad_input.md. A part:
# make fuzz ONLY="table words" MINUTES=5
MINUTES := 1
fuzz: install
	$(PY) -m pip install --quiet -c constraints.txt -e '.[fuzz]'
	HF_HUB_OFFLINE=1 HARD_MB=10 $(PY) -m pytest --timeout 900 tests/end_to_end/test_hard_documents.py
	HF_HUB_OFFLINE=1 $(PY) tests/fuzz/run.py --minutes $(MINUTES) $(if $(ONLY),--only $(ONLY))

# The same in a network that leads nowhere: the kernel counts what would have left the machine.
test-offline: install
	$(PY) tests/offline.py

# Which lines ran, also in the processes that tests start; the report is build/coverage.
coverage: install
	HF_HUB_OFFLINE=1 $(PY) -m pytest -n 2 --dist loadfile --cov --cov-report=term:skip-covered --cov-report=html

# One thing at a time is changed in the core; a test must notice. Hours. docs/testing.md
mutation: install
	$(PY) -m pip install --quiet -c constraints.txt -e '.[dev,mutation]'
	$(PY) tests/mutation/run.py

# Known weaknesses of every pinned package. It asks pypi.org, and fails where it cannot.
audit: install
	$(PY) -m pip_audit --strict --skip-editable

# Types are checked on an installed copy: an editable install is invisible to mypy.
lint: install
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	rm -rf build && $(PY) -m pip install --quiet --no-deps --target build/typed .
	cd build && MYPYPATH=typed:../examples/plugin ../$(VENV)/bin/mypy --config-file ../pyproject.toml -p topicllama -p topicllama_example
	PYTHONPATH=build/typed $(VENV)/bin/lint-imports

# Every view, at two widths, in two languages, light and dark, into build/screenshots.
screenshots: install
	HF_HUB_OFFLINE=1 PYTHONPATH=tests $(PY) tests/end_to_end/screenshots.py build/screenshots

# The documents as a site, into build/site; it needs no connection, neither here nor for readers.
docs: install
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict

# Every command of the how-tos, run for real (minutes); a part: .venv/bin/python tests/docs/run_howtos.py search
howtos: install
	$(PY) tests/docs/run_howtos.py

bench: install
	HF_HUB_OFFLINE=1 $(PY) -m benchmarks

# Hours. It goes on where it stopped; a part: .venv/bin/python -m benchmarks peers --help
BENCH := .venv-bench
bench-peers: install $(BENCH)/.installed
	HF_HUB_OFFLINE=1 $(PY) -m benchmarks peers
	$(PY) -m benchmarks peers --table

$(BENCH)/.installed: benchmarks/peers/requirements.txt
	test -x $(BENCH)/bin/python || python3 -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet -r $<
	touch $@

clean:
	rm -rf build dist *.egg-info
