"""Trees in depth: rules for levels and nodes, gaps that are taken, laws of trees."""

import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index import CompositeIndex, Criterion, Hierarchy, Scorer, scoring
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    MissingDataError,
    NonFiniteError,
    ReplayError,
    SpecError,
)

LEAVES = ["a1", "a2", "a3", "b1", "b2", "c"]


def nodes(**changes):
    """Give the nodes of a tree of depth 3, some of them changed."""
    tree = [
        Criterion("A"),
        Criterion("A1", "A", weight=2),
        Criterion("a1", "A1", polarity="+", weight=1),
        Criterion("a2", "A1", polarity="-", weight=3),
        Criterion("a3", "A", polarity="+", weight=1),
        Criterion("B", weight=3),
        Criterion("b1", "B", polarity="+"),
        Criterion("b2", "B", polarity="+"),
        Criterion("c", polarity="-", weight=2),
    ]
    return [Criterion(**(vars(node) | changes.get(node.code, {}))) for node in tree]


def tree(**changes):
    return Hierarchy.of(nodes(**changes))


def table(seed=0, n=12):
    rng = np.random.default_rng(seed)
    index = pd.Index([f"u{i}" for i in range(n)], name="unit")
    return pd.DataFrame(rng.uniform(1, 9, (n, 6)), index, LEAVES)


def fit(frame, hierarchy=None, **options):
    usual = {"tiers": None, "grade": None, "random_state": 0, "scheme": "nested"}
    index = CompositeIndex(hierarchy or tree(), **(usual | options))
    return index.fit(frame).result_


def least(Z, w):
    """Score rows by the least of their values."""
    return Z.min(axis=1) + 0 * w.sum()


def nothing(Z, w):
    """Score no row."""
    return np.nan * (Z @ w)


# Rules for nodes and levels


METHODS = [
    "weighted_sum",
    "weighted_product",
    "harmonic_mean",
    "power_mean",
    "topsis",
    "vikor",
    "copeland",
]
ABOVE = mi.Normalizer(options={"out_range": (1, 100)})


@pytest.mark.parametrize("method", METHODS)
def test_a_node_is_scored_by_its_own_method(method):
    found = fit(
        table(),
        tree(B={"aggregate": method}),
        weights="given",
        aggregate="weighted_sum",
        normalize=ABOVE,
    ).scores
    Z = found[["b1", "b2"]].to_numpy()
    assert_allclose(found["B"], scoring.fit(method, Z, [1, 1])(Z), rtol=1e-13)
    A1 = found[["a1", "a2"]].to_numpy() @ [0.25, 0.75]
    assert_allclose(found["A1"], A1, rtol=1e-13)


@pytest.mark.parametrize("method", METHODS)
def test_a_level_is_scored_by_its_own_method(method):
    found = fit(
        table(),
        levels={1: {"aggregate": method}},
        weights="given",
        aggregate="weighted_sum",
        normalize=ABOVE,
    ).scores
    Z = found[["b1", "b2"]].to_numpy()
    assert_allclose(found["B"], scoring.fit(method, Z, [1, 1])(Z), rtol=1e-13)
    top = found[["A", "B", "c"]].to_numpy() @ np.array([1, 3, 2]) / 6
    assert_allclose(found["index"], top, rtol=1e-13)


def test_a_node_goes_before_its_level_and_that_before_the_index():
    found = fit(
        table(),
        tree(B={"aggregate": "harmonic_mean"}),
        levels={1: {"aggregate": {"method": "power_mean", "p": 3}}},
        weights="equal",
        aggregate="weighted_product",
        normalize=ABOVE,
    ).scores
    b = found[["b1", "b2"]].to_numpy()
    assert_allclose(found["B"], 2 / (1 / b).sum(axis=1), rtol=1e-13)
    a = found[["A1", "a3"]].to_numpy()
    assert_allclose(found["A"], np.cbrt((a**3).mean(axis=1)), rtol=1e-13)
    assert_allclose(
        found["index"], np.cbrt(found[["A", "B", "c"]].prod(axis=1)), rtol=1e-13
    )


def test_a_node_may_set_an_option_of_the_method_of_all():
    frame = table()
    of_node = fit(frame, tree(B={"aggregate": {"p": 1}}), aggregate="topsis").scores
    of_all = fit(frame, aggregate=Scorer("topsis", options={"p": 1})).scores
    assert_array_equal(of_node["B"], of_all["B"])
    assert (of_node["A"] != of_all["A"]).any()


