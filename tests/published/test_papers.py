"""One worked example for each method from the paper or book that has it."""

import numpy as np
from numpy.testing import assert_allclose

import mcdm_index as mi


def test_entropy_weights_of_elsayed_et_al_2017():
    # Elsayed, Dawood and Karthikeyan (2017). International Journal of Engineering
    # Trends and Technology 46(2). Six decimals.
    X = np.array(
        [
            [7, 312, 1891, 6613, 163],
            [72, 88, 728, 941804, 1078],
            [10, 252, 2594, 3466, 117471],
            [10, 145, 980, 2371, 86329],
            [65, 54, 350, 501, 29897],
            [29, 48, 380, 912, 34051],
            [7, 476, 3300, 78470, 2212],
            [70, 87, 650, 733, 819000],
            [4, 86, 591, 3015, 103],
            [12, 79, 579, 3240, 96098],
            [21, 45, 261, 1253, 453],
            [1, 72, 530, 4333, 0.1048],
        ]
    )
    expected = [0.104991, 0.069124, 0.071373, 0.449937, 0.304575]
    assert_allclose(mi.weighting.entropy(X), expected, rtol=0, atol=5.1e-7)


def test_merec_weights_of_keshavarz_ghorabaee_et_al_2021():
    # Symmetry 13(4), 525. Four decimals.
    X = [
        [450, 8000, 54, 145],
        [10, 9100, 2, 160],
        [100, 8200, 31, 153],
        [220, 9300, 1, 162],
        [5, 8400, 23, 158],
    ]
    found = mi.weighting.merec(X, ["max", "max", "min", "min"])
    assert_allclose(found, [0.5752, 0.0141, 0.4016, 0.0091], rtol=0, atol=5.1e-5)


def test_cilos_weights_of_zavadskas_and_podvezko_2016():
    # International Journal of Information Technology & Decision Making 15(2), 267-283.
    # Four decimals.
    X = [[3, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]]
    found = mi.weighting.cilos(X, ["min", "max", "min", "max"])
    assert_allclose(found, [0.3343, 0.2199, 0.1957, 0.2501], rtol=0, atol=5.1e-5)


def test_angle_weights_of_shuai_et_al_2012():
    # 24th Chinese Control and Decision Conference, 3889-3892. Four decimals.
    X = [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 29.1], [68, 70, 60, 29]]
    found = mi.weighting.angle(X)
    assert_allclose(found, [0.415, 0.3612, 0.2227, 0.0012], rtol=0, atol=5.1e-5)


def test_topsis_of_the_fighter_aircraft_of_hwang_and_yoon_1981():
    # Multiple Attribute Decision Making, section 3.5; rounded at every step in print.
    X = np.array(
        [
            [2.0, 1500, 20000, 5.5, 5, 9],
            [2.5, 2700, 18000, 6.5, 3, 5],
            [1.8, 2000, 21000, 4.5, 7, 7],
            [2.2, 1800, 20000, 5.0, 5, 5],
        ]
    )
    polarity = ["max", "max", "max", "min", "max", "max"]
    found = mi.scoring.topsis(X, [0.2, 0.1, 0.1, 0.1, 0.2, 0.3], polarity)
    assert_allclose(found, [0.643, 0.268, 0.613, 0.312], rtol=0, atol=1.1e-3)


def test_topsis_of_the_mountain_climber_of_opricovic_and_tzeng_2004():
    # European Journal of Operational Research 156(2), 445-455. Three decimals.
    X = np.array([[1, 3000], [2, 3750], [5, 4500]])
    found = mi.scoring.topsis(X, [0.5, 0.5], ["min", "max"], normalization="minmax")
    assert_allclose(found, [0.5, 0.617, 0.5], rtol=0, atol=5e-4)
