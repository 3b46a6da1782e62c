"""How good themes are: against gold groups and without them, across languages, by a person's eye, and over time."""

from collections.abc import Callable
from pathlib import Path

from eval.figures import Section

ROWS = 2000
OUT = Path("build/eval")


def run(
    *,
    model: Path | None = None,
    data: Path | None = None,
    rows: int = ROWS,
    out: Path = OUT,
    python: Path | None = None,
    rivals: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Section]:
    """Measure the themes of a model.

    Args:
        model: its folder; None for the one that ships.
        data: folder of the public sets (`banking77`, `clinc150`, `sib200_vi_en`, `xquad_vi_en`; those missing are left out);
            None measures our own scenarios alone.
        rows: most texts of a public set, by a fixed seed.
        out: where the sheets for a person go.
        python: an interpreter that has BERTopic; None looks in this environment and in `.venv-train`.
        rivals: False leaves BERTopic out, which takes longest.
        tell: is told what is being done.

    Returns:
        `themes/gold`, `themes/graded`, `themes/emerging`, then `themes/<set>` of each public set.

    Raises:
        InputError: a set cannot be read, BERTopic fails, or a sheet was filled in with something that is no grade.
        ModelError: the model folder is missing or damaged.
    """
    from eval.themes.measured import Options, measure
    from insight.pipeline import Pipeline
    from insight.settings import Settings

    pipeline = Pipeline.from_settings(Settings(model=model))
    return measure(pipeline, Options(data, rows, out, python, rivals), tell)
