.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: help run test check test-all lint format demo clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

.venv/run: requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

.venv/test: requirements/test.txt .venv/run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

run: .venv/run ## serve on http://127.0.0.1:$$PORT (8000), with demo data in an empty database
	@$(BIN)/python -m participation.assets
	@exec $(BIN)/flask --app wsgi serve

demo: .venv/run ## load the demo data into an empty local database
	@$(BIN)/flask --app wsgi demo

test: .venv/test ## everything CI runs
	@$(BIN)/python -m participation.assets
	@$(BIN)/ruff check .
	@$(BIN)/pytest -q -n 2

check: test ## the other name of test

test-all: test ## the same, until there are longer loops

lint: .venv/test ## ruff
	@$(BIN)/ruff check .

format: .venv/test ## ruff format
	@$(BIN)/ruff format .

clean: ## remove what tests and tools left
	@rm -rf build .pytest_cache .ruff_cache .mypy_cache
