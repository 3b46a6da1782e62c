"""Labelled files of any maker in our labels; every slip named with its row and what would be right."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.sets import TABLES, load_file, load_named, set_names
from eval.sets.gold import as_set, gold_items, pairs
from eval.sets.items import GoldSpan
from eval.sets.mapping import load_mapping, to_mapping
from eval.sets.reader import merged
from insight.errors import InputError

SENTIMENT = {"column": "rating", "labels": {"good": "positive", "bad": "negative", "so-so": "neutral"}}
PLAIN = {"text": "words", "sentiment": SENTIMENT}


@pytest.fixture
def csv(tmp_path: Path) -> Callable[[str], Path]:
    def write(content: str) -> Path:
        path = tmp_path / "file.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def jsonl(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "file.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_csv_by_its_mapping(csv: Callable[[str], Path]) -> None:
    mapping = to_mapping(
        {
            **PLAIN,
            "question": "asked",
            "slices": {"source": "shop"},
            "topics": {
                "column": "about",
                "separator": ";",
                "labels": {"courier": "delivery", "clerk": "staff.attitude"},
                "left_out": {"misc": "grab bag"},
                "unknown": {"?": "nobody knows"},
            },
            "classes": {"delivery": ["delivery.speed", "delivery.accuracy"]},
        },
        "m",
    )
    found = load_file(
        csv("words,rating,about,asked,shop\nslow,bad,courier; misc,Why?,A\nnice,good,clerk;courier,,B\nhm,so-so,?,,B\nok,,,,B\n"),
        mapping,
    )
    assert [item.sentiment for item in found.items] == ["negative", "positive", "neutral", None]
    assert [item.aspects for item in found.items] == [
        {"delivery": None},
        {"staff.attitude": None, "delivery": None},
        None,
        None,
    ]
    assert found.classes == {"delivery": ("delivery.speed", "delivery.accuracy"), "staff.attitude": ("staff.attitude",)}
    assert [item.question for item in found.items] == ["Why?", None, None, None]
    assert found.items[0].slices == {"source": "A"}
    table = {row.theirs: (row.ours, row.rows, row.why) for row in found.table}
    assert table["about: courier"] == ("delivery = delivery.speed or delivery.accuracy", 2, "")
    assert table["about: misc"] == ("left out", 1, "grab bag")


def test_aspects_with_polarity_roll_up_as_mentions_do(tmp_path: Path) -> None:
    mapping = to_mapping(
        {"text": "t", "aspects": {"column": "a", "labels": {"FOOD#PRICES": "price.value", "FOOD": "product.quality"}}}, "m"
    )
    path = jsonl(
        tmp_path,
        {"t": "x", "a": ["FOOD#PRICES#positive", "FOOD#conflict"]},
        {"t": "y", "a": []},
    )
    assert [item.aspects for item in load_file(path, mapping).items] == [
        {"price.value": "positive", "product.quality": "mixed"},
        {},
    ]


@pytest.mark.parametrize(
    ("polarities", "expected"),
    [
        (["positive", "neutral"], "positive"),
        (["neutral", "neutral"], "neutral"),
        (["positive", "negative"], "mixed"),
        ([None], None),
        ([None, "negative"], "negative"),
    ],
)
def test_merging(polarities: list, expected: str | None) -> None:
    assert merged(("a", each) for each in polarities) == {"a": expected}


def test_spans(tmp_path: Path) -> None:
    spans = {"text": "t", "spans": {"column": "s", "labels": {"GENERAL": "other.general"}}}
    path = jsonl(tmp_path, {"t": "good, bad", "s": [[6, 9, "GENERAL#NEGATIVE"], [0, 4, "GENERAL#POSITIVE"]]})
    assert load_file(path, to_mapping(spans, "m")).items[0].spans == (
        GoldSpan(0, 4, {"other.general": "positive"}),
        GoldSpan(6, 9, {"other.general": "negative"}),
    )
    for marks, message in (
        ([[0, 90, "GENERAL#POSITIVE"]], "span 0-90 leaves the text of 4 characters"),
        ([[0, 3, "GENERAL#POSITIVE"], [2, 4, "GENERAL#POSITIVE"]], "spans 0-3 and 2-4 overlap"),
        ("0-3", "is 0-3; .* is right"),
    ):
        with pytest.raises(InputError, match=message):
            load_file(jsonl(tmp_path, {"t": "good", "s": marks}), to_mapping(spans, "m"))


def test_a_file_with_our_own_labels_needs_no_mapping(csv: Callable[[str], Path]) -> None:
    found = load_file(csv("comment,sentiment,topics\nslow,negative,delivery.speed\nnice,positive,staff.attitude;price.value\n"))
    assert [item.text for item in found.items] == ["slow", "nice"]
    assert found.items[1].aspects == {"staff.attitude": None, "price.value": None}


@pytest.mark.parametrize(
    ("content", "mapping", "message"),
    [
        (
            "words,rating\nx,awful\n",
            PLAIN,
            r"row 1: label 'awful' of column 'rating' is not in the mapping; it names good, bad, so-so",
        ),
        ("words,rating\nx,good\ny,good\n", PLAIN, "holds only 'positive' in 2 rows; at least two labels are needed"),
        ("words,rating\nx,\ny,\n", PLAIN, "holds no label in 2 rows"),
        ("words,rating\n", PLAIN, "is empty"),
        ("", PLAIN, "is empty"),
        ("words,stars\nx,5\n", PLAIN, "there is no column 'rating'; the columns are words, stars"),
        ("text,comment,sentiment\nx,y,positive\n", None, "'text' and 'comment' may each hold the text; say which in the mapping"),
        ("a,sentiment\nx,positive\n", None, "no column is known to hold the text"),
        ("text,mood\nx,good\n", None, "give a mapping that says where the labels are"),
        ("words,rating\n ,good\n ,bad\n", PLAIN, "holds no text in any of 2 rows"),
    ],
)
def test_bad_files_get_a_clear_message(csv: Callable[[str], Path], content: str, mapping: dict | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_file(csv(content), to_mapping(mapping, "m") if mapping else None)


def test_a_wrong_encoding_names_the_row(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(
        "words,rating\nchất lượng,good\n".encode("cp1258", errors="replace") + "quá tệ,bad\n".encode("latin-1", errors="replace")
    )
    with pytest.raises(InputError, match="UTF-8"):
        load_file(path, to_mapping(PLAIN, "m"))


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ([1], "is no table"),
        ({"txt": "a"}, "'txt' is not known; the keys are"),
        ({"sentiment": {"labels": {"a": "positive"}}}, "'column' is missing"),
        ({"sentiment": {"column": "a"}}, "'labels' is missing"),
        (
            {"sentiment": {"column": "a", "labels": {"a": "good"}}},
            "'a' -> 'good' is not one of negative, neutral, positive, mixed",
        ),
        ({"sentiment": {**SENTIMENT, "mixed": "both"}}, "mixed is 'both'; it must be score or neutral"),
        ({"stage": {"column": "a", "labels": {"a": "later"}}}, "'later' is not one of awareness"),
        ({"topics": {"column": "a", "labels": {"a": "food"}}}, "'a' -> 'food' is neither a topic nor a class"),
        ({"topics": {"column": "a", "labels": {"a": "x"}}, "aspects": {"column": "a"}}, "both 'topics' and 'aspects'"),
        (
            {"topics": {"column": "a", "labels": {"a": "one", "b": "price.value"}}, "classes": {"one": ["price.value"]}},
            "topic 'price.value' is in the classes 'one' and 'price.value'",
        ),
    ],
)
def test_bad_mappings_get_a_clear_message(mapping: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        to_mapping(mapping, "m")


def test_a_mapping_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("a: [", encoding="utf-8")
    for name in ("m.yaml", "none.yaml"):
        with pytest.raises(InputError, match="cannot be read"):
            load_mapping(tmp_path / name)


@pytest.mark.parametrize("name", set_names())
def test_every_table_is_valid(name: str) -> None:
    mapped = load_mapping(TABLES / f"{name}.yaml")
    assert mapped.text == "text"
    assert mapped.sentiment or mapped.topics


def test_named_sets_are_found_in_a_folder_and_rows_are_picked_by_a_fixed_seed(tmp_path: Path) -> None:
    home = tmp_path / "ntc_scv_foody"
    home.mkdir()
    rows = [json.dumps({"text": f"quán {n}", "lang": "vi", "sentiment": ("negative", "positive")[n % 2]}) for n in range(30)]
    (home / "train.jsonl").write_text("\n".join(rows), encoding="utf-8")
    found = load_named("ntc_scv_foody", tmp_path, 10)
    again = load_named("ntc_scv_foody", tmp_path, 10)
    assert found == again
    assert (len(found.items), len(found.teaching), found.available) == (10, 10, 30)
    assert not {item.id for item in found.items} & {item.id for item in found.teaching}
    with pytest.raises(InputError, match="there is no set 'nothing'"):
        load_named("nothing", tmp_path)
    with pytest.raises(InputError, match="there is no file"):
        load_named("uit_vsfc", tmp_path)


def test_the_gold_set_is_whole() -> None:
    items = gold_items()
    assert len(items) >= 400
    assert len({item.id for item in items}) == len(items)
    assert len(pairs(items)) >= 100
    for a, b in pairs(items):
        assert items[a].labels.sentiment == items[b].labels.sentiment
    assert all(item.industry for item in items)
    labelled = as_set(items)
    assert labelled.items[0].group == labelled.items[1].group == 0
