"""The command line from outside: what stands on stdout, what on stderr, which exit code. Models are those of conftest."""

import csv
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from conftest import Insight

from insight.types import SpannedText

FIELDS = ("id", "text", "language", "sentiment", "score", "stage", "topics", "mentions")
FAST = {"topic": "delivery.speed", "sentiment": "positive", "p": 0.9}
RUDE = {"topic": "staff.attitude", "sentiment": "negative", "p": 0.9}
BROKEN = {"topic": "digital.reliability", "sentiment": "negative", "p": 0.9}
WEEKS = ("2026-10-28", "2026-11-04", "2026-11-10", "2026-11-12")
SLOW = ("quá", "lắm", "ghê", "thế", "cực kỳ", "hai tuần", "tận nơi", "mãi")
FULL = Path("/dev/full")


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def mention(text: str, start: int, words: str, stage: str, topic: dict[str, object], score: float) -> dict[str, object]:
    assert text[start : start + len(words)] == words
    sentiment = "positive" if score > 0 else "negative"
    place = {"start": start, "end": start + len(words), "text": words}
    return {**place, "stage": stage, "topics": [topic], "sentiment": sentiment, "score": score}


def feedback_file(path: Path = Path("feedback.csv")) -> Path:
    """Eight customers on slow delivery, eight on a crashing app, four weeks; two notes of the staff; NPS and a region."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "nội dung", "ngày", "mã khách hàng", "kênh", "nguồn", "nps", "region"])
        for number, extra in enumerate(SLOW):
            day = WEEKS[number % 4]
            out.writerow([f"a{number}", f"Giao hàng chậm {extra}", day, f"khach-{number}", "app", "khảo sát", 2, "bac"])
            out.writerow([f"b{number}", f"App bị lỗi {extra}", day, f"khach-{number + 50}", "web", "khảo sát", 9, "nam"])
        for number in range(2):
            out.writerow([f"s{number}", f"Kho giao hàng chậm {number}", WEEKS[2], "", "", "nội bộ", "", ""])
    return path


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the filled store is kept once it is made."""
    return tmp_path_factory.mktemp("filled") / "insight.db"


@pytest.fixture
def filled(insight: Insight, template: Path) -> Insight:
    """The same, with that file ingested and themes found."""
    file = feedback_file()
    if not template.exists():
        assert insight("ingest", file, "--as-of", "2026-11-16").code == 0
        assert insight("themes", "refit", "--as-of", "2026-11-16").code == 0
        assert [path.name for path in Path().glob("insight.db*")] == ["insight.db"]
        shutil.copy("insight.db", template)
    shutil.copy(template, "insight.db")
    return insight


# classify ----------------------------------------------------------------------------------------------------------------


def test_classify_gives_one_whole_line_a_record_in_order_with_its_id(insight: Insight):
    both, broken = "Giao hàng nhanh nhưng nhân viên thô lỗ", "App bị lỗi"
    texts = [(7, both), ("b", broken), (None, broken), ("b", broken)]
    stdin = lines(*({"id": name, "text": text} for name, text in texts), {"text": broken})
    done = insight("classify", "-", stdin=stdin)
    two = {
        "text": both,
        "language": "vi",
        "sentiment": "mixed",
        "score": 0.0,
        "stage": "delivery",
        "topics": [FAST, RUDE],
        "mentions": [
            mention(both, 0, "Giao hàng nhanh", "delivery", FAST, 0.8333),
            mention(both, 22, "nhân viên thô lỗ", "unknown", RUDE, -0.8333),
        ],
    }
    one = {
        "text": broken,
        "language": "vi",
        "sentiment": "negative",
        "score": -0.8333,
        "stage": "usage",
        "topics": [BROKEN],
        "mentions": [mention(broken, 0, broken, "usage", BROKEN, -0.8333)],
    }
    assert (done.code, done.err) == (0, "")
    assert done.records == [{"id": 7, **two}, *({"id": name, **one} for name in ("b", None, "b", None))]
    assert [tuple(record) for record in done.records] == [FIELDS] * 5


