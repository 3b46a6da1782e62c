# Every target sets up its own environment in .venv (Python 3.11); nothing else is needed.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
TRAIN_BIN := .venv-train/bin
DATA ?= ../shared/data

.PHONY: demo test test-train lint wheel eval eval-full bench train clean

demo: .venv/run.stamp  ## feedback in, ranked insights out, on the sample that ships
	$(BIN)/insight demo

test: lint  ## lint, types, import walls, tests
	$(BIN)/pytest -q

test-train: .venv-train/dev.stamp  ## a toy run from the corpus to an artefact
	$(TRAIN_BIN)/pytest -q -m train tests/test_train.py

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

eval: .venv/dev.stamp  ## how good the model is on our own gold sets: figures in eval/results, report in build/eval
	$(BIN)/python -m eval all --results eval/results

eval-full: .venv-train/eval.stamp  ## the same, and every public set in DATA, speed, and the baselines that need torch
	$(TRAIN_BIN)/python -m eval all --data $(DATA) --results eval/results

bench: .venv-train/eval.stamp  ## speed, memory and size, against sentence-transformers and scikit-learn
	$(TRAIN_BIN)/python -m eval latency --results eval/results

train: .venv-train/stamp  ## from base weights and our corpus to models/default (hours on two cores)
	$(TRAIN_BIN)/python -m models train --data $(DATA)

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

.venv-train/dev.stamp: .venv-train/stamp
	$(TRAIN_BIN)/pip install --quiet -e ".[train,dev]"
	touch $@

.venv-train/eval.stamp: .venv-train/stamp
	$(TRAIN_BIN)/pip install --quiet -e ".[train,eval]"
	touch $@

clean:
	rm -rf .venv .venv-train build insight-demo
