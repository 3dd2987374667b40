# Everything runs from .venv, which the first target that needs it makes: no root, nothing but Python.

.DEFAULT_GOAL := help
SHELL := /bin/sh
unexport PYTHONHOME PYTHONPATH

PYTHON   ?=
# the lock of the pip that sets up, as locks/pip.txt; else the environment's own
INSTALLER ?=
UV       ?= uv
WORKERS  ?= 2
ARGS     ?=
BIN      := .venv/bin
COVERAGE ?=

COVER    := --cov --cov-report=json:.coverage.json --cov-report=
COMPILE  := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
            --no-emit-index-url --no-emit-find-links --no-header --group build

.PHONY: help setup demo test check proof storm mutants bench messages gallery lock web clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

setup: .venv/.test  ## make .venv with all that running and testing need

demo: .venv/.run  ## the bot against the bundled sandbox, and the page to open (ARGS=--tour plays the story)
	@$(BIN)/punctual demo $(ARGS)

test: .venv/.test  ## the tests, on SQLite and PostgreSQL (ARGS="-k calendar" and COVERAGE=1 are taken)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(if $(COVERAGE),$(COVER)) $(ARGS)

check: .venv/.test .venv/.bench  ## format, lint, types, import contract, locks, web sources, messages, migrations
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/check_locks.py
	$(BIN)/python scripts/check_web.py
	$(BIN)/python scripts/messages.py --check
	$(BIN)/python -m pytest --quiet tests/store/test_migrations.py

proof: .venv/.test  ## a million clocks beside the oracle's; writes docs/proof.md (ARGS="--clocks 50000 --seed 7" are taken)
	@$(BIN)/python -m tests.proof $(ARGS)

storm: .venv/.test  ## half an hour of kills, cuts and lost answers; writes docs/storm.md (ARGS="--minutes 3 --seed 7" are taken)
	@$(BIN)/python -m tests.storm $(ARGS)

mutants: .venv/.test  ## some hundred changes of the code, each of which a test has to notice (ARGS="--seed 7 --amount 50" are taken)
	@$(BIN)/python -m tests.mutants $(ARGS)

bench: .venv/.bench  ## every claim of speed beside a peer; writes docs/benchmarks.md and its picture
	@$(BIN)/python -m benchmarks $(ARGS)

messages: .venv/.test  ## gather the sentences into the template, and compile what was translated
	@$(BIN)/python scripts/messages.py

gallery: .venv/.test  ## draw every form, light and dark; writes docs/gallery.md and its pictures (needs Chromium)
	@$(BIN)/python scripts/gallery.py $(ARGS)

lock:  ## pin the dependencies of pyproject.toml by hash (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: install it, or say where it is with UV=/path/to/uv" >&2; exit 2; }
	$(COMPILE) --extra test -o locks/test.txt pyproject.toml >/dev/null
	$(COMPILE) -c locks/test.txt -o locks/run.txt pyproject.toml >/dev/null
	$(COMPILE) -c locks/test.txt --extra bench -o locks/bench.txt pyproject.toml >/dev/null

web:  ## rebuild what Node makes and note the hash of its sources (needs node and npm)
	@command -v npm >/dev/null || { echo "make web needs node and npm: install nodejs and npm" >&2; exit 2; }
	@for folder in web/*/; do (cd "$$folder" && npm ci --no-audit --no-fund && npm run build) || exit 1; done

clean:  ## remove .venv, caches and builds
	rm -rf .venv build dist *.egg-info .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache \
	    .hypothesis .import_linter_cache
	find . -name node_modules -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.%: locks/%.txt pyproject.toml scripts/setup_venv.sh scripts/install_lock.py
	@PYTHON="$(PYTHON)" sh scripts/setup_venv.sh locks/$*.txt $(INSTALLER)
	@touch $@
