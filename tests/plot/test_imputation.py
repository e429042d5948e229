"""Figures of an imputation: what they show, and what they refuse."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from mcdm_index import MICEImputer, plot
from mcdm_index.errors import DomainError, ShapeError, UnknownColumnError
from mcdm_index.imputation import impute
from tests.plot.seen import texts


@pytest.fixture(scope="module")
def imputer():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((60, 1)) + 0.6 * rng.standard_normal((60, 4))
    X[rng.random(X.shape) < 0.15] = np.nan
    X[:, 3] = rng.standard_normal(60)
    frame = pd.DataFrame(X, columns=["gdp", "smog", "roads", "size"])
    frame.iloc[0, 3] = np.nan
    return MICEImputer(30, random_state=0).fit(frame)


def test_every_criterion_with_gaps_has_a_panel_that_counts_them(imputer):
    panels = plot.densities(imputer.imputations_)
    gaps = imputer.imputations_.mask.sum(axis=0)
    names = ["gdp", "smog", "roads", "size"]
    expected = [f"{n}: {g} of 60 imputed" for n, g in zip(names, gaps, strict=True)]
    assert [panel.get_title() for panel in panels] == expected


def test_a_panel_has_one_line_for_what_was_observed_and_one_a_draw(imputer):
    (ax,) = plot.densities(imputer, ["gdp"])
    assert len(ax.lines) == 21
    assert {"imputed", "observed"} <= set(texts(ax))


def test_few_values_are_marked_one_by_one(imputer):
    (ax,) = plot.densities(imputer, ["size"])
    assert ax.lines[0].get_marker() == "|"
    assert len(ax.lines[0].get_xdata()) == 1


def test_traces_show_every_chain_round_by_round(imputer):
    (ax,) = plot.traces(imputer, ["smog"])
    assert len(ax.lines) == 20
    mean = imputer.traces_.mean[3, :, 1]
    np.testing.assert_array_equal(ax.lines[3].get_ydata(), mean)
    assert len(plot.traces(imputer)) == 4


def test_the_head_says_how_many_of_the_chains_are_drawn(imputer):
    (ax,) = plot.traces(imputer, ["smog"], note="simulated")
    head = ax.figure.get_suptitle()
    assert head.endswith("30 chains; 20 of them drawn; simulated")


def test_panels_are_drawn_on_axes_that_are_given(imputer):
    _, axes = plt.subplots(1, 2)
    panels = plot.densities(imputer, ["gdp", "smog"], axes)
    assert panels == tuple(axes)


def test_one_axes_will_do_for_one_criterion(imputer):
    ax = plt.subplots()[1]
    assert plot.traces(imputer, "gdp", ax) == (ax,)


def test_as_many_axes_as_criteria_are_needed(imputer):
    with pytest.raises(ShapeError, match="each of 4 criteria is needed, got 1"):
        plot.densities(imputer, ax=plt.subplots()[1])


def test_what_has_no_figure_is_refused(imputer):
    with pytest.raises(UnknownColumnError, match="Did you mean 'smog'"):
        plot.densities(imputer, ["smogg"])
    with pytest.raises(DomainError, match="nothing to draw"):
        plot.densities(impute(np.arange(12.0).reshape(6, 2), 2, rng=0))
    with pytest.raises(DomainError, match="imputations, or a fitted MICEImputer"):
        plot.densities(MICEImputer())
    with pytest.raises(DomainError, match="with traces_ is needed"):
        plot.traces(MICEImputer())
