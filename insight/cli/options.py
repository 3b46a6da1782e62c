"""The options that several commands share, and how they become settings and a clock."""

import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

import typer

from insight.errors import InputError
from insight.pipeline import Pipeline
from insight.settings import Settings
from insight.types import Period

StoreOption = Annotated[str | None, typer.Option("--store", help="Database: a path or a URL. [env: INSIGHT_STORE; insight.db]")]
TaxonomyOption = Annotated[
    str | None, typer.Option("--taxonomy", help="Your own taxonomy (YAML), or a pack such as banking. [env: INSIGHT_TAXONOMY]")
]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="What counts as today, such as 2026-11-18.")]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day, itself included.")]
WeekOption = Annotated[str | None, typer.Option("--week", metavar="WEEK", help="An ISO week such as 2026-W47, Monday to Sunday.")]
InternalOption = Annotated[bool, typer.Option("--internal", help="Count the company's own staff too.")]
MapOption = Annotated[list[str] | None, typer.Option("--map", metavar="OURS=THEIRS", help="Which column is what: text=comment.")]
_YEARS = range(1970, 2200)
_WEEK = re.compile(r"(\d{4})-?[Ww](\d{1,2})")


def pipeline(store: str | None = None, taxonomy: str | None = None, as_of: str | None = None) -> Pipeline:
    """A pipeline by environment and options."""
    settings = Settings.from_environment(os.environ, store=store, taxonomy=taxonomy)
    return Pipeline.from_settings(settings, clock_at(as_of, settings))


def clock_at(as_of: str | None, settings: Settings) -> Callable[[], datetime]:
    """The real clock, or one that stands at noon of a day."""
    if as_of is None:
        return lambda: datetime.now(UTC)
    moment = datetime.combine(day(as_of, "--as-of"), time(12), settings.zone)
    return lambda: moment


def day(text: str, option: str) -> date:
    """A day as an option gives it; raises `InputError` naming the option."""
    try:
        if (found := date.fromisoformat(text)).year not in _YEARS:
            raise ValueError(text)
    except ValueError as error:
        raise InputError(f"{option} {text!r} is no day from 1970 to 2199; write it as 2026-11-18") from error
    return found


def period(week: str | None, since: str | None, until: str | None) -> Period | None:
    """The period that options name, None where they name none; raises `InputError` where they contradict each other."""
    if week and (since or until):
        raise InputError("--week and --since/--until exclude each other; give one of them")
    if week:
        return _week(week)
    if not since and not until:
        return None
    if not since or not until:
        raise InputError("--since and --until go together; give both days")
    first, last = day(since, "--since"), day(until, "--until")
    if last < first:
        raise InputError(f"--until {last} is before --since {first}; the first day comes first")
    return Period(first, last + timedelta(days=1))


def _week(text: str) -> Period:
    found = _WEEK.fullmatch(text)
    try:
        if not found or int(found[1]) not in _YEARS:
            raise ValueError(text)
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError as error:
        raise InputError(f"--week {text!r} is no ISO week; write it as 2026-W47") from error
    return Period(monday, monday + timedelta(days=7))


def mapping(pairs: list[str] | None) -> dict[str, str]:
    """`--map ours=theirs` pairs as a mapping; raises `InputError` for one without `=`."""
    found = {}
    for pair in pairs or []:
        ours, equals, theirs = pair.partition("=")
        if not equals:
            raise InputError(f"--map {pair!r} has no '='; write it as text=comment")
        found[ours.strip()] = theirs
    return found
