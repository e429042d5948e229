"""Convergence of a panel: by hand, peers, noise, planted cases, and refusals."""

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal, assert_series_equal

from mcdm_index.convergence import (
    beta_convergence,
    density,
    sigma_convergence,
    transitions,
)
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
)
from mcdm_index.methods import inequality

NAMES = ["city", "year"]


def panel(table, first=2010, step=1):
    """Make a Series of rows by unit and columns by year; NaN stays."""
    table = np.asarray(table, dtype=float)
    years = range(first, first + step * table.shape[1], step)
    index = pd.MultiIndex.from_product([[f"u{i}" for i in range(len(table))], years])
    return pd.Series(table.ravel(), index.set_names(NAMES))


def sigma(scores):
    return sigma_convergence(scores, *NAMES)


def beta(scores, *args, **options):
    return beta_convergence(scores, *NAMES, *args, **options)


def dense(scores, **options):
    return density(scores, *NAMES, **options)


def moves(grades, k=None):
    return transitions(grades, *NAMES, k)


def walks(n, years, rng, drift=0.03, step=0.05, spread=0.8):
    """Draw scores whose logarithms walk at random, from where they began."""
    start = rng.normal(0, spread, n)
    steps = rng.normal(drift, step, (n, years - 1))
    return np.exp(np.column_stack([start, start[:, None] + np.cumsum(steps, axis=1)]))


def heading(n, years, rng, speed=0.1, noise=0.02, spread=0.8):
    """Draw scores whose logarithms head for 0 at a given speed, with noise."""
    logs = [rng.normal(0, spread, n)]
    for _ in range(years - 1):
        logs.append(math.exp(-speed) * logs[-1] + rng.normal(0, noise, n))
    return np.exp(np.column_stack(logs))


@st.composite
def panels(draw, least=1, units=(1, 6), years=(1, 4)):
    n, t = draw(st.integers(*units)), draw(st.integers(*years))
    some = st.integers(least, 20).map(lambda q: q / 4) | st.just(math.nan)
    return panel([[draw(some) for _ in range(t)] for _ in range(n)])


# ---- sigma


def test_dispersion_is_measured_in_each_period():
    found = sigma(panel([[1, 2], [3, 2], [4, 8]])).table
    assert found.index.tolist() == [2010, 2011]
    assert found.index.name == "year"
    for year, x in ((2010, [1, 3, 4]), (2011, [2, 2, 8])):
        row = found.loc[year]
        assert row["n_units"] == 3
        assert row["sd_log"] == pytest.approx(np.std(np.log(x)), rel=1e-14)
        assert row["cv"] == inequality.coefficient_of_variation(x)
        assert row["gini"] == inequality.gini(x)
        assert row["theil"] == inequality.theil(x)


def test_what_a_period_has_not_is_na():
    found = sigma(panel([[0, 1, math.nan, 0], [3, 1, math.nan, 0]]))
    assert found.table["n_units"].tolist() == [2, 2, 0, 2]
    assert found.table["sd_log"].isna().tolist() == [True, False, True, True]
    assert found.table["gini"].isna().tolist() == [False, False, True, True]
    assert found.trend.loc["gini", "n_periods"] == 2
    assert found.trend.drop(columns="n_periods").isna().all(axis=None)
    assert (found.ratio, found.t, found.p) == (None, None, None)


def test_the_trend_of_a_measure_is_its_regression_on_time():
    scores = panel(walks(9, 6, np.random.default_rng(0)), step=2)
    found = sigma(scores)
    api = pytest.importorskip("statsmodels.api")
    times = np.arange(6) * 2.0
    for measure in ("sd_log", "cv", "gini", "theil"):
        values = found.table[measure].to_numpy(float)
        fit = api.OLS(values, api.add_constant(times)).fit()
        row = found.trend.loc[measure, ["slope", "se", "t", "p"]].to_numpy(float)
        expected = [fit.params[1], fit.bse[1], fit.tvalues[1], fit.pvalues[1]]
        assert_allclose(row, expected, rtol=1e-9)