@pytest.mark.parametrize("command", [["classify"], ["themes", "discover"]])
@pytest.mark.parametrize("text", ["App bị lỗi", ""])
def test_an_id_of_any_json_is_given_back_as_it_came(insight: Insight, command: list[str], text: str):
    ids = [7, 7.5, True, None, "b", [1, {"a": 2}], {"a": {"b": {"c": {"d": {"e": 1}}}}, "x": [1]}, {}, {"a.b": 1}]
    found = insight(*command, "-", stdin=lines(*({"id": name, "text": text} for name in ids))).records
    assert [record["id"] for record in found] == ids
    assert [type(record["id"]) for record in found] == [type(name) for name in ids]
    (inner,) = insight(*command, "-", "--map", "id=a.b", stdin=lines({"a": {"b": {"c": 1}}, "text": text})).records
    assert inner["id"] == {"c": 1}


@pytest.mark.parametrize("command", [["classify"], ["themes", "discover"]])
@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("txet=comment", "--map txet=comment: 'txet' is not a known attribute, perhaps 'text'; known are id, text, question"),
        ("nps=score", "--map nps=score: 'nps' is not a known attribute; known are id, text, question"),
    ],
)
def test_an_unknown_target_is_refused(insight: Insight, command: list[str], told: str, message: str):
    done = insight(*command, "-", "--map", told, stdin=lines({"text": "App bị lỗi"}))
    assert (done.code, done.out, done.err) == (1, "", f"error: {message}\n")


def test_classify_says_what_is_wrong_with_a_record_and_goes_on(insight: Insight):
    good, huge = {"id": 1, "text": "App bị lỗi"}, {"id": "x", "text": "a" * 1_000_000}
    unusable = lines({"id": 2, "text": ""}, {"id": 3, "text": None}, {"id": 4}, huge) + b'[1]\n{"id": 5\n{"text": "\xff"}\n'
    done = insight("classify", "-", stdin=lines(good) + unusable + lines(good))
    first, *bad, last = done.records
    assert done.code == 0
    assert first == last
    assert first["sentiment"] == "negative"
    assert {tuple(record) for record in bad} == {(*FIELDS, "error")}
    assert [[record[name] for name in FIELDS] for record in bad] == [
        [name, *[None] * 7] for name in (2, 3, 4, "x", None, None, None)
    ]
    assert [record["error"] for record in bad] == [
        "the text is empty",
        "field 'text' is None; expected some text",
        "there is no field 'text'; fields are: id",
        "the text has 1,000,000 characters; at most 20,000",
        'line 6 is a list (\'[1]\'); a record must be an object such as {"text": "..."}',
        "line 7 is not JSON: Expecting ',' delimiter at character 9",
        "line 8 is not valid UTF-8; save the file as UTF-8",
    ]


def test_a_text_that_cannot_be_seen_is_an_empty_one(insight: Insight):
    done = insight("classify", "-", stdin=lines({"id": 1, "text": "\u200b\u2060"}, {"id": 2, "text": "App bị lỗi"}))
    assert (done.code, [record.get("error") for record in done.records]) == (0, ["the text is empty", None])


def test_more_records_than_are_labelled_at_once_keep_their_order(insight: Insight):
    records = [{"id": number, "text": "" if number % 3 else f"App bị lỗi {number}"} for number in range(600)]
    found = insight("classify", "-", stdin=lines(*records)).records
    assert [(record["id"], record["text"] or "") for record in found] == [(each["id"], each["text"]) for each in records]


@pytest.mark.parametrize("breaker", ["\u2028", "\u2029", "\x85", "\x0c"])
def test_only_a_newline_ends_a_record(insight: Insight, breaker: str):
    text = f"App bị lỗi{breaker}giao hàng chậm"
    raw = (
        f'{{"id": "1{breaker}", "text": {json.dumps(text, ensure_ascii=False)}}}\n'.encode()
        if breaker > "\x1f"
        else lines({"id": f"1{breaker}", "text": text})
    )
    (found,) = insight("classify", "-", stdin=raw).records
    assert (found["id"], found["text"]) == (f"1{breaker}", text)
    assert [text[each["start"] : each["end"]] for each in found["mentions"]] == ["App bị lỗi", "giao hàng chậm"]


