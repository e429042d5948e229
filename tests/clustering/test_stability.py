"""Tiers of groups stay as they are in other samples, and those of noise do not."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mcdm_index as mi
from mcdm_index.clustering import _stability as stability
from mcdm_index.clustering import tier_stability
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
)
from tests.clustering.groups import three_groups

QUICK = {"method": "ward", "n_boot": 30, "n_seeds": 2, "rng": 0}


def frame(S):
    return pd.DataFrame(S).rename(index="u{}".format)


@pytest.fixture(scope="module")
def groups():
    return tier_stability(frame(three_groups(60, apart=9.0)[0]), 3, **QUICK)


@pytest.fixture(scope="module")
def noise():
    S = np.random.default_rng(0).standard_normal((60, 3))
    return tier_stability(S, 3, **QUICK)


def test_groups_that_lie_apart_are_highly_stable(groups):
    assert groups.tiers["reading"].tolist() == ["highly stable"] * 3
    assert groups.tiers["jaccard"].min() > 0.95


def test_no_tier_of_noise_is_stable(noise):
    assert noise.tiers["jaccard"].max() < 0.75


def test_memberships_are_shares(noise):
    np.testing.assert_allclose(noise.membership.sum(axis=1), 1, rtol=1e-12)
    assert noise.membership.min(axis=None) >= 0


def test_units_of_groups_that_lie_apart_keep_their_tier(groups):
    kept = groups.membership.idxmax(axis=1)
    assert (kept == groups.labels).all()
    assert groups.membership.max(axis=1).min() > 0.9


def test_labels_are_those_of_tiers_with_the_same_seed(groups):
    S, _ = three_groups(60, apart=9.0)
    assert groups.labels.tolist() == mi.tiers(S, 3, method="ward", rng=0).tolist()


def test_labels_and_memberships_keep_the_names_of_the_units(groups):
    assert groups.labels.index[7] == groups.membership.index[7] == "u7"
    assert groups.membership.columns.tolist() == [1, 2, 3]


def test_sizes_add_up(noise):
    assert noise.tiers["size"].sum() == 60


def slow_jaccard(old, new, tier):
    """Follow Hennig (2007): the largest of the coefficients with each new tier."""
    mine = {i for i, label in enumerate(old) if label == tier}
    return max(
        len(mine & theirs) / len(mine | theirs)
        for theirs in (
            {i for i, label in enumerate(new) if label == other} for other in set(new)
        )
    )


@given(st.integers(0, 2**31), st.integers(2, 5), st.integers(5, 20))
def test_jaccard_coefficients_are_those_of_the_paper(seed, k, n):
    rng = np.random.default_rng(seed)
    old, new = rng.integers(1, k + 1, n), rng.integers(1, k + 1, n)
    found = stability._jaccard(old, new, k)
    for tier in range(1, k + 1):
        if tier in old:
            expected = slow_jaccard(old.tolist(), new.tolist(), tier)
            assert found[tier - 1] == pytest.approx(expected, rel=1e-12)
        else:
            assert np.isnan(found[tier - 1])


def slow_resamples(S, k, n_boot, rng):
    """Resample with the same numbers, unit by unit, in the order of the scores."""
    order = sorted(range(len(S)), key=lambda i: (-S[i]).tolist())
    S = S[order]
    whole = mi.tiers(S, k, method="ward")
    rng = np.random.default_rng(rng)
    rng.integers(2**31, size=3)  # the seeds
    coefficients, counts = [], np.zeros((len(S), k))
    for _ in range(n_boot):
        drawn = rng.integers(len(S), size=len(S))
        clusterer = mi.TierClusterer("ward", n_tiers=k).fit(S[drawn])
        labels = clusterer.predict(S)
        for place, unit in enumerate(drawn):
            labels[unit] = clusterer.labels_[place]
        for unit, label in enumerate(labels):
            counts[unit, label - 1] += 1
        kept = sorted(set(drawn.tolist()))
        old, new = whole[kept].tolist(), labels[kept].tolist()
        coefficients.append([slow_jaccard(old, new, t) for t in range(1, k + 1)])
    back = np.argsort(order)
    return np.mean(coefficients, axis=0), (counts / n_boot)[back]


def test_resamples_are_those_of_a_plain_loop():
    S = np.random.default_rng(2).standard_normal((40, 2))
    jaccard, membership = slow_resamples(S, 3, 30, 0)
    found = tier_stability(S, 3, **QUICK)
    np.testing.assert_allclose(found.tiers["jaccard"], jaccard, rtol=1e-12)
    np.testing.assert_allclose(found.membership, membership, rtol=1e-12)


@pytest.mark.parametrize(
    ("jaccard", "reading"),
    [
        (0.59, "doubtful"),
        (0.6, "pattern"),
        (0.74, "pattern"),
        (0.75, "stable"),
        (0.85, "highly stable"),
        (np.nan, "never drawn"),
    ],
)
def test_coefficients_are_read_as_hennig_reads_them(jaccard, reading):
    whole = mi.TierClusterer(n_tiers=1).fit([[1.0], [2.0]])._tiers
    found = stability._by_tier(whole, np.array([[jaccard]]), pd.Index([1]))
    assert found["reading"].tolist() == [reading]


def test_shares_of_dissolved_and_recovered_tiers_are_counted():
    whole = mi.TierClusterer(n_tiers=1).fit([[1.0], [2.0]])._tiers
    jaccard = np.array([[0.5], [0.75], [0.6], [np.nan]])
    found = stability._by_tier(whole, jaccard, pd.Index([1])).loc[1]
    assert found["dissolved"] == pytest.approx(1 / 3)
    assert found["recovered"] == pytest.approx(1 / 3)


def test_a_clustering_without_chance_agrees_with_itself(noise):
    assert noise.agreement.loc["seeds"].tolist() == [2, 1, 1]


def test_seeds_of_groups_that_lie_apart_agree():
    S, _ = three_groups(60, apart=9.0)
    found = tier_stability(S, 3, n_boot=2, n_seeds=6, rng=0)
    assert found.agreement.loc["seeds"].tolist() == [6, 1, 1]


def test_seeds_of_noise_do_not_agree():
    S = np.random.default_rng(3).standard_normal((300, 4))
    found = tier_stability(S, 7, n_boot=1, n_seeds=6, rng=0)
    assert found.agreement.loc["seeds", "least"] < 0.99


def slow_rand_index(a, b):
    """Follow Hubert and Arabie (1985) with all pairs of units."""
    pairs = [(i, j) for i in range(len(a)) for j in range(i)]
    one = [a[i] == a[j] for i, j in pairs]
    other = [b[i] == b[j] for i, j in pairs]
    both = sum(x and y for x, y in zip(one, other, strict=True))
    expected = sum(one) * sum(other) / len(pairs)
    return (both - expected) / ((sum(one) + sum(other)) / 2 - expected)


def test_the_agreement_is_the_adjusted_rand_index():
    rng = np.random.default_rng(0)
    a, b, c = (rng.integers(1, 4, 15) for _ in range(3))
    found = stability._agreement({"draws": [a, b, c]}).loc["draws"]
    pairs = [slow_rand_index(*pair) for pair in ((a, b), (a, c), (b, c))]
    assert found["mean"] == pytest.approx(np.mean(pairs), rel=1e-12)
    assert found["least"] == pytest.approx(min(pairs), rel=1e-12)


# ---- imputation draws


def drawn_tables(spread, m=4):
    S, _ = three_groups(45, apart=9.0)
    rng = np.random.default_rng(1)
    return S, S + spread * rng.standard_normal((m, *S.shape))


def test_draws_that_hardly_differ_agree():
    S, draws = drawn_tables(0.01)
    found = tier_stability(S, 3, draws=draws, **QUICK)
    assert found.agreement.loc["draws"].tolist() == [4, 1, 1]


def test_draws_that_differ_much_make_memberships_less_sure():
    S, draws = drawn_tables(3.0)
    alone = tier_stability(S, 3, **QUICK).membership.max(axis=1).mean()
    found = tier_stability(S, 3, draws=draws, **QUICK)
    assert found.membership.max(axis=1).mean() < alone - 0.05
    assert found.agreement.loc["draws", "mean"] < 0.8


def test_draws_are_put_in_the_order_of_the_units():
    S, draws = drawn_tables(0.5)
    tables = [frame(draw).iloc[::-1] for draw in draws]
    one = tier_stability(frame(S), 3, draws=draws, **QUICK)
    other = tier_stability(frame(S), 3, draws=tables, **QUICK)
    pd.testing.assert_frame_equal(one.membership, other.membership)


def test_the_draws_of_an_index_are_taken_as_they_are():
    X = pd.DataFrame(np.random.default_rng(0).random((30, 3)), columns=list("abc"))
    X.iloc[:8, 0] = np.nan
    tree = mi.Hierarchy.of([mi.Criterion(c, polarity="+") for c in "abc"])
    index = mi.CompositeIndex(tree, impute=mi.MICEImputer(3), random_state=0)
    result = index.fit(X).result_
    places = [list(result.scores).index(c) for c in "abc"]
    draws = result.score_draws[:, :, places]
    found = tier_stability(result.scores[list("abc")], 2, draws=draws, **QUICK)
    assert found.agreement.index.tolist() == ["seeds", "draws"]


# ---- order, seeds, degenerate tables


@given(st.integers(0, 2**31))
@settings(max_examples=10)
def test_the_order_of_units_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    X = frame(rng.standard_normal((20, 2)))
    shuffled = X.iloc[rng.permutation(20)]
    one, other = (tier_stability(table, 3, **QUICK) for table in (X, shuffled))
    pd.testing.assert_frame_equal(one.tiers, other.tiers)
    pd.testing.assert_frame_equal(one.membership, other.membership.loc[X.index])


def test_equal_seeds_give_equal_answers():
    S, _ = three_groups(30, apart=3.0)
    one, other = (tier_stability(S, 3, n_boot=5, rng=4) for _ in range(2))
    pd.testing.assert_frame_equal(one.membership, other.membership)


def test_one_tier_holds_everybody():
    found = tier_stability([[1.0], [2.0], [4.0]], 1, **QUICK)
    assert found.tiers.loc[1, ["size", "jaccard"]].tolist() == [3, 1]
    assert (found.membership == 1).all(axis=None)


def test_fewer_distinct_units_than_tiers_are_tiers_of_their_own():
    found = tier_stability([[1.0], [1.0], [2.0], [2.0]], 4, **QUICK)
    assert found.tiers.index.tolist() == [1, 2]


def test_one_unit_is_one_tier():
    found = tier_stability([[3.0]], 2, **QUICK)
    assert found.membership.to_numpy().tolist() == [[1.0]]


def test_resamples_without_an_answer_are_counted():
    S, _ = three_groups(12, apart=9.0, p=1)
    options = {"n_starts": 2}
    found = tier_stability(
        S, 3, **QUICK | {"method": "gaussian_mixture", "options": options}
    )
    assert 0 < found.failed < 30
    np.testing.assert_allclose(found.membership.sum(axis=1), 1, rtol=1e-12)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"k": 0}, DomainError, "k must be a whole number of 1 or more, got 0"),
        ({"k": "auto"}, DomainError, "k must be a whole number"),
        ({"n_boot": 0}, DomainError, "n_boot must be a whole number of 1 or more"),
        ({"n_seeds": 1}, DomainError, "n_seeds must be a whole number of 2 or more"),
        ({"method": "wards"}, UnknownMethodError, "Did you mean 'ward'"),
        ({"draws": np.zeros((1, 9, 2))}, ShapeError, "two tables or more, got 1"),
        ({"draws": np.zeros((2, 8, 2))}, ShapeError, r"draw 0 has shape \(8, 2\)"),
        ({"draws": np.full((2, 9, 2), np.nan)}, MissingDataError, "missing value"),
        (
            {"draws": [pd.DataFrame(np.zeros((9, 2)), index=list("abcdefghj"))]},
            UnknownColumnError,
            "draw 0 must have the units",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(change, error, words):
    S = pd.DataFrame(np.random.default_rng(0).random((9, 2)), index=list("abcdefghi"))
    with pytest.raises(error, match=words):
        tier_stability(S, **QUICK | change)


def test_an_empty_table_is_refused():
    with pytest.raises(EmptyDataError, match="no unit"):
        tier_stability(np.empty((0, 2)))
