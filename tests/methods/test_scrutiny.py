"""Diagnosis of weights: numbers by hand, what is found, what is refused."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    MissingDataError,
    PolarityError,
    ShapeError,
    UnknownColumnError,
    WeightsError,
)
from mcdm_index.methods.moments import skewness
from mcdm_index.methods.scrutiny import diagnose_weights
from tests import strategies

X = pd.DataFrame(
    {
        "port": [0.0, 0, 0, 1, 0, 0, 0, 0],
        "income": [3.0, 5, 4, 9, 6, 2, 8, 7],
        "debt": [5.0, 3, 4, 1, 2, 8, 6, 7],
        "patents": [1.0, 2, 3, 5, 4, 3, 2, 90],
    }
)


# ---- the weights alone


def test_equal_weights_are_as_many_as_there_are():
    found = diagnose_weights(None, [1, 1, 1, 1])
    numbers = found.effective_number, found.effective_number_entropy
    assert_allclose((found.concentration, *numbers), (0.25, 4, 4), rtol=1e-14)


def test_one_weight_is_one():
    found = diagnose_weights(None, [0, 1, 0])
    assert found.concentration == 1
    assert found.effective_number == found.effective_number_entropy == 1


def test_the_largest_weight_is_named():
    found = diagnose_weights(None, {"a": 1, "b": 3}, names=("a", "b"))
    assert (found.largest, found.largest_weight) == ("b", 0.75)
    assert found.to_equal.tolist() == [0.5, 1.5]


def test_without_values_nothing_is_said_of_them():
    found = diagnose_weights(None, [1, 2])
    assert found.zeros is found.distinct is found.skewness is None
    assert found.variance_share is found.importance is None


def test_equal_weights_give_no_finding():
    assert diagnose_weights(None, [1, 1, 1]).findings == ()


def test_concentrated_weights_are_found():
    found = diagnose_weights(None, [0.48, 0.48, 0.02, 0.01, 0.01]).findings
    assert found == ("the weights are as concentrated as 2.2 equal ones; there are 5",)


def test_weights_of_zero_are_found():
    found = diagnose_weights(None, [0.5, 0.5, 0], names=("a", "b", "c")).findings
    assert found == ("weight 0, so that they change no score: 'c'",)


# ---- with values


def test_a_binary_criterion_with_much_weight_is_found():
    found = diagnose_weights(X, [0.55, 0.15, 0.15, 0.15]).findings
    words = "criterion 'port' has 0.55 of the weight and"
    assert f"{words} 2 different values" in found
    assert f"{words} 0.88 of its values are 0" in found


def test_a_binary_criterion_with_little_weight_is_not():
    found = diagnose_weights(X, [0.46, 0.18, 0.18, 0.18]).findings
    assert not any("2 different values" in line for line in found)


def test_a_constant_criterion_with_much_weight_is_found():
    values = [[1.0, 2.0, 1.0], [1.0, 3.0, 2.0], [1.0, 5.0, 2.5]]
    found = diagnose_weights(values, [0.7, 0.2, 0.1]).findings
    words = "criterion 'column 0' has 0.7 of the weight and the same value everywhere"
    assert words in found


def test_a_skewed_criterion_with_much_weight_is_found():
    found = diagnose_weights(X, [0.1, 0.2, 0.2, 0.5]).findings
    assert "criterion 'patents' has 0.5 of the weight and a skewness of 2.8" in found


def test_a_criterion_that_makes_the_scores_is_found():
    values = [[0.0, 0.50], [1.0, 0.49], [0.0, 0.51], [1.0, 0.5]]
    found = diagnose_weights(values, [0.4, 0.6], normalize=None)
    assert found.variance_share[0] > 0.9
    words = "criterion 'column 0' has 0.4 of the weight and makes 1 of the variance"
    assert any(line.startswith(words) for line in found.findings)


def test_a_criterion_against_the_others_is_found():
    found = diagnose_weights(X, [0.1, 0.6, 0.1, 0.2])
    assert found.variance_share[2] < 0
    words = "criterion 'debt' has 0.1 of the weight and works against the others: -0."
    assert any(line.startswith(words) for line in found.findings)


def test_a_cost_is_turned_around_before_it_counts():
    found = diagnose_weights(X, [0.1, 0.6, 0.1, 0.2], polarity=["+", "+", "-", "+"])
    assert found.variance_share[2] > 0


def test_what_the_values_are_like_is_counted_on_the_raw_ones():
    found = diagnose_weights(X, [1, 1, 1, 1], polarity=["+", "+", "-", "+"])
    assert found.zeros.tolist() == [7 / 8, 0, 0, 0]
    assert found.distinct.tolist() == [2, 8, 8, 6]
    assert_array_equal(found.skewness, skewness(X))


def test_shares_of_the_variance_are_those_of_the_formula():
    w, p = np.array([0.1, 0.4, 0.2, 0.3]), ["+", "+", "-", "+"]
    parts = mi.normalize(X, polarity=p).to_numpy() * w
    scores = parts.sum(axis=1)
    covariances = [np.cov(part, scores)[0, 1] for part in parts.T]
    correlations = [np.corrcoef(part, scores)[0, 1] for part in parts.T]
    found = diagnose_weights(X, w, polarity=p)
    assert_allclose(found.variance_share, covariances / np.var(scores, ddof=1))
    assert_allclose(found.importance, np.square(correlations))


@given(data=st.data())
def test_shares_of_the_variance_sum_to_one(data):
    values = data.draw(strategies.matrices(rows=(2, 8)))
    w = data.draw(
        st.lists(st.integers(1, 9), min_size=values.shape[1], max_size=values.shape[1])
    )
    found = diagnose_weights(values, w)
    scores = mi.normalize(values) @ found.weights
    assume(scores.max() - scores.min() > 1e-9)
    assert found.variance_share.sum() == pytest.approx(1, rel=1e-9)
    assert ((found.importance >= 0) & (found.importance <= 1)).all()


def test_where_all_scores_are_equal_there_is_no_variance_to_share():
    found = diagnose_weights(np.ones((3, 2)), [1, 1])
    assert np.isnan(found.variance_share).all()
    assert found.importance.tolist() == [0, 0]


def test_criteria_of_very_different_sizes_are_compared_as_they_are():
    values = np.array([[1e200, 1e-200], [2e200, 3e-200], [4e200, 1e-200]])
    found = diagnose_weights(values, [0.5, 0.5], normalize=None)
    assert_allclose(found.variance_share, [1, 0], atol=1e-15)


def test_weights_by_name_are_put_in_the_order_of_the_table():
    w = {"patents": 0.4, "debt": 0.3, "income": 0.2, "port": 0.1}
    assert_array_equal(diagnose_weights(X, w).weights, [0.1, 0.2, 0.3, 0.4])


def test_a_diagnosis_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        diagnose_weights(None, [1]).concentration = 0


def test_a_batch_is_refused():
    with pytest.raises(WeightsError, match="one weight vector"):
        diagnose_weights(None, np.ones((2, 3)))


def test_too_few_weights_are_refused():
    with pytest.raises(WeightsError, match=r"shape \(4,\)"):
        diagnose_weights(X, [0.5, 0.5])


def test_too_few_names_are_refused():
    with pytest.raises(ShapeError, match="3 criteria, got 2 names: a, b"):
        diagnose_weights(None, [1, 1, 1], names=("a", "b"))


def test_weights_by_name_name_the_columns_of_an_array():
    found = diagnose_weights(X.to_numpy(), {"a": 1, "b": 2, "c": 3, "d": 4})
    assert found.criteria == ("a", "b", "c", "d")


def test_weights_of_other_criteria_are_refused():
    with pytest.raises(UnknownColumnError, match="weights by label"):
        diagnose_weights(X, {"a": 1})


@pytest.mark.parametrize("names", [np.array(["a", "b"]), pd.Index(["a", "b"])])
def test_names_may_come_in_any_container(names):
    assert diagnose_weights(None, [1, 2], names=names).criteria == ("a", "b")


def test_a_polarity_that_nothing_reads_is_refused():
    with pytest.raises(PolarityError, match="with normalize=None"):
        diagnose_weights(X, [1, 1, 1, 1], polarity="max", normalize=None)


def test_gaps_are_refused():
    with pytest.raises(MissingDataError):
        diagnose_weights(X.mask(X == 90), [1, 1, 1, 1])
