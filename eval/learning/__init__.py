"""How well the system takes what people tell it: topics of one's own, corrections, and what it asks about."""

from collections.abc import Callable
from pathlib import Path

from eval.figures import Section


def run(
    *, model: Path | None = None, data: Path | None = None, rivals: bool = True, tell: Callable[[str], None] = lambda _: None
) -> list[Section]:
    """Measure learning on a model; everything drawn is drawn by fixed seeds.

    Args:
        model: its folder, with its memory; None for the one that ships.
        data: folder of the public sets; those missing are left out, None measures on our own texts alone.
        rivals: False leaves out the encoder that was taught nothing, which needs torch.
        tell: is told what is being done.

    Returns:
        One section, `learning`.

    Raises:
        InputError: a set cannot be read.
        ModelError: the model folder or its memory is missing or damaged.
    """
    from eval.classification.readings import Reader
    from eval.learning.ground import Ground
    from eval.learning.measured import measure

    return [measure(Ground.of(Reader.from_model(model)), data, tell, rivals=rivals)]
