"""What holds for every method that makes weights of judgments."""

import copy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index._registry import list_methods
from mcdm_index.methods import judgment

ROUNDING = {"rtol": 0, "atol": 1e-9}
BY_RANK = {
    "rancom": judgment.rancom,
    "rank_reciprocal": judgment.rank_reciprocal,
    "rank_sum": judgment.rank_sum,
    "roc": judgment.roc,
    "rod": judgment.rod,
    "rank_exponent": lambda ranks: judgment.rank_exponent(ranks, exponent=1.5),
}
weights = st.lists(st.floats(0.05, 1), min_size=2, max_size=7).map(np.array)
ratios = st.sampled_from([1.0, 2.0, 3.0, 5.0, 9.0])
triangles = st.integers(2, 6).flatmap(
    lambda n: st.lists(
        st.tuples(ratios, st.booleans()),
        min_size=n * (n - 1) // 2,
        max_size=n * (n - 1) // 2,
    )
)


def matrix(triangle):
    """Make a reciprocal matrix of what stands above its diagonal."""
    n = int((1 + (1 + 8 * len(triangle)) ** 0.5) / 2)
    A = np.ones((n, n))
    values = [ratio if up else 1 / ratio for ratio, up in triangle]
    A[np.triu_indices(n, 1)] = values
    A.T[np.triu_indices(n, 1)] = 1 / np.array(values)
    return A


@st.composite
def best_worst(draw):
    """Draw the two vectors; the first criterion is the best, the last the worst."""
    a = draw(st.integers(2, 9))
    middle = draw(st.lists(st.tuples(*[st.integers(2, a)] * 2), max_size=5))
    q, p = (
        (list(column) for column in zip(*middle, strict=True)) if middle else ([], [])
    )
    return np.array([1.0, *q, a]), np.array([a, *p, 1.0])


@st.composite
def judged(draw):
    """Draw a method and its arguments: what any of them may be asked."""
    ratings = draw(weights)
    chains = ratings.max() / ratings
    ranks = draw(st.lists(st.integers(1, 5), min_size=1, max_size=7))
    A = matrix(draw(triangles))
    name = draw(st.sampled_from([m.name for m in list_methods("judgment")]))
    names = [f"c{j}" for j in range(len(A))]
    arguments = {
        "ahp": (A,),
        "ahp_tree": ({"root": judgment.ahp(A, names=names)},),
        "bwm": draw(best_worst()),
        "fucom": (chains,),
        "swara": (np.append(0.0, ratings),),
        "direct_rating": (ratings,),
        "smart": (10 * ratings / ratings.min(),),
        "point_allocation": (100 * ratings / ratings.sum(),),
    }.get(name, (ranks,))
    options = {"rank_exponent": {"exponent": 2.0}}.get(name, {})
    if name == "bwm":
        options = {"model": draw(st.sampled_from(["linear", "original"]))}
    return getattr(judgment, name), arguments, options


@given(judged())
def test_weights_are_non_negative_and_sum_to_one(call):
    method, arguments, options = call
    w = method(*arguments, **options).weights
    assert (w >= 0).all()
    assert w.sum() == pytest.approx(1, rel=0, abs=1e-15 * (1 + len(w)))


@given(judged())
def test_what_was_judged_is_not_changed(call):
    method, arguments, options = call
    before = copy.deepcopy(arguments)
    method(*arguments, **options)
    for given_, kept in zip(arguments, before, strict=True):
        if not isinstance(given_, dict):
            assert_array_equal(given_, kept)


@given(judged())
def test_a_second_call_gives_the_same_bits(call):
    method, arguments, options = call
    first = method(*arguments, **options).weights
    assert_array_equal(method(*arguments, **options).weights, first)


@given(triangles, st.sampled_from(["eigenvector", "geometric"]), st.randoms())
def test_permuting_the_criteria_permutes_the_weights_of_ahp(triangle, method, random):
    A = matrix(triangle)
    order = random.sample(range(len(A)), len(A))
    found = judgment.ahp(A, method=method)
    permuted = judgment.ahp(A[np.ix_(order, order)], method=method)
    assert_allclose(permuted.weights, found.weights[order], **ROUNDING)
    assert permuted.consistency_ratio == pytest.approx(
        found.consistency_ratio, abs=1e-9
    )


