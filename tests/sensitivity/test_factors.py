"""Factors: values for numbers from 0 to 1."""

import numpy as np
import pytest

from mcdm_index import errors
from mcdm_index.sensitivity import Factor, choice, normal, one_at_a_time, sobol, uniform


def test_a_choice_cuts_the_unit_interval_and_not_what_was_seen_of_it():
    seen = choice(["a", "b", "c"])(np.array([0.0, 0.1, 0.2, 0.3]))
    assert seen.tolist() == ["a"] * 4


def test_slices_begin_with_their_lower_end():
    assert choice(["a", "b"])(np.array([0.5])).tolist() == ["b"]


def test_one_itself_belongs_to_the_last_value():
    assert choice([10, 20, 30])(np.array([1.0])).tolist() == [30]


def test_a_value_without_weight_never_comes():
    u = np.linspace(0, 1, 101)
    assert set(choice([1, 2, 3], [1, 0, 0])(u).tolist()) == {1}


def test_weights_of_a_choice_are_its_probabilities():
    u = (np.arange(1000) + 0.5) / 1000
    came = choice(["a", "b"], [3, 1])(u)
    assert np.count_nonzero(came == "a") == 750


def test_whole_numbers_stay_whole():
    assert choice([1, 2])(np.array([0.1, 0.9])).dtype.kind == "i"


def test_tables_stay_whole():
    tables = [np.zeros(2), np.ones(2)]
    (came,) = choice(tables)(np.array([0.7]))
    assert came is tables[1]


def test_truth_values_stay_truth_values():
    assert choice([True, 2])(np.array([0.1])).tolist() == [True]
    assert choice([True, 2])(np.array([0.1]))[0] is True


def test_uniform_stays_in_range_for_huge_ends():
    assert uniform(-1e308, 1e308)(np.array([0.5])).tolist() == [0.0]


def test_normal_gives_quantiles():
    from scipy.stats import norm

    u = np.array([0.01, 0.3, 0.5, 0.99])
    np.testing.assert_allclose(
        normal(3, 2)(u), norm(3, 2).ppf(u), rtol=1e-12, atol=1e-12
    )


def test_normal_has_no_ends_unless_cut_off():
    with pytest.raises(errors.DomainError, match=r"tails=0\.005"):
        normal(0, 1)(np.array([0.0]))
    low, high = normal(0, 1, tails=0.025)(np.array([0.0, 1.0]))
    assert (round(low, 2), round(high, 2)) == (-1.96, 1.96)


@pytest.mark.parametrize(
    "make",
    [
        lambda: uniform(2, 1),
        lambda: uniform(0, np.inf),
        lambda: uniform("a", 1),
        lambda: normal(0, 0),
        lambda: normal(0, 1, tails=0.5),
        lambda: choice("minmax"),
        lambda: choice(3),
    ],
)
def test_what_is_no_distribution_is_refused(make):
    with pytest.raises(errors.DomainError):
        make()


def test_a_choice_of_nothing_is_refused():
    with pytest.raises(errors.EmptyDataError):
        choice([])


@pytest.mark.parametrize(
    ("factors", "error"),
    [
        (0, errors.DomainError),
        (True, errors.DomainError),
        ("abc", errors.DomainError),
        (None, errors.DomainError),
        ([], errors.EmptyDataError),
        ({}, errors.EmptyDataError),
        (["a", "a"], errors.DuplicateLabelError),
    ],
)
def test_what_names_no_factors_is_refused(factors, error):
    with pytest.raises(error):
        sobol(lambda x: x[:, 0], factors, 4)


def test_a_factor_of_ones_own():
    class Squared(Factor):
        def __call__(self, u):
            return u**2

    found = one_at_a_time(lambda p: p["x"], {"x": Squared()}, {"x": 0.0}, steps=2)
    assert found.outputs[0].tolist() == [1 / 16, 9 / 16]
