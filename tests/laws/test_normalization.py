"""What holds for every normalization in the catalogue."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index import normalization
from mcdm_index.errors import DomainError, InverseError, PolarityError
from mcdm_index.polarity import BENEFIT, COST, Direction, Target
from tests import strategies
from tests.laws.catalogue import example_options, grades_targets, held, methods

ALL = methods("normalization")
every_normalization = pytest.mark.parametrize("method", ALL)
freezable = [p for p in ALL if p.values[0].learn is not None]
every_freezable = pytest.mark.parametrize("method", freezable)
stretching = [p for p in freezable if "out_range" in p.values[0].options]
# Goalposts are not moved by the data, so that these need not reach the ends.
reaching = [p for p in stretching if p.id != "goalposts"]
grading = [p for p in ALL if grades_targets(p.values[0])]

# Within which ends the values of the learned rows lie, by the docstrings.
ENDS = {
    "above_below_mean": (-1, 1),
    "distance_to_reference": (0, np.inf),
    "distance_to_target": (0, np.inf),
    "enhanced_accuracy": (0, 1),
    "goalposts": (0, 1),
    "linear": (0, 1),
    "logarithmic": (0, 1),
    "logistic": (0, 1),
    "max": (0, 1),
    "mazziotta_pareto": (70, 130),
    "minmax": (0, 1),
    "nonlinear": (0, 1),
    "percentile": (0, 1),
    "sum": (0, 1),
    "vector": (0, 1),
    "zavadskas_turskis": (-np.inf, 1),
}


def of_a_constant(x, n):
    """Say what a benefit and a cost of n values x > 0 become, by the docstrings."""
    both = {
        "above_below_mean": 0,
        "borda": 0,
        "distance_to_reference": 0,
        "distance_to_target": 0,
        "enhanced_accuracy": 1 - 1 / n,
        "linear": 1,
        "logistic": 0.5,
        "mazziotta_pareto": 100,
        "minmax": 0.5,
        "nonlinear": 1,
        "percentile": 0,
        "rank": 1,
        "robust": 0,
        "sum": 1 / n,
        "zavadskas_turskis": 1,
        "zscore": 0,
    }
    length, within = 1 / math.sqrt(n), min(x, 20)
    return {name: (value, value) for name, value in both.items()} | {
        "goalposts": ((within + 20) / 40, (20 - within) / 40),
        "logarithmic": (1 / n, 1 / n) if n > 1 else (1, 0),
        "max": (1, 0),
        "orient": (x, 0),
        "vector": (length, 1 - length),
    }


# These ends hold of values that are not negative.
OF_POSITIVE = ("max", "vector")
# Shares, whose last bit is that of a division; all others are met exactly.
DIVIDED = {"enhanced_accuracy", "logarithmic", "sum", "vector"}
# A sum in another order, on values of order 1; a zero may be met on one side only.
ROUNDING = {"rtol": 1e-12, "atol": 1e-14}


def promising(promise):
    return pytest.mark.parametrize("method", methods("normalization", promise))


def tables(data, method, **shape):
    """Draw a table within the domain of the method, with polarities that it takes."""
    shape.setdefault("graded", grades_targets(method))
    drawn = strategies.tables(method.domain, method.cost_domain, **shape)
    return data.draw(drawn)


def learned(method, X, polarity, **settings):
    """Fit, or discard the example if a refusal is legitimate: then it must come."""
    options = example_options(method, X, polarity) | settings.pop("options", {})
    if method.name == "robust" and most_values_are_equal(X, polarity):
        with pytest.raises(DomainError, match=r"quantiles 0\.25 and 0\.75 are both"):
            normalization.fit(method.name, X, polarity, options, **settings)
        assume(False)
    return normalization.fit(method.name, X, polarity, options, **settings)


def normalized(method, X, polarity, **options):
    """Fit and apply to the same rows, which is what the method itself does."""
    return learned(method, X, polarity, options=options)(X)


def most_values_are_equal(X, polarity):
    """Tell whether a column varies whose quartiles coincide; the way `robust` refuses.

    The quartiles are interpolated exactly, in fractions.
    """
    X = np.asarray(X, float)
    return any(
        low < high and lower == upper
        for column, kind in zip(X.T, polarity, strict=True)
        for low, lower, upper, high in [quartiles(grades(column, kind))]
    )


def grades(column, kind):
    """Give a target column as the grades that it is normalized by."""
    column = column[~np.isnan(column)]
    if isinstance(kind, Direction):
        return column
    return normalization.orient(column[:, None], [kind])[:, 0]


def quartiles(column):
    ordered = [Fraction(x) for x in sorted(column.tolist())]
    ends = []
    for quarter in (0, 1, 3, 4):
        below, part = divmod(Fraction(quarter, 4) * (len(ordered) - 1), 1)
        after = ordered[min(int(below) + 1, len(ordered) - 1)]
        ends.append(float(ordered[int(below)] * (1 - part) + after * part))
    return ends


def badness(column, kind):
    """Say how far each value is from the best: the smaller the better."""
    if isinstance(kind, Direction):
        return -kind.sign * column
    low, high = (kind.value,) * 2 if isinstance(kind, Target) else (kind.low, kind.high)
    return np.maximum(np.maximum(low - column, column - high), 0.0)


def assert_in_order(X, Z, polarity):
    for x, z, kind in zip(X.T, Z.T, polarity, strict=True):
        side = x >= getattr(kind, "low", -np.inf)
        for part in (side, ~side):  # a tolerance may differ between the sides
            best_first = np.argsort(badness(x[part], kind), kind="stable")
            assert (np.diff(z[part][best_first]) <= 0).all()


def settings(method):
    """Say what else a normalization is held to, by its docstring."""
    more = {"graded": grades_targets(method)}
    if method.name in ENDS and method.name not in OF_POSITIVE:
        more["within"] = ENDS[method.name]
    if method.name == "robust":
        more["legal"] = lambda X, polarity: not most_values_are_equal(X, polarity)
    return more


@pytest.mark.parametrize("law", held("normalization", settings))
def test_a_registered_normalization_keeps_the_law(law):
    law()


@pytest.mark.parametrize("name", OF_POSITIVE)
def test_no_positive_value_leaves_the_ends_that_are_stated(name):
    report = mi.testing.check_normalization(
        name, within=ENDS[name], domain="nonnegative", seed=None
    )
    assert report["no_value_leaves_the_range_that_is_stated"].status == "passed"


def test_every_normalization_is_held_to_the_laws():
    assert {p.id for p in ALL} == {m.name for m in mi.list_methods("normalization")}


def test_every_normalization_promises_to_keep_the_order():
    assert {p.id for p in methods("normalization", "in_order")} == {p.id for p in ALL}


@every_normalization
@given(data=st.data())
def test_values_are_finite_whatever_the_magnitude(method, data):
    X, polarity = tables(data, method, many_magnitudes=True)
    known = (1.0, 1e290) if method.domain == "above_one" else (1e-290, 1.0, 1e290)
    X = X * [data.draw(st.sampled_from(known)) for _ in polarity]
    assert np.isfinite(normalized(method, X, polarity)).all()


@every_normalization
@pytest.mark.parametrize("kind", [BENEFIT, COST], ids=repr)
@pytest.mark.parametrize("x", [0.1, 7.0, 1e-300, 1e300])
@pytest.mark.parametrize("n", [1, 2, 7])
def test_a_constant_column_is_what_is_stated(method, kind, x, n):
    x = max(x, 1.1) if method.domain == "above_one" else x
    found = normalized(method, np.full((n, 1), x), [kind])
    expected = of_a_constant(x, n)[method.name][kind == COST]
    last_bit = 2**-51 if method.name in DIVIDED else 0
    assert_allclose(found, np.full((n, 1), expected), rtol=last_bit, atol=0)


@every_freezable
@pytest.mark.parametrize("kind", [BENEFIT, COST], ids=repr)
def test_a_row_of_many_is_normalized_as_if_it_stood_alone(method, kind):
    X = 1 + np.random.default_rng(0).lognormal(size=(100, 3))
    kernel = learned(method, X, [kind] * 3)
    alone = np.vstack([kernel(row[None]) for row in X])
    assert_array_equal(kernel(X), alone)


@promising("invertible")
@pytest.mark.parametrize("kind", [BENEFIT, COST], ids=repr)
@pytest.mark.parametrize("x", [0.1, 7.0, 1e-290, 1e290])
def test_the_inverse_gives_back_a_constant(method, kind, x):
    x = max(x, 1.1) if method.domain == "above_one" else x
    X = np.full((3, 1), x)
    kernel = learned(method, X, [kind])
    assert_allclose(normalization.inverse(kernel, kernel(X)), X, rtol=1e-9)


@pytest.mark.parametrize("method", grading)
def test_what_has_a_target_is_not_undone(method):
    X = np.array([[2.0, 2.0], [3.0, 5.0], [7.0, 9.0]])
    kernel = learned(method, X, [BENEFIT, Target(4.0)])
    with pytest.raises(InverseError, match="share a result"):
        normalization.inverse(kernel, kernel(X))


@pytest.mark.parametrize("method", [p for p in ALL if p not in grading])
def test_a_target_is_refused_by_the_methods_that_have_no_use_for_one(method):
    X = np.array([[2.0], [5.0], [9.0]])
    options = example_options(method, X, [BENEFIT])
    with pytest.raises(PolarityError, match="for benefits and costs"):
        normalization.fit(method.name, X, [Target(4.0)], options)


@pytest.mark.parametrize("method", reaching)
@given(data=st.data(), ends=st.sets(st.integers(-999, 999), min_size=2, max_size=2))
def test_the_ends_of_the_range_are_reached_exactly(method, data, ends):
    X, polarity = tables(data, method, graded=False, many_magnitudes=True, rows=(2, 8))
    a, b = (end / 7 for end in sorted(ends))  # so that a + (b - a) often misses b
    Z = normalized(method, X, polarity, out_range=(a, b))
    varies = X.min(axis=0) < X.max(axis=0)
    assert (Z.min(axis=0)[varies] == a).all()
    assert (Z.max(axis=0)[varies] == b).all()


@pytest.mark.parametrize("method", stretching)
@given(data=st.data(), ends=st.sets(st.integers(-999, 999), min_size=2, max_size=2))
def test_no_value_of_the_table_leaves_the_range(method, data, ends):
    X, polarity = tables(data, method, many_magnitudes=True)
    a, b = (end / 7 for end in sorted(ends))
    Z = normalized(method, X, polarity, out_range=(a, b))
    assert a <= Z.min()
    assert Z.max() <= b


@pytest.mark.parametrize("method", stretching)
@given(data=st.data(), ends=st.sets(st.integers(-999, 999), min_size=2, max_size=2))
def test_order_is_kept_in_every_range(method, data, ends):
    X, polarity = tables(data, method, columns=(1, 1))
    options = {"out_range": tuple(end / 7 for end in sorted(ends))}
    new = data.draw(strategies.neighbours(X.min(), X.max()))[:, None]
    kernel = learned(method, X, polarity, options=options)
    assert_in_order(new, kernel(new), polarity)


@every_normalization
@given(data=st.data())
def test_a_column_with_gaps_is_normalized_as_if_they_were_not_there(method, data):
    X, polarity = tables(data, method, rows=(2, 8))
    flags = st.lists(st.booleans(), min_size=X.size, max_size=X.size)
    gaps = np.array(data.draw(flags)).reshape(X.shape)
    gaps[data.draw(st.integers(0, len(X) - 1))] = False
    X[gaps] = np.nan
    learned(method, X, polarity, missing="omit")  # or discard
    options = example_options(method, X, polarity)
    Z = normalization.normalize(
        X, method.name, polarity, options=options, missing="omit"
    )
    assert_array_equal(np.isnan(Z), gaps)
    for j, kind in enumerate(polarity):
        alone = normalized(method, X[~gaps[:, j]][:, [j]], [kind])
        assert_allclose(Z[~gaps[:, j]][:, [j]], alone, **ROUNDING)