def test_the_test_of_first_against_last_is_that_of_a_correlation():
    y = walks(12, 3, np.random.default_rng(3))
    found = sigma(panel(y))
    u, v = np.log(y[:, 0]), np.log(y[:, 2])
    assert found.ratio == pytest.approx(v.var() / u.var(), rel=1e-12)
    stats = pytest.importorskip("scipy.stats")
    expected = stats.pearsonr(v - u, v + u)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-9)
    r = expected.statistic
    assert found.t == pytest.approx(r * math.sqrt(10 / (1 - r * r)), rel=1e-9)


def test_units_that_all_grow_alike_neither_converge_nor_diverge():
    y = np.array([0.7, 1.1, 2.3, 5.9])[:, None] * 1.013 ** np.arange(6)
    found = sigma(panel(y))
    assert (found.trend["slope"] == 0).all()
    assert (found.trend["p"] == 1).all()
    assert (found.t, found.p) == (0, 1)
    assert found.ratio == pytest.approx(1, rel=1e-12)
    assert (beta(panel(y)).beta, beta(panel(y)).p) == (0, 1)


def test_units_that_are_alike_have_no_variance_to_compare_with():
    found = sigma(panel([[2, 2, 3], [2, 2, 4], [2, 2, 5]]))
    assert found.table["gini"].iloc[0] == 0
    assert found.ratio is None


def test_units_that_come_to_the_same_have_converged_for_certain():
    found = sigma(panel([[1, 3], [2, 3], [5, 3]]))
    assert (found.ratio, found.t, found.p) == (0, -math.inf, 0)


def test_units_absent_at_an_end_are_not_compared():
    y = np.array([[1, 2], [2, 2.5], [4, 4], [math.nan, 100], [100, math.nan]])
    assert sigma(panel(y)).ratio == pytest.approx(sigma(panel(y[:3])).ratio, rel=1e-15)


# ---- beta


@pytest.mark.parametrize("robust", [False, True])
@pytest.mark.parametrize("conditional", [False, True])
def test_beta_is_that_of_statsmodels(robust, conditional):
    api = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(7)
    y = heading(31, 9, rng)
    units = [f"u{i}" for i in range(31)]
    controls = pd.DataFrame(rng.normal(5e5, 3.0, (31, 2)), units, ["a", "b"])
    mixed = controls.sample(frac=1, random_state=1) if conditional else None
    found = beta(panel(y), mixed, robust=robust)
    growth = np.log(y[:, -1] / y[:, 0]) / 8
    middle = controls - controls.mean()
    X = [np.ones(31), np.log(y[:, 0]), *(middle.to_numpy().T if conditional else [])]
    cov = {"cov_type": "HC1", "use_t": True} if robust else {}
    fit = api.OLS(growth, np.column_stack(X)).fit(**cov)
    for ours, theirs in (
        ("estimate", fit.params),
        ("se", fit.bse),
        ("t", fit.tvalues),
        ("p", fit.pvalues),
    ):  # the constant is another one, where controls are centred
        assert_allclose(found.coefficients[ours].iloc[1:], theirs[1:], rtol=1e-8)
    if not conditional:
        assert_allclose(found.coefficients["se"].iloc[0], fit.bse[0], rtol=1e-10)
    assert found.r2 == pytest.approx(fit.rsquared, rel=1e-10)
    assert (found.beta, found.se, found.t, found.p) == tuple(
        found.coefficients.loc["initial"]
    )


def test_huge_controls_stay_within_the_floats():
    y = panel(heading(9, 3, np.random.default_rng(0)))
    a = pd.DataFrame({"a": np.arange(9.0) ** 2}, [f"u{i}" for i in range(9)])
    found, expected = beta(y, a * 2.0**900), beta(y, a)
    assert found.beta == pytest.approx(expected.beta, rel=1e-12)
    scaled = found.coefficients.loc["a", ["estimate", "se"]] * 2.0**900
    assert_allclose(
        scaled, expected.coefficients.loc["a", ["estimate", "se"]], rtol=1e-9
    )


