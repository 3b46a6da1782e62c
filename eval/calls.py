"""The evaluations as the command line calls them: each gives its sections, and tells what it is at."""

from collections.abc import Callable, Iterator
from pathlib import Path

from eval.figures import Section
from insight.memory import FILE as MEMORY
from insight.model import ModelFolder

Tell = Callable[[str], Callable[[int], None]]
"""Told the name of a step; gives a counter of its texts."""


def classify(
    data: list[str], folder: Path | None, model: Path | None, rows: int, tell: Tell, mapping: Path | None = None
) -> list[Section]:
    """Labels on sets and files; see `eval.classification.run`."""
    from eval.classification import run

    sections = []
    for place, names in _placed(data, folder).items():
        sections += run(names, place, model=model, rows=rows, mapping=mapping, began=tell)
    return sections


def _placed(data: list[str], folder: Path | None) -> dict[Path | None, list[str]]:
    """Names of sets and files by the folder they are in; a set may be told by its path, a folder of sets means all of them."""
    from eval.sets import set_names

    found: dict[Path | None, list[str]] = {}
    for told in data:
        path = Path(told).resolve()
        if not path.is_dir():
            found.setdefault(folder, []).append(told)
        elif path.name in set_names():
            found.setdefault(path.parent, []).append(path.name)
        else:
            found.setdefault(path, []).append("all")
    return found


def behave(model: Path | None, tell: Tell) -> list[Section]:
    """Behavioural tests."""
    from eval.robustness import run

    return run(model, progress=tell("robustness"))


def understand(tell: Tell) -> list[Section]:
    """Questions."""
    from eval.questions import run

    return run(tell=_step(tell, "questions"))


def find_themes(data: Path | None, model: Path | None, rows: int, tell: Tell, *, baselines: bool) -> list[Section]:
    """Themes; see `eval.themes.run`."""
    from eval.themes import run

    return run(model=model, data=data, rows=rows, rivals=baselines, tell=_step(tell, "themes"))


def learn(data: Path | None, model: Path | None, tell: Tell, *, baselines: bool) -> list[Section]:
    """Topics of one's own, corrections, and the review queue; see `eval.learning.run`."""
    from eval.learning import run

    return run(model=model, data=data, rivals=baselines, tell=_step(tell, "learning"))


def time_it(data: Path | None, model: Path | None, tell: Tell, *, baselines: bool) -> list[Section]:
    """Speed, memory and size; see `eval.latency.run`."""
    from eval.latency import run

    return run(model=model, data=data, rivals=baselines, tell=_step(tell, "speed"))


def _step(tell: Tell, name: str) -> Callable[[str], None]:
    def say(what: str) -> None:
        tell(f"{name}: {what}")

    return say


def finetune(folder: Path, model: Path | None, rows: int, tell: Tell) -> list[Section]:
    """What own labels bring; see `eval.finetune.run`."""
    from eval.finetune import run

    return run(folder, model=model, rows=rows, progress=tell("own labels"))


def everything(data: Path | None, model: Path | None, rows: int, tell: Tell, *, baselines: bool) -> Iterator[list[Section]]:
    """One evaluation after the other, so that each can be saved before the next begins."""
    yield classify(["gold"], data, model, rows, tell)
    yield behave(model, tell)
    yield understand(tell)
    yield find_themes(data, model, rows, tell, baselines=baselines)
    if (ModelFolder.find(model).path / MEMORY).is_file():  # models before the memory was kept cannot learn
        yield learn(data, model, tell, baselines=baselines)
    if data:
        from eval.sets import set_names

        for name in set_names():
            if (data / name).is_dir():
                yield classify([name], data, model, rows, tell)
        yield finetune(data, model, rows, tell)
        yield time_it(data, model, tell, baselines=baselines)
