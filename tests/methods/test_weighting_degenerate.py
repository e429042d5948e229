"""Weights of columns on which formulas break: constant, copied, huge, lonely, few."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import DomainError, MissingDataError, NonFiniteError
from mcdm_index.statistics import ColumnStats

RNG = np.random.default_rng(3)
X = RNG.lognormal(size=(30, 4))
NAMES = [method.name for method in mi.list_methods("weighting")]
every_weighting = pytest.mark.parametrize("name", NAMES)
# What measures spread or conflict gives nothing to a constant.
SPREAD = [
    method.name
    for method in mi.list_methods("weighting")
    if "constant_gets_zero" in method.promises
]


def weigh(values, name):
    return mi.weighting.weigh(np.asarray(values, dtype=float), name)


def valid(w):
    return bool(np.isfinite(w).all() and (w >= 0).all() and abs(w.sum() - 1) < 1e-12)


@every_weighting
@pytest.mark.parametrize("magnitude", [1e-300, 1e300])
def test_one_criterion_may_be_tiny_or_huge(name, magnitude):
    values = X * [1, 1, magnitude, 1]
    assert valid(weigh(values, name))


@every_weighting
def test_one_huge_value_is_weighed(name):
    values = X.copy()
    values[7, 1] = 1e12
    assert valid(weigh(values, name))


@every_weighting
def test_one_unit_gives_equal_weights(name):
    found = weigh(X[:1], name)
    if name != "vertical_horizontal":  # which has no spread to see, but sizes
        assert_allclose(found, 0.25, rtol=1e-14)
    assert valid(found)


@every_weighting
def test_one_criterion_has_all_the_weight(name):
    assert weigh(X[:, :1], name).tolist() == [1.0]


@pytest.mark.parametrize("name", SPREAD)
def test_a_nearly_constant_criterion_gets_next_to_nothing_or_its_due(name):
    values = X.copy()
    values[:, 2] = 1e6 * (1 + 1e-9 * RNG.random(30))
    assert valid(weigh(values, name))


@pytest.mark.parametrize("name", SPREAD)
def test_a_constant_criterion_leaves_something_to_the_others(name):
    values = np.c_[X[:, :2], np.full(30, 7.0)]
    found = weigh(values, name)
    assert found[2] == 0
    assert valid(found)


@every_weighting
def test_collinear_criteria_do_not_depend_on_the_order_of_the_rows(name):
    values = np.c_[X[:, 0], 3 * X[:, 0], X[:, 1], X[:, 0] + X[:, 1]]
    order = RNG.permutation(30)
    assert_allclose(weigh(values[order], name), weigh(values, name), rtol=0, atol=1e-12)


@pytest.mark.parametrize("noise", [1e-4, 1e-6, 1e-8])
@pytest.mark.parametrize("name", ["correlation_balanced", "nicoletti"])
def test_what_is_solved_from_nearly_collinear_criteria_sees_no_order(name, noise):
    values = np.c_[X[:, 0], X[:, 0] * (1 + noise * RNG.random(30)), X[:, 1:]]
    found = weigh(values[RNG.permutation(30)], name)
    assert_array_equal(found, weigh(values, name))


# Equal weights read nothing but the number of columns.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "equal"])
@pytest.mark.parametrize(
    ("cell", "error"), [(np.nan, MissingDataError), (np.inf, NonFiniteError)], ids=str
)
def test_what_is_no_number_is_refused(name, cell, error):
    values = X.copy()
    values[3, 1] = cell
    with pytest.raises(error, match=r"row 3, column 1"):
        weigh(values, name)


@pytest.mark.parametrize("name", ["angle", "cv", "entropy", "gini", "cilos", "mpsi"])
def test_a_negative_value_is_refused_by_name(name):
    values = X.copy()
    values[3, 1] = -1
    with pytest.raises(DomainError, match=r"row 3, column 1"):
        weigh(values, name)


def test_criteria_that_correlate_with_none_share_all_independence():
    square = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    lonely = np.c_[square, square[:, 0] * square[:, 1]]
    assert_allclose(mi.weighting.independence(lonely), 1 / 3, rtol=1e-14)


def test_components_that_explain_the_same_are_averaged():
    square = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    assert_allclose(mi.weighting.pca(square), 0.5, rtol=1e-14)


class AllRowsError(Exception):
    """All rows were asked for at once."""


@every_weighting
def test_what_reads_statistics_never_asks_for_all_rows(name, monkeypatch):
    def refuse(*_, **__):
        raise AllRowsError

    package = "mcdm_index.methods.weighting"
    for place in (
        "_conflict.map_rows",
        "_removal.map_rows",
        "_balance.in_one_order",
        "_factor.in_one_order",
        "_doubt.open_rows",
    ):
        monkeypatch.setattr(f"{package}.{place}", refuse)
    monkeypatch.setattr(ColumnStats, "ordered", property(refuse))
    (method,) = (m for m in mi.list_methods("weighting") if m.name == name)
    if method.all_rows:
        with pytest.raises(AllRowsError):
            weigh(X, name)
    else:
        assert valid(weigh(X, name))