def test_a_planted_speed_is_found_exactly_without_noise():
    start = np.array([-1.0, -0.2, 0.1, 0.4, 2.0])
    y = np.exp(start[:, None] * np.exp(-0.05 * np.arange(11)))
    found = beta(panel(y))
    assert found.speed == pytest.approx(0.05, rel=1e-12)
    assert found.half_life == pytest.approx(math.log(2) / 0.05, rel=1e-12)
    assert found.span == 10
    assert found.r2 == pytest.approx(1, abs=1e-14)
    assert found.p < 1e-20


def test_drifting_apart_has_a_negative_speed_and_no_half_life():
    start = np.array([-1.0, -0.2, 0.1, 0.4])
    found = beta(panel(np.exp(np.column_stack([start, 1.5 * start]))))
    assert found.beta == pytest.approx(0.5, rel=1e-12)
    assert found.speed == pytest.approx(-math.log(1.5), rel=1e-12)
    assert found.half_life is None


def test_who_overtakes_where_it_was_heading_has_no_speed():
    start = np.array([-1.0, -0.2, 0.1, 0.4])
    found = beta(panel(np.exp(np.column_stack([start, -0.5 * start]))))
    assert found.beta < -1
    assert (found.speed, found.half_life) == (None, None)


def test_units_without_a_score_at_an_end_are_left_out():
    y = heading(8, 4, np.random.default_rng(0))
    y[2, 0] = y[5, 3] = y[6, 1] = math.nan
    found = beta(panel(y))
    assert found.left_out == ("u2", "u5")
    assert found.n_units == 6
    kept = np.delete(y, [2, 5], axis=0)[:, [0, 3]]
    assert found.beta == pytest.approx(beta(panel(kept, step=3)).beta, rel=1e-13)


def test_conditional_convergence_is_found_where_there_is_no_absolute_one():
    rng = np.random.default_rng(4)
    aim = rng.normal(0, 1, 40)
    start = aim + rng.normal(0, 0.3, 40)
    end = aim + (start - aim) * math.exp(-1.0) + rng.normal(0, 0.02, 40)
    scores = panel(np.exp(np.column_stack([start, end])), step=10)
    controls = pd.DataFrame({"aim": aim}, [f"u{i}" for i in range(40)])
    assert beta(scores, controls).speed == pytest.approx(0.1, abs=0.01)
    assert beta(scores).speed < 0.02


def test_where_growth_comes_first_and_dispersion_last_only_sigma_is_not_deceived():
    # Scores that stay where they are, measured with an error, regress to the mean.
    rng = np.random.default_rng(0)
    found = []
    for _ in range(200):
        truth = rng.normal(0, 0.3, 31)[:, None]
        y = panel(np.exp(truth + rng.normal(0, 0.3, (31, 2))))
        b, s = beta(y), sigma(y)
        found.append((b.p < 0.05 and b.beta < 0, s.p < 0.05 and s.t < 0))
    of_beta, of_sigma = np.mean(found, axis=0)
    assert of_beta > 0.8
    assert of_sigma < 0.06


def test_noise_converges_as_often_as_the_level_of_the_test_says():
    rng = np.random.default_rng(1)
    p = [beta(panel(walks(31, 5, rng))).p for _ in range(400)]
    assert 0.02 < np.mean(np.array(p) < 0.05) < 0.08


def test_planted_convergence_is_found():
    rng = np.random.default_rng(2)
    for _ in range(50):
        y = panel(heading(31, 10, rng, speed=0.05, noise=0.05))
        b, s = beta(y), sigma(y)
        assert b.beta < 0
        assert b.p < 0.05
        assert s.ratio < 1
        assert s.p < 0.05


# ---- density


