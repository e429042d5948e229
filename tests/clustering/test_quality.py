"""Silhouettes, prototypes and the criteria are what their definitions say."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

import mcdm_index as mi
from mcdm_index.clustering import _quality as quality
from mcdm_index.errors import (
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
)

seeds = st.integers(0, 2**31)


@st.composite
def labelled(draw, least=2):
    """Give scores and labels of `least` clusters or more, some of one unit alone."""
    rng = np.random.default_rng(draw(seeds))
    k = draw(st.integers(least, 4))
    n = draw(st.integers(k + 1, 14))
    labels = np.append(np.arange(k), rng.integers(k, size=n - k))
    return rng.integers(-4, 5, (n, 2)) / 2.0, rng.permutation(labels)


def distance(a, b):
    return np.sqrt(((a - b) ** 2).sum())


def slow_silhouettes(Z, labels):
    """Follow Rousseeuw (1987), unit by unit."""
    found = []
    for i in range(len(Z)):
        mean = {}
        for label in sorted(set(labels)):
            others = [j for j in range(len(Z)) if labels[j] == label and j != i]
            if others:
                mean[label] = sum(distance(Z[i], Z[j]) for j in others) / len(others)
        if labels[i] not in mean:
            found.append(0.0)
            continue
        a = mean.pop(labels[i])
        b = min(mean.values())
        found.append(0.0 if max(a, b) == 0 else (b - a) / max(a, b))
    return found


@given(labelled())
def test_silhouettes_are_those_of_the_paper(drawn):
    Z, labels = drawn
    found = mi.clustering.silhouettes(Z, labels)
    np.testing.assert_allclose(found, slow_silhouettes(Z, labels), atol=1e-12)


def test_silhouettes_are_those_of_scikit_learn():
    rng = np.random.default_rng(0)
    Z, labels = rng.standard_normal((200, 3)), rng.integers(5, size=200)
    found = mi.clustering.silhouettes(Z, labels)
    np.testing.assert_allclose(found, metrics.silhouette_samples(Z, labels), rtol=1e-9)


def test_silhouettes_do_not_depend_on_blocks(monkeypatch):
    rng = np.random.default_rng(0)
    Z, labels = rng.standard_normal((50, 2)), rng.integers(3, size=50)
    whole = mi.clustering.silhouettes(Z, labels)
    monkeypatch.setattr(quality, "_BLOCK_CELLS", 350)
    np.testing.assert_allclose(mi.clustering.silhouettes(Z, labels), whole, atol=1e-14)


def test_a_unit_alone_in_its_cluster_has_a_silhouette_of_0():
    assert mi.clustering.silhouettes([[0.0], [1.0], [9.0]], [1, 1, 2])[2] == 0


def test_one_cluster_alone_has_silhouettes_of_0():
    assert mi.clustering.silhouettes([[0.0], [1.0]], [7, 7]).tolist() == [0, 0]


def test_units_that_coincide_with_another_cluster_have_silhouettes_of_0():
    found = mi.clustering.silhouettes([[1.0]] * 4, ["a", "a", "b", "b"])
    assert found.tolist() == [0, 0, 0, 0]


def test_silhouettes_take_frames_and_labels_of_any_kind():
    frame = pd.DataFrame({"x": [0.0, 1.0, 9.0, 9.0]}, index=list("abcd"))
    assert mi.clustering.silhouettes(frame, ["lo", "lo", "hi", "hi"])[2] == 1


@given(labelled(least=1))
def test_a_prototype_is_as_near_to_its_cluster_as_any(drawn):
    Z, labels = drawn
    found = mi.clustering.prototypes(Z, labels)
    assert labels[found].tolist() == sorted(set(labels.tolist()))
    for i in found:
        members = np.flatnonzero(labels == labels[i])
        sums = [sum(distance(Z[a], Z[b]) for b in members) for a in members]
        here = sums[members.tolist().index(i)]
        assert here == pytest.approx(min(sums), rel=1e-12)


@given(labelled(least=1), seeds)
def test_prototypes_are_the_same_units_in_any_order(drawn, seed):
    Z, labels = drawn
    shuffle = np.random.default_rng(seed).permutation(len(Z))
    found = Z[mi.clustering.prototypes(Z, labels)]
    again = Z[shuffle][mi.clustering.prototypes(Z[shuffle], labels[shuffle])]
    assert (found == again).all()


def test_of_two_units_that_with_the_larger_first_score_stands_for_both():
    found = mi.clustering.prototypes([[1.0, 9.0], [2.0, 0.0]], [1, 1])
    assert found.tolist() == [1]


def slow_davies_bouldin(Z, codes):
    """Follow Davies and Bouldin (1979), cluster by cluster."""
    k = max(codes) + 1
    means = [Z[codes == r].mean(axis=0) for r in range(k)]
    spread = [np.mean([distance(z, means[r]) for z in Z[codes == r]]) for r in range(k)]
    worst = [
        max(
            (spread[r] + spread[s]) / distance(means[r], means[s])
            for s in range(k)
            if s != r
        )
        for r in range(k)
    ]
    return sum(worst) / k


@given(seeds, st.integers(2, 6))
def test_the_criteria_are_those_of_the_papers_and_of_scikit_learn(seed, k):
    rng = np.random.default_rng(seed)
    codes = np.append(np.arange(k), rng.integers(k, size=20))
    Z = rng.standard_normal((len(codes), 3)) + codes[:, None]
    variances = quality.calinski_harabasz(Z, codes)
    assert variances == pytest.approx(
        metrics.calinski_harabasz_score(Z, codes), rel=1e-10
    )
    overlap = quality.davies_bouldin(Z, codes)
    assert overlap == pytest.approx(slow_davies_bouldin(Z, codes), rel=1e-12)
    # Their distances are differences of squares, and lose half of the digits
    assert overlap == pytest.approx(metrics.davies_bouldin_score(Z, codes), rel=1e-5)


def test_the_criteria_by_hand():
    Z, codes = np.array([[0.0], [2.0], [8.0], [12.0]]), np.array([0, 0, 1, 1])
    # Means 1 and 10 around 5.5: within 2 + 8, between 4 * 4.5**2
    assert quality.inertia(Z, codes) == 10
    assert quality.calinski_harabasz(Z, codes) == pytest.approx(81 / (10 / 2))
    # Mean distances to the means are 1 and 2, and these are 9 apart
    assert quality.davies_bouldin(Z, codes) == pytest.approx((1 + 2) / 9)


def test_clusters_with_one_mean_overlap_without_bound():
    """scikit-learn calls them perfectly apart, with a Davies-Bouldin of 0."""
    Z, codes = np.array([[-1.0], [1.0], [-2.0], [2.0]]), np.array([0, 0, 1, 1])
    assert quality.davies_bouldin(Z, codes) == np.inf


@pytest.mark.parametrize("function", ["silhouettes", "prototypes"])
@pytest.mark.parametrize(
    ("Z", "labels", "error", "words"),
    [
        ([[1.0], [2.0]], [1], ShapeError, r"labels must be 2, one per unit"),
        ([[1.0], [2.0]], [[1, 2]], ShapeError, r"shape \(1, 2\)"),
        (np.empty((0, 2)), [], EmptyDataError, "no unit"),
        ([[1.0], [np.nan]], [1, 2], MissingDataError, "row 1, column 0"),
        ([[1.0], [np.inf]], [1, 2], NonFiniteError, "row 1, column 0"),
        ([["a"], [1.0]], [1, 2], NotNumericError, "row 0, column 0"),
        ([1.0, 2.0], [1, 2], ShapeError, "two dimensions"),
    ],
)
def test_what_cannot_be_measured_is_refused(function, Z, labels, error, words):
    with pytest.raises(error, match=words):
        getattr(mi.clustering, function)(Z, labels)