@given(best_worst(), st.sampled_from(["linear", "original"]), st.randoms())
def test_permuting_the_criteria_permutes_the_weights_of_bwm(vectors, model, random):
    order = random.sample(range(len(vectors[0])), len(vectors[0]))
    found = judgment.bwm(*vectors, model=model)
    permuted = judgment.bwm(*(v[order] for v in vectors), model=model)
    assert_allclose(permuted.weights, found.weights[order], **ROUNDING)


@pytest.mark.parametrize("method", BY_RANK.values(), ids=BY_RANK)
@given(ranks=st.lists(st.integers(1, 6), min_size=1, max_size=8), random=st.randoms())
def test_permuting_the_criteria_permutes_weights_by_rank(method, ranks, random):
    order = random.sample(range(len(ranks)), len(ranks))
    permuted = method([ranks[j] for j in order]).weights
    assert_allclose(permuted, method(ranks).weights[order], **ROUNDING)


@pytest.mark.parametrize("method", BY_RANK.values(), ids=BY_RANK)
@given(ranks=st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_a_better_rank_never_gets_less(method, ranks):
    w = method(ranks).weights
    better = np.less.outer(ranks, ranks)
    assert (w[:, None] >= w)[better].all()
    assert (w[:, None] == w)[np.equal.outer(ranks, ranks)].all()


@given(weights, st.sampled_from(["eigenvector", "geometric"]))
def test_consistent_comparisons_give_the_weights_back(w, method):
    found = judgment.ahp(w[:, None] / w, method=method)
    assert_allclose(found.weights, w / w.sum(), **ROUNDING)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert found.worst is None


@given(weights, st.sampled_from(["eigenvector", "geometric"]), st.data())
def test_consistent_comparisons_need_not_be_complete(w, method, data):
    A = w[:, None] / w
    n = len(w)
    i, j = np.triu_indices(n, 1)
    gaps = data.draw(st.lists(st.booleans(), min_size=len(i), max_size=len(i)))
    gaps = np.array(gaps) & (j > i + 1)
    A[i[gaps], j[gaps]] = A[j[gaps], i[gaps]] = np.nan
    found = judgment.ahp(A, method=method)
    assert_allclose(found.weights, w / w.sum(), **ROUNDING)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)


@given(weights, st.sampled_from(["linear", "original"]))
def test_consistent_best_and_worst_give_the_weights_back(w, model):
    ends = {"best": int(w.argmax()), "worst": int(w.argmin())}
    if ends["best"] == ends["worst"]:
        ends["worst"] = 1 - ends["best"]
    found = judgment.bwm(w.max() / w, w / w.min(), model=model, **ends)
    assert_allclose(found.weights, w / w.sum(), **ROUNDING)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert found.input_ratio == pytest.approx(0, abs=1e-9)


@given(weights)
def test_consistent_steps_give_the_weights_back(w):
    w = np.sort(w)[::-1]
    steps = np.append(0.0, w[:-1] / w[1:] - 1)
    over_next = w[:-2] / w[2:]
    for found in (
        judgment.fucom(w[0] / w, over_next=over_next),
        judgment.swara(np.maximum(steps, 0)),
    ):
        assert_allclose(found.weights, w / w.sum(), **ROUNDING)
        assert found.consistency_ratio == 0


@given(weights, st.data())
def test_a_better_rank_never_gets_less_by_fucom(w, data):
    varpi = np.sort(w.max() / w)
    size = max(len(w) - 2, 0)
    over_next = data.draw(st.lists(st.floats(1, 9), min_size=size, max_size=size))
    found = judgment.fucom(varpi, over_next=over_next)
    assert (np.diff(found.weights) <= 1e-12).all()


@given(triangles)
def test_contradictions_are_never_silent(triangle):
    found = judgment.ahp(matrix(triangle))
    assert (found.worst is None) == (found.consistency_ratio < 1e-9)
