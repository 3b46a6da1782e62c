"""`insight topics` from outside: what stands on stdout, and what it says of a mistake."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from insight.cli.topics import app
from insight.errors import TaxonomyError
from insight.taxonomy import Taxonomy

OWN = """extends: default
topics:
  - id: branch.vip
    name: {vi: Quầy VIP, en: VIP desk}
    about: {vi: chờ ở quầy VIP, en: waiting at the VIP desk}
    parent: service.waiting
    examples: [Chờ ở quầy VIP cả tiếng]
  - {id: price.promotion, retired: true}
  - {id: price.value, name: {en: Price}}
"""
VIP = {
    "id": "branch.vip",
    "name_vi": "Quầy VIP",
    "name_en": "VIP desk",
    "about_vi": "chờ ở quầy VIP",
    "about_en": "waiting at the VIP desk",
    "owner_vi": "Vận hành cửa hàng",
    "owner_en": "Front line",
    "level": "execution",
    "kind": "own",
    "parent": "service.waiting",
    "formerly": [],
    "examples": 1,
}


@pytest.fixture
def own(tmp_path: Path) -> str:
    file = tmp_path / "own.yaml"
    file.write_text(OWN, encoding="utf-8")
    return str(file)


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_list_shows_every_topic_and_its_kind(own: str) -> None:
    done = CliRunner().invoke(app, ["list", "--taxonomy", own, "--format", "jsonl"])
    found = records(done.stdout)
    assert [row["id"] for row in found] == [*Taxonomy.default().topic_by_id, "branch.vip"]
    assert found[-1] == VIP
    kinds = {row["id"]: row["kind"] for row in found}
    assert {topic for topic, kind in kinds.items() if kind != "trained"} == {"branch.vip", "price.promotion"}
    assert kinds["price.promotion"] == "retired"
    assert done.stderr == "24 topics, 1 of your own, 1 retired\n"


def test_list_follows_the_environment_and_falls_back_to_the_default(own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSIGHT_TAXONOMY", "banking")
    assert "card.service" in CliRunner().invoke(app, ["list"]).stdout
    assert "branch.vip" in CliRunner().invoke(app, ["list", "--taxonomy", own]).stdout
    monkeypatch.delenv("INSIGHT_TAXONOMY")
    assert CliRunner().invoke(app, ["list"]).stderr == "23 topics, 0 of your own, 0 retired\n"


def test_check_shows_what_a_file_adds_and_retires(own: str) -> None:
    done = CliRunner().invoke(app, ["check", own, "--format", "jsonl"])
    assert [(row["id"], row["kind"]) for row in records(done.stdout)] == [("price.promotion", "retired"), ("branch.vip", "own")]
    said = " ".join(done.stderr.split())
    assert "Fewer than 3 examples: branch.vip; with a few more these are found more surely." in said
    assert said.endswith("is good: 24 topics, 1 of your own")


def test_a_pack_has_enough_examples() -> None:
    done = CliRunner().invoke(app, ["check", "personal"])
    assert done.exit_code == 0
    assert "experience.personal" in done.stdout
    assert done.stderr == "personal is good: 25 topics, 2 of your own\n"


def test_a_mistake_is_raised_with_its_line(own: str) -> None:
    file = Path(own)
    file.write_text(OWN.replace("service.waiting", "service.wait"), encoding="utf-8")
    error = CliRunner().invoke(app, ["check", own]).exception
    assert isinstance(error, TaxonomyError)
    near = "service.waiting, service.resolution, price.value"
    assert str(error) == f"{own}, line 6: unknown parent 'service.wait' of 'branch.vip'; an id such as {near}"
