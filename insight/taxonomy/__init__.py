"""Stages, topics, owners and levels of a business, from one YAML file that a person can edit."""

from insight.taxonomy.entries import LEVELS, STAGE_IDS, Level, Stage, Topic
from insight.taxonomy.files import DEFAULT, INDUSTRIES, MAX_BYTES, PACKS
from insight.taxonomy.reader import LONGEST_EXAMPLE, MOST_EXAMPLES, MOST_TOPICS
from insight.taxonomy.taxonomy import Taxonomy

__all__ = [
    "DEFAULT",
    "INDUSTRIES",
    "LEVELS",
    "LONGEST_EXAMPLE",
    "MAX_BYTES",
    "MOST_EXAMPLES",
    "MOST_TOPICS",
    "PACKS",
    "STAGE_IDS",
    "Level",
    "Stage",
    "Taxonomy",
    "Topic",
]
