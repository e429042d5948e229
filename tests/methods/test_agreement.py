"""Agreement of rankings: small cases by hand, slow loops, peers, refusals."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from mcdm_index import agreement, rank
from mcdm_index.errors import DomainError, ShapeError, UnknownColumnError

measures = pytest.mark.parametrize("measure", agreement.MEASURES.values())
permutations = st.integers(1, 9).flatmap(
    lambda n: st.tuples(*[st.permutations(range(1, n + 1))] * 2)
)
tied = st.integers(1, 8).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(1, n), min_size=n, max_size=n)] * 2)
)


@measures
@given(ranks=permutations)
def test_a_ranking_agrees_with_itself(measure, ranks):
    assert measure(ranks[0], ranks[0]) == pytest.approx(1, abs=1e-12)


@measures
@given(ranks=tied)
def test_a_ranking_with_ties_agrees_with_itself(measure, ranks):
    assert measure(ranks[0], ranks[0]) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("ties", ["min", "max", "average", "dense"])
@given(scores=st.lists(st.integers(0, 3), min_size=1, max_size=9), data=st.data())
def test_overlap_does_not_depend_on_how_ties_are_numbered(ties, scores, data):
    others = data.draw(st.permutations(scores))
    plain = agreement.rbo(rank(scores), rank(others))
    found = agreement.rbo(rank(scores, ties=ties), rank(others))
    assert found == plain


@measures
@given(ranks=permutations)
def test_nothing_agrees_more_than_entirely(measure, ranks):
    assert measure(*ranks) <= 1 + 1e-12


@measures
@given(ranks=permutations, data=st.data())
def test_the_order_of_the_units_does_not_matter(measure, ranks, data):
    order = data.draw(st.permutations(range(len(ranks[0]))))
    x, y = (np.array(r) for r in ranks)
    assert measure(x[order], y[order]) == pytest.approx(measure(x, y), abs=1e-12)


@pytest.mark.parametrize("name", ["spearman", "kendall", "weighted_spearman", "rbo"])
@given(ranks=tied)
def test_these_do_not_care_which_comes_first(name, ranks):
    measure = agreement.MEASURES[name]
    assert measure(*ranks) == pytest.approx(measure(*ranks[::-1]), abs=1e-12)


@pytest.mark.parametrize("name", ["spearman", "kendall"])
@pytest.mark.parametrize("n", [2, 3, 10])
def test_the_opposite_order_does_not_agree_at_all(name, n):
    x = np.arange(1, n + 1)
    assert agreement.MEASURES[name](x, x[::-1]) == pytest.approx(-1)


@pytest.mark.parametrize("name", ["spearman", "kendall"])
def test_where_all_are_tied_there_is_agreement_or_none(name):
    measure = agreement.MEASURES[name]
    assert measure([1, 1, 1], [1, 1, 1]) == 1
    assert measure([1, 1, 1], [1, 2, 3]) == 0


@given(ranks=permutations)
def test_spearman_without_ties_is_the_textbook_formula(ranks):
    x, y = map(np.array, ranks)
    n = len(x)
    expected = 1 - 6 * ((x - y) ** 2).sum() / (n**3 - n) if n > 1 else 1.0
    assert agreement.spearman(x, y) == pytest.approx(expected, abs=1e-12)


@given(ranks=tied)
def test_kendall_counts_the_pairs(ranks):
    x, y = ranks
    pairs = [(i, k) for i in range(len(x)) for k in range(i)]
    same = sum(np.sign(x[i] - x[k]) * np.sign(y[i] - y[k]) for i, k in pairs)
    apart = [sum(r[i] != r[k] for i, k in pairs) for r in (x, y)]
    if all(apart):
        expected = same / math.sqrt(apart[0] * apart[1])
        assert agreement.kendall(x, y) == pytest.approx(expected, abs=1e-12)


@given(ranks=tied, p=st.sampled_from([0.5, 0.9, 0.98]))
def test_rank_biased_overlap_is_the_sum_over_the_depths(ranks, p):
    x, y = ([1 + sum(other < r for other in given) for r in given] for given in ranks)
    total = 0.0
    for d in range(1, 2000):
        s = {i for i, r in enumerate(x) if r <= d}
        t = {i for i, r in enumerate(y) if r <= d}
        total += (1 - p) * p ** (d - 1) * 2 * len(s & t) / (len(s) + len(t))
    assert agreement.rbo(*ranks, p=p) == pytest.approx(total, abs=1e-12)


@given(ranks=permutations)
def test_weighted_and_ws_are_those_of_pymcdm(ranks):
    peer = pytest.importorskip("pymcdm.correlations")
    x, y = (np.array(r, float) for r in ranks)
    if len(x) > 2:
        found = agreement.weighted_spearman(x, y), agreement.ws(x, y)
        assert_allclose(found, (peer.rw(x, y), peer.ws(x, y)), rtol=1e-12)


@pytest.mark.parametrize("name", ["weighted_spearman", "rbo", "ws"])
def test_a_change_at_the_top_weighs_more_than_one_at_the_bottom(name):
    measure, x = agreement.MEASURES[name], np.arange(1, 11)
    top, bottom = x.copy(), x.copy()
    top[:2], bottom[-2:] = [2, 1], [10, 9]
    assert measure(x, top) < measure(x, bottom)


@measures
@pytest.mark.parametrize("bad", [[0, 1, 2], [1, 2, 4], [1, 2, np.nan]])
def test_what_is_no_rank_is_refused(measure, bad):
    with pytest.raises(DomainError, match="between 1 and the number of units, 3"):
        measure([1, 2, 3], bad)


@measures
@pytest.mark.parametrize("pair", [([1, 2], [1, 2, 3]), ([], []), (1, 1)])
def test_rankings_of_other_units_are_refused(measure, pair):
    with pytest.raises(ShapeError, match="two rankings of the same units"):
        measure(*pair)


@pytest.mark.parametrize("p", [0, 1, -1, float("nan")])
def test_a_persistence_that_is_none_is_refused(p):
    with pytest.raises(DomainError, match="p must lie between 0 and 1"):
        agreement.rbo([1, 2], [1, 2], p=p)


@measures
def test_rankings_with_labels_go_by_them(measure):
    x = pd.Series([1, 2, 3], index=list("abc"))
    assert measure(x, x[::-1]) == measure(x, x)
    with pytest.raises(UnknownColumnError, match="ranks must have the units"):
        measure(x, x.rename({"c": "d"}))


@measures
@pytest.mark.parametrize("ranks", [["a", "b"], [1, 2j], None])
def test_ranks_are_numbers(measure, ranks):
    with pytest.raises(DomainError, match="ranks must be numbers"):
        measure([1, 2], ranks)


@pytest.mark.parametrize("p", ["half", None, [0.5]])
def test_persistence_is_a_number(p):
    with pytest.raises(DomainError, match="p must lie between 0 and 1"):
        agreement.rbo([1, 2], [1, 2], p=p)
