"""RAFSI and LMAW: the papers' examples, slow loops, a peer, and the edges."""

from dataclasses import replace
from math import log, prod

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import DomainError

SHAPES = [(2, 1), (5, 3), (9, 6)]


def problem(n, m):
    rng = np.random.default_rng(10 * n + m)
    X = rng.lognormal(0, 1, (n, m))
    return X, rng.dirichlet(np.ones(m)), rng.choice([-1, 1], m)


def test_rafsi_of_zizovic_et_al_2020():
    X = [
        [180, 10.5, 15.5, 160, 3.7],
        [165, 9.2, 16.5, 131, 5],
        [160, 8.8, 14, 125, 4.5],
        [170, 9.5, 16, 135, 3.4],
        [185, 10, 14.5, 143, 4.3],
        [167, 8.9, 15.1, 140, 4.1],
    ]
    found = mi.scoring.rafsi(
        X,
        [0.35, 0.25, 0.15, 0.15, 0.1],
        [1, 1, -1, -1, 1],
        bounds=[[120, 200], [6, 12], [10, 20], [100, 200], [2, 8]],
    )
    printed = [0.5081, 0.4522, 0.4381, 0.456, 0.5299, 0.4373]
    assert_array_equal(found.round(4), printed)


def test_lmaw_of_pamucar_et_al_2021():
    X = [
        [647.34, 6.24, 49.87, 19.46, 212.58, 6.75],
        [115.64, 3.24, 16.26, 9.69, 207.59, 3],
        [373.61, 5, 26.43, 12, 184.62, 3.74],
        [37.63, 2.48, 2.85, 9.35, 142.5, 3.24],
        [858.01, 4.74, 62.85, 45.96, 267.95, 4],
        [222.92, 3, 19.24, 21.46, 221.38, 3.49],
    ]
    w = [0.215, 0.126, 0.152, 0.09, 0.19, 0.226]
    fitted = mi.scoring.fit("lmaw", X, w, [1, 1, -1, -1, -1, 1])
    # These weights sum to .999, and were used like that; here they would be scaled.
    as_printed = replace(fitted, kernel=replace(fitted.kernel, weights=np.array(w)))
    printed = [4.84, 4.681, 4.799, 4.733, 4.736, 4.704]
    assert_array_equal(as_printed(np.array(X)).round(3), printed)


def slow_rafsi(x, w, signs, low, high, ratio):
    score = 0.0
    for value, weight, sign, a, b in zip(x, w, signs, low, high, strict=True):
        s = 1 + (ratio - 1) * (value - a) / (b - a)
        mean, harmonic = (1 + ratio) / 2, 2 / (1 + 1 / ratio)
        score += weight * (s / (2 * mean) if sign > 0 else harmonic / (2 * s))
    return score


@pytest.mark.parametrize("ratio", [2.0, 6.0, 9.0])
@pytest.mark.parametrize(("n", "m"), SHAPES)
def test_rafsi_follows_the_paper_cell_by_cell(n, m, ratio):
    X, w, signs = problem(n, m)
    ends = X.min(axis=0), X.max(axis=0)
    expected = [slow_rafsi(x, w, signs, *ends, ratio) for x in X]
    found = mi.scoring.rafsi(X, w, signs, ratio=ratio)
    assert_allclose(found, expected, rtol=1e-12)


def slow_lmaw(X, w, signs):
    scores = []
    for x in X:
        total = 0.0
        for j, weight in enumerate(w):
            column = [row[j] for row in X]
            if signs[j] > 0:
                theta = [(value + max(column)) / max(column) for value in column]
                own = (x[j] + max(column)) / max(column)
            else:
                theta = [(value + min(column)) / value for value in column]
                own = (x[j] + min(column)) / x[j]
            phi = log(own) / log(prod(theta))
            total += 2 * phi**weight / ((2 - phi) ** weight + phi**weight)
        scores.append(total)
    return scores


@pytest.mark.parametrize(("n", "m"), SHAPES)
def test_lmaw_follows_the_paper_cell_by_cell(n, m):
    X, w, signs = problem(n, m)
    assert_allclose(mi.scoring.lmaw(X, w, signs), slow_lmaw(X, w, signs), rtol=1e-12)


@pytest.mark.parametrize(("n", "m"), SHAPES)
def test_both_are_those_of_pymcdm(n, m):
    peer = pytest.importorskip("pymcdm.methods")
    X, w, signs = problem(n, m)
    low, high = X.min(axis=0), X.max(axis=0)
    bounds = np.column_stack([low, high])
    theirs = [
        method(X, w, signs, validation=False)
        for method in (peer.RAFSI(high, low), peer.LMAW())
    ]
    ours = [
        mi.scoring.rafsi(X, w, signs, bounds=bounds),
        mi.scoring.lmaw(X, w, signs),
    ]
    assert_allclose(ours, theirs, rtol=1e-9)


def test_rafsi_holds_a_new_unit_at_the_bounds():
    fitted = mi.scoring.fit("rafsi", [[1.0, 1.0], [2.0, 5.0]], [1, 1], ["max", "min"])
    assert_allclose(fitted(np.array([[9.0, 0.0], [0.0, 9.0]])), [6 / 7, 1 / 7])


def test_rafsi_of_a_constant_criterion_is_half_way():
    assert_allclose(mi.scoring.rafsi([[3.0], [3.0]], [1]), [0.5, 0.5])  # 3.5 / 7
    assert_allclose(mi.scoring.rafsi([[3.0]], [1], ["min"]), [6 / 3.5 / 7])


@pytest.mark.parametrize("ratio", [1, 0, -3, np.nan, np.inf])
def test_rafsi_refuses_an_ideal_no_better_than_the_anti_ideal(ratio):
    with pytest.raises(DomainError, match="must exceed 1"):
        mi.scoring.rafsi([[1.0], [2.0]], [1], ratio=ratio)


def test_rafsi_refuses_bounds_that_do_not_hold_the_table():
    with pytest.raises(DomainError, match="bounds must hold all values"):
        mi.scoring.rafsi([[1.0], [2.0]], [1], bounds=[[1.5, 3]])


def test_lmaw_of_a_single_unit_is_the_number_of_criteria():
    assert_allclose(mi.scoring.lmaw([[3.0, 8.0, 0.0]], [1, 1, 1], [1, -1, 1]), [3.0])


def test_lmaw_gives_no_credit_for_a_benefit_of_zero():
    found = mi.scoring.lmaw([[0.0], [4.0]], [1])
    assert_allclose(found, [0.0, 1.0])


def test_lmaw_adds_one_for_a_criterion_without_weight():
    X = np.array([[0.0, 1.0], [4.0, 2.0]])
    alone = mi.scoring.lmaw(X[:, 1:], [1])
    assert_allclose(mi.scoring.lmaw(X, [0, 1]), alone + 1)


def test_lmaw_measures_a_new_unit_by_what_was_learned():
    fitted = mi.scoring.fit("lmaw", [[2.0], [1.0]], [1])
    phi = log(1 + 3 / 2) / log(2 * 1.5)
    assert_allclose(fitted(np.array([[3.0], [1e9]])), [phi, 2.0])


def test_costs_of_zero_share_all_logarithms_of_lmaw():
    found = mi.scoring.lmaw([[0.0], [0.0], [5.0]], [1], ["min"])
    assert_allclose(found, [0.5, 0.5, 0.0])


def test_lmaw_refuses_negative_values():
    with pytest.raises(DomainError, match="column 1"):
        mi.scoring.lmaw([[1.0, -1.0], [2.0, 3.0]], [1, 1])
