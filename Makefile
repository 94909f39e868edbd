# Everything is set up by the target that needs it: `make html` and `make test` work on a fresh machine.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
BUILD ?= _build
SPHINX := $(BIN)/sphinx-build -j auto -d $(BUILD)/doctrees
ARGS ?=
# One that stays, so that a browser's tab is at the right address after a restart.
PORT ?= 8765

# A title may hold any character, so it reaches the command as typed, through the environment.
override TITLE := $(value TITLE)
export TITLE

.DEFAULT_GOAL := help
.PHONY: help html live new test check report format linkcheck llms epub pdf figures matrix soak search-report archives lock clean browser

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

html: $(VENV)/site ## build the site and say which page to open
	@$(SPHINX) -b html . $(BUILD)/html $(ARGS)
	@echo "Open $(BUILD)/html/index.html"

live: $(VENV)/dev ## show the site with its drafts, and show it anew whenever a file is saved (PORT=8765)
	@$(BIN)/sphinx-autobuild -q -t drafts -d $(BUILD)/doctrees --host 127.0.0.1 --port $(PORT) --open-browser \
		--watch _ext/sphinx_hub --ignore '$(BUILD)/*' --ignore '*/.*' . $(BUILD)/live $(ARGS)

new: $(VENV)/site ## begin an article (or TYPE=section): make new TYPE=comparison TITLE="Precision vs Recall" SECTION=foundations
	@$(BIN)/python -m sphinx_hub new "$(TYPE)" "$$TITLE" --section "$(SECTION)" --of-make

# A worker takes whole files: their tests share what was built, and the snippets of a page their names.
test: $(VENV)/dev browser ## run all tests (ARGS="-k words" runs some)
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

# Sphinx gives the warnings of a page when it reads it, so that everything is read anew, and in a folder of its own.
check: $(VENV)/dev ## what a reviewer would say first: types, lint, spelling, editorial rules, warnings
	@failed=0; \
	for command in "ruff format --check ." "ruff check ." mypy codespell \
	    "sphinx-build -j auto -E -d $(BUILD)/check/.doctrees -nW --keep-going -q -b html . $(BUILD)/check" \
	    "python -m tools.editorial"; do $(BIN)/$$command || failed=1; done; \
	exit $$failed

report: $(VENV)/site ## what a maintainer watches: terms used before they are taught, old reviews, needless prerequisites
	@$(BIN)/python -m sphinx_hub report

format: $(VENV)/dev ## bring the code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

search-report: $(VENV)/dev browser ## how well the search finds what readers look for (ARGS="FILE --misses")
	@$(SPHINX) -q -b html . $(BUILD)/html
	@$(BIN)/python -m tests.site.search_report $(ARGS) --site $(BUILD)/html

linkcheck: $(VENV)/site ## ask the network whether the links still lead somewhere
	@$(SPHINX) -b linkcheck . $(BUILD)/linkcheck

llms: html ## add a Markdown twin of each page, and llms.txt, to the site
	@$(SPHINX) -q -b markdown . $(BUILD)/html

epub: $(VENV)/site ## build the site as an EPUB
	@$(SPHINX) -b epub . $(BUILD)/epub
	@echo "Open $(BUILD)/epub/AIhub.epub"

pdf: $(VENV)/site ## build the site as a PDF, where LaTeX is installed
	@command -v latexmk >/dev/null || { echo "make pdf needs LaTeX: install latexmk and a TeX distribution \
	(on Debian: apt-get install latexmk texlive-xetex texlive-latex-extra fonts-freefont-otf xindy)"; exit 1; }
	@$(BIN)/sphinx-build -M latexpdf . $(BUILD) -q >/dev/null
	@echo "Open $(BUILD)/latex/aihub.pdf"

figures: $(VENV)/dev browser ## draw each figure once more as PNG, for what cannot show SVG (LaTeX, texinfo)
	@$(BIN)/python -m tools.figures

matrix: $(VENV)/dev ## run the extension's tests on each supported Python and Sphinx that can be had
	@$(BIN)/nox $(ARGS)

soak: $(VENV)/dev ## edit a hub at random and compare builds (EDITS=2000)
	@HUB_EDITS=$(or $(EDITS),2000) $(BIN)/python -m pytest tests/test_incremental.py

archives: $(VENV)/dev ## build what a release publishes, the wheel and the source archive, into dist/
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation

lock: pyproject.toml ## write the lock files anew (wants uv)
	uv pip compile -q pyproject.toml --group site --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" -o requirements/site.lock
	uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" -c requirements/site.lock -o requirements/dev.lock

clean: ## remove what was built, and the environment
	rm -rf $(BUILD) $(VENV)

# The environments. Each lock names every package with its hashes, so pip is told not to look for dependencies: asked for
# `package[extra]`, it would consult the index anew and refuse the lock as soon as a newer release is out. `pip check`
# then says whether anything is missing.

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
PIP_CHECK := missing=$$($(BIN)/python -m pip check --disable-pip-version-check) || { echo "$$missing"; exit 1; }

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name one with make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/site: requirements/site.lock pyproject.toml | $(BIN)/python
	@$(INSTALL) --require-hashes -r requirements/site.lock
	@$(INSTALL) --no-build-isolation --editable .
	@$(PIP_CHECK)
	@touch $@

$(VENV)/dev: requirements/dev.lock $(VENV)/site
	@$(INSTALL) --require-hashes -r requirements/dev.lock
	@$(PIP_CHECK)
	@touch $@

# The browser of the tests is the distribution's Chromium. Where it cannot be installed here, its tests say how.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || true