@pytest.mark.parametrize("rule", ["silverman", "scott"])
def test_densities_are_those_of_scipy(rule):
    stats = pytest.importorskip("scipy.stats")
    y = walks(31, 3, np.random.default_rng(0))
    found = dense(panel(y), bandwidth=rule)
    for year, x in zip(found.table, y.T, strict=True):
        theirs = stats.gaussian_kde(x, bw_method=rule)
        assert_allclose(found.table[year], theirs(found.table.index), rtol=1e-10)
        h = theirs.factor * x.std(ddof=1)
        assert found.bandwidth[year] == pytest.approx(h, rel=1e-12)
    assert found.n_units.tolist() == [31] * 3


def test_a_bandwidth_may_be_given():
    stats = pytest.importorskip("scipy.stats")
    x = np.array([0.2, 0.25, 0.9])
    found = dense(panel(x[:, None]), bandwidth=0.05, grid=[0.0, 0.5, 0.8])
    theirs = stats.gaussian_kde(x, bw_method=0.05 / x.std(ddof=1))
    assert_allclose(found.table[2010], theirs([0, 0.5, 0.8]), rtol=1e-10)
    assert found.table.index.tolist() == [0, 0.5, 0.8]


@pytest.mark.parametrize("bounds", [(None, None), (0, None), (None, 1), (0, 1)])
@pytest.mark.parametrize("h", [0.02, 0.3, 0.9])
def test_a_density_integrates_to_1(bounds, h):
    x = np.array([[0.01], [0.05], [0.5], [0.98]])
    grid = np.linspace(-8, 9, 17 * 400 + 1)  # the bounds are among its points
    f = dense(panel(x), bandwidth=h, bounds=bounds, grid=grid).table[2010]
    inside = f.loc[slice(*bounds)]
    assert np.trapezoid(inside, inside.index) == pytest.approx(1, abs=1e-4)
    assert f.drop(inside.index).eq(0).all()


def test_nothing_is_lost_at_a_bound():
    # half of a kernel lies beyond the bound and is reflected
    f = dense(panel([[0.0]]), bandwidth=0.1, bounds=(0, None), grid=[0.0, 0.1]).table
    assert f.iloc[0, 0] == pytest.approx(2 / (0.1 * math.sqrt(2 * math.pi)), rel=1e-14)


def test_the_grid_reaches_from_the_lowest_to_the_highest_score():
    found = dense(panel([[0.2, 0.1], [0.4, 0.9]]), bandwidth=0.05, grid=11)
    assert found.table.shape == (11, 2)
    assert_allclose(found.table.index[[0, -1]], [-0.05, 1.05], rtol=1e-14)
    found = dense(panel([[0.2, 0.1], [0.4, 0.9]]), bandwidth=0.05, bounds=(0, 1))
    assert found.table.index[[0, -1]].tolist() == [0, 1]


def test_peaks_are_counted():
    one, two, three = [0.5] * 6, [0.1] * 3 + [0.9] * 3, [0.1, 0.1, 0.5, 0.5, 0.9, 0.9]
    found = dense(panel(np.column_stack([one, two, three])), bandwidth=0.05)
    assert found.modes.tolist() == [1, 2, 3]


def test_peaks_at_both_bounds_are_two_and_a_flat_density_has_one():
    found = dense(panel([[0.0], [1.0]]), bandwidth=0.1, bounds=(0, 1))
    assert found.modes.tolist() == [2]
    even = panel([[1 / 8], [3 / 8], [5 / 8], [7 / 8]])
    found = dense(even, bandwidth=0.5, bounds=(0, 1))
    assert found.modes.tolist() == [1]
    assert_allclose(found.table, 1, rtol=1e-14)


@given(y=panels(units=(1, 6)), factor=st.sampled_from([2.0**-600, 0.5, 2.0**600]))
def test_the_unit_of_the_scores_scales_the_density(y, factor):
    y = y.fillna(1.0)
    found = dense(y * factor, bandwidth=0.25 * factor, grid=16)
    plain = dense(y, bandwidth=0.25, grid=16)
    assert_allclose(found.table * factor, plain.table, rtol=1e-12)
    assert_series_equal(found.modes, plain.modes)


