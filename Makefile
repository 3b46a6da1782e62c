# Every target sets up its own environment in .venv (Python 3.11); nothing else is needed.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
TRAIN_BIN := .venv-train/bin
DATA ?= ../shared/data

.PHONY: demo test lint bench train eval test-train clean

demo: .venv/run.stamp  ## feedback in, ranked insights out, on the sample that ships
	$(BIN)/insight demo

test: lint  ## lint, types, import walls, tests
	$(BIN)/pytest -q

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/run.stamp  ## time of ingest, refit and digest on a file: make bench DATA=file.jsonl
	$(BIN)/python -m eval.bench $(DATA)

train: .venv-train/stamp  ## from base weights and our corpus to models/default (hours on two cores)
	$(TRAIN_BIN)/python -m models build --data $(DATA)

test-train: .venv-train/stamp  ## a toy run from corpus to artefact
	$(TRAIN_BIN)/pytest -q -m train

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip

.venv/run.stamp: .venv/bin/python pyproject.toml
	$(BIN)/pip install --quiet -e .
	touch $@

.venv/dev.stamp: .venv/bin/python pyproject.toml
	$(BIN)/pip install --quiet -e ".[dev]"
	touch $@ .venv/run.stamp

.venv-train/stamp: pyproject.toml
	$(PYTHON) -m venv .venv-train
	$(TRAIN_BIN)/pip install --quiet -e ".[train]" pytest hypothesis
	touch $@

clean:
	rm -rf .venv .venv-train build insight-demo
