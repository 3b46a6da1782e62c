"""YAML nodes, which know their lines, taken apart with messages that name the line."""

import unicodedata
from dataclasses import dataclass

import yaml

from insight.errors import TaxonomyError

_CONTROL = {"Cc", "Cs"}
_LAYOUT = "\n\t"
Lines = dict[tuple[str, str], yaml.Node]
"""Where a file says a field of a topic, by topic id and field."""


def compose(text: str, name: str) -> yaml.Node:
    """The root node of a YAML text; raises `TaxonomyError` naming the line where it is not valid, or that it is empty."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TaxonomyError(f"{name}, line {line}: not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        raise TaxonomyError(f"{name}: not valid YAML: {error}") from error
    if root is None:
        raise TaxonomyError(f"{name} is empty; it needs 'stages' and 'topics', or 'extends: default' and what is added")
    return root


@dataclass(frozen=True, slots=True)
class Nodes:
    """Takes the nodes of one file apart and refuses what does not fit; `name` is the file's in messages."""

    name: str

    def mapping(self, node: yaml.Node, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, yaml.Node]:
        """Values by field; every required one is there, and none that is neither required nor optional."""
        allowed = ", ".join(required + optional)
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, f"expected the fields {allowed}")
        fields: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self.text(key_node)
            if key not in required + optional:
                comma = (
                    "; words with a comma in them need quotes" if isinstance(value, yaml.ScalarNode) and not value.value else ""
                )
                raise self.error(key_node, f"unknown field {key!r}; one of {allowed}{comma}")
            if key in fields:
                raise self.error(key_node, f"field {key!r} stands twice")
            fields[key] = value
        self.need(node, fields, required)
        return fields

    def need(self, node: yaml.Node, fields: dict[str, yaml.Node], required: tuple[str, ...]) -> None:
        """Refuse a mapping without a required field."""
        for key in required:
            if key not in fields:
                raise self.error(node, f"field {key!r} is missing; needed are {', '.join(required)}")

    def sequence(self, node: yaml.Node) -> list[yaml.Node]:
        """The entries of a list that is not empty."""
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.error(node, "expected a list with at least one entry")
        return list(node.value)

    def text(self, node: yaml.Node) -> str:
        """Text without space around it: some, and nothing that is no character."""
        value = str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""
        if not value:
            raise self.error(node, "expected some text")
        if any(unicodedata.category(sign) in _CONTROL and sign not in _LAYOUT for sign in value):
            raise self.error(node, f"{value[:40]!r} holds a control character; write plain text")
        return value

    def flag(self, node: yaml.Node) -> bool:
        """`true` or `false`."""
        value = self.text(node).lower()
        if value not in ("true", "false"):
            raise self.error(node, f"{value!r} is neither true nor false")
        return value == "true"

    def error(self, node: yaml.Node, message: str) -> TaxonomyError:
        """The error to raise for a node."""
        return TaxonomyError(f"{self.name}, line {node.start_mark.line + 1}: {message}")
