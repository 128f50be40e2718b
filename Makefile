.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/.stamps
# The tests of the Spark engine need 490 MB and Java: they are skipped where there is no Java.
SPARK := $(shell command -v java >/dev/null && echo ,spark)

.PHONY: help demo test lint exports bench clean train evaluate check-companies vendor browser screenshot lint-web

help:  ## Says what each target does
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

demo: $(STAMPS)/run  ## Installs into .venv, reads seeds/articles, writes exports/, says what to open
	$(BIN)/themegraph build seeds/articles --out exports

test: $(STAMPS)/test browser  ## Installs what the tests need (a browser included) and runs them all
	$(BIN)/python -m pytest

lint: $(STAMPS)/lint lint-web  ## Checks style and types
	$(BIN)/ruff check graph tests
	$(BIN)/ruff format --check graph tests
	$(BIN)/mypy

exports: $(STAMPS)/run  ## Writes exports/ anew from seeds/
	$(BIN)/themegraph build seeds/articles --out exports --quiet

train: $(STAMPS)/train  ## Fits the model of themes and the weights that judge links, on tests/gold/sentences and train (half an hour)
	$(BIN)/python tests/evaluation/learn_themes.py
	$(BIN)/python tests/evaluation/learn.py

evaluate: $(STAMPS)/run  ## Prints precision, recall, F1 and role accuracy by set, language and phenomenon
	$(BIN)/python tests/evaluation/measure.py --part dev held --show 20
	$(BIN)/python tests/evaluation/calibrate.py

check-companies:  ## Checks names and tickers of seeds/companies.csv against a reference list, where it is there
	$(PYTHON) tests/evaluation/check_companies.py

bench: $(STAMPS)/test browser  ## Measures speed, beside what a user would take instead
	$(BIN)/python -m pip install --quiet kiwipiepy
	$(BIN)/python tests/benchmarks/bench.py --write

browser: $(STAMPS)/test  ## Installs a Chromium for the tests, unless there is one (CHROMIUM names another)
	@$(BIN)/python tests/browser/chromium.py || $(BIN)/python -m playwright install chromium

screenshot: $(STAMPS)/test browser  ## Takes the pictures of the README from exports/graph.html
	$(BIN)/python tests/browser/screenshot.py exports/graph.html docs

vendor:  ## Fetches vis-network anew from npm and checks its hash; V="vis-network@10.1.5" takes another version
	$(PYTHON) tests/browser/vendor.py $(V)

lint-web:  ## Lints the page's ES modules with ESLint (needs npm)
	@if command -v npm >/dev/null; then \
		(cd tests/browser/lint && npm ci --silent --no-fund --no-audit) && \
		tests/browser/lint/node_modules/.bin/eslint --no-config-lookup -c tests/browser/lint/eslint.config.mjs graph/themegraph/export/html/web; \
	else echo "lint-web: npm is not installed, so the page's modules were not linted" >&2; fi

clean:  ## Removes everything that the other targets made, but for exports/
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(STAMPS)/venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "themegraph needs Python 3.11 or newer; make PYTHON=python3.12 names another")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: pyproject.toml | $(STAMPS)/venv
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(STAMPS)/test: pyproject.toml | $(STAMPS)/venv
	$(BIN)/python -m pip install --quiet --editable '.[test,train$(SPARK)]'
	touch $@ $(STAMPS)/run

$(STAMPS)/train: pyproject.toml | $(STAMPS)/venv
	$(BIN)/python -m pip install --quiet --editable '.[train]'
	touch $@ $(STAMPS)/run

$(STAMPS)/lint: pyproject.toml | $(STAMPS)/venv
	$(BIN)/python -m pip install --quiet --editable '.[lint]'
	touch $@ $(STAMPS)/run
