"""Topics of one's own: what a file changes in the taxonomy it extends, and every mistake, named with its line."""

from pathlib import Path

import pytest

from insight.errors import TaxonomyError
from insight.taxonomy import INDUSTRIES, PACKS, Taxonomy, Topic
from insight.types import Bilingual

DEFAULT = Taxonomy.default()
CARE = Bilingual("Chăm sóc khách hàng", "Customer care")
OWN = """extends: default
topics:
  - id: branch.vip
    name: {vi: Quầy VIP, en: VIP desk}
    about: {vi: chờ ở quầy VIP, en: waiting at the VIP desk}
    parent: service.waiting
    examples:
      - Chờ ở quầy VIP cả tiếng
      - The VIP desk was empty again
    formerly: [branch.gold, branch.platinum]
  - id: branch.plain
    name: {vi: Quầy thường}
    about: {en: the other desks}
  - id: price.value
    name: {vi: Giá}
    level: execution
  - id: price.promotion
    retired: true
"""
"""`branch.vip` is on lines 3 to 10, `branch.plain` on 11 to 13, `price.value` on 14 to 16, `price.promotion` on 17 and 18."""


def refusal(text: str) -> str:
    with pytest.raises(TaxonomyError) as caught:
        Taxonomy.from_text(text, "own.yaml")
    return str(caught.value)


def test_only_what_is_added_or_changed_is_listed() -> None:
    found = Taxonomy.from_text(OWN)
    was = DEFAULT.topic_by_id
    assert found.stages == DEFAULT.stages
    assert [topic.id for topic in found.topics] == [*was, "branch.vip", "branch.plain"]
    assert found.topic_by_id["branch.vip"] == Topic(
        "branch.vip",
        Bilingual("Quầy VIP", "VIP desk"),
        Bilingual("chờ ở quầy VIP", "waiting at the VIP desk"),
        was["service.waiting"].owner,
        "execution",
        ("Chờ ở quầy VIP cả tiếng", "The VIP desk was empty again"),
        "service.waiting",
        formerly=("branch.gold", "branch.platinum"),
    )
    both = (Bilingual("Quầy thường", "Quầy thường"), Bilingual("the other desks", "the other desks"))
    assert found.topic_by_id["branch.plain"] == Topic("branch.plain", *both, CARE, "execution")
    value = found.topic_by_id["price.value"]
    assert (value.name, value.about, value.owner) == (
        Bilingual("Giá", "Price and value"),
        was["price.value"].about,
        was["price.value"].owner,
    )
    assert value.level == "execution"
    assert {topic for topic in was if found.topic_by_id[topic] != was[topic]} == {"price.value", "price.promotion"}


def test_what_is_ones_own_what_lives_and_what_old_labels_are_called() -> None:
    found = Taxonomy.from_text(OWN)
    assert [topic.id for topic in found.own] == ["branch.vip", "branch.plain"]
    assert {topic.id for topic in found.topics} - {topic.id for topic in found.living} == {"price.promotion"}
    assert found.topic_by_id["price.promotion"].name.en == "Promotion"
    asked = ("branch.gold", "branch.platinum", "branch.vip", "price.value", "no.topic", "")
    assert [found.current_id(topic) for topic in asked] == [
        "branch.vip",
        "branch.vip",
        "branch.vip",
        "price.value",
        "no.topic",
        "",
    ]
    assert DEFAULT.own == ()
    assert DEFAULT.living == DEFAULT.topics


def test_an_own_topic_that_is_retired_is_neither_own_nor_living_but_readable() -> None:
    found = Taxonomy.from_text(OWN + "  - {id: a.b, name: {en: Old}, about: {en: gone}, retired: true}\n")
    assert [topic.id for topic in found.own] == ["branch.vip", "branch.plain"]
    assert found.topic_by_id["a.b"].name.vi == "Old"


FAMILY = """extends: default
topics:
  - {id: d.e, name: {en: e}, about: {en: e}, parent: c.d}
  - {id: c.d, name: {en: d}, about: {en: d}, parent: b.c, formerly: [x.y]}
  - {id: b.c, name: {en: c}, about: {en: c}, parent: staff.attitude}
  - {id: a.b, name: {en: b}, about: {en: b}, owner: {vi: Của mình, en: Mine}}
  - {id: z.z, name: {en: z}, about: {en: z}, parent: a.b}
"""


