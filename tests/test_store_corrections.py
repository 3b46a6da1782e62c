"""Corrections, label versions and learned heads in the store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from store_records import DIM, LABELS, MENTIONS, NOW, TEXT, correction, record

from insight.errors import InputError
from insight.store import Relabelled, Rewrite, Store, StoredHeads
from insight.types import encoder_version

LONG = "model-1+t1a2b3c+h3"
SHORT = replace(LABELS, mentions=(replace(MENTIONS[0], start=0, end=9, text=TEXT[0:9]), MENTIONS[1]))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "insight.db")) as opened:
        opened.add([record(1), record(2)], NOW)
        yield opened


def rewrite(store: Store, *relabelled: Relabelled, **more: object) -> int | None:
    seen = store.outdated("").seen
    return store.rewrite(Rewrite(seen, NOW, relabelled, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(("label", "encoder"), [("m-1", "m-1"), ("m-1+h3", "m-1"), ("m-1+t1a2b3c+h3", "m-1"), ("", "")])
def test_the_encoder_is_the_first_part_of_a_label_version(label: str, encoder: str):
    assert encoder_version(label) == encoder


def test_vectors_are_those_of_the_encoder_of_a_label_version(store: Store):
    store.add([replace(record(3), model_version=LONG), replace(record(4), model_version="model-10+h3")], NOW)
    assert (len(store.vectors()), len(store.vectors(model_version="model-1"))) == (8, 6)
    assert store.vectors(model_version=LONG).row.tolist() == store.vectors(model_version="model-1+h9").row.tolist()
    assert (len(store.vectors(model_version="model-10")), len(store.vectors(model_version="model"))) == (2, 0)
    kept = store.feedback("fb-0003")
    assert kept is not None
    assert kept.model_version == LONG


def test_a_whole_vector_is_kept_and_must_fit(store: Store):
    whole = np.linspace(-1, 1, DIM).astype(np.float16).astype(np.float32)
    store.add([replace(record(3), whole=whole)], NOW)
    found = store.outdated("model-1+h1", after=2).records
    assert found[0].vectors is not None
    np.testing.assert_array_equal(found[0].vectors, np.stack([*np.eye(DIM)[[3, 3]], whole]))
    for broken in ({"whole": np.ones(DIM + 1, np.float32)}, {"whole": whole, "vectors": None}):
        with pytest.raises(InputError, match="whole vector of shape"):
            store.add([replace(record(4), **broken)], NOW)  # type: ignore[arg-type]


def test_corrections_come_back_as_they_went_in_and_only_their_status_changes(store: Store):
    first, second = correction("fb-0001"), correction("fb-0002", status="disputed", who="minh")
    assert rewrite(store, correction=first) == 1
    assert rewrite(store, correction=second, statuses={1: "superseded"}) == 2
    assert store.corrections() == [replace(first, id=1, status="superseded"), replace(second, id=2)]
    assert store.corrections(feedback="fb-0002") == store.corrections(status="disputed") == [replace(second, id=2)]
    assert store.corrections_of([(TEXT, None), (TEXT, "Vì sao?")]) == [tuple(store.corrections()), ()]


def test_new_labels_take_the_place_of_old_ones(store: Store):
    vectors = np.eye(DIM, dtype=np.float32)[[4, 5, 6]]
    row = store.outdated("x").records[0].row
    assert rewrite(store, Relabelled(row, "model-1", SHORT, "model-2+h1", vectors)) == 0
    changed, same = store.feedback("fb-0001"), store.feedback("fb-0002")
    assert changed is not None
    assert same is not None
    assert (changed.labels, changed.model_version) == (SHORT, "model-2+h1")
    assert (same.labels, same.model_version) == (LABELS, "model-1")
    table = store.vectors(model_version="model-2")
    assert table.texts == [TEXT[21:], TEXT[0:9]]
    np.testing.assert_array_equal(table.vectors, vectors[[1, 0]])
    np.testing.assert_array_equal(store.outdated("model-2", 0, 1).records[0].vectors, vectors)  # type: ignore[arg-type]


def test_labels_at_new_places_need_vectors_and_nothing_is_stored_without(store: Store):
    row = store.outdated("x").records[0].row
    before = list(store.export_rows())
    with pytest.raises(InputError, match="mentions at new places"):
        rewrite(store, Relabelled(row, "model-1", SHORT, "model-1+h1"), correction=correction("fb-0001"))
    with pytest.raises(InputError, match="2 vectors for 2 mentions and the whole"):
        rewrite(store, Relabelled(row, "model-1", SHORT, "model-1+h1", np.eye(DIM, dtype=np.float32)[:2]))
    assert (list(store.export_rows()), store.corrections()) == (before, [])


# Heads -------------------------------------------------------------------------------------------------------------------


def test_heads_are_kept_and_one_is_in_force(store: Store):
    assert (store.heads_in_force("model-1"), store.list_heads()) == (None, [])
    later = NOW + timedelta(days=1)
    assert store.save_heads(b"\0one", {"f1": 0.5}, NOW, LONG, activate=True) == 1
    assert store.save_heads(b"two", {"lời": "kém hơn"}, later, "model-1", activate=False) == 2
    assert store.heads_in_force("model-1+h1") == (1, b"\0one")
    assert store.list_heads() == [
        StoredHeads(1, NOW, "model-1", {"f1": 0.5}, True),
        StoredHeads(2, later, "model-1", {"lời": "kém hơn"}, False),
    ]
    store.activate_heads(2)
    assert store.heads_in_force("model-1") == (2, b"two")
    store.activate_heads(None)
    assert store.heads_in_force("model-1") is None


def test_heads_of_another_encoder_are_not_in_force(store: Store):
    store.save_heads(b"one", {}, NOW, "model-1", activate=True)
    assert store.heads_in_force("model-2") is None


def test_heads_that_are_not_there_change_nothing(store: Store):
    store.save_heads(b"one", {}, NOW, "model-1", activate=True)
    with pytest.raises(InputError, match="there are no heads 7; there are 1"):
        store.activate_heads(7)
    assert store.heads_in_force("model-1") == (1, b"one")


def test_workspaces_have_heads_of_their_own(store: Store, tmp_path: Path):
    store.save_heads(b"one", {}, NOW, "model-1", activate=True)
    with Store.open(str(tmp_path / "insight.db"), workspace="other") as other:
        assert (other.heads_in_force("model-1"), other.list_heads()) == (None, [])
        assert other.save_heads(b"mine", {}, NOW, "model-1", activate=True) == 1
    assert store.heads_in_force("model-1") == (1, b"one")
