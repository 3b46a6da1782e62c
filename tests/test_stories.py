"""The shipped model on the shipped sample: every planted story is found by the digest of the last week."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from zoneinfo import ZoneInfo

import pytest

from insight import Pipeline, Settings
from insight.answer import Digest, iso_week
from insight.read import ReadOptions, Rejected, open_rows, resolve_columns, to_feedback
from insight.store import Store
from insight.types import Feedback, Insight

pytestmark = pytest.mark.slow

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SAMPLE = resources.files("insight.sample")
STORIES = json.loads((SAMPLE / "stories.json").read_text(encoding="utf-8"))
FOUND_AS = {
    "emerging_otp": {"emerging", "growing"},
    "fading_packaging": {"fading"},
    "loud_parking": {"loud"},
    "silent_fees": {"silent"},
    "segment_danang_signal": {"segment"},
    "channel_waiting_agent": {"channel"},
    "praised_regulars": {"praised"},
}


def sample_rows() -> Iterator[Feedback]:
    with resources.as_file(SAMPLE / "feedback.csv") as path, open_rows(path) as rows:
        columns = resolve_columns(rows.header, {}, rows.sample)
        for row in rows:
            assert not isinstance(row, Rejected)
            feedback = to_feedback(row, columns, ReadOptions(ZONE))
            assert isinstance(feedback, Feedback), feedback
            yield feedback


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Digest, dict[str, set[str]]]:
    """The digest, and the feedback ids behind each theme."""
    place = tmp_path_factory.mktemp("stories") / "insight.db"
    flow = Pipeline.from_settings(Settings(store=str(place)), lambda: datetime(2026, 11, 16, 12, tzinfo=ZONE))
    with flow.open_store(create=True) as store:
        flow.ingest(store, sample_rows())
        flow.refit(store)
        return flow.digest(store, iso_week(2026, 46)), behind_themes(store)


def behind_themes(store: Store) -> dict[str, set[str]]:
    """Feedback ids by theme, and by topic complained about."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in store.export_rows():
        for mention in row["mentions"]:
            for label in (mention["theme"], *(t["topic"] for t in mention["topics"] if t["sentiment"] == "negative")):
                if label:
                    found[label].add(row["id"])
    return found


@pytest.mark.parametrize("story", FOUND_AS)
def test_story_is_told(told: tuple[Digest, dict[str, set[str]]], story: str) -> None:
    """An insight of the right kind whose theme is mostly this story."""
    digest, behind = told
    planted = set(STORIES[story]["ids"])

    def tells(insight: Insight) -> bool:
        ids = behind[insight.figures.theme.id]
        return bool(FOUND_AS[story] & set(insight.kinds)) and len(ids & planted) >= max(5, len(ids) / 2)

    assert [insight.statement.en for insight in digest.insights if tells(insight)], [
        (insight.kinds, insight.statement.en, len(behind[insight.figures.theme.id] & planted)) for insight in digest.insights
    ]


def test_one_loud_customer_does_not_lead(told: tuple[Digest, dict[str, set[str]]]) -> None:
    digest, _ = told
    loud = [insight for insight in digest.insights if "loud" in insight.kinds]
    others = [insight for insight in digest.insights if "loud" not in insight.kinds and "praised" not in insight.kinds]
    assert loud
    assert max(insight.priority for insight in loud) < max(insight.priority for insight in others)


def test_quotes_are_verbatim_and_masked(told: tuple[Digest, dict[str, set[str]]]) -> None:
    digest, _ = told
    quotes = [quote for insight in digest.insights for quote in insight.quotes]
    assert quotes
    assert all(quote.text in quote.feedback_text for quote in quotes)
    assert not any("@" in quote.feedback_text and "[EMAIL]" not in quote.feedback_text for quote in quotes)
