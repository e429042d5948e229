"""MOORA, MARCOS, MAIRCA, OCRA and CoCoSo against three peers, at 1e-9.

Where a peer means another formula, the test names it and the difference.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

pymcdm = pytest.importorskip("pymcdm.methods")
skcriteria = pytest.importorskip("skcriteria")
pyrepo = pytest.importorskip("pyrepo_mcda.mcda_methods")

from pyrepo_mcda.mcda_methods import COCOSO as PYREPO_COCOSO  # noqa: E402 if there
from pyrepo_mcda.mcda_methods import MARCOS as PYREPO_MARCOS  # noqa: E402
from pyrepo_mcda.mcda_methods import multimoora as pyrepo_moora  # noqa: E402
from skcriteria.agg.cocoso import cocoso as sk_cocoso  # noqa: E402
from skcriteria.agg.mairca import MAIRCA  # noqa: E402
from skcriteria.agg.marcos import MARCOS  # noqa: E402
from skcriteria.agg.moora import fmf, multimoora, ratio, refpoint  # noqa: E402
from skcriteria.agg.ocra import OCRA  # noqa: E402

pytestmark = [
    # What pymcdm says of a unit that is best or worst in everything.
    pytest.mark.filterwarnings("ignore:Alternatives with indices:UserWarning"),
]
CLOSE = {"rtol": 1e-9, "atol": 1e-12}
CONTINUOUS = {
    "cocoso": pymcdm.COCOSO,
    "marcos": pymcdm.MARCOS,
    "moora_ratio": pymcdm.MOORA,
    "ocra": pymcdm.OCRA,
}


@pytest.fixture(params=[(4, 3, 0), (12, 5, 1), (40, 8, 2), (200, 20, 3)], ids=str)
def problem(request):
    """Positive values of several magnitudes, signs of both kinds, weights of sum 1."""
    n, m, seed = request.param
    rng = np.random.default_rng(seed)
    X = rng.lognormal(size=(n, m)) * 10.0 ** rng.integers(-2, 5, size=m)
    return X, np.where(np.arange(m) % 3 == 1, -1, 1), rng.dirichlet(np.ones(m))


@pytest.fixture
def equal(problem):
    """The same with equal weights."""
    X, signs, w = problem
    return X, signs, np.full_like(w, 1 / len(w))


def decision(X, signs, w):
    return skcriteria.mkdm(X, [int(sign) for sign in signs], weights=w)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_scores_are_those_of_pymcdm(problem, name):
    X, signs, w = problem
    found = mi.score(X, name, weights=w, polarity=signs)
    assert_allclose(found, CONTINUOUS[name]()(X, w, signs), **CLOSE)


def test_the_gap_of_mairca_is_that_of_pymcdm(problem):
    X, signs, w = problem
    scoring = mi.scoring.fit("mairca", X, w, signs, normalization="minmax")
    assert_allclose(scoring.details(X).gap, pymcdm.MAIRCA()(X, w, signs), **CLOSE)


def test_the_gap_of_mairca_is_that_of_scikit_criteria(problem):
    X, signs, w = problem
    scoring = mi.scoring.fit("mairca", X, w, signs, normalization="minmax")
    expected = MAIRCA().evaluate(decision(X, signs, w)).e_["values"]
    assert_allclose(scoring.details(X).gap, expected, **CLOSE)


def test_a_constant_column_is_half_reached_in_mairca():
    # scikit-criteria 0.10 counts it as reached, pymcdm 1.4 the same.
    X, signs, w = np.array([[3.0, 1.0], [3.0, 2.0]]), np.array([1, 1]), np.full(2, 0.5)
    assert pymcdm.MAIRCA()(X, w, signs).tolist() == [0.25, 0]
    assert mi.scoring.mairca(X, w).tolist() == [0.25, 0.75]


def test_marcos_is_that_of_scikit_criteria(problem, capsys):
    X, signs, w = problem
    result = MARCOS().evaluate(decision(X, signs, w)).e_
    assert capsys.readouterr().out  # scikit-criteria 0.10 prints the scores
    scoring = mi.scoring.fit("marcos", X, w, signs, normalization="linear")
    details = scoring.details(X)
    assert_allclose(details.score, result.utility_scores, **CLOSE)
    assert_allclose(details.to_ideal, result.K_plus, **CLOSE)
    assert_allclose(details.to_anti_ideal, result.K_minus, **CLOSE)


def test_ocra_is_that_of_scikit_criteria(problem):
    X, signs, w = problem
    result = OCRA().evaluate(decision(X, signs, w)).e_
    details = mi.scoring.fit("ocra", X, w, signs).details(X)
    assert_allclose(details.score, result.performance, **CLOSE)
    assert_allclose(details.costs, result.input_performance, **CLOSE)
    assert_allclose(details.benefits, result.output_performance, **CLOSE)


def test_cocoso_is_that_of_scikit_criteria(problem):
    X, signs, w = problem
    _, score, *parts = sk_cocoso(mi.normalization.minmax(X, signs), w, 0.3)
    scoring = mi.scoring.fit(
        "cocoso", X, w, signs, normalization="minmax", options={"lambda_": 0.3}
    )
    details = scoring.details(X)
    assert_allclose(details.score, score, **CLOSE)
    found = details.share, details.relative, details.balanced
    for ours, theirs in zip(found, parts, strict=True):
        assert_allclose(ours, theirs, **CLOSE)


def test_the_ratio_system_is_that_of_scikit_criteria(problem):
    X, signs, w = problem
    _, expected = ratio(mi.normalization.vector(X), signs, w)
    assert_allclose(mi.scoring.moora_ratio(X, w, signs), expected, **CLOSE)


def test_the_reference_point_is_that_of_scikit_criteria(problem):
    X, signs, w = problem
    _, expected, _ = refpoint(mi.normalization.vector(X), signs, w)
    assert_allclose(1 - mi.scoring.moora_reference(X, w, signs), expected, **CLOSE)


def test_the_full_form_under_equal_weights_is_that_of_scikit_criteria(equal):
    # scikit-criteria 0.10 multiplies by weights, which leaves relations as they are
    # without weights; as exponents they count.
    X, signs, w = equal
    _, logs = fmf(mi.normalization.vector(X), signs, w)
    found = len(w) * np.log(mi.scoring.moora_full(X, w, signs))
    assert_allclose(found - found[0], logs - logs[0], **CLOSE)


def test_weights_as_factors_do_not_count_in_the_full_form_of_the_peers(problem):
    X, signs, w = problem
    Z = mi.normalization.vector(X)
    _, weighted = fmf(Z, signs, w)
    _, unweighted = fmf(Z, signs, np.ones_like(w))
    assert_allclose(weighted - weighted[0], unweighted - unweighted[0], **CLOSE)
    theirs = pyrepo_moora.MULTIMOORA_FMF()(X, w, signs)
    expected = np.exp(unweighted - unweighted[0])
    assert_allclose(theirs / theirs[0], expected, rtol=1e-8)


def test_dominance_counts_as_in_scikit_criteria_where_no_units_are_equal(equal):
    X, signs, w = equal
    _, wins, *_ = multimoora(mi.normalization.vector(X), signs, w)
    found = mi.scoring.multimoora(X, w, signs)
    assert_allclose(len(X) * found - 0.5, wins, rtol=0, atol=1e-9)


def test_the_sum_of_ranks_orders_as_pyrepo(equal):
    X, signs, w = equal
    expected = pyrepo_moora.MULTIMOORA()(X, w, signs)
    found = mi.scoring.multimoora(X, w, signs, aggregation="rank_sum")
    assert mi.rank(found.round(9), ties="dense").tolist() == expected.tolist()


@pytest.mark.parametrize("part", ["RS", "RP"])
def test_both_parts_of_multimoora_are_those_of_pyrepo(problem, part):
    X, signs, w = problem
    expected = getattr(pyrepo_moora, f"MULTIMOORA_{part}")()(X, w, signs)
    details = mi.scoring.fit("multimoora", X, w, signs, normalization="vector")
    found = details.details(X)
    ours = {"RS": found.ratio, "RP": found.distance}
    assert_allclose(ours[part], expected, **CLOSE)


@pytest.mark.parametrize(
    ("name", "theirs"), [("marcos", PYREPO_MARCOS), ("cocoso", PYREPO_COCOSO)]
)
def test_scores_are_those_of_pyrepo(problem, name, theirs):
    X, signs, w = problem
    found = mi.score(X, name, weights=w, polarity=signs)
    assert_allclose(found, theirs()(X, w, signs), **CLOSE)


def test_benefits_alone_are_scored_by_the_ratio_system():
    # pymcdm 1.4 refuses a table without a cost.
    X, w = np.array([[3.0, 1.0], [4.0, 1.0]]), np.full(2, 0.5)
    with pytest.raises(ValueError, match="at least one cost"):
        pymcdm.MOORA()(X, w, np.array([1, 1]))
    expected = [0.3 + 0.5 / np.sqrt(2), 0.4 + 0.5 / np.sqrt(2)]
    assert_allclose(mi.scoring.moora_ratio(X, w), expected, rtol=1e-14)


def test_marcos_has_a_score_where_the_anti_ideal_is_zero():
    # pymcdm 1.4 divides by zero.
    X, w, signs = np.array([[0.0], [2.0], [4.0]]), np.ones(1), np.ones(1)
    with np.errstate(all="ignore"):
        assert not np.isfinite(pymcdm.MARCOS()(X, w, signs)).all()
    assert mi.scoring.marcos(X, w).tolist() == [0, 0.5, 1]


def test_cocoso_has_a_score_where_a_unit_is_worst_in_everything():
    # pymcdm 1.4 divides by zero.
    X, w, signs = np.array([[1.0, 1.0], [2.0, 3.0]]), np.full(2, 0.5), np.ones(2)
    with np.errstate(all="ignore"):
        assert not np.isfinite(pymcdm.COCOSO()(X, w, signs)).all()
    assert mi.scoring.cocoso(X, w).tolist() == [0, 2]
