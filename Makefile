# Two commands do everything on a fresh clone: `make build` and `make test`.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

# The first of these that is Python 3.11 to 3.13 makes .venv; `make build PYTHON=...` puts another first.
# Each is run, not only looked for: a version manager's stand-in may have nothing behind it.
PYTHON ?=
PYTHONS = $(PYTHON) python3.11 python3.12 python3.13 python3 python
UV ?= uv

BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL_LOCKED = $(PIP) install --require-hashes --requirement
INSTALL_PROJECT = $(PIP) install --no-deps --no-build-isolation --editable .
LOCK = $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

# Programs of others that read a published package, each in an environment of its own: their dependencies
# clash with ours and with each other's. `build` is what the others are installed with.
CLIENTS = citation croissant moto
CLIENT_FILES = tests/clients

.PHONY: help build check test format lock clean

help:  ## list these commands
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /make \1\t/'

build: .venv/installed  ## install what is locked into .venv and build datapackage/ from raw/
	$(BIN)/pipeline build

check: .venv/installed  ## say whether datapackage/ is what raw/ gives
	$(BIN)/pipeline build --check

test: .venv/installed-tests $(CLIENTS:%=.clients/%/installed) .clients/node/installed  ## install the test tools too; lint, types, import contracts, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

format: .venv/installed-tests  ## put the code into its canonical layout
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:  ## write the lock files anew from pyproject.toml (needs uv and npm)
	$(LOCK) pyproject.toml --group install --group test --output-file requirements-dev.lock
	$(LOCK) pyproject.toml --group install --constraint requirements-dev.lock --output-file requirements.lock
	for name in build $(CLIENTS); do \
		$(LOCK) $(CLIENT_FILES)/$$name.in --override $(CLIENT_FILES)/overrides.txt \
			--output-file $(CLIENT_FILES)/$$name.lock || exit 1; \
	done
	cd $(CLIENT_FILES) && rm -f package-lock.json && npm install --package-lock-only --ignore-scripts

clean:  ## remove .venv, .clients and every cache
	rm -rf .venv .clients build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find pipeline tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@for python in $(PYTHONS); do \
		if $$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
			2>/dev/null; then exec $$python -m venv --clear .venv; fi; \
	done; \
	echo 'Error: no Python 3.11, 3.12 or 3.13 with venv found; install one, or name it: make build PYTHON=/path/to/python' >&2; \
	exit 1

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	$(INSTALL_LOCKED) requirements.lock
	$(INSTALL_PROJECT)
	@touch $@

.venv/installed-tests: requirements-dev.lock .venv/installed
	$(INSTALL_LOCKED) requirements-dev.lock
	@touch $@

.clients/%/installed: $(CLIENT_FILES)/%.lock $(CLIENT_FILES)/build.lock | .venv/bin/python
	$(BIN)/python -m venv --clear --without-pip .clients/$*
	$(PIP) --python .clients/$* install --require-hashes --no-compile --requirement $(CLIENT_FILES)/build.lock
	$(PIP) --python .clients/$* install --require-hashes --no-deps --no-compile --no-build-isolation --requirement $<
	@touch $@

# Without npm all other tests can still be run; the one that reads a package with it fails, and says why.
.clients/node/installed: $(CLIENT_FILES)/package.json $(CLIENT_FILES)/package-lock.json
	@mkdir -p .clients/node && cp $(CLIENT_FILES)/package.json $(CLIENT_FILES)/package-lock.json $(CLIENT_FILES)/.npmrc .clients/node
	@if npm --version >/dev/null 2>&1; then \
		echo 'npm ci'; npm ci --prefix .clients/node --ignore-scripts --silent && touch $@; \
	else echo 'npm is not installed: the test that reads a package with it will fail' >&2; fi
