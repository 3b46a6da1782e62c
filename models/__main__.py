"""`python -m models check | datasheet | train | export-base`."""

import argparse
import sys
from pathlib import Path

from insight.errors import InsightError
from insight.taxonomy import Taxonomy
from models.base import LAYERS
from models.examples import CORPUS, load_corpus

WORK = Path("build/model")
EVERY_LAYER = tuple(range(LAYERS))


def main() -> int:
    """Run a command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="validate the corpus and count it")
    commands.add_parser("datasheet", help="measure the corpus and write models/corpus/DATASHEET.md")
    train = commands.add_parser("train", help="from base weights and the corpus to an artefact, in stages that are resumed")
    train.add_argument("--data", type=Path, help="folder of the public sets that may be learned from")
    train.add_argument("--own", type=Path, help="a CSV of your own labels: text, sentiment, stage, topics")
    train.add_argument("--epochs", type=int, default=6, help="passes over the lessons")
    train.add_argument("--layers", type=_numbers, default=EVERY_LAYER, help="layers of the base to keep, such as 0,1,2")
    train.add_argument("--feedbacks", type=int, help="read only so many of the corpus: a toy run")
    train.add_argument("--out", type=Path, default=Path("models/default"))
    train.add_argument("--work", type=Path, default=WORK, help="where stages are kept, to go on from")
    base = commands.add_parser(
        "export-base", help="the base encoder in 32 bits as a sentence-transformers folder, to measure against"
    )
    base.add_argument("--out", type=Path, default=Path("build/base"))
    told = parser.parse_args()
    run = {"check": _check, "datasheet": _datasheet, "train": _train, "export-base": _export_base}[told.command]
    try:
        print(run(told))  # noqa: T201 - a command's answer
    except InsightError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _check(_: argparse.Namespace) -> str:
    examples = load_corpus(Taxonomy.default())
    mentions = sum(len(example.mentions) for example in examples)
    return f"{CORPUS}: {len(examples):,} feedbacks, {mentions:,} mentions, no mistakes"


def _datasheet(_: argparse.Namespace) -> str:
    from insight.encode import OnnxEncoder
    from models.artefact import DEFAULT
    from models.datasheet import write_datasheet

    taxonomy, page = Taxonomy.default(), CORPUS / "DATASHEET.md"
    write_datasheet(load_corpus(taxonomy), OnnxEncoder.from_pretrained(DEFAULT), taxonomy, page)
    return f"written to {page}"


def _numbers(value: str) -> tuple[int, ...]:
    return tuple(int(part) for part in value.split(","))


def _train(told: argparse.Namespace) -> str:
    from models.build import Plan, build

    plan = Plan(told.work, told.data, told.own, told.epochs, told.layers, told.feedbacks)
    return build(told.out, plan)


def _export_base(told: argparse.Namespace) -> str:
    from models.base_folder import write_base_folder

    write_base_folder(told.out)
    return f"written to {told.out}"


if __name__ == "__main__":
    sys.exit(main())
