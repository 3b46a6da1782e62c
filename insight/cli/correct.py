"""`insight correct` and `insight corrections`: labels put right by the people who know better."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, cast

import typer

from insight.cli.options import StoreOption, TaxonomyOption, pipeline
from insight.cli.output import Format, console, write_rows
from insight.errors import InputError
from insight.pipeline import Pipeline
from insight.types import CorrectedLabels, Mention, Sentiment, Span, TopicLabel

if TYPE_CHECKING:
    from insight.amend import Amended, Asked
    from insight.store import Store
    from insight.types import Correction

app = typer.Typer(help="What people corrected.", no_args_is_help=True)

WhoOption = Annotated[
    str, typer.Option("--who", envvar=["INSIGHT_WHO", "USER", "USERNAME"], help="Who says so.", show_envvar=False)
]
FormatOption = Annotated[Format, typer.Option("--format", help="How data is written.")]
COLUMNS = ("what", "before", "after")
LIST_COLUMNS = ("id", "status", "feedback", "words", "said", "who", "at", "note")
NO_TOPIC = "none"
_SPAN = re.compile("([0-9]{1,9}):([0-9]{1,9})")


def correct(
    feedback: Annotated[str | None, typer.Argument(help="The feedback's id.", show_default=False)] = None,
    mention: Annotated[
        int | None, typer.Option("--mention", help="Which mention, from 1; needed where there are several.")
    ] = None,
    stage: Annotated[str | None, typer.Option("--stage", help="The stage it is about.")] = None,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", metavar="TOPIC[:SENTIMENT]", help="All its topics, one each; or none.")
    ] = None,
    sentiment: Annotated[str | None, typer.Option("--sentiment", help="negative, neutral or positive.")] = None,
    span: Annotated[
        str | None, typer.Option("--span", metavar="A:B", help="Its borders: characters from 0, end excluded.")
    ] = None,
    nothing: Annotated[bool, typer.Option("--nothing", help="These words say nothing.")] = False,
    note: Annotated[str, typer.Option("--note", help="Why.")] = "",
    settle: Annotated[int | None, typer.Option("--settle", metavar="ID", help="End a dispute in favour of a correction.")] = None,
    withdraw: Annotated[int | None, typer.Option("--withdraw", metavar="ID", help="Take a correction back.")] = None,
    who: WhoOption = "",
    store: StoreOption = None,
    taxonomy: TaxonomyOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Say what is right of a mention. It is kept for ever, survives every relabelling, and holds for the same text again.

    Example: insight correct fb-12 --mention 2 --topic staff.attitude:negative --stage purchase
    """
    from insight.amend import Asked

    flow = pipeline(store, taxonomy)
    with flow.open_store() as opened:
        if settle is not None or withdraw is not None:
            if feedback is not None or (settle is not None and withdraw is not None):
                raise InputError("--settle and --withdraw stand alone; give one of them, without a feedback")
            _decide(flow, opened, settle, withdraw, who)
            return
        if feedback is None:
            raise InputError("which feedback? give its id; `insight export` lists them")
        place, words = which(opened, feedback, mention)
        asked = CorrectedLabels(stage, told_sentiment(sentiment), told_topics(topic, sentiment, words), told_span(span), nothing)
        show(record(flow, opened, Asked(feedback, place, asked, who, note)), form)


