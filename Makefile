# Everything is set up by the target that needs it: `make html` and `make test` work on a fresh machine.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
BUILD ?= _build
SPHINX := $(BIN)/sphinx-build -j auto -d $(BUILD)/doctrees
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help html test browser epub linkcheck format check lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

html: $(VENV)/site ## build the site and say which page to open
	@$(SPHINX) -b html . $(BUILD)/html $(ARGS)
	@echo "Open $(BUILD)/html/index.html"

test: $(VENV)/dev browser ## run all tests (ARGS="-k words" runs some)
	@$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/dev ## what a reviewer would say first: types, lint, warnings
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(SPHINX) -nW --keep-going -q -b html . $(BUILD)/html

format: $(VENV)/dev ## bring the code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

linkcheck: $(VENV)/site ## ask the network whether the links still lead somewhere
	@$(SPHINX) -b linkcheck . $(BUILD)/linkcheck

epub: $(VENV)/site ## build the site as an EPUB
	@$(SPHINX) -b epub . $(BUILD)/epub
	@echo "Open $(BUILD)/epub/AIhub.epub"

lock: pyproject.toml ## write the lock files anew (wants uv)
	uv pip compile -q pyproject.toml --group site --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" -o requirements/site.lock
	uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" -c requirements/site.lock -o requirements/dev.lock

clean: ## remove what was built, and the environment
	rm -rf $(BUILD) $(VENV)

# The environments. Each lock has every package with its hashes; the extension itself is installed from this folder.

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name one with make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/site: requirements/site.lock pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements/dev.lock $(VENV)/site
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

# The browser of the tests is the distribution's Chromium. Where it cannot be installed here, its tests say how.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || true
