"""Sobol indices: known functions, scipy, a loop, and what can go wrong."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mcdm_index import errors
from mcdm_index.sensitivity import choice, normal, sobol, uniform
from tests.sensitivity.functions import (
    g_function,
    g_indices,
    ishigami,
    ishigami_indices,
    slow_indices,
)

FIRST, TOTAL = ishigami_indices()
A_OF_G = [0.0, 1.0, 4.5, 9.0, 99.0]


def linear(u):
    return u @ np.arange(1.0, u.shape[1] + 1)


# ---- known functions


def test_ishigami_is_what_the_papers_say():
    np.testing.assert_allclose(FIRST, [0.3139, 0.4424, 0], atol=5e-5)
    np.testing.assert_allclose(TOTAL, [0.5576, 0.4424, 0.2437], atol=5e-5)


@pytest.mark.parametrize("seed", range(5))
def test_the_intervals_hold_the_indices_of_ishigami(seed):
    table = sobol(ishigami, 3, 1024, rng=seed).table
    assert ((table["first_low"] <= FIRST) & (table["first_high"] >= FIRST)).all()
    assert ((table["total_low"] <= TOTAL) & (table["total_high"] >= TOTAL)).all()


def test_the_error_on_ishigami_is_small():
    found = sobol(ishigami, 3, 4096, rng=0)
    np.testing.assert_allclose(found.first[0], FIRST, atol=0.015)
    np.testing.assert_allclose(found.total[0], TOTAL, atol=0.015)


def test_the_error_on_the_g_function_is_small():
    first, total = g_indices(A_OF_G)
    found = sobol(g_function(A_OF_G), 5, 4096, rng=0)
    np.testing.assert_allclose(found.first[0], first, atol=0.015)
    np.testing.assert_allclose(found.total[0], total, atol=0.015)


def test_the_interactions_of_ishigami():
    found = sobol(ishigami, list("abc"), 4096, second_order=True, rng=0)
    expected = [0, TOTAL[0] - FIRST[0], 0]
    np.testing.assert_allclose(found.second["second"], expected, atol=0.015)
    assert found.second.index.tolist() == [(0, "a", "b"), (0, "a", "c"), (0, "b", "c")]
    assert found.evaluations == 4096 * 8


def test_more_rows_come_closer():
    def error(n):
        runs = [sobol(ishigami, 3, n, bootstrap=1, rng=seed) for seed in range(10)]
        return np.mean([np.abs(run.total[0] - TOTAL).max() for run in runs])

    assert error(4096) < error(1024) / 1.5


# ---- oracles


def outputs_at(found, function, d):
    A, B = np.split(found.points.to_numpy(), 2)
    mixed = [np.where(np.arange(d) == i, B, A) for i in range(d)]
    return {
        "f_A": function(A)[None],
        "f_B": function(B)[None],
        "f_AB": np.array([function(part)[None] for part in mixed]),
    }


def test_the_estimates_are_those_of_scipy_on_the_same_points():
    found = sobol(ishigami, 3, 256, rng=3)
    theirs = stats.sobol_indices(func=outputs_at(found, ishigami, 3), n=256)
    np.testing.assert_allclose(found.first[0], theirs.first_order, rtol=1e-10)
    np.testing.assert_allclose(found.total[0], theirs.total_order, rtol=1e-10)


def test_the_estimates_are_those_of_a_loop():
    found = sobol(ishigami, 3, 32, rng=1)
    first, total = slow_indices(*np.split(found.points.to_numpy(), 2), ishigami)
    np.testing.assert_allclose(found.first[0], first, rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(found.total[0], total, rtol=1e-11)


def test_an_interval_is_made_of_estimates_on_rows_drawn_again():
    found = sobol(ishigami, 3, 32, bootstrap=1, rng=1)
    A, B = np.split(found.points.to_numpy(), 2)
    generator = np.random.default_rng(1)
    stats.qmc.Sobol(6, seed=generator).random(32)
    again = np.repeat(np.arange(32), generator.multinomial(32, np.full(32, 1 / 32)))
    first, total = slow_indices(A[again], B[again], ishigami)
    for name, drawn in (("first", first), ("total", total)):
        np.testing.assert_allclose(found.table[f"{name}_low"], drawn, rtol=1e-10)
        np.testing.assert_allclose(found.table[f"{name}_high"], drawn, rtol=1e-10)


# ---- properties


def test_a_factor_on_which_nothing_depends_has_exactly_nothing():
    found = sobol(lambda u: u[:, 0] ** 3, 2, 64, rng=0).table.loc[(0, 1)]
    assert (found == 0).all()


def test_a_factor_that_decides_everything_has_everything():
    found = sobol(lambda u: u[:, 0] ** 3, 3, 1024, rng=0)
    assert found.first.loc[0, 0] == pytest.approx(1, abs=0.01)
    assert found.total.loc[0, 0] == pytest.approx(1, abs=0.01)


def test_without_interactions_first_and_total_agree():
    found = sobol(linear, 4, 2048, rng=0)
    share = np.arange(1, 5) ** 2 / 30
    np.testing.assert_allclose(found.first[0], share, atol=5e-3)
    np.testing.assert_allclose(found.total[0], share, atol=5e-3)


@given(st.integers(-300, 290), st.floats(-1e3, 1e3), st.booleans())
def test_scale_and_shift_of_the_output_change_nothing(power, shift, flip):
    sign = -1 if flip else 1
    base = sobol(ishigami, 3, 32, bootstrap=5, rng=0).table
    moved = sobol(
        lambda u: sign * 10.0**power * (ishigami(u) + shift), 3, 32, bootstrap=5, rng=0
    ).table
    np.testing.assert_allclose(moved, base, rtol=1e-8, atol=1e-9)


@given(st.permutations(range(3)))
def test_an_order_of_factors_permutes_the_indices_up_to_the_error(order):
    mixed = sobol(lambda u: ishigami(u[:, np.argsort(order)]), 3, 4096, rng=0)
    np.testing.assert_allclose(mixed.total[0], TOTAL[order], atol=0.02)


def test_an_irrelevant_factor_changes_the_others_within_the_error():
    more = sobol(lambda u: ishigami(u[:, :3]), 4, 4096, rng=0)
    np.testing.assert_allclose(more.total[0], [*TOTAL, 0], atol=0.02)
    assert more.total.loc[3, 0] == 0


def test_many_outputs_at_once_are_those_one_by_one():
    both = sobol(lambda u: np.column_stack([ishigami(u), linear(u)]), 3, 64, rng=0)
    for q, function in enumerate((ishigami, linear)):
        alone = sobol(function, 3, 64, rng=0).table
        np.testing.assert_allclose(both.table.loc[q], alone.loc[0], rtol=1e-12)


def by_point(point):
    return [point["x"] + 2 * point["rule"], point["x"] * point["rule"]]


FACTORS = {"x": uniform(0, 1), "rule": choice([0, 1, 5])}


@pytest.mark.parametrize(("block", "n_jobs"), [(1, None), (7, 1), (1000, 2), (16, 2)])
def test_blocks_and_workers_change_no_number(block, n_jobs):
    plain = sobol(by_point, FACTORS, 32, rng=5, vectorized=False)
    other = sobol(
        by_point, FACTORS, 32, rng=5, vectorized=False, block=block, n_jobs=n_jobs
    )
    pd.testing.assert_frame_equal(plain.table, other.table, check_exact=True)


def test_all_points_at_once_or_one_by_one_give_the_same():
    at_once = sobol(
        lambda p: np.column_stack([p["x"] + 2 * p["rule"], p["x"] * p["rule"]]),
        FACTORS,
        32,
        rng=5,
    )
    alone = sobol(by_point, FACTORS, 32, rng=5, vectorized=False)
    pd.testing.assert_frame_equal(at_once.table, alone.table, check_exact=True)


def test_a_seed_and_its_generator_give_the_same():
    one = sobol(ishigami, 3, 32, rng=7).table
    two = sobol(ishigami, 3, 32, rng=np.random.default_rng(7)).table
    pd.testing.assert_frame_equal(one, two)
    assert not one.equals(sobol(ishigami, 3, 32, rng=8).table)


def test_a_single_factor_has_everything_and_no_pair():
    found = sobol(lambda u: u[:, 0], 1, 256, second_order=True, rng=0)
    assert found.total.loc[0, 0] == pytest.approx(1, abs=0.01)
    assert found.second.shape == (0, 3)


def test_a_normal_factor_never_asks_for_the_ends():
    found = sobol(lambda p: p["x"], {"x": normal(0, 2)}, 4096, rng=0)
    assert found.outputs.loc[0, "sd"] == pytest.approx(2, rel=0.01)


# ---- outputs without variance


def test_an_output_without_variance_has_nothing_and_says_so():
    found = sobol(lambda u: np.column_stack([0 * u[:, 0] + 0.1, u[:, 0]]), 2, 64, rng=0)
    assert found.outputs["varies"].tolist() == [False, True]
    assert (found.table.loc[0] == 0).all(axis=None)
    assert found.outputs.loc[0, "sd"] == 0


def test_an_output_that_hardly_varies_has_finite_intervals():
    found = sobol(lambda u: 3.3 * (u[:, 0] < 1 / 64), 2, 32, second_order=True, rng=2)
    assert np.isfinite(found.table).all(axis=None)
    assert np.isfinite(found.second).all(axis=None)
    assert (found.table.loc[(0, 1)] == 0).all()
    assert (np.abs(found.table) < 40).all(axis=None)


# ---- failures


def failing(share):
    return lambda u: np.where(u[:, 0] < share, np.nan, ishigami(u))


def test_failed_rows_are_counted_and_left_out():
    found = sobol(failing(0.02), 3, 1024, rng=0)
    assert (found.failed[0] < 0.02).all()
    assert 1024 * 0.03 < 1024 - found.n_used < 1024 * 0.05
    assert len(found.points) == 2 * found.n_used
    assert not found.table.isna().any(axis=None)


def test_indices_are_those_of_the_rows_that_are_left():
    found = sobol(failing(0.02), 3, 64, rng=0)
    A, B = np.split(found.points.to_numpy(), 2)
    first, total = slow_indices(A, B, ishigami)
    np.testing.assert_allclose(found.first[0], first, rtol=1e-10)
    np.testing.assert_allclose(found.total[0], total, rtol=1e-10)


def test_a_row_that_fails_in_one_output_is_left_out_of_all():
    both = sobol(
        lambda u: np.column_stack([ishigami(u), failing(0.02)(u)]), 3, 256, rng=0
    )
    alone = sobol(failing(0.02), 3, 256, rng=0)
    assert both.n_used == alone.n_used
    np.testing.assert_allclose(both.table.loc[1], alone.table.loc[0], rtol=1e-12)


def test_too_many_failures_are_an_error_that_shows_one():
    with pytest.raises(errors.DomainError, match=r"rows have a point .* 0=0\.[01]"):
        sobol(failing(0.2), 3, 64, rng=0)


def test_more_failures_can_be_allowed():
    assert sobol(failing(0.2), 3, 64, rng=0, most_failed=0.9).n_used < 60


def test_nothing_but_failures_is_an_error_even_so():
    with pytest.raises(errors.DomainError, match="64 of 64"):
        sobol(failing(2), 3, 64, rng=0, most_failed=0.99)


@pytest.mark.parametrize("block", [1, 5, 100])
def test_a_single_nan_stands_for_all_outputs(block):
    def ranks(point):
        if point["x"] < 0.05:
            return np.nan
        return pd.Series({"Ada": point["x"], "Bel": -point["x"]})

    found = sobol(
        ranks,
        {"x": uniform(0, 1)},
        64,
        vectorized=False,
        rng=0,
        most_failed=0.5,
        block=block,
    )
    assert found.outputs.index.tolist() == ["Ada", "Bel"]
    assert 50 < found.n_used < 64
    assert (found.failed["x"] < 0.05).all()


def test_an_exception_is_not_taken_for_a_failure():
    def broken(point):
        raise KeyError(point["x"])

    with pytest.raises(KeyError):
        sobol(broken, {"x": uniform(0, 1)}, 4, vectorized=False, rng=0)


# ---- labels


def test_a_series_names_the_outputs():
    def ranks(point):
        return pd.Series({"Ada": point["x"], "Bel": -point["x"]})

    found = sobol(ranks, {"x": uniform(0, 1)}, 8, vectorized=False, rng=0)
    assert found.total.columns.tolist() == ["Ada", "Bel"]
    assert found.evaluated.columns.tolist() == ["Ada", "Bel"]


def test_outputs_must_be_named_alike():
    def odd(point):
        return pd.Series([1.0], [round(point["x"], 1)])

    with pytest.raises(errors.ShapeError, match="same outputs at all points"):
        sobol(odd, {"x": uniform(0, 1)}, 8, vectorized=False, rng=0)


def test_the_base_sample_holds_the_values_of_the_factors():
    found = sobol(by_point, FACTORS, 32, vectorized=False, rng=0)
    assert set(found.points["rule"]) == {0, 1, 5}
    expected = found.points["x"] + 2 * found.points["rule"]
    np.testing.assert_allclose(found.evaluated[0], expected, rtol=1e-12)


def test_each_value_of_a_choice_comes_as_often_in_the_base_sample():
    found = sobol(lambda p: p["r"], {"r": choice([1, 2])}, 64, rng=0)
    assert found.points["r"].value_counts().tolist() == [64, 64]


# ---- refusals


@pytest.mark.parametrize(("n", "next_one"), [(1000, 1024), (3, 4), (1, 2)])
def test_n_must_be_a_power_of_two(n, next_one):
    with pytest.raises(errors.DomainError, match=f"the next is {next_one}"):
        sobol(ishigami, 3, n)


@pytest.mark.parametrize(
    "options",
    [
        {"n": 0},
        {"n": 4.0},
        {"bootstrap": 0},
        {"level": 1},
        {"level": True},
        {"most_failed": 1},
        {"most_failed": "all"},
        {"block": 0},
    ],
)
def test_options_out_of_range_are_refused(options):
    with pytest.raises(errors.DomainError):
        sobol(ishigami, 3, **({"n": 8} | options))


@pytest.mark.parametrize(
    ("function", "error", "match"),
    [
        (lambda _: 1.0, errors.ShapeError, "vectorized=False"),
        (lambda _: np.zeros(3), errors.ShapeError, r"\(40,\)"),
        (lambda u: np.zeros((len(u), 0)), errors.ShapeError, "no output"),
        (lambda u: ["a"] * len(u), errors.NotNumericError, "must be numbers"),
        (lambda u: np.full(len(u), np.inf), errors.NonFiniteError, "infinite"),
    ],
)
def test_what_is_no_output_is_refused(function, error, match):
    with pytest.raises(error, match=match):
        sobol(function, 3, 8, rng=0)


@pytest.mark.parametrize(
    ("function", "error"),
    [
        (lambda _: np.zeros((2, 2)), errors.ShapeError),
        (lambda u: [1.0] * (1 + (u[0] < 0.5)), errors.ShapeError),
        (lambda _: None, errors.NotNumericError),
    ],
)
def test_what_is_no_output_of_one_point_is_refused(function, error):
    with pytest.raises(error):
        sobol(function, 3, 8, rng=0, vectorized=False)


def test_different_numbers_of_outputs_in_blocks_are_refused():
    with pytest.raises(errors.ShapeError, match="same outputs at all points"):
        sobol(lambda u: np.zeros((len(u), 1 + (u[0, 0] < 0.5))), 1, 16, rng=0, block=1)


def test_a_function_cannot_change_the_points():
    def spoil(u):
        u[:] = 0
        return u[:, 0]

    found = sobol(spoil, 2, 8, rng=0)
    assert (found.points > 0).all(axis=None)


# ---- planted: ranks of a weighted sum, with the weights as factors


def ranks_of(Z):
    from mcdm_index import rank

    return lambda W: rank((W + 1e-9) @ Z.T)


def test_a_criterion_in_which_units_are_alike_has_none_of_the_ranking():
    Z = np.random.default_rng(0).random((6, 3))
    Z[:, 2] = 0.5
    found = sobol(ranks_of(Z), 3, 256, rng=0)
    assert (found.total.loc[2] < 1e-12).all()


def test_a_criterion_whose_presence_decides_the_ranking_has_all_of_it():
    first = np.arange(6.0)
    Z = np.column_stack([100 * first, -first, -first])
    factors = {"in": choice([0, 1]), "b": uniform(0.5, 1), "c": uniform(0.5, 1)}
    ranks = ranks_of(Z)
    found = sobol(lambda p: ranks(np.column_stack([*p.values()])), factors, 256, rng=0)
    np.testing.assert_allclose(found.first.loc["in"], 1, atol=0.02)
    np.testing.assert_allclose(found.total.loc["in"], 1, atol=0.02)
    assert (found.table.drop("in", level="factor") == 0).all(axis=None)


def test_two_mirrored_units_beat_each_other_half_the_time():
    Z = np.array([[1.0, 0.0], [0.0, 1.0]])
    found = sobol(ranks_of(Z), 2, 1024, rng=0)
    assert (found.evaluated[0] == 1).mean() == pytest.approx(0.5, abs=0.01)
    np.testing.assert_allclose(
        found.first[0], [0.5, 0.5] * np.array(0.5 / 0.75), atol=0.04
    )