def test_weights_are_learned_or_given_by_node_and_by_level():
    frame = table()
    found = fit(
        frame,
        tree(A={"weights": "given"}),
        levels={0: {"weights": "equal"}},
        weights="critic",
        aggregate="weighted_sum",
    )
    local = found.weights["local"]
    assert_allclose(local[["A1", "a3"]], [2 / 3, 1 / 3])
    assert_allclose(local[["A", "B", "c"]], [1 / 3] * 3)
    b = mi.weighting.critic(found.scores[["b1", "b2"]].to_numpy())
    assert_allclose(local[["b1", "b2"]], b, rtol=1e-13)


def test_a_function_of_ones_own_scores_a_node():
    found = fit(table(), tree(B={"aggregate": least}), weights="equal").scores
    assert_array_equal(found["B"], found[["b1", "b2"]].min(axis=1))


def test_a_function_of_ones_own_scores_every_node():
    def floor(Z, w):
        return (Z @ w) // 0.1

    found = fit(table(), aggregate=floor, weights="equal").scores
    assert_array_equal(found["B"], found[["b1", "b2"]].mean(axis=1) // 0.1)


def test_a_function_that_scores_rows_by_other_rows_cannot_be_frozen():
    with pytest.raises(DomainError, match="another score where other rows stand"):
        fit(table(), aggregate=lambda Z, w: (Z - Z.mean(axis=0)) @ w)


def test_a_function_that_gives_no_number_is_refused():
    with pytest.raises(NonFiniteError, match="gives nan for the row"):
        fit(table(), aggregate=nothing)


def test_a_run_with_a_function_is_replayed_with_it():
    frame = table()
    found = fit(frame, aggregate=least)
    with pytest.raises(SpecError, match="aggregate came from a function"):
        CompositeIndex.replay(found.provenance, frame)
    again = CompositeIndex.replay(found.provenance, frame, aggregate=least)
    assert_array_equal(again.result_.score_draws, found.score_draws)


def test_a_run_with_a_function_in_a_node_is_replayed_with_the_tree():
    hierarchy = tree(B={"aggregate": least})
    frame = table()
    found = fit(frame, hierarchy)
    again = CompositeIndex.replay(found.provenance, frame, hierarchy=hierarchy)
    assert_array_equal(again.result_.score_draws, found.score_draws)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"levels": {3: {}}}, "level 3 has no groups; those with groups are 0, 1, 2"),
        ({"levels": {0: {"weigths": "equal"}}}, "Did you mean 'weights'"),
        ({"levels": {0: {"aggregate": "topsys"}}}, "'index', .*Did you mean 'topsis'"),
        ({"levels": {0: {"min_present": 2}}}, "min_present is a share"),
        ({"levels": [1]}, "levels go from a depth"),
        ({"levels": {0: {"weights": {"method": "given", "x": 1}}}}, "no options"),
        ({"levels": {0: {"weights": "equal"}}, "scheme": "flat"}, "scheme='nested'"),
        ({"min_present": "half"}, "min_present is a share"),
        ({"hierarchy": tree(A={"weights": "entorpy"})}, "'A', .*mean 'entropy'"),
        ({"hierarchy": tree(A={"aggregate": {"p": 1, "q": 1}})}, "'A', .*option 'q'"),
    ],
    ids=repr,
)
def test_a_bad_rule_is_refused_by_name(options, message):
    index = CompositeIndex(tree(), tiers=None, scheme="nested").with_(**options)
    with pytest.raises(SpecError, match=message):
        index.fit(table())


@pytest.mark.parametrize("key", ["weights", "aggregate", "min_present"])
def test_a_leaf_has_no_rule_for_children(key):
    with pytest.raises(SpecError, match=f"'c' has no children, .* no {key}"):
        tree(c={key: 0.5 if key == "min_present" else "equal"})


# Gaps that are taken


def with_gaps():
    frame = table()
    frame.loc["u0", "b1"] = np.nan
    frame.loc["u1", ["b1", "b2"]] = np.nan
    frame.loc["u2", ["a1", "a2"]] = np.nan
    return frame


MEANS = {"weights": "given", "aggregate": "weighted_sum"}


