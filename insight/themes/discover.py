"""Mention vectors -> groups that say the same thing.

Neighbour graph -> spectral embedding -> HDBSCAN -> the nearest of what HDBSCAN leaves out. The spectral step (Laplacian
eigenmaps, Belkin and Niyogi 2003) does what UMAP does in other systems, without its randomness: the same mentions give the
same themes, in any order. Everything is seeded or exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.linalg import eigsh
from sklearn.cluster import HDBSCAN
from sklearn.neighbors import NearestNeighbors

from insight.types import Vectors

Groups = NDArray[np.int64]
"""Group number of each row, -1 for none."""

UNTHEMED = -1
NEIGHBOURS = 8
COMPONENTS = 60
SHARPNESS = 8
"""Power of the eigenvalues that weighs the components: coarse structure counts more, as after so many steps of diffusion."""
SMALLEST = 3
SHARE_OF_ALL = 400
"""A theme has at least one mention in so many of all."""
FEW = 30
"""Below so many distinct texts the graph says little, and vectors are grouped directly."""
GIANT = 0.1
SAME = 0.05
"""Two groups are one when their centres are nearer to each other, by so much, than members are to their own centre."""
KEPT_QUANTILE = 0.02
"""A mention joins a theme when it is at least as near to it as all but this share of its members."""
LEAST_SIMILAR, ALWAYS_SIMILAR = 0.35, 0.55
"""Below the first no mention joins a theme, from the second on every one does."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """Group of each mention, and per group its centre (groups, dim) and the least similarity of a member to it."""

    groups: Groups
    centres: Vectors
    radii: NDArray[np.float32]


def discover(vectors: Vectors, keys: Sequence[str], informative: Sequence[bool], smallest: int | None = None) -> Discovered:
    """Find themes.

    Args:
        vectors: unit rows (n, dim), one a mention.
        keys: what makes two mentions identical (their folded words); identical mentions always share a group.
        informative: False sets a mention aside: it says too little to begin or join a theme.
        smallest: fewest distinct texts in a theme; by default 3, or one in 400 where there are many.

    Returns:
        groups numbered from the largest down; mentions set aside or too far from every theme have -1.
    """
    distinct, place = _distinct(vectors, keys, np.asarray(informative, bool))
    if len(distinct) < 2 * SMALLEST:
        return _result(vectors, np.full(len(vectors), UNTHEMED))
    least = smallest or max(SMALLEST, len(distinct) // SHARE_OF_ALL)
    found = _split_giants(distinct, _cluster(distinct, least), least)
    found = _join_near(distinct, found)
    found = _adopt(distinct, found)
    groups = np.where(place >= 0, found[place], UNTHEMED)
    return _result(vectors, _largest_first(groups))


def centre(members: Vectors) -> NDArray[np.float32]:
    """The unit mean of some rows."""
    mean: NDArray[np.float32] = members.mean(axis=0)
    return mean / np.float32(max(float(np.linalg.norm(mean)), 1e-9))


def radius(members: Vectors, middle: NDArray[np.float32]) -> float:
    """The similarity to the centre from which on a mention belongs to the theme."""
    return float(np.clip(np.quantile(members @ middle, KEPT_QUANTILE), LEAST_SIMILAR, ALWAYS_SIMILAR))


def _distinct(vectors: Vectors, keys: Sequence[str], informative: NDArray[np.bool_]) -> tuple[Vectors, Groups]:
    """Mean unit vector of each distinct text, and each mention's place among them (-1: set aside)."""
    number = {key: place for place, key in enumerate(sorted({key for key, keep in zip(keys, informative, strict=True) if keep}))}
    place = np.array([number[key] if keep else -1 for key, keep in zip(keys, informative, strict=True)], np.int64)
    sums = np.zeros((len(number), vectors.shape[1]), np.float32)
    np.add.at(sums, place[place >= 0], vectors[place >= 0])
    norms = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return sums / norms, place


def _cluster(vectors: Vectors, least: int) -> Groups:
    """HDBSCAN in the spectral embedding; directly on the vectors where they are few."""
    points = vectors if len(vectors) < FEW else _spectral(vectors)
    model = HDBSCAN(min_cluster_size=least, min_samples=min(5, least), cluster_selection_method="eom", copy=True)
    found: Groups = model.fit_predict(points.astype(np.float64)).astype(np.int64)
    return found


