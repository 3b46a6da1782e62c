"""From texts to figures: on the fake model, whose answers are known."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.classification import run
from eval.classification.aspects import polarity
from eval.classification.gold import gold_section
from eval.classification.judged import confusion, figures, label_table, many_labels, one_label, sliced
from eval.classification.of_sets import set_section
from eval.classification.readings import Reader
from eval.classification.respelt import RESPELLINGS, teencode, typos, without_diacritics
from eval.classification.slices import slice_units, text_slices
from eval.classification.spans import Marked, matches, span_figures, trimmed
from eval.classification.tasks import topic_thresholds
from eval.finetune import finetune_section, sizes
from eval.sets.gold import GoldItem, gold_items
from eval.sets.items import GoldSpan, Item, LabelledSet
from insight.errors import InputError
from insight.pipeline import Pipeline, Text

GOLD = """// ===== shops =====
# vi any plain
[[Giao hàng nhanh|delivery|delivery.speed+]], nhưng [[nhân viên thô lỗ|unknown|staff.attitude-]].
=en any plain [[Fast delivery|delivery|delivery.speed+]], but [[rude staff|unknown|staff.attitude-]].
[[App hay bị lỗi|usage|digital.reliability-]].
=en any plain [[The app crashes|usage|digital.reliability-]].
[[Hỏi cho vui thôi|unknown|]]
"""


@pytest.fixture
def reader(pipeline: Pipeline) -> Reader:
    return Reader(pipeline)


@pytest.fixture
def gold(tmp_path: Path) -> list[GoldItem]:
    path = tmp_path / "gold.txt"
    path.write_text(GOLD, encoding="utf-8")
    return gold_items(path)


# Reading


def test_readings_are_what_the_pipeline_says(reader: Reader, pipeline: Pipeline) -> None:
    texts = [
        Text("Giao hàng nhanh nhưng nhân viên thô lỗ"),
        Text("gọi 0912345678 mãi"),
        Text("The app crashes", "What went wrong?"),
    ]
    told: list[int] = []
    found = reader.read("some", texts, told.append)
    assert [reading.labels for reading in found] == [each.labels for each in pipeline.understand(texts)]
    assert found[1].text == "gọi [PHONE] mãi"
    assert [len(reading.vectors) for reading in found] == [len(reading.labels.mentions) + 1 for reading in found]
    assert sum(told) == 3


def test_a_second_run_reads_from_the_cache_and_says_the_same(
    pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [Text("Fast but rude"), Text("App lỗi hoài")]
    first = Reader(pipeline, tmp_path / "cache")
    before, spans = first.read("a/b", texts), first.spans("a", texts, [[(0, 4), (9, 13)], [(0, 3)]])
    monkeypatch.setattr(Reader, "_understand", None)
    monkeypatch.setattr(Reader, "_encode", None)
    again = Reader(pipeline, tmp_path / "cache")
    assert [reading.labels for reading in again.read("a/b", texts)] == [reading.labels for reading in before]
    kept = again.spans("a", texts, [[(0, 4), (9, 13)], [(0, 3)]])
    assert all((a.topics == b.topics).all() for a, b in zip(kept, spans, strict=True))
    with pytest.raises(TypeError):
        again.read("a/b", [*texts, Text("another")])


# Judging


def test_figures_of_a_single_label_by_hand() -> None:
    judged = one_label("mood", ("bad", "good"), ["bad", "bad", "good"], ["bad", None, "good"], [0, 1, 2], "accuracy")
    assert judged.figure().value == pytest.approx(2 / 3)
    assert judged.named("accuracy") == "mood accuracy"
    # F1 of bad is 2 / 3 (one hit, one miss), of good 1.
    assert judged.figure("macro-F1").value == pytest.approx((2 / 3 + 1) / 2)
    counts, names = confusion(judged)
    assert names == ("bad", "good", "none")
    assert counts.tolist() == [[1, 0, 1], [0, 1, 0], [0, 0, 0]]
    assert [row[:3] for row in label_table(judged).rows] == [("bad", 2, 1), ("good", 1, 1)]


def test_labels_too_rare_for_a_figure_are_in_the_table_alone() -> None:
    judged = many_labels("topic", ("a", "b"), [["a"]] * 30 + [["b"]], [["a"]] * 31, range(31))
    assert "topic F1 | a" in figures(judged)
    assert "topic F1 | b" not in figures(judged)


def test_slices_hold_their_rows_and_small_ones_get_no_figure() -> None:
    judged = one_label("mood", ("x", "y"), ["x", "y"] * 40, ["x"] * 80, list(range(80)), "accuracy")
    even, few = np.arange(80) % 2 == 0, np.arange(80) < 4
    found, table = sliced(judged, {"even": even, "few": few})
    assert {name: figure.value for name, figure in found.items()} == {"mood accuracy | even": 1.0}
    assert [(row[0], row[1], row[2]) for row in table.rows] == [("even", 40, 1.0), ("few", 4, 0.5)]


def test_a_feedback_of_many_mentions_is_in_a_slice_with_all_of_them() -> None:
    judged = one_label("mood", ("x", "y"), ["x", "x", "y"], ["x", "y", "y"], [0, 0, 1], "accuracy")
    assert judged.of_units(np.array([True, False])).figure().value == 0.5


# Aspects


@pytest.mark.parametrize(
    ("text", "topics", "expected"),
    [
        ("Giao hàng nhanh nhưng nhân viên thô lỗ", ("delivery.speed",), ("positive", "topic found")),
        ("Giao hàng nhanh nhưng nhân viên thô lỗ", ("staff.attitude", "staff.expertise"), ("negative", "topic found")),
        ("nhân viên thô lỗ", ("price.value",), ("neutral", "topic suspected")),
    ],
)
def test_polarity_of_the_right_aspect(reader: Reader, text: str, topics: tuple[str, ...], expected: tuple[str, str]) -> None:
    classifier = reader.pipeline.models[1]
    reading = reader.read("one", [Text(text)])[0]
    thought = polarity(reading, [classifier.topics.index(topic) for topic in topics], topic_thresholds(classifier))
    assert (thought.label, thought.route) == expected


# Spans


def test_spans_by_hand() -> None:
    text = "good food, bad staff and slow."
    gold, said = ((0, 9), (11, 20)), ((0, 10), (11, 29))
    # The comma counts for nothing; "bad staff" is 9 of the 18 characters of the second.
    assert matches(gold, said) == [(0, 0), (1, 1)]
    found = span_figures([Marked(0, text, gold, said)])
    assert found["span exact F1"].value == pytest.approx(0.5)
    assert found["span overlap F1"].value == pytest.approx(1.0)
    assert found["span character F1"].value == pytest.approx(2 * 18 / (18 + 27))
    assert trimmed("(ok!)", (0, 5)) == (1, 3)


# Slices and spellings


def test_slices_of_a_text() -> None:
    assert text_slices("Giao hàng nhanh", {"language": "vi", "source": "A"}) == [
        "language vi", "source A", "length 1-5 words", "with diacritics",
    ]  # fmt: skip
    assert "without diacritics" in text_slices("giao hang nhanh lam luon", {"language": "vi"})
    assert "teencode" in text_slices("shop ko rep tin nhắn j hết", {"language": "vi"})
    assert "code-mixed" in text_slices("Staff ở đây rất friendly and helpful nhưng giá hơi cao", {"language": "vi"})


def test_a_slice_of_everything_says_nothing() -> None:
    assert list(slice_units(["a b", "c d e f g h"], [{"language": "en"}] * 2)) == ["length 1-5 words", "length 6-15 words"]


def test_spellings() -> None:
    assert without_diacritics("Đẹp LẮM ạ") == "Dep LAM a"
    assert teencode("Không biết, you know") == "ko bít, u know"
    slipped = typos("the delivery was quick and everything arrived in perfect order yesterday")
    assert slipped == typos("the delivery was quick and everything arrived in perfect order yesterday")
    assert slipped != "the delivery was quick and everything arrived in perfect order yesterday"


@given(st.text(max_size=60))
@settings(derandomize=True, max_examples=60)
def test_spellings_take_any_text(text: str) -> None:
    for respell in RESPELLINGS.values():
        assert respell(text) == respell(text)
    assert len(without_diacritics(text)) == len(text)


# Whole sections


def test_the_gold_section(reader: Reader, gold: list[GoldItem]) -> None:
    section = gold_section(reader, items=gold)
    value = {name: figure.value for name, figure in section.figures.items()}
    assert section.headline == (
        "sentiment macro-F1 per mention",
        "sentiment accuracy per feedback",
        "stage macro-F1",
        "topic micro-F1",
        "topic micro-F1 per feedback",
        "stage accuracy per feedback",
        "pairs: same labels",
    )
    assert all(value[name] == 1.0 for name in section.headline)
    assert value["span exact F1"] == 1.0
    assert value["mention with right sentiment F1"] == 1.0
    assert section.figures["pairs: same labels"].n == 2
    assert "sentiment accuracy per feedback | baseline majority" in section.figures
    assert "sentiment accuracy per feedback drop | diacritics removed" in section.figures
    assert len(section.answers) == len(gold)
    assert '"sentiment":"mixed"' in section.answers[gold[0].id]


def shop(kind: Callable[[int], dict[str, object]], **more: object) -> LabelledSet:
    says = ("giao hàng nhanh, rẻ", "giao chậm quá", "nhân viên thô lỗ", "app mượt lắm")
    items = tuple(Item(id=str(n), text=f"{says[n % 4]} {n}", **kind(n)) for n in range(40))  # type: ignore[arg-type]
    return LabelledSet("shop", "A shop", items, available=40, **more)  # type: ignore[arg-type]


def test_a_set_of_sentiment_and_aspects(reader: Reader) -> None:
    def labels(n: int) -> dict[str, object]:
        mood = ("positive", "negative", "negative", "positive")[n % 4]
        name = ("delivery", "delivery", "people", None)[n % 4]
        return {"sentiment": mood, "aspects": {name: mood} if name else {}, "slices": {"source": "ab"[n % 2]}}

    classes = {"delivery": ("delivery.speed",), "people": ("staff.attitude", "staff.expertise")}
    labelled = shop(labels, classes=classes)
    section = set_section(labelled, reader)
    value = {name: figure.value for name, figure in section.figures.items()}
    assert section.headline == ("sentiment macro-F1", "sentiment sign accuracy", "topic micro-F1", "aspect polarity accuracy")
    assert [value[name] for name in section.headline] == [1.0, 1.0, 1.0, 1.0]
    assert value["topic with sentiment micro-F1"] == 1.0
    for name in ("majority", "TF-IDF + LR", "frozen encoder + LR", "lexicon"):
        assert f"sentiment macro-F1 | baseline {name}" in value
    assert value["sentiment macro-F1 | baseline majority"] <= 0.5 < value["sentiment macro-F1 | baseline TF-IDF + LR"]
    assert section.answers == {}
    titles = {table.title for table in section.tables}
    assert {"Their labels and ours", "Beside simple baselines", "Surest mistakes: sentiment"} <= titles


def test_text_that_is_no_review_should_get_no_topic(reader: Reader) -> None:
    labelled = shop(lambda n: {"flags": {"not_a_review": "3" if n % 4 == 1 else "0"}})
    figures_ = set_section(labelled, reader).figures
    assert figures_["no topic | non-reviews"].value == 0.0
    assert figures_["no topic | genuine reviews"].better == "lower"


def test_a_set_of_spans(reader: Reader) -> None:
    labelled = shop(
        lambda n: {"spans": (GoldSpan(0, 9, {"delivery": ("positive", "negative")[n % 2]}),) if n % 4 < 2 else ()},
        classes={"delivery": ("delivery.speed",), "people": ("staff.attitude",)},
    )
    found = set_section(labelled, reader).figures
    assert found["span overlap F1"].n == 20
    # "giao hàng" holds no word of speed, "giao chậm" does.
    assert found["topic micro-F1 per gold span"].value == pytest.approx(2 * 10 / (20 + 10))


def test_own_labels_beside_the_model_as_it_ships(reader: Reader) -> None:
    labelled = shop(lambda n: {"sentiment": ("positive", "negative")[n % 2]})
    section = finetune_section(LabelledSet("shop", "A shop", labelled.items[:20], labelled.items[20:]), reader)
    assert list(section.figures) == ["sentiment macro-F1 | as shipped", "sentiment macro-F1 | 20 own labels"]
    assert sizes(5000) == [100, 500, 2000, 5000]
    with pytest.raises(InputError, match="has no training part"):
        finetune_section(labelled, reader)


def test_a_labelled_file_by_its_path(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("text,mood\n" + "".join(f"giao nhanh {n},up\ngiao chậm {n},down\n" for n in range(6)), encoding="utf-8")
    mapping = {"text": "text", "sentiment": {"column": "mood", "labels": {"up": "positive", "down": "negative"}}}
    section = run([str(path)], mapping=mapping, reader=reader)[0]
    assert (section.name, section.figures["sentiment macro-F1"].value) == ("classification/mine", 1.0)


@pytest.mark.parametrize(
    ("data", "folder", "rows", "message"),
    [
        (["nothing"], None, 10, "neither a set nor a file 'nothing'; the sets are gold, all"),
        (["uit_vsfc"], None, 10, "read from a folder of sets"),
        (["all"], Path("nowhere"), 10, "the folder of sets is 'nowhere'"),
        (["gold"], None, 0, "rows is 0"),
    ],
)
def test_bad_requests_get_a_clear_message(reader: Reader, data: list[str], folder: Path | None, rows: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        run(data, folder, rows=rows, reader=reader)
