"""The taxonomy of a business: what its labels mean, and how they hang together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from insight.taxonomy.entries import Stage, Topic
from insight.taxonomy.files import DEFAULT, load, load_file, load_text, trained_ids
from insight.taxonomy.reader import Read


@dataclass(frozen=True)
class Taxonomy:
    """A validated taxonomy; order is that of the file, what it extends first."""

    stages: tuple[Stage, ...]
    topics: tuple[Topic, ...]

    @cached_property
    def stage_by_id(self) -> Mapping[str, Stage]:
        """Stages by id."""
        return {stage.id: stage for stage in self.stages}

    @cached_property
    def topic_by_id(self) -> Mapping[str, Topic]:
        """Topics by id, retired ones included."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def living(self) -> tuple[Topic, ...]:
        """Topics that are given: all that are not retired."""
        return tuple(topic for topic in self.topics if not topic.retired)

    @cached_property
    def own(self) -> tuple[Topic, ...]:
        """Living topics that the default taxonomy does not have: the model was not trained on them."""
        return tuple(topic for topic in self.living if topic.id not in trained_ids())

    @cached_property
    def _current(self) -> Mapping[str, str]:
        return {old: topic.id for topic in self.topics for old in topic.formerly}

    def current_id(self, topic: str) -> str:
        """The id that a stored topic id is read as: what it was renamed to, else itself, known or not."""
        return self._current.get(topic, topic)

    def topic(self, topic: str | None) -> Topic | None:
        """The topic that a stored id is read as; None for None, and for an id of another taxonomy."""
        return self.topic_by_id.get(self.current_id(topic)) if topic else None

    def family(self, topic: str) -> tuple[str, ...]:
        """Every stored id that counts for a topic: its own, those it had formerly, and those of the topics under it."""
        return self._families.get(topic, (topic,))

    @cached_property
    def _families(self) -> Mapping[str, tuple[str, ...]]:
        found = {topic.id: (topic.id, *topic.formerly) for topic in self.topics}
        for topic in self.topics:
            for above in self.ancestors(topic.id):
                found[above] += (topic.id, *topic.formerly)
        return found

    def ancestors(self, topic: str) -> tuple[str, ...]:
        """Ids that a topic rolls up to, its parent first; none for a topic without a parent, or that is not known."""
        found: list[str] = []
        above = self.topic_by_id.get(self.current_id(topic))
        while above and above.parent:
            found.append(above.parent)
            above = self.topic_by_id[above.parent]
        return tuple(found)

    def fingerprint(self) -> str:
        """Six hexadecimal digits that change when labels may: of own topics' words, and of default topics no longer given.

        Empty where labels are those of the default taxonomy. The order of topics does not matter.
        """
        own = sorted([topic.id, *_both(topic), *topic.examples] for topic in self.own)
        gone = sorted(trained_ids() - {topic.id for topic in self.living})
        return sha256(json.dumps([own, gone]).encode()).hexdigest()[:6] if own or gone else ""

    @classmethod
    def default(cls) -> "Taxonomy":
        """The taxonomy that ships with the package."""
        return cls.find(DEFAULT)

    @classmethod
    def find(cls, told: str) -> "Taxonomy":
        """The pack of that name, else the file at that path; raises `TaxonomyError` naming file and line."""
        return cls._of(load(told))

    @classmethod
    def from_file(cls, path: Path) -> "Taxonomy":
        """Read and validate a file; raises `TaxonomyError` naming file and line."""
        return cls._of(load_file(path))

    @classmethod
    def from_text(cls, text: str, name: str = "taxonomy") -> "Taxonomy":
        """Parse and validate YAML text; `name` is used in messages. Raises `TaxonomyError` naming the line."""
        return cls._of(load_text(text, name))

    @classmethod
    def _of(cls, read: Read) -> "Taxonomy":
        return cls(tuple(read.stages.values()), tuple(read.topics.values()))


def _both(topic: Topic) -> tuple[str, str, str, str]:
    return topic.name.vi, topic.name.en, topic.about.vi, topic.about.en
