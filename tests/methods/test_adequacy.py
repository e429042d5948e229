"""Adequacy of criteria: small cases by hand, slow loops, laws, what has no answer."""

import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.linalg import hadamard

from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
)
from mcdm_index.methods.adequacy import (
    alpha_if_deleted,
    bartlett_sphericity,
    cronbach_alpha,
    item_correlations,
    kmo,
    principal_components,
    vif,
)
from tests.strategies import matrices

# Of two rankings, correlated with 1/2 and -1/2; the columns have variance 1.
HALF = np.array([[1.0, 1], [2, 3], [3, 2]])
AGAINST = np.array([[1.0, 3], [2, 1], [3, 2]])
MADE = np.random.default_rng(0).integers(0, 99, (40, 5)) + np.arange(40.0)[:, None]


def with_correlations(R):
    """Make a table that has exactly these correlations, but for rounding."""
    return hadamard(16)[:, 1 : len(R) + 1] @ np.linalg.cholesky(R).T


def equal_correlations(k, r):
    return np.where(np.eye(k), 1.0, r)


def every(X):
    """Give all that is a number per criterion, one row each."""
    n = len(X)
    score = np.arange(n) ** 2 % 11
    return np.array(
        [
            alpha_if_deleted(X),
            alpha_if_deleted(X, standardized=True),
            kmo(X).by_criterion,
            vif(X),
            *item_correlations(X, score),
            *item_correlations(X, score, method="spearman"),
        ]
    )


def whole(X):
    """Give all that is a number per table."""
    return np.array(
        [
            cronbach_alpha(X),
            cronbach_alpha(X, standardized=True),
            kmo(X).overall,
            *bartlett_sphericity(X),
            *principal_components(X).eigenvalues,
        ]
    )


FUNCTIONS = {
    "alpha": cronbach_alpha,
    "alpha_if_deleted": alpha_if_deleted,
    "kmo": kmo,
    "bartlett": bartlett_sphericity,
    "vif": vif,
    "pca": principal_components,
    "items": lambda X: item_correlations(X, np.arange(len(X))),
}
functions = pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
need_variation = pytest.mark.parametrize(
    "f",
    [
        kmo,
        bartlett_sphericity,
        vif,
        principal_components,
        lambda X: cronbach_alpha(X, standardized=True),
        lambda X: alpha_if_deleted(X, standardized=True),
    ],
    ids=["kmo", "bartlett", "vif", "pca", "alpha", "alpha_if_deleted"],
)
need_rank = pytest.mark.parametrize("f", [kmo, bartlett_sphericity])
need_two = pytest.mark.parametrize(
    "f", [FUNCTIONS[name] for name in ("alpha", "kmo", "bartlett", "items")]
)
methods = pytest.mark.parametrize("method", ["pearson", "spearman"])
tables = matrices(rows=(6, 12), columns=(3, 5))
any_floats = st.floats(allow_nan=False, allow_infinity=False)


def parts(found):
    return found if isinstance(found, tuple) else (found,)


def regular(X):
    """Tell whether no criterion is constant or nearly determined by the others."""
    if (X.min(axis=0) == X.max(axis=0)).any():
        return False
    s = np.linalg.svd((X - X.mean(axis=0)) / X.std(axis=0), compute_uv=False)
    total = [X.sum(axis=1), *(X.sum(axis=1)[:, None] - X).T]
    return s[-1] > 1e-3 and min(np.std(t) for t in total) > 1e-3


# ---- by hand


def test_alpha_of_two_alike_grows_with_their_correlation():
    # 2 r / (1 + r)
    assert cronbach_alpha(HALF) == pytest.approx(2 / 3, abs=1e-15)
    assert cronbach_alpha(AGAINST) == pytest.approx(-2, abs=1e-14)


def test_copies_have_an_alpha_of_one():
    x = np.array([1.0, 5, 2, 8])
    assert cronbach_alpha(np.column_stack([x, x, x])) == 1


