"""Weighting: small cases by hand, degenerate ones as documented, options, refusals."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    MissingDataError,
    NonFiniteError,
    PolarityError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)

every_method = pytest.mark.parametrize(
    "method", mi.list_methods("weighting"), ids=lambda m: m.name
)
by_variation = pytest.mark.parametrize(
    "method",
    [m for m in mi.list_methods("weighting") if "constant_gets_zero" in m.promises],
    ids=lambda m: m.name,
)
X = np.array([[1.0, 5.0, 3.0], [2.0, 5.0, 1.0], [3.0, 5.0, 9.0]])


def test_equal_weights_count_the_criteria():
    assert mi.weighting.equal(X).tolist() == [1 / 3, 1 / 3, 1 / 3]


def test_entropy_weights_follow_the_formula():
    p = np.array([[1, 1], [1, 3]]) / [2, 4]
    d = 1 + (p * np.log(p)).sum(axis=0) / np.log(3)  # the row of zeros counts
    found = mi.weighting.entropy([[1, 1], [1, 3], [0, 0]])
    assert_allclose(found, d / d.sum(), rtol=1e-14)


def test_all_in_one_unit_is_the_least_entropy_there_is():
    found = mi.weighting.entropy([[1, 7], [0, 0], [0, 0]])
    assert_allclose(found, [0.5, 0.5], rtol=1e-15)


def test_entropy_takes_costs_as_they_are():
    found = mi.weighting.entropy(X, ["min", "max", "min"])
    assert_array_equal(found, mi.weighting.entropy(X))


def test_entropy_turns_costs_around_first_if_asked_to():
    polarity = ["min", "max", "target(2)"]
    found = mi.weighting.entropy(X, polarity, orient=True)
    oriented = mi.normalization.orient(X, polarity)
    assert_array_equal(found, mi.weighting.entropy(oriented))


def test_entropy_shifts_the_values_if_asked_to():
    found = mi.weighting.entropy(X - 4, shift=4.5)
    assert_array_equal(found, mi.weighting.entropy(X + 0.5))


def test_entropy_weights_of_nearly_constant_columns_keep_their_proportion():
    # d is nearly the half of the squared coefficient of variation over ln n.
    z = np.array([-1.0, 0.0, 1.0])
    found = mi.weighting.entropy(1 + np.outer(z, [2.0**-30, 2.0**-31]))
    assert_allclose(found, [0.8, 0.2], rtol=1e-9)


def test_std_weights_are_proportional_to_the_deviations():
    found = mi.weighting.std([[0, 0], [1, 3]])
    assert_allclose(found, [0.25, 0.75], rtol=1e-15)


def test_the_divisor_of_the_variance_cancels_in_std_weights():
    found = mi.weighting.std(X, ddof=0)
    assert_allclose(found, mi.weighting.std(X), rtol=1e-15)


@pytest.mark.parametrize("ddof", [2, 3])
def test_too_few_units_for_a_deviation_weigh_alike(ddof):
    assert mi.weighting.std([[0, 0], [1, 3]], ddof=ddof).tolist() == [0.5, 0.5]


def test_critic_weighs_contrast_by_conflict():
    # The first two agree, the third opposes both: conflicts 2, 2 and 4.
    found = mi.weighting.critic([[0, 0, 1], [1, 10, 0]])
    assert_allclose(found, [0.25, 0.25, 0.5], rtol=1e-15)


def test_critic_turns_costs_around_before_it_correlates():
    found = mi.weighting.critic([[0, 0, 1], [1, 10, 0]], ["max", "max", "min"])
    assert_allclose(found, [1 / 3] * 3, rtol=1e-15)  # now all three agree


def test_critic_takes_costs_as_they_are_if_asked_to():
    found = mi.weighting.critic(X, ["max", "max", "min"], orient=False)
    assert_array_equal(found, mi.weighting.critic(X))


def test_criteria_that_agree_share_alike_and_constants_get_nothing():
    found = mi.weighting.critic([[0, 0, 7], [1, 10, 7], [3, 30, 7]])
    assert found.tolist() == [0.5, 0.5, 0.0]


@pytest.mark.parametrize("factor", [0.1, 3.3, 1e-7])
@pytest.mark.parametrize("n", [3, 50, 1000])
def test_rounding_is_no_conflict_between_collinear_criteria(factor, n):
    x = np.random.default_rng(0).lognormal(size=n)
    found = mi.weighting.critic(np.column_stack([x, factor * x]))
    assert found.tolist() == [0.5, 0.5]


def test_rank_correlation_sees_no_conflict_in_a_curved_agreement():
    x = np.array([1.0, 2.0, 3.0, 4.0])
    found = mi.weighting.critic(np.column_stack([x, x**5]), correlation="spearman")
    assert found.tolist() == [0.5, 0.5]


def test_an_unknown_correlation_is_refused_with_those_there_are():
    with pytest.raises(UnknownMethodError, match="or 'kendall', got 'phi'"):
        mi.weighting.critic(X, correlation="phi")


@by_variation
@pytest.mark.parametrize("unit", [1e-300, 1e300])
def test_a_constant_of_any_magnitude_leaves_the_weights_of_the_others(method, unit):
    values = np.delete(X, 1, axis=1)
    beside = np.c_[values, np.full(3, unit)]
    if method.name == "merec":  # its formula counts all criteria, whatever they say
        expected = method.func(np.c_[values, np.full(3, 7.0)])
    else:
        expected = [*method.func(values), 0.0]
    assert_allclose(method.func(beside), expected, rtol=1e-15)


@by_variation
@pytest.mark.parametrize("unit", [1e-300, 1e-150, 1e150, 1e300])
def test_a_common_unit_of_any_magnitude_leaves_the_weights(method, unit):
    assert_allclose(method.func(unit * X), method.func(X), rtol=1e-14)


@by_variation
def test_a_huge_constant_gets_no_weight_beside_a_tiny_criterion(method):
    found = method.func(np.array([[1e300, 1e-300], [1e300, 2e-300]]))
    assert found.tolist() == [0.0, 1.0]


@by_variation
@pytest.mark.parametrize("units", [(1e-300, 1e300), (1e-150, 1.0), (1.0, 1e300)])
def test_criteria_of_all_magnitudes_stand_side_by_side(method, units):
    values = np.array([[1.0, 1.0], [2.0, 1.0], [4.0, 3.0]]) * units
    w = method.func(values)
    assert np.isfinite(w).all()
    assert w.sum() == pytest.approx(1, rel=1e-15)


@every_method
def test_a_method_is_used_by_name(method):
    found = mi.weighting.weigh(X, method.name)
    assert_allclose(found, method.func(X), rtol=1e-15)


def test_options_reach_the_method():
    found = mi.weighting.weigh(X, "entropy", options={"shift": 2})
    assert_array_equal(found, mi.weighting.entropy(X, shift=2))


def test_polarity_reaches_the_method():
    polarity = ["max", "max", "min"]
    found = mi.weighting.weigh(X, "critic", polarity)
    assert_array_equal(found, mi.weighting.critic(X, polarity))


def test_a_mistyped_method_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'critic'"):
        mi.weighting.weigh(X, "critc")


@every_method
def test_an_unknown_option_is_refused(method):
    with pytest.raises(UnknownMethodError, match="has no option 'orientt'"):
        mi.weighting.weigh(X, method.name, options={"orientt": True})


def test_a_mistyped_option_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'shift'"):
        mi.weighting.weigh(X, "entropy", options={"shfit": 1})


class Last:
    """An estimator that gives all the weight to the last criterion."""

    def fit(self, X):
        self.weights_ = np.eye(X.shape[1])[-1]
        return self


def test_a_function_of_the_table_gives_weights():
    found = mi.weighting.weigh(X, lambda X: X[0])
    assert_allclose(found, np.array([1, 5, 3]) / 9, rtol=1e-15)


def test_a_function_of_table_and_polarity_is_given_both():
    def costs_only(X, polarity):
        del X
        return [kind == "min" for kind in polarity]

    found = mi.weighting.weigh(X, costs_only, ["max", "min", "min"])
    assert found.tolist() == [0, 0.5, 0.5]


def test_a_function_may_take_the_polarity_by_keyword_only():
    def costs_only(X, *, polarity):
        del X
        return [kind == "min" for kind in polarity]

    found = mi.weighting.weigh(X, costs_only, ["max", "min", "min"])
    assert found.tolist() == [0, 0.5, 0.5]


def test_a_function_is_given_its_options():
    def powers(X, base):
        return base ** np.arange(X.shape[1])

    found = mi.weighting.weigh(X, powers, options={"base": 2})
    assert_allclose(found, np.array([1, 2, 4]) / 7, rtol=1e-15)


def test_what_a_function_gives_is_checked():
    with pytest.raises(WeightsError, match="non-negative"):
        mi.weighting.weigh(X, lambda X: -X[0])


def test_an_estimator_is_fitted_and_asked_for_its_weights():
    assert mi.weighting.weigh(X, Last()).tolist() == [0, 0, 1]


def test_an_estimator_takes_no_options():
    with pytest.raises(UnknownMethodError, match="shfit"):
        mi.weighting.weigh(X, Last(), options={"shfit": 1})


def test_weights_that_are_given_are_scaled():
    assert mi.weighting.weigh(X, [1, 1, 2]).tolist() == [0.25, 0.25, 0.5]


def test_many_vectors_may_be_given_at_once():
    W = [[1, 0, 0], [0, 0, 3]]
    assert mi.weighting.weigh(X, W).tolist() == [[1, 0, 0], [0, 0, 1]]


def test_weights_that_are_given_take_no_options():
    with pytest.raises(
        UnknownMethodError, match="no options can be passed on, got shift"
    ):
        mi.weighting.weigh(X, [1, 1, 2], options={"shift": 1})


def test_a_weight_that_is_none_is_named_by_its_column():
    frame = pd.DataFrame(X, columns=["gdp", "air", "sea"])
    with pytest.raises(WeightsError, match="see criterion air"):
        mi.weighting.weigh(frame, [1, -1, 2])


@every_method
def test_a_frame_is_weighed_like_its_values(method):
    frame = pd.DataFrame(X, index=list("abc"), columns=["u", "v", "w"])
    assert_array_equal(method.func(frame), method.func(X))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@by_variation
def test_a_value_that_is_not_finite_is_refused(method, bad):
    values = X.copy()
    values[1, 2] = bad
    with pytest.raises((MissingDataError, NonFiniteError), match="row 1, column 2"):
        method.func(values)


@pytest.mark.parametrize("name", ["entropy", "critic"])
def test_an_unknown_polarity_is_refused_with_the_name_of_its_criterion(name):
    frame = pd.DataFrame(X, columns=["gdp", "air", "sea"])
    with pytest.raises(PolarityError, match="criterion 'air': unknown polarity 'mni'"):
        mi.weighting.weigh(frame, name, ["max", "mni", "max"])


def test_entropy_refuses_a_negative_value_and_names_its_cell():
    frame = pd.DataFrame(X - 2, index=list("abc"), columns=["gdp", "air", "sea"])
    with pytest.raises(DomainError, match="unit 'a', criterion 'gdp' is -1"):
        mi.weighting.entropy(frame)


def test_entropy_refuses_what_is_negative_after_the_shift():
    with pytest.raises(DomainError, match=r"is -0\.5"):
        mi.weighting.entropy(X - 2, shift=0.5)


@pytest.mark.parametrize("weights", [{"b": 1, "a": 3}, pd.Series({"b": 1, "a": 3})])
def test_weights_by_label_belong_to_the_columns_they_name(weights):
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 1.0]})
    assert mi.weighting.weigh(frame, weights).tolist() == [0.75, 0.25]


def test_a_label_that_is_no_column_is_named_with_its_look_alike():
    frame = pd.DataFrame({"income": [1.0, 2.0], "crime": [2.0, 1.0]})
    with pytest.raises(UnknownColumnError, match=r"incme.*Did you mean 'income'"):
        mi.weighting.weigh(frame, {"incme": 1, "crime": 1})


@pytest.mark.parametrize("weights", [["0.2", "0.8"], [1 + 0j, 1], [None, 1]])
def test_weights_that_are_no_numbers_are_refused(weights):
    with pytest.raises(WeightsError):
        mi.weighting.weigh([[1.0, 2.0], [2.0, 1.0]], weights)


@pytest.mark.parametrize("shift", [np.nan, np.inf])
def test_a_shift_is_finite(shift):
    with pytest.raises(DomainError, match="shift must be finite"):
        mi.weighting.entropy([[1.0, 2.0], [2.0, 1.0]], shift=shift)
