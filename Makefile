# `make` lists what there is. Everything lives in .venv/ (from the lock files) and build/ (what tools leave behind).
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory --no-builtin-rules

BIN := .venv/bin
PY := $(BIN)/python
FLASK := $(PY) -m flask --app wsgi
LANGUAGES := nl fr de
# The first Python on the path that is new enough; looked for only when .venv is made.
PYTHON = $(shell for name in python3.11 python3 python3.12 python3.13 python3.14; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
LOCK := $(PY) -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
# `make pytest ARGS="-k co_sign"` runs some of them. They go by the order of the folders, so that the long file of the
# browser begins early; one process more than there are cores works while another waits for a server or a page.
IN_ALL := -n 3 --dist loadfile --no-loadscope-reorder
ARGS ?= $(IN_ALL)

.PHONY: help run test check test-all lint types pytest screenshots diagram format migration translations demo bench lock clean chromium

help: ## list what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s%s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: .venv/run.stamp ## the site on http://127.0.0.1:8000 (PORT, DATA_DIR, DATABASE_URL, APP_ENV), with demo data; Ctrl-C ends it
	@$(PY) -m participation.assets
	@exec $(FLASK) serve

check: .venv/test.stamp chromium ## everything a change must pass
	@begin=$$(date +%s); $(MAKE) lint types pytest && echo "Everything checked in $$(($$(date +%s) - begin)) s."

test: check ## the other name of check

test-all: ## check with the whole product of pages, languages, schemes, widths and roles, and the long loops
	@EVERYTHING=1 $(MAKE) check

lint: .venv/test.stamp ## style, templates, direction of imports
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(PY) -m djlint --quiet --lint templates
	@$(BIN)/lint-imports --no-logo --cache-dir build/import-linter

types: .venv/test.stamp ## mypy, strict
	@$(PY) -m mypy

pytest: .venv/test.stamp ## the tests alone; ARGS="-k name" for some of them
	@$(PY) -m participation.assets
	@$(PY) -m pytest $(ARGS)

screenshots: .venv/test.stamp chromium ## every page at three widths, light and dark: build/screenshots/index.html; IN=de for another language
	@rm -rf build/screenshots
	@EVERYTHING=1 $(MAKE) pytest ARGS="-q -n 2 tests/browser -k a_picture_is_taken"

diagram: .venv/run.stamp ## draw docs/lifecycle.md anew from the rows of the life of an initiative
	@$(PY) -m participation.initiatives.diagram

format: .venv/test.stamp ## put Python and the style sheets into their one form
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .
	@$(PY) -m tests.sheets

migration: .venv/run.stamp ## write a migration from the models: make migration m="add follows"
	@test -n "$(m)" || { echo 'Say what changes: make migration m="add follows"' >&2; exit 1; }
	@rm -rf build/migration
	@export DATA_DIR=build/migration DATABASE_URL= APP_ENV=; $(FLASK) db upgrade && $(FLASK) db migrate -m "$(m)"

translations: .venv/run.stamp ## collect the texts into translations/<language>/LC_MESSAGES/messages.po
	@mkdir -p build
	@$(PY) -m babel.messages.frontend -q extract -F pyproject.toml -k _l -k _n:1,2 --no-location --sort-output \
		--project=participation --omit-header -o build/messages.pot .
	@for language in $(LANGUAGES); do \
		if [ -f translations/$$language/LC_MESSAGES/messages.po ]; then \
			$(PY) -m babel.messages.frontend -q update -i build/messages.pot -d translations -l $$language \
				--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date || exit 1; \
		else \
			$(PY) -m babel.messages.frontend -q init -i build/messages.pot -d translations -l $$language || exit 1; \
		fi; done

demo: .venv/run.stamp ## load the demo data into an empty local database
	@$(FLASK) db upgrade
	@$(FLASK) demo

bench: .venv/test.stamp ## requests a second, p50 and p99 of the main pages on both engines; ARGS=--quick for a first look
	@$(PY) -m participation.assets
	@$(PY) -m tests.benching.mails
	@$(PY) -m tests.benching $(filter-out $(IN_ALL),$(ARGS))

lock: .venv/test.stamp ## choose versions anew from requirements/*.in; UPGRADE=--upgrade for the newest
	@cd requirements && for set in run test; do ../$(LOCK) $(UPGRADE) -o $$set.txt $$set.in || exit 1; done

clean: ## take away what tools left behind; .venv/ and instance/ stay
	@rm -rf build static/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# The browser tests drive Debian's Chromium; the one without a window, where it is there, takes half the time.
chromium:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing chromium from Debian's packages."; mkdir -p build; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq chromium chromium-headless-shell; } \
			>build/chromium.log 2>&1 </dev/null || { tail -n 5 build/chromium.log >&2; exit 1; }; \
	else \
		echo "The browser tests need Chromium: install it (Debian: apt-get install chromium), then run this again." >&2; exit 1; \
	fi

# A stamp is as old as the last whole installation; a newer lock file, or no stamp at all, installs again.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is missing: install it (Debian: apt-get install python3 python3-venv)." >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv || { rm -rf .venv; echo "Python's venv is missing: install it (Debian: apt-get install python3-venv)." >&2; exit 1; }

.venv/run.stamp: requirements/run.txt | .venv/bin/python
	@echo "Installing what the site needs."
	@$(PY) -m pip --quiet --disable-pip-version-check install --require-hashes -r $<
	@touch $@

# The tests' lock holds the site's too, in the same versions.
.venv/test.stamp: requirements/test.txt requirements/run.txt | .venv/bin/python
	@echo "Installing what the site and its tests need."
	@$(PY) -m pip --quiet --disable-pip-version-check install --require-hashes -r $<
	@touch .venv/run.stamp $@