def test_alpha_is_that_of_the_variances():
    # variances 1, 1 and 4, of the sum 13: 3/2 (1 - 6/13)
    X = [[1, 1, 2], [2, 3, 6], [3, 2, 4]]
    assert cronbach_alpha(X) == pytest.approx(1.5 * (1 - 6 / 13), abs=1e-15)


def test_standardized_alpha_is_that_of_the_mean_correlation():
    # correlations 1/2, 1/2 and 1
    X = [[1, 1, 2], [2, 3, 6], [3, 2, 4]]
    found = cronbach_alpha(X, standardized=True)
    assert found == pytest.approx(3 * (2 / 3) / (1 + 2 * (2 / 3)), abs=1e-15)


def test_alpha_without_each_is_that_of_the_others():
    X = [[1, 1, 2], [2, 3, 6], [3, 2, 4]]
    # variances 1 and 4, 9 of the sum; 1 and 4, 7 of the sum; 1 and 1, 3 of the sum
    expected = [2 * (1 - 5 / 9), 2 * (1 - 5 / 7), 2 * (1 - 2 / 3)]
    assert_allclose(alpha_if_deleted(X), expected, rtol=1e-14)


def test_a_constant_criterion_counts_among_those_of_alpha():
    X = np.column_stack([HALF, [7, 7, 7]])
    assert cronbach_alpha(X) == pytest.approx(3 / 2 * (1 - 2 / 3), abs=1e-15)
    assert alpha_if_deleted(X)[2] == pytest.approx(2 / 3, abs=1e-15)


@pytest.mark.parametrize("r", [-0.3, 0.1, 0.5, 0.9])
def test_kmo_of_three_that_correlate_alike_is_known(r):
    # Partial correlations are r / (1 + r).
    found = kmo(with_correlations(equal_correlations(3, r)))
    expected = (1 + r) ** 2 / ((1 + r) ** 2 + 1)
    assert_allclose([found.overall, *found.by_criterion], expected, rtol=1e-12)


def test_kmo_of_two_is_a_half():
    assert_allclose(kmo(HALF).overall, 0.5, rtol=1e-14)


@pytest.mark.parametrize("offset", [0, 1e8, 0.1])
def test_kmo_of_uncorrelated_criteria_is_a_half(offset):
    found = kmo(hadamard(8)[:, 1:6] + offset)
    assert found.overall == 0.5
    assert found.by_criterion.tolist() == [0.5] * 5


def test_kmo_of_one_that_correlates_with_nothing_is_a_half():
    R = np.eye(4)
    R[:3, :3] = equal_correlations(3, 0.9)
    found = kmo(with_correlations(R))
    assert_allclose(found.by_criterion[:3], 1.9**2 / (1.9**2 + 1), rtol=1e-12)
    assert found.by_criterion[3] == 0.5


def test_bartlett_of_two_is_that_of_their_correlation():
    found = bartlett_sphericity(HALF)
    assert found.statistic == pytest.approx(-(2 - 9 / 6) * np.log(0.75), rel=1e-14)
    assert found.df == 1
    assert found.p_value == pytest.approx(0.7045, abs=1e-4)  # 2 (1 - Phi(0.37926))


def test_uncorrelated_criteria_pass_for_spherical():
    found = bartlett_sphericity(hadamard(8)[:, 1:6])
    assert found.statistic == pytest.approx(0, abs=1e-13)
    assert found.p_value == pytest.approx(1, abs=1e-12)
    assert found.df == 10


def test_inflation_of_two_is_that_of_their_correlation():
    assert_allclose(vif(HALF), [4 / 3, 4 / 3], rtol=1e-14)


def test_uncorrelated_criteria_are_not_inflated():
    assert_allclose(vif(hadamard(8)[:, 1:6]), np.ones(5), rtol=1e-14)


def test_one_criterion_is_not_inflated():
    assert vif([[1], [2], [4]]).tolist() == [1]


