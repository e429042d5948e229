"""Images: figures whose marks are compared with images that were looked at.

Texts are hidden and the axes have fixed places, so that neither the fonts nor the
version of matplotlib decide; what the texts say is tested by itself. The tolerance is
the root mean square of the differences of pixels, of 255. To make the images anew:
``pytest tests/plot/test_images.py --mpl-generate-path=tests/plot/baseline``, and look.
"""

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text

from mcdm_index import plot
from mcdm_index.convergence import density
from tests.plot.conftest import LATIN, index_of, table_of

compared = pytest.mark.mpl_image_compare(
    baseline_dir="baseline",
    style="default",
    tolerance=4,
    savefig_kwargs={"dpi": 60},
)


def ground(**projection):
    """Make axes that stay where they are."""
    return Figure(figsize=(5, 4)).add_axes((0.1, 0.1, 0.8, 0.8), **projection)


def marks_of(ax):
    """Hide texts, and legends, which are as wide as their texts; give the figure."""
    for artist in (*ax.figure.findobj(Text), *ax.figure.findobj(Legend)):
        artist.set_visible(False)
    return ax.figure


@pytest.fixture(scope="module")
def exact():
    """An index whose numbers depend on no solver: fixed weights, weighted sums."""
    index = index_of(
        weights={"A1": 1, "A2": 2, "A3": 3, "B1": 4, "B2": 5, "B3": 6},
        aggregate="weighted_sum",
    )
    return index.fit(table_of(LATIN)).result_


@compared
def test_ranking(exact):
    return marks_of(plot.ranking(exact, ground()))


@compared
def test_radar(exact):
    return marks_of(plot.radar(exact, "Ith", ground(projection="polar"), level="leaf"))


@compared
def test_sunburst(exact):
    return marks_of(plot.sunburst(exact, ground()))


@compared
def test_bump():
    ranks = pd.DataFrame(
        {"a": [1, 2, 3, 4, 5], "b": [2, 1, 4, 3, 5], "c": [2, 1, 5, 4, 3]},
        list("ABCDE"),
    )
    return marks_of(plot.bump(ranks, ground(), top=4))


@compared
def test_parallel(exact):
    return marks_of(plot.parallel(exact, ground()))


@compared
def test_ridge():
    names = [(u, t) for t in (2010, 2020) for u in "abcdef"]
    index = pd.MultiIndex.from_tuples(names, names=["city", "year"])
    y = [0.4, 0.5, 0.5, 0.5, 0.6, 0.5, 0.1, 0.2, 0.1, 0.9, 0.8, 0.9]
    found = density(pd.Series(y, index), "city", "year", bandwidth=0.1)
    return marks_of(plot.ridge(found, ground()))
