# Everything sets itself up in .venv on first use. It needs GNU make and a
# Python of 3.11 or later that can make virtual environments; PYTHON=... names
# a particular one.

VENV := .venv
BIN := $(VENV)/bin

# make run ARGS="rules"
ARGS ?= open sample_sessions/support_ticket_classifier.toml
# make test TESTS=tests/rules WORKERS=0
TESTS ?=
WORKERS ?= auto

# Where a test looks for axe-core.
AXE := $(VENV)/axe

# A stamp says what was last installed; it goes when the environment goes.
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
# constraints.txt holds one tried set of versions, valid on 3.11, 3.12 and 3.13.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# Each process of the tests compiles all of them, and each program that they start all of the program,
# where what was compiled may not be kept.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Two installs into one environment at a time would damage it.
.NOTPARALLEL:
.PHONY: help run test lint check format bench soak docs axe clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

run: $(RUN_STAMP) ## open the worked example; ARGS="..." for another command
	@$(BIN)/payback $(ARGS)

test: $(DEV_STAMP) ## run the tests; TESTS=path for some, WORKERS=0 for one process
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

lint: $(DEV_STAMP) ## format, style, types, the walls between the rooms
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy & types=$$!; \
	$(BIN)/lint-imports && $(BIN)/python -m pytest -q tests/contracts/test_import_hygiene.py; \
	rest=$$?; wait $$types && exit $$rest

check: lint test ## lint and test: what a change must pass

format: $(DEV_STAMP) ## format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV_STAMP) ## measure each figure against its reference
	@for script in benchmarks/[!_]*.py; do \
		name=$$(basename "$$script" .py); \
		echo "== $$name"; \
		$(BIN)/python -m "benchmarks.$$name" || exit 1; \
	done

soak: $(DEV_STAMP) ## break things on purpose, for hours; the suite does a part of it
	PAYBACK_TESTS=deep $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
	@for script in tests/soak/[!_]*.py; do \
		if [ ! -e "$$script" ]; then echo "Nothing to soak."; break; fi; \
		name=$$(basename "$$script" .py); \
		echo "== $$name"; \
		$(BIN)/python -m "tests.soak.$$name" || exit 1; \
	done

docs: $(DEV_STAMP) ## write the generated pages of docs/ anew
	@for script in docs/generate_*.py; do \
		if [ ! -e "$$script" ]; then echo "No page of docs/ is generated."; break; fi; \
		echo "== $$script"; \
		$(BIN)/python "$$script" || exit 1; \
	done

axe: $(BIN)/python ## fetch axe-core, by which a test looks at participants' pages; it needs npm
	npm install --prefix $(AXE) --no-save --no-audit --no-fund --loglevel=error axe-core@4.14.1

clean: ## remove the environment, caches and built files
	rm -rf $(VENV) build dist htmlcov mutants .benchmarks .coverage .hypothesis \
		.import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_STAMP): $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing payback into $(VENV) ..."
	@$(PIP_INSTALL) -e .
	@touch $@

# Whoever can test can run, so the smaller stamp is set as well.
$(DEV_STAMP): $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing payback and its development tools into $(VENV) (about a minute) ..."
	@$(PIP_INSTALL) -e '.[dev]'
	@touch $(RUN_STAMP) $@

# An upgrade of the system can take an environment's Python away. It is then
# made anew, and phony, so that what was installed counts as out of date.
ifneq ($(shell test -x $(BIN)/python && echo usable),usable)
.PHONY: $(BIN)/python
endif

# The candidates are run, not only looked up: a version manager's stand-in can
# be on the path without a Python behind it. Debian packs venv apart from
# Python, so a Python without it is passed over while there may be another.
$(BIN)/python:
	@set -e; chosen=; without_venv=; \
	for candidate in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3); do \
		"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		if "$$candidate" -c 'import ensurepip, venv' 2>/dev/null; then chosen=$$candidate; break; fi; \
		without_venv=$${without_venv:-$$candidate}; \
	done; \
	if [ -z "$$chosen" ] && [ -n "$$without_venv" ]; then \
		version=$$("$$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "$$without_venv cannot make a virtual environment: its venv or ensurepip module is missing." >&2; \
		echo "On Debian and Ubuntu: apt install python$$version-venv" >&2; \
		exit 1; \
	elif [ -z "$$chosen" ]; then \
		echo "No Python 3.11 or later found (looked for: $(if $(PYTHON),$(PYTHON),python3.13 python3.12 python3.11 python3))." >&2; \
		echo "Install one, or name it: make $(or $(MAKECMDGOALS),run) PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$chosen" --version) ($$chosen)"; \
	"$$chosen" -m venv --clear $(VENV)
