# Every command sets up what it needs first. `make` lists them.

export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export PYTHONUTF8 := 1
BIN := .venv/bin
CATALOGUES := $(wildcard src/deontos/locale/*/LC_MESSAGES/django.po)
TRANSLATED := $(CATALOGUES:.po=.mo)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check check-all fire bench rows docs translations format clean set-up-run set-up browser

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: set-up-run $(TRANSLATED) ## serve the demo on http://127.0.0.1:8000 (or PORT), background work included
	@$(BIN)/python -m tools.run_demo

test: set-up browser $(TRANSLATED) ## run all tests, on SQLite and on PostgreSQL
	@$(BIN)/python -m tools.run_tests

check: set-up browser $(TRANSLATED) ## what CI runs: format, lint, types, house, translations, documentation, tests
	@$(BIN)/python -m tools.check

check-all: set-up browser $(TRANSLATED) ## the same with every page in every language and width, and the slow parts
	@DEONTOS_ALL=1 $(BIN)/python -m tools.check

fire: set-up browser $(TRANSLATED) ## hours of kills, power cuts, floods and hostile input, on both databases
	@$(BIN)/python -m tools.run_fire

bench: set-up $(TRANSLATED) ## measure; prints figures and machine facts as JSON
	@$(BIN)/python -m tools.bench

rows: set-up ## which tests show which requirement row or promise
	@$(BIN)/python -m tools.rows

docs: set-up $(TRANSLATED) ## write the generated pages of the handbook anew
	@$(BIN)/python -m tools.generate_docs

translations: set-up ## bring the catalogues up to date with the sources
	@$(BIN)/python -m tools.translations update

format: set-up ## format code and templates
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --quiet --fix .

clean: ## remove the environments and what was compiled, not the data in var/
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src -name '*.mo' -delete

set-up-run:
	@tools/set_up.sh run

set-up:
	@tools/set_up.sh all

browser: set-up
	@tools/browser.sh

# Catalogues are compiled one by one, and only those that changed.
%.mo: %.po | set-up-run
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
