"""One taxonomy file, read over the one it extends."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

import yaml

from insight.taxonomy.checks import check_families, check_ids, with_owners
from insight.taxonomy.entries import LEVELS, STAGE_IDS, Level, Stage, Topic
from insight.taxonomy.nodes import Lines, Nodes, compose
from insight.types import Bilingual

MOST_TOPICS = 200
MOST_EXAMPLES = 10
LONGEST_EXAMPLE = 500
_UNNAMED = Bilingual("", "")
_WORDS = ("name", "about")
_OPTIONAL = ("owner", "level", "parent", "examples", "formerly", "retired")
Entry = TypeVar("Entry", Stage, Topic)


@dataclass(frozen=True, slots=True)
class Read:
    """Entries by id, those a file extends before those it adds."""

    stages: dict[str, Stage]
    topics: dict[str, Topic]


Extend = Callable[[str, Callable[[str], Exception]], Read]
"""Reads what `extends` names; its second argument makes the error to raise, which names the line of `extends`."""


def read(text: str, name: str, extend: Extend, trained: Collection[str]) -> Read:
    """Read and validate YAML text over what it extends.

    Args:
        text: the file.
        name: its name, in messages.
        extend: reads what `extends` names.
        trained: ids of topics that the model was trained on; they take no examples.

    Raises:
        TaxonomyError: naming the line, what is wrong there, and what would be right.
    """
    nodes = Nodes(name)
    root = compose(text, name)
    fields = nodes.mapping(root, (), ("stages", "topics", "version", "extends"))
    extends = fields.get("extends")
    if extends is None:
        nodes.need(root, fields, ("stages", "topics"))
        base = Read({}, {})
    else:
        base = extend(nodes.text(extends), lambda message: nodes.error(extends, message))
    stages, topics = fields.get("stages"), fields.get("topics")
    return Read(
        _Stages(nodes, base.stages).all(stages) if stages else base.stages,
        _Topics(nodes, base.topics, trained).all(topics) if topics else base.topics,
    )


@dataclass(frozen=True, slots=True)
class _Stages:
    nodes: Nodes
    known: dict[str, Stage]

    def all(self, node: yaml.Node) -> dict[str, Stage]:
        found: dict[str, Stage] = {}
        for child in self.nodes.sequence(node):
            _add(found, self.one(child), child, self.nodes)
        missing = [stage for stage in STAGE_IDS if stage not in self.known and stage not in found]
        if missing:
            raise self.nodes.error(node, f"stages {', '.join(missing)} are missing; their ids are fixed")
        return self.known | found

    def one(self, node: yaml.Node) -> Stage:
        fields = self.nodes.mapping(node, ("id",), _WORDS)
        identifier = self.nodes.text(fields["id"])
        if identifier not in STAGE_IDS:
            raise self.nodes.error(fields["id"], f"unknown stage {identifier!r}; one of {', '.join(STAGE_IDS)}")
        was = self.known.get(identifier)
        if was is None:
            self.nodes.need(node, fields, ("id", *_WORDS))
            was = Stage(identifier, _UNNAMED, _UNNAMED)
        return Stage(
            identifier, _bilingual(self.nodes, fields, "name", was.name), _bilingual(self.nodes, fields, "about", was.about)
        )


@dataclass(frozen=True, slots=True)
class _Topics:
    nodes: Nodes
    known: dict[str, Topic]
    trained: Collection[str]

    def all(self, node: yaml.Node) -> dict[str, Topic]:
        found: dict[str, Topic] = {}
        lines: Lines = {}
        for child in self.nodes.sequence(node):
            topic = self.one(child, lines)
            _add(found, topic, child, self.nodes)
            if len(self.known | found) > MOST_TOPICS:
                raise self.nodes.error(child, f"topic {topic.id!r} is one too many; a taxonomy has at most {MOST_TOPICS}")
        every = self.known | found
        check_ids(every, lines, self.nodes)
        check_families(every, lines, self.nodes)
        return with_owners(every)

    def one(self, node: yaml.Node, lines: Lines) -> Topic:
        fields = self.nodes.mapping(node, ("id",), (*_WORDS, *_OPTIONAL))
        identifier = self.identifier(fields["id"])
        was = self.known.get(identifier)
        if was is None:
            self.nodes.need(node, fields, ("id", *_WORDS))
            was = Topic(identifier, _UNNAMED, _UNNAMED, _UNNAMED, "execution")
        lines.update({(identifier, field): value for field, value in fields.items()})
        return Topic(
            identifier,
            _bilingual(self.nodes, fields, "name", was.name),
            _bilingual(self.nodes, fields, "about", was.about),
            _bilingual(self.nodes, fields, "owner", was.owner),
            self.level(fields["level"]) if "level" in fields else was.level,
            self.examples(fields["examples"], identifier) if "examples" in fields else was.examples,
            self.nodes.text(fields["parent"]) if "parent" in fields else was.parent,
            self.nodes.flag(fields["retired"]) if "retired" in fields else was.retired,
            self.formerly(fields["formerly"]) if "formerly" in fields else was.formerly,
        )

    def identifier(self, node: yaml.Node) -> str:
        identifier = self.nodes.text(node)
        group, dot, leaf = identifier.partition(".")
        if not (dot and group.isidentifier() and leaf.isidentifier() and identifier == identifier.lower()):
            raise self.nodes.error(node, f"topic id {identifier!r}; write group.leaf in lower case, such as price.value")
        return identifier

    def level(self, node: yaml.Node) -> Level:
        level = self.nodes.text(node)
        if level not in LEVELS:
            raise self.nodes.error(node, f"unknown level {level!r}; one of {', '.join(LEVELS)}")
        return "strategy" if level == "strategy" else "execution"

    def formerly(self, node: yaml.Node) -> tuple[str, ...]:
        return tuple(self.identifier(child) for child in self.nodes.sequence(node))

    def examples(self, node: yaml.Node, topic: str) -> tuple[str, ...]:
        if topic in self.trained:
            raise self.nodes.error(node, f"{topic} needs no examples, the model was trained on it; correct its labels instead")
        if not isinstance(node, yaml.SequenceNode):
            raise self.nodes.error(node, "expected a list of what customers say, at most 10")
        for child in node.value[MOST_EXAMPLES:]:
            raise self.nodes.error(child, f"one example too many; a topic takes at most {MOST_EXAMPLES}")
        return tuple(self.example(child) for child in node.value)

    def example(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.nodes.error(node, "an example is empty; write what a customer would say, or delete the line")
        text = self.nodes.text(node)
        if len(text) > LONGEST_EXAMPLE:
            raise self.nodes.error(
                node, f"an example has {len(text):,} characters; at most {LONGEST_EXAMPLE}, one opinion is enough"
            )
        return text


def _add(found: dict[str, Entry], entry: Entry, node: yaml.Node, nodes: Nodes) -> None:
    if entry.id in found:
        raise nodes.error(node, f"id {entry.id!r} is used twice; ids are unique")
    found[entry.id] = entry


def _bilingual(nodes: Nodes, fields: dict[str, yaml.Node], field: str, was: Bilingual) -> Bilingual:
    """The words of a field. A language that is not given keeps its words, or where there are none takes the other's."""
    if field not in fields:
        return was
    given = nodes.mapping(fields[field], (), ("vi", "en"))
    said = {language: nodes.text(node) for language, node in given.items()}
    if not said:
        raise nodes.error(fields[field], "expected the fields vi, en, or one of them")
    vi, en = said.get("vi", was.vi), said.get("en", was.en)
    return Bilingual(vi or en, en or vi)
