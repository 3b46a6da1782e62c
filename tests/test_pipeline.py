"""The pipeline from Python, on the fake models of conftest: what it promises about labels, ids, privacy and unfinished runs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from conftest import NOW

from insight import Feedback, Pipeline, Text
from insight.errors import InputError
from insight.pipeline import CHUNK, Ingested
from insight.store import Store
from insight.types import Period

SLOW = ("quá", "lắm", "ghê", "thế", "cực kỳ", "hai tuần", "tận nơi", "mãi")
WEEK = Period(date(2026, 11, 9), date(2026, 11, 16))
TEXTS = ("Giao hàng nhanh nhưng nhân viên thô lỗ", "App bị lỗi", "The shop is clean", "👍", "Giá rẻ, không gian sạch")


def feedback() -> list[Feedback]:
    """Eight customers on slow delivery, eight on a crashing app, all in the week before `NOW`."""
    said = [(name, f"{begins} {extra}") for name, begins in (("a", "Giao hàng chậm"), ("b", "App bị lỗi")) for extra in SLOW]
    return [
        Feedback(text, id=f"{name}{number}", created_at=NOW - timedelta(days=2), customer_id=f"khach-{number}", source="survey")
        for number, (name, text) in enumerate(said)
    ]


def numbered(count: int) -> list[Feedback]:
    return [Feedback(f"App bị lỗi {number}", created_at=NOW) for number in range(count)]


def themes_of(store: Store) -> dict[str, tuple[str | None, ...]]:
    return {row["id"]: tuple(mention["theme"] for mention in row["mentions"]) for row in store.export_rows()}


@pytest.fixture
def store(pipeline: Pipeline) -> Iterator[Store]:
    with pipeline.open_store(create=True) as opened:
        yield opened


# Understanding -----------------------------------------------------------------------------------------------------------


def test_a_text_is_understood_the_same_whatever_else_is_in_the_call(pipeline: Pipeline):
    alone = [next(pipeline.understand([text])) for text in TEXTS]
    together = list(pipeline.understand([*TEXTS, *reversed(TEXTS), "chậm " * 500, *["ok"] * (CHUNK - 1), *TEXTS]))
    assert len(together) == 3 * len(TEXTS) + CHUNK
    for found in (together[:5], together[9:4:-1], together[-5:]):
        assert [(each.text, each.labels) for each in found] == [(each.text, each.labels) for each in alone]
        for one, other in zip(found, alone, strict=True):
            np.testing.assert_array_equal(one.vectors, other.vectors)


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\ufeff", "a" * 20_001])
def test_a_text_that_cannot_be_understood_is_refused(pipeline: Pipeline, text: str):
    with pytest.raises(InputError, match=r"the text is empty|the text has 20,001 characters; at most 20,000"):
        list(pipeline.understand(["App bị lỗi", text]))


def test_understood_text_and_offsets_are_masked(pipeline: Pipeline):
    found = next(pipeline.understand([Text("Nhân viên thô lỗ, gọi 0912345678 mãi", "Số 0912345678 gọi bạn?")]))
    assert found.text == "Nhân viên thô lỗ, gọi [PHONE] mãi"
    assert [found.text[mention.start : mention.end] for mention in found.labels.mentions] == [
        m.text for m in found.labels.mentions
    ]
    assert found.vectors.shape == (len(found.labels.mentions), 64)


def test_blank_feedback_is_refused(pipeline: Pipeline, store: Store):
    for text in ("", "\u200b"):
        with pytest.raises(InputError, match="the text is empty"):
            pipeline.ingest(store, [Feedback(text, id="a")])
    assert store.counts().feedback == 0


def test_a_frame_keeps_its_index_and_columns(pipeline: Pipeline):
    pandas = pytest.importorskip("pandas", reason="frames need the extra `files`")
    frame = pandas.DataFrame(
        {"nps": [9, 2], "said": ["Giao hàng nhanh", "App bị lỗi"], "asked": ["Sao?", None]}, index=["x", "x"]
    )
    before = frame.copy()
    labelled = pipeline.classify_frame(frame, text="said", question="asked")
    assert list(labelled.columns) == ["nps", "said", "asked", "language", "sentiment", "score", "stage", "topics", "mentions"]
    pandas.testing.assert_frame_equal(labelled[list(before.columns)], before)
    pandas.testing.assert_frame_equal(frame, before)
    assert list(labelled["sentiment"]) == ["positive", "negative"]
    assert [topics[0]["topic"] for topics in labelled["topics"]] == ["delivery.speed", "digital.reliability"]
    with pytest.raises(InputError, match="the text is empty"):
        pipeline.classify_frame(frame, text="asked")


# Storing -----------------------------------------------------------------------------------------------------------------


def test_ingest_again_changes_nothing(pipeline: Pipeline, store: Store):
    rows = [*feedback(), *numbered(3)]
    assert pipeline.ingest(store, rows) == Ingested(new=19, known=0)
    before = list(store.export_rows())
    assert pipeline.ingest(store, rows) == Ingested(new=0, known=19)
    assert list(store.export_rows()) == before


def test_what_was_cut_short_is_completed_by_the_same_call_without_doubles(pipeline: Pipeline, store: Store):
    rows = numbered(2 * CHUNK + 10)

    def dying() -> Iterator[Feedback]:
        yield from rows[: CHUNK + 7]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pipeline.ingest(store, dying())
    assert store.counts().feedback == CHUNK
    told: list[int] = []
    assert pipeline.ingest(store, rows, told.append) == Ingested(new=CHUNK + 10, known=CHUNK)
    assert told == [CHUNK, CHUNK, 10]
    assert sorted(row["text"] for row in store.export_rows()) == sorted(row.text for row in rows)


def test_new_mentions_go_into_the_themes_there_are(pipeline: Pipeline, store: Store):
    pipeline.ingest(store, feedback())
    pipeline.refit(store)
    (theme,) = themes_of(store)["a0"]
    assert theme is not None
    new = [Feedback("Giao hàng chậm mãi", id="again"), Feedback("Bảo vệ thô lỗ", id="other"), Feedback("ok", id="empty talk")]
    pipeline.ingest(store, new)
    found = themes_of(store)
    assert (found["again"], found["other"], found["empty talk"]) == ((theme,), (None,), (None,))


def test_a_run_that_died_before_themes_were_given_is_completed(pipeline: Pipeline, store: Store, monkeypatch: pytest.MonkeyPatch):
    pipeline.ingest(store, feedback())
    pipeline.refit(store)
    (theme,) = themes_of(store)["a0"]

    def die(_store: Store) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(pipeline, "assign_new", die)
        pipeline.ingest(store, [Feedback("Giao hàng chậm mãi", id="late")])
    assert themes_of(store)["late"] == (None,)
    assert pipeline.ingest(store, [Feedback("Giao hàng chậm mãi", id="late")]) == Ingested(new=0, known=1)
    assert themes_of(store)["late"] == (theme,)


def test_personal_data_is_masked_wherever_a_customer_can_write_it(pipeline: Pipeline, store: Store):
    said = "gọi 0912345678 nhé"
    given = Feedback(said, id="a", created_at=NOW, question=said, touchpoint=said, segments={"ghi chú": said})
    pipeline.ingest(store, [given])
    stored = store.feedback("a")
    assert stored is not None
    masked = "gọi [PHONE] nhé"
    expected = replace(given, text=masked, question=masked, touchpoint=masked, segments={"ghi chú": masked}, language="vi")
    assert replace(stored.feedback, segments=dict(stored.feedback.segments), language="vi") == expected


def test_customer_ids_are_not_stored_in_clear(pipeline: Pipeline, store: Store, tmp_path: Path):
    rows = feedback()
    pipeline.ingest(store, [*rows, replace(rows[0], id="same customer")])
    ids = {row["id"]: row["customer_id"] for row in store.export_rows()}
    assert ids["same customer"] == ids[rows[0].id]
    assert len(set(ids.values())) == 16
    store.close()
    assert b"khach-" not in b"".join(path.read_bytes() for path in tmp_path.glob("insight.db*"))


def test_the_same_customer_is_another_in_another_store(pipeline: Pipeline, store: Store, tmp_path: Path):
    pipeline.ingest(store, feedback()[:1])
    with Store.open(str(tmp_path / "other.db")) as other:
        pipeline.ingest(other, feedback()[:1])
        one, two = (next(each.export_rows())["customer_id"] for each in (store, other))
    assert one != two


# Themes and answers ------------------------------------------------------------------------------------------------------


def test_themes_keep_their_ids_when_found_again(pipeline: Pipeline, store: Store):
    pipeline.ingest(store, feedback())
    first = pipeline.refit(store)
    before = themes_of(store)
    assert {theme.topic for theme in first.themes} == {"delivery.speed", "digital.reliability"}
    assert [event.kind for event in first.events] == ["born", "born"]
    pipeline.ingest(store, [Feedback(f"App bị lỗi {number} lần", id=f"c{number}") for number in range(3)])
    again = pipeline.refit(store)
    after = themes_of(store)
    assert {theme.id for theme in again.themes} == {theme.id for theme in first.themes}
    assert {name: after[name] for name in before} == before
    assert {after[f"c{number}"] for number in range(3)} == {before["b8"]}


def test_refit_of_too_little_finds_nothing(pipeline: Pipeline, store: Store):
    for rows in ([], feedback()[:2]):
        pipeline.ingest(store, rows)
        found = pipeline.refit(store)
        assert (found.themes, found.events, found.mentions, found.unthemed) == ((), (), len(rows), len(rows))


def test_what_the_staff_writes_is_not_counted_among_customers(pipeline: Pipeline, store: Store):
    pipeline.ingest(store, feedback())
    pipeline.refit(store)
    counted = pipeline.digest(store, WEEK)
    assert (counted.feedback, counted.customers, counted.anonymous) == (16, 16, 0)
    notes = [
        Feedback(f"Giao hàng chậm {number}", id=f"s{number}", created_at=NOW - timedelta(days=2), nps=0, source="internal")
        for number in range(40)
    ]
    pipeline.ingest(store, notes)
    again = pipeline.digest(store, WEEK)
    assert (again.feedback, again.customers, again.anonymous) == (16, 16, 0)
    assert again.scores == counted.scores
    figures = [[insight.figures for insight in each.insights] for each in (again, counted)]
    assert [(each.customers, each.mentions, each.reach, each.weekly) for each in figures[0]] == [
        (each.customers, each.mentions, each.reach, each.weekly) for each in figures[1]
    ]


def test_discover_gives_each_text_its_theme_and_stores_nothing(pipeline: Pipeline, tmp_path: Path):
    texts = [Text(row.text) for row in feedback()]
    found = pipeline.discover([*texts, Text("ok"), Text(texts[0].text)])
    assert [each.theme for each in found] == [found[0].theme] * 8 + [found[8].theme] * 8 + [None, found[0].theme]
    assert None not in (found[0].theme, found[8].theme)
    assert pipeline.discover([]) == []
    assert not (tmp_path / "insight.db").exists()


def test_ask_without_a_store_answers_and_creates_nothing(pipeline: Pipeline, tmp_path: Path):
    answer = pipeline.ask("top complaints about delivery this week")
    assert (answer.query.intent, answer.query.stage, answer.query.since) == ("top_complaints", "delivery", date(2026, 11, 16))
    assert answer.text == "No feedback is stored yet. Load some with: insight ingest FILE"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_the_clock_stands_in_for_a_missing_date(pipeline: Pipeline, store: Store):
    pipeline.ingest(store, [Feedback("App bị lỗi", id="a")])
    (row,) = store.export_rows()
    assert (row["created_at"] or row["received_at"], datetime.fromisoformat(str(row["received_at"]))) == (row["received_at"], NOW)