def test_weights_are_shared_out_among_what_is_there():
    found = fit(with_gaps(), min_present=0.5, **MEANS).scores
    assert found.loc["u0", "B"] == found.loc["u0", "b2"]
    assert found.loc["u2", "A"] == found.loc["u2", "a3"]
    A, c = found.loc["u1", ["A", "c"]]
    assert found.loc["u1", "index"] == pytest.approx((A + 2 * c) / 3, rel=1e-14)


def test_a_unit_that_lacks_too_much_has_no_score_and_no_rank():
    result = fit(with_gaps(), min_present=0.75, **MEANS)
    gone = result.scores.isna()
    assert gone.loc["u0", ["B", "index"]].all()
    assert gone.loc["u2", ["A1", "A", "index"]].all()
    assert not gone.drop(index=["u0", "u1", "u2"]).to_numpy().any()
    assert result.ranks["index"].isna().sum() == 3
    assert result.ranks["index"].max() == len(gone) - 3


def test_what_was_scored_from_a_part_is_listed():
    partial = fit(with_gaps(), min_present=0.5, **MEANS).partial.set_index(
        ["unit", "node"]
    )
    assert partial.loc[("u0", "B")].tolist() == [0.5, 0.5, True]
    assert partial.loc[("u1", "B")].tolist() == [0.0, 0.0, False]
    assert partial.loc[("u1", "index")].tolist() == [2 / 3, 0.5, True]
    assert set(partial.index) == {
        ("u0", "B"),
        ("u1", "B"),
        ("u1", "index"),
        ("u2", "A1"),
        ("u2", "A"),
    }


@pytest.mark.parametrize("scheme", ["flat", "nested"])
@pytest.mark.parametrize("method", [m for m in METHODS if m != "copeland"])
def test_every_method_takes_gaps(method, scheme):
    result = fit(
        with_gaps(),
        min_present=0.3,
        weights="equal",
        aggregate=method,
        scheme=scheme,
        normalize=ABOVE,
        grade="quantile",
        tiers="kmeans",
    )
    assert result.scores["index"].notna().all()
    assert result.scores.loc["u1", "B"] != result.scores.loc["u1", "B"]
    assert result.tiers.isna().tolist() == [label == "u1" for label in result.index]
    assert result.grades.notna().all()


def test_without_gaps_nothing_is_said_of_them():
    frame = table()
    one, other = fit(frame, min_present=0.5), fit(frame)
    assert_array_equal(one.scores, other.scores)
    assert one.partial.empty
    assert one.ranks["index"].dtype == np.int64


def test_new_rows_with_gaps_are_scored_by_what_was_learned():
    frame = with_gaps()
    index = CompositeIndex(
        tree(), scheme="nested", min_present=0.5, tiers=None, aggregate="topsis"
    ).fit(frame)
    assert_allclose(index.score_nodes(frame), index.result_.scores, rtol=1e-13)


def test_a_gap_is_refused_if_one_group_above_takes_none():
    hierarchy = tree(B={"min_present": 0.5})
    with pytest.raises(MissingDataError, match="unit 'u0', criterion 'b1'"):
        fit(with_gaps(), hierarchy, **MEANS)


def test_a_score_without_weights_to_learn_from_is_refused_with_the_way_out():
    frame = table()
    frame.iloc[::2, 3] = np.nan
    frame.iloc[1::2, 4] = np.nan
    with pytest.raises(MissingDataError, match=r"no unit has all of .*'equal'"):
        fit(frame, min_present=0.5, weights="critic")


def test_statistics_of_a_result_with_gaps_leave_units_without_scores_out():
    result = fit(with_gaps(), min_present=0.75, **MEANS)
    assert result.adequacy().groups.loc["B", "children"] == 2
    outside = pd.Series(np.arange(12.0), result.index)
    assert result.relate(outside)["units"]["index"] == 9
    assert result.compare(result).units["gained"].eq(0).all()
    assert result.unit("u1").nodes["score"].isna().any()
    assert result.table()["rank"].isna().sum() == 3


# Laws of trees


SEEDS = st.integers(0, 2**16)
RULES = {
    "levels": {1: {"aggregate": "weighted_product"}},
    "normalize": ABOVE,
    "weights": "critic",
}


@given(SEEDS, st.permutations(range(12)))
def test_the_order_of_units_changes_nothing(seed, order):
    frame = table(seed)
    one, other = fit(frame, **RULES).scores, fit(frame.iloc[order], **RULES).scores
    assert_allclose(one, other.loc[one.index], rtol=1e-12)


