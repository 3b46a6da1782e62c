"""A digest as plain data for JSON."""

import json

from digests import NEW, full_digest

from insight.answer.digest import SECTIONS
from insight.answer.render import to_json, words


def test_json_of_a_digest() -> None:
    told = to_json(full_digest(), "vi")
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    sections = told.pop("sections")
    assert told == {
        "language": "vi",
        "period": {"since": "2026-11-16", "until": "2026-11-23", "week": "2026-W47"},
        "evidence": {"since": "2026-09-28", "until": "2026-11-23", "week": None, "customers": 412},
        "feedback": 64,
        "customers": 58,
        "anonymous": 7,
        "unthemed": 0.183,
        "scores": [
            {"name": "nps", "now": _plain(-4.55, -25.1, 16.04, 44), "evidence": _plain(12.3, 4.7, 19.9, 310)},
            {"name": "csat", "now": None, "evidence": _plain(81.24, 76.0, 85.5, 262)},
            {"name": "ces", "now": None, "evidence": None},
            {"name": "net_sentiment", "now": _plain(0.0, -21.3, 21.3, 58), "evidence": _plain(8.21, 0.05, 16.4, 1412)},
        ],
        "nothing_notable": False,
    }
    assert {name: (section["heading"], len(section["insights"])) for name, section in sections.items()} == {
        name: (words.SECTION_HEADINGS[name].vi, 1) for name in SECTIONS
    }


def test_json_of_an_insight() -> None:
    (found,) = to_json(full_digest(), "en")["sections"]["new"]["insights"]
    found["quotes"] = found["quotes"][2:]
    assert found == {
        "id": "t-new",
        "kind": "emerging",
        "kinds": ["emerging", "negative"],
        "statement": {"vi": f"Khách nói về “{NEW.theme.name.vi}”.", "en": f"Customers speak of “{NEW.theme.name.en}”."},
        "priority": 0.0125,
        "theme": {
            "id": "t-new",
            "name_vi": NEW.theme.name.vi,
            "name_en": NEW.theme.name.en,
            "topic": None,
            "stage": "delivery",
            "status": "new",
            "born": "2026-10-05",
        },
        "owner": {"vi": "Kho vận", "en": "Logistics"},
        "level": "execution",
        "customers": 23,
        "mentions": 31,
        "reach": _plain(23 / 412, 0.0374, 0.0827, 412),
        "negative": 0.92,
        "positive": 0.03,
        "net_sentiment": _plain(-88.7, -96.1, -81.25, 23),
        "trend": _plain_trend(12, 58, 0, 231, _plain(None, 5.2, None, 12), 0.00001, True),
        "long_trend": _plain_trend(12, 220, 11, 192, _plain(0.95, 0.4, 2.2, 23), 1.0, False),
        "impact": None,
        "impact_metric": None,
        "hidden": {"good_scores": 0, "scored": 14},
        "loudest": 0.1,
        "slices": [],
        "weekly": [0, 0, 0, 0, 0, 0, 0, 12],
        "quotes": [
            {
                "feedback_id": "f-18",
                "text": "it says delivered, nothing came",
                "feedback_text": "it says delivered, nothing came Còn lại ổn.",
                "created_at": "2026-11-18T09:00:00+00:00",
                "channel": "hotline",
                "language": "en",
                "sentiment": "negative",
            }
        ],
    }


def test_json_of_a_slice() -> None:
    (found,) = to_json(full_digest(), "en")["sections"]["hidden"]["insights"]
    assert found["slices"][1] == {
        "attribute": "channel",
        "value": "hotline",
        "inside": 11,
        "inside_total": 70,
        "outside": 12,
        "outside_total": 342,
        "lift": _plain(4.4, 2.1, 9.4, 11),
    }


def _plain(value: float | None, low: float | None, high: float | None, n: int) -> dict[str, object]:
    return {"value": value, "low": low, "high": high, "n": n}


def _plain_trend(
    now: int, now_total: int, before: int, before_total: int, ratio: dict[str, object], p: float, significant: bool
) -> dict[str, object]:
    counts = {"now": now, "now_total": now_total, "before": before, "before_total": before_total}
    return {**counts, "ratio": ratio, "p": p, "significant": significant}