def test_only_what_the_others_determine_is_infinitely_inflated():
    a, b, c, d = hadamard(16)[:, 1:5].T
    found = vif(np.column_stack([a, b, a + 2 * b, c + b, c + d]))
    # c + b on b: 1/2 is left; c + d correlates by 1/2 with c + b, given b by 1/sqrt 2
    assert_allclose(found, [np.inf, np.inf, np.inf, 4, 2], rtol=1e-12)


def test_components_of_two_are_half_their_sum_and_difference():
    found = principal_components(HALF)
    assert_allclose(found.eigenvalues, [1.5, 0.5], rtol=1e-14)
    assert_allclose(found.share, [0.75, 0.25], rtol=1e-14)
    assert_allclose(found.cumulative, [0.75, 1], rtol=1e-14)
    assert_allclose(found.loadings, np.sqrt([[0.75, 0.25]] * 2) * [[1, 1], [1, -1]])
    assert found.n_above_one == 1


def test_no_component_of_uncorrelated_criteria_counts():
    found = principal_components(hadamard(8)[:, 1:6])
    assert_allclose(found.eigenvalues, np.ones(5), rtol=1e-14)
    assert found.n_above_one == 0


def test_one_criterion_is_its_component():
    found = principal_components([[1], [2], [4]])
    assert found.eigenvalues.tolist() == pytest.approx([1], abs=1e-15)
    assert found.loadings.tolist() == [[pytest.approx(1, abs=1e-15)]]
    assert found.cumulative.tolist() == [1]


def test_items_correlate_with_the_score_and_with_the_others():
    X = np.column_stack([HALF, [1, 2, 3]])
    found = item_correlations(X, [10, 20, 30])
    assert_allclose(found.with_total, [1, 0.5, 1], rtol=1e-14)
    # the others: (2, 5, 5), (2, 4, 6) and (2, 5, 5)
    expected = [np.sqrt(0.75), 0.5, np.sqrt(0.75)]
    assert_allclose(found.with_others, expected, rtol=1e-14)


def test_ranks_of_items_share_the_mean_of_their_places():
    X = np.column_stack([HALF, [1, 2, 3]])
    found = item_correlations(X, [1, 10, 1000], method="spearman")
    assert_allclose(found.with_total, [1, 0.5, 1], rtol=1e-14)
    assert_allclose(found.with_others, [np.sqrt(0.75), 0.5, np.sqrt(0.75)], rtol=1e-14)


# ---- slow loops


def correlation(x, y):
    if min(x) == max(x) or min(y) == max(y):
        return 0.0
    return statistics.correlation(list(x), list(y))


@given(X=tables)
def test_alpha_is_that_of_a_loop(X):
    assume(X.sum(axis=1).std() > 1e-3)
    k = X.shape[1]
    apart = sum(statistics.variance(x) for x in X.T)
    expected = k / (k - 1) * (1 - apart / statistics.variance(X.sum(axis=1)))
    assert cronbach_alpha(X) == pytest.approx(expected, rel=1e-10, abs=1e-10)


@given(X=tables.filter(regular))
def test_alpha_without_each_is_alpha_of_the_rest(X):
    for standardized in (False, True):
        expected = [
            cronbach_alpha(np.delete(X, j, axis=1), standardized)
            for j in range(X.shape[1])
        ]
        found = alpha_if_deleted(X, standardized)
        assert_allclose(found, expected, rtol=1e-9, atol=1e-11)


@given(X=tables.filter(regular))
def test_standardized_alpha_is_alpha_of_standardized_criteria(X):
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    found = cronbach_alpha(X, standardized=True)
    assume(found > -1e4)
    assert found == pytest.approx(cronbach_alpha(Z), rel=1e-9, abs=1e-11)


def residual(y, X):
    """Give what is left of y after a regression on X with an intercept."""
    Z = np.column_stack([np.ones(len(y)), X])
    return y - Z @ np.linalg.lstsq(Z, y, rcond=None)[0]


@given(X=tables.filter(regular))
def test_inflation_is_that_of_regressions(X):
    expected = []
    for j in range(X.shape[1]):
        left = residual(X[:, j], np.delete(X, j, axis=1))
        expected.append(len(X) * X[:, j].var() / (left @ left))
    assert_allclose(vif(X), expected, rtol=1e-7)


