"""Files to raw rows: formats, encodings, damage."""

import csv
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.errors import InputError
from insight.read import RawRow, Rejected, open_rows, open_stream

STRANGE = "a\u2028b\u2029c\x0bd\x0ce\x85f\x1cg\rh"
CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


def read(data: bytes, kind: str | None = None) -> list[RawRow | Rejected]:
    return list(open_stream(io.BytesIO(data), kind))


def values(data: bytes, kind: str | None = None) -> list[dict[str, object]]:
    return [dict(row.values) for row in read(data, kind)]


def numbers(rows: list[RawRow | Rejected]) -> list[tuple[str, int, int | None]]:
    return [(type(row).__name__, row.number, row.line) for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    table = [["Góp ý, nhận xét", "điểm"], ["tốt, rẻ", "9"], ["chậm; đắt | xa", "2"]]
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(table)
    assert values(file.getvalue().encode(), "csv") == [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def test_a_header_with_unquoted_commas_under_semicolons() -> None:
    data = "Góp ý, nếu có;Ngày\ntốt, rẻ;1/2/2025\nchậm;2/2/2025\n".encode()
    assert values(data) == [{"Góp ý, nếu có": "tốt, rẻ", "Ngày": "1/2/2025"}, {"Góp ý, nếu có": "chậm", "Ngày": "2/2/2025"}]


def test_excel_may_name_the_delimiter_first() -> None:
    assert read(b"sep=;\r\ntext;nps\r\na,b;9\r\n") == [RawRow(1, {"text": "a,b", "nps": "9"}, 3)]


def test_a_file_of_one_column() -> None:
    assert read("text\nrất tốt\n\nchậm\n".encode()) == [RawRow(1, {"text": "rất tốt"}, 2), RawRow(2, {"text": "chậm"}, 4)]


def test_quoted_newlines_and_line_numbers() -> None:
    data = b'text,nps\n"one\r\ntwo, ""three""",9\nfour,1\n'
    assert read(data) == [RawRow(1, {"text": 'one\r\ntwo, "three"', "nps": "9"}, 2), RawRow(2, {"text": "four", "nps": "1"}, 4)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-mark", "utf-16-be-mark"])
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_encodings(encoding: str, kind: str) -> None:
    text = "text,ngày\nrất tốt 😀,hôm nay\n" if kind == "csv" else '{"text": "rất tốt 😀", "ngày": "hôm nay"}\n'
    plain = encoding.removesuffix("-mark")
    data = (text if plain == encoding else "\ufeff" + text).encode(plain)
    assert values(data, kind) == [{"text": "rất tốt 😀", "ngày": "hôm nay"}]


def test_utf16_over_many_chunks() -> None:
    text = "text\n" + "rất tốt 😀 nhưng chậm\n" * 20_000
    rows = read(text.encode("utf-16"), "csv")
    assert len(rows) == 20_000
    assert {row.values["text"] for row in rows} == {"rất tốt 😀 nhưng chậm"}


def test_line_ends_of_old_macs() -> None:
    assert values(b"text,nps\rgood,9\rbad,1\r", "csv") == [{"text": "good", "nps": "9"}, {"text": "bad", "nps": "1"}]


def test_names_are_made_unique() -> None:
    assert open_stream(io.BytesIO(b"text, Note ,Note,\nx,1,2,3\n")).header == ("text", "Note", "Note 2", "column 4")


def test_short_rows_are_filled_and_long_rows_rejected() -> None:
    assert read(b"text,nps,city\ngood\nbad,1,HN,,\nthe food, and the staff,9,HN\n") == [
        RawRow(1, {"text": "good", "nps": "", "city": ""}, 2),
        RawRow(2, {"text": "bad", "nps": "1", "city": "HN"}, 3),
        Rejected(
            3,
            "line 4 has 4 values, the header has 3 columns; is a value with the delimiter quoted?",
            {"raw": "the food, and the staff,9,HN\n"},
            4,
        ),
    ]


def test_broken_utf8_rejects_its_row_alone() -> None:
    rows = read(b'text,nps\ngood,9\n"b\xe1d\nbad",1\nfine,8\n')
    assert numbers(rows) == [("RawRow", 1, 2), ("Rejected", 2, 3), ("RawRow", 3, 5)]
    assert "line 3 is not valid UTF-8; save the file as UTF-8" in rows[1].reason
    rows = read(b'{"text": "a"}\n{"text": "\xff"}\n{"text": "b"}\n')
    assert numbers(rows) == [("RawRow", 1, 1), ("Rejected", 2, 2), ("RawRow", 3, 3)]
    assert rows[1].reason == "line 2 is not valid UTF-8; save the file as UTF-8"


def test_a_quote_that_is_never_closed_rejects_its_line_alone() -> None:
    rows = read(b'text,nps\ngood,9\n"never closed,1\nfine,8\nalso fine,7\n')
    assert numbers(rows) == [("RawRow", 1, 2), ("Rejected", 2, 3), ("RawRow", 3, 4), ("RawRow", 4, 5)]
    assert rows[1] == Rejected(2, "line 3 is not CSV: a quotation mark is never closed", {"raw": '"never closed,1\n'}, 3)


def test_a_long_line_after_an_open_quote_is_not_lost() -> None:
    rows = read(b'text,nps\n"never closed,1\n' + b"x" * (9 << 20) + b"\nfine,8\n")
    assert numbers(rows) == [("Rejected", 1, 2), ("Rejected", 2, 3), ("RawRow", 3, 4)]


def test_a_quote_inside_a_quoted_value_rejects_its_line_alone() -> None:
    rows = read(b'text,nps\n"he said "no" to me",1\n5" screen,8\n"opened,2\n"fine, really",9\n')
    assert numbers(rows) == [("Rejected", 1, 2), ("RawRow", 2, 3), ("Rejected", 3, 4), ("RawRow", 4, 5)]
    assert rows[1].values == {"text": '5" screen', "nps": "8"}
    assert rows[3].values == {"text": "fine, really", "nps": "9"}


def test_quotes_that_never_match_end_the_reading() -> None:
    with pytest.raises(InputError, match=r"line \d+: the quotation marks do not match; is this the right format\?"):
        read(b"text,n\n" + b'"x,1\n' + (b'x","' + b"y" * 2_000 + b"\n") * 5_000, "csv")


def test_json_lines_are_split_at_line_feeds_only() -> None:
    record = json.dumps(
        {"text": STRANGE.replace("\x0b", "").replace("\x0c", "").replace("\x1c", "").replace("\r", "")}, ensure_ascii=False
    )
    data = f"{record}\r\n\n{json.dumps({'text': STRANGE})}".encode()
    assert read(data) == [RawRow(1, {"text": json.loads(record)["text"]}, 1), RawRow(2, {"text": STRANGE}, 3)]


def test_nested_json_is_flattened_four_deep() -> None:
    record = {"text": "x", "customer": {"id": 7, "plan": {"name": "gold"}}, "tags": ["a", 1], "a": {"b": {"c": {"d": {"e": 1}}}}}
    assert values(json.dumps(record).encode()) == [
        {"text": "x", "customer.id": 7, "customer.plan.name": "gold", "tags": ["a", 1], "a.b.c.d": {"e": 1}}
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{'text': 'x'}", "line 2 is not JSON: Expecting property name enclosed in double quotes at character 2"),
        (b'"just text"', 'line 2 is a string (\'just text\'); a record must be an object such as {"text": "..."}'),
        (b"[1, 2]", 'line 2 is a list (\'[1, 2]\'); a record must be an object such as {"text": "..."}'),
        (b"null", 'line 2 is null (\'None\'); a record must be an object such as {"text": "..."}'),
        (b'{"text": ' + b"[" * 100_000, "line 2 is nested too deeply"),
        (b'{"nps": ' + b"9" * 5_000 + b"}", "line 2 holds a number that is too long"),
    ],
)
def test_a_line_that_is_no_record(line: bytes, reason: str) -> None:
    rows = read(b'{"text": "a"}\n' + line + b'\n{"text": "b"}\n')
    assert numbers(rows) == [("RawRow", 1, 1), ("Rejected", 2, 2), ("RawRow", 3, 3)]
    assert rows[1] == Rejected(2, reason, {"raw": line.decode()}, 2)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_an_endless_line_is_rejected_in_little_memory(kind: str) -> None:
    before, after = (b"text\na\n", b"\nb\n") if kind == "csv" else (b'{"text": "a"}\n', b'\n{"text": "b"}\n')
    rows = read(before + b"x" * (9 << 20) + after, kind)
    line = 3 if kind == "csv" else 2
    assert numbers(rows) == [("RawRow", 1, line - 1), ("Rejected", 2, line), ("RawRow", 3, line + 1)]
    assert rows[1] == Rejected(2, f"line {line} is longer than 8,388,608 bytes", {}, line)


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.csv", "a.csv is empty; CSV, TSV and JSON Lines"),
        (b"\xef\xbb\xbf", "a.csv", "a.csv is empty"),
        (b" \n\n", "a.jsonl", "a.jsonl is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.csv", "a.csv is a PNG image; CSV, TSV and JSON Lines"),
        (b"PK\x03\x04 xl/workbook.xml", "a.xlsx", "is an Excel workbook, which is not read yet; save it as CSV UTF-8"),
        (b"PK\x03\x04", "a.zip", "is a ZIP archive"),
        (b"PAR1\x15\x04", "a.parquet", "is a Parquet file, which is not read yet; save it as CSV UTF-8"),
        (b"\x1f\x8b\x08", "a.csv.gz", "is compressed with gzip; unpack it first"),
        (b"%PDF-1.7", "a.csv", "is a PDF document"),
        (b"  <!DOCTYPE html>", "a.csv", "is an HTML or XML page"),
        (bytes(range(256)) * 8, "a.csv", "is not text"),
        ("text\nchào\n".encode("utf-16-le"), "a.csv", "is not text"),
        ("text\nchào\n".encode("utf-32"), "a.csv", "is text in UTF-32; save it as UTF-8"),
        (b'[{"text": "a"}]', "a.json", 'is a JSON array; JSON Lines has one record a line, such as {"text": "..."}'),
        (b'{\n  "text": "a"\n}', "a.json", "is one JSON document over several lines"),
        (b"n\xe9i dung,x\na,b\n", "a.csv", "the header is not valid UTF-8"),
        (b'"text\na', "a.csv", "the header cannot be read"),
        (b"a," * 1_001 + b"a\n", "a.csv", "has 1,002 columns; at most 1,000 are read"),
    ],
)
def test_what_is_no_feedback_file(tmp_path: Path, data: bytes, name: str, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        open_rows(path)
    assert message in str(caught.value)


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file .*none\.csv"):
        open_rows(tmp_path / "none.csv")
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        open_rows(tmp_path)
    with pytest.raises(InputError, match="cannot be read: embedded null byte"):
        open_rows(Path("a\0b"))
    with pytest.raises(InputError, match="format 'xls' is not known; it must be one of csv, tsv, jsonl"):
        open_rows(tmp_path / "none.csv", "xls")


@pytest.mark.parametrize(
    ("name", "data"), [("a.txt", b'{"text": "x"}'), ("a", b"text\nx"), ("a.tsv", b"text\tn\nx"), ("a.ndjson", b'{"text": "x"}')]
)
def test_the_format_is_found(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with open_rows(tmp_path / name) as rows:
        assert [row.values["text"] for row in rows] == ["x"]


def test_the_file_is_closed_when_reading_stops_early(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"text\n" + b"x\n" * 100_000)
    with open_rows(path) as rows:
        assert next(rows) == RawRow(1, {"text": "x"}, 2)
    with pytest.raises(ValueError, match="closed file"):
        list(rows)


def test_a_header_without_rows_is_no_error() -> None:
    rows = open_stream(io.BytesIO(b"text,nps\n"))
    assert (rows.header, list(rows)) == (("text", "nps"), [])


def test_the_header_of_json_lines_is_of_many_records() -> None:
    rows = open_stream(io.BytesIO(b'{"text": "a"}\n{"nps": 9, "text": "b"}\n'))
    assert rows.header == ("text", "nps")
    assert [row.values for row in rows.sample] == [{"text": "a"}, {"nps": 9, "text": "b"}]


@pytest.mark.parametrize("line", [b'"text, with comma",9,gold\n', b'{"text": "so so", "nps": 9}\n'])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, line: bytes) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}"
        path.write_bytes((b"" if line[:1] == b"{" else b"text,nps,tier\n") + line * count)
        tracemalloc.start()
        assert sum(1 for _ in open_rows(path)) == count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(20_000) < peak(6_000) + 100_000


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_what_the_csv_module_writes_is_read_back(table: list[list[str]], delimiter: str, end: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["text", "b", "c"], *table])
    data = file.getvalue().encode()
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in data)
    if controls * 10 <= len(data):
        assert values(data, "csv") == [dict(zip(("text", "b", "c"), row, strict=True)) for row in table]


JSON_VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.lists(CELLS, max_size=3)
)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(st.dictionaries(CELLS, JSON_VALUES, max_size=4), min_size=1, max_size=6), st.booleans())
def test_what_the_json_module_writes_is_read_back(records: list[dict[str, object]], escaped: bool) -> None:
    lines = [json.dumps(record, ensure_ascii=escaped) for record in records]
    data = "\n".join(lines).encode(errors="replace")
    assert values(data, "jsonl") == [json.loads(line.encode(errors="replace")) for line in lines]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.binary(max_size=300)
    | st.lists(st.sampled_from([b'"', b",", b"\n", b"\r", b"a", b"{", b"}", b":", b"\xff", b"\0", b'"a"', b"{}\n"])).map(
        b"".join
    ),
    st.sampled_from([None, "csv", "tsv", "jsonl"]),
    st.sampled_from([b"", b"text,b\n", b'{"text": "x"}\n', b"\xff\xfe"]),
)
def test_any_bytes_are_rows_or_rejected_or_a_clear_error(data: bytes, kind: str | None, before: bytes) -> None:
    try:
        rows = read(before + data, kind)
    except InputError:
        return
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all(type(row) in (RawRow, Rejected) for row in rows)
