"""Groups are found where they are, and noise is not sold as tiers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics

import mcdm_index as mi
from mcdm_index.clustering import _choice as choice
from mcdm_index.clustering import _reference as reference
from mcdm_index.clustering import choose_tiers
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    UnknownMethodError,
)
from tests.clustering.groups import three_groups, triangle

CRITERIA = ["silhouette", "calinski_harabasz", "davies_bouldin", "gap", "bic"]
QUICK = {"method": "ward", "n_references": 19, "rng": 0}


@pytest.fixture(scope="module")
def groups():
    return choose_tiers(triangle(60), range(2, 6), **QUICK)


@pytest.fixture(scope="module")
def noise():
    X = np.random.default_rng(1).random((60, 3))
    return choose_tiers(X, range(2, 6), **QUICK)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_every_criterion_finds_three_groups(groups, criterion):
    assert groups.best.loc[criterion, "k"] == 3


@pytest.mark.parametrize("criterion", CRITERIA)
def test_no_criterion_finds_groups_in_noise(noise, criterion):
    assert noise.best.loc[criterion, "k"] == 1


def test_the_rule_of_the_gap_may_miss_three_groups_in_a_row():
    """Two tiers are hardly better than one there, and it looks no further."""
    best = choose_tiers(three_groups(60, apart=8.0)[0], range(2, 6), **QUICK).best
    assert best.loc["gap", ["best_k", "k"]].tolist() == [3, 1]
    assert best["k"].drop("gap").tolist() == [3, 3, 3, 3]


@pytest.mark.parametrize("method", ["kmeans", "k_medoids", "gaussian_mixture"])
def test_every_method_finds_three_groups(method):
    S = triangle(60)
    options = {"n_starts": 2} if method == "gaussian_mixture" else None
    found = choose_tiers(S, (2, 3, 4), **QUICK | {"method": method, "options": options})
    assert found.best["k"].drop("gap").tolist() == [3] * 4


def test_the_answer_is_said_in_words(groups, noise):
    assert groups.finding.startswith("3 tiers: the best silhouette, 0.6")
    assert noise.finding.startswith("no tiers found: the best silhouette")
    assert (groups.structured, noise.structured) == (True, False)
    assert (groups.k, noise.k) == (3, 1)


@pytest.mark.parametrize(("criterion", "word"), [("gap", "gap"), ("bic", "bic")])
def test_criteria_without_a_chance_say_so_in_words(criterion, word):
    S = triangle(60)
    found = choose_tiers(S, (2, 3, 4), criterion=criterion, **QUICK)
    assert found.finding == f"3 tiers, by the {word}"


def test_the_table_has_what_scikit_learn_computes(groups):
    S = triangle(60)
    Z = (S - S.mean(axis=0)) / S.std(axis=0, ddof=1)
    for k in range(2, 6):
        labels = mi.clustering.ward(Z, k)
        row = groups.table.loc[k]
        expected = (
            metrics.silhouette_score(Z, labels),
            metrics.calinski_harabasz_score(Z, labels),
            metrics.davies_bouldin_score(Z, labels),
        )
        np.testing.assert_allclose(row[CRITERIA[:3]].astype(float), expected, rtol=1e-9)
        assert row["smallest"] == np.bincount(labels).min()


def test_one_tier_has_the_whole_inertia_and_no_silhouette(groups):
    row = groups.table.loc[1]
    assert row["inertia"] == pytest.approx(59 * 3)
    assert row["smallest"] == 60
    assert row[CRITERIA[:3]].isna().all()


def test_every_k_has_a_gap_and_a_bic(groups):
    assert groups.table[["gap", "gap_se", "bic", "inertia"]].notna().all(axis=None)


def test_the_gap_statistic_by_hand():
    found = pd.Series([np.e**2, 1.0])
    drawn = np.array([[np.e**3, np.e], [np.e**5, np.e]])
    table = choice._gap(found, drawn)
    assert table["gap"].tolist() == pytest.approx([2, 1])
    # The standard deviation of 3 and 5 is 1, with ddof 0 as in the paper
    assert table["gap_se"].tolist() == pytest.approx([np.sqrt(1.5), 0])


def test_tables_that_could_not_be_clustered_do_not_count_in_the_gap():
    drawn = np.array([[np.e, np.nan], [np.e, np.e**2]])
    table = choice._gap(pd.Series([1.0, 1.0]), drawn)
    assert table["gap"].tolist() == pytest.approx([1, 2])
    assert table["gap_se"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("gap", "se", "k"),
    [
        ([0.5, 0.4, 0.9], [0.1, 0.1, 0.1], 1),
        ([0.1, 0.5, 0.4], [0.1, 0.1, 0.1], 2),
        ([0.1, 0.19, 0.5], [0.1, 0.1, 0.1], 1),
        ([0.1, 0.3, 0.5], [0.1, 0.1, 0.1], 3),
        ([0.1, np.nan, 0.15], [0.1, np.nan, 0.1], 1),
    ],
)
def test_the_rule_of_one_standard_error(gap, se, k):
    ks = np.array([1, 2, 3])
    assert choice._first_enough(ks, np.array(gap), np.array(se)) == k


def test_the_chance_counts_the_scores_themselves_as_one_of_the_tables():
    drawn = np.array([[0.1, 0.5], [0.2, 0.3], [0.1, np.nan]])
    assert choice._reached(drawn, 0.5) == 2 / 4
    assert choice._reached(drawn, 0.6) == 1 / 4


def test_a_table_that_could_not_be_clustered_counts_against_the_tiers():
    assert choice._reached(np.array([[np.nan, np.nan]]), 0.5) == 1


# ---- tables without groups


def test_boxes_follow_the_principal_axes():
    rng = np.random.default_rng(0)
    Z = rng.standard_normal((40, 1)) @ [[3.0, 4.0]] + 7
    Z += rng.standard_normal((40, 1)) @ [[0.4, -0.3]]
    axes = np.linalg.svd(Z - Z.mean(axis=0))[2]
    low, high = (f((Z - Z.mean(axis=0)) @ axes.T, axis=0) for f in (np.min, np.max))
    for box in reference.boxes(Z, 20, rng):
        along = (box - Z.mean(axis=0)) @ axes.T
        assert (along > low - 1e-9).all()
        assert (along < high + 1e-9).all()
        assert (np.ptp(along, axis=0) > 0.7 * (high - low)).all()


@pytest.mark.parametrize("sigma", [0.2, 0.5, 1.0])
def test_the_lognormal_has_the_skewness_of_the_column(sigma):
    rng = np.random.default_rng(0)
    Z = np.column_stack([rng.lognormal(0, 0.5, 500), -rng.lognormal(0, sigma, 500)])
    sign, found = reference._lognormal(Z, np.array([True, True]))
    skewness = stats.skew(Z, bias=False)
    expected = [float(stats.lognorm(s).stats("s")) for s in found]
    np.testing.assert_allclose(sign * expected, skewness, rtol=1e-9)


def test_tables_of_one_group_keep_means_deviations_and_correlations():
    rng = np.random.default_rng(0)
    shape = np.linalg.cholesky([[1.0, 0.8], [0.8, 1.0]])
    Z = np.exp(0.5 * rng.standard_normal((2000, 2)) @ shape.T) * [1.0, -3.0]
    (drawn,) = reference.one_group(Z, 1, rng)
    np.testing.assert_allclose(drawn.mean(axis=0), Z.mean(axis=0), rtol=1e-9)
    np.testing.assert_allclose(drawn.std(axis=0), Z.std(axis=0), rtol=1e-9)
    ours, theirs = (stats.spearmanr(X).statistic for X in (drawn, Z))
    assert ours == pytest.approx(theirs, abs=0.05)
    assert stats.skew(drawn)[1] < -1


def test_a_column_without_skewness_is_normal():
    Z = np.array([[-1.0], [0.0], [1.0]])
    drawn = np.concatenate(list(reference.one_group(np.tile(Z, (500, 1)), 1, _rng())))
    assert stats.shapiro(drawn[:500]).pvalue > 0.01


def test_a_constant_column_stays_as_it_is():
    Z = np.column_stack([np.arange(10.0), np.full(10, 3.0)])
    for kind in (reference.boxes, reference.one_group):
        (drawn,) = kind(Z, 1, _rng())
        np.testing.assert_allclose(drawn[:, 1], 3, rtol=1e-12)


def _rng():
    return np.random.default_rng(0)


def test_a_long_tail_is_not_sold_as_tiers():
    """Uniform tables alone would be: a tail is not uniform."""
    rng = np.random.default_rng(4)
    common = rng.standard_normal((80, 1))
    S = np.exp(0.7 * (0.9 * common + 0.3 * rng.standard_normal((80, 3))))
    found = choose_tiers(S, range(2, 6), **QUICK)
    assert found.best.loc["silhouette", "p_uniform"] <= 0.05
    assert found.k == 1


# ---- order, seeds, degenerate tables


@given(st.integers(0, 2**31))
@settings(max_examples=5)
def test_the_order_of_units_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((30, 2))
    one, other = (
        choose_tiers(table, (2, 3), **QUICK) for table in (X, rng.permutation(X))
    )
    pd.testing.assert_frame_equal(one.table, other.table)
    pd.testing.assert_frame_equal(one.best, other.best)


def test_equal_seeds_give_equal_answers():
    X = np.random.default_rng(0).random((30, 2))
    one, other = (choose_tiers(X, (2, 3), n_references=19, rng=5) for _ in range(2))
    pd.testing.assert_frame_equal(one.table, other.table)


def test_a_generator_serves_as_a_seed():
    X = np.random.default_rng(0).random((30, 2))
    one, other = (
        choose_tiers(X, (2,), **QUICK | {"rng": np.random.default_rng(3)})
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(one.table, other.table)


@pytest.mark.parametrize(
    "X", [[[1.0]], [[1.0], [2.0]], [[1.0, 5.0]] * 9], ids=["one", "two", "all equal"]
)
@pytest.mark.parametrize("criterion", CRITERIA)
def test_fewer_than_three_units_that_differ_are_one_tier(X, criterion):
    found = choose_tiers(X, criterion=criterion)
    assert (found.k, found.table.index.tolist()) == (1, [1])
    assert found.finding == "no tiers found: fewer than three units differ"


def test_by_default_there_are_fewer_tiers_than_distinct_units():
    X = np.array([[0.0], [1.0], [5.0], [9.0], [9.0]])
    assert choose_tiers(X, **QUICK).table.index.tolist() == [1, 2, 3]


def test_units_of_scores_do_not_matter_when_standardized():
    S, _ = three_groups(30)
    one = choose_tiers(S, (2, 3), **QUICK)
    other = choose_tiers(S * 2.0**900, (2, 3), **QUICK)
    pd.testing.assert_frame_equal(one.table, other.table)


def test_without_standardization_the_inertia_is_in_squared_units():
    S, _ = three_groups(30)
    found = choose_tiers(S, (2,), standardize=False, **QUICK).table["inertia"]
    assert found[1] == pytest.approx(29 * S.var(axis=0, ddof=1).sum())


def test_what_a_mixture_cannot_fit_is_left_out_of_the_choice():
    S, _ = three_groups(12, apart=20.0, p=1)
    options = {"n_starts": 2}
    found = choose_tiers(
        S, (2, 3, 7), **QUICK | {"method": "gaussian_mixture", "options": options}
    )
    assert found.table.loc[7, CRITERIA].isna().all()
    assert found.best["best_k"].max() == 3


def test_a_mixture_that_fits_nowhere_says_why():
    X = np.column_stack([np.arange(12.0)] * 2)
    with pytest.raises(DomainError, match="has no sound fit to 12 units"):
        choose_tiers(X, (2,), **QUICK | {"method": "gaussian_mixture"})


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"criterion": "silhouete"}, UnknownMethodError, "Did you mean 'silhouette'"),
        ({"method": "kmean"}, UnknownMethodError, "Did you mean 'kmeans'"),
        ({"options": {"covarianc": 1}}, UnknownMethodError, "has no option"),
        ({"options": {"rng": 1}}, UnknownMethodError, "has no option 'rng'"),
        ({"level": 0}, DomainError, "level must be a number between 0 and 1"),
        ({"level": 1.0}, DomainError, "level must be a number between 0 and 1"),
        ({"n_references": 18}, DomainError, "n_references must be 19 or more"),
        ({"n_references": 19.0}, DomainError, "n_references must be a whole number"),
        ({"ks": [0]}, DomainError, "whole numbers from 1 on.*got 0"),
        ({"ks": [2, 30]}, DomainError, "fewer than the 30 distinct units; got 30"),
        ({"ks": [2.0]}, DomainError, r"got 2\.0"),
        ({"ks": 3.5}, DomainError, r"got 3\.5"),
        ({"standardize": "no"}, DomainError, "standardize must be true or false"),
    ],
)
def test_what_cannot_be_asked_is_refused(change, error, words):
    X = np.random.default_rng(0).random((30, 2))
    with pytest.raises(error, match=words):
        choose_tiers(X, **QUICK | change)


def test_gaps_are_named():
    frame = pd.DataFrame({"x": [1.0, np.nan]}, index=["Ada", "Bel"])
    with pytest.raises(MissingDataError, match="unit 'Bel', criterion 'x'"):
        choose_tiers(frame)


def test_an_empty_table_is_refused():
    with pytest.raises(EmptyDataError, match="no unit"):
        choose_tiers(np.empty((0, 2)))


@pytest.mark.parametrize("size", [1e200, 1e-200])
def test_scores_that_cannot_be_squared_need_standardization(size):
    S = three_groups(30)[0] * size
    with pytest.raises(DomainError, match=r"cannot be squared.*standardize=True"):
        choose_tiers(S, (2,), standardize=False, **QUICK)