def test_topics_roll_up_and_take_their_parents_owner() -> None:
    found = Taxonomy.from_text(FAMILY)
    above = {topic: found.ancestors(topic) for topic in ("d.e", "c.d", "x.y", "b.c", "a.b", "staff.attitude", "no.topic")}
    assert above == {
        "d.e": ("c.d", "b.c", "staff.attitude"),
        "c.d": ("b.c", "staff.attitude"),
        "x.y": ("b.c", "staff.attitude"),
        "b.c": ("staff.attitude",),
        "a.b": (),
        "staff.attitude": (),
        "no.topic": (),
    }
    front = DEFAULT.topic_by_id["staff.attitude"].owner
    owners = [found.topic_by_id[topic].owner for topic in ("d.e", "c.d", "b.c", "a.b", "z.z")]
    assert owners == [front, front, front, Bilingual("Của mình", "Mine"), Bilingual("Của mình", "Mine")]


def test_the_fingerprint_is_of_what_labels_depend_on() -> None:
    own = Taxonomy.from_text(OWN).fingerprint()
    assert DEFAULT.fingerprint() == ""
    assert len(own) == 6
    assert set(own) <= set("0123456789abcdef")
    assert Taxonomy.from_text("extends: default\ntopics:\n  - {id: price.value, name: {vi: Giá}}").fingerprint() == ""
    same = (
        ("level: execution", "level: strategy"),
        ("name: {vi: Giá}", "name: {vi: Giá bán}"),
        ("[branch.gold,", "[branch.silver,"),
    )
    for old, new in same:
        assert Taxonomy.from_text(OWN.replace(old, new)).fingerprint() == own
    other = ("Quầy VIP,", "Quầy Vip,"), ("VIP desk}", "desk}"), ("cả tiếng", "cả buổi"), ("id: branch.vip", "id: branch.vips")
    changed = [
        Taxonomy.from_text(OWN.replace(old, new, 1)).fingerprint() for old, new in (*other, ("retired: true", "retired: false"))
    ]
    assert len({own, "", *changed}) == len(changed) + 2
    head, first, second = FAMILY.splitlines()[0:2], FAMILY.splitlines()[2], FAMILY.splitlines()[6]
    rest = FAMILY.splitlines()[3:6]
    turned = Taxonomy.from_text("\n".join([*head, second, *rest, first]))
    assert turned.fingerprint() == Taxonomy.from_text(FAMILY).fingerprint()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("extends: default", "extends: bankng", "line 1: unknown pack 'bankng'; did you mean banking?"),
        ("extends: default", "extends: x.yaml", "line 1: unknown pack 'x.yaml'; packs are default, retail, banking, "),
        ("extends: default", "extends: [default]", "line 1: expected some text"),
        ("extends: default", "version: 1", "line 1: field 'stages' is missing; needed are stages, topics"),
        ("parent: service.waiting", "parent: service.waitng", "line 6: unknown parent 'service.waitng' of 'branch.vip'; an id such as service.wai"),
        ("parent: service.waiting", "parent: branch.vip", "line 6: the parents go round: branch.vip > branch.vip; one of them"),
        ("parent: service.waiting", "parent: price.promotion", "line 6: 'price.promotion', the parent of 'branch.vip', is retired; retire both"),
        ("id: price.promotion", "id: service.waiting", "line 6: 'service.waiting', the parent of 'branch.vip', is retired; retire both"),
        ("id: branch.plain", "id: branch.vip", "line 11: id 'branch.vip' is used twice; ids are unique"),
        ("id: branch.plain", "id: branch.gold", "line 10: 'branch.gold' is an id, and formerly that of 'branch.vip'; ids are unique for ever"),
        ("[branch.gold,", "[price.value,", "line 10: 'price.value' is an id, and formerly that of 'branch.vip'"),
        ("retired: true", "formerly: [branch.gold]", "line 10: 'branch.gold' is said to be the former id of 'price.promotion' and 'branch.vip'; of one"),
        ("[branch.gold,", "[Gold,", "line 10: topic id 'Gold'; write group.leaf in lower case"),
        ("[branch.gold, branch.platinum]", "branch.gold", "line 10: expected a list with at least one entry"),
        ("- The VIP desk was empty again", "- ", "line 9: an example is empty; write what a customer would say, or delete the line"),
        ("- The VIP desk was empty again", "- '  '", "line 9: an example is empty"),
        ("- The VIP desk was empty again", "- [a, b]", "line 9: an example is empty"),
        ("- The VIP desk was empty again", "- " + "a" * 501, "line 9: an example has 501 characters; at most 500"),
        ("      - The VIP desk was empty again\n", "      - a\n" * 10, "line 18: one example too many; a topic takes at most 10"),
        ("retired: true", "examples: [cheap]", "line 18: price.promotion needs no examples, the model was trained on it; correct its"),
        ("parent: service.waiting\n    examples:", "examples: none\n    x:", "line 7: unknown field 'x'; one of id, name, about, owner"),
        ("retired: true", "retired: maybe", "line 18: 'maybe' is neither true nor false"),
        ("level: execution", "level: soon", "line 16: unknown level 'soon'; one of strategy, execution"),
        ("    about: {en: the other desks}\n", "", "line 11: field 'about' is missing; needed are id, name, about"),
    ],
)  # fmt: skip
def test_every_mistake_names_its_line(old: str, new: str, message: str) -> None:
    assert OWN.count(old) >= 1
    assert refusal(OWN.replace(old, new, 1)).startswith(f"own.yaml, {message}")


