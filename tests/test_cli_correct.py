"""`insight correct`, `corrections`, `review` and `relabel` from outside, on the models of conftest."""

import json
from pathlib import Path

import pytest
from conftest import Done, Insight
from labelling import BOTH, Waiting

from insight.classify import Heads

TEXTS = {"f0": BOTH, "f1": "App bị lỗi", "f2": "Giao hàng chậm"}


@pytest.fixture
def filled(insight: Insight, monkeypatch: pytest.MonkeyPatch) -> Insight:
    """Three feedbacks, and someone called lan at the keyboard."""
    monkeypatch.delenv("INSIGHT_WHO", raising=False)
    monkeypatch.setenv("USER", "lan")
    rows = [json.dumps({"id": name, "text": text, "created_at": "2026-11-16"}) for name, text in TEXTS.items()]
    Path("in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    assert insight("ingest", "in.jsonl").code == 0
    return insight


def stored(insight: Insight, name: str) -> list[tuple[object, ...]]:
    (row,) = [row for row in insight("export").records if row["id"] == name]
    return [
        (each["text"], each["stage"], each["sentiment"], [f"{topic['topic']}:{topic['sentiment']}" for topic in each["topics"]])
        for each in row["mentions"]  # type: ignore[attr-defined]
    ]


FAST = ("Giao hàng nhanh", "delivery", "positive", ["delivery.speed:positive"])
RUDE = ("nhân viên thô lỗ", "unknown", "negative", ["staff.attitude:negative"])


def test_a_correction_shows_what_was_and_what_is(filled: Insight):
    done = filled("correct", "f0", "--mention", 2, "--stage", "support", "--topic", "service.resolution", "--format", "json")
    assert done.json == [
        {"what": "words", "before": "nhân viên thô lỗ", "after": "nhân viên thô lỗ"},
        {"what": "stage", "before": "unknown", "after": "support"},
        {"what": "topics", "before": "staff.attitude:negative", "after": "service.resolution:negative"},
        {"what": "sentiment", "before": "negative", "after": "negative"},
    ]
    assert (done.code, done.err) == (0, "correction 1 by lan: active\n")
    assert stored(filled, "f0") == [FAST, (RUDE[0], "support", "negative", ["service.resolution:negative"])]


def test_the_list_says_everything_there_is_to_know(filled: Insight):
    filled("correct", "f1", "--sentiment", "neutral", "--note", "chỉ báo tin", "--who", "minh@cx")
    filled("correct", "f2", "--topic", "none")
    first, second = filled("corrections", "list", "--format", "jsonl").records
    at, before = first.pop("at"), first.pop("before")
    assert isinstance(at, str)
    assert before["topics"] == [{"topic": "digital.reliability", "sentiment": "negative", "p": 0.9}]  # type: ignore[index]
    assert first == {
        "id": 1,
        "status": "active",
        "feedback": "f1",
        "start": 0,
        "end": 10,
        "words": "App bị lỗi",
        "said": "--sentiment neutral",
        "who": "minh@cx",
        "model_version": "fake-1",
        "note": "chỉ báo tin",
    }
    assert (second["said"], second["who"]) == ("--topic none", "lan")
    assert [row["id"] for row in filled("corrections", "list", "--feedback", "f2", "--format", "jsonl").records] == [2]
    assert filled("corrections", "list", "--status", "settled", "--format", "jsonl").records == []


def test_a_dispute_is_shown_and_settled(filled: Insight):
    filled("correct", "f1", "--stage", "support")
    done = filled("correct", "f1", "--stage", "purchase", "--who", "minh")
    assert done.err == (
        "correction 2 by minh: disputed\n"
        "correction 1 by lan says otherwise: --stage support; the first one holds until `insight correct --settle ID`\n"
    )
    assert stored(filled, "f1")[0][1] == "support"
    assert filled("correct", "--settle", 2).err == "correction 2 by minh: settled\n"
    assert stored(filled, "f1")[0][1] == "purchase"
    assert filled("correct", "--withdraw", 2).err == "correction 2 by minh: withdrawn\n"
    assert stored(filled, "f1")[0][1] == "usage"


def test_borders_and_words_that_say_nothing(filled: Insight):
    assert filled("correct", "f0", "--mention", 1, "--span", "0:38").code == 0
    assert [words for words, *_ in stored(filled, "f0")] == [BOTH]
    assert filled("correct", "f0", "--nothing").code == 0
    assert stored(filled, "f0") == [(BOTH, "unknown", "neutral", [])]


BAD = {
    ("f9", "--stage", "support"): "there is no feedback 'f9' in workspace 'default'; `insight export` lists the ids",
    (
        "f0",
        "--stage",
        "support",
    ): "feedback 'f0' has 2 mentions; say which with --mention: 1 'Giao hàng nhanh'; 2 'nhân viên thô lỗ'",
    ("f0", "--mention", "3", "--stage", "support"): "feedback 'f0' has no mention 3; it has 2",
    ("f0", "--mention", "0", "--stage", "support"): "feedback 'f0' has no mention 0; it has 2",
    ("f1", "--span", "ba"): "--span 'ba' is no span; write it as 0:15",
    ("f1", "--span", "0:11"): "span 0:11 is empty or outside the text's 10 characters; count from 0, end excluded",
    ("f1", "--topic", "staff.atitude"): "unknown topic 'staff.atitude'; perhaps staff.attitude or staff.expertise",
    ("f1", "--topic", "staff.attitude:bad"): "unknown sentiment 'bad'; one of negative, neutral, positive",
    ("f1",): "nothing to correct; give a stage, topics, a sentiment, a span, or that it says nothing",
    ("f1", "--stage", "support", "--who", " "): "who corrects? give a name, such as lan@cx",
    ("--settle", "1"): "there is no correction 1; `insight corrections list` shows those there are",
    ("f1", "--settle", "1"): "--settle and --withdraw stand alone; give one of them, without a feedback",
    ("--stage", "support"): "which feedback? give its id; `insight export` lists them",
}


@pytest.mark.parametrize("told", BAD)
def test_what_cannot_be_is_said(filled: Insight, told: tuple[str, ...]):
    done = filled("correct", *told)
    assert (done.code, done.out, done.err) == (1, "", f"error: {BAD[told]}\n")
    assert filled("corrections", "list", "--format", "jsonl").records == []


# relabel -----------------------------------------------------------------------------------------------------------------


def topic_row(topic: str, *numbers: int) -> dict[str, object]:
    names = ("mentions before", "mentions after", "last week before", "last week after", "customers before", "customers after")
    return {"topic": topic, **dict(zip(names, numbers, strict=True))}


CHANGES = [topic_row("delivery.speed", 2, 1, 2, 1, 2, 1), topic_row("service.waiting", 0, 1, 0, 1, 0, 1)]


def numbers(done: Done) -> str:
    """What is said of the whole, but for how many texts were read anew, which depends on what the pipeline stores."""
    return done.err.partition(";")[0]


def test_relabelling_is_told_asked_done_and_told(filled: Insight, monkeypatch: pytest.MonkeyPatch):
    assert filled("relabel").err == "all labels are of version fake-1; nothing to do\n"
    filled("correct", "f1", "--stage", "support")
    monkeypatch.setattr(Heads, "from_pretrained", lambda folder: Waiting())
    dry = filled("relabel", "--dry-run", "--format", "json")
    summary = "stage of 1 mentions, sentiment of 0, borders in 0 feedbacks"
    assert (dry.code, dry.json) == (0, CHANGES)
    assert numbers(dry) == f"to version fake-1+h1: 3 feedbacks, 1 would change: {summary}"
    for answer in (b"n\n", b""):
        filled("relabel", stdin=answer)
        assert stored(filled, "f2")[0][1] == "delivery"
    done = filled("relabel", "--yes", "--format", "json")
    assert (done.code, done.json) == (0, CHANGES)
    assert numbers(done) == f"to version fake-1+h1: 3 feedbacks, 1 changed: {summary}"
    assert stored(filled, "f2") == [("Giao hàng chậm", "unknown", "negative", ["service.waiting:negative"])]
    assert stored(filled, "f1")[0][1] == "support"
    assert filled("relabel").err == "all labels are of version fake-1+h1; nothing to do\n"


def test_a_yes_is_heard_and_nobody_there_is_an_error(filled: Insight, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Heads, "from_pretrained", lambda folder: Waiting())
    silent = filled("relabel")
    assert silent.code == 1
    assert silent.err.endswith("error: nobody is there to ask; say --yes, or --dry-run only to look\n")
    assert filled("relabel", stdin=b"y\n").code == 0
    assert stored(filled, "f2")[0][1] == "unknown"


# review ------------------------------------------------------------------------------------------------------------------


def said(insight: Insight) -> dict[str, str]:
    return {str(row["words"]): str(row["said"]) for row in insight("corrections", "list", "--format", "jsonl").records}


def test_enter_confirms_and_q_leaves(filled: Insight):
    done = filled("review", "--lang", "en", stdin=b"\nq\n")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[-1] == "1 answers kept, 0 skipped"
    ((_, words),) = said(filled).items()
    assert words.startswith("--stage ")
    assert filled("review", "--lang", "vi", stdin=b"k\n\n").err.splitlines()[-1] == "1 câu trả lời đã lưu, 1 câu bỏ qua"


def test_every_key_says_its_own(filled: Insight):
    order = [
        line.partition(">>")[2].partition("<<")[0] for line in filled("review", stdin=b"k\n" * 9).err.splitlines() if ">>" in line
    ]
    assert sorted(order) == sorted(["Giao hàng nhanh", "nhân viên thô lỗ", "App bị lỗi", "Giao hàng chậm"])
    assert said(filled) == {}
    keys = {
        "Giao hàng nhanh": "n",
        "nhân viên thô lỗ": "s\nsupport\nt\nstaff.expertise, service.waiting:neutral\n",
        "App bị lỗi": "x",
        "Giao hàng chậm": "s\n1\nu",
    }
    done = filled("review", stdin="".join(f"{keys[words]}\n" for words in order).encode())
    assert done.err.splitlines()[-1] == "4 câu trả lời đã lưu, 0 câu bỏ qua"
    assert said(filled) == {
        "Giao hàng nhanh": "--stage delivery --sentiment negative --topic delivery.speed:negative",
        "nhân viên thô lỗ": "--stage support --sentiment negative --topic staff.expertise:negative --topic service.waiting:neutral",
        "App bị lỗi": "--nothing",
        "Giao hàng chậm": "--stage awareness --sentiment neutral --topic delivery.speed:neutral",
    }
    assert filled("review", "--lang", "en").err.splitlines()[0] == "There is nothing to ask."


def test_a_wrong_key_or_answer_is_said_and_asked_again(filled: Insight):
    done = filled("review", "--lang", "en", "--most", 1, stdin=b"z\ns\nsuport\nt\nnope\n\n")
    lines = done.err.splitlines()
    assert sum(line.startswith("There is no such key. Enter right") for line in lines) == 1
    assert "unknown stage 'suport'; perhaps support" in lines
    assert any(line.startswith("unknown topic 'nope'; one of ") for line in lines)
    assert lines[-1] == "1 answers kept, 0 skipped"


def test_a_dispute_is_asked_about_first_and_shown(filled: Insight):
    filled("correct", "f2", "--stage", "support")
    filled("correct", "f2", "--stage", "purchase", "--who", "minh")
    lines = filled("review", stdin=b"q\n").err.splitlines()
    assert [line for line in lines if "#" in line] == [
        "Đang bất đồng: #1 lan: --stage support",
        "Đang bất đồng: #2 minh: --stage purchase",
    ]
    assert ">>Giao hàng chậm<<" in lines


def test_classify_labels_as_a_store_has_learned_to_where_told(filled: Insight):
    filled("correct", "f1", "--stage", "purchase", "--topic", "payment.checkout")
    text = json.dumps({"text": TEXTS["f1"]}).encode()

    (plain,) = filled("classify", "-", stdin=text).records
    (learned,) = filled("classify", "-", "--as-store", "insight.db", stdin=text).records

    assert (plain["stage"], [topic["topic"] for topic in plain["topics"]]) == ("usage", ["digital.reliability"])  # type: ignore[attr-defined]
    assert (learned["stage"], [topic["topic"] for topic in learned["topics"]]) == ("purchase", ["payment.checkout"])  # type: ignore[attr-defined]
