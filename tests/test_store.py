"""What goes in comes out: records, columns, slices, quotes, export."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_records import DIM, LABELS, NOW, PENDING, TEXT, record

from insight.errors import InputError
from insight.store import NewFeedback, Store, StoredFeedback
from insight.types import Feedback, Labels, Mention, Period, Quote, Slice, TopicLabel

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ALL = Slice()


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(str(tmp_path / "insight.db")) as opened:
        yield opened


def ids(store: Store, wanted: Slice) -> list[str]:
    """Ids of the feedback of a slice, in its order; the export has the order of the whole table, and the ids."""
    everything = store.feedback_table(Slice(include_internal=True), ZONE).row.tolist()
    names = dict(zip(everything, (str(row["id"]) for row in store.export_rows()), strict=True))
    return [names[row] for row in store.feedback_table(wanted, ZONE).row.tolist()]


def test_a_record_comes_back_whole(store: Store):
    full = record(
        1,
        question="Vì sao?",
        customer_id="c0ffee",
        channel="app",
        source="survey",
        phase="after",
        touchpoint="quầy 3",
        nps=3,
        csat=4.5,
        ces=7.0,
        stars=1.0,
        language="en",
        segments={"vùng": "Hà Nội", "tier": "gold"},
    )
    assert store.add([full, PENDING], NOW) == 2
    assert store.feedback("fb-0001") == StoredFeedback(full.feedback, LABELS, (None, None), NOW, "model-1")
    assert store.feedback("pending") == StoredFeedback(PENDING.feedback, None, (), NOW, None)
    assert store.feedback("fb-0002") is None


def test_moments_are_kept_to_the_second_and_come_back_in_utc(store: Store):
    local = datetime(2026, 3, 1, 0, 0, 0, 900_000, tzinfo=timezone(timedelta(hours=7)))
    store.add([record(1, created_at=local), replace(record(2), feedback=Feedback(TEXT, id="undated"))], NOW)
    dated, undated = store.feedback("fb-0001"), store.feedback("undated")
    assert dated is not None
    assert undated is not None
    assert dated.feedback.created_at == datetime(2026, 2, 28, 17, tzinfo=UTC)
    assert undated.feedback.created_at == NOW


def test_the_same_id_or_content_again_changes_nothing(store: Store):
    first = [record(1, nps=9), record(2)]
    assert store.add(first, NOW) == 2
    before = list(store.export_rows())
    same_id = replace(record(1, nps=0), content_hash="other")
    same_content = replace(record(3), content_hash="hash-2")
    assert store.add([*first, same_id, same_content], NOW + timedelta(days=1)) == 0
    assert list(store.export_rows()) == before


def test_doubles_within_a_batch_are_stored_once(store: Store):
    batch = [record(1), record(1), replace(record(2), content_hash="hash-1"), record(3)]
    assert store.add(batch, NOW) == 2
    assert [row["id"] for row in store.export_rows()] == ["fb-0003", "fb-0001"]


def test_known_finds_ids_and_hashes(store: Store):
    store.add([record(number) for number in range(3)], NOW)
    asked = [f"fb-{number:04}" for number in range(20_000)]
    assert store.known(asked, ["hash-2", "hash-7"]) == {"fb-0000", "fb-0001", "fb-0002", "hash-2"}
    assert store.known([], []) == set()


def test_nothing_to_add_is_nothing(store: Store):
    assert store.add([], NOW) == 0
    assert store.counts().feedback == 0


BROKEN = {
    "NUL": record(1, text=TEXT + "\0"),
    "half a character": record(1, text=TEXT + "\ud800"),
    "segment": record(1, segments={"tier": "\udfff"}),
    "has no id": replace(record(1), feedback=Feedback(TEXT)),
    "time zone": record(1, created_at=datetime(2026, 1, 1)),
    "years": record(1, created_at=datetime.max.replace(tzinfo=timezone(timedelta(hours=-7)))),
    "shape": replace(record(1), vectors=np.zeros((3, DIM), np.float32)),
    "come together": replace(record(1), model_version=None),
    "mention": record(1, text="ngắn"),
}


@pytest.mark.parametrize("sign", BROKEN)
def test_what_cannot_be_stored_is_refused_and_its_batch_with_it(store: Store, sign: str):
    with pytest.raises(InputError, match=sign):
        store.add([record(2), BROKEN[sign]], NOW)
    assert list(store.export_rows()) == []


def test_a_question_with_half_a_character_is_an_input_error(store: Store):
    with pytest.raises(InputError, match="half a character"):
        store.feedback_table(Slice(channels=("\ud800",)), ZONE)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory):
    with Store.open(str(tmp_path_factory.mktemp("texts") / "insight.db")) as opened:
        yield opened


@settings(derandomize=True, max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_comes_back_as_it_was(texts: Store, text: str):
    whole = Mention(0, len(text), text, "unknown", (), "neutral", 0.0)
    labels = Labels("other", "neutral", 0.0, "unknown", (), (whole,))
    new = NewFeedback(Feedback(text, id=text, created_at=NOW), text, labels, None, "model-1")
    assert texts.add([new], NOW) == 1
    assert texts.feedback(text) == StoredFeedback(new.feedback, labels, (None,), NOW, "model-1")


def test_feedback_comes_in_columns_by_time(store: Store):
    store.add(
        [record(1, nps=10, channel="app", customer_id="a"), record(3, csat=2.5, source="review"), record(2, customer_id="a")], NOW
    )
    store.add([record(0, customer_id="b", touchpoint="quầy"), PENDING], NOW)
    table = store.feedback_table(ALL, ZONE)
    days = [3, 2, 1, 0, 0]
    assert table.at.tolist() == [int((NOW - timedelta(days=day)).timestamp()) for day in days]
    np.testing.assert_array_equal(table.nps, [np.nan, np.nan, 10, np.nan, np.nan])
    np.testing.assert_array_equal(table.csat, [2.5, np.nan, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(table.score, [-0.1, -0.1, -0.1, -0.1, np.nan])
    assert (table.channel.values, table.channel.codes.tolist()) == (("app",), [-1, -1, 0, -1, -1])
    assert (table.source.values, table.source.codes.tolist()) == (("other", "review"), [1, 0, 0, 0, 0])
    assert (table.stage.values, table.stage.codes.tolist()) == (("delivery",), [0, 0, 0, 0, -1])
    assert table.touchpoint.is_value("quầy").tolist() == [False, False, False, True, False]
    assert not table.touchpoint.is_value("quán").any()
    assert table.customer[1] == table.customer[2] >= 0
    assert table.customer[3] >= 0
    assert len({*table.customer.tolist()}) == 4
    assert table.customer[0] < 0
    assert table.customer[4] < 0


def test_a_customer_has_the_same_number_in_every_call(store: Store):
    store.add([record(5, customer_id="a", channel="web"), record(4, customer_id="b", channel="app")], NOW)
    store.add([record(3, customer_id="a", channel="app")], NOW)
    everyone = store.feedback_table(ALL, ZONE).customer
    assert store.feedback_table(Slice(channels=("app",)), ZONE).customer.tolist() == [everyone[1], everyone[0]]
    assert store.mention_table(Slice(channels=("web",)), ZONE).customer.tolist() == [everyone[0]] * 2


def test_mentions_come_in_columns(store: Store):
    store.add([record(1, channel="app"), record(2, source="chat")], NOW)
    feedback, mentions = store.feedback_table(ALL, ZONE), store.mention_table(ALL, ZONE)
    assert len(mentions) == 4
    assert mentions.feedback_row.tolist() == np.repeat(feedback.row, 2).tolist()
    assert mentions.at.tolist() == np.repeat(feedback.at, 2).tolist()
    assert mentions.customer.tolist() == np.repeat(feedback.customer, 2).tolist()
    assert mentions.score.tolist() == [-0.8, 0.6] * 2
    assert (mentions.stage.values, mentions.stage.codes.tolist()) == (("delivery", "unknown"), [0, 1, 0, 1])
    assert (mentions.sentiment.values, mentions.sentiment.codes.tolist()) == (("negative", "positive"), [0, 1, 0, 1])
    assert mentions.channel.codes.tolist() == [-1, -1, 0, 0]
    assert mentions.theme.codes.tolist() == [-1] * 4
    topics = store.topic_rows(ALL, ZONE)
    assert topics.mention.tolist() == mentions.row.tolist()
    assert (topics.topic.values, topics.topic.codes.tolist()) == (("delivery.speed", "staff.attitude"), [0, 1, 0, 1])
    assert topics.p.tolist() == [0.9, 0.8] * 2


def test_an_empty_slice_gives_empty_columns(store: Store):
    store.add([record(1)], NOW)
    nothing = Slice(channels=("sms",))
    assert len(store.feedback_table(nothing, ZONE)) == 0
    assert len(store.mention_table(nothing, ZONE)) == 0
    assert len(store.topic_rows(nothing, ZONE)) == 0
    assert store.feedback_table(nothing, ZONE).channel.values == ()


POSITIVE_SPEED = replace(LABELS, mentions=(replace(LABELS.mentions[0], topics=(TopicLabel("delivery.speed", "positive", 0.7),)),))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ALL, [4, 3, 2, 1]),
        (Slice(include_internal=True), [5, 4, 3, 2, 1]),
        (Slice(sources=("internal",)), [5]),
        (Slice(sources=("review", "internal")), [5, 2]),
        (Slice(channels=("app", "web")), [3, 2]),
        (Slice(phases=("before",)), [1]),
        (Slice(languages=("en",)), []),
        (Slice(segments={"tier": "gold"}), [4, 3]),
        (Slice(segments={"tier": "gold", "region": "Huế"}), [4]),
        (Slice(stages=("unknown",)), [4, 3, 2]),
        (Slice(topics=("staff.attitude",)), [4, 3, 2]),
        (Slice(topics=("delivery.speed",), sentiment="negative"), [4, 3, 2]),
        (Slice(topics=("delivery.speed",), sentiment="positive"), [1]),
        (Slice(topics=("staff.attitude",), sentiment="negative"), []),
        (Slice(topics=("staff.attitude",), stages=("delivery",)), []),
        (Slice(sentiment="positive"), [4, 3, 2]),
        (Slice(sentiment="positive", channels=("web",)), [3]),
    ],
)
def test_a_slice_holds_what_it_says(store: Store, wanted: Slice, found: list[int]):
    store.add(
        [
            record(5, source="internal"),
            record(4, segments={"tier": "gold", "region": "Huế"}),
            record(3, channel="web", segments={"tier": "gold", "region": "Vinh"}),
            record(2, channel="app", source="review", segments={"tier": "silver"}),
            record(1, phase="before", labels=POSITIVE_SPEED),
        ],
        NOW,
    )
    assert ids(store, wanted) == [f"fb-{number:04}" for number in found]


def test_a_sliced_mention_is_the_one_that_was_meant(store: Store):
    store.add([record(1)], NOW)
    negative, positive = store.mention_table(ALL, ZONE).row.tolist()
    assert store.mention_table(Slice(topics=("staff.attitude",)), ZONE).row.tolist() == [positive]
    assert store.mention_table(Slice(sentiment="negative"), ZONE).row.tolist() == [negative]
    assert store.topic_rows(Slice(stages=("unknown",)), ZONE).mention.tolist() == [positive]


@pytest.mark.parametrize(("zone", "found"), [(ZONE, [2, 1]), (ZoneInfo("UTC"), [3, 2])])
def test_a_period_is_whole_days_where_the_reader_lives(store: Store, zone: ZoneInfo, found: list[int]):
    moments = {
        3: datetime(2026, 3, 8, 16, 59, 59),
        2: datetime(2026, 3, 8, 17),
        1: datetime(2026, 3, 9, 16, 59),
        0: datetime(2026, 3, 9, 17),
    }
    store.add([record(number, created_at=moment.replace(tzinfo=UTC)) for number, moment in moments.items()], NOW)
    day = {ZONE: date(2026, 3, 9), ZoneInfo("UTC"): date(2026, 3, 8)}[zone]
    table = store.feedback_table(Slice(period=Period(day, day + timedelta(days=1))), zone)
    assert table.at.tolist() == [int(moments[number].replace(tzinfo=UTC).timestamp()) for number in found]


def test_segment_values_stand_beside_the_feedback_table(store: Store):
    store.add([record(1, segments={"tier": "gold"}), record(2), record(3, segments={"tier": "silver", "vùng": "Huế"})], NOW)
    rows, tiers = store.segment_values("tier", ALL, ZONE)
    assert rows.tolist() == store.feedback_table(ALL, ZONE).row.tolist()
    assert (tiers.values, tiers.codes.tolist()) == (("gold", "silver"), [1, -1, 0])
    assert store.segment_names() == {"tier": ["gold", "silver"], "vùng": ["Huế"]}
    assert store.segment_values("nothing", ALL, ZONE)[1].codes.tolist() == [-1] * 3


def test_segment_names_list_the_fifty_most_frequent_values(store: Store):
    store.add([record(number, segments={"order": f"{min(number, 60):03}"}) for number in range(62)], NOW)
    assert store.segment_names() == {"order": ["060", *(f"{number:03}" for number in range(49))]}


def test_quotes_come_in_the_order_asked(store: Store):
    store.add([record(1, channel="app"), record(2)], NOW)
    rows = store.mention_table(ALL, ZONE).row.tolist()
    last = Quote("fb-0001", TEXT[21:], TEXT, NOW - timedelta(days=1), "app", "vi", "positive")
    first = Quote("fb-0002", TEXT[0:20], TEXT, NOW - timedelta(days=2), None, "vi", "negative")
    assert store.quotes([rows[3], rows[0], rows[3]]) == [last, first, last]
    assert store.quotes(np.array(rows[:1])) == [first]
    with pytest.raises(InputError, match="no mention 999"):
        store.quotes([rows[0], 999])


def test_vectors_come_with_the_words_they_stand_for(store: Store):
    store.add([record(1), record(2, customer_id="a"), PENDING], NOW)
    table = store.vectors()
    mentions = store.mention_table(ALL, ZONE)
    assert table.row.tolist() == sorted(mentions.row.tolist())
    assert dict(zip(table.row, table.customer, strict=True)) == dict(zip(mentions.row, mentions.customer, strict=True))
    assert dict(zip(table.row, table.at, strict=True)) == dict(zip(mentions.row, mentions.at, strict=True))
    assert table.texts == [TEXT[0:20], TEXT[21:]] * 2
    assert table.topic == ["delivery.speed", "staff.attitude"] * 2
    assert (table.sentiment, table.stage, table.language) == (
        ["negative", "positive"] * 2,
        ["delivery", "unknown"] * 2,
        ["vi"] * 4,
    )
    np.testing.assert_array_equal(table.vectors, np.eye(DIM, dtype=np.float32)[[1, 1, 2, 2]])
    assert table.vectors.dtype == np.float32
    assert len(store.vectors(model_version="model-2")) == 0
    assert store.vectors(model_version="model-2").vectors.shape == (0, 0)


def test_export_gives_every_record_in_the_order_of_time(store: Store):
    many = [record(number) for number in range(520)]
    store.add([*many, PENDING], NOW)
    rows = list(store.export_rows())
    assert [row["id"] for row in rows] == [*(f"fb-{number:04}" for number in reversed(range(520))), "pending"]
    assert len({tuple(row) for row in rows}) == 1
    speed, staff = ({"topic": label.topic, "sentiment": label.sentiment, "p": label.p} for label in LABELS.topics)
    mentions = [
        {
            "start": 0,
            "end": 20,
            "text": TEXT[:20],
            "stage": "delivery",
            "stage_p": 0.7,
            "topics": [speed],
            "sentiment": "negative",
        },
        {
            "start": 21,
            "end": 46,
            "text": TEXT[21:],
            "stage": "unknown",
            "stage_p": 0.5,
            "topics": [staff],
            "sentiment": "positive",
        },
    ]
    assert rows[0] == {
        "id": "fb-0519",
        "text": TEXT,
        "question": None,
        "created_at": (NOW - timedelta(days=519)).isoformat(),
        "received_at": NOW.isoformat(),
        "customer_id": None,
        "channel": None,
        "source": "other",
        "phase": None,
        "touchpoint": None,
        "nps": None,
        "csat": None,
        "ces": None,
        "stars": None,
        "segments": {},
        "language": "vi",
        "sentiment": "mixed",
        "score": -0.1,
        "stage": "delivery",
        "topics": [speed, staff],
        "mentions": [mentions[0] | {"score": -0.8, "theme": None}, mentions[1] | {"score": 0.6, "theme": None}],
        "model_version": "model-1",
    }
    assert (rows[-1]["topics"], rows[-1]["mentions"], rows[-1]["sentiment"]) == (None, None, None)


def test_workspaces_do_not_see_each_other(tmp_path: Path):
    path = str(tmp_path / "insight.db")
    with Store.open(path, workspace="one") as one, Store.open(path, workspace="two") as two:
        assert one.add([record(1, customer_id="a", segments={"tier": "gold"})], NOW) == 1
        row = one.mention_table(ALL, ZONE).row[0]
        assert two.known(["fb-0001"], ["hash-1"]) == set()
        assert (two.feedback("fb-0001"), two.segment_names(), list(two.export_rows())) == (None, {}, [])
        assert len(two.feedback_table(ALL, ZONE)) == len(two.mention_table(ALL, ZONE)) == len(two.vectors()) == 0
        assert len(two.topic_rows(ALL, ZONE)) == len(two.segment_values("tier", ALL, ZONE)[0]) == two.counts().mentions == 0
        with pytest.raises(InputError, match="no mention"):
            two.quotes([row])
        with pytest.raises(InputError, match="no mention"):
            two.assign(np.array([row]), [None], np.zeros(1), NOW)
        assert two.add([record(1, customer_id="a")], NOW) == 1
        assert two.feedback_table(ALL, ZONE).customer[0] != one.feedback_table(ALL, ZONE).customer[0]


def test_counts(store: Store):
    assert (store.counts().first_at, store.counts().last_at) == (None, None)
    store.add([record(1, customer_id="a"), record(2, customer_id="a"), record(3), PENDING], NOW)
    counts = store.counts()
    assert (counts.feedback, counts.customers, counts.mentions, counts.unthemed, counts.themes) == (4, 3, 6, 6, 0)
    assert (counts.first_at, counts.last_at) == (NOW - timedelta(days=3), NOW)


def test_runs_begin_and_end(store: Store):
    first, second = (store.start_run("ingest", NOW, "model-1", {"file": name}) for name in "ab")
    assert first != second
    store.finish_run(second, NOW)
    with pytest.raises(InputError, match="no run 77"):
        store.finish_run(77, NOW)


def test_unlabelled_feedback_has_no_mentions(store: Store):
    store.add([PENDING], NOW)
    assert (len(store.feedback_table(ALL, ZONE)), len(store.mention_table(ALL, ZONE))) == (1, 0)
    assert store.feedback_table(ALL, ZONE).language.codes.tolist() == [-1]