@given(X=tables.filter(regular))
def test_kmo_is_that_of_partial_correlations(X):
    k = X.shape[1]
    r2, q2 = np.zeros((k, k)), np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            if i != j:
                rest = np.delete(X, [i, j], axis=1)
                q = correlation(residual(X[:, i], rest), residual(X[:, j], rest))
                r2[i, j], q2[i, j] = correlation(X[:, i], X[:, j]) ** 2, q**2
    assume(r2.sum(axis=0).min() > 1e-6)
    found = kmo(X)
    expected = r2.sum(axis=0) / (r2 + q2).sum(axis=0)
    assert_allclose(found.by_criterion, expected, rtol=1e-7)
    assert found.overall == pytest.approx(r2.sum() / (r2 + q2).sum(), rel=1e-7)


@given(X=tables.filter(regular))
def test_bartlett_is_that_of_the_determinant(X):
    from scipy.stats import chi2

    n, k = X.shape
    R = np.corrcoef(X.T)
    expected = -(n - 1 - (2 * k + 5) / 6) * np.log(np.linalg.det(R))
    found = bartlett_sphericity(X)
    assert found.statistic == pytest.approx(expected, rel=1e-8, abs=1e-10)
    assert found.p_value == pytest.approx(chi2.sf(expected, found.df), rel=1e-7)


@given(X=matrices(rows=(2, 9), columns=(1, 6)))
def test_loadings_give_the_correlations_back(X):
    assume((X.min(axis=0) < X.max(axis=0)).all())
    found = principal_components(X)
    R = [[correlation(x, y) for y in X.T] for x in X.T]
    assert_allclose(found.loadings @ found.loadings.T, R, atol=1e-12)
    gram = found.loadings.T @ found.loadings
    assert_allclose(gram, np.diag(found.eigenvalues), atol=1e-12)
    assert (np.diff(found.eigenvalues) <= 0).all()
    assert found.eigenvalues.sum() == pytest.approx(X.shape[1], rel=1e-13)


@methods
@given(X=matrices(rows=(2, 9), columns=(2, 5)), data=st.data())
def test_items_correlate_as_in_a_loop(method, X, data):
    n, k = X.shape
    size = st.lists(st.integers(0, 9), min_size=n, max_size=n)
    score = data.draw(size.filter(lambda s: len(set(s)) > 1))

    def measured(x, y):
        if method == "spearman":
            x, y = (pd.Series(v).rank().to_numpy() for v in (x, y))
        return correlation(x, y)

    rest = [X.sum(axis=1) - X[:, j] for j in range(k)]  # exact on the grid
    expected = [
        [measured(X[:, j], score), measured(X[:, j], rest[j])] for j in range(k)
    ]
    found = item_correlations(X, score, method=method)
    assert_allclose(np.transpose(found), expected, atol=1e-12)


def test_inflation_is_that_of_statsmodels():
    peer = pytest.importorskip("statsmodels.stats.outliers_influence")
    Z = np.column_stack([np.ones(len(MADE)), MADE])
    expected = [peer.variance_inflation_factor(Z, j) for j in range(1, Z.shape[1])]
    assert_allclose(vif(MADE), expected, rtol=1e-10)


def test_components_are_those_of_statsmodels():
    peer = pytest.importorskip("statsmodels.multivariate.pca").PCA(MADE)
    found = principal_components(MADE)
    assert_allclose(found.eigenvalues, peer.eigenvals / len(MADE), rtol=1e-12)
    size = np.abs(peer.loadings) * np.sqrt(found.eigenvalues)
    assert_allclose(np.abs(found.loadings), size, rtol=1e-9)


# ---- laws


@given(X=tables.filter(regular), data=st.data())
def test_permuting_criteria_permutes(X, data):
    order = data.draw(st.permutations(range(X.shape[1])))
    assert_allclose(every(X[:, order]), every(X)[:, order], rtol=1e-8, atol=1e-9)
    assert_allclose(whole(X[:, order]), whole(X), rtol=1e-8, atol=1e-9)


