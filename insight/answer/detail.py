"""One theme: customers by week, history, quotes."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from insight.answer.windows import WEEK, WEEKS_OF_EVIDENCE, Windows
from insight.errors import InputError
from insight.store import Store
from insight.types import Period, Slice


def theme_rows(
    store: Store, theme: str, today: date, zone: ZoneInfo, most: int, *, include_internal: bool = False
) -> list[dict[str, object]]:
    """Rows of what, when and value: the customers of each of the last eight weeks, the ledger, and the newest quotes.

    The weeks end with the theme's newest mention where it has none in the last eight. The company's own staff are no customers,
    and are not quoted, unless `include_internal`. Raises `InputError` for an unknown id.
    """
    known = {each.theme.id: each.theme for each in store.themes(include_retired=True)}
    if theme not in known:
        raise InputError(f"unknown theme {theme!r}; `insight themes list` shows the ids")
    mentions = store.mention_table(Slice(themes=(theme,), include_internal=include_internal), zone)
    newest = date.fromtimestamp(int(mentions.at.max())) if len(mentions) else today
    monday = min(today, newest) - timedelta(days=min(today, newest).weekday())
    windows = Windows(Period(monday, monday + WEEK), zone)
    weeks = windows.week_of(mentions.at)
    rows: list[dict[str, object]] = [
        {"what": "name", "when": "", "value": f"{known[theme].name.vi} / {known[theme].name.en}"},
        *(
            {
                "what": "customers",
                "when": f"week of {monday - (WEEKS_OF_EVIDENCE - 1 - week) * WEEK}",
                "value": len(np.unique(mentions.customer[weeks == week])),
            }
            for week in range(WEEKS_OF_EVIDENCE)
        ),
    ]
    rows += [{"what": event.kind, "when": f"{event.at:%Y-%m-%d}", "value": event.reason} for event in store.ledger(theme)]
    quotes = store.quotes([int(row) for row in mentions.row[-most:]])
    return rows + [{"what": "quote", "when": f"{quote.created_at:%Y-%m-%d}", "value": quote.text} for quote in quotes]
