"""Measures of themes against cases computed by hand and against scikit-learn; the whole evaluation on fake models."""

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from eval.themes import agreement, emerging, gold, languages, measured, sheets
from eval.themes.agreement import Held
from eval.themes.found import Read
from eval.themes.sets import Grouped, Parallel, scenarios
from insight.errors import InputError
from insight.pipeline import Pipeline

GOLD = np.array([0, 0, 0, 0, 1, 1, -1, -1])


def groups(*numbers: int) -> NDArray[np.int64]:
    return np.array(numbers, np.int64)


def test_what_is_in_no_theme_stands_alone() -> None:
    assert agreement.alone_apart(groups(0, -1, 1, -1, 0)).tolist() == [0, 2, 1, 3, 0]
    assert agreement.numbered(["b", None, "a", "b"]).tolist() == [0, -1, 1, 0]


def test_a_perfect_grouping_leaves_the_strays_out() -> None:
    found = groups(1, 1, 1, 1, 0, 0, -1, -1)
    for measure in (agreement.ari, agreement.nmi, agreement.bcubed_f, agreement.coverage, agreement.strays_left_out):
        assert measure(GOLD, found) == pytest.approx(1.0)
    assert agreement.held(GOLD, found) == Held(themes=2, merged=0, gold=2, split=0, missed=0)


def test_unthemed_items_count_as_wrong() -> None:
    """Six pairs belong together, one is found; of 15 pairs: expected 6 * 1 / 15 = 0.4, largest mean (6 + 1) / 2 = 3.5."""
    gold, found = groups(0, 0, 0, 0, -1, -1), groups(0, 0, -1, -1, -1, -1)
    assert agreement.ari(gold, found) == pytest.approx((1 - 0.4) / (3.5 - 0.4))
    everything_out = np.full(6, -1)
    assert agreement.ari(gold, everything_out) == 0.0
    assert agreement.coverage(gold, found) == 0.5
    assert agreement.noise(found) == pytest.approx(4 / 6)


def test_bcubed_by_hand() -> None:
    """Gold {a b c} {d e}; found {a b} {c d} {e}: precision 1 1 .5 .5 1, recall 2/3 2/3 1/3 1/2 1/2."""
    gold, found = groups(0, 0, 0, 1, 1), groups(0, 0, 1, 1, -1)
    precision, recall = agreement.bcubed(gold, found)
    assert precision.tolist() == pytest.approx([1, 1, 0.5, 0.5, 1])
    assert recall.tolist() == pytest.approx([2 / 3, 2 / 3, 1 / 3, 1 / 2, 1 / 2])
    assert agreement.bcubed_f(gold, found) == pytest.approx(2 * 0.8 * (8 / 15) / (0.8 + 8 / 15))


def test_merge_and_split_errors_by_hand() -> None:
    gold = groups(*[0] * 4, *[1] * 4, *[2] * 4, *[3] * 4)
    found = groups(*[0] * 4, *[0] * 4, 1, 1, 2, 2, -1, -1, -1, 3)
    assert agreement.held(gold, found) == Held(themes=4, merged=1, gold=4, split=1, missed=1)


def test_ari_without_noise_is_that_of_sklearn() -> None:
    rng = np.random.default_rng(0)
    gold, found = rng.integers(0, 5, 200), rng.integers(0, 7, 200)
    assert agreement.ari(gold, found) == pytest.approx(adjusted_rand_score(gold, found))


def test_the_interval_holds_the_value_and_narrows_with_more_items() -> None:
    rng = np.random.default_rng(1)
    gold = rng.integers(0, 4, 1600)
    found = np.where(rng.random(1600) < 0.8, gold, rng.integers(0, 4, 1600))
    widths = []
    for size in (100, 1600):
        low, high = agreement.interval(agreement.ari, gold[:size], found[:size])
        assert low < agreement.ari(gold[:size], found[:size]) < high
        widths.append(high - low)
    assert widths[1] < widths[0] / 2


def test_separation_is_high_for_tight_themes_and_absent_for_one() -> None:
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 1, 2]]
    assert agreement.separation(vectors, groups(0, 0, 1, 1, -1)) == pytest.approx(1.0)
    assert agreement.separation(vectors, groups(0, 0, 0, 0, -1)) is None


SLOW = ("giao quá chậm", "delivery so slow", "very late again", "chậm lắm luôn", "slow slow courier", "hàng tới chậm ghê")
RUDE = ("nhân viên thô lỗ", "the clerk was rude", "rude man at the till", "cô ấy thô lỗ", "so rude to me", "bảo vệ thô lỗ quá")
DEAR = ("đồ mắc quá", "far too expensive", "expensive for what it is", "mắc hơn chỗ khác", "expensive shoes", "trà sữa mắc ghê")
CRASH = ("app lỗi hoài", "it crashes daily", "crash at login", "lỗi mạng suốt", "crashes on start", "máy bị lỗi rồi")