@given(X=tables.filter(regular), data=st.data())
def test_permuting_components_permutes_the_loadings_of_each(X, data):
    order = data.draw(st.permutations(range(X.shape[1])))
    one, other = principal_components(X), principal_components(X[:, order])
    assume((np.diff(one.eigenvalues) < -1e-3).all())
    clear = np.abs(one.loadings.sum(axis=0)) > 1e-6  # what sums to 0 has no direction
    assert_allclose(other.loadings[:, clear], one.loadings[order][:, clear], atol=1e-9)


@given(X=tables.filter(regular), data=st.data())
def test_the_order_of_the_units_does_not_matter(X, data):
    order = np.array(data.draw(st.permutations(range(len(X)))))
    score = np.arange(len(X))
    assert_allclose(whole(X[order]), whole(X), rtol=1e-8, atol=1e-9)
    for method in ("pearson", "spearman"):
        one = item_correlations(X, score, method=method)
        other = item_correlations(X[order], score[order], method=method)
        assert_allclose(other, one, atol=1e-12)


@pytest.mark.parametrize("unit", [1e-300, 1e-12, 1e9, 1e300])
def test_a_common_unit_changes_nothing(unit):
    assert_allclose(every(MADE * unit), every(MADE), rtol=1e-12)
    assert_allclose(whole(MADE * unit), whole(MADE), rtol=1e-11)


def test_units_of_their_own_change_no_correlation():
    own = MADE * [1e300, 1e-300, 1.0, 1e-9, 7.0]
    assert_allclose(vif(own), vif(MADE), rtol=1e-12)
    assert_allclose(kmo(own).by_criterion, kmo(MADE).by_criterion, rtol=1e-12)
    assert_allclose(bartlett_sphericity(own), bartlett_sphericity(MADE), rtol=1e-12)
    for one, other in zip(
        principal_components(own), principal_components(MADE), strict=True
    ):
        assert_allclose(one, other, rtol=1e-10)
    one, other = (alpha_if_deleted(X, standardized=True) for X in (own, MADE))
    assert_allclose(one, other, rtol=1e-12)


def test_an_origin_far_away_loses_no_digits():
    for origin in (1e8, -3e8):  # these sums are exact
        assert_allclose(every(MADE + origin), every(MADE), rtol=1e-11)
        assert_allclose(whole(MADE + origin), whole(MADE), rtol=1e-10)


@methods
def test_a_giant_criterion_does_not_drown_the_others_that_it_is_compared_with(method):
    X = np.column_stack([HALF[:, 0] * 1e300, HALF[:, 1], HALF[:, 0]])
    found = item_correlations(X, [1, 2, 3], method=method).with_others
    expected = item_correlations(X[:, [2, 1, 2]], [1, 2, 3], method=method).with_others
    assert found[0] == pytest.approx(expected[0], rel=1e-14)
    assert_allclose(found[1:], [0.5, 1], rtol=1e-14)
    if method == "pearson":
        assert alpha_if_deleted(X)[0] == pytest.approx(2 / 3, rel=1e-14)


@methods
def test_a_giant_constant_does_not_drown_the_others(method):
    X = np.column_stack([HALF, [1e300] * 3])
    found = item_correlations(X, [1, 2, 3], method=method)
    assert_allclose(found.with_others, [0.5, 0.5, 0], rtol=1e-14)
    assert_allclose(found.with_total, [1, 0.5, 0], rtol=1e-14)


@given(X=tables.filter(regular), data=st.data())
def test_turning_a_criterion_changes_no_inflation(X, data):
    sign = [data.draw(st.sampled_from((1, -1))) for _ in X.T]
    assert_allclose(vif(X * sign), vif(X), rtol=1e-8)
    assert_allclose(kmo(X * sign).overall, kmo(X).overall, rtol=1e-8, atol=1e-9)


