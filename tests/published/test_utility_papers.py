"""Worked examples of means and assessments, to the digits that are printed."""

import numpy as np
from numpy.testing import assert_allclose

import mcdm_index as mi


def test_waspas_of_chakraborty_et_al_2015():
    # Economic Computation and Economic Cybernetics Studies and Research 49(1), 5-22.
    # Four decimals; the weights printed sum to 1.0165, and the sum part of the scores
    # has them as they are.
    X = [
        [30, 23, 5, 0.745, 0.745, 1500, 5000],
        [18, 13, 15, 0.745, 0.745, 1300, 6000],
        [15, 12, 10, 0.5, 0.5, 950, 7000],
        [25, 20, 13, 0.745, 0.745, 1200, 4000],
        [14, 18, 14, 0.255, 0.745, 950, 3500],
        [17, 15, 9, 0.745, 0.5, 1250, 5250],
        [23, 18, 20, 0.5, 0.745, 1100, 3000],
        [16, 8, 14, 0.255, 0.5, 1500, 3000],
    ]
    polarity = ["max"] * 5 + ["min"] * 2
    w = np.array([0.1181, 0.1181, 0.0445, 0.1181, 0.2861, 0.2861, 0.0445])
    expected = [0.8329, 0.7884, 0.6987, 0.8831, 0.7971, 0.7036, 0.8728, 0.5749]
    scoring = mi.scoring.fit("waspas", X, w, polarity, normalization="linear")
    Q1, Q2, _ = scoring.details(X)
    found = (w.sum() * Q1 + Q2 ** w.sum()) / 2
    assert_allclose(found, expected, rtol=0, atol=5.1e-5)


def test_copras_of_uysal_and_inan_2022():
    # International Journal of Social Sciences and Education Research. Six decimals,
    # rounded in between.
    X = [
        [3.57, 4, 4, 83.75, 3, 9, 1],
        [3.07, 3.95, 4, 83, 3, 1, 3],
        [3.23, 3.54, 3.46, 66, 4, 0, 2],
        [3.42, 3.96, 4, 70, 5, 5, 7],
        [2.56, 3.37, 3.79, 82, 4, 4, 5],
    ]
    polarity = ["max"] * 4 + ["min"] + ["max"] * 2
    expected = [1, 0.788501, 0.633837, 0.986506, 0.868878]
    found = mi.scoring.copras(X, np.ones(7), polarity)
    assert_allclose(found, expected, rtol=0, atol=1e-5)


def test_aras_of_stanujkic_et_al_2015():
    # Quaestus 7, 53-64, selection of personnel. Two decimals.
    X = [
        [4.64, 3.00, 3.00, 3.00, 2.88, 3.63],
        [4.00, 4.00, 4.64, 3.56, 3.63, 5.00],
        [3.30, 4.31, 3.30, 4.00, 3.30, 4.00],
        [2.62, 5.00, 4.22, 4.31, 5.00, 5.00],
    ]
    found = mi.scoring.aras(X, [0.28, 0.25, 0.19, 0.15, 0.08, 0.04])
    assert_allclose(found, [0.74, 0.86, 0.78, 0.86], rtol=0, atol=5.1e-3)


def test_spotis_of_dezert_et_al_2020():
    # 23rd International Conference on Information Fusion, first example; distances of
    # four decimals.
    X = [[10.5, -3.1, 1.7], [-4.7, 0, 3.4], [8.1, 0.3, 1.3], [3.2, 7.3, -5.3]]
    bounds = [[-5, 12], [-6, 10], [-8, 5]]
    w = [0.2, 0.3, 0.5]
    found = mi.scoring.spotis(X, w, ["max", "min", "max"], bounds=bounds)
    expected = [0.1989, 0.3705, 0.3063, 0.7491]
    assert_allclose(1 - found, expected, rtol=0, atol=5.1e-5)


def test_spotis_of_the_cars_of_dezert_et_al_2020():
    # The same paper, cars around an expected solution point; four decimals.
    X = [
        [15000, 4.3, 99, 42, 737],
        [15290, 5.0, 116, 42, 892],
        [15350, 5.0, 114, 45, 952],
        [15490, 5.3, 123, 45, 1120],
    ]
    bounds = [[14000, 16000], [3, 8], [80, 140], [35, 60], [650, 1300]]
    w = np.array([0.2941, 0.2353, 0.2353, 0.0588, 0.1765])
    found = mi.scoring.spotis(
        X,
        w,
        ["min", "min", "min", "max", "max"],
        bounds=bounds,
        ideal=[15300, 4, 115, 50, 900],
    )
    expected = [0.1841, 0.0734, 0.0842, 0.1920]
    assert_allclose(1 - found, expected, rtol=0, atol=7e-5)


def test_ram_of_sotoudeh_anvari_2023():
    # Journal of Cleaner Production 423, 138695. Four decimals.
    X = [
        [0.068, 0.066, 0.150, 0.098, 0.156, 0.114, 0.098],
        [0.078, 0.076, 0.108, 0.136, 0.082, 0.171, 0.105],
        [0.157, 0.114, 0.128, 0.083, 0.108, 0.113, 0.131],
        [0.106, 0.139, 0.058, 0.074, 0.132, 0.084, 0.120],
        [0.103, 0.187, 0.125, 0.176, 0.074, 0.064, 0.057],
        [0.105, 0.083, 0.150, 0.051, 0.134, 0.094, 0.113],
        [0.137, 0.127, 0.056, 0.133, 0.122, 0.119, 0.114],
        [0.100, 0.082, 0.086, 0.060, 0.062, 0.109, 0.093],
        [0.053, 0.052, 0.043, 0.100, 0.050, 0.078, 0.063],
        [0.094, 0.074, 0.097, 0.087, 0.080, 0.054, 0.106],
    ]
    polarity = ["max", "min", "min", "max", "max", "max", "max"]
    w = [0.132, 0.135, 0.138, 0.162, 0.09, 0.223, 0.12]
    expected = [
        *(1.4332, 1.4392, 1.4353, 1.4322, 1.4279),
        *(1.4301, 1.4394, 1.4308, 1.4294, 1.4288),
    ]
    found = mi.scoring.ram(X, w, polarity)
    assert_allclose(found, expected, rtol=0, atol=5.1e-5)
