"""Pictures of an imputation: what they show, and what they refuse."""

import numpy as np
import pandas as pd
import pytest

from mcdm_index import MICEImputer
from mcdm_index.errors import DomainError, UnknownColumnError
from mcdm_index.imputation import impute, plot_densities, plot_traces

pytest.importorskip("matplotlib")


@pytest.fixture(scope="module")
def imputer():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((60, 1)) + 0.6 * rng.standard_normal((60, 4))
    X[rng.random(X.shape) < 0.15] = np.nan
    X[:, 3] = rng.standard_normal(60)
    frame = pd.DataFrame(X, columns=["gdp", "smog", "roads", "size"])
    frame.iloc[0, 3] = np.nan
    return MICEImputer(30, random_state=0).fit(frame)


def visible(figure):
    return [ax for ax in figure.axes if ax.get_visible()]


def test_every_criterion_with_gaps_has_a_panel_that_counts_them(imputer):
    draws = imputer.imputations_
    titles = [ax.get_title() for ax in visible(plot_densities(draws))]
    gaps = draws.mask.sum(axis=0)
    names = ["gdp", "smog", "roads", "size"]
    assert titles == [f"{n}: {g} of 60" for n, g in zip(names, gaps, strict=True)]


def test_a_panel_has_one_line_for_what_was_observed_and_one_a_draw(imputer):
    ax = plot_densities(imputer.imputations_, ["gdp"]).axes[0]
    assert len(ax.lines) == 21
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "imputed",
        "observed",
    ]


def test_few_values_are_marked_one_by_one(imputer):
    ax = plot_densities(imputer.imputations_, ["size"]).axes[0]
    assert ax.lines[0].get_marker() == "|"
    assert len(ax.lines[0].get_xdata()) == 1


def test_traces_show_every_chain_round_by_round(imputer):
    figure = plot_traces(imputer, ["smog"])
    (ax,) = visible(figure)
    assert len(ax.lines) == 20
    np.testing.assert_array_equal(
        ax.lines[3].get_ydata(), imputer.traces_.mean[3, :, 1]
    )
    assert len(visible(plot_traces(imputer))) == 4


def test_a_picture_is_drawn_to_a_file(imputer, tmp_path):
    plot_densities(imputer.imputations_).savefig(tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size > 5000


def test_what_has_no_picture_is_refused(imputer):
    with pytest.raises(UnknownColumnError, match="Did you mean 'smog'"):
        plot_densities(imputer.imputations_, ["smogg"])
    with pytest.raises(DomainError, match="nothing to draw"):
        plot_densities(impute(np.arange(12.0).reshape(6, 2), 2, rng=0))
