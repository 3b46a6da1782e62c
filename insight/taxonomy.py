"""Stages, topics, owners and levels of a business, from one YAML file that a person can edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Literal, TypeVar

import yaml

from insight.errors import TaxonomyError
from insight.types import UNKNOWN_STAGE, Bilingual

Level = Literal["strategy", "execution"]
LEVELS: tuple[Level, ...] = ("strategy", "execution")
STAGE_IDS = ("awareness", "consideration", "purchase", "delivery", "usage", "support", "loyalty", UNKNOWN_STAGE)
MAX_BYTES = 1_000_000
_DEFAULT = "taxonomy.yaml"


@dataclass(frozen=True, slots=True)
class Stage:
    """A moment of the customer journey."""

    id: str
    name: Bilingual
    about: Bilingual


@dataclass(frozen=True, slots=True)
class Topic:
    """What an opinion can be about; `owner` is the team that can act on it."""

    id: str
    name: Bilingual
    about: Bilingual
    owner: Bilingual
    level: Level

    @property
    def group(self) -> str:
        """The part before the dot: `price` of `price.value`."""
        return self.id.partition(".")[0]


Entry = TypeVar("Entry", Stage, Topic)


@dataclass(frozen=True)
class Taxonomy:
    """A validated taxonomy; order is that of the file."""

    stages: tuple[Stage, ...]
    topics: tuple[Topic, ...]

    @cached_property
    def stage_by_id(self) -> Mapping[str, Stage]:
        """Stages by id."""
        return {stage.id: stage for stage in self.stages}

    @cached_property
    def topic_by_id(self) -> Mapping[str, Topic]:
        """Topics by id."""
        return {topic.id: topic for topic in self.topics}

    @classmethod
    def default(cls) -> "Taxonomy":
        """The taxonomy that ships with the package."""
        return cls.from_text((resources.files("insight") / _DEFAULT).read_text(encoding="utf-8"), _DEFAULT)

    @classmethod
    def from_file(cls, path: Path) -> "Taxonomy":
        """Read and validate a file; raises `TaxonomyError` naming file and line."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise TaxonomyError(f"taxonomy {path} cannot be read: {error.strerror}") from error
        if len(data) > MAX_BYTES:
            raise TaxonomyError(f"taxonomy {path} has {len(data):,} bytes; at most {MAX_BYTES:,}")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise TaxonomyError(f"taxonomy {path} is not UTF-8 at byte {error.start}; save it as UTF-8") from error
        return cls.from_text(text, str(path))

    @classmethod
    def from_text(cls, text: str, name: str = "taxonomy") -> "Taxonomy":
        """Parse and validate YAML text; `name` is used in messages. Raises `TaxonomyError` naming the line."""
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise TaxonomyError(f"{name}, line {line}: not valid YAML: {error.problem}") from error
        except (yaml.YAMLError, RecursionError) as error:
            raise TaxonomyError(f"{name}: not valid YAML: {error}") from error
        return _Reader(name).taxonomy(root)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Walks the YAML nodes, which know their lines, and refuses what does not fit."""

    name: str

    def taxonomy(self, root: yaml.Node | None) -> Taxonomy:
        if root is None:
            raise TaxonomyError(f"{self.name} is empty; it needs 'stages' and 'topics'")
        fields = self.mapping(root, required=("stages", "topics"), optional=("version",))
        stages = self.unique([self.stage(node) for node in self.sequence(fields["stages"])], fields["stages"])
        topics = self.unique([self.topic(node) for node in self.sequence(fields["topics"])], fields["topics"])
        missing = [stage for stage in STAGE_IDS if stage not in {found.id for found in stages}]
        if missing:
            raise self.error(fields["stages"], f"stages {', '.join(missing)} are missing; their ids are fixed")
        return Taxonomy(tuple(stages), tuple(topics))

    def stage(self, node: yaml.Node) -> Stage:
        fields = self.mapping(node, required=("id", "name", "about"))
        identifier = self.text(fields["id"])
        if identifier not in STAGE_IDS:
            raise self.error(fields["id"], f"unknown stage {identifier!r}; one of {', '.join(STAGE_IDS)}")
        return Stage(identifier, self.bilingual(fields["name"]), self.bilingual(fields["about"]))

    def topic(self, node: yaml.Node) -> Topic:
        fields = self.mapping(node, required=("id", "name", "about", "owner", "level"))
        identifier, level = self.text(fields["id"]), self.text(fields["level"])
        group, dot, leaf = identifier.partition(".")
        if not (dot and group.isidentifier() and leaf.isidentifier() and identifier == identifier.lower()):
            raise self.error(fields["id"], f"topic id {identifier!r}; write group.leaf in lower case, such as price.value")
        if level not in LEVELS:
            raise self.error(fields["level"], f"unknown level {level!r}; one of {', '.join(LEVELS)}")
        name, about, owner = (self.bilingual(fields[key]) for key in ("name", "about", "owner"))
        return Topic(identifier, name, about, owner, "strategy" if level == "strategy" else "execution")

    def bilingual(self, node: yaml.Node) -> Bilingual:
        fields = self.mapping(node, required=("vi", "en"))
        return Bilingual(self.text(fields["vi"]), self.text(fields["en"]))

    def unique(self, items: list[Entry], node: yaml.Node) -> list[Entry]:
        seen: set[str] = set()
        for item, child in zip(items, self.sequence(node), strict=True):
            if item.id in seen:
                raise self.error(child, f"id {item.id!r} is used twice; ids are unique")
            seen.add(item.id)
        return items

    def mapping(self, node: yaml.Node, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, yaml.Node]:
        allowed = ", ".join(required + optional)
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, f"expected the fields {allowed}")
        fields: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self.text(key_node)
            if key not in required + optional:
                raise self.error(key_node, f"unknown field {key!r}; one of {allowed}")
            if key in fields:
                raise self.error(key_node, f"field {key!r} stands twice")
            fields[key] = value
        for key in required:
            if key not in fields:
                raise self.error(node, f"field {key!r} is missing; needed are {', '.join(required)}")
        return fields

    def sequence(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.error(node, "expected a list with at least one entry")
        return list(node.value)

    def text(self, node: yaml.Node) -> str:
        value = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
        if not value:
            raise self.error(node, "expected some text")
        return str(value)

    def error(self, node: yaml.Node, message: str) -> TaxonomyError:
        return TaxonomyError(f"{self.name}, line {node.start_mark.line + 1}: {message}")