@given(SEEDS, st.permutations(range(9)))
def test_the_order_of_criteria_and_children_changes_nothing(seed, order):
    shuffled = Hierarchy.of([nodes()[i] for i in order])
    frame = table(seed)
    one, other = fit(frame, **RULES).scores, fit(frame, shuffled, **RULES).scores
    assert_allclose(one, other[one.columns], rtol=1e-12)


@given(SEEDS, st.sampled_from(["A", "A1", "B", "b1", "c"]))
def test_renaming_a_node_changes_its_name_only(seed, code):
    renamed = [
        Criterion(
            **(
                vars(node)
                | ({"code": "new"} if node.code == code else {})
                | ({"parent": "new"} if node.parent == code else {})
                | ({"aliases": (code,)} if node.code == code else {})
            )
        )
        for node in nodes()
    ]
    frame = table(seed)
    one = fit(frame, **RULES).scores
    other = fit(frame, Hierarchy.of(renamed), **RULES).scores
    assert_array_equal(one.rename(columns={code: "new"}), other)


@given(SEEDS, st.sampled_from(["topsis", "weighted_sum", "vikor", "copeland"]))
def test_a_child_with_weight_zero_is_irrelevant(seed, method):
    options = {"weights": "given", "aggregate": method}
    frame = table(seed)
    other = frame.assign(a1=table(seed + 1)["a1"])
    hierarchy = tree(a1={"weight": 0})
    groups = ["A1", "A", "index"]
    one = fit(frame, hierarchy, **options).scores[groups]
    assert_allclose(one, fit(other, hierarchy, **options).scores[groups], rtol=1e-12)


@given(SEEDS)
def test_a_gap_in_a_child_with_weight_zero_is_irrelevant(seed):
    frame = table(seed)
    gap = frame.copy()
    gap.loc["u3", "a1"] = np.nan
    hierarchy = tree(a1={"weight": 0})
    one, other = (fit(x, hierarchy, min_present=1.0, **MEANS) for x in (frame, gap))
    assert_array_equal(one.scores["index"], other.scores["index"])
    assert other.partial.empty


@given(SEEDS, st.lists(st.integers(1, 9), min_size=9, max_size=9))
def test_flat_and_nested_agree_for_a_weighted_mean(seed, weights):
    changes = {
        node.code: {"weight": w} for node, w in zip(nodes(), weights, strict=True)
    }
    frame, hierarchy = table(seed), tree(**changes)
    one, other = (
        fit(frame, hierarchy, scheme=scheme, **MEANS) for scheme in ("flat", "nested")
    )
    assert_allclose(one.scores, other.scores, rtol=1e-12)
    assert_allclose(one.weights["effective"], other.weights["effective"], rtol=1e-12)


@given(SEEDS)
def test_a_replay_is_the_run(seed):
    frame = table(seed)
    hierarchy = tree(B={"aggregate": "harmonic_mean", "weights": "given"})
    found = fit(frame, hierarchy, **RULES)
    again = CompositeIndex.replay(found.provenance, frame).result_
    assert_array_equal(again.score_draws, found.score_draws)
    assert_array_equal(again.weight_draws, found.weight_draws)


@given(SEEDS)
def test_effective_weights_add_up_at_the_leaves(seed):
    found = fit(table(seed), **RULES).weights["effective"]
    assert found[LEAVES].sum() == pytest.approx(1, rel=1e-12)


# Several methods at once


def test_one_node_is_scored_by_several_methods():
    result = fit(table(), **MEANS)
    found = result.score_by(["weighted_sum", ("power_mean", {"p": 2}), "topsis"])
    assert_allclose(found.scores["weighted_sum"], result.scores["index"], rtol=1e-13)
    Z = result.scores[["A", "B", "c"]].to_numpy()
    expected = scoring.fit("topsis", Z, [1, 3, 2])(Z)
    assert_allclose(found.scores["topsis"], expected, rtol=1e-13)
    assert_allclose(found.weights["index"], np.array([1, 3, 2]) / 6)
    assert found.agreement["spearman"].loc["topsis", "topsis"] == 1


def test_in_the_flat_scheme_methods_score_the_leaves_below():
    result = fit(table(), scheme="flat", weights="critic", aggregate="vikor")
    found = result.score_by({"same": "vikor"}, "A")
    assert_allclose(found.scores["same"], result.scores["A"], rtol=1e-12)
    assert list(found.weights.index) == ["a1", "a2", "a3"]


