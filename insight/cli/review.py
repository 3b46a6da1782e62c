"""`insight review`: one mention after the other, those first whose answer teaches most; one key a decision."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from insight.cli.analyse import Lang
from insight.cli.correct import WhoOption, record, said_in_words, told_topics
from insight.cli.options import StoreOption, TaxonomyOption, pipeline
from insight.cli.output import console, progress
from insight.corrections import as_said, override
from insight.errors import InputError
from insight.types import Bilingual, CorrectedLabels, Mention, Sentiment

if TYPE_CHECKING:
    from insight.amend import Amended, Question
    from insight.taxonomy import Taxonomy

KEYS = Bilingual(
    "Enter đúng rồi · s giai đoạn · t chủ đề · p khen · n chê · u trung lập · x không nói gì · k bỏ qua · q nghỉ",
    "Enter right · s stage · t topics · p positive · n negative · u neutral · x says nothing · k skip · q quit",
)
STAGE = Bilingual("Giai đoạn nào?", "Which stage?")
TOPICS = Bilingual(
    "Những chủ đề nào? Ví dụ: price.value:negative, staff.attitude; hoặc none",
    "Which topics? For example: price.value:negative, staff.attitude; or none",
)
UNKNOWN_KEY = Bilingual("Không có phím này.", "There is no such key.")
NOTHING_LEFT = Bilingual("Không còn gì để hỏi.", "There is nothing to ask.")
DISPUTED = Bilingual("Đang bất đồng", "Disputed")
NO_TOPICS = Bilingual("không có chủ đề", "no topics")
SUMMARY = Bilingual("{0} câu trả lời đã lưu, {1} câu bỏ qua", "{0} answers kept, {1} skipped")
SENTIMENT = {
    "negative": Bilingual("chê", "negative"),
    "neutral": Bilingual("trung lập", "neutral"),
    "positive": Bilingual("khen", "positive"),
}
_LEANING: dict[str, Sentiment] = {"p": "positive", "n": "negative", "u": "neutral"}


def review(
    most: Annotated[int, typer.Option("--most", min=1, max=1_000, help="How many are asked at most.")] = 50,
    lang: Annotated[Lang, typer.Option("--lang", help="Vietnamese or English.")] = Lang.vi,
    who: WhoOption = "",
    store: StoreOption = None,
    taxonomy: TaxonomyOption = None,
) -> None:
    """Walk through the mentions whose review teaches most. Enter says that all is right, which teaches too.

    Works in the terminal, one key a decision, and on piped lines, one a decision. Every answer is stored at once.
    """
    from insight.amend import Asked, questions

    flow = pipeline(store, taxonomy)
    with flow.open_store() as opened:
        with progress("looking for what to ask"):
            found = questions(opened, flow.labeller(opened).classifier, flow.background, most)

        def keep(question: "Question", labels: CorrectedLabels) -> "Amended":
            at = question.said.start, question.said.end
            return record(flow, opened, Asked(question.feedback, question.mention, labels, who, at=at))

        Walk(flow.taxonomy, lang, keep, keys() if sys.stdin.isatty() else lines(), lines()).walk(found)


def keys() -> Iterator[str]:
    """Keys as they are pressed; ends with the input."""
    while True:
        try:
            yield typer.getchar()
        except (EOFError, KeyboardInterrupt):
            return


def lines() -> Iterator[str]:
    """Lines as they come."""
    while line := sys.stdin.readline():
        yield line.rstrip("\r\n")


@dataclass(slots=True)
class Walk:
    """One walk through the questions: decisions come from `decisions`, what has to be written out from `answers`."""

    taxonomy: "Taxonomy"
    lang: str
    keep: "Callable[[Question, CorrectedLabels], Amended]"
    decisions: Iterator[str]
    answers: Iterator[str]
    kept: int = field(default=0, init=False)
    skipped: int = field(default=0, init=False)

    def walk(self, questions: "Sequence[Question]") -> None:
        """Ask until all is asked, or the person leaves."""
        if not questions:
            self._say(NOTHING_LEFT[self.lang])
        for number, question in enumerate(questions, 1):
            self._say(f"\n[{number}/{len(questions)}] {question.feedback}")
            if not self._ask(question):
                break
        self._say(SUMMARY[self.lang].format(self.kept, self.skipped))

    def _ask(self, question: "Question") -> bool:
        """Until one decision is taken; whether to go on."""
        draft = question.said
        self._show(question, draft)
        for key in self.decisions:
            pressed = key.strip().lower()[:1]
            if pressed == "q":
                return False
            if pressed == "k":
                self.skipped += 1
                return True
            try:
                if pressed in ("s", "t"):
                    draft = self._edited(draft, pressed)
                    self._show(question, draft)
                    continue
                if (labels := _decided(draft, pressed)) is not None:
                    self._told(self.keep(question, labels))
                    return True
            except InputError as error:
                self._say(str(error))
                continue
            self._say(f"{UNKNOWN_KEY[self.lang]} {KEYS[self.lang]}")
        return False

    def _edited(self, draft: Mention, key: str) -> Mention:
        from insight.amend import checked

        self._say((STAGE if key == "s" else TOPICS)[self.lang])
        choices = [each.id for each in (self.taxonomy.stages if key == "s" else self.taxonomy.living)]
        self._say("  ".join(f"{number} {name}" for number, name in enumerate(choices, 1)))
        names = [each.strip() for each in next(self.answers, "").split(",") if each.strip()]
        named = [_by_number(name, choices) for name in names]
        labels = CorrectedLabels(stage=" ".join(named)) if key == "s" else CorrectedLabels(topics=told_topics(named, None, draft))
        return override(draft, checked(labels, draft.text, self.taxonomy))

    def _show(self, question: "Question", draft: Mention) -> None:
        text, said = question.text, question.said
        self._say(f"{text[: said.start]}>>{text[said.start : said.end]}<<{text[said.end :]}")
        topics = ", ".join(f"{self._name(each.topic)} ({SENTIMENT[each.sentiment][self.lang]})" for each in draft.topics)
        stage = self.taxonomy.stage_by_id[draft.stage].name[self.lang]
        self._say(f"{stage} · {SENTIMENT[draft.sentiment][self.lang]} · {topics or NO_TOPICS[self.lang]}")
        for each in question.disputed:
            self._say(f"{DISPUTED[self.lang]}: #{each.id} {each.who}: {said_in_words(each.labels)}")
        self._say(KEYS[self.lang])

    def _name(self, topic: str) -> str:
        found = self.taxonomy.topic(topic)
        return found.name[self.lang] if found else topic

    def _told(self, done: "Amended") -> None:
        self.kept += 1
        for each in done.disputes:
            self._say(f"{DISPUTED[self.lang]}: #{each.id} {each.who}: {said_in_words(each.labels)}")

    def _say(self, text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)


def _decided(draft: Mention, key: str) -> CorrectedLabels | None:
    """What a key says of a mention as it is shown; None for a key that says nothing."""
    if key == "":
        return as_said(draft)
    if key == "x":
        return CorrectedLabels(nothing=True)
    if key in _LEANING:
        return as_said(override(draft, CorrectedLabels(sentiment=_LEANING[key])))
    return None


def _by_number(name: str, choices: Sequence[str]) -> str:
    """The choice of a number from 1; what is no such number is a name as it stands."""
    number, colon, sentiment = name.partition(":")
    if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= len(choices):
        return choices[int(number[:4]) - 1] + colon + sentiment
    return name
