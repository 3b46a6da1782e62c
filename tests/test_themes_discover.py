"""Groups of mentions that say the same thing, found in planted clusters."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from insight.themes import discover as room
from insight.themes.discover import ALWAYS_SIMILAR, LEAST_SIMILAR, Discovered, centre, discover, nearest, radius

DIM = 64
Groups = NDArray[np.int64]
Vectors = NDArray[np.float32]


def unit(rows: NDArray[np.float64]) -> Vectors:
    found: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


def planted(clusters: int, size: int, noise: float = 0.5, seed: int = 1) -> Vectors:
    """`size` rows around each of some random directions, cluster after cluster; noise is its length beside the direction's."""
    rng = np.random.default_rng(seed)
    directions = unit(rng.normal(size=(clusters, DIM)))
    return unit(np.repeat(directions, size, axis=0) + noise * rng.normal(size=(clusters * size, DIM)) / np.sqrt(DIM))


def strays(count: int, seed: int = 9) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(count, DIM)))


def numbered(vectors: Vectors) -> list[str]:
    return [f"text {number:05}" for number in range(len(vectors))]


def find(vectors: Vectors, smallest: int | None = None) -> Discovered:
    return discover(vectors, numbered(vectors), [True] * len(vectors), smallest)


def unmixed(groups: Groups, sizes: list[int]) -> bool:
    """Whether no group holds mentions of two planted clusters, and a good part of each cluster stands in one group."""
    parts = np.split(groups, np.cumsum(sizes)[:-1])
    inside = [set(part[part >= 0].tolist()) for part in parts]
    apart = sum(map(len, inside)) == len(set().union(*inside))
    return apart and all(np.bincount(part[part >= 0]).max() >= 0.25 * len(part) for part in parts)


def seen_at_first(monkeypatch: pytest.MonkeyPatch, labels: list[int]) -> None:
    """Let the first look at all mentions find just these groups; later looks at a part of them are real."""
    look = room._cluster
    given = np.array(labels, np.int64)
    monkeypatch.setattr(room, "_cluster", lambda rows, least: given if len(rows) == len(given) else look(rows, least))


@pytest.mark.parametrize(("clusters", "size"), [(6, 20), (10, 30), (3, 8)])
def test_planted_clusters_are_found(clusters: int, size: int) -> None:
    found = find(planted(clusters, size))
    assert unmixed(found.groups, [size] * clusters)
    assert adjusted_rand_score(np.repeat(np.arange(clusters), size), found.groups) > 0.7
    assert (found.groups >= 0).mean() > 0.8
    count = found.groups.max() + 1
    assert found.centres.shape == (count, DIM)
    assert found.radii.shape == (count,)


def test_strays_do_not_hide_the_others() -> None:
    groups = find(np.vstack([planted(6, 20), strays(12)])).groups
    assert unmixed(groups[:120], [20] * 6)
    themed, strayed = (np.bincount(part + 1, minlength=groups.max() + 2)[1:] for part in np.split(groups, [120]))
    assert (strayed[themed > 0] <= themed[themed > 0] / 2).all()


def test_centres_and_radii_describe_the_groups() -> None:
    vectors = planted(4, 15)
    found = find(vectors)
    for group in range(len(found.centres)):
        members = vectors[found.groups == group]
        mean = members.mean(axis=0)
        assert found.centres[group] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
        assert found.radii[group] == pytest.approx(radius(members, found.centres[group]), abs=1e-5)


