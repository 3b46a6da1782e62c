"""The taxonomy that ships, and every mistake a person can make in their own copy, named with its line."""

from pathlib import Path

import pytest

from insight.errors import TaxonomyError
from insight.taxonomy import MAX_BYTES, STAGE_IDS, Stage, Taxonomy, Topic
from insight.types import Bilingual

TOPICS = {
    "product": "quality features availability",
    "price": "value promotion billing",
    "staff": "attitude expertise",
    "service": "waiting resolution",
    "delivery": "speed packaging accuracy",
    "digital": "usability reliability account",
    "payment": "checkout",
    "returns": "refund",
    "environment": "place",
    "communication": "information",
    "trust": "safety",
    "loyalty": "membership",
    "other": "general",
}
TOPIC_IDS = [f"{group}.{leaf}" for group, leaves in TOPICS.items() for leaf in leaves.split()]
STAGES = "\n".join(f"  - {{id: {stage}, name: {{vi: v {stage}, en: e {stage}}}, about: {{vi: a, en: b}}}}" for stage in STAGE_IDS)
VALID = f"""version: 1
stages:
{STAGES}
topics:
  - id: price.value
    name: {{vi: Giá, en: Price}}
    about: {{vi: đắt rẻ, en: worth the money}}
    owner: {{vi: Kinh doanh, en: Sales}}
    level: strategy
  - id: environment.scent
    name: {{vi: Mùi hương, en: Scent}}
    about: {{vi: thơm, en: how it smells}}
    owner: {{vi: Cửa hàng, en: Stores}}
    level: execution
"""
"""The stages are on lines 3 to 10, the topics begin on lines 12 and 17."""


def test_the_default_has_the_stages_and_topics_of_the_product() -> None:
    taxonomy = Taxonomy.default()
    assert [stage.id for stage in taxonomy.stages] == list(STAGE_IDS)
    assert sorted(topic.id for topic in taxonomy.topics) == sorted(TOPIC_IDS)
    assert {topic.level for topic in taxonomy.topics} == {"strategy", "execution"}
    for said in [text for entry in taxonomy.stages + taxonomy.topics for text in (entry.name, entry.about)]:
        assert said.vi != said.en
    for language in ("vi", "en"):
        assert len({topic.name[language] for topic in taxonomy.topics}) == len(TOPIC_IDS)


