"""Grading against mapclassify, where one rule is meant by both.

mapclassify puts a score that equals a cut into the class below it, and we into the one
above; the cuts are the same.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index.methods.grading import grade

mapclassify = pytest.importorskip("mapclassify")

seeds = pytest.mark.parametrize("seed", range(8))
classes = pytest.mark.parametrize("k", [2, 3, 5, 6])


def skewed(seed, n=120):
    return np.random.default_rng(seed).lognormal(size=n)


def spread(scores, labels):
    groups = (scores[labels == label] for label in np.unique(labels))
    return sum(((group - group.mean()) ** 2).sum() for group in groups)


def ours_and_theirs(scores, k):
    ours = grade(scores, mi.grading.natural_breaks(scores, k))
    theirs = mapclassify.FisherJenks(scores, k).yb
    return spread(scores, ours), spread(scores, theirs)


@seeds
@classes
def test_natural_breaks_of_whole_numbers(seed, k):
    scores = np.random.default_rng(seed).integers(0, 200, 60).astype(float)
    ours, theirs = ours_and_theirs(scores, k)
    assert_allclose(ours, theirs, rtol=1e-12)


@seeds
@classes
def test_natural_breaks_are_never_worse(seed, k):
    # mapclassify 2.10 sums in single precision
    ours, theirs = ours_and_theirs(skewed(seed), k)
    assert ours <= theirs * (1 + 1e-12)


def test_natural_breaks_with_a_large_mean_are_those_without():
    # mapclassify 2.10 squares the scores as they are, in single precision, and gives
    # partitions that are far from the best; Fisher's criterion knows no mean
    scores = np.random.default_rng(0).normal(size=60).round(3) * 1024
    plain, _ = ours_and_theirs(scores, 5)
    ours, theirs = ours_and_theirs(scores + 2.0**26, 5)
    assert_allclose(ours, plain, rtol=1e-9)
    assert theirs > 1.5 * ours


@seeds
@classes
def test_head_tail_without_a_limit(seed, k):
    scores = skewed(seed)
    # the last of theirs is the mean of a head of equal scores, which is not cut
    theirs = mapclassify.HeadTailBreaks(scores).bins[:-1][: k - 1]
    ours = mi.grading.head_tail(scores, k, max_head=1)
    assert_allclose(ours[k - 1 - len(theirs) :], theirs, rtol=1e-12)


@seeds
@pytest.mark.parametrize("multiples", [(-2, -1, 1, 2), (-2, -1, 0, 1, 2)], ids=str)
def test_mean_and_standard_deviation(seed, multiples):
    scores = skewed(seed)
    theirs = mapclassify.StdMean(scores, multiples=list(multiples)).bins
    ours = mi.grading.mean_sd(scores, len(multiples) + 1, multiples=multiples)
    assert_allclose(ours, theirs[: len(multiples)], rtol=1e-12)


@seeds
@classes
def test_equal_intervals(seed, k):
    scores = skewed(seed)
    theirs = mapclassify.EqualInterval(scores, k).bins[:-1]
    assert_allclose(mi.grading.equal_interval(scores, k), theirs, rtol=1e-12)


@seeds
@classes
def test_quantiles(seed, k):
    scores = skewed(seed)
    theirs = mapclassify.Quantiles(scores, k).bins[:-1]
    assert_allclose(mi.grading.quantile(scores, k), theirs, rtol=1e-12)
