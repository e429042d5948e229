"""Weights from judgments: published examples to their printed digits."""

import pytest
from numpy.testing import assert_allclose

from mcdm_index import judgment

# Rezaei (2016), doi:10.1016/j.omega.2015.12.001, examples 1 to 3.
REZAEI = [2, 1, 4, 3, 8], [4, 8, 2, 3, 1]


def test_rezaeis_consistent_example_gives_the_published_weights():
    found = judgment.bwm([2, 1, 4, 2, 8], [4, 8, 2, 4, 1])
    published = [0.2105, 0.4211, 0.1053, 0.2105, 0.0526]
    assert_allclose(found.weights, published, atol=6e-5)
    assert found.deviation == pytest.approx(0, abs=1e-12)


def test_rezaeis_second_example_gives_the_published_weights():
    found = judgment.bwm(*REZAEI)
    published = [0.2295, 0.4481, 0.1148, 0.1530, 0.0546]
    assert_allclose(found.weights, published, atol=6e-5)
    assert found.deviation == pytest.approx(0.0109, abs=6e-5)


def test_rezaeis_second_example_gives_the_published_ranges():
    found = judgment.bwm(*REZAEI, model="original")
    lower = [0.2145, 0.4461, 0.1085, 0.1563, 0.0548]
    upper = [0.2289, 0.4571, 0.1176, 0.1602, 0.0561]
    assert found.deviation == pytest.approx(0.1459, abs=6e-5)
    assert_allclose(found.lower, lower, atol=6e-5)
    assert_allclose(found.upper, upper, atol=1e-4)  # .45715 is printed as .4571


def test_rezaeis_third_example_gives_the_published_deviation():
    found = judgment.bwm([2, 1, 4, 3, 8], [4, 8, 4, 2, 1], model="original")
    assert found.deviation == pytest.approx(1, rel=1e-12)


def test_kersulienes_table_gives_the_published_weights():
    """Keršulienė et al. (2010), doi:10.3846/jbem.2010.12, table 1."""
    found = judgment.swara([None, 0.15, 0.04, 0.29, 0.02, 0.04])
    published = [0.22, 0.19, 0.18, 0.14, 0.14, 0.13]
    assert_allclose(found.weights, published, atol=6e-3)


# The examples that the R packages fucom and RMCDA test, the first after Pamučar et al.
# (2018), the last after doi:10.1016/j.heliyon.2024.e30664. The first has .1110 for 1/9.
@pytest.mark.parametrize(
    ("significance", "published"),
    [
        ([1, 1, 1, 2, 4, 4, 4, 4], [0.2222] * 3 + [0.1111] + [0.0556] * 4),
        ([1, 2, 2, 4, 8], [0.4211, 0.2105, 0.2105, 0.1053, 0.0526]),
        ([3, 4, 1, 6, 7], [0.1761, 0.1320, 0.5283, 0.0881, 0.0755]),
    ],
)
def test_fucom_gives_the_published_weights(significance, published):
    assert_allclose(judgment.fucom(significance).weights, published, atol=1.1e-4)