# ---- transitions


def slow_counts(grades, k):
    """Count the moves, unit by unit and year by year."""
    counts = np.zeros((k, k), dtype=int)
    for row in grades:
        for a, b in pairwise(row):
            if not math.isnan(a + b):
                counts[int(a) - 1, int(b) - 1] += 1
    return counts


@st.composite
def graded(draw, gaps=True):
    n, t = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    some = st.integers(1, 4) | st.just(math.nan) if gaps else st.integers(1, 4)
    table = [[float(draw(some)) for _ in range(t)] for _ in range(n)]
    return np.array(table)


@given(table=graded())
def test_moves_are_counted_between_neighboring_periods(table):
    expected = slow_counts(table, 4)
    # every year is there, of a unit that is left out
    full = np.vstack([table, np.full((1, table.shape[1]), np.nan)])
    if not expected.any():
        with pytest.raises(DomainError, match="no unit has a grade in two periods"):
            moves(panel(full), 4)
        return
    found = moves(panel(full), 4)
    assert (found.counts.to_numpy() == expected).all()
    assert found.n_transitions == expected.sum()
    total = expected.sum(axis=1)
    P = found.probabilities
    assert P.isna().all(axis=1).tolist() == (total == 0).tolist()
    assert_allclose(P.dropna().sum(axis=1).to_numpy(float), 1, rtol=1e-15)


@given(table=graded(gaps=False))
def test_the_chain_is_that_of_giddy(table):
    markov = pytest.importorskip("giddy.markov")
    k = int(table.max())
    theirs = markov.Markov(table, classes=np.arange(1.0, k + 1), summary=False)
    found = moves(panel(table))
    assert (found.counts.to_numpy() == theirs.transitions).all()
    known = theirs.transitions.sum(axis=1) > 0
    ours = found.probabilities.to_numpy(float, na_value=np.nan)
    assert_allclose(ours[known], theirs.p[known], rtol=1e-15)
    if not known.all():  # giddy lets a unit stay there for ever
        return
    if theirs.num_rclasses == 1:
        steady = np.squeeze(theirs.steady_state)
        assert_allclose(found.steady_state.to_numpy(float), steady, atol=1e-12)
    else:
        assert found.steady_state.isna().all()
        assert "never left once entered" in found.no_steady_state
    if theirs.num_cclasses == 1:  # it divides by 0 elsewhere
        assert_allclose(found.first_passage.to_numpy(float), theirs.mfpt, rtol=1e-8)
    stay = np.diag(theirs.p)
    left = found.sojourn.to_numpy(float, na_value=np.inf)
    assert_allclose(left[stay < 1], 1 / (1 - stay[stay < 1]), rtol=1e-12)
    assert np.isinf(left[stay == 1]).all()


@given(table=graded(gaps=False))
def test_first_passages_are_those_of_steps_one_by_one(table):
    found = moves(panel(table))
    P = found.probabilities.to_numpy(float, na_value=0.0)
    lost = found.probabilities.isna().all(axis=1).to_numpy()
    M = found.first_passage.to_numpy(float, na_value=np.nan)
    for j in range(len(P)):
        step = P.copy()
        step[lost] = np.eye(len(P))[lost]  # a grade that is not known keeps a unit
        step[j] = np.eye(len(P))[j]
        there = np.linalg.matrix_power(step, 2**30)[:, j]
        certain = P @ np.where(np.arange(len(P)) == j, 1.0, there) > 1 - 1e-9
        assert np.isfinite(M[:, j]).tolist() == certain.tolist()
        onward = np.where(np.arange(len(P)) == j, 0.0, np.nan_to_num(M[:, j]))
        assert_allclose(M[certain, j], 1 + P[certain] @ onward, rtol=1e-9)


