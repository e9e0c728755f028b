# Two commands do everything on a fresh machine that has Python 3.11 or newer and make:
#   make demo    sets up, then makes a talking book of the sample article
#   make test    sets up, then passes the tests
# Another Python: make test PYTHON=python3.12

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=
# pip compiles what it installs, but not what is used where it lies; where Python may not write byte code
# (PYTHONDONTWRITEBYTECODE), every start would compile it again.
COMPILED := $(BIN)/python -m compileall -q publish

.PHONY: help demo test check bench format clean

help:
	@echo "make demo    set up, then make a talking book of the sample article in output/"
	@echo "make test    set up, then run the tests"
	@echo "make check   only the fast checks: style, types, floors"
	@echo "make bench   measure speed, as ratios against the bare engine"
	@echo "make clean   remove what the others made"

demo: $(VENV)/.demo
	$(BIN)/publish make --sample --out output $(ARGS)

test: check
	$(BIN)/python -m pytest -m "not slow" -n auto --maxprocesses 4 --dist worksteal $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.dev
	$(BIN)/python tests/bench/whole_job.py $(ARGS)
	$(BIN)/python tests/bench/page_speed.py $(ARGS)

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find output -mindepth 1 ! -name README.md -delete

# Fresh machines often have a pip that cannot read today's wheels: the environment brings its own.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Enface needs Python 3.11 or newer; this is" `$(PYTHON) --version`". Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25"
	@touch $@

$(VENV)/.demo: $(VENV)/.made pyproject.toml .constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .constraints.txt --editable .
	@$(COMPILED)
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml .constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .constraints.txt --editable ".[dev]"
	@$(COMPILED)
	@touch $@ $(VENV)/.demo