@pytest.fixture
def scenario() -> Grouped:
    groups = {"slow": SLOW, "rude": RUDE, "dear": DEAR, "crash": CRASH}
    texts = [text for said in groups.values() for text in said] + ["hôm nay trời đẹp"]
    names = [name for name, said in groups.items() for _ in said] + [None]
    ids = tuple(f"t{number}" for number in range(len(texts)))
    languages = tuple("en" if text.isascii() else "vi" for text in texts)
    return Grouped("toy", tuple(texts), tuple(names), ids, languages)


def test_the_own_section_has_every_measure_and_its_rival_and_is_the_same_again(
    pipeline: Pipeline, scenario: Grouped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreement, "HALVES", 20)
    section, again = (gold.own([scenario], [Read.of(pipeline, scenario.texts)], None, lambda _: None) for _ in range(2))
    assert section == again
    assert set(section.headline) <= set(section.figures)
    for name in ("ARI", "NMI", "B-cubed F", "coverage", "noise share", "merge errors", "ARI | k-means, true k"):
        assert 0 <= section.figures[name].value <= 1
    assert section.figures["ARI"].value > 0.5
    assert section.figures["stability under reordering"].value == 1.0
    assert section.figures["copies in one theme"].value == 1.0
    assert section.answers.keys() == set(scenario.ids)
    assert gold.NO_BERTOPIC in section.notes


def test_translations_meet_where_the_words_mean_the_same(pipeline: Pipeline) -> None:
    vi = tuple(f"{said} {number}" for number in range(5) for said in ("giao chậm", "nhân viên thô", "bán mắc"))
    en = tuple(f"{said} {number}" for number in range(5) for said in ("slow", "rude", "expensive"))
    section = languages.section(pipeline, Parallel("toy", vi, en, ("speed", "staff", "price") * 5), lambda _: None)
    assert section.figures["pairs in one theme"].value > section.figures["pairs in one theme, shuffled"].value
    assert section.figures["pairs in one theme"].n == 15


def test_a_planted_theme_is_told_and_quiet_weeks_are_quiet(
    pipeline: Pipeline, scenario: Grouped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emerging, "CUSTOMERS", 40)
    monkeypatch.setattr(emerging, "RATES", (0.3,))
    monkeypatch.setattr(emerging, "QUIET", 1)
    monkeypatch.setattr(emerging, "PLANTED", 2)
    section = emerging.section(pipeline, [scenario], lambda _: None)
    assert section.figures["planted themes found | 30% of customers"].value == 1.0
    assert 1 <= section.figures["weeks until found | 30% of customers"].value <= emerging.PLANTED
    assert section.figures["false alarms per 100 quiet theme-weeks"].value < 10
    assert set(section.headline) <= set(section.figures)


def test_a_sheet_is_written_once_graded_by_a_person_and_never_written_over(tmp_path: Path) -> None:
    themes = [sheets.Theme("toy", "Giao chậm", "Slow", SLOW), sheets.Theme("toy", "Thô lỗ", "Rude", RUDE)]
    assert sheets.write(tmp_path, themes).figures == {}
    questions = rows_of(tmp_path / sheets.INTRUDERS)
    key = {row["question"]: row["intruder"] for row in rows_of(tmp_path / sheets.KEY)}
    for row in questions:
        shown = [row[f"text_{n}"] for n in range(1, 7)]
        own = SLOW if row["question"] == "1" else RUDE
        assert [n for n, text in enumerate(shown, start=1) if text not in own] == [int(key[row["question"]])]
    fill(tmp_path / sheets.INTRUDERS, sheets.ANSWER, [key["1"], str(1 + int(key["2"]) % 6)])
    fill(tmp_path / sheets.NAMES, sheets.GRADES[0], ["4", "2"])
    graded = sheets.write(tmp_path, themes[::-1]).figures
    assert graded["intruders found"].value == 0.5
    assert graded["says what it is"].value == 3.0
    fill(tmp_path / sheets.NAMES, sheets.GRADES[0], ["4", "9"])
    with pytest.raises(InputError, match="row 2: '9' is no number from 1 to 5"):
        sheets.write(tmp_path, themes)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def fill(file: Path, column: str, values: list[str]) -> None:
    rows = rows_of(file)
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, column: value} for row, value in zip(rows, values, strict=True))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b'{"text": "a"', "line 1"),
        (b"[1]", "no JSON object"),
        (b'{"text": "a", "theme": "x"}\n{"text": " ", "theme": "y"}', "row 2: field 'text'"),
        (b'{"text": "a", "theme": "x"}\n{"text": "b", "theme": "x"}', "fewer than two groups"),
    ],
)
def test_a_set_that_cannot_be_used_is_refused_saying_why(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "bad.jsonl").write_bytes(content)
    with pytest.raises(InputError, match=message):
        scenarios(tmp_path)


def test_our_scenarios_are_ten_and_whole() -> None:
    found = scenarios()
    assert len(found) == 10
    assert all(len(set(each.ids)) == len(each.texts) for each in found)


def test_sets_that_are_not_in_the_folder_are_named(pipeline: Pipeline, scenario: Grouped, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="banking77"):
        measured.measure(pipeline, measured.Options(tmp_path, 100, tmp_path, None, False), lambda _: None, [scenario])
