"""Weights: bars with intervals, and rings as wide as the weights."""

import numpy as np
import pytest

from mcdm_index import plot
from tests.plot.seen import boxes, overlaps, rows, texts


def test_bars_are_effective_weights_in_percent(panel):
    ax = plot.weights(panel, level="dimension")
    weights = 100 * panel.weights.loc[["A", "B"], "effective"]
    np.testing.assert_allclose([bar.get_width() for bar in ax.patches], weights)


def test_bars_go_by_dimension_and_then_by_weight(panel):
    labels = rows(plot.weights(panel))
    weight = panel.weights["effective"]
    inputs = weight[["A1", "A2", "A3"]].sort_values(ascending=False).index
    assert labels[:3] == [f"Input {code[1]}" for code in inputs]


def test_lines_are_the_intervals_of_the_weights(cities):
    ax = plot.weights(cities)
    lines = ax.collections[-1].get_segments()
    names = {cities.hierarchy[c].name(): c for c in cities.hierarchy.leaves}
    codes = [names[label] for label in rows(ax)]
    ends = 100 * cities.weights.loc[codes, ["low", "high"]]
    np.testing.assert_allclose([line[:, 0] for line in lines], ends)


def test_dimensions_are_explained_with_their_weights(panel):
    share = 100 * panel.weights["effective"]["A"]
    assert f"Input ({share:.0f} %)" in texts(plot.weights(panel))


def test_every_node_has_a_slice_as_wide_as_its_weight(panel):
    ax = plot.sunburst(panel)
    widths = sorted((w.theta2 - w.theta1) / 360 for w in ax.patches)
    weight = panel.weights["effective"].drop("I")
    np.testing.assert_allclose(widths, np.sort(weight.to_numpy()))


def test_slices_of_a_ring_close_the_circle(cities):
    ax = plot.sunburst(cities)
    rings = {}
    for wedge in ax.patches:
        inner = round(wedge.r - wedge.width, 6)
        rings[inner] = rings.get(inner, 0) + wedge.theta2 - wedge.theta1
    assert list(rings.values()) == pytest.approx([360, 360, 360])


@pytest.mark.parametrize("lang", ["en"])
def test_names_around_the_rings_do_not_cover_each_other(cities, lang):
    ax = plot.sunburst(cities, lang=lang)
    names = [text for text in ax.texts if text.get_gid() == "criterion"]
    assert len(names) == 24
    assert overlaps(boxes(ax, names)) == 0
