"""Twenty rivers: all four polarities and both forms of entropy-TOPSIS.

A teaching example of Chinese modelling courses (oxygen, pH with 7 as the best value,
bacteria, nutrients with 10 to 20 as the best range), spread with its worked solution
as "20 rivers water quality"; here after github.com/Geaming-CHN/
Mathematical-Modeling-Competition, commit 9d48aca, TOPSIS and entropy-weight folders.
The printed scores were recomputed to ten digits; the weights stand outside the
distance in print.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

POLARITY = ["max", "target(7)", "min", "interval(10, 20)"]
RIVERS = np.array(list("ABCDEFGHIJKLMNOPQRST"))

RAW = np.array(
    [
        [4.69, 6.59, 51.0, 11.94],
        [2.03, 7.86, 19.0, 6.46],
        [9.11, 6.31, 46.0, 8.91],
        [8.61, 7.05, 46.0, 26.43],
        [7.13, 6.5, 50.0, 23.57],
        [2.39, 6.77, 38.0, 24.62],
        [7.69, 6.79, 38.0, 6.01],
        [9.3, 6.81, 27.0, 31.57],
        [5.45, 7.62, 5.0, 18.46],
        [6.19, 7.27, 17.0, 7.51],
        [7.93, 7.53, 9.0, 6.52],
        [4.4, 7.28, 17.0, 25.3],
        [7.46, 8.24, 23.0, 14.42],
        [2.01, 5.55, 47.0, 26.31],
        [2.04, 6.4, 23.0, 17.91],
        [7.73, 6.14, 52.0, 15.72],
        [6.35, 7.58, 25.0, 29.46],
        [8.29, 8.41, 39.0, 12.02],
        [3.54, 7.27, 54.0, 3.16],
        [7.44, 6.26, 8.0, 28.41],
    ]
)

ORIENTED = np.array(
    [
        [4.69, 0.7172413793, 3.0, 1.0],
        [2.03, 0.4068965517, 35.0, 0.6940363008],
        [9.11, 0.524137931, 8.0, 0.9057908384],
        [8.61, 0.9655172414, 8.0, 0.4442523768],
        [7.13, 0.6551724138, 4.0, 0.6914433881],
        [2.39, 0.8413793103, 16.0, 0.6006914434],
        [7.69, 0.8551724138, 16.0, 0.6551426102],
        [9.3, 0.8689655172, 27.0, 0.0],
        [5.45, 0.5724137931, 49.0, 1.0],
        [6.19, 0.8137931034, 37.0, 0.7847882455],
        [7.93, 0.6344827586, 45.0, 0.6992221262],
        [4.4, 0.8068965517, 37.0, 0.5419187554],
        [7.46, 0.1448275862, 31.0, 1.0],
        [2.01, 0.0, 7.0, 0.4546240277],
        [2.04, 0.5862068966, 31.0, 1.0],
        [7.73, 0.4068965517, 2.0, 1.0],
        [6.35, 0.6, 29.0, 0.1823681936],
        [8.29, 0.0275862069, 15.0, 1.0],
        [3.54, 0.8137931034, 0.0, 0.4088159032],
        [7.44, 0.4896551724, 46.0, 0.2731201383],
    ]
)

NORMALIZED = np.array(
    [
        [0.1621859163, 0.2482552782, 0.0245440347, 0.3064575634],
        [0.0701998742, 0.140837129, 0.2863470713, 0.2126926736],
        [0.3150349035, 0.1814173187, 0.0654507592, 0.2775864532],
        [0.2977442941, 0.3341897976, 0.0654507592, 0.1361445009],
        [0.2465640902, 0.2267716483, 0.0327253796, 0.2118980559],
        [0.082649113, 0.2912225379, 0.1309015183, 0.1840864361],
        [0.2659295728, 0.2959966778, 0.1309015183, 0.200773408],
        [0.3216053351, 0.3007708178, 0.2208963122, 0.0],
        [0.1884676426, 0.1981268085, 0.4008858998, 0.3064575634],
        [0.2140577445, 0.2816742579, 0.3027097611, 0.2405042935],
        [0.2742290653, 0.2196104384, 0.3681605203, 0.214281909],
        [0.1521573628, 0.279287188, 0.3027097611, 0.1660751013],
        [0.2579758925, 0.0501284696, 0.2536216917, 0.3064575634],
        [0.0695082498, 0.0, 0.0572694143, 0.1393229718],
        [0.0705456864, 0.2029009485, 0.2536216917, 0.3064575634],
        [0.2673128215, 0.140837129, 0.0163626898, 0.3064575634],
        [0.2195907396, 0.2076750885, 0.2372590019, 0.0558881122],
        [0.2866783041, 0.0095482799, 0.1227201734, 0.3064575634],
        [0.1224175147, 0.2816742579, 0.0, 0.1252847256],
        [0.2572842681, 0.1694819688, 0.3763418651, 0.0836997321],
    ]
)

EQUAL = np.array(
    [
        [0.4176511609, 0.4058798847, 0.4928531679],
        [0.3500013686, 0.3834949725, 0.5228314731],
        [0.3697740871, 0.4177722132, 0.530473209],
        [0.3769517504, 0.4319648593, 0.5340041905],
        [0.4020615828, 0.3588117719, 0.4715788373],
        [0.38316122, 0.3687902823, 0.4904442389],
        [0.2976897913, 0.4285330072, 0.5900847619],
        [0.3569724331, 0.4503456516, 0.5578292623],
        [0.1903648658, 0.5550056867, 0.7446037207],
        [0.168263942, 0.4997103748, 0.7480981862],
        [0.1579247992, 0.5211509015, 0.76744154],
        [0.2471289172, 0.4517148968, 0.6463746087],
        [0.3262304262, 0.4430272186, 0.5759152627],
        [0.5667821645, 0.1506342467, 0.2099676622],
        [0.3193030787, 0.4465535487, 0.5830772141],
        [0.4338099014, 0.3913383718, 0.4742643044],
        [0.3405462683, 0.3536509737, 0.5094387478],
        [0.4289384383, 0.3952600172, 0.4795689856],
        [0.485764111, 0.3127875323, 0.3916935553],
        [0.2854633594, 0.4611104156, 0.6176354314],
    ]
)

WEIGHTS = np.array([0.1410605922, 0.2266746909, 0.440933777, 0.1913309399])

OUTSIDE = np.array(
    [
        [0.2602110436, 0.1828015632, 0.4126328695],
        [0.1576604307, 0.2220492125, 0.5847868668],
        [0.2346666962, 0.1805428172, 0.4348234118],
        [0.2350374214, 0.1951896716, 0.4536898647],
        [0.2547268473, 0.1585624048, 0.3836596379],
        [0.2085150587, 0.1824501221, 0.4666659106],
        [0.1872038133, 0.2014205168, 0.518291062],
        [0.1802965347, 0.2258006876, 0.556026181],
        [0.0818342814, 0.3157933944, 0.7941936984],
        [0.0856676079, 0.2690781552, 0.7585098489],
        [0.0734188522, 0.2922235177, 0.7992058409],
        [0.1129338359, 0.2536252261, 0.6919082145],
        [0.1685944925, 0.2278415503, 0.5747246105],
        [0.3027989065, 0.071833643, 0.1917442653],
        [0.1495350784, 0.2359316968, 0.6120675295],
        [0.272186925, 0.1676379413, 0.3811470295],
        [0.1700421759, 0.1958881934, 0.5353154859],
        [0.2412044196, 0.1768703875, 0.4230591858],
        [0.2887286802, 0.1462276381, 0.3361892492],
        [0.1284236879, 0.2743648415, 0.6811634926],
    ]
)

INSIDE = np.array(
    [
        0.3299647981,
        0.6368957214,
        0.3473377257,
        0.3753500904,
        0.3018277776,
        0.4280341136,
        0.4527896616,
        0.5563313342,
        0.8419119104,
        0.7611560316,
        0.8341869117,
        0.7244912418,
        0.5850225394,
        0.1726027828,
        0.6276421767,
        0.2932063396,
        0.5591089352,
        0.3739677283,
        0.2730037204,
        0.7477737346,
    ]
)

OUTSIDE_ORDER = "KIJLTOBMHQGFDCRAEPSN"

EQUAL_ORDER = "KJILTGOMHDCBQAFRPESN"

DIGITS = {"rtol": 0, "atol": 6e-11}  # half of the last digit


@pytest.fixture
def oriented():
    return mi.normalization.orient(RAW, POLARITY)


def by_score(scores):
    return "".join(RIVERS[np.argsort(-scores)])


def test_targets_intervals_and_costs_are_turned_around(oriented):
    assert_allclose(oriented, ORIENTED, **DIGITS)


def test_columns_have_length_one(oriented):
    assert_allclose(mi.normalization.vector(oriented), NORMALIZED, **DIGITS)


def test_distances_and_closeness_with_equal_weights(oriented):
    # In print the criteria are not weighted: all distances are 4 times ours.
    scoring = mi.scoring.fit("topsis", oriented, np.ones(4), normalization="vector")
    to_ideal, to_anti_ideal, closeness = scoring.details(oriented)
    found = np.column_stack([4 * to_ideal, 4 * to_anti_ideal, closeness])
    assert_allclose(found, EQUAL, **DIGITS)


def test_the_order_with_equal_weights_is_the_published_one(oriented):
    assert by_score(mi.scoring.topsis(oriented, np.ones(4))) == EQUAL_ORDER


def test_entropy_weights(oriented):
    assert_allclose(mi.weighting.entropy(oriented), WEIGHTS, **DIGITS)


def test_entropy_weights_orient_by_themselves():
    found = mi.weighting.entropy(RAW, POLARITY, orient=True)
    assert_allclose(found, WEIGHTS, **DIGITS)


def test_distances_and_closeness_with_the_weights_outside(oriented):
    w = mi.weighting.entropy(oriented)
    scoring = mi.scoring.fit(
        "topsis",
        oriented,
        w,
        normalization="vector",
        options={"weight_position": "outside"},
    )
    found = np.column_stack(scoring.details(oriented))
    assert_allclose(found, OUTSIDE, **DIGITS)


def test_the_order_with_the_weights_outside_is_the_published_one(oriented):
    w = mi.weighting.entropy(oriented)
    scores = mi.scoring.topsis(oriented, w, weight_position="outside")
    assert by_score(scores) == OUTSIDE_ORDER


def test_closeness_with_the_weights_inside(oriented):
    w = mi.weighting.entropy(oriented)
    assert_allclose(mi.scoring.topsis(oriented, w), INSIDE, **DIGITS)
