"""Themes planted into quiet weeks: how long until a digest tells of them, and how often it tells of what did not happen.

Every step is the product's own: weeks are ingested into a store, refitted, measured and ranked. Each customer of a week draws
what to say from a scenario's texts at fixed rates, so in a quiet week nothing changes and every alarm is a false one.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from eval.figures import Figure, Section, Table
from eval.themes.scores import mean
from eval.themes.sets import Grouped
from insight.answer.figures import Data, load, theme_figures
from insight.answer.windows import Windows
from insight.measure import share
from insight.pipeline import Pipeline
from insight.rank import rank
from insight.store import Store
from insight.types import Classifier, Encoder, Feedback, Insight, Period, Probabilities, Slice, SpannedText, Vectors

CUSTOMERS = 100
WARM_UP, QUIET, PLANTED = 8, 4, 4
"""Weeks: the digest compares with up to eight weeks, so alarms count only after them."""
RATES = (0.05, 0.10)
LEAST_TEXTS = 6
ALARMS = ("emerging", "growing")
MARK = "planted"
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
SEED = 29
NEVER = PLANTED + 1

Tell = Callable[[str], None]


class Remembering:
    """An encoder that reads every text once: the weeks say the same things over and over."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.known: dict[SpannedText, Vectors] = {}

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self.encoder.dim

    def encode(self, texts: Sequence[SpannedText]) -> list[Vectors]:
        """One array of unit rows, shape (spans, dim), per text."""
        new = list(dict.fromkeys(text for text in texts if text not in self.known))
        self.known |= dict(zip(new, self.encoder.encode(new), strict=True))
        return [self.known[text] for text in texts]


class RememberingHeads:
    """A classifier that looks at every text's vectors once."""

    def __init__(self, classifier: Classifier) -> None:
        self.classifier = classifier
        self.known: dict[bytes, Probabilities] = {}
        self.version, self.stages = classifier.version, classifier.stages
        self.topics, self.thresholds = classifier.topics, classifier.thresholds

    def probabilities(self, vectors: Vectors) -> Probabilities:
        """Probabilities of each row of `vectors` (n, dim)."""
        key = vectors.tobytes()
        if key not in self.known:
            self.known[key] = self.classifier.probabilities(vectors)
        return self.known[key]


@dataclass(frozen=True, slots=True)
class Story:
    """A scenario with the gold theme that is planted, and everything else, which is always there."""

    name: str
    planted: str
    new: tuple[str, ...]
    usual: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What was planted, how often, and the week (1 the first) whose digest told of it; None for never."""

    story: Story
    rate: float
    week: int | None


def story_of(scenario: Grouped) -> Story | None:
    """One of a scenario's larger gold themes, by a fixed seed; None where all are too small."""
    sizes = {group: scenario.groups.count(group) for group in scenario.groups if group}
    fitting = sorted(group for group, size in sizes.items() if size >= LEAST_TEXTS)
    if not fitting:
        return None
    chosen = fitting[int(np.random.default_rng([SEED, len(scenario.texts)]).integers(len(fitting)))]
    pairs = list(zip(scenario.texts, scenario.groups, strict=True))
    new, usual = ([text for text, group in pairs if (group == chosen) is wanted] for wanted in (True, False))
    return Story(scenario.name, chosen, tuple(new), tuple(usual))


