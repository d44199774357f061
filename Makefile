# `make` alone says what there is. Needs Python 3.11 to 3.14 with venv; the rest goes into .venv/.

MAKEFLAGS += --no-print-directory --no-builtin-rules
.DELETE_ON_ERROR:

# ARGS are handed to the command. PYTHON is the one to use: make demo PYTHON=/path/to/python3.12
ARGS =
PYTHON =
PART = days
DATA =

python = .venv/bin/python
install = $(python) -m pip install --quiet --disable-pip-version-check --no-deps
# What pip has to say is shown when it fails.
or_say = 2>.venv/install.log || { cat .venv/install.log >&2; exit 1; }
compile = $(python) -m uv pip compile --quiet $(if $(UPGRADE),--upgrade) \
	--universal --python-version 3.11 --generate-hashes --no-header

.PHONY: help demo quick test soak audit check bench lock clean

# What Python compiles is kept, whatever the shell says: else each of the processes of a test run
# compiles everything for itself, for a third of the time that all takes.
export PYTHONDONTWRITEBYTECODE =

help:
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1:\2/p' Makefile | awk -F: '{ printf "%-14s %s\n", $$1, $$2 }'

demo: .venv/ready-demo  ## try it all on this machine (ARGS="--fresh" forgets earlier demos)
	@$(python) -m bot demo $(ARGS)

quick: .venv/ready-dev  ## run the tests of rules, drawings and readers, without a database (30 seconds)
	@$(python) -m pytest --quiet --numprocesses 2 --hypothesis-profile quick -m "not database and not large" \
		tests/blocks tests/connectors tests/journal $(ARGS)

test: .venv/ready-dev  ## run all tests (13 minutes; ARGS="tests/blocks -x" runs some of them)
	@$(python) -m pytest --numprocesses 4 $(ARGS)

soak: .venv/ready-dev  ## half an hour of kills, freezes, lost answers and stepped clocks (ARGS="--minutes 5"; PART=odd: broken files, odd payloads)
	@$(python) -m tests.soak $(PART) $(ARGS)

audit: .venv/ready-dev  ## look the pinned packages up in a file of known faults (DATA=folder or zip of OSV)
	@$(python) scripts/audit.py $(if $(DATA),--data "$(DATA)") requirements*.txt

check: .venv/ready-dev  ## look at style, types, imports, and at what documents and manifest say (half a minute)
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) -m mypy
	@$(python) .venv/bin/lint-imports --no-logo
	@$(python) -m pytest --quiet tests/house

bench: .venv/ready-dev  ## measure against a floor, ARGS=import or another row; prints ratios and judges nothing
	@$(python) -m benchmarks $(ARGS)

lock: .venv/ready-dev  ## write requirements*.txt from pyproject.toml (UPGRADE=1 takes the newest)
	@$(compile) --group build --output-file requirements.txt pyproject.toml
	@$(compile) --group demo --constraint requirements.txt --output-file requirements-demo.txt
	@$(compile) --group dev --constraint requirements.txt --constraint requirements-demo.txt \
		--output-file requirements-dev.txt

clean:  ## remove what was installed and cached; what jefail keeps in .jefail/ stays
	@rm -rf .venv *.egg-info build .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready: .venv/made requirements.txt pyproject.toml
	@echo "Installing what jefail needs into .venv; a minute or two, once ..."
	@$(install) --require-hashes --requirement requirements.txt $(or_say)
	@$(install) --no-build-isolation --editable . $(or_say)
	@touch $@

.venv/ready-demo: .venv/ready requirements-demo.txt
	@echo "Installing Tryton, which the demo posts to as well ..."
	@$(install) --require-hashes --requirement requirements-demo.txt $(or_say)
	@touch $@

.venv/ready-dev: .venv/ready-demo requirements-dev.txt
	@echo "Installing what checks and tests need ..."
	@$(install) --require-hashes --requirement requirements-dev.txt $(or_say)
	@touch $@

# Holds the path it was made at, and is written last: a .venv that was cut short, moved here from
# elsewhere, or whose Python has gone is made anew.
is_whole := $(shell exec 2>/dev/null; .venv/bin/python -c '' && [ "$$(cat .venv/made)" = "$$(pwd -P)" ] && echo yes)

.venv/made: $(if $(filter yes,$(is_whole)),,not-whole)
	@scripts/make-venv "$(PYTHON)"
	@pwd -P > $@

.PHONY: not-whole
not-whole:
