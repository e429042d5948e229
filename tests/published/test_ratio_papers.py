"""MOORA, MULTIMOORA, MARCOS, MAIRCA, OCRA and CoCoSo as printed."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

# Kracka, Brauers and Zavadskas (2010). Ranking heating losses in a building by applying
# the MULTIMOORA. Inzinerine Ekonomika 21(4), 352-359. Without weights.
BUILDING = np.array(
    [
        [33.95, 23.78, 11.45, 39.97, 29.44, 167.10, 3.852],
        [38.9, 4.17, 6.32, 0.01, 4.29, 132.52, 25.184],
        [37.59, 9.36, 8.23, 4.35, 10.22, 136.71, 10.845],
        [30.44, 37.59, 13.91, 74.08, 45.10, 198.34, 2.186],
        [36.21, 14.79, 9.17, 17.77, 17.06, 148.3, 6.610],
        [37.8, 8.55, 7.97, 2.35, 9.25, 134.83, 11.935],
    ]
)
LOSSES = ["min", "min", "min", "min", "max", "min", "max"]
ALIKE = np.ones(7)


@pytest.fixture(scope="module")
def building():
    how = {"normalization": "vector"}
    return mi.scoring.fit("multimoora", BUILDING, ALIKE, LOSSES, **how)


def test_the_ratio_system_of_kracka_et_al_2010():
    found = 7 * mi.scoring.moora_ratio(BUILDING, ALIKE, LOSSES)
    expected = [
        *(-1.62447867, -0.25233889, -0.84635037),
        *(-2.23363519, -1.18698242, -0.77456208),
    ]
    assert_allclose(found, expected, rtol=0, atol=5.1e-9)


def test_the_reference_point_of_kracka_et_al_2010():
    found = 7 * (1 - mi.scoring.moora_reference(BUILDING, ALIKE, LOSSES))
    expected = [0.68934931, 0.69986697, 0.59817104, 0.85955696, 0.6002238, 0.61480595]
    assert_allclose(found, expected, rtol=0, atol=5.1e-9)


def test_the_full_multiplicative_form_of_kracka_et_al_2010(building):
    # Of ratios; up to four decimals.
    found = building.details(BUILDING).full ** 7
    expected = [3.4343, 148689.356, 120.3441, 0.7882, 16.2917, 252.9155]
    assert_allclose(found, expected, rtol=5e-5)


def test_multimoora_of_kracka_et_al_2010(building):
    assert mi.rank(building(BUILDING)).tolist() == [5, 1, 3, 6, 4, 2]


def test_moora_of_siregar_et_al_2021():
    # IOP Conference Series. Four decimals.
    X = [
        [1.5, 3, 5, 3.3],
        [2, 7, 5, 3.35],
        [3, 1, 5, 3.07],
        [2.2, 4, 5, 3.5],
        [2, 5, 3, 3.09],
        [3.2, 2, 3, 3.48],
        [2.775, 3, 5, 3.27],
    ]
    found = mi.scoring.moora_ratio(
        X, [0.3, 0.2, 0.1, 0.4], ["min", "max", "max", "max"]
    )
    expected = [0.1801, 0.2345, 0.0625, 0.1757, 0.1683, 0.0742, 0.1197]
    assert_allclose(found, expected, rtol=0, atol=5.1e-5)


def test_marcos_of_stevic_et_al_2020():
    # Computers & Industrial Engineering 140, 106231. Rounded at every step in print, so
    # that the third decimal is off by a few.
    text = """
        6.257 4.217 4.217 6.257 3 4.217 5 3.557 3.557 3.557 3
            5 4.718 3.557 3.557 2.08 3.557 3 4.718 3.557 2.08
        4.217 6.804 7 5 7 6.804 5.593 5.593 6.804 7 5
            7.612 5.593 6.257 5 7 5.593 5.593 6.804 5.593 5.593
        4.718 5.593 6.257 5 4.718 5 5.593 4.718 5.593 5 3.557
            6.257 5 4.718 4.718 5 3.557 5.593 5.593 3.557 4.217
        5 6.804 5 3 5 6.257 7.612 3.557 5 6.257 6.257
            5.593 6.257 5 5.593 7 5 6.257 5 3.557 4.217
        3.557 5.593 6.804 3 5 7 5.593 5 6.257 7 5.593
            7.612 6.257 6.257 5 6.257 5.593 7 5 4.718 5
        6.257 3 4.217 5 3.557 3 4.217 3 4.217 3 2.466
            3 4.217 3.557 5 3 4.217 3.557 2.08 5 3
        4.217 5 6.257 5.593 3.557 5.593 4.217 5.593 5 6.257 3.557
            5 6.257 5.593 5.593 7 6.257 5 6.257 5.593 5
        7.612 1.442 3 9 2.08 3 1.442 2.08 1.442 3 1
            1.442 2.08 3 3 1 1.442 1.442 3 2.08 1
    """
    X = np.array(text.split(), dtype=float).reshape(8, 21)
    w = [0.127, 0.159, 0.06, 0.075, 0.043, 0.051, 0.075, 0.061, 0.053, 0.02, 0.039]
    w += [0.022, 0.017, 0.027, 0.022, 0.039, 0.017, 0.035, 0.015, 0.024, 0.016]
    polarity = ["min", "max", "max", "min", *["max"] * 17]
    found = mi.scoring.marcos(X, w, polarity)
    expected = [0.524, 0.846, 0.704, 0.796, 0.843, 0.499, 0.722, 0.290]
    assert_allclose(found, expected, rtol=0, atol=2.5e-3)
    assert mi.rank(found).tolist() == [6, 1, 5, 3, 2, 7, 4, 8]


def test_mairca_of_gigovic_et_al_2016():
    # Sustainability 8(4), 372. Four decimals, some of them cut off.
    X = [
        [3.828, 5, 3.72, 2.723, 4.255],
        [4.675, 5, 3, 3.452, 2.587],
        [4.515, 4.836, 3.289, 3.491, 4.069],
        [4.421, 5, 3.555, 2.839, 4.397],
        [4.717, 5, 3.43, 4.401, 1],
        [4.695, 5, 3.925, 3.847, 1],
        [4.688, 5, 2, 4.99, 1],
        [4.688, 5, 3.971, 4.001, 1],
    ]
    w = [0.2016, 0.2304, 0.2232, 0.1912, 0.1536]
    polarity = ["min", "max", "min", "min", "min"]
    scoring = mi.scoring.fit("mairca", X, w, polarity, normalization="minmax")
    expected = [0.0427, 0.0548, 0.0919, 0.0592, 0.0631, 0.0637, 0.0483, 0.0658]
    assert_allclose(scoring.details(X).gap, expected, rtol=0, atol=1e-4)


def test_mairca_of_aksoy_2021():
    # Four decimals.
    X = [
        [70, 245, 16.4, 19],
        [52, 246, 7.3, 22],
        [53, 295, 10.3, 25],
        [63, 256, 12, 8],
        [64, 233, 5.3, 17],
    ]
    w = [0.04744, 0.02464, 0.51357, 0.41435]
    scoring = mi.scoring.fit("mairca", X, w, "max", normalization="minmax")
    expected = [0.0332, 0.1122, 0.0654, 0.1304, 0.1498]
    assert_allclose(scoring.details(X).gap, expected, rtol=0, atol=5.1e-5)


def test_ocra_of_isik_and_adali_2016():
    # International Journal of Advanced Operations Management 8(2). Three decimals.
    X = [
        [7.7, 256, 7.2, 7.3, 7.3],
        [8.1, 250, 7.9, 7.8, 7.7],
        [8.7, 352, 8.6, 7.9, 8.0],
        [8.1, 262, 7.0, 8.1, 7.2],
        [6.5, 271, 6.3, 6.4, 6.1],
        [6.8, 228, 7.1, 7.2, 6.5],
    ]
    w = [0.239, 0.225, 0.197, 0.186, 0.153]
    scoring = mi.scoring.fit("ocra", X, w, ["max", "min", "max", "max", "max"])
    found = scoring.details(X)
    expected = [
        [0.095, 0.101, 0, 0.089, 0.080, 0.122],
        [0.129, 0.190, 0.244, 0.158, 0, 0.069],
        [0.143, 0.210, 0.164, 0.167, 0, 0.112],
    ]
    assert_allclose(found, expected, rtol=0, atol=5.1e-4)


def test_cocoso_of_yazdani_et_al_2019():
    # Management Decision 57(9), 2501-2519. Three decimals.
    X = [
        [60, 0.4, 2540, 500, 990],
        [6.35, 0.15, 1016, 3000, 1041],
        [6.8, 0.1, 1727.2, 1500, 1676],
        [10, 0.2, 1000, 2000, 965],
        [2.5, 0.1, 560, 500, 915],
        [4.5, 0.08, 1016, 350, 508],
        [3, 0.1, 1778, 1000, 920],
    ]
    w = [0.036, 0.192, 0.326, 0.326, 0.12]
    found = mi.scoring.cocoso(X, w, ["max", "min", "max", "max", "max"])
    expected = [2.041, 2.788, 2.882, 2.416, 1.299, 1.443, 2.519]
    assert_allclose(found, expected, rtol=0, atol=5.1e-4)