@given(X=tables.filter(regular))
def test_all_stays_within_its_range(X):
    assert 0 <= kmo(X).overall <= 1
    assert ((kmo(X).by_criterion >= 0) & (kmo(X).by_criterion <= 1)).all()
    assert cronbach_alpha(X) <= 1
    assert (vif(X) >= 1).all()
    assert 0 <= bartlett_sphericity(X).p_value <= 1
    assert (np.abs(item_correlations(X, np.arange(len(X)))) <= 1).all()


@given(X=matrices(rows=(1, 7)) | matrices(rows=(1, 7), elements=any_floats))
def test_there_is_a_number_or_a_reason_and_never_a_nan(X):
    for f in FUNCTIONS.values():
        try:
            found = f(X)
        except (DomainError, EmptyDataError, ShapeError):
            continue
        assert not any(np.isnan(part).any() for part in parts(found))


@functions
def test_the_input_is_left_as_it_was(f):
    X = MADE.copy()
    f(X)
    assert_array_equal(X, MADE)


@functions
def test_a_frame_gives_what_its_values_give(f):
    for one, other in zip(
        parts(f(pd.DataFrame(MADE, columns=list("abcde")))), parts(f(MADE)), strict=True
    ):
        assert_allclose(one, other, rtol=1e-10)


@functions
def test_whole_numbers_are_taken_as_numbers(f):
    assert repr(f(MADE.astype(int))) == repr(f(MADE))


# ---- what has no answer, or one of its own


@need_variation
def test_a_constant_criterion_is_named(f):
    frame = pd.DataFrame({"u": [1, 2, 3, 9.0], "v": [0.1] * 4, "w": [4, 1, 0, 2]})
    with pytest.raises(DomainError, match=r"constant.*: criterion 'v'; leave out"):
        f(frame)
    with pytest.raises(DomainError, match=r"constant.*column 1"):
        f(frame.to_numpy())


@functions
def test_one_unit_is_too_few(f):
    with pytest.raises(DomainError, match=r"one unit|the same for every unit"):
        f([[1.0, 2, 3]])


@pytest.mark.parametrize("f", [cronbach_alpha, alpha_if_deleted])
def test_constants_alone_have_no_alpha(f):
    with pytest.raises(DomainError, match="column 0, column 1, column 2"):
        f([[1.0, 2, 3]] * 4)


@need_two
def test_one_criterion_is_too_few(f):
    with pytest.raises(ShapeError, match="2 criteria or more are needed, got 1"):
        f([[1.0], [2.0], [4.0]])


def test_two_criteria_are_too_few_to_leave_one_out():
    with pytest.raises(ShapeError, match="3 criteria or more are needed, got 2"):
        alpha_if_deleted(HALF)


@pytest.mark.parametrize(
    "X",
    [
        np.column_stack([HALF[:, 0], -HALF[:, 0]]),
        np.column_stack([HALF / 7 + 0.1, 0.3 - (HALF / 7).sum(axis=1)]),
        np.column_stack([HALF / 7 + 1e8, 0.3 - (HALF / 7).sum(axis=1)]),
    ],
    ids=["opposites", "rounded", "far away"],
)
def test_what_adds_up_to_the_same_for_all_has_no_alpha(X):
    with pytest.raises(DomainError, match="add up to the same for every unit"):
        cronbach_alpha(X)


def test_the_criterion_without_which_there_is_no_alpha_is_named():
    frame = pd.DataFrame({"u": [1, 2, 4], "v": [1, 5, 2], "w": [-1, -2, -4]})
    with pytest.raises(DomainError, match="without criterion 'v' the criteria add up"):
        alpha_if_deleted(frame)


@need_rank
def test_criteria_that_determine_each_other_are_named(f):
    made = pd.DataFrame(MADE, columns=list("abcde"))
    made["f"] = made["b"] * 3 - made["d"]
    msg = "singular: criterion 'b', criterion 'd', criterion 'f' determine each other"
    with pytest.raises(DomainError, match=msg):
        f(made)