def test_units_without_a_score_have_none_by_any_method():
    result = fit(with_gaps(), min_present=0.75, **MEANS)
    found = result.score_by(["weighted_sum", "topsis"])
    missing = result.scores["index"].isna()
    assert found.scores.isna().all(axis=1).equals(missing)
    assert found.ranks.isna().all(axis=1).equals(missing)


def test_a_criterion_is_not_scored_by_methods():
    with pytest.raises(DomainError, match="'c' is measured"):
        fit(table()).score_by(["topsis"], "c")


# What went wrong once


def test_a_count_of_other_units_goes_with_no_gaps():
    with pytest.raises(SpecError, match="'copeland' counts other units"):
        fit(with_gaps(), min_present=0.5, aggregate="copeland")


def test_a_fitted_index_with_gaps_can_be_pickled():
    index = CompositeIndex(tree(), min_present=0.5, tiers=None, **MEANS).fit(
        with_gaps()
    )
    again = pickle.loads(pickle.dumps(index.trees_))
    assert_array_equal(again[0](with_gaps()), index.trees_[0](with_gaps()))


def test_a_group_of_weight_zero_is_still_scored_by_the_weights_inside():
    hierarchy = tree(A={"weight": 0}, a3={"weight": 0})
    flat, nested = (
        fit(table(), hierarchy, scheme=scheme, **MEANS) for scheme in ("flat", "nested")
    )
    assert_allclose(flat.scores, nested.scores, rtol=1e-12)
    assert_allclose(flat.weights["local"], nested.weights["local"], rtol=1e-12)


@pytest.mark.parametrize(
    "weights",
    [
        {"method": "given", "cap": 0.6},
        {"method": lambda X: X.max(axis=0), "cap": 0.6},
        {"method": "entropy", "cap": {"b11": 0.6}},
    ],
)
def test_limits_that_would_be_ignored_are_refused(weights):
    with pytest.raises(SpecError, match="'B', weights: cap"):
        fit(table(), tree(B={"weights": weights}))


def test_a_function_that_looks_for_extremes_of_all_rows_is_refused():
    def nearest(Z, w):
        return 1 - np.sqrt(((Z - Z.max(axis=0)) ** 2) @ w)

    X = np.random.default_rng(0).integers(1, 6, (40, 6)).astype(float)
    with pytest.raises(DomainError, match="another score where other rows stand"):
        Scorer(nearest).fit(X)


def test_a_replay_with_a_function_keeps_what_stands_beside_it():
    frame = table()
    found = fit(frame, aggregate=least, min_present=0.5)
    again = CompositeIndex.replay(found.provenance, frame, aggregate=least)
    assert (again.scheme, again.min_present) == ("nested", 0.5)


def test_a_replay_by_another_methodology_is_refused():
    frame = table()
    found = fit(frame, aggregate=least)
    with pytest.raises(ReplayError, match="aggregate differ"):
        CompositeIndex.replay(found.provenance, frame, aggregate=nothing)


def test_methods_of_one_name_need_names_of_their_own():
    result = fit(table())
    with pytest.raises(DuplicateLabelError, match="two methods are called 'topsis'"):
        result.score_by([("topsis", {"p": 1}), ("topsis", {"p": 2})])


@pytest.mark.parametrize("least", ["half", True, 1.5])
def test_a_share_that_is_none_is_refused(least):
    with pytest.raises(SpecError, match="'A': min_present is a share from 0 to 1"):
        tree(A={"min_present": least})


def test_a_child_alone_has_all_the_weight_whatever_the_limits():
    hierarchy = Hierarchy.of(
        [Criterion("x", "A", polarity="+"), Criterion("A")]
        + [Criterion(code, polarity="+") for code in "yz"]
    )
    frame = pd.DataFrame(np.random.default_rng(0).random((9, 3)), columns=list("xyz"))
    found = fit(frame, hierarchy, weights=mi.Weighter("entropy", cap=0.6)).weights
    assert found["local"]["x"] == 1


def test_the_groups_that_take_no_gaps_are_named():
    with pytest.raises(MissingDataError, match="'A1', 'A', 'index' a min_present"):
        fit(with_gaps(), tree(B={"min_present": 0.5}), **MEANS)
