"""What the strategies draw, and that the odd cases are among it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import find, given
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

import mcdm_index as mi
from mcdm_index.errors import DomainError, UnknownMethodError
from mcdm_index.polarity import COST
from mcdm_index.testing import (
    decision_matrices,
    gaps,
    grid,
    hierarchies,
    panels,
    polarities,
    tables,
    weights,
    wide,
)

LEAST = {
    "real": -np.inf,
    "nonnegative": 0,
    "positive": 1e-300,
    "above_one": np.nextafter(1, 2),
}
every_domain = pytest.mark.parametrize("domain", LEAST)
ODD = ("own", "tied", "constant", "copy", "collinear", "heavy")


@every_domain
@given(data=st.data())
def test_matrices_lie_within_their_domain(domain, data):
    X = data.draw(decision_matrices(domain, forms=ODD, powers=(-12, 12)))
    assert (LEAST[domain] <= X).all()
    assert np.isfinite(X).all()


@given(X=decision_matrices(rows=(2, 3), columns=(4, 4)))
def test_matrices_have_the_size_that_is_asked(X):
    assert X.shape in ((2, 4), (3, 4))


@every_domain
@given(data=st.data())
def test_tables_lie_within_the_domain_of_each_kind(domain, data):
    X, polarity = data.draw(tables(domain, "above_one", graded=False, forms=ODD))
    least = [LEAST["above_one" if kind == COST else domain] for kind in polarity]
    assert (least <= X).all()


@pytest.mark.parametrize(
    "odd",
    [
        lambda X: (X[:, 0] == X[0, 0]).all() and len(X) > 2,
        lambda X: X.shape[1] > 1 and (X[:, 0] == X[:, 1]).all() and np.ptp(X) > 0,
        lambda X: len(X) > 3 and 1 < len(set(X[:, 0])) < len(X),
        lambda X: np.abs(X).max() > 1000 * max(np.median(np.abs(X)), 1),
        lambda X: (
            X.shape[1] > 1 and np.ptp(X[:, 0]) > 0 == np.ptp(2 * X[:, 0] - X[:, 1])
        ),
    ],
    ids=["constant", "copy", "ties", "heavy", "collinear"],
)
def test_odd_columns_are_among_the_matrices(odd):
    assert odd(find(decision_matrices("positive", forms=ODD), odd))


def test_columns_of_many_magnitudes_are_among_the_matrices():
    far = decision_matrices("positive", powers=(-12, 12))
    X = find(far, lambda X: X.max() > 1e12 and X.min() < 1e-11)
    assert X.max() / X.min() > 1e20


@given(X=decision_matrices(missing=("cells", "monotone", "block")))
def test_a_value_stays_in_each_row_and_column(X):
    there = ~np.isnan(X)
    assert there.any(axis=0).all()
    assert there.any(axis=1).all()


@pytest.mark.parametrize("pattern", ["cells", "monotone", "block"])
def test_each_pattern_has_gaps(pattern):
    assert find(gaps((4, 3), pattern), lambda gap: gap.sum() > 3).sum() > 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"forms": ("constnat",)}, "Did you mean 'constant'"),
        ({"missing": "blok"}, "Did you mean 'block'"),
        ({"domain": "positve"}, "Did you mean 'positive'"),
    ],
)
def test_an_unknown_word_is_refused(arguments, words):
    with pytest.raises(UnknownMethodError, match=words):
        find(decision_matrices(**arguments), lambda _: True)


def test_a_size_that_is_none_is_refused():
    with pytest.raises(DomainError, match="rows must be a pair"):
        find(decision_matrices(rows=(3, 2)), lambda _: True)


@given(w=weights(3))
def test_weights_are_accepted_by_every_score(w):
    assert mi.scoring.weighted_sum([[1, 2, 3], [3, 2, 1]], w).shape == (2,)


def test_weights_without_zeros_have_none():
    with pytest.raises(NoSuchExample):
        find(weights(3, zeros=False), lambda w: 0 in w)


@given(polarity=polarities(4))
def test_polarities_are_accepted_by_every_normalization(polarity):
    X = [[1.0, 2, 3, 4], [4, 3, 2, 1]]
    assert mi.normalization.minmax(X, polarity).shape == (2, 4)


@every_domain
@given(data=st.data())
def test_single_values_lie_within_their_domain(domain, data):
    assert data.draw(grid(domain) | wide(domain)) >= LEAST[domain]


@given(tree=hierarchies(), data=st.data())
def test_a_drawn_tree_is_the_tree_of_an_index(tree, data):
    n = len(tree.leaves)
    X = data.draw(decision_matrices("positive", rows=(3, 4), columns=(n, n)))
    table = pd.DataFrame(X, columns=tree.leaves)
    index = mi.CompositeIndex(tree, weights="equal", aggregate="weighted_sum")
    assert len(index.fit(table).result_.scores) == len(X)


@given(tree=hierarchies(depth=(2, 2), children=(2, 2)))
def test_a_tree_has_the_depth_and_width_that_is_asked(tree):
    assert len(tree.leaves) == 4


def test_a_tree_with_branches_of_different_depth_is_among_them():
    def uneven(tree):
        return len({leaf.count(".") for leaf in tree.leaves}) > 1

    assert uneven(find(hierarchies(), uneven))


@given(table=panels())
def test_a_panel_has_units_and_periods_once_each(table):
    assert table.index.names == ["unit", "period"]
    assert table.index.is_unique
    assert table.notna().any(axis=None)


@given(table=panels(balanced=True, gaps=False))
def test_a_balanced_panel_has_every_unit_in_every_period(table):
    counts = table.groupby(level="unit").size()
    assert (counts == table.index.get_level_values("period").nunique()).all()
    assert table.notna().all(axis=None)


@given(table=panels("positive", criteria=(1, 1)))
def test_a_panel_is_read_by_trends(table):
    assert len(mi.trends.trends(table, unit="unit", period="period")) >= 1