@need_rank
def test_a_sum_that_rounding_blurs_is_still_a_sum(f):
    X = MADE[:, :3] / 7 + 1e8
    with pytest.raises(DomainError, match="column 0, column 1, column 3"):
        f(np.column_stack([X, X[:, 0] + X[:, 1]]))


@need_rank
def test_more_units_than_criteria_are_needed(f):
    with pytest.raises(DomainError, match="5 criteria need more than 5 units, and"):
        f(MADE[:5])
    f(MADE[:6])


def test_where_units_are_few_the_others_determine_each_criterion():
    assert np.isinf(vif(MADE[:5])).all()
    assert np.isinf(vif(MADE[:2])).all()
    assert np.isfinite(vif(MADE[:6])).all()


def test_where_units_are_few_the_last_components_are_nothing():
    found = principal_components(MADE[:3])
    assert (found.eigenvalues > 0).tolist() == [True, True, False, False, False]
    assert_array_equal(found.loadings[:, 2:], np.zeros((5, 3)))


def test_a_copy_has_no_component_of_its_own():
    found = principal_components(MADE[:, [0, 1, 0]])
    assert found.eigenvalues[2] == 0
    assert found.cumulative[1] == 1


def test_the_loadings_of_a_component_have_a_positive_sum():
    for X in (MADE, -MADE):
        assert (principal_components(X).loadings.sum(axis=0) > 0).all()


def test_the_sign_of_loadings_that_sum_to_nothing_is_that_of_the_first():
    found = principal_components(AGAINST)
    assert_allclose(found.loadings[:, 0], [np.sqrt(0.75), -np.sqrt(0.75)], rtol=1e-14)


@methods
def test_where_the_others_add_up_to_the_same_there_is_no_correlation(method):
    X = np.column_stack([[1, 2, 4, 3], [0.1, 0.7, 0.2, 0.4], [0.9, 0.3, 0.8, 0.6]])
    found = item_correlations(X, [1, 2, 3, 4], method=method)
    assert found.with_others[0] == 0


def test_a_score_goes_by_its_labels():
    frame = pd.DataFrame(HALF, index=list("abc"))
    score = pd.Series([1.0, 2, 4], index=list("abc"))
    found = item_correlations(frame, score[::-1])
    assert_array_equal(found, item_correlations(frame, score))
    with pytest.raises(UnknownColumnError, match="scores must have the units"):
        item_correlations(frame, score.rename({"c": "d"}))


@pytest.mark.parametrize(
    ("score", "error", "msg"),
    [
        ([1, 2], ShapeError, "3 scores are needed, one per unit, got shape"),
        ([[1], [2], [3]], ShapeError, "3 scores are needed"),
        ([2, 2, 2], DomainError, "the score is the same for every unit"),
        ([1, np.nan, 2], MissingDataError, "row 1, criterion 'score'"),
        ([1, np.inf, 2], NonFiniteError, "row 1, criterion 'score'"),
        (["a", "b", "c"], NotNumericError, "scores must be numbers"),
    ],
)
def test_what_is_no_score_is_refused(score, error, msg):
    with pytest.raises(error, match=msg):
        item_correlations(HALF, score)


def test_an_unknown_correlation_is_refused():
    with pytest.raises(UnknownMethodError, match="Did you mean 'pearson'"):
        item_correlations(HALF, [1, 2, 3], method="pearsons")


@functions
@pytest.mark.parametrize(
    ("X", "error", "msg"),
    [
        ([[1, 2, 3], [2, np.nan, 1]], MissingDataError, "row 1, column 1"),
        ([[1, 2, 3], [2, np.inf, 1]], NonFiniteError, "row 1, column 1"),
        (
            np.array([[1, 2, 3], [2, "x", 1]], object),
            NotNumericError,
            "row 1, column 1",
        ),
        ([1.0, 2.0], ShapeError, "two dimensions"),
        (np.empty((0, 3)), EmptyDataError, "there is no unit"),
        (np.empty((3, 0)), EmptyDataError, "there is no criterion"),
    ],
)
def test_what_is_no_table_is_refused(f, X, error, msg):
    with pytest.raises(error, match=msg):
        f(X)