def test_the_land_of_oz():
    # Kemeny and Snell: rain, nice and snow; counts of 100, 100 and 100 days
    pairs = (
        [(1, 1)] * 2 + [(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)] + [(3, 3)] * 2
    )
    found = moves(panel(pairs))
    assert_allclose(found.steady_state.to_numpy(float), [0.4, 0.2, 0.4], rtol=1e-14)
    expected = [[5 / 2, 4, 10 / 3], [8 / 3, 5, 8 / 3], [10 / 3, 4, 5 / 2]]
    assert_allclose(found.first_passage.to_numpy(float), expected, rtol=1e-14)
    assert found.sojourn.tolist() == [2, 1, 2]
    assert found.mobility == pytest.approx((3 - 1) / 2, rel=1e-15)


@given(table=graded(gaps=False))
def test_a_steady_state_reproduces_itself(table):
    found = moves(panel(table))
    if found.no_steady_state is None:
        P = found.probabilities.fillna(0).to_numpy(float)
        s = found.steady_state.to_numpy(float)
        assert_allclose(s @ P, s, atol=1e-15)
        assert s.sum() == pytest.approx(1, rel=1e-15)


def test_a_grade_that_is_entered_and_never_started_from_hides_the_rest():
    found = moves(panel([[1, 1, 2]]))
    assert found.probabilities.loc[2].isna().all()
    assert found.no_steady_state == "what follows is not known of grade 2"
    assert found.mobility is None
    assert found.first_passage.isna().to_numpy().tolist() == [
        [True, False],
        [True, True],
    ]
    assert found.first_passage.loc[1, 2] == 2


def test_a_grade_that_is_never_visited_has_nothing_and_hides_nothing():
    found = moves(panel([[1, 3, 1, 3, 3, 1]]), 4)
    assert found.steady_state.tolist() == pytest.approx([2 / 5, 0, 3 / 5, 0])
    assert found.first_passage.loc[1, 3] == 1
    assert found.first_passage[2].isna().all()


def test_two_traps_have_no_one_steady_state():
    found = moves(panel([[1, 1], [2, 1], [2, 2], [2, 3], [3, 3]]))
    assert found.no_steady_state == "grades that are never left once entered: 1; 3"
    assert found.sojourn.isna().tolist() == [True, False, True]
    assert found.first_passage.loc[2].isna().all()


def test_who_is_away_for_a_period_made_no_transition():
    table = [[1, math.nan, 2, 2], [1, 1, 1, 1]]
    assert moves(panel(table)).counts.to_numpy().tolist() == [[3, 0], [0, 1]]


def test_grades_may_have_names():
    table = panel([[1, 2, 1], [2, 2, math.nan]])
    names = pd.CategoricalDtype(["low", "high"], ordered=True)
    named = table.map({1: "low", 2: "high"}).astype(names)
    found, expected = moves(named), moves(table)
    assert found.counts.index.tolist() == ["low", "high"]
    assert (found.counts.to_numpy() == expected.counts.to_numpy()).all()


def test_zero_is_no_grade():
    found = moves(panel([[1, 0, 2, 2], [1, 1, 1, 2]]))
    assert found.counts.to_numpy().tolist() == [[2, 1], [0, 1]]


# ---- laws that all have


@given(y=panels(units=(3, 6), years=(2, 4)), data=st.data())
def test_the_order_of_the_rows_does_not_show_in_the_last_bit(y, data):
    y = y.fillna(1.25)  # of one period absent for all there is no density
    other = y.iloc[data.draw(st.permutations(range(len(y))))]
    a, b = sigma(y), sigma(other)
    assert_frame_equal(a.table, b.table, check_exact=True)
    assert_frame_equal(a.trend, b.trend, check_exact=True)
    assert (a.ratio, a.p) == (b.ratio, b.p)
    f, g = (dense(s, bandwidth=0.5) for s in (y, other))
    assert_frame_equal(f.table, g.table, check_exact=True)
    assert_frame_equal(moves(4 * y).counts, moves(4 * other).counts)
    if np.ptp(y.xs(2010, level="year")) > 0:
        c, d = beta(y), beta(other)
        assert_frame_equal(c.coefficients, d.coefficients, check_exact=True)


