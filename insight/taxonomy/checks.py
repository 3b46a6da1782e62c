"""What must hold between topics: ids and former ids are unique, parents exist, live, and go up to an end."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

import yaml

from insight.taxonomy.entries import CUSTOMER_CARE, Topic
from insight.taxonomy.nodes import Lines, Nodes

_NEAR = 0.5


def check_ids(topics: Mapping[str, Topic], lines: Lines, nodes: Nodes) -> None:
    """Refuse an id that is also a former id, and a former id that two topics claim.

    Args:
        topics: every topic, those of the file extended included.
        lines: where this file says what it says.
        nodes: makes the error.

    Raises:
        TaxonomyError: naming the line in this file.
    """
    claimed: dict[str, str] = {}
    for topic in topics.values():
        for old in topic.formerly:
            places = ((topic.id, "formerly"), (old, "id"), (claimed.get(old, ""), "formerly"))
            if old in topics:
                raise nodes.error(
                    _here(places, lines), f"{old!r} is an id, and formerly that of {topic.id!r}; ids are unique for ever"
                )
            if old in claimed:
                both = f"{claimed[old]!r} and {topic.id!r}"
                raise nodes.error(_here(places, lines), f"{old!r} is said to be the former id of {both}; of one of them")
            claimed[old] = topic.id


def _here(places: Iterable[tuple[str, str]], lines: Lines) -> yaml.Node:
    """The first of some places that stands in this file: what it extends was checked before, so one does."""
    return next(lines[place] for place in places if place in lines)


def check_families(topics: Mapping[str, Topic], lines: Lines, nodes: Nodes) -> None:
    """Refuse a parent that does not exist, is retired under a topic that is not, or is a descendant of its child.

    Raises:
        TaxonomyError: naming the line in this file.
    """
    for topic in topics.values():
        if topic.parent is None:
            continue
        parent = topics.get(topic.parent)
        if parent is None:
            near = get_close_matches(topic.parent, topics, 3, _NEAR) or list(topics)[:3]
            message = f"unknown parent {topic.parent!r} of {topic.id!r}; an id such as {', '.join(near)}"
            raise nodes.error(lines[topic.id, "parent"], message)
        if parent.retired and not topic.retired:
            place = _here(((topic.id, "parent"), (parent.id, "retired"), (topic.id, "retired")), lines)
            raise nodes.error(
                place, f"{parent.id!r}, the parent of {topic.id!r}, is retired; retire both, or give another parent"
            )
        _check_end(topic, topics, lines, nodes)


def _check_end(topic: Topic, topics: Mapping[str, Topic], lines: Lines, nodes: Nodes) -> None:
    way = [topic.id]
    above = topic.parent
    while above is not None and above in topics and above not in way:
        way.append(above)
        above = topics[above].parent
    if above == topic.id:
        place = _here([(each, "parent") for each in way], lines)
        raise nodes.error(place, f"the parents go round: {' > '.join([*way, topic.id])}; one of them can have no parent")


def with_owners(topics: Mapping[str, Topic]) -> dict[str, Topic]:
    """A topic without an owner is its parent's, or its grandparent's, and so on; else customer care's."""
    owned: dict[str, Topic] = {}
    for topic in topics.values():
        above: Topic | None = topic
        while above is not None and not above.owner.vi:
            above = topics[above.parent] if above.parent else None
        owned[topic.id] = replace(topic, owner=above.owner if above else CUSTOMER_CARE)
    return owned
