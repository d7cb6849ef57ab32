# Each target is one call; what it does is in bootstrap/. Nothing needs to be installed first but Python and make.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run demo test test-fast test-syntactic bench check audit docs screenshots messages lock install clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## fresh clone to running site (PORT=8000): installs, loads the sample case, verifies it, shows what is flagged
	@$(PYTHON) -m bootstrap run --port $(PORT)

demo: ## the same up to the table of flagged claims
	@$(PYTHON) -m bootstrap demo

test: ## the suite, on SQLite and on the PostgreSQL and Redis that answer (ARGS="-k word" goes to pytest; ARGS=--coverage)
	@$(PYTHON) -m bootstrap test $(ARGS)

test-fast: ## between edits: the policy, case files and one test of each door, on SQLite (ARGS go to pytest)
	@$(PYTHON) -m bootstrap test-fast $(ARGS)

test-syntactic: ## tests of the extractor syntactic with its models, in an environment of its own in var/ (ARGS go to pytest)
	@$(PYTHON) -m bootstrap test-syntactic $(ARGS)

bench: ## the benchmark (ARGS go to it)
	@$(PYTHON) -m bootstrap bench $(ARGS)

audit: ## licences of what is installed, and known vulnerabilities where a network is there
	@$(PYTHON) -m bootstrap audit

screenshots: ## the pictures of docs/screenshots, taken in a real browser
	@$(PYTHON) -m bootstrap screenshots

check: ## linters, types, import contract, migrations, documentation
	@$(PYTHON) -m bootstrap check

docs: ## the documentation as a site, in var/docs; a link that leads nowhere fails
	@$(PYTHON) -m bootstrap docs

messages: ## what the desk says, gathered from the code into locale/ for translation, and compiled
	@$(PYTHON) -m bootstrap messages

lock: ## write requirements*.txt from requirements*.in (ARGS=--upgrade for newer versions)
	@$(PYTHON) -m bootstrap lock $(ARGS)

install: ## the virtual environment alone, with what development needs
	@$(PYTHON) -m bootstrap install --dev

clean: ## remove .venv and caches; var/, which holds your data, stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage* htmlcov
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