@given(y=panels(units=(3, 6), years=(2, 4)), power=st.integers(-900, 900))
def test_the_unit_of_the_scores_does_not_matter(y, power):
    y = y.fillna(1.25)
    scaled = y * math.ldexp(1, power)
    a, b = sigma(y), sigma(scaled)
    assert_frame_equal(a.table, b.table, rtol=1e-9, atol=1e-12)
    if np.ptp(y.xs(2010, level="year")) > 0:
        c, d = beta(y), beta(scaled)
        assert d.beta == pytest.approx(c.beta, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("f", [sigma, beta, dense, moves])
def test_the_input_is_left_as_it_was(f):
    y = panel([[1, 2], [3, 2], [4, 5]])
    before = y.copy()
    f(y)
    assert_series_equal(y, before)


@pytest.mark.parametrize("f", [sigma, beta, dense])
def test_a_frame_of_one_score_is_a_score(f):
    y = panel([[1, 2], [3, 2], [4, 5]])
    found, expected = f(y.to_frame()), f(y)
    assert vars(found).keys() == vars(expected).keys()
    with pytest.raises(ShapeError, match="choose one of 'a', 'b'"):
        f(pd.DataFrame({"a": y, "b": y}))


# ---- what is refused


@pytest.mark.parametrize("f", [sigma, beta, dense, moves])
def test_panels_are_checked(f):
    y = panel([[1, 2], [3, 2], [4, 5]])
    with pytest.raises(UnknownColumnError, match="'city' is no level"):
        f(y.rename_axis(["town", "year"]))
    with pytest.raises(DuplicateLabelError, match="'u0' in 2010"):
        f(pd.concat([y, y[:1]]))
    with pytest.raises(EmptyDataError):
        f(y[:0])
    with pytest.raises(DomainError, match="Series"):
        f([1, 2])


@pytest.mark.parametrize("f", [sigma, beta, dense])
def test_an_infinite_score_is_refused(f):
    with pytest.raises(NonFiniteError, match="u1"):
        f(panel([[1, 2], [math.inf, 2], [4, 5]]))


def test_a_negative_score_is_named_with_its_period():
    with pytest.raises(DomainError, match="'u1' in 2011 has -2: dispersion"):
        sigma(panel([[1, 2], [3, -2]]))
    with pytest.raises(DomainError, match="'u1' in 2011 has 0: growth needs positive"):
        beta(panel([[1, 2], [3, 0], [3, 4]]))


def test_growth_needs_two_periods_and_enough_units_that_differ():
    with pytest.raises(DomainError, match="one period only, 2010"):
        beta(panel([[1], [2]]))
    with pytest.raises(DomainError, match="2 coefficients need 3 or more rows"):
        beta(panel([[1, 2], [2, 3]]))
    with pytest.raises(DomainError, match=r"same for every unit.*: initial"):
        beta(panel([[2, 2], [2, 3], [2, 4]]))


def test_controls_are_checked():
    y = panel(heading(8, 3, np.random.default_rng(0)))
    units = [f"u{i}" for i in range(8)]
    good = pd.DataFrame({"a": np.arange(8.0) ** 2}, units)
    with pytest.raises(DomainError, match="must be a DataFrame by unit, got list"):
        beta(y, [1, 2])
    with pytest.raises(UnknownColumnError, match="no controls for 'u3'"):
        beta(y, good.drop("u3"))
    with pytest.raises(MissingDataError, match="unit 'u0', criterion 'a'"):
        beta(y, good.replace(0, np.nan))
    with pytest.raises(DuplicateLabelError, match="'initial'"):
        beta(y, good.rename(columns={"a": "initial"}))
    with pytest.raises(DuplicateLabelError, match="some units stand twice"):
        beta(y, pd.concat([good, good]))
    with pytest.raises(DomainError, match=r"same for every unit.*: b"):
        beta(y, good.assign(b=1))
    with pytest.raises(DomainError, match="determine each other: a, b"):
        beta(y, good.assign(b=3 - 2 * good["a"]))


def test_scores_that_are_all_the_same_have_no_bandwidth():
    y = panel([[0.5, 1], [0.5, 2]])
    with pytest.raises(DomainError, match=r"the same in 2010 \(2 of 0\.5\)"):
        dense(y)
    assert dense(y, bandwidth=0.1).modes.tolist() == [1, 2]


def test_a_period_without_a_score_is_named():
    with pytest.raises(DomainError, match="no score in 2011"):
        dense(panel([[1, math.nan], [2, math.nan]]))


@pytest.mark.parametrize(
    ("options", "error", "msg"),
    [
        ({"bandwidth": "silvermann"}, UnknownMethodError, "Did you mean 'silverman'"),
        ({"bandwidth": 0}, DomainError, "must be positive"),
        ({"bandwidth": math.inf}, DomainError, "finite"),
        ({"bandwidth": 10, "bounds": (0, 9)}, DomainError, "less than the bounds"),
        ({"bandwidth": True}, UnknownMethodError, "unknown bandwidth True"),
        ({"grid": 1}, DomainError, "grid must be a number of 2 or more"),
        ({"grid": True}, DomainError, "grid must be"),
        ({"grid": [1, 1]}, DomainError, "ascending points"),
        ({"grid": [1, math.nan]}, DomainError, "ascending points"),
        ({"bounds": (1, 0)}, DomainError, "the lower first"),
        ({"bounds": 3}, DomainError, "two numbers"),
        ({"bounds": ("a", None)}, DomainError, "two numbers"),
        ({"bounds": (0, 3)}, DomainError, r"'u2' in 2010 has 4.*beyond the bounds"),
    ],
)
def test_options_of_a_density_are_checked(options, error, msg):
    with pytest.raises(error, match=msg):
        dense(panel([[1, 2], [3, 2], [4, 5]]), **options)


def test_periods_of_which_one_is_missing_make_no_chain():
    y = panel([[1, 2, 1, 1], [2, 2, 1, 1]])
    with pytest.raises(
        DomainError, match=r"between 2010 and 2012 it is 2 times as long"
    ):
        moves(y.drop(2011, level="year"))
    assert moves(panel([[1, 2, 1], [2, 2, 1]], step=5)).n_transitions == 4


def test_months_and_quarters_are_equally_far_from_each_other():
    for ends in (
        pd.date_range("2020-01-31", periods=12, freq="ME"),
        pd.date_range("2020-03-31", periods=12, freq="QE"),
        pd.period_range("2020Q1", periods=12, freq="Q"),
    ):
        index = pd.MultiIndex.from_product([["a"], ends], names=NAMES)
        assert moves(pd.Series([1, 2] * 6, index)).n_transitions == 11


@pytest.mark.parametrize("value", [1.5, -1, "x", "2", math.inf, True])
def test_what_is_no_grade_is_refused(value):
    y = panel([[1, 2], [2, 2]]).astype(object)
    y.iloc[1] = value
    with pytest.raises(DomainError, match="grades must be whole numbers from 1"):
        moves(y)


def test_what_is_a_score_rather_than_a_grade_is_refused():
    with pytest.raises(DomainError, match="700 grades are more than"):
        moves(panel([[1, 700], [2, 2]]))
    with pytest.raises(DomainError, match="grades must be whole numbers"):
        moves(panel([[1, 2], [2, 2]]).astype("datetime64[ns]"))


def test_grades_without_an_order_are_refused():
    y = panel([[1, 2], [2, 2]])
    with pytest.raises(DomainError, match="must have an order"):
        moves(y.astype("category"))
    with pytest.raises(DomainError, match="got False of"):
        moves(y > 1)


@pytest.mark.parametrize("k", [1, 0, 2.5, True, "x"])
def test_the_number_of_grades_is_checked(k):
    with pytest.raises(DomainError, match="k must be a whole number, 2 or more"):
        moves(panel([[1, 2], [2, 2]]), k)
