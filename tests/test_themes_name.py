"""A short name in both languages for each theme, no two alike."""

import numpy as np
import pytest
from conftest import bag_of_words

from insight.taxonomy import Taxonomy
from insight.text import fold
from insight.themes.name import LONGEST, NEAR_ENOUGH, Phrase, Saying, Unnamed, load_phrases, name_themes, phrase_vectors
from insight.types import Bilingual, Vectors

SPEED = Bilingual("Tốc độ giao hàng", "Delivery speed")
NO_PHRASES = np.zeros((0, 2), np.float32)


def said(text: str, language: str = "vi", closeness: float = 0.9, sentiment: str = "negative") -> Saying:
    return Saying(text, language, closeness, sentiment)


def theme(*sayings: Saying, topic: str | None = "delivery.speed") -> Unnamed:
    return Unnamed(sayings, topic, SPEED)


def by_words(*themes: Unnamed) -> list[Bilingual]:
    """Names without a bank."""
    return name_themes(themes, np.zeros((len(themes), 2), np.float32), [], NO_PHRASES)


def angle(*cosines: float) -> Vectors:
    """Unit rows at given cosines to the first axis."""
    return np.array([[cosine, (1 - cosine**2) ** 0.5] for cosine in cosines], np.float32)


# The bank


def test_the_bank_that_ships() -> None:
    phrases, taxonomy = load_phrases(), Taxonomy.default()
    assert len(phrases) > 500
    assert {phrase.topic for phrase in phrases} == set(taxonomy.topic_by_id)
    assert {phrase.sentiment for phrase in phrases} == {"negative", "neutral", "positive"}
    for language in ("vi", "en"):
        names = [phrase.name[language] for phrase in phrases]
        assert len({fold(name) for name in names}) == len(names)
        assert all(name == name.strip() and name[:1] == name[:1].upper() and name for name in names)


def phrase(vi: str, en: str, sentiment: str = "negative", topic: str = "delivery.speed") -> Phrase:
    return Phrase(topic, sentiment, Bilingual(vi, en))


LATE, LOST = phrase("Giao muộn", "Late delivery"), phrase("Mất hàng", "Lost")
FAST = phrase("Giao nhanh", "Fast delivery", "positive")


def test_a_near_phrase_of_the_same_sentiment_gives_the_name() -> None:
    names = name_themes([theme(said("xyz abc"))], angle(1.0), [FAST, LATE, LOST], angle(1.0, 0.9, 0.8))
    assert names == [LATE.name]


@pytest.mark.parametrize(("cosine", "named"), [(NEAR_ENOUGH + 0.001, True), (NEAR_ENOUGH - 0.001, False)])
def test_a_phrase_must_be_near_enough(cosine: float, named: bool) -> None:
    (name,) = name_themes([theme(said("hàng tới quá trễ"))], angle(1.0), [LATE], angle(cosine))
    assert (name == LATE.name) is named


def test_the_topic_and_shared_words_decide_between_near_phrases() -> None:
    other = phrase("Chờ bàn lâu", "Long wait", topic="service.waiting")
    names = name_themes([theme(said("xyz abc"))], angle(1.0), [other, LATE], angle(0.90, 0.85))
    assert names == [LATE.name]
    names = name_themes([theme(said("chờ bàn lâu"), topic=None)], angle(1.0), [LATE, other], angle(0.90, 0.85))
    assert names == [other.name]


def test_a_phrase_names_one_theme_the_nearest() -> None:
    themes = [theme(said("trễ quá trời")), theme(said("muộn quá trời"))]
    names = name_themes(themes, angle(0.9, 1.0), [LATE], angle(1.0))
    assert names[1] == LATE.name
    assert names[0] == Bilingual("Trễ quá trời", "Delivery speed: “Trễ quá trời”")


def test_the_sentiment_of_a_theme_is_that_of_most() -> None:
    happy = theme(said("nhanh ghê", sentiment="positive"), said("nhanh", sentiment="positive"), said("chậm"))
    assert happy.sentiment == "positive"
    assert name_themes([happy], angle(1.0), [LATE, FAST], angle(1.0, 0.9)) == [FAST.name]


def test_phrase_vectors_are_the_unit_mean_of_both_languages() -> None:
    found = phrase_vectors(np.array([[1, 0], [0, 0]], np.float32), np.array([[0, 1], [0, 0]], np.float32))
    assert found == pytest.approx(np.array([[0.5**0.5, 0.5**0.5], [0, 0]]))


