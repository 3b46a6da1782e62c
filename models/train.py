"""Teaches the network: warm-up, linear decay, a checkpoint after each epoch."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import Progress

from models.items import Item
from models.lessons import Course
from models.loss import loss
from models.network import Network


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast: learning rates of the encoder and of the new layers, passes over the data, texts a step."""

    epochs: int = 6
    batch: int = 32
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06
    seed: int = 7


def train(network: Network, course: Course, recipe: Recipe, checkpoint: Path) -> None:
    """Run the recipe in place; after each epoch the state is saved to `checkpoint`, and an interrupted run goes on from it."""
    torch.manual_seed(recipe.seed)
    network.encoder.embeddings.requires_grad_(False)
    taught = torch.from_numpy(course.teacher)
    optimiser = _optimiser(network, recipe)
    first, taken = _resume(checkpoint, network, optimiser)
    steps = taken + sum(-(-len(_shown(course, recipe, epoch)) // recipe.batch) for epoch in range(first, recipe.epochs))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps, recipe.warm_up), taken - 1)
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("training", total=steps, completed=taken)
        for epoch in range(first, recipe.epochs):
            network.train()
            torch.manual_seed(recipe.seed * 1000 + epoch)
            running = 0.0
            for step, batch in enumerate(batches(_shown(course, recipe, epoch), recipe.batch, random.Random(epoch))):
                optimiser.zero_grad()
                total = loss(network, batch, taught)
                total.backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                running += (float(total.detach()) - running) / min(step + 1, 50)
                progress.update(task, advance=1, description=f"epoch {epoch + 1}/{recipe.epochs} loss {running:.3f}")
            state = {"network": _moved(network), "optimiser": optimiser.state_dict()}
            torch.save({**state, "epoch": epoch + 1, "taken": schedule.last_epoch}, checkpoint)
    network.eval()


def _shown(course: Course, recipe: Recipe, epoch: int) -> list[Item]:
    return course.epoch(random.Random(recipe.seed * 1000 + epoch))


def _optimiser(network: Network, recipe: Recipe) -> torch.optim.AdamW:
    new = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    old = [p for p in network.encoder.parameters() if p.requires_grad]
    groups = [{"params": old, "lr": recipe.encoder_rate}, {"params": new, "lr": recipe.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _rate(step: int, steps: int, warm_up: float) -> float:
    """Linear warm-up, then linear decay to a twentieth."""
    return min((step + 1) / max(warm_up * steps, 1), max(1 - step / steps, 0.05))


def _resume(checkpoint: Path, network: Network, optimiser: torch.optim.Optimizer) -> tuple[int, int]:
    """Put the checkpoint in place, if there is one; passes and steps taken so far."""
    if not checkpoint.exists():
        return 0, 0
    state = torch.load(checkpoint, weights_only=True)
    network.load_state_dict(_frozen(network) | state["network"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["epoch"]), int(state["taken"])


def _frozen(network: Network) -> dict[str, torch.Tensor]:
    """The embeddings: never taught, and as large as the vocabulary, which may have grown since the checkpoint."""
    return {name: value for name, value in network.state_dict().items() if name.startswith("encoder.embeddings.")}


def _moved(network: Network) -> dict[str, torch.Tensor]:
    """Everything else."""
    frozen = _frozen(network)
    return {name: value for name, value in network.state_dict().items() if name not in frozen}


def batches(items: Sequence[Item], size: int, rng: random.Random) -> Iterator[list[Item]]:
    """Shuffled batches of texts of like length; spellings of one feedback mostly fall together."""
    place = {group: rng.random() for group in dict.fromkeys(item.group for item in items)}
    order = sorted(range(len(items)), key=lambda index: (len(items[index].ids) // 8, place[items[index].group]))
    chunks = [order[start : start + size] for start in range(0, len(order), size)]
    rng.shuffle(chunks)
    for chunk in chunks:
        yield [items[index] for index in chunk]
