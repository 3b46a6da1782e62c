"""NPS, CSAT, CES and net sentiment of a slice, or of each value of an attribute in it."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from insight.answer.digest import Measured
from insight.answer.figures import Data
from insight.answer.windows import Windows
from insight.errors import InputError
from insight.measure import net_sentiment
from insight.store import Codes, Store
from insight.types import Conventions, Period, Slice

ALL_DAYS = Period(date(1970, 1, 1), date(9999, 1, 1) - timedelta(days=1))
COLUMNS = ("channel", "source", "phase", "touchpoint", "language", "stage", "sentiment")


def metrics(
    store: Store, where: Slice, by: str | None, conventions: Conventions
) -> list[tuple[str | None, tuple[Measured, ...]]]:
    """One row, or one a value of `by`, most answered first.

    Raises:
        InputError: `by` is no attribute of the stored feedback; the message names those there are.
    """
    zone = conventions.zone
    feedback = store.feedback_table(where, zone)
    windows = Windows(where.period or ALL_DAYS, zone)
    data = Data(windows, feedback, store.mention_table(where, zone), {}, conventions)
    if by is None:
        return [(None, _measured(data, np.ones(len(feedback), bool)))]
    codes = attribute(store, data, by, where, zone)
    counts = np.bincount(codes.codes[codes.codes >= 0], minlength=len(codes.values))
    order = sorted(range(len(codes.values)), key=lambda place: (-counts[place], codes.values[place]))
    return [(codes.values[place], _measured(data, codes.codes == place)) for place in order]


def attribute(store: Store, data: Data, by: str, where: Slice, zone: ZoneInfo) -> Codes:
    """The value of an attribute of each feedback of `data`."""
    if by in COLUMNS:
        codes: Codes = getattr(data.feedback, by)
        return codes
    names = store.segment_names()
    if by not in names:
        raise InputError(f"unknown attribute {by!r}; one of {', '.join((*COLUMNS, *sorted(names)))}")
    _, codes = store.segment_values(by, where, zone)
    return codes


def _measured(data: Data, chosen: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> tuple[Measured, ...]:
    found = [Measured(score.name, score.compute(score.answers[chosen]), None) for score in data.scores]
    rows = np.isin(data.mentions.feedback_row, data.feedback.row[chosen])
    net = net_sentiment(data.mentions.customer[rows], data.mention_polarity[rows], data.conventions.minimum_answers)
    return (*found, Measured("net_sentiment", net, None))
