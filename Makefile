# Every target sets up its own environment in .venv (Python 3.11); nothing else is needed.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
TRAIN_BIN := .venv-train/bin
DATA ?= ../shared/data

.PHONY: demo test lint wheel bench train clean

demo: .venv/run.stamp  ## feedback in, ranked insights out, on the sample that ships
	$(BIN)/insight demo

test: lint  ## lint, types, import walls, tests
	$(BIN)/pytest -q

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: .venv/dev.stamp  ## build the wheel, install it alone, and label a text with it
	rm -rf build/wheel && $(BIN)/python -m build --wheel --outdir build/wheel .
	$(PYTHON) -m venv build/wheel/venv
	build/wheel/venv/bin/pip install --quiet build/wheel/*.whl
	cd build/wheel && echo '{"text": "Giao nhanh nhưng đóng gói ẩu"}' | venv/bin/insight classify - | grep '"delivery.speed"'

bench: .venv/run.stamp  ## time and memory of ingest, refit and digest on 3,600 app reviews
	$(BIN)/python -m eval.bench $(DATA)/vi_bank_app_reviews/all.jsonl 2025-12-01 2025-12-21

train: .venv-train/stamp  ## from base weights and our corpus to models/default (hours on two cores)
	$(TRAIN_BIN)/python -m models build --data $(DATA)

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
	$(TRAIN_BIN)/pip install --quiet -e ".[train]"
	touch $@

clean:
	rm -rf .venv .venv-train build insight-demo
