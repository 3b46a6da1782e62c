"""A digest in its four formats: complete, bilingual, and harmless whatever customers wrote."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from digests import FADING, HOSTILE, INFINITE, LONG, NEW, SLOW, full_digest, insight, quiet_digest, quote
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from insight.answer.digest import SECTIONS, Digest
from insight.answer.render import to_html, to_json, to_markdown, to_terminal, words
from insight.answer.render.formats import clean
from insight.answer.render.markdown import escape
from insight.taxonomy import Taxonomy
from insight.types import Bilingual, Estimate, Period, Trend

TAXONOMY = Taxonomy.default()
GOLDEN = Path(__file__).parent / "golden"
UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")
VOID = {"meta", "rect"}


class Read(HTMLParser):
    """What a browser would see: elements, attributes and the text between them; complains of what is left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.style, self.text, self.open = "", "", [""]
        self.feed(html)
        self.close()
        assert self.open == [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1] == "style":
            self.style += data
        else:
            self.text += data


def read_html(digest: Digest, language: str) -> str:
    return Read(to_html(digest, language, TAXONOMY)).text


def read_markdown(digest: Digest, language: str) -> str:
    parsed = MarkdownIt("commonmark").enable("table").parse(to_markdown(digest, language, TAXONOMY))
    return "\n".join("".join(child.content for child in token.children or []) for token in parsed if token.type == "inline")


def printed(digest: Digest, language: str, columns: int, width: int | None = None) -> str:
    console = Console(file=StringIO(), width=columns, force_terminal=False)
    console.print(to_terminal(digest, language, TAXONOMY, width))
    return console.file.getvalue()


def read_terminal(digest: Digest, language: str) -> str:
    return printed(digest, language, 400)


READERS = pytest.mark.parametrize("read", [read_html, read_markdown, read_terminal])
Reader = Callable[[Digest, str], str]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_markdown_is_the_golden_page(language: str) -> None:
    golden = (GOLDEN / f"digest.{language}.md").read_text(encoding="utf-8")
    assert to_markdown(full_digest(), language, TAXONOMY) == golden


@READERS
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", "64 phản hồi từ 58 khách hàng."),
        ("vi", "7 phản hồi không có mã khách hàng; mỗi phản hồi như vậy được tính là một khách."),
        ("vi", "(−25,1 đến +16,0), n = 44"),
        ("vi", "23 trong 412 khách hàng, 5,6 % (3,7–8,3)"),
        ("vi", "↑ tăng: 12/58 khách tuần này, 0/231 trong bốn tuần trước đó"),
        ("vi", "↓ giảm ×0,08 (0,01–0,34): 2/220 khách trong bốn tuần qua, 21/192 trong bốn tuần trước đó"),
        ("vi", "kênh tổng đài: 11/70 khách, nơi khác 12/342; gấp 4,4 lần (2,1–9,4)"),
        ("vi", "Kho vận (thực thi)"),
        ("vi", "dưới 30 câu trả lời"),
        ("en", "81.2 %"),
        ("en", "(+0.1 to +16.4), n = 1,412"),
        ("en", "1,204 of 9,120 customers, 13.2 % (12.5–13.9)"),
        ("en", "→ no clear change: 4 of 58 customers this week, 14 of 231 in the four weeks before"),
        ("en", "−3.2 points of NPS (−5.1 to −1.4)"),
        ("en", "−88.7 (−96.1 to −81.2): 92 % displeased, 3 % pleased"),
        ("en", "age group 55+: 14 of 61 customers, elsewhere 9 of 351; 8.6 times the rate (3.9–19.1)"),
        ("en", "outside the taxonomy"),
        ("en", "“it says delivered, nothing came”"),
        ("en", "18 Nov 2026 · hotline · EN"),
        ("en", "28 Sep – 22 Nov 2026 (412 customers)"),
        ("en", "18.3 % of the opinions in these days belong to no theme."),
    ],
)
def test_every_format_tells_the_numbers_as_its_reader_writes_them(read: Reader, language: str, expected: str) -> None:
    assert expected in read(full_digest(), language).replace("\u00a0", " ")


@READERS
@pytest.mark.parametrize("written", HOSTILE)
def test_what_a_customer_wrote_is_shown_and_nothing_else(read: Reader, written: str) -> None:
    shown = read(full_digest(), "en")
    assert clean(written) in shown
    assert not UNSEEN.search(shown.replace("\n", ""))


@READERS
def test_a_section_without_insights_is_left_out(read: Reader) -> None:
    digest = full_digest()
    shown = read(replace(digest, sections={**dict.fromkeys(SECTIONS, ()), "praise": digest.sections["praise"]}), "en")
    present = [heading.en for heading in words.SECTION_HEADINGS.values() if heading.en in shown.partition("How to read")[0]]
    assert present == ["Loved: protect it"]


@READERS
@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_notable_is_said_plainly(read: Reader, language: str) -> None:
    assert words.NOTHING_NOTABLE[language] in read(quiet_digest(), language)
    assert words.NOTHING_NOTABLE[language] not in read(full_digest(), language)


@READERS
def test_a_period_without_feedback_says_so_once(read: Reader) -> None:
    shown = read(replace(quiet_digest(), feedback=0, customers=0, anonymous=0), "vi")
    assert "Không có phản hồi nào trong kỳ này." in shown
    assert words.NOTHING_NOTABLE.vi not in shown