def test_groups_are_numbered_from_the_largest_down(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = [8, 20, 12, 16]
    seen_at_first(monkeypatch, np.repeat(np.arange(4), sizes).tolist())
    vectors = np.vstack([planted(4, 20)[20 * place : 20 * place + size] for place, size in enumerate(sizes)])
    assert find(vectors).groups.tolist() == np.repeat([3, 0, 2, 1], sizes).tolist()


def test_the_same_mentions_give_the_same_themes() -> None:
    vectors = np.vstack([planted(8, 12, noise=1.0), strays(30)])
    first = find(vectors)
    again = find(vectors)
    assert np.array_equal(first.groups, again.groups)
    assert np.array_equal(first.centres, again.centres)


@pytest.mark.parametrize("rows", [45, 126])
def test_the_order_of_the_mentions_does_not_matter(rows: int) -> None:
    vectors = np.vstack([planted(8, 12, noise=1.0), strays(30)])[:rows]
    keys = numbered(vectors)
    expected = find(vectors)
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(rows)
        found = discover(vectors[order], [keys[row] for row in order], [True] * rows)
        assert np.array_equal(found.groups, expected.groups[order])
        assert found.centres == pytest.approx(expected.centres, abs=1e-5)


@pytest.mark.parametrize("count", [6, 60])
def test_identical_texts_are_always_together(count: int) -> None:
    # The same words read in other surroundings have other vectors: they go where most of what they mean goes.
    vectors = np.vstack([planted(4, 20), planted(4, 20)[:count]])
    keys = numbered(vectors)
    same = np.r_[0, 80 : 80 + count]
    for row in same:
        keys[row] = "giao chậm"
    groups = discover(vectors, keys, [True] * len(keys)).groups
    assert len(set(groups[same].tolist())) == 1
    assert groups[0] >= 0


def test_one_text_said_often_is_no_theme() -> None:
    vectors = np.vstack([planted(3, 10), np.repeat(strays(1), 50, axis=0)])
    keys = numbered(vectors)[:30] + ["tuyệt vời"] * 50
    groups = discover(vectors, keys, [True] * 80).groups
    assert unmixed(groups[:30], [10] * 3)
    assert set(groups[30:].tolist()) == {-1}


def test_what_says_nothing_is_set_aside() -> None:
    vectors = planted(4, 20)
    informative = np.ones(80, bool)
    informative[[0, 7, 25]] = False
    informative[60:] = False
    groups = discover(vectors, numbered(vectors), informative.tolist()).groups
    assert groups[~informative].tolist() == [-1] * 23
    assert unmixed(groups[informative], [18, 19, 20])


@pytest.mark.parametrize("count", range(8))
def test_few_mentions_do_no_harm(count: int) -> None:
    found = find(planted(1, 7)[:count])
    assert len(found.groups) == count
    assert found.centres.shape == (int(found.groups.max(initial=-1)) + 1, DIM)
    if count < 6:
        assert found.groups.tolist() == [-1] * count


def test_nothing_informative_is_no_theme() -> None:
    found = discover(planted(3, 10), numbered(planted(3, 10)), [False] * 30)
    assert found.groups.tolist() == [-1] * 30
    assert found.centres.shape == (0, DIM)
    assert found.radii.shape == (0,)


@pytest.mark.parametrize("rows", [20, 100])
def test_mentions_that_are_all_alike_do_no_harm(rows: int) -> None:
    alike = np.repeat(strays(1), rows, axis=0)
    found = find(alike)
    assert set(found.groups.tolist()) <= {-1, 0}


@pytest.mark.parametrize("smallest", [5, 9])
def test_smallest_is_the_least_number_of_texts_in_a_theme(smallest: int) -> None:
    sizes = np.bincount(find(np.vstack([planted(6, 15), strays(20)]), smallest).groups + 1)[1:]
    assert sizes.min() >= smallest


def test_mentions_must_match_their_keys() -> None:
    with pytest.raises(ValueError, match="zip"):
        discover(planted(1, 7), ["a"] * 6, [True] * 7)


def test_near_identical_groups_become_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # One theme in two languages, and others: the languages lie apart by less than its own mentions do.
    rng = np.random.default_rng(3)
    directions, language = unit(rng.normal(size=(4, DIM))), unit(rng.normal(size=(1, DIM)))[0]
    middles = [directions[0] + 0.25 * language, directions[0] - 0.25 * language, *directions[1:]]
    vectors = unit(np.vstack([middle + 1.2 * rng.normal(size=(25, DIM)) / 8 for middle in middles]))
    seen_at_first(monkeypatch, np.repeat(np.arange(5), 25).tolist())
    assert find(vectors).groups.tolist() == np.repeat([0, 0, 1, 2, 3], 25).tolist()


def test_groups_apart_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    direction, other = unit(rng.normal(size=(2, DIM)))
    middles = [direction + 0.7 * other, direction - 0.7 * other]
    vectors = unit(np.vstack([middle + 0.5 * rng.normal(size=(25, DIM)) / 8 for middle in middles]))
    seen_at_first(monkeypatch, np.repeat([0, 1], 25).tolist())
    assert find(vectors).groups.tolist() == np.repeat([0, 1], 25).tolist()


def test_mentions_left_out_join_the_group_they_are_as_near_to_as_its_members(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.vstack([planted(3, 20), strays(5)])
    left_out = np.r_[5, 25, 45, 60:65]
    labels = np.repeat([0, 1, 2, -1], [20, 20, 20, 5])
    labels[left_out] = -1
    # Put the three inside their clusters, where there is no doubt.
    for row, cluster in ((5, 0), (25, 20), (45, 40)):
        vectors[row] = centre(vectors[cluster : cluster + 20])
    seen_at_first(monkeypatch, labels.tolist())
    assert find(vectors).groups.tolist() == np.repeat([0, 1, 2, -1], [20, 20, 20, 5]).tolist()


def test_a_giant_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.vstack([planted(3, 40), planted(4, 25, seed=2)])
    sizes = [40] * 3 + [25] * 4
    seen_at_first(monkeypatch, np.repeat([0, 0, 0, 1, 2, 3, 4], sizes).tolist())
    assert unmixed(find(vectors).groups, sizes)


# The nearest theme


def test_a_mention_belongs_to_the_nearest_centre_within_its_radius() -> None:
    centres, radii = np.eye(2, 3, dtype=np.float32), np.array([0.8, 0.5], np.float32)
    vectors = np.array([[1, 0, 0], [0.8, 0, 0.6], [0.79, 0, 0.613], [0.6, 0.8, 0], [0.8, 0.6, 0], [0, 0, 1]], np.float32)
    places, closeness = nearest(vectors, centres, radii)
    assert places.tolist() == [0, 0, -1, 1, 0, -1]
    assert closeness == pytest.approx([1.0, 0.8, 0.79, 0.8, 0.8, 0.0])


def test_without_centres_nothing_is_near() -> None:
    places, closeness = nearest(np.eye(3, dtype=np.float32), np.zeros((0, 3), np.float32), np.zeros(0, np.float32))
    assert (places.tolist(), closeness.tolist()) == ([-1] * 3, [0.0] * 3)


def test_the_centre_is_the_unit_mean() -> None:
    assert centre(np.array([[1, 0], [0, 1]], np.float32)) == pytest.approx([0.5**0.5, 0.5**0.5])
    assert centre(np.zeros((2, 2), np.float32)).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("farthest", "expected"),
    [(0.1, LEAST_SIMILAR), (0.4, 0.4), (0.5, 0.5), (0.9, ALWAYS_SIMILAR)],
    ids=["wide", "a", "b", "tight"],
)
def test_the_radius_reaches_the_farther_members_within_bounds(farthest: float, expected: float) -> None:
    # A tenth of the members are the farthest, far more than the share that a radius leaves out.
    members = np.repeat([[farthest, (1 - farthest**2) ** 0.5], [1, 0]], [10, 90], axis=0).astype(np.float32)
    assert radius(members, np.array([1, 0], np.float32)) == pytest.approx(expected)


def test_the_radius_leaves_out_a_rare_stray() -> None:
    members = np.repeat([[0.36, 0.93], [0.5, 0.87]], [1, 999], axis=0).astype(np.float32)
    assert radius(members, np.array([1, 0], np.float32)) == pytest.approx(0.5)