def test_half_a_character_and_nul_do_not_stop_the_rest(insight: Insight):
    stdin = b'{"id": "\\ud800", "text": "App b\\u1ecb l\\u1ed7i \\ud83d\\u0000"}\n{"\\udc00": 1}\n{"id": 3, "text": "ok"}\n'
    done = insight("classify", "-", stdin=stdin)
    assert done.code == 0
    assert [record["id"] for record in done.records] == ["\ud800", None, 3]
    assert done.records[0]["text"] == "App bị lỗi \ufffd\ufffd"
    assert done.records[1]["error"] == "there is no field 'text'; fields are: \udc00"


def test_personal_data_is_masked_and_offsets_refer_to_what_is_written(insight: Insight, read: list[SpannedText]):
    text = "App bị lỗi, gọi tôi 0912 345 678 hoặc an.nguyen@example.com nhưng nhân viên thô lỗ"
    done = insight("classify", "-", stdin=lines({"text": text, "question": "Gọi bạn số 0912345678?"}))
    (found,) = done.records
    assert found["text"] == text.replace("0912 345 678", "[PHONE]").replace("an.nguyen@example.com", "[EMAIL]")
    assert [found["text"][each["start"] : each["end"]] for each in found["mentions"]] == [
        each["text"] for each in found["mentions"]
    ]
    assert "345" not in done.out + "".join(map(repr, read))


def test_the_question_is_read_with_the_text(insight: Insight, read: list[SpannedText]):
    assert insight("classify", "-", stdin=lines({"text": "rẻ", "question": "Giá thế nào?"}, {"text": "rẻ"})).code == 0
    assert [each.question for each in read] == ["Giá thế nào?", None]


def test_classify_reads_files_of_each_kind_and_told_columns(insight: Insight, tmp_path: Path):
    Path("a.csv").write_text("mã,lời\n007,App bị lỗi\n", encoding="utf-8")
    Path("a.jsonl").write_bytes(lines({"mã": "007", "lời": "App bị lỗi"}))
    for name in ("a.csv", "a.jsonl"):
        (found,) = insight("classify", name, "--map", "text=lời", "--map", "id=mã").records
        assert (found["id"], found["stage"]) == ("007", "usage")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.jsonl", "model"]


def test_json_is_one_array_of_the_same_records(insight: Insight):
    stdin = lines({"id": 1, "text": "App bị lỗi"}, {"id": 2})
    array = insight("classify", "-", "--format", "json", stdin=stdin).json
    assert array == insight("classify", "-", stdin=stdin).records


# ingest ------------------------------------------------------------------------------------------------------------------


def test_ingest_twice_changes_nothing_the_second_time(insight: Insight):
    file = feedback_file()
    first, again = (insight("ingest", file, "--format", "json") for _ in range(2))
    summary = {"file": "feedback.csv", "rows": 18, "new": 18, "known": 0, "rejected": 0, "rejects_file": None}
    assert (first.code, first.json) == (0, [summary])
    assert (again.code, again.json) == (0, [{**summary, "new": 0, "known": 18}])
    assert len(insight("export").records) == 18


def test_the_same_content_without_an_id_is_known(insight: Insight):
    Path("a.csv").write_text("text,region\nApp bị lỗi,bac\nApp bị lỗi,bac\nApp bị lỗi,nam\n", encoding="utf-8")
    assert [(row["new"], row["known"]) for row in insight("ingest", "a.csv", "a.csv", "--format", "jsonl").records] == [
        (2, 1),
        (0, 3),
    ]


