# Every target works on a fresh machine with Python 3.11 or 3.12, pip, make and git.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCK := requirements-$(shell $(PYTHON) -c "import sys; print('%d.%d' % sys.version_info[:2])").lock

.PHONY: help demo demos screenshots test lint bench clean

help:  ## Show what there is to make
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

$(STAMP): pyproject.toml $(LOCK)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

demo: $(STAMP)  ## Install, then replay the retail demo into the sandbox
	$(BIN)/demo-wizard --spec specs/retail.yaml --yes
	@echo
	@echo "To type demo-wizard as it stands above, activate the environment first:  source $(BIN)/activate"

demos: $(STAMP)  ## Replay every industry into a fresh sandbox, and prove its story
	@home=$$(mktemp -d); export DEMO_WIZARD_HOME=$$home; code=0; \
	for spec in specs/*.yaml; do $(BIN)/demo-wizard --spec $$spec --yes || { code=$$?; break; }; done; \
	$(BIN)/demo-wizard sandbox stop; rm -rf $$home; exit $$code

screenshots: $(STAMP)  ## Take the pictures in docs/screens with the real app
	$(BIN)/python -m docs.screenshots

lint: $(STAMP)  ## Style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The tests start hundreds of processes: what one of them compiles, the others find.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(STAMP) lint  ## Everything that must hold
	$(BIN)/python -m pytest

bench: $(STAMP)  ## Measure the budgets (minutes; installs Spark and DuckDB into an environment of their own)
	$(BIN)/python -m benchmarks

clean:  ## Remove the environment and caches; the sandbox's data stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
