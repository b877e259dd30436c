# `make run` is all that a newcomer needs; every target makes .venv first.
PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP_QUIET := --quiet --disable-pip-version-check

.PHONY: setup run test acceptance check bench soak content docs lock picture clean
.DEFAULT_GOAL := run

setup: $(STAMP)

$(STAMP): requirements.lock requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install python3 (Debian: apt-get install python3 python3-venv)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is $$($(PYTHON) -V); Python 3.11 or newer is needed. Name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv or pip is missing: install it (Debian: apt-get install python3-venv python3-pip) and run make again."; exit 1; }
	@echo "Installing into $(VENV) (about a minute, once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install $(PIP_QUIET) --require-hashes -r requirements.lock -r requirements-dev.lock
	@$(BIN)/python -m pip install $(PIP_QUIET) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q adapters bot domain storage tests
	@touch $(STAMP)

run: setup
	@$(BIN)/python -m bot

# Many tests wait for a process they started, so there is one worker more than the two processors of the machines
# that this is measured on. Bytecode is kept, since hundreds of processes are started.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist worksteal

test: setup
	@$(PYTEST) -m "not soak and not acceptance" tests

# What is tried as a whole: months of one student, bots that are killed, platforms that fail, hostile programs.
acceptance: setup
	@$(PYTEST) -m "acceptance and not soak" tests

# The long runs: 50 kills of a whole interview, whatever else is marked `soak`, and every property with more examples.
soak: setup
	@$(BIN)/python -m pytest -m "soak or hypothesis" --hypothesis-profile soak -n 2 --override-ini timeout=1800 tests

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest tests/docs -q
	@$(BIN)/python -m bot content check --no-judge

content: setup
	@$(BIN)/python -m bot content check

# Answers that people scored, which are no part of the project; without them those figures are left out.
GRADED ?= ../shared/grading/dev.jsonl

bench: setup
	@MOCKINGBIRD_GRADED=$(GRADED) $(BIN)/python -m bench

picture: setup
	@$(BIN)/python -m docs.picture

# Resolves anew; needs `uv` (pip install uv). Hashes, no addresses.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --group dev --constraint requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info

# Writes the tables that follow from code into README.md and docs/schema.md.
docs: setup
	@$(BIN)/python -m docs.tables