def test_a_taxonomy_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("\ufeff" + VALID, encoding="utf-8")
    found = Taxonomy.from_file(file)
    assert found.stages[1] == Stage("consideration", Bilingual("v consideration", "e consideration"), Bilingual("a", "b"))
    scent = Topic(
        "environment.scent",
        Bilingual("Mùi hương", "Scent"),
        Bilingual("thơm", "how it smells"),
        Bilingual("Cửa hàng", "Stores"),
        "execution",
    )
    assert found.topics[1] == scent
    assert scent.group == "environment"
    assert found == Taxonomy.from_text(VALID)
    assert list(found.topic_by_id) == ["price.value", "environment.scent"]
    assert found.topic_by_id["environment.scent"] == scent
    assert found.stage_by_id["usage"] is found.stages[4]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # Fields
        ("version: 1", "verison: 1", "line 1: unknown field 'verison'; one of stages, topics, version, extends"),
        ("    level: strategy", "    priority: 1", "line 16: unknown field 'priority'; one of id, name, about, owner, level"),
        ("    about: {vi: đắt rẻ, en: worth the money}\n", "", "line 12: field 'about' is missing; needed are id, name, about"),
        ("name: {vi: v usage, en: e usage}, ", "", "line 7: field 'name' is missing; needed are id, name, about"),
        ("{vi: Giá, en: Price}", "{}", "line 13: expected the fields vi, en, or one of them"),
        (
            "{vi: Giá, en: Price}",
            "{vi: Giá, rẻ}",
            "line 13: unknown field 'rẻ'; one of vi, en; words with a comma in them need quotes",
        ),
        ("{vi: Giá, en: Price}", '{vi: "Gi\\0", en: Price}', "line 13: 'Gi\\x00' holds a control character; write plain text"),
        (
            "{vi: Giá, en: Price}",
            '{vi: "Gi\\ud800", en: Price}',
            "line 13: 'Gi\\ud800' holds a control character; write plain text",
        ),
        ("{vi: Giá, en: Price}", "{vi: Giá, en: Price, fr: Prix}", "line 13: unknown field 'fr'; one of vi, en"),
        ("{vi: Giá, en: Price}", "{vi: Giá, vi: Price}", "line 13: field 'vi' stands twice"),
        ("{vi: Giá, en: Price}", "Giá", "line 13: expected the fields vi, en"),
        ("{vi: Giá, en: Price}", "{vi: '  ', en: Price}", "line 13: expected some text"),
        ("{vi: Giá, en: Price}", "{vi: , en: Price}", "line 13: expected some text"),
        ("{vi: Giá, en: Price}", "{vi: [Giá], en: Price}", "line 13: expected some text"),
        ("{vi: Giá, en: Price}", "{[vi]: Giá, en: Price}", "line 13: expected some text"),
        # Ids and levels
        ("id: environment.scent", "id: price.value", "line 17: id 'price.value' is used twice; ids are unique"),
        ("id: consideration", "id: awareness", "line 4: id 'awareness' is used twice; ids are unique"),
        ("id: usage", "id: using", "line 7: unknown stage 'using'; one of awareness, consideration, purchase"),
        ("id: price.value", "id: price", "line 12: topic id 'price'; write group.leaf in lower case, such as price.value"),
        ("id: price.value", "id: Price.value", "line 12: topic id 'Price.value'"),
        ("id: price.value", "id: price.too.much", "line 12: topic id 'price.too.much'"),
        ("id: price.value", "id: price. value", "line 12: topic id 'price. value'"),
        ("id: price.value", "id: .value", "line 12: topic id '.value'"),
        ("level: execution", "level: tactics", "line 21: unknown level 'tactics'; one of strategy, execution"),
        # Shape
        ("topics:\n", "topics: many\nrest:\n", "line 12: unknown field 'rest'"),
        (VALID[VALID.index("topics:") :], "topics: many", "line 11: expected a list with at least one entry"),
        (VALID[VALID.index("topics:") :], "topics: []", "line 11: expected a list with at least one entry"),
        (VALID[VALID.index("topics:") :], "", "line 1: field 'topics' is missing; needed are stages, topics"),
        (VALID, "- stages", "line 1: expected the fields stages, topics, version"),
        (VALID, "just words", "line 1: expected the fields stages, topics, version"),
        # YAML
        ("name: {vi: Giá", "name: {vi: Giá: ", "line 13: not valid YAML: "),
        ("    about: {vi: đắt", "   about: {vi: đắt", "line 14: not valid YAML: "),
        ("version: 1", "version: *one", "line 1: not valid YAML: found undefined alias"),
        ("version: 1", "version: 1\n---", "line 2: not valid YAML: "),
    ],
)
def test_every_mistake_names_its_line(old: str, new: str, message: str) -> None:
    assert VALID.count(old) >= 1
    with pytest.raises(TaxonomyError) as caught:
        Taxonomy.from_text(VALID.replace(old, new, 1), "mine.yaml")
    assert str(caught.value).startswith(f"mine.yaml, {message}")


def test_a_stage_that_is_missing() -> None:
    lines = VALID.split("\n")
    with pytest.raises(TaxonomyError, match=r"mine.yaml, line 3: stages awareness, purchase are missing; their ids are fixed"):
        Taxonomy.from_text("\n".join(line for number, line in enumerate(lines, 1) if number not in (3, 5)), "mine.yaml")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n"])
def test_an_empty_file(text: str) -> None:
    with pytest.raises(TaxonomyError, match=r"^mine.yaml is empty; it needs 'stages' and 'topics', or 'extends: default' and "):
        Taxonomy.from_text(text, "mine.yaml")


@pytest.mark.parametrize(
    "text", ["a: \x00", "- " * 100_000, "&a [" + "*a, " * 1000 + "]", "a: &a [*a]", "!!python/object:os.system {}"]
)
def test_hostile_text_is_refused(text: str) -> None:
    with pytest.raises(TaxonomyError, match=r"^taxonomy[,:] "):
        Taxonomy.from_text(text)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    missing, binary, large = (tmp_path / name for name in ("missing.yaml", "latin.yaml", "large.yaml"))
    binary.write_bytes(b"version: \xff\xfe")
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    for file, message in (
        (missing, f"taxonomy {missing} cannot be read: No such file or directory"),
        (tmp_path, f"taxonomy {tmp_path} cannot be read: Is a directory"),
        (binary, f"taxonomy {binary} is not UTF-8 at byte 9; save it as UTF-8"),
        (large, f"taxonomy {large} has 1,000,001 bytes; at most 1,000,000"),
    ):
        with pytest.raises(TaxonomyError) as caught:
            Taxonomy.from_file(file)
        assert str(caught.value) == message


def test_a_mistake_in_a_file_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(VALID.replace("level: strategy", "level: x"), encoding="utf-8")
    with pytest.raises(TaxonomyError) as caught:
        Taxonomy.from_file(file)
    assert str(caught.value) == f"{file}, line 16: unknown level 'x'; one of strategy, execution"