@app.command("list")
def list_(
    status: Annotated[str | None, typer.Option("--status", help="active, superseded, disputed, settled or withdrawn.")] = None,
    feedback: Annotated[str | None, typer.Option("--feedback", metavar="ID", help="Only those of one feedback.")] = None,
    store: StoreOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Everything people said, oldest first: of which words, what, who, when, and what became of it."""
    flow = pipeline(store)
    with flow.open_store() as opened:
        found = opened.corrections(feedback=feedback, status=status)
        texts = {each.feedback: _text(opened, each.feedback) for each in found}
    write_rows([_row(each, texts[each.feedback]) for each in found], form, LIST_COLUMNS)


def record(flow: Pipeline, store: "Store", asked: "Asked") -> "Amended":
    """Store what someone says; the model is loaded only if its reading is needed."""
    from insight.amend import correct

    return correct(store, flow.taxonomy, asked, lambda: flow.labeller(store), flow.clock())


def which(store: "Store", feedback: str, mention: int | None) -> tuple[int, Mention | None]:
    """The number, from 0, of the mention that is meant, and the mention; raises `InputError` where that is not clear."""
    stored = store.feedback(feedback)
    mentions = stored.labels.mentions if stored and stored.labels else ()
    if mention is None and len(mentions) > 1:
        listed = "; ".join(f"{number} {each.text[:40]!r}" for number, each in enumerate(mentions, 1))
        raise InputError(f"feedback {feedback!r} has {len(mentions)} mentions; say which with --mention: {listed}")
    place = 0 if mention is None else mention - 1
    return place, mentions[place] if 0 <= place < len(mentions) else None


def told_sentiment(text: str | None) -> Sentiment | None:
    """A sentiment as it is told; what is none is refused when it is stored."""
    return cast(Sentiment | None, text)


def told_topics(
    topics: Sequence[str] | None, sentiment: str | None, mention: Mention | None
) -> tuple[tuple[str, Sentiment], ...] | None:
    """`topic[:sentiment]` as pairs; without a sentiment that of the mention. `none` alone is no topic at all."""
    if not topics:
        return None
    if list(topics) == [NO_TOPIC]:
        return ()
    leaning = sentiment or (mention.sentiment if mention else "neutral")
    pairs = (topic.strip().partition(":") for topic in topics)
    return tuple((name.strip(), cast(Sentiment, said.strip() or leaning)) for name, _, said in pairs)


def told_span(text: str | None) -> Span | None:
    """`A:B` as a span; raises `InputError` for anything else."""
    if text is None:
        return None
    if not (found := _SPAN.fullmatch(text.strip())):
        raise InputError(f"--span {text!r} is no span; write it as 0:15")
    return int(found[1]), int(found[2])


def show(done: "Amended", form: Format) -> None:
    """What was and what is now, on stdout; who said so, and who disagrees, on stderr."""
    pairs = zip(_fields(done.before), _fields(done.after), strict=True)
    write_rows([{"what": what, "before": before, "after": after} for (what, before), (_, after) in pairs], form, COLUMNS)
    said = done.correction
    console.print(f"correction {said.id} by {said.who}: {said.status}", markup=False, highlight=False)
    for each in done.disputes:
        console.print(
            f"correction {each.id} by {each.who} says otherwise: {said_in_words(each.labels)}; the first one holds until "
            f"`insight correct --settle ID`",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def said_in_words(labels: CorrectedLabels) -> str:
    """What was said, in the words of the options of `insight correct`."""
    said = [f"--{name} {value}" for name, value in (("stage", labels.stage), ("sentiment", labels.sentiment)) if value]
    if labels.topics is not None:
        said += [f"--topic {topic}:{sentiment}" for topic, sentiment in labels.topics] or [f"--topic {NO_TOPIC}"]
    if labels.span is not None:
        said.append(f"--span {labels.span[0]}:{labels.span[1]}")
    return " ".join([*said, *(["--nothing"] if labels.nothing else [])])


def topics_in_words(topics: Sequence[TopicLabel]) -> str:
    """Topics with their sentiments, on a line."""
    return ", ".join(f"{each.topic}:{each.sentiment}" for each in topics)


def _fields(mention: Mention) -> list[tuple[str, str]]:
    return [
        ("words", mention.text),
        ("stage", mention.stage),
        ("topics", topics_in_words(mention.topics)),
        ("sentiment", mention.sentiment),
    ]


def _decide(flow: Pipeline, store: "Store", settle: int | None, withdraw: int | None, who: str) -> None:
    from insight.amend import decide

    number = settle if settle is not None else withdraw
    assert number is not None, "one of the two is given"
    done = decide(store, number, in_favour=settle is not None, who=who, load=lambda: flow.labeller(store), now=flow.clock())
    console.print(f"correction {done.id} by {done.who}: {done.status}", markup=False, highlight=False)


def _text(store: "Store", feedback: str) -> str:
    stored = store.feedback(feedback)
    return stored.feedback.text if stored else ""


def _row(said: "Correction", text: str) -> dict[str, object]:
    return {
        "id": said.id,
        "status": said.status,
        "feedback": said.feedback,
        "start": said.start,
        "end": said.end,
        "words": text[said.start : said.end],
        "said": said_in_words(said.labels),
        "before": said.before,
        "who": said.who,
        "at": said.at.isoformat(),
        "model_version": said.model_version,
        "note": said.note,
    }
