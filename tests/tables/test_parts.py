"""What lies behind weights and scores is what they were made of."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index.tables._parts import score_parts, weight_parts

from .results import fitted, panel, units

CITIES = units([f"c{i}" for i in range(12)])
WHOLE = units([f"c{i}" for i in range(12)], gaps=False)


def test_entropies_are_those_of_the_textbook():
    result = fitted(WHOLE, impute=None)
    Z = result.scores[["gdp", "co2", "jobs"]].to_numpy()
    p = Z / Z.sum(axis=0)
    logs = np.log(np.where(p > 0, p, 1.0))
    e = -(p * logs).sum(axis=0) / np.log(len(p))
    found = weight_parts(result)
    assert_allclose(found.loc[["gdp", "co2", "jobs"], "entropy"], e, rtol=1e-12)
    d = found["divergence"]
    w = result.weights["effective"][found.index]
    assert_allclose(d / d.sum(), w, rtol=1e-12)


@pytest.mark.parametrize("name", ["critic", "d_critic"])
def test_contrast_times_conflict_makes_the_weights(name):
    result = fitted(WHOLE, impute=None, weights=name)
    found = weight_parts(result)
    C = found["deviation"] * found["conflict"]
    assert_allclose(C, found["information"], rtol=1e-15)
    w = result.weights["effective"][found.index]
    assert_allclose(C / C.sum(), w, rtol=1e-12)


@pytest.mark.parametrize("name", ["std", "cv", "variance", "gini"])
def test_a_spread_makes_the_weights(name):
    result = fitted(WHOLE, impute=None, weights=name)
    spread = weight_parts(result)["spread"]
    w = result.weights["effective"][spread.index]
    assert_allclose(spread / spread.sum(), w, rtol=1e-12)


@pytest.mark.parametrize("weights", ["equal", "given", "merec", [1, 2, 3], len])
def test_weights_without_parts_have_none(weights):
    if weights is len:
        weights = lambda X: X.max(axis=0)  # noqa: E731 a function of one's own
    if isinstance(weights, str) and weights == "merec":
        normal = mi.Normalizer("minmax", options={"out_range": (1, 2)})
        result = fitted(WHOLE, impute=None, weights=weights, normalize=normal)
    else:
        result = fitted(WHOLE, impute=None, weights=weights)
    assert list(weight_parts(result).columns) == []


@pytest.mark.parametrize("position", ["inside", "outside"])
@pytest.mark.parametrize("scheme", ["flat", "nested"])
def test_closeness_is_the_score_of_every_group(position, scheme):
    topsis = mi.Scorer("topsis", options={"weight_position": position})
    result = fitted(CITIES, aggregate=topsis, scheme=scheme)
    for code in result.inputs:
        closeness = score_parts(result, code)["closeness"]
        assert_allclose(closeness, result.scores[code], rtol=1e-12, atol=1e-15)


def test_distances_are_those_of_the_definition():
    result = fitted(WHOLE, impute=None)
    leaves = list(result.hierarchy.leaves)
    Z = result.scores[leaves].to_numpy()
    w = result.weights["effective"][leaves].to_numpy()
    near = np.sqrt(((w * (Z.max(axis=0) - Z)) ** 2).sum(axis=1))
    away = np.sqrt(((w * (Z - Z.min(axis=0))) ** 2).sum(axis=1))
    found = score_parts(result)
    assert_allclose(found["to_ideal"], near, rtol=1e-12)
    assert_allclose(found["to_anti_ideal"], away, rtol=1e-12)


def test_the_score_of_vikor_is_one_less_its_compromise():
    result = fitted(CITIES, aggregate="vikor")
    found = score_parts(result)
    assert list(found) == ["S", "R", "Q"]
    assert_allclose(1 - found["Q"], result.scores["top"], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("base", [None, "each period", 2020, [2020, 2021]], ids=str)
@pytest.mark.parametrize("scheme", ["flat", "nested"])
def test_a_panel_has_the_parts_of_what_it_was_learned_from(base, scheme):
    result = fitted(panel(), period="year", base=base, scheme=scheme)
    for code in result.inputs:
        closeness = score_parts(result, code)["closeness"]
        assert_allclose(closeness, result.scores[code], rtol=1e-12, atol=1e-15)


def test_entropies_of_single_periods_are_averaged():
    frame = panel().fillna(1.0)
    result = fitted(frame, period="year", base="each period", impute=None)
    years = frame.index.get_level_values("year")
    Z = result.scores[["gdp", "co2", "jobs"]]
    each = [mi.weighting.details(Z[years == y]).entropy for y in (2020, 2021, 2022)]
    found = weight_parts(result).loc[["gdp", "co2", "jobs"], "entropy"]
    assert_allclose(found, np.mean(each, axis=0), rtol=1e-12)


def test_a_unit_with_gaps_has_no_parts_and_the_others_have_those_of_their_scores():
    result = fitted(CITIES, impute=None, min_present=0.3)
    found = score_parts(result)["closeness"]
    assert np.isnan(found["c1"])
    rest = found.drop("c1")
    assert_allclose(rest, result.scores["top"][rest.index], rtol=1e-12)


@pytest.mark.parametrize("method", ["weighted_sum", "own"])
def test_a_score_without_parts_has_none(method):
    if method == "own":
        method = lambda Z, w: Z @ w  # noqa: E731 a function of one's own
    result = fitted(CITIES, aggregate=method)
    pd.testing.assert_frame_equal(score_parts(result), pd.DataFrame(index=result.index))


def test_groups_of_different_methods_have_parts_of_their_own():
    tree = mi.Hierarchy.of(
        [
            mi.Criterion("top", aggregate="weighted_sum", weights="equal"),
            mi.Criterion("a", parent="top", aggregate="vikor", weights="critic"),
            mi.Criterion("gdp", parent="a", polarity="+"),
            mi.Criterion("co2", parent="a", polarity="-"),
            mi.Criterion("jobs", parent="top", polarity="+"),
        ]
    )
    result = fitted(CITIES, tree, scheme="nested")
    assert list(score_parts(result)) == []
    assert list(score_parts(result, "a")) == ["S", "R", "Q"]
    assert list(weight_parts(result).index) == ["gdp", "co2"]
    assert list(weight_parts(result)) == ["deviation", "conflict", "information"]