@READERS
@pytest.mark.parametrize(
    ("since", "until", "vi", "en"),
    [
        (date(2026, 12, 28), date(2027, 1, 4), "Tuần 53 năm 2026", "Week 53, 2026"),
        (date(2026, 11, 17), date(2026, 11, 24), "Từ 17/11/2026 đến 23/11/2026", "17 Nov 2026 to 23 Nov 2026"),
        (date(2026, 11, 16), date(2026, 11, 17), "Ngày 16/11/2026", "16 Nov 2026"),
    ],
)
def test_title_names_the_week_or_the_days(read: Reader, since: date, until: date, vi: str, en: str) -> None:
    digest = replace(full_digest(), period=Period(since, until))
    assert vi in read(digest, "vi")
    assert en in read(digest, "en")


@READERS
def test_a_period_that_is_no_week_is_not_called_one(read: Reader) -> None:
    digest = replace(full_digest(), period=Period(date(2026, 11, 1), date(2026, 11, 21)))
    shown = read(digest, "en")
    assert "4 of 58 customers this period, 14 of 231 in the four periods before" in shown
    assert "this week" not in shown.lower()


@READERS
@pytest.mark.parametrize(
    ("trend", "expected"),
    [
        (Trend(3, 40, 0, 0, Estimate(1.0, 0.0, INFINITE, 3), 1.0), "nothing to compare with yet"),
        (Trend(0, 40, 9, 90, Estimate(0.0, 0.0, 0.9, 9), 0.01, significant=True), "↓ down: 0 of 40 customers"),
        (Trend(9, 40, 6, 90, Estimate(3.4, 1.1, 11.6, 15), 0.02, significant=True), "↑ up ×3.4 (1.1–11.6): 9 of 40 customers"),
    ],
)
def test_trend_says_only_what_stands(read: Reader, trend: Trend, expected: str) -> None:
    sections = {"costs": (insight(replace(SLOW, trend=trend), ("negative",)),)}
    assert expected in read(replace(full_digest(), sections=sections), "en")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_html_loads_nothing_and_runs_nothing(language: str) -> None:
    html = to_html(full_digest(), language, TAXONOMY)
    page = Read(html)
    names = {name for name, _ in page.attributes}
    fingerprint = b64encode(sha256(page.style.encode()).digest()).decode()
    assert (
        "content",
        f"default-src 'none'; style-src 'sha256-{fingerprint}'; base-uri 'none'; form-action 'none'",
    ) in page.attributes
    assert not {"script", "img", "link", "iframe", "object", "form", "a"} & set(page.tags)
    assert not {name for name in names if name.startswith("on")} | ({"src", "href", "style"} & names)
    assert not re.search(r"url\(|@import|://", page.style)
    assert page.attributes[0] == ("lang", language)


def test_html_keeps_quotes_apart_from_what_stands_around_them() -> None:
    html = to_html(full_digest(), "en", TAXONOMY)
    assert '<bdi lang="en">“it says delivered, nothing came”</bdi>' in html
    assert html.count("<blockquote><p><bdi") == html.count("<blockquote>")


def test_html_draws_the_weeks_of_a_theme() -> None:
    html = to_html(replace(full_digest(), sections={"fading": (insight(FADING, ("fading",)),)}), "en", TAXONOMY)
    drawn = re.findall(r'<rect class="(\w+)" x="(\d+)" y="[\d.]+" width="12" height="([\d.]+)"', html)
    assert [kind for kind, _, _ in drawn] == ["past"] * 6 + ["empty"] * 2
    assert [float(height) for _, _, height in drawn] == [44, 29.3, 19.6, 9.8, 4.9, 4.9, 1, 1]
    assert re.findall(r"<text [^>]+>(\d+)</text>", html) == ["9", "0"]
    assert "Customers a week, oldest first: 9 6 4 2 1 1 0 0" in html


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_no_text_changes_the_structure_of_the_page(text: str) -> None:
    def tags(words_of: str) -> list[str]:
        hostile = replace(NEW, theme=replace(NEW.theme, name=Bilingual(words_of, words_of)))
        shown = insight(hostile, ("emerging",), quote(words_of, channel=f"a{words_of}"))
        return Read(to_html(replace(full_digest(), sections={"new": (shown,)}), "en", TAXONOMY)).tags

    assert tags(text) == tags("giao chậm")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=60) | st.text("<>&*_`[]()!#|~$\\:/w.-+ a1\n", max_size=60))
def test_escaped_text_is_only_text_in_markdown(text: str) -> None:
    parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(f"> “{escape(clean(text))}”")
    assert [token.type for token in parsed][:2] == ["blockquote_open", "paragraph_open"]
    children = parsed[2].children or []
    assert "".join(child.content for child in children) == f"“{clean(text)}”"
    assert {child.type for child in children} <= {"text", "text_special"}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("columns", "width", "most"), [(80, None, 80), (200, 72, 72)])
def test_terminal_keeps_to_its_columns(language: str, columns: int, width: int | None, most: int) -> None:
    lines = printed(full_digest(), language, columns, width).splitlines()
    assert max(map(len, lines)) <= most
    assert any("▁▁▁▁▁▁▁█  0 0 0 0 0 0 0 12" in line for line in lines)


def test_long_quotes_are_cut_at_a_word_except_in_json() -> None:
    assert LONG.strip() not in read_html(full_digest(), "vi")
    assert re.search(r"“app báo [^“”]{200,280} \w+…”", read_html(full_digest(), "vi"))
    assert to_json(full_digest(), "vi")["sections"]["new"]["insights"][0]["quotes"][0]["text"] == LONG