def test_a_long_circle_of_parents() -> None:
    text = FAMILY.replace("parent: staff.attitude", "parent: d.e")
    assert refusal(text) == "own.yaml, line 3: the parents go round: d.e > c.d > b.c > d.e; one of them can have no parent"


def test_a_circle_closed_over_the_file_extended(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(FAMILY, encoding="utf-8")
    shop = tmp_path / "shop.yaml"
    shop.write_text("extends: base.yaml\ntopics:\n  - {id: a.b,\n     parent: z.z}\n", encoding="utf-8")
    with pytest.raises(TaxonomyError) as caught:
        Taxonomy.from_file(shop)
    assert str(caught.value).startswith(f"{shop}, line 4: the parents go round: a.b > z.z > a.b")


@pytest.mark.parametrize("count", [177, 178, 500])
def test_at_most_two_hundred_topics_in_all(count: int) -> None:
    lines = [f"  - {{id: own.t{number}, name: {{en: n}}, about: {{en: a}}}}" for number in range(count)]
    text = "\n".join(["extends: default", "topics:", *lines])
    if count <= 200 - len(DEFAULT.topics):
        assert len(Taxonomy.from_text(text).topics) == 200
    else:
        assert refusal(text) == "own.yaml, line 180: topic 'own.t177' is one too many; a taxonomy has at most 200"


def test_files_extend_packs_and_each_other(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        "extends: banking\ntopics:\n  - {id: a.b, name: {en: b}, about: {en: b}}", encoding="utf-8"
    )
    (tmp_path / "shop.yaml").write_text("extends: base.yaml\nstages:\n  - {id: usage, name: {en: At the bank}}", encoding="utf-8")
    found = Taxonomy.find(str(tmp_path / "shop.yaml"))
    assert found.own == (*Taxonomy.find("banking").own, found.topic_by_id["a.b"])
    assert found.stage_by_id["usage"].name == Bilingual("Sử dụng", "At the bank")
    assert found.stages[0] == DEFAULT.stages[0]


def test_files_that_extend_each_other_in_a_circle(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text("\nextends: two.yaml", encoding="utf-8")
    two.write_text("extends: one.yaml", encoding="utf-8")
    with pytest.raises(TaxonomyError) as caught:
        Taxonomy.from_file(one)
    way = "one.yaml > two.yaml > one.yaml"
    assert str(caught.value) == f"{two}, line 1: the files extend each other in a circle: {way}; one of them can extend no other"


def test_finding_a_taxonomy_by_what_one_is_told(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(OWN, encoding="utf-8")
    assert Taxonomy.find("default") == DEFAULT
    assert Taxonomy.find(str(own)) == Taxonomy.from_text(OWN) == Taxonomy.from_file(own)
    for told, message in (
        ("retial", "taxonomy 'retial' is neither a file nor a pack; did you mean retail?"),
        ("zzz", f"taxonomy 'zzz' is neither a file nor a pack; packs are {', '.join(PACKS)}; a file is named with .yaml"),
        (str(tmp_path / "no.yaml"), f"taxonomy {tmp_path / 'no.yaml'} cannot be read: No such file or directory"),
        ("a\x00.yaml", "taxonomy a\x00.yaml cannot be read: embedded null byte"),
    ):
        with pytest.raises(TaxonomyError) as caught:
            Taxonomy.find(told)
        assert str(caught.value) == message


@pytest.mark.parametrize("pack", PACKS[1:])
def test_the_packs_that_ship(pack: str) -> None:
    found = Taxonomy.find(pack)
    assert found.living[: len(DEFAULT.topics)] == DEFAULT.topics
    assert len(found.own) == 2 if pack not in INDUSTRIES else 4 <= len(found.own) <= 8
    names = [topic.name[language].casefold() for topic in found.topics for language in ("vi", "en")]
    assert len(set(names)) == len(names)
    for topic in found.own:
        assert 4 <= len(topic.examples) == len(set(topic.examples)) <= 10
        for said in (topic.name, topic.about):
            assert said.vi != said.en
        accented = [not example.isascii() for example in topic.examples]
        assert 2 <= sum(accented) <= len(accented) - 2, "examples in both languages"
