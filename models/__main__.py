"""`python -m models check | build`."""

import argparse
import sys
from pathlib import Path

from insight.errors import InsightError
from insight.taxonomy import Taxonomy
from models.examples import CORPUS, load_corpus

WORK = Path("build/model")


def main() -> int:
    """Run a command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="validate the corpus and count it")
    build = commands.add_parser("build", help="from base weights and the corpus to an artefact")
    build.add_argument("--data", type=Path, help="folder of the public sets that may be learned from")
    build.add_argument("--epochs", type=int, default=4, help="passes over the lessons; 0 keeps the base encoder")
    build.add_argument("--out", type=Path, default=Path("models/default"))
    build.add_argument("--work", type=Path, default=WORK, help="where stages are kept, to go on from")
    told = parser.parse_args()
    try:
        print(_check() if told.command == "check" else _build(told))  # noqa: T201 - a command's answer
    except InsightError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _check() -> str:
    examples = load_corpus(Taxonomy.default())
    mentions = sum(len(example.mentions) for example in examples)
    return f"{CORPUS}: {len(examples):,} feedbacks, {mentions:,} mentions, no mistakes"


def _build(told: argparse.Namespace) -> str:
    from models.build import build

    return build(told.out, told.work, told.data, told.epochs)


if __name__ == "__main__":
    sys.exit(main())
