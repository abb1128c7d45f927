# Needs Python 3.11 or newer and nothing else: databases, ffmpeg and tools come as Python packages into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= auto
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help install install-dev up test lint types check bench docs requirements demo-walk clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# The stamps hold the checksums of what was installed: nothing is done twice, and a changed file is noticed whatever its date.
install: $(BIN)/python ## The program and what it needs, into .venv
	@sum=$$(cat requirements.txt pyproject.toml setup.py | cksum); \
	if [ "$$sum" != "$$(cat $(VENV)/installed 2>/dev/null)" ]; then set -e; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	  $(BIN)/python -m compileall -q zou; \
	  echo "$$sum" > $(VENV)/installed; fi

install-dev: install ## The same with the tools of developers
	@sum=$$(cat requirements-dev.txt | cksum); \
	if [ "$$sum" != "$$(cat $(VENV)/installed-dev 2>/dev/null)" ]; then set -e; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt; \
	  echo "$$sum" > $(VENV)/installed-dev; fi

up: install ## Run everything on ./data (options: make up ARGS="--port 9000")
	@exec $(BIN)/zou up $(ARGS)

test: install-dev ## The test suite (one test: make test ARGS="tests/e2e/test_up.py -k port")
	$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

lint: install-dev ## Style, and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: install-dev ## Static types
	$(BIN)/mypy

check: lint types test ## All of the above, as before a merge

bench: install-dev ## Speed of the usual requests on a large studio
	$(BIN)/python -m tests.bench $(ARGS)

demo-walk: install-dev ## A production, a day in a studio and a review, played with gazu against a server of its own
	$(BIN)/python -m tests.e2e.walk $(ARGS)

docs: install ## The reference of commands, settings and routes, written into docs/reference
	$(BIN)/python -m zou.cli.reference docs/reference

requirements: install-dev ## Pin the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile $(PIN) --extra build --output-file requirements.txt pyproject.toml
	$(BIN)/uv pip compile $(PIN) --extra dev --constraints requirements.txt --output-file requirements-dev.txt pyproject.toml
PIN := --upgrade --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-package zou

clean: ## Remove what can be made again (never ./data)
	rm -rf $(VENV) build dist htmlcov .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -not -path './data/*' -prune -exec rm -rf {} +