def test_the_bank_on_an_encoder_of_words() -> None:
    phrases = load_phrases()
    read = {language: np.stack([bag_of_words(each.name[language]) for each in phrases]) for language in ("vi", "en")}
    vectors = phrase_vectors(read["vi"], read["en"])
    wanted = next(each for each in phrases if each.sentiment == "negative")
    centre = vectors[[phrases.index(wanted)]]
    sayings = [said(wanted.name.vi), said(wanted.name.en, "en")]
    assert name_themes([Unnamed(sayings, wanted.topic, SPEED)], centre, phrases, vectors) == [wanted.name]


# Its own words


def test_the_most_central_saying_of_each_language_gives_the_name() -> None:
    late, slow = said("giao hàng quá muộn", closeness=0.8), said("giao hàng quá chậm", closeness=0.9)
    assert by_words(theme(late, slow, said("so late", "en", 0.7))) == [Bilingual("Giao hàng quá chậm", "So late")]


def test_the_words_that_set_a_theme_apart_count() -> None:
    sayings = [("phải xếp hàng lâu", 0.5), ("nói chung là vậy", 0.6), ("xếp hàng lâu lắm", 0.4)]
    queue = theme(*(said(text, closeness=closeness) for text, closeness in sayings))
    noise = theme(said("nói chung là ồn"), said("nói chung là ồn ào"))
    assert by_words(queue, noise)[0].vi == "Phải xếp hàng lâu"


@pytest.mark.parametrize(
    "unfit",
    [
        "giao cham qua troi",  # without diacritics
        "chậm",  # one word
        "giao hàng chậm hơn cả tuần so với ngày đã hẹn trước",  # too long
        "giao chậm 3 ngày",
        "giao chậm cho [PHONE]",
        "giao chậm #fail",
    ],
)
def test_sayings_that_make_no_name(unfit: str) -> None:
    fit = said("hàng tới muộn", closeness=0.1)
    assert by_words(theme(said(unfit), fit))[0].vi == "Hàng tới muộn"


def test_where_a_language_has_no_words_the_topic_and_the_others_words() -> None:
    assert by_words(theme(said("giao hàng chậm"))) == [Bilingual("Giao hàng chậm", "Delivery speed: “Giao hàng chậm”")]
    assert by_words(theme(said("too slow again", "en"))) == [Bilingual("Tốc độ giao hàng: “Too slow again”", "Too slow again")]
    assert by_words(theme(said("cham 3 ngay", "other"))) == [
        Bilingual("Tốc độ giao hàng: “Cham 3 ngay”", "Delivery speed: “Cham 3 ngay”")
    ]


def test_names_begin_with_a_capital_and_do_not_shout() -> None:
    assert by_words(theme(said("...ĐỒ ĂN NGUỘI NGẮT!!!"), said("it's COLD, really", "en"))) == [
        Bilingual("Đồ ăn nguội ngắt", "It's COLD, really")
    ]


def test_a_long_saying_is_shortened_when_nothing_else_is_there() -> None:
    (name,) = by_words(theme(said(" ".join(["chậm"] * 30))))
    assert name.vi == f"Tốc độ giao hàng: “{'Chậm ' + ' '.join(['chậm'] * (LONGEST - 1))}”"


def test_a_saying_without_words_is_a_name_at_worst() -> None:
    assert by_words(theme(said(" 👍 ", "other"))) == [Bilingual("Tốc độ giao hàng: “👍”", "Delivery speed: “👍”")]


def test_no_two_names_are_alike() -> None:
    twice = theme(said("giao hàng chậm"), said("hàng về muộn", closeness=0.5), said("so slow", "en"), said("too late", "en", 0.5))
    first, second = by_words(twice, twice)
    assert first == Bilingual("Giao hàng chậm", "So slow")
    assert second == Bilingual("Hàng về muộn", "Too late")


def test_names_from_words_leave_the_names_of_the_bank_alone() -> None:
    own = theme(said("giao MUỘN"), said("giao chậm quá", closeness=0.1), said("late DELIVERY", "en"), said("too slow", "en", 0.1))
    names = name_themes([own, theme(said("muộn"))], angle(0.0, 1.0), [LATE], angle(1.0))
    assert names == [Bilingual("Giao chậm quá", "Too slow"), LATE.name]


def test_names_do_not_change_from_run_to_run() -> None:
    themes = [theme(said("giao hàng chậm"), said("giao hàng muộn"), said("so slow", "en"), said("so late", "en"))]
    assert by_words(*themes) == by_words(*themes) == [Bilingual("Giao hàng muộn", "So slow")]


def test_no_themes_no_names() -> None:
    assert by_words() == []