def test_bad_rows_go_to_the_rejects_file_with_number_and_reason(insight: Insight):
    rows = [
        b"id,text,nps",
        b"1,App b\xe1\xbb\x8b l\xe1\xbb\x97i,9",
        b"2,,9",
        b"3,tot,11",
        b"4,\xff\xfe,1",
        b"5," + b"a" * 1_000_000 + b",1",
    ]
    Path("a.csv").write_bytes(b"\n".join(rows) + b"\n")
    done = insight("ingest", "a.csv", "--format", "json")
    assert done.json == [{"file": "a.csv", "rows": 5, "new": 1, "known": 0, "rejected": 4, "rejects_file": "a.csv.rejects.jsonl"}]
    refused = [json.loads(line) for line in Path("a.csv.rejects.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    assert [(each["row"], each["record"].get("id")) for each in refused] == [(2, "2"), (3, "3"), (4, "4"), (5, "5")]
    reasons = [each["reason"] for each in refused]
    assert reasons[0] == "text is empty"
    assert reasons[1].startswith("nps is '11'")
    assert "UTF-8" in reasons[2]
    assert reasons[3] == "text has 1,000,000 characters; it may have 20,000"


def test_two_files_share_the_rejects_file_they_were_given(insight: Insight):
    for name in ("a.csv", "b.csv"):
        Path(name).write_text(f"id,text\n{name},\n1,App bị lỗi\n", encoding="utf-8")
    assert insight("ingest", "a.csv", "b.csv", "--rejects", "bad.jsonl").code == 0
    refused = Path("bad.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line)["record"]["id"] for line in refused.split("\n")[:-1]] == ["a.csv", "b.csv"]


def test_columns_are_told_and_unknown_ones_are_kept_as_segments(insight: Insight):
    Path("a.csv").write_text("lời,điểm,Gói cước,khách\nApp bị lỗi,9,vàng,0912345678\n", encoding="utf-8")
    told = ("--map", "text=lời", "--map", "nps=điểm", "--map", "customer_id=khách")
    assert insight("ingest", "a.csv", *told, "--as-of", "2026-11-16").code == 0
    (row,) = insight("export").records
    assert (row["text"], row["nps"], row["segments"]) == ("App bị lỗi", 9, {"Gói cước": "vàng"})
    assert "0912345678" not in json.dumps(row)


def test_personal_data_is_stored_nowhere(insight: Insight):
    record = dict.fromkeys(("text", "question", "touchpoint", "ghi chú"), "gọi lại 0912345678 giúp")
    Path("a.jsonl").write_bytes(lines({**record, "customer_id": "0912345678"}))
    assert insight("ingest", "a.jsonl").code == 0
    assert b"0912345678" not in b"".join(path.read_bytes() for path in Path().glob("insight.db*"))


@pytest.mark.parametrize(
    ("arguments", "content", "message"),
    [
        (["nope.csv"], None, "there is no file nope.csv"),
        (["a.csv", "--map", "text=loi"], b"comment\nx\n", "there is no column 'loi'"),
        (["a.csv", "--map", "txt=comment"], b"comment\nx\n", "'txt' is not a known attribute, perhaps 'text'"),
        (["a.csv", "--map", "comment"], b"comment\nx\n", "--map 'comment' has no '='; write it as text=comment"),
        (["a.csv"], b"foo,bar\n1,2\n", "no column is known to hold the text; tell it with --map text=COLUMN"),
        (["a.csv"], b"", "a.csv is empty"),
        (["a.csv"], bytes(range(256)) * 9, "a.csv is not text"),
        (["a.csv"], b"\x89PNG\r\n\x1a\n" + bytes(99), "a.csv is a PNG image"),
        (
            ["a.csv", "--as-of", "tomorrow"],
            b"text\nx\n",
            "--as-of 'tomorrow' is no day from 1970 to 2199; write it as 2026-11-18",
        ),
        (["a.csv", "--store", "no/insight.db"], b"text\nx\n", "the folder no does not exist"),
        (["a.csv", "--store", "/proc/insight.db"], b"text\nx\n", "store /proc/insight.db"),
    ],
)
def test_what_cannot_be_ingested_fails_with_a_message(
    insight: Insight, arguments: list[str], content: bytes | None, message: str
):
    if content is not None:
        Path("a.csv").write_bytes(content)
    done = insight("ingest", *arguments)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: ")
    assert message in done.err


def test_a_store_of_a_newer_version_is_refused(filled: Insight):
    with sqlite3.connect("insight.db") as raw:
        raw.execute("UPDATE insight_version SET version_num = '0099'")
    raw.close()
    for command in (["export"], ["ingest", "feedback.csv"], ["ask", "top complaints"], ["digest"]):
        done = filled(*command)
        assert (done.code, done.out) == (1, "")
        assert "has version 0099" in done.err


@pytest.mark.parametrize(
    ("theirs", "message"),
    [("level: tactics", "unknown level 'tactics'; one of strategy, execution"), ("colour: red", "unknown field 'colour'")],
)
def test_a_wrong_taxonomy_is_refused_naming_the_line(insight: Insight, theirs: str, message: str):
    import insight as package

    text = (Path(package.__file__).parent / "taxonomy.yaml").read_text(encoding="utf-8")
    Path("own.yaml").write_text(text.replace("    level: strategy", f"    {theirs}", 1), encoding="utf-8")
    line = 1 + text[: text.index("    level: strategy")].count("\n")
    done = insight("classify", "-", "--taxonomy", "own.yaml", stdin=lines({"text": "x"}))
    assert (done.code, done.out) == (1, "")
    assert f"own.yaml, line {line}: {message}" in done.err


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full to stand for a full disk")
def test_a_full_disk_is_said(filled: Insight):
    done = filled("digest", "--week", "2026-W46", "--format", "md", "--out", FULL)
    assert (done.code, done.out) == (1, "")
    assert "No space left on device" in done.err


# usage -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [["--nope"], ["nope"], ["classify"], ["classify", "-", "--format", "xml"], ["digest", "--lang", "fr"]]
)
def test_wrong_usage_is_exit_two_on_stderr(insight: Insight, arguments: list[str]):
    done = insight(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Usage: " in done.err


@pytest.mark.parametrize(
    "command", [[], ["ingest"], ["classify"], ["themes", "discover"], ["digest"], ["ask"], ["metrics"], ["export"]]
)
def test_help_is_given(insight: Insight, command: list[str]):
    done = insight(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert "Usage: " in done.out


# themes ------------------------------------------------------------------------------------------------------------------


def test_themes_are_found_listed_and_shown(filled: Insight):
    done = filled("themes", "list", "--format", "jsonl")
    slow = next(row for row in done.records if row["topic"] == "delivery.speed")
    assert {(row["topic"], row["stage"], row["status"]) for row in done.records} == {
        ("delivery.speed", "delivery", "new"),
        ("digital.reliability", "usage", "new"),
    }
    assert (slow["born"], slow["mentions"]) == ("2026-10-28", 8)
    assert "2 themes; 0 of 16 mentions are in none" in done.err
    shown = filled("themes", "show", slow["id"], "--as-of", "2026-11-16", "--format", "jsonl").records
    assert shown[0] == {"what": "name", "when": "", "value": f"{slow['name_vi']} / {slow['name_en']}"}
    assert {row["what"] for row in shown} == {"name", "customers", "born", "quote"}
    assert [row["value"] for row in shown if row["what"] == "customers"] == [0, 0, 0, 0, 0, 2, 2, 4]
    quotes = {row["value"] for row in shown if row["what"] == "quote"}
    assert quotes == {f"Giao hàng chậm {extra}" for extra in SLOW}


def test_the_companys_own_staff_count_and_are_quoted_only_when_asked_for(filled: Insight):
    done = filled("themes", "list", "--internal", "--format", "jsonl")
    slow = next(row for row in done.records if row["topic"] == "delivery.speed")
    assert slow["mentions"] == 10
    assert "2 themes; 0 of 18 mentions are in none" in done.err
    shown = filled("themes", "show", slow["id"], "--internal", "--as-of", "2026-11-16", "--format", "jsonl").records
    assert [row["value"] for row in shown if row["what"] == "customers"] == [0, 0, 0, 0, 0, 2, 2, 6]
    assert "Kho giao hàng chậm 0" in {row["value"] for row in shown if row["what"] == "quote"}


def test_a_refit_that_changes_nothing_has_no_events(filled: Insight):
    before = filled("themes", "list", "--format", "json").json
    again = filled("themes", "refit", "--as-of", "2026-11-17", "--format", "json")
    assert (again.code, again.json) == (0, [])
    assert [row["id"] for row in filled("themes", "list", "--format", "json").json] == [row["id"] for row in before]


def test_discover_gives_each_record_the_theme_of_its_main_mention(insight: Insight, tmp_path: Path):
    texts = [text for extra in SLOW for text in (f"Giao hàng chậm {extra}", f"App bị lỗi {extra}")]
    records = [{"id": number, "text": text} for number, text in enumerate(texts)]
    Path("a.jsonl").write_bytes(lines(*records, {"id": "odd", "text": "ok"}, {"id": "bad"}, records[0]))
    done = insight("themes", "discover", "a.jsonl", "--format", "jsonl")
    *found, odd, bad, again = done.records
    assert [row["id"] for row in done.records] == [*range(16), "odd", "bad", 0]
    assert {tuple(row) for row in (*found, odd)} == {("id", "theme", "name_vi", "name_en")}
    assert odd == {"id": "odd", "theme": None, "name_vi": None, "name_en": None}
    assert bad == {**odd, "id": "bad", "error": "there is no field 'text'; fields are: id"}
    assert again == found[0]
    assert [row["theme"] for row in found] == [found[0]["theme"], found[1]["theme"]] * 8
    assert isinstance(found[0]["theme"], str)
    assert found[0]["theme"] != found[1]["theme"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "model"]


def test_discover_where_no_record_can_be_used(insight: Insight):
    done = insight("themes", "discover", "-", stdin=lines({"id": 1, "text": ""}))
    nothing = {"theme": None, "name_vi": None, "name_en": None}
    assert (done.code, done.records) == (0, [{"id": 1, **nothing, "error": "the text is empty"}])


# answers -----------------------------------------------------------------------------------------------------------------


def test_the_digest_of_a_week_is_the_same_by_its_days(filled: Insight):
    week = filled("digest", "--week", "2026-W46", "--format", "json")
    assert week.json["period"] == {"since": "2026-11-09", "until": "2026-11-16", "week": "2026-W46"}
    assert (week.json["feedback"], week.json["customers"], week.json["nothing_notable"]) == (8, 8, False)
    days = ("--since", "2026-11-09", "--until", "2026-11-15")
    for same in (days, ("--as-of", "2026-11-16")):
        assert filled("digest", *same, "--format", "json").out == week.out


@pytest.mark.parametrize(("form", "begins"), [("md", "# "), ("html", "<!doctype html>")])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_digest_as_a_page(filled: Insight, form: str, begins: str, lang: str):
    printed = filled("digest", "--week", "2026-W46", "--format", form, "--lang", lang)
    written = filled("digest", "--week", "2026-W46", "--format", form, "--lang", lang, "--out", "page")
    assert printed.out.lower().startswith(begins)
    assert "Giao hàng chậm" in printed.out
    assert (written.code, written.out, written.err) == (0, "", "written to page\n")
    assert Path("page").read_text(encoding="utf-8") + "\n" == printed.out


def test_a_period_without_feedback_names_the_newest_week(filled: Insight):
    done = filled("digest", "--week", "2027-W10", "--format", "json")
    assert (done.code, done.json["feedback"], done.json["nothing_notable"]) == (0, 0, True)
    assert done.err == "no feedback in this period; the newest is in week 2026-W46\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--week", "2026-W46", "--since", "2026-11-09"], "--week and --since/--until exclude each other; give one of them"),
        (["--since", "2026-11-09"], "--since and --until go together; give both days"),
        (["--since", "2026-11-09", "--until", "2026-11-08"], "--until 2026-11-08 is before --since 2026-11-09"),
        (["--week", "2026-W54"], "--week '2026-W54' is no ISO week; write it as 2026-W47"),
        (["--since", "9/11", "--until", "2026-11-08"], "--since '9/11' is no day"),
        (["--since", "0001-01-01", "--until", "9999-12-31"], "--since '0001-01-01' is no day from 1970 to 2199"),
        (["--week", "0001-W01"], "--week '0001-W01' is no ISO week"),
    ],
)
def test_a_period_that_makes_no_sense_fails_with_a_message(filled: Insight, options: list[str], message: str):
    for command in ("digest", "metrics"):
        done = filled(command, *options)
        assert (done.code, done.out) == (1, "")
        assert f"error: {message}" in done.err


