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

    epochs: int = 5
    batch: int = 16
    encoder_rate: float = 8e-5
    head_rate: float = 1e-3
    warm_up: float = 0.06
    seed: int = 7


def train(network: Network, course: Course, recipe: Recipe, checkpoint: Path) -> None:
    """Run the recipe in place; after each epoch the state is saved to `checkpoint`, and an interrupted run goes on from it."""
    torch.manual_seed(recipe.seed)
    network.encoder.embeddings.requires_grad_(False)
    taught = torch.from_numpy(course.teacher)
    optimiser = _optimiser(network, recipe)
    steps = sum(-(-len(_shown(course, recipe, epoch)) // recipe.batch) for epoch in range(recipe.epochs))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps, recipe.warm_up))
    first = _resume(checkpoint, network, optimiser, schedule)
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("training", total=steps, completed=schedule.last_epoch)
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
            state = {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
            torch.save({**state, "epoch": epoch + 1}, checkpoint)
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


def _resume(checkpoint: Path, network: Network, *others: torch.optim.Optimizer | torch.optim.lr_scheduler.LambdaLR) -> int:
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    network.load_state_dict(state["network"])
    for name, other in zip(("optimiser", "schedule"), others, strict=True):
        other.load_state_dict(state[name])
    return int(state["epoch"])


def batches(items: Sequence[Item], size: int, rng: random.Random) -> Iterator[list[Item]]:
    """Shuffled batches of texts of like length; spellings of one feedback mostly fall together."""
    place = {group: rng.random() for group in dict.fromkeys(item.group for item in items)}
    order = sorted(range(len(items)), key=lambda index: (len(items[index].ids) // 16, place[items[index].group]))
    chunks = [order[start : start + size] for start in range(0, len(order), size)]
    rng.shuffle(chunks)
    for chunk in chunks:
        yield [items[index] for index in chunk]