def _spectral(vectors: Vectors) -> NDArray[np.float64]:
    """Unit rows (n, components): leading eigenvectors of the normalised neighbour graph."""
    graph = _neighbour_graph(vectors)
    degree = np.asarray(graph.sum(axis=1)).ravel()
    scale = sparse.diags(1 / np.sqrt(degree))
    count = min(COMPONENTS + 1, len(vectors) - 2)
    start = np.sqrt(degree) / np.linalg.norm(np.sqrt(degree))
    values, vectors_ = eigsh(scale @ graph @ scale, k=count, which="LA", v0=start, tol=1e-4)
    order = np.argsort(-values)[1:]
    points: NDArray[np.float64] = vectors_[:, order] * np.maximum(values[order], 0) ** SHARPNESS
    lengths: NDArray[np.float64] = np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-12)
    return points / lengths


def _neighbour_graph(vectors: Vectors) -> sparse.csr_matrix:
    """Symmetric weights of each row's nearest neighbours: 1 at the nearest, falling with distance (as in UMAP's fuzzy union)."""
    count = min(NEIGHBOURS, len(vectors) - 1)
    distances, near = NearestNeighbors(n_neighbors=count + 1).fit(vectors).kneighbors(vectors)
    distances, near = distances[:, 1:], near[:, 1:]
    beyond = distances - distances[:, :1]
    weights = np.exp(-beyond / np.maximum(beyond.mean(axis=1, keepdims=True), 1e-6))
    rows = np.repeat(np.arange(len(vectors)), count)
    graph = sparse.csr_matrix((weights.ravel(), (rows, near.ravel())), (len(vectors), len(vectors)))
    return graph + graph.T - graph.multiply(graph.T)


def _split_giants(vectors: Vectors, groups: Groups, least: int) -> Groups:
    """A group with more than a tenth of all is looked at again by itself, once."""
    groups = groups.copy()
    for group in range(groups.max() + 1):
        members = np.flatnonzero(groups == group)
        if len(members) > max(GIANT * len(vectors), 4 * least, FEW):
            parts = _cluster(vectors[members], least)
            if parts.max() > 0:
                groups[members] = np.where(parts >= 0, parts + groups.max() + 1, UNTHEMED)
    return _renumbered(groups)


def _join_near(vectors: Vectors, groups: Groups) -> Groups:
    """Groups whose centres are nearer to each other than members are to their own become one (languages, spellings)."""
    while groups.max() > 0:
        centres = [centre(vectors[groups == group]) for group in range(groups.max() + 1)]
        inner = np.array([float((vectors[groups == g] @ c).mean()) for g, c in enumerate(centres)])
        similar = np.stack(centres) @ np.stack(centres).T - np.eye(len(centres)) * 2
        excess = similar - np.maximum(inner[:, None], inner[None, :])
        a, b = np.unravel_index(int(excess.argmax()), excess.shape)
        if excess[a, b] < SAME:
            break
        groups = _renumbered(np.where(groups == max(a, b), min(a, b), groups))
    return groups


def _adopt(vectors: Vectors, groups: Groups) -> Groups:
    """Rows that HDBSCAN left out join the nearest group, if they are as near to it as its farther members."""
    if groups.max() < 0:
        return groups
    members = [vectors[groups == group] for group in range(groups.max() + 1)]
    centres = np.stack([centre(rows) for rows in members])
    radii = np.array([radius(rows, middle) for rows, middle in zip(members, centres, strict=True)])
    return np.where(groups < 0, nearest(vectors, centres, radii)[0], groups)


def nearest(vectors: Vectors, centres: Vectors, radii: NDArray[np.float32]) -> tuple[Groups, NDArray[np.float32]]:
    """The nearest centre of each row, or -1 where the row is outside its radius; and the similarity to it."""
    if len(centres) == 0:
        return np.full(len(vectors), UNTHEMED), np.zeros(len(vectors), np.float32)
    similar = vectors @ centres.T
    best = similar.argmax(axis=1)
    closeness = similar[np.arange(len(vectors)), best]
    return np.where(closeness >= radii[best], best, UNTHEMED), closeness


def _renumbered(groups: Groups) -> Groups:
    values, places = np.unique(groups[groups >= 0], return_inverse=True)
    renumbered = np.full(len(groups), UNTHEMED)
    renumbered[groups >= 0] = places
    return renumbered if len(values) else groups


def _largest_first(groups: Groups) -> Groups:
    if groups.max() < 0:
        return groups
    sizes = np.bincount(groups[groups >= 0])
    rank = np.empty(len(sizes), np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return np.where(groups >= 0, rank[groups], UNTHEMED)


def _result(vectors: Vectors, groups: Groups) -> Discovered:
    members = [vectors[groups == group] for group in range(groups.max(initial=UNTHEMED) + 1)]
    centres = np.stack([centre(rows) for rows in members]) if members else np.zeros((0, vectors.shape[1]), np.float32)
    radii = np.array([radius(rows, middle) for rows, middle in zip(members, centres, strict=True)], np.float32)
    return Discovered(groups, centres, radii)