def test_ask_without_a_store_shows_how_it_understood_and_creates_nothing(insight: Insight, tmp_path: Path):
    done = insight("ask", "khách phàn nàn gì nhiều nhất về giao hàng tuần này?", "--format", "json", "--as-of", "2026-11-18")
    assert done.code == 0
    assert list(done.json) == ["interpretation", "answer"]
    asked = done.json["interpretation"]
    assert (asked["intent"], asked["stage"], asked["language"]) == ("top_complaints", "delivery", "vi")
    assert (asked["since"], asked["until"]) == ("2026-11-16", "2026-11-19")
    assert done.json["answer"]["text"] == "Chưa có phản hồi nào được lưu. Nạp dữ liệu bằng: insight ingest TỆP"
    assert (done.json["answer"]["feedback"], done.json["answer"]["insights"]) == (0, [])
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_ask_is_answered_as_of_a_day(filled: Insight):
    def ask(day: str) -> tuple[object, object]:
        answer = filled("ask", "top complaints this week", "--as-of", day, "--format", "jsonl").records[0]["answer"]
        return answer["feedback"], {insight["topic"] for insight in answer["insights"]}

    assert ask("2026-11-14") == (8, {"delivery.speed", "digital.reliability"})
    assert ask("2026-11-07")[0] == 4
    assert ask("2026-12-30") == (0, set())


