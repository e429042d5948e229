"""The library against pymcdm and scikit-criteria, where one formula is meant by all.

Where a peer errs or means another formula, the source's answer is tested, and the test
names the peer and the difference. Weights and scores of peers are held to 1e-9: they
cancel where we do not. Their normalizations are held to 1e-12.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

pymcdm = pytest.importorskip("pymcdm")
skcriteria = pytest.importorskip("skcriteria")

from pymcdm import methods as pymcdm_methods  # noqa: E402 only if it is there
from pymcdm import normalizations as pymcdm_normalizations  # noqa: E402
from pymcdm import weights as pymcdm_weights  # noqa: E402
from skcriteria.agg.simple import WeightedSumModel  # noqa: E402
from skcriteria.agg.topsis import TOPSIS  # noqa: E402
from skcriteria.preprocessing import (  # noqa: E402
    invert_objectives,
    scalers,
    weighters,
)

pytestmark = [
    # What scikit-criteria says of every cost, whatever is done with it.
    pytest.mark.filterwarnings("ignore:Although .* minimization:UserWarning"),
]
RTOL = 1e-9
EXACT = {"rtol": 1e-12, "atol": 0}

# What reproduces a normalization of pymcdm 1.4: ours of the same name, as it is.
OF_PYMCDM = (
    "enhanced_accuracy",
    "linear",
    "logarithmic",
    "max",
    "minmax",
    "nonlinear",
    "sum",
    "vector",
    "zavadskas_turskis",
)
# The same for scikit-criteria 0.10. Its scalers do not look at the objectives, so that
# all criteria are benefits to us; its inverters, and the distance to the zenith, do.
SCALERS = {
    "StandarScaler": ("zscore", {"ddof": 0}, {}),
    "MinMaxScaler": ("minmax", {"out_range": (1, 9)}, {"criteria_range": (1, 9)}),
    "MaxAbsScaler": ("max", {}, {}),
    "VectorScaler": ("vector", {}, {}),
    "SumScaler": ("sum", {}, {}),
}
INVERTERS = {
    "NegateMinimize": ("orient", {"cost": "negate"}),
    "InvertMinimize": ("orient", {"cost": "reciprocal"}),
    "MinMaxInverter": ("minmax", {}),
    "BenefitCostInverter": ("linear", {}),
}


@pytest.fixture(params=[(4, 3, 0), (12, 5, 1), (40, 8, 2), (200, 20, 3)], ids=str)
def problem(request):
    """Positive values of several magnitudes, signs of both kinds, weights of sum 1."""
    n, m, seed = request.param
    rng = np.random.default_rng(seed)
    X = rng.lognormal(size=(n, m)) * 10.0 ** rng.integers(-2, 5, size=m)
    signs = np.where(np.arange(m) % 3 == 1, -1, 1)
    return X, signs, rng.dirichlet(np.ones(m))


@pytest.fixture(name="X")
def values(problem):
    return problem[0]


@pytest.fixture
def signs(problem):
    return problem[1]


@pytest.fixture
def w(problem):
    return problem[2]


def decision(X, signs, w=None):
    """Give the problem as scikit-criteria takes it."""
    return skcriteria.mkdm(X, [int(sign) for sign in signs], weights=w)


def test_entropy_weights_are_those_of_pymcdm(X):
    expected = pymcdm_weights.entropy_weights(X)
    assert_allclose(mi.weighting.entropy(X), expected, rtol=RTOL)


def test_entropy_weights_are_those_of_scikit_criteria(X, signs):
    dm = weighters.EntropyWeighter().transform(decision(X, signs))
    assert_allclose(mi.weighting.entropy(X, signs), dm.weights.to_numpy(), rtol=RTOL)


def test_a_zero_adds_nothing_to_the_entropy():
    # pymcdm 1.4 refuses a table with a zero; the limit of p ln p at 0 is 0.
    # Here e1 = ln 2 / ln 3 and e2 = 1.5 ln 2 / ln 3.
    X = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 2.0]])
    d = np.array([1 - np.log(2) / np.log(3), 1 - 1.5 * np.log(2) / np.log(3)])
    assert_allclose(mi.weighting.entropy(X), d / d.sum(), rtol=1e-14)


def test_std_weights_are_those_of_pymcdm(X):
    expected = pymcdm_weights.standard_deviation_weights(X)
    assert_allclose(mi.weighting.std(X), expected, rtol=RTOL)


def test_std_weights_are_those_of_scikit_criteria(X, signs):
    dm = weighters.StdWeighter().transform(decision(X, signs))
    assert_allclose(mi.weighting.std(X), dm.weights.to_numpy(), rtol=RTOL)


def test_critic_without_orientation_is_that_of_pymcdm(X, signs):
    # pymcdm 1.4 correlates costs as they are; the paper turns them around first.
    found = mi.weighting.critic(X, signs, orient=False)
    assert_allclose(found, pymcdm_weights.critic_weights(X), rtol=RTOL)


@pytest.mark.parametrize("correlation", ["pearson", "spearman"])
def test_critic_is_that_of_scikit_criteria(X, signs, correlation):
    dm = weighters.CRITIC(correlation=correlation).transform(decision(X, signs))
    found = mi.weighting.critic(X, signs, correlation=correlation)
    assert_allclose(found, dm.weights.to_numpy(), rtol=RTOL)


def test_a_constant_criterion_leaves_the_critic_weights_of_the_others(X, signs):
    # pymcdm 1.4 and scikit-criteria 0.10 give NaN throughout.
    found = mi.weighting.critic(np.c_[X, np.full(len(X), 7.0)], [*signs, 1])
    expected = [*mi.weighting.critic(X, signs), 0.0]
    assert_allclose(found, expected, rtol=1e-12)


def of_pymcdm(name, X, signs):
    theirs = getattr(pymcdm_normalizations, f"{name}_normalization")
    return pymcdm.helpers.normalize_matrix(X, theirs, signs)


def test_every_normalization_of_pymcdm_is_compared():
    names = {
        name.removesuffix("_normalization") for name in pymcdm_normalizations.__all__
    }
    assert set(OF_PYMCDM) == names


@pytest.mark.parametrize("name", OF_PYMCDM)
def test_normalization_is_that_of_pymcdm(X, signs, name):
    if name == "logarithmic":  # above 1, and so few that their product is a float
        X = (1.5 * X / X.min(axis=0))[:40]
    found = mi.normalize(X, name, signs)
    assert_allclose(found, of_pymcdm(name, X, signs), **EXACT)


@pytest.mark.parametrize("name", SCALERS)
def test_scaling_is_that_of_scikit_criteria(X, signs, name):
    ours, options, settings = SCALERS[name]
    scaler = getattr(scalers, name)("matrix", **settings)
    expected = scaler.transform(decision(X, signs)).matrix.to_numpy()
    found = mi.normalize(X, ours, options=options)
    assert_allclose(found, expected, **EXACT)


def test_the_distance_to_the_zenith_is_that_of_scikit_criteria(X, signs):
    dm = scalers.CenitDistanceMatrixScaler().transform(decision(X, signs))
    found = mi.normalization.minmax(X, signs)
    assert_allclose(found, dm.matrix.to_numpy(), **EXACT)


@pytest.mark.parametrize("name", INVERTERS)
def test_inversion_is_that_of_scikit_criteria(X, signs, name):
    ours, options = INVERTERS[name]
    dm = getattr(invert_objectives, name)().transform(decision(X, signs))
    found = mi.normalize(X, ours, signs, options=options)
    assert_allclose(found, dm.matrix.to_numpy(), **EXACT)


def test_a_constant_column_is_neither_best_nor_worst_after_minmax():
    # pymcdm 1.4 makes it the best (1), scikit-criteria 0.10 the worst (0).
    found = mi.normalization.minmax(np.array([[3.0], [3.0]]))
    assert found.tolist() == [[0.5], [0.5]]


def test_where_nothing_is_lacking_enhanced_accuracy_is_what_it_is_on_the_mean():
    # pymcdm 1.4 divides 0 by 0 and gives NaN; the mean of any column is 1 - 1/n.
    found = mi.normalization.enhanced_accuracy(np.array([[3.0]] * 4))
    assert found.tolist() == [[0.75]] * 4


def test_the_largest_of_negative_values_is_the_largest_after_max():
    # pymcdm 1.4 divides by the largest value, -1, and turns the order around.
    X = np.array([[-1.0], [-4.0]])
    assert of_pymcdm("max", X, [1]).tolist() == [[1], [4]]
    assert mi.normalization.max(X).tolist() == [[-0.25], [-1]]


def test_logarithms_of_many_values_are_summed_rather_than_their_product_taken():
    # pymcdm 1.4 takes the logarithm of the product, which is infinite here.
    X = np.full((400, 1), 10.0)
    assert_allclose(mi.normalization.logarithmic(X), 1 / 400, rtol=1e-14)


def test_values_below_one_whose_order_logarithms_turn_around_are_refused():
    # pymcdm 1.4 gives the smaller value the larger share.
    X = np.array([[0.5], [0.25]])
    assert np.diff(of_pymcdm("logarithmic", X, [1])[:, 0]) > 0
    with pytest.raises(mi.errors.DomainError, match="above 1"):
        mi.normalization.logarithmic(X)


@pytest.mark.parametrize("name", ["sum", "linear"])
def test_a_benefit_may_be_zero(name):
    # pymcdm 1.4 refuses it, though nothing is divided by it.
    with pytest.raises(ValueError, match=r"positive|zero"):
        of_pymcdm(name, np.array([[0.0], [2.0]]), [1])
    assert mi.normalize(np.array([[0.0], [2.0]]), name).tolist() == [[0], [1]]


def test_a_cost_of_zero_is_refused_rather_than_replaced_by_a_small_number():
    # scikit-criteria 0.10 divides by 1e-5 instead: the best unit gets 0, the worst 0.
    X = np.array([[0.0], [2.0]])
    dm = invert_objectives.BenefitCostInverter().transform(decision(X, [-1]))
    assert dm.matrix.to_numpy().tolist() == [[0], [0]]
    with pytest.raises(mi.errors.DomainError, match="row 0, column 0 is 0"):
        mi.normalization.linear(X, "min")


@pytest.mark.parametrize("name", ["minmax", "vector"])
def test_topsis_is_that_of_pymcdm(X, signs, w, name):
    theirs = getattr(pymcdm_normalizations, f"{name}_normalization")
    expected = pymcdm_methods.TOPSIS(theirs)(X, w, signs)
    found = mi.scoring.topsis(X, w, signs, normalization=name)
    assert_allclose(found, expected, rtol=RTOL)


def test_topsis_on_vector_normalized_values_is_that_of_scikit_criteria(X, signs, w):
    # scikit-criteria 0.10 normalizes nothing by itself and keeps costs as costs.
    dm = scalers.VectorScaler("matrix").transform(decision(X, signs, w))
    expected = TOPSIS().evaluate(dm).e_.similarity
    assert_allclose(mi.scoring.topsis(X, w, signs), expected, rtol=RTOL)


@pytest.mark.parametrize(
    ("p", "metric"), [(1, "cityblock"), (2, "euclidean"), (np.inf, "chebyshev")]
)
def test_topsis_by_other_distances_is_that_of_scikit_criteria(X, signs, w, p, metric):
    dm = decision(mi.normalization.minmax(X, signs), np.ones_like(signs), w)
    expected = TOPSIS(metric=metric).evaluate(dm).e_.similarity
    found = mi.scoring.topsis(X, w, signs, normalization="minmax", p=p)
    assert_allclose(found, expected, rtol=RTOL)


def test_the_weighted_sum_is_that_of_pymcdm(X, signs, w):
    theirs = pymcdm_methods.WSM(pymcdm_normalizations.minmax_normalization)
    assert_allclose(
        mi.scoring.weighted_sum(X, w, signs), theirs(X, w, signs), rtol=RTOL
    )


def test_the_weighted_sum_is_that_of_scikit_criteria(X, signs, w):
    dm = decision(mi.normalization.minmax(X, signs), np.ones_like(signs), w)
    expected = WeightedSumModel().evaluate(dm).e_.score
    assert_allclose(mi.scoring.weighted_sum(X, w, signs), expected, rtol=RTOL)


def test_tied_ranks_are_the_average_ones_of_pymcdm_if_asked_for(w):
    scores = np.round(w, 1)
    expected = pymcdm.helpers.rankdata(scores, reverse=True)
    assert mi.rank(scores, ties="average").tolist() == expected.tolist()


def test_tied_ranks_are_the_dense_ones_of_scikit_criteria_if_asked_for(w):
    from skcriteria.utils import rank

    scores = np.round(w, 1)
    expected = rank.rank_values(scores, reverse=True)
    assert mi.rank(scores, ties="dense").tolist() == expected.tolist()


SAME_AS_PYMCDM = {
    "angle": lambda X, _: pymcdm_weights.angle_weights(X),
    "cilos": pymcdm_weights.cilos_weights,
    "gini": lambda X, _: pymcdm_weights.gini_weights(X),
    "idocriw": pymcdm_weights.idocriw_weights,
    "lopcow": pymcdm_weights.lopcow_weights,
    "merec": pymcdm_weights.merec_weights,
}


@pytest.mark.parametrize("name", SAME_AS_PYMCDM)
def test_objective_weights_are_those_of_pymcdm(name, X, signs):
    expected = SAME_AS_PYMCDM[name](X, signs)
    assert_allclose(mi.weighting.weigh(X, name, signs), expected, rtol=RTOL)


def test_variance_weights_are_those_of_pymcdm(X):
    # pymcdm brings the columns to [0, 1] first; ours takes them as they come.
    expected = pymcdm_weights.variance_weights(X)
    found = mi.weighting.variance(mi.normalization.minmax(X))
    assert_allclose(found, expected, rtol=RTOL)


def test_critic_with_kendall_is_that_of_scikit_criteria(X, signs):
    dm = weighters.CRITIC(correlation="kendall").transform(decision(X, signs))
    found = mi.weighting.critic(X, signs, correlation="kendall")
    assert_allclose(found, dm.weights.to_numpy(), rtol=RTOL)


def test_units_that_tie_for_the_best_do_not_decide_by_their_order():
    # pymcdm takes the first of them, so that its weights depend on the order of rows.
    X = np.array([[3.0, 1.0, 5.0], [3.0, 4.0, 2.0], [1.0, 9.0, 4.0], [2.0, 5.0, 9.0]])
    found = mi.weighting.cilos(X)
    assert_allclose(mi.weighting.cilos(X[::-1]), found, rtol=1e-14)
    theirs = [pymcdm_weights.cilos_weights(Y, np.ones(3)) for Y in (X, X[::-1])]
    assert abs(theirs[0] - theirs[1]).max() > 0.01


@pytest.mark.parametrize("seed", range(20))
def test_ahp_weights_are_those_of_pymcdm(seed):
    # Its random index is another one, so that consistency ratios differ.
    from pymcdm.weights.subjective import AHP

    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 9))
    upper = np.triu(rng.choice([1 / 9, 1 / 5, 1 / 3, 1, 2, 4, 7], size=(n, n)), 1)
    A = upper + np.eye(n) + np.tril(1 / np.where(upper.T > 0, upper.T, np.inf), -1)
    assert_allclose(mi.judgment.ahp(A).weights, AHP(matrix=A)(), rtol=RTOL)


@pytest.mark.parametrize("seed", range(10))
def test_rancom_weights_are_those_of_both_peers(seed):
    from pymcdm.weights.subjective import RANCOM
    from skcriteria.preprocessing.weighters import rancom_weights

    ranks = np.random.default_rng(seed).integers(1, 5, size=6)
    found = mi.judgment.rancom(ranks).weights
    assert_allclose(RANCOM(ranking=ranks)(), found, rtol=RTOL)
    assert_allclose(rancom_weights(1.0 / ranks), found, rtol=RTOL)
