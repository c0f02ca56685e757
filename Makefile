# Everything a person types. Needs Python 3.11+ (with venv) and a package index, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PORTAL_VAR ?= $(CURDIR)/var
DEMO_PORT ?= 8000
RECORDER_PORT ?= 18080

.PHONY: help demo demo-reset test test-fast lint types check bench lock messages clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.runs: requirements.lock
	@echo "Making a virtual environment and installing the locked packages ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.tests: $(VENV)/.runs requirements-dev.lock
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

CATALOGUE := portal/locale/en/LC_MESSAGES/django.mo
$(CATALOGUE): portal/locale/en/LC_MESSAGES/django.po $(VENV)/.runs
	@$(BIN)/python manage.py compile_catalogue

demo: $(VENV)/.runs $(CATALOGUE) ## run the whole portal with demo data; Ctrl-C stops it
	@PORTAL_DEMO=1 PORTAL_PUBLIC_ADDRESS=http://127.0.0.1:$(DEMO_PORT) $(BIN)/python manage.py demo --port $(DEMO_PORT) --recorder-port $(RECORDER_PORT)

demo-reset: ## forget the demo's data; the next `make demo` starts over
	@rm -rf "$(PORTAL_VAR)"
	@echo "Demo data are gone."

test: $(VENV)/.tests $(CATALOGUE) ## the whole test suite
	$(BIN)/python -m pytest -n 2

test-fast: $(VENV)/.tests $(CATALOGUE) ## unit tests only, under a minute
	$(BIN)/python -m pytest -n 2 -m "not slow and not worker and not browser"

lint: $(VENV)/.tests ## style of code and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet

types: $(VENV)/.tests ## mypy, strict
	$(BIN)/mypy portal cameras evidence detection tests

check: lint types test ## all of it

bench: $(VENV)/.tests ## figures beside their floor, measured in the same run
	$(BIN)/python -m tests.bench

messages: $(VENV)/.tests ## collect sentences into the English catalogue
	$(BIN)/python manage.py collect_messages

lock: ## renew the two locks
	uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock

clean: demo-reset ## forget data and environment
	@rm -rf $(VENV)