def test_metrics_by_an_attribute(filled: Insight, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("INSIGHT_MINIMUM_ANSWERS", "5")
    rows = filled("metrics", "--by", "region", "--format", "json").json
    nps = [(row["by"], row["value"], row["score"], row["n"]) for row in rows if row["metric"] == "nps"]
    assert nps == [("region", "bac", -100.0, 8), ("region", "nam", 100.0, 8)]
    assert {row["metric"]: row["score"] for row in filled("metrics", "--format", "jsonl").records} == {
        "nps": 0.0,
        "csat": None,
        "ces": None,
        "net_sentiment": -100.0,
    }


def test_metrics_by_an_unknown_attribute_names_the_known_ones(filled: Insight):
    done = filled("metrics", "--by", "vùng")
    known = "channel, source, phase, touchpoint, language, stage, sentiment, region"
    assert (done.code, done.out, done.err) == (1, "", f"error: unknown attribute 'vùng'; one of {known}\n")


def test_export_holds_what_went_in_and_goes_in_again(filled: Insight):
    rows = filled("export", "--format", "jsonl").records
    with Path("feedback.csv").open(encoding="utf-8", newline="") as file:
        given = {row["id"]: row["nội dung"] for row in csv.DictReader(file)}
    assert {row["id"]: row["text"] for row in rows} == given
    assert {(row["segments"].get("region"), row["channel"], row["source"], row["nps"]) for row in rows} == {
        ("bac", "app", "survey", 2),
        ("nam", "web", "survey", 9),
        (None, None, "internal", None),
    }
    assert filled("export", "--format", "json").json == rows
    Path("out.jsonl").write_text(filled("export").out, encoding="utf-8")
    assert filled("ingest", "out.jsonl", "--format", "jsonl").records[0]["known"] == 18
    assert filled("ingest", "out.jsonl", "--store", "copy.db").code == 0
    copied = filled("export", "--store", "copy.db").records
    same = ("id", "text", "created_at", "channel", "source", "nps", "language", "sentiment", "score", "stage", "topics")
    assert [[row[name] for name in same] for row in copied] == [[row[name] for name in same] for row in rows]


@pytest.mark.parametrize("command", [["themes", "list"], ["themes", "refit"], ["digest"], ["metrics"], ["export"]])
def test_what_reads_a_store_fails_where_there_is_none(insight: Insight, tmp_path: Path, command: list[str]):
    done = insight(*command)
    assert (done.code, done.out) == (1, "")
    assert "store insight.db does not exist; ingest something first" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