def section(pipeline: Pipeline, sets: Sequence[Grouped], tell: Tell) -> Section:
    """Delay and share found by rate of planting, and false alarms per 100 quiet theme-weeks."""
    encoder, classifier = Remembering(pipeline.models[0]), RememberingHeads(pipeline.models[1])
    told: list[Told] = []
    alarms: list[str] = []
    theme_weeks = 0
    stories = [story for each in sets if (story := story_of(each))]
    with tempfile.TemporaryDirectory() as folder:
        for story in stories:
            settings = replace(pipeline.settings, store=str(Path(folder) / "quiet.db"))
            calm = Weeks(
                settings.store, Pipeline(settings, pipeline.taxonomy, lambda: BEGIN, lambda: (encoder, classifier)), story
            )
            tell(f"quiet weeks of {story.name}")
            weeks, names = calm.quiet()
            theme_weeks, alarms = theme_weeks + weeks, [*alarms, *names]
            for rate in RATES:
                tell(f"{story.planted} planted into {story.name} at {rate:.0%}")
                told.append(Told(story, rate, calm.planted(rate)))
            Path(settings.store).unlink()
    return _section(told, alarms, theme_weeks)


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weeks of one story in one store."""

    place: str
    pipeline: Pipeline
    story: Story

    def quiet(self) -> tuple[int, list[str]]:
        """Live the weeks before anything is planted; theme-weeks watched, and what was called new or growing in them."""
        watched, alarms = 0, []
        with Store.open(self.place) as store:
            for week in range(WARM_UP + QUIET):
                self._live(store, week, 0.0)
                if week >= WARM_UP:
                    _, insights = self._digest(store, week)
                    watched += len(insights)
                    alarms += [f"{self.story.name}: {each.figures.theme.name.en}" for each in insights if _alarm(each)]
        return watched, alarms

    def planted(self, rate: float) -> int | None:
        """Go on from the quiet weeks with the planted theme at a rate; the week whose digest told of it."""
        place = f"{self.place}.{rate}"
        shutil.copy(self.place, place)
        with Store.open(place) as store:
            for number in range(1, PLANTED + 1):
                week = WARM_UP + QUIET + number - 1
                self._live(store, week, rate)
                data, insights = self._digest(store, week)
                if any(_alarm(each) and _is_planted(data, each) for each in insights):
                    return number
        return None

    def _live(self, store: Store, week: int, rate: float) -> None:
        self.pipeline.ingest(store, self._said(week, rate))

    def _said(self, week: int, rate: float) -> list[Feedback]:
        rng = np.random.default_rng([SEED, week, round(1000 * rate), len(self.story.usual)])
        said = []
        for number in range(CUSTOMERS):
            new = rng.random() < rate
            texts = self.story.new if new else self.story.usual
            said.append(
                Feedback(
                    text=texts[int(rng.integers(len(texts)))],
                    id=f"{week}-{number}",
                    customer_id=f"{week}-{number}",
                    created_at=BEGIN + timedelta(weeks=week, minutes=number),
                    touchpoint=MARK if new else None,
                )
            )
        return said

    def _digest(self, store: Store, week: int) -> tuple[Data, list[Insight]]:
        """Refit, measure and rank as a weekly digest does."""
        self.pipeline.refit(store)
        monday = (BEGIN + timedelta(weeks=week)).date()
        windows = Windows(Period(monday, monday + timedelta(weeks=1)), self.pipeline.settings.zone)
        data = load(store, self.pipeline.taxonomy, Slice(), windows, self.pipeline.settings.conventions)
        figures = theme_figures(data, [each.theme for each in store.themes()], self.pipeline.taxonomy)
        return data, rank(figures)


def _alarm(insight: Insight) -> bool:
    return insight.kinds[0] in ALARMS


def _is_planted(data: Data, insight: Insight) -> bool:
    """Whether at least half of a theme's mentions are of planted feedback."""
    planted = data.feedback.row[data.feedback.touchpoint.is_value(MARK)]
    members = data.members(insight.figures.theme.id)
    return bool(members.any() and np.isin(data.mentions.feedback_row[members], planted).mean() >= 0.5)


def _section(told: Sequence[Told], alarms: Sequence[str], theme_weeks: int) -> Section:
    rate = share(len(alarms), theme_weeks)
    figures = {
        "false alarms per 100 quiet theme-weeks": Figure(100 * rate.value, rate.n, 100 * rate.low, 100 * rate.high, "lower")
    }
    for planted in RATES:
        weeks = [each.week for each in told if each.rate == planted]
        found = share(sum(week is not None for week in weeks), len(weeks))
        slice_ = f"{planted:.0%} of customers"
        figures[f"planted themes found | {slice_}"] = Figure(found.value, found.n, found.low, found.high)
        figures[f"weeks until found | {slice_}"] = mean([week or NEVER for week in weeks], len(weeks), "lower")
    rows = tuple((each.story.name, each.story.planted, f"{each.rate:.0%}", each.week) for each in told)
    note = f"{CUSTOMERS} customers a week; never found within {PLANTED} weeks counts as {NEVER}."
    headline = ("false alarms per 100 quiet theme-weeks", f"weeks until found | {RATES[-1]:.0%} of customers")
    return Section(
        "themes/emerging",
        "Themes: planted ones found, quiet ones left in peace",
        figures,
        headline,
        (
            Table("What was planted, and when it was told", ("scenario", "theme", "rate", "week"), rows, note),
            Table("False alarms in quiet weeks", ("theme called new or growing",), tuple((name,) for name in alarms)),
        ),
    )
