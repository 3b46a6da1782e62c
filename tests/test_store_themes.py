"""Themes: what a refit decides is stored as one, survives people and reruns, and is written in the ledger."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from store_records import DIM, NOW, record

from insight.errors import InputError
from insight.store import RefitResult, Store, StoredTheme, ThemeEvent
from insight.types import Bilingual, Slice, Theme

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LATER = NOW + timedelta(days=7)


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(str(tmp_path / "insight.db")) as opened:
        opened.add([record(number, customer_id=f"c{number % 3}") for number in range(6)], NOW)
        yield opened


def theme(identifier: str, mentions: int = 0, name: str = "giao chậm") -> StoredTheme:
    described = Theme(
        identifier, Bilingual(name, f"{name} (en)"), "delivery.speed", "delivery", "new", date(2026, 11, 2), mentions
    )
    return StoredTheme(described, np.linspace(-1, 1, DIM, dtype=np.float16).astype(np.float32), 0.25)


def refit(store: Store, *themes: StoredTheme, places: list[str | None], **more: object) -> RefitResult:
    rows = store.mention_table(Slice(), ZONE).row[: len(places)]
    result = RefitResult(NOW, "model-1", themes, (), rows, places, np.full(len(places), 0.75))
    return replace(result, **more)  # type: ignore[arg-type]


def themed(store: Store, *ids: str) -> list[int]:
    return store.mention_table(Slice(themes=ids), ZONE).row.tolist()


def test_a_refit_is_stored_whole(store: Store):
    born = ThemeEvent("t1", NOW, "born", "40 khách trong 2 tuần", {"customers": 40, "tên": ["giao chậm"]})
    run = store.save_refit(refit(store, theme("t1"), theme("t2"), places=["t1", "t2", None, "t1"], events=[born]))
    rows = store.mention_table(Slice(), ZONE)
    assert (rows.theme.values, rows.theme.codes.tolist()) == (("t1", "t2"), [0, 1, -1, 0, *[-1] * 8])
    assert themed(store, "t1") == rows.row[[0, 3]].tolist()
    assert themed(store, "t1", "t2") == rows.row[[0, 1, 3]].tolist()
    assert [(found.theme, found.radius) for found in store.themes()] == [
        (theme("t1", 2).theme, 0.25),
        (theme("t2", 1).theme, 0.25),
    ]
    np.testing.assert_array_equal(store.themes()[0].centroid, theme("t1").centroid)
    assert store.ledger() == store.ledger("t1") == [replace(born, run=run)]
    assert store.ledger("t2") == []
    counts = store.counts()
    assert (counts.themes, counts.mentions, counts.unthemed) == (2, 12, 9)


def test_a_stored_mention_shows_its_theme(store: Store):
    store.save_refit(refit(store, theme("t1"), places=["t1"]))
    stored = store.feedback("fb-0005")
    assert stored is not None
    assert stored.themes == ("t1", None)
    first = next(store.export_rows())
    assert [mention["theme"] for mention in first["mentions"]] == ["t1", None]  # type: ignore[attr-defined]


def test_vectors_of_mentions_that_nobody_looked_at(store: Store):
    store.save_refit(refit(store, theme("t1"), places=["t1", None]))
    assert store.vectors(unassigned_only=True).row.tolist() == sorted(store.mention_table(Slice(), ZONE).row[2:].tolist())


def test_a_second_refit_moves_what_it_names_and_leaves_the_rest(store: Store):
    store.save_refit(refit(store, theme("t1"), theme("t2"), places=["t1", "t1", "t2"]))
    grown = replace(theme("t1", name="giao muộn"), radius=0.5)
    grown = replace(grown, theme=replace(grown.theme, status="active", born=date(2026, 11, 9)))
    gone = ThemeEvent("t2", LATER, "retired", "không ai nói tới nữa")
    store.save_refit(refit(store, grown, places=["t1", None], at=LATER, retired=["t2"], events=[gone]))
    (kept,) = store.themes()
    assert kept.theme == replace(theme("t1", 1, "giao muộn").theme, status="active")
    assert kept.radius == 0.5
    assert [(found.theme.id, found.theme.status, found.theme.mentions) for found in store.themes(include_retired=True)] == [
        ("t1", "active", 1),
        ("t2", "retired", 1),
    ]
    assert (store.counts().themes, store.counts().unthemed) == (1, 10)


def test_a_retired_theme_can_come_back(store: Store):
    store.save_refit(refit(store, theme("t1"), places=["t1"]))
    store.save_refit(refit(store, places=[], retired=["t1"]))
    assert store.themes() == []
    store.save_refit(refit(store, theme("t1"), places=[]))
    assert [found.theme for found in store.themes()] == [theme("t1", 1).theme]


def test_a_name_that_a_person_gave_survives_the_next_refit(store: Store):
    store.save_refit(refit(store, theme("t1"), theme("t2"), places=["t1"]))
    store.rename_theme("t1", Bilingual("Giao hàng trễ hẹn", "Late delivery"), "lan@cx", LATER)
    store.save_refit(refit(store, theme("t1", name="chậm"), theme("t2", name="thơm"), places=[]))
    assert [found.theme.name for found in store.themes()] == [
        Bilingual("Giao hàng trễ hẹn", "Late delivery"),
        Bilingual("thơm", "thơm (en)"),
    ]
    detail = {
        "before": {"vi": "giao chậm", "en": "giao chậm (en)"},
        "after": {"vi": "Giao hàng trễ hẹn", "en": "Late delivery"},
        "who": "lan@cx",
    }
    assert store.ledger("t1") == [ThemeEvent("t1", LATER, "renamed", "renamed by lan@cx", detail)]


def test_new_mentions_are_put_into_themes_there_are(store: Store):
    store.save_refit(refit(store, theme("t1"), places=["t1"]))
    rows = store.vectors(unassigned_only=True).row
    store.assign(rows[:2], ["t1", None], np.array([0.8, 0.1]), LATER)
    assert len(themed(store, "t1")) == 2
    assert len(store.vectors(unassigned_only=True)) == len(rows) - 2


BROKEN = {
    "no theme 't9'": {"places": ["t1", "t9"]},
    "no theme 't8'": {"places": [], "retired": ["t8"]},
    "no theme 't7'": {"places": [], "events": [ThemeEvent("t7", NOW, "born", "")]},
    "event of kind": {"places": [], "events": [ThemeEvent("t1", NOW, "hatched", "")]},
    "no mention 999": {"places": ["t1"], "mention_rows": np.array([999])},
    "one each": {"places": ["t1"], "similarities": np.zeros(2)},
}


@pytest.mark.parametrize("sign", BROKEN)
def test_a_broken_refit_changes_nothing(store: Store, sign: str):
    store.save_refit(refit(store, theme("t1"), places=["t1", "t1"]))
    before = ([found.theme for found in store.themes(include_retired=True)], themed(store, "t1"), store.ledger())
    with pytest.raises(InputError, match=sign):
        store.save_refit(refit(store, theme("t1", name="khác"), theme("t2"), **BROKEN[sign]))  # type: ignore[arg-type]
    assert ([found.theme for found in store.themes(include_retired=True)], themed(store, "t1"), store.ledger()) == before


def test_renaming_and_assigning_need_a_theme_that_is_there(store: Store):
    with pytest.raises(InputError, match="no theme 't1'"):
        store.rename_theme("t1", Bilingual("a", "b"), "lan", NOW)
    with pytest.raises(InputError, match="no theme 't1'"):
        store.assign(store.vectors().row[:1], ["t1"], np.zeros(1), NOW)


def test_two_workspaces_can_have_a_theme_of_the_same_id(store: Store, tmp_path: Path):
    store.save_refit(refit(store, theme("t1"), places=["t1"]))
    with Store.open(str(tmp_path / "insight.db"), workspace="other") as other:
        other.add([record(1)], NOW)
        assert (other.themes(), other.ledger(), other.counts().themes) == ([], [], 0)
        other.save_refit(refit(other, theme("t1", name="khác"), places=["t1", "t1"]))
        assert [found.theme for found in other.themes()] == [theme("t1", 2, "khác").theme]
        assert len(themed(other, "t1")) == 2
    assert [found.theme for found in store.themes()] == [theme("t1", 1).theme]
