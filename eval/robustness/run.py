"""Run the cases and count failures, by capability and language, with the failures to be read."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.figures import Figure, Plot, Section, Table
from eval.plots import bars
from eval.robustness.cases import FOLDER, Capability, Case, load
from insight.measure import share
from insight.pipeline import Pipeline, Text
from insight.settings import Settings
from insight.types import Labels

TOLERANCE = 0.05
"""A score may move so far against the expected direction: less than anyone would notice."""
SHOWN = 4
"""Failures shown of a capability and language."""
FAILURES = "failure rate"
FAILURE_COLUMNS = ("capability", "expected", "text", "the model said")
"""By which the report finds an example of a capability."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the model said of a case's texts, in their order."""

    case: Case
    said: tuple[Labels, ...]

    @property
    def failed(self) -> bool:
        """Whether the expectation does not hold: for `same` and the like, whether it fails for any of the texts compared."""
        first, rest = self.said[0], self.said[1:]
        match self.case.expect:
            case "same":
                return any(other.sentiment != first.sentiment for other in rest)
            case "changed":
                return any(other.sentiment == first.sentiment for other in rest)
            case "higher":
                return any(other.score < first.score - TOLERANCE for other in rest)
            case "lower":
                return any(other.score > first.score + TOLERANCE for other in rest)
            case "not negative" | "not positive":
                return first.sentiment in (self.case.expect.removeprefix("not "), "mixed")
            case sentiment:
                return first.sentiment != sentiment

    @property
    def stage_moved(self) -> bool:
        """Whether one of the texts got another stage than the first."""
        return len({labels.stage for labels in self.said}) > 1

    @property
    def topics_moved(self) -> bool:
        """Whether one of the texts got other topics than the first."""
        return len({frozenset(found.topic for found in labels.topics) for labels in self.said}) > 1


def run(
    model: Path | Pipeline | None = None, *, folder: Path = FOLDER, progress: Callable[[int], None] = lambda _: None
) -> list[Section]:
    """All capabilities of a folder of cases as one section, `robustness`.

    Args:
        model: a model folder, a pipeline that has one, or None for the one that ships.
        folder: the YAML files.
        progress: is told how many more texts are done.

    Raises:
        InputError: a file of cases is not valid.
        ModelError: there is no whole model in the folder.
    """
    capabilities = load(folder)
    pipeline = model if isinstance(model, Pipeline) else Pipeline.from_settings(Settings(model=model))
    outcomes = judged([case for capability in capabilities for case in capability.cases], pipeline, progress)
    return [_section(capabilities, outcomes)]


def judged(cases: Sequence[Case], pipeline: Pipeline, progress: Callable[[int], None] = lambda _: None) -> list[Outcome]:
    """What the model says of each case."""
    texts = [Text(text, case.question) for case in cases for text in case.texts]
    said: list[Labels] = []
    for understood in pipeline.understand(texts):
        said.append(understood.labels)
        progress(1)
    answers = iter(said)
    return [Outcome(case, tuple(next(answers) for _ in case.texts)) for case in cases]


def _section(capabilities: Sequence[Capability], outcomes: Sequence[Outcome]) -> Section:
    slices = {slice_: _rate(found) for slice_, found in _sliced(outcomes).items()}
    figures = {FAILURES: _rate(outcomes)} | {f"{FAILURES} | {name}": figure for name, figure in slices.items()}
    same = [outcome for outcome in outcomes if outcome.case.expect == "same"]
    figures |= {
        "stage moved where nothing should": _figure([outcome.stage_moved for outcome in same]),
        "topics moved where nothing should": _figure([outcome.topics_moved for outcome in same]),
    }
    ranked = dict(sorted(slices.items(), key=lambda item: -item[1].value))
    shown = {name.partition(" ")[2]: figure for name, figure in ranked.items() if name.startswith("capability")}
    return Section(
        name="robustness",
        title="Robustness: small texts whose answer anyone knows",
        figures=figures,
        headline=(FAILURES,),
        tables=(_overview(capabilities, shown), _examples(outcomes)),
        plots=(Plot("Failure rate by capability", bars(shown, FAILURES), "Share of cases failed, 95 % Wilson interval."),),
        notes=(
            "A case fails when its expectation about the sentiment does not hold. 'same': no respelling or swapped name may "
            f"change it; 'higher' and 'lower': the score may not move the other way by more than {TOLERANCE}.",
        ),
        answers={outcome.case.id: _answer(outcome) for outcome in outcomes},
    )


def _slices(case: Case) -> tuple[str, str]:
    return f"language {case.language}", f"capability {case.capability} ({case.language})"


def _sliced(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        for name in _slices(outcome.case):
            found.setdefault(name, []).append(outcome)
    return found


def _rate(outcomes: Sequence[Outcome]) -> Figure:
    return _figure([outcome.failed for outcome in outcomes])


def _figure(failed: Sequence[bool]) -> Figure:
    if not failed:
        return Figure(0.0, 0, better="lower")
    found = share(sum(failed), len(failed))
    return Figure(found.value, found.n, found.low, found.high, "lower")


def _overview(capabilities: Sequence[Capability], shown: dict[str, Figure]) -> Table:
    about = {capability.name: capability.about for capability in capabilities}
    rows = [
        (name, figure.value, figure.low, figure.high, figure.n, about[name.rpartition(" (")[0]]) for name, figure in shown.items()
    ]
    columns = ("capability", FAILURES, "low", "high", "cases", "what is tested")
    return Table("Capabilities, worst first", columns, tuple(rows))


def _examples(outcomes: Sequence[Outcome]) -> Table:
    rows: list[tuple[str, ...]] = []
    count: dict[str, int] = {}
    for outcome in (outcome for outcome in outcomes if outcome.failed):
        name = _slices(outcome.case)[1].partition(" ")[2]
        count[name] = count.get(name, 0) + 1
        if count[name] <= SHOWN:
            rows.append((name, outcome.case.expect, *_shown(outcome)))
    return Table("Failures", FAILURE_COLUMNS, tuple(rows), f"At most {SHOWN} a capability and language.")


def _shown(outcome: Outcome) -> tuple[str, str]:
    """The texts that show the failure, and the sentiment with score of each."""
    texts, said = outcome.case.texts, outcome.said
    pairs = list(zip(texts, said, strict=True))
    if outcome.case.expect in ("same", "changed"):
        differs = outcome.case.expect == "same"
        pairs = [pairs[0], next(pair for pair in pairs[1:] if (pair[1].sentiment != said[0].sentiment) == differs)]
    asked = f"{outcome.case.question} — " if outcome.case.question else ""
    return (
        asked + " → ".join(text for text, _ in pairs),
        " → ".join(f"{labels.sentiment} ({labels.score:+.2f})" for _, labels in pairs),
    )


def _answer(outcome: Outcome) -> str:
    said = [[labels.sentiment, round(labels.score, 2)] for labels in outcome.said]
    answer = {"said": said, "scores": {FAILURES: int(outcome.failed)}, "in": _slices(outcome.case)}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
