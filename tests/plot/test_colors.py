"""Colors: classes are told apart without red or green cones, and in gray."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from mcdm_index.plot._colors import marks, ordered

# Machado, Oliveira and Fernandes (2009), doi:10.1109/TVCG.2009.113, severity 1.0.
EYES = {
    "usual": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ.sum(axis=1)


def lab(color, eye):
    """Give CIE L*a*b* (D65) of a color as an eye sees it."""
    c = np.array(to_rgb(color))
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    t = TO_XYZ @ np.clip(EYES[eye] @ linear, 0, 1) / WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def nearest(colors, eye):
    seen = [lab(color, eye) for color in colors]
    return min(np.linalg.norm(a - b) for a, b in combinations(seen, 2))


def test_lab_of_white_and_of_red_are_what_they_should_be():
    np.testing.assert_allclose(lab("white", "usual"), [100, 0, 0], atol=1e-3)
    np.testing.assert_allclose(lab("red", "usual"), [53.24, 80.09, 67.20], atol=0.01)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("n", [2, 3, 4, 5, 6, 7])
def test_tiers_differ_in_color(n, eye):
    assert nearest([mark.color for mark in marks(n)], eye) > 15


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_grades_differ_in_color(n, eye):
    assert nearest(ordered(n), eye) > 15


@pytest.mark.parametrize("n", [2, 4, 6, 9])
def test_grades_grow_lighter_from_the_best_to_the_worst(n):
    lightness = [lab(color, "usual")[0] for color in ordered(n)]
    assert (np.diff(lightness) > 5).all()


def test_the_first_tiers_differ_in_gray():
    lightness = [lab(mark.color, "usual")[0] for mark in marks(2)]
    assert abs(np.diff(lightness)[0]) > 20


@pytest.mark.parametrize("n", [7, 28])
def test_no_two_of_many_have_the_same_color_and_dash(n):
    assert len({(mark.color, mark.dash) for mark in marks(n)}) == n


def test_tiers_have_shapes_of_their_own():
    assert len({mark.shape for mark in marks(7)}) == 7
