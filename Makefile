# Everything works from a clean clone, again and again: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: setup demo demo-round test fast lint serve clean

$(VENV)/ready: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

setup: $(VENV)/ready  ## only the virtual environment, with the pinned requirements

demo: $(VENV)/ready  ## the bot, a stand-in for LINE and a chat page on one address
	$(BIN)/python -m bot demo --port $(PORT)

demo-round: $(VENV)/ready  ## the same at the end of a round, with its answers in
	$(BIN)/python -m bot demo --answered --port $(PORT)

test: lint  ## lint, types and every test; the slow ones start processes, a browser and PostgreSQL
	$(BIN)/python -m pytest

fast: $(VENV)/ready  ## the tests that need no process, browser, office program or PostgreSQL
	$(BIN)/python -m pytest -m "not slow"

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

serve: $(VENV)/ready  ## the service, with the settings of .env
	$(BIN)/python -m bot serve

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
