# Two commands set everything up: `make demo` and `make test`. The rest is for those who build Tulga.
# A fresh Debian with python3, python3-venv, git and make is enough; nothing is installed outside .venv except
# the system packages that the tests need (a browser, a PostgreSQL server), and those only by `make test`.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv pip
PEERS  := .peers

.PHONY: demo test check lint types contracts docs words lock format clean peers-names peers-linkage bench-names bench help
help:            ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/'

demo: $(VENV)/.runtime  ## install, load the generated demo register, serve the node on http://127.0.0.1:8080
	$(BIN)/tulga demo

test: $(VENV)/.dev $(VENV)/.system  ## install everything, system packages included, and run every test
	$(BIN)/python -m pytest -n auto --dist worksteal

check: test lint types contracts docs  ## all that continuous integration runs

lint: $(VENV)/.dev  ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev  ## mypy, strict
	$(BIN)/mypy

contracts: $(VENV)/.dev  ## each floor imports only what stands below it
	$(BIN)/lint-imports

docs: $(VENV)/.dev  ## links and commands named in the documentation exist
	$(BIN)/python -m pytest tests/test_docs.py

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

words: $(VENV)/.dev  ## collect the words of the pages into the translations and compile them; new ones wait empty
	$(BIN)/python -m api.pages.collect

lock: $(VENV)/.uv  ## resolve the dependencies anew into the two lock files
	$(UV) compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.lock
	$(UV) compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --group dev --extra postgresql --extra spark pyproject.toml -o requirements-dev.lock

peers-linkage:   ## the tools that batch linkage is measured beside, each in an environment of its own
	sh benchmarks/linkage/peers/install.sh

peers-names: $(PEERS)/names/.installed  ## the name comparators that `make bench-names` measures beside Tulga

$(PEERS)/names/.installed: benchmarks/names/peers/requirements.txt benchmarks/names/peers/install.sh
	sh benchmarks/names/peers/install.sh
	touch $@

bench-names: $(VENV)/.dev peers-names  ## everything about names beside the peers: make bench-names DATA=folder OUT=folder-outside [PAGE=file]
	$(BIN)/python -m benchmarks.names --data $(DATA) --out $(OUT) $(if $(PAGE),--page $(PAGE)) --peers --ablation --unseen --retrieval

clean:
	rm -rf $(VENV) $(PEERS) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.uv: requirements-uv.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.lock
	touch $@

# bytecode is made here, once: a command that must compile a thousand modules before it begins takes twice the time
$(VENV)/.runtime: $(VENV)/.uv requirements.lock pyproject.toml
	$(UV) install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) install -q --python $(BIN)/python --no-deps -e .
	$(BIN)/python -m compileall -q models matcher api
	touch $@

$(VENV)/.dev: $(VENV)/.uv requirements-dev.lock pyproject.toml
	$(UV) install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
	$(UV) install -q --python $(BIN)/python --no-deps -e .
	$(BIN)/python -m compileall -q models matcher api
	touch $@

$(VENV)/.system: tests/system_packages.sh $(VENV)/.dev
	sh tests/system_packages.sh
	touch $@
