"""Natural breaks, head/tail and probabilities against loops from their definitions."""

from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import mcdm_index as mi
from tests import strategies

counts = st.integers(1, 6)
values = st.lists(strategies.grid(), min_size=1, max_size=9)
groups = st.lists(
    st.integers(0, 1000).map(lambda part: part / 1000), min_size=2, max_size=7
)
floats = st.lists(strategies.wide(), min_size=1, max_size=14)


def spread(group):
    mean = sum(group) / len(group)
    return sum((score - mean) ** 2 for score in group)


def least_of_all_partitions(scores, k):
    """Try every partition of the different scores, in exact arithmetic."""
    scores = sorted(map(Fraction, scores))
    different = sorted(set(scores))
    found = []
    for begins in combinations(different[1:], min(k, len(different)) - 1):
        ends = [different[0], *begins, different[-1] + 1]
        groups = [
            [s for s in scores if low <= s < high] for low, high in pairwise(ends)
        ]
        found.append((sum(map(spread, groups)), begins[::-1]))
    least, begins = min(found)
    return least, begins[::-1]


def least_by_steps(scores, k):
    """Add one class after the other, over every end and every begin: O(k n^2)."""
    scores = sorted(map(Fraction, scores))
    ends = [i for i in range(1, len(scores)) if scores[i - 1] < scores[i]]
    ends = [*ends, len(scores)]
    best = {end: spread(scores[:end]) for end in ends}
    for _ in range(min(k, len(ends)) - 1):
        best = {
            end: min(
                best[begin] + spread(scores[begin:end]) for begin in best if begin < end
            )
            for end in ends
            if end > min(best)
        }
    return best[len(scores)]


def spread_of_grades(scores, k):
    grades = mi.grading.grade(scores, mi.grading.natural_breaks(scores, k)).tolist()
    groups = {}
    for score, grade in zip(scores, grades, strict=True):
        groups.setdefault(grade, []).append(Fraction(score))
    return sum(map(spread, groups.values()))


@given(scores=values, k=counts)
def test_natural_breaks_are_the_best_of_all_partitions(scores, k):
    assert spread_of_grades(scores, k) == least_of_all_partitions(scores, k)[0]


@given(scores=values, k=counts)
def test_of_equally_good_partitions_the_one_with_the_largest_best_class(scores, k):
    _, begins = least_of_all_partitions(scores, k)
    cuts = mi.grading.natural_breaks(scores, k)
    different = np.unique(scores)
    found = different[np.searchsorted(different, cuts[k - 1 - len(begins) :])]
    assert found.tolist() == list(map(float, begins))


@given(scores=floats, k=counts)
def test_natural_breaks_are_best_for_scores_of_many_sizes(scores, k):
    least = least_by_steps(scores, k)
    assert least <= spread_of_grades(scores, k) <= least * (1 + Fraction(1, 10**12))


@given(near=groups, far=groups, power=st.integers(0, 7), k=counts)
def test_natural_breaks_are_best_for_groups_far_apart(near, far, power, k):
    scores = [*near, *(10.0**power + s for s in far)]
    least = least_by_steps(scores, k)
    assert least <= spread_of_grades(scores, k) <= least * (1 + Fraction(1, 10**12))


@given(scores=values, k=counts, limit=st.sampled_from([0.25, 0.4, 0.5, 1.0]))
def test_head_tail(scores, k, limit):
    head, expected = sorted(map(Fraction, scores)), []
    while len(expected) < k - 1 and head[0] < head[-1]:
        expected.append(sum(head) / len(head))
        above = [s for s in head if s >= expected[-1]]
        if len(above) / len(head) > limit:
            break
        head = above
    least = [min(scores)] * (k - 1 - len(expected))
    found = mi.grading.head_tail(scores, k, max_head=limit)
    expected = [*least, *map(float, expected)]
    np.testing.assert_allclose(found, expected, rtol=1e-13, atol=1e-13)


@given(
    draws=st.integers(1, 5).flatmap(
        lambda n: st.lists(
            st.lists(strategies.grid(), min_size=n, max_size=n), min_size=1, max_size=6
        )
    ),
    k=counts,
    method=st.sampled_from(["quantile", "equal_interval", "natural_breaks"]),
)
def test_probabilities_of_grades(draws, k, method):
    rule = getattr(mi.grading, method)
    expected = np.zeros((len(draws[0]), k))
    for scores in draws:
        for unit, g in enumerate(mi.grading.grade(scores, rule(scores, k))):
            expected[unit, g - 1] += 1
    found = mi.grading.grade_probabilities(draws, k, method)
    assert found.tolist() == (expected / len(draws)).tolist()
