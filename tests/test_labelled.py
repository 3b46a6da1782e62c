"""Marks -> offsets, and back; every slip of the pen is named with its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.errors import LabelError
from insight.labelled import SIGNS, LabelledFeedback, LabelledMention, parse_marks, read_labelled

STAGES = ("delivery", "usage", "unknown")
TOPICS = ("delivery.speed", "staff.attitude", "price.value")
MARKS = {sentiment: sign for sign, sentiment in SIGNS.items()}


def read(*lines: str) -> list[LabelledFeedback]:
    return list(read_labelled(lines, STAGES, TOPICS))


def marked(text: str, mentions: tuple[LabelledMention, ...]) -> str:
    """The text with its mentions marked as in a corpus file."""
    parts, done = [], 0
    for mention in mentions:
        topics = ";".join(topic + MARKS[sentiment] for topic, sentiment in mention.topics)
        parts += [text[done : mention.start], f"[[{text[mention.start : mention.end]}|{mention.stage}|{topics}]]"]
        done = mention.end
    return "".join(parts) + text[done:]


# Marks


def test_marks_become_offsets_into_the_plain_text() -> None:
    line = "Ừ thì [[giao chậm 😡|delivery|delivery.speed-;staff.attitude=]], nhưng [[ rẻ |unknown| price.value+ ]]!"
    text, mentions = parse_marks(line, STAGES, TOPICS)
    assert text == "Ừ thì giao chậm 😡, nhưng rẻ!"
    assert mentions == (
        LabelledMention(6, 17, "delivery", (("delivery.speed", "negative"), ("staff.attitude", "neutral"))),
        LabelledMention(25, 27, "unknown", (("price.value", "positive"),)),
    )
    assert [text[mention.start : mention.end] for mention in mentions] == ["giao chậm 😡", "rẻ"]
    assert [mention.sentiment for mention in mentions] == ["negative", "positive"]


def test_a_mention_without_a_topic_is_neutral() -> None:
    text, (mention,) = parse_marks("[[ok|unknown|]]", STAGES, TOPICS)
    assert (text, mention.topics, mention.sentiment) == ("ok", (), "neutral")


words = st.text(st.characters(exclude_characters="[]|", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
opinions = words.map(str.strip).filter(bool)
labels = st.tuples(
    st.sampled_from(STAGES),
    st.lists(st.tuples(st.sampled_from(TOPICS), st.sampled_from(sorted(MARKS))), max_size=3, unique_by=lambda pair: pair[0]),
)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(st.tuples(words | st.just(""), opinions, labels), min_size=1, max_size=4), words | st.just(""))
def test_round_trip(parts: list[tuple[str, str, tuple[str, list[tuple[str, str]]]]], rest: str) -> None:
    text, mentions = "", []
    for before, opinion, (stage, topics) in parts:
        text += before
        mentions.append(LabelledMention(len(text), len(text) + len(opinion), stage, tuple(topics)))
        text += opinion
    text += rest
    assert parse_marks(marked(text, tuple(mentions)), STAGES, TOPICS) == (text, tuple(mentions))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("không có gì", "no mention in 'không có gì'; mark at least one"),
        ("", "no mention in ''; mark at least one"),
        ("[[|usage|]]", "empty mention in '[[|usage|]]'; put words before the first bar"),
        ("[[  |usage|]]", "empty mention in '[[  |usage|]]'; put words before the first bar"),
        ("[[ok|using|]]", "unknown stage 'using'; one of delivery, usage, unknown"),
        ("[[ok||]]", "unknown stage ''; one of delivery, usage, unknown"),
        ("[[ok|usage|price.value]]", "topic 'price.value' has no sentiment; end it with + - or ="),
        ("[[ok|usage|price+]]", "unknown topic 'price'; one of delivery.speed, staff.attitude, price.value"),
        ("[[ok|usage|+]]", "unknown topic ''; one of delivery.speed, staff.attitude, price.value"),
        ("[[ok|usage|price.value+;price.value-]]", "topic 'price.value' twice in one mention; name it once"),
        ("[[ok|usage]]", "a mark is not closed or has a missing bar near '[[ok|usage]]'; [[text|stage|topic+]]"),
        ("[[ok|usage|price.value+", "a mark is not closed or has a missing bar near '[[ok|usage|price.value+'"),
        ("[[ok|usage|]] và [[chậm|usage|", "a mark is not closed or has a missing bar near 'ok và [[chậm|usage|'"),
        ("[[ok|usage|]] chậm]]", "a mark is not closed or has a missing bar near 'ok chậm]]'"),
        ("[[ok|usage||]]", "a mark is not closed or has a missing bar near '[[ok|usage||]]'"),
        ("[[a [[b|usage|]]|usage|]]", "a mark is not closed or has a missing bar near '[[a b|usage|]]'"),
        ("[[ok|usage|]] | chậm", "a mark is not closed or has a missing bar near 'ok | chậm'"),
    ],
)
def test_every_slip_in_a_mark(line: str, message: str) -> None:
    with pytest.raises(LabelError) as caught:
        parse_marks(line, STAGES, TOPICS, 7)
    assert str(caught.value).startswith(f"line 7: {message}")


# Files


def test_a_corpus_file() -> None:
    found = read(
        "// one shop",
        "# vi northern chatty",
        "",
        "  [[Giao chậm|delivery|delivery.speed-]]  ",
        "=en british plain [[Slow delivery|delivery|delivery.speed-]]",
        "=vi any unaccented [[giao cham|delivery|delivery.speed-]]",
        "? Điều gì chưa tốt?",
        "[[giá|unknown|price.value-]]",
        "[[rẻ|unknown|price.value+]]",
        "# mixed any teencode",
        "[[ok|unknown|]]",
    )
    slow = (("delivery.speed", "negative"),)
    assert found == [
        LabelledFeedback("Giao chậm", (LabelledMention(0, 9, "delivery", slow),), "vi", "northern", "chatty", 0, None, 4),
        LabelledFeedback("Slow delivery", (LabelledMention(0, 13, "delivery", slow),), "en", "british", "plain", 0, None, 5),
        LabelledFeedback("giao cham", (LabelledMention(0, 9, "delivery", slow),), "vi", "any", "unaccented", 0, None, 6),
        LabelledFeedback(
            "giá",
            (LabelledMention(0, 3, "unknown", (("price.value", "negative"),)),),
            "vi",
            "northern",
            "chatty",
            1,
            "Điều gì chưa tốt?",
            8,
        ),
        LabelledFeedback(
            "rẻ", (LabelledMention(0, 2, "unknown", (("price.value", "positive"),)),), "vi", "northern", "chatty", 2, None, 9
        ),
        LabelledFeedback("ok", (LabelledMention(0, 2, "unknown", ()),), "mixed", "any", "teencode", 3, None, 11),
    ]


def test_an_empty_file_has_no_feedback() -> None:
    assert read() == []
    assert read("// nothing", "# vi any plain", "") == []


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["[[ok|usage|]]"], "line 1: a heading such as '# vi northern chatty' must come before the first text"),
        (["", "# vi northern"], "line 2: heading 'vi northern'; expected vi|en|mixed|other northern|central|"),
        (["# fr any plain"], "line 1: heading 'fr any plain'; expected vi|en"),
        (["# vi chatty any"], "line 1: heading 'vi chatty any'; expected vi|en"),
        (["# vi any plain now"], "line 1: heading 'vi any plain now'; expected vi|en"),
        (["#"], "line 1: heading ''; expected vi|en"),
        (["# vi any plain", "=en any plain [[ok|usage|]]"], "line 2: '=' says the same as the line above, and there is none"),
        (["# vi any plain", "[[ok|usage|]]", "=en any [[ok|usage|]]"], "line 3: heading 'en any [[ok|usage|]]'; expected"),
        (["# vi any plain", "[[ok|usage|]]", "=en any plain"], "line 3: no mention in ''; mark at least one"),
        (["# vi any plain", "", "[[ok|usage|]]", "không"], "line 4: no mention in 'không'"),
    ],
)
def test_every_slip_in_a_file(lines: list[str], message: str) -> None:
    with pytest.raises(LabelError) as caught:
        read(*lines)
    assert str(caught.value).startswith(message)
