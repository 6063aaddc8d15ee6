# Two commands for newcomers: `make run` and `make test`. Everything is installed into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES ?= ../shared
OUT := out

.DEFAULT_GOAL := help
.PHONY: help run test fuzz lint build check bench peers examples accuracy conformance clean

help:  ## List the commands.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it with make PYTHON=python3.12 …"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[all]'
	@touch $@

$(VENV)/developing: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group dev
	@touch $@

run: $(VENV)/installed  ## Answer a real question and write the network page.
	@mkdir -p $(OUT)
	@echo; echo '$$ ofsted-graph show "Tower Hamlets" --sources'; echo
	@$(BIN)/ofsted-graph show "Tower Hamlets" --sources
	@echo; echo '$$ ofsted-graph graph --about "Debbie Jones" -o $(OUT)/debbie-jones.html'; echo
	@$(BIN)/ofsted-graph graph --about "Debbie Jones" -o $(OUT)/debbie-jones.html
	@echo; echo 'To go on:'
	@echo '  open $(OUT)/debbie-jones.html in a browser (it needs no network)'
	@echo '  . $(BIN)/activate     after this, ofsted-graph is a command of this shell'
	@echo '  ofsted-graph show "Croydon"            another council, or a person'
	@echo '  ofsted-graph graph -o england.html     all England on one page'
	@echo '  ofsted-graph --help                    everything it does'

test: $(VENV)/developing  ## Run the whole test suite, installing what it needs.
	@sh tests/install_system_packages.sh
	@$(BIN)/python -m pytest -n auto

fuzz: $(VENV)/developing  ## Give the commands thousands of broken graphs, queries and tables.
	@$(BIN)/python -m pytest -n auto tests/cli/test_hostile_input.py --hypothesis-profile=fuzz

lint: $(VENV)/developing  ## Check style and types.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@sh tests/viz/check_scripts.sh

build: $(VENV)/installed  ## Build data/triples.ttl from the fact tables.
	@$(BIN)/ofsted-graph build

check: $(VENV)/installed  ## See that the graph is what the facts give, and that it is valid.
	@$(BIN)/ofsted-graph build --check
	@$(BIN)/ofsted-graph validate

bench: peers  ## Measure speed and memory against others; writes benchmarks/results.md.
	@$(BIN)/python -m benchmarks --sources $(SOURCES)

peers: $(VENV)/developing  ## Install the programs that benchmarks compare with.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group bench
	@$(BIN)/python -m benchmarks.peers

examples: $(VENV)/developing  ## Run the worked examples of docs/linking.md on real tables.
	@$(BIN)/python examples/run.py --sources $(SOURCES)

accuracy: $(VENV)/developing  ## Hold the report importer against the checked answers.
	@$(BIN)/python -m benchmarks.accuracy --sources $(SOURCES)

conformance: $(VENV)/developing  ## Hold the server against the W3C's and others' suites.
	@$(BIN)/python -m benchmarks.conformance --sources $(SOURCES)

clean:  ## Remove what was installed and written.
	rm -rf $(VENV) $(OUT) build dist
