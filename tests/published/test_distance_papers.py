"""Worked examples of scores by distance, from the papers that print them."""

import numpy as np
from numpy.testing import assert_allclose

import mcdm_index as mi


def test_vikor_of_yang_and_wu_2020():
    # IEEE Access 8. Four decimals of Q.
    X = [
        [78, 56, 34, 6],
        [4, 45, 3, 97],
        [18, 2, 50, 63],
        [9, 14, 11, 92],
        [85, 9, 100, 29],
    ]
    found = mi.scoring.vikor(X, [1, 1, 1, 1])
    assert_allclose(1 - found, [0.5679, 0.7667, 1, 0.7493, 0], rtol=0, atol=5.1e-5)


MOUNTAIN = np.array([[1.0, 3000], [2, 3750], [5, 4500]])


def test_vikor_of_the_mountain_climber_of_opricovic_and_tzeng_2004():
    # European Journal of Operational Research 156(2), 445-455, table 3.
    fitted = mi.scoring.fit(
        "vikor", MOUNTAIN, [1, 1], ["min", "max"], normalization="minmax"
    )
    found = fitted.details(MOUNTAIN)
    assert_allclose(found.S, [0.5, 0.375, 0.5], rtol=1e-12)
    assert_allclose(found.R, [0.5, 0.25, 0.5], rtol=1e-12)
    assert_allclose(found.Q, [1, 0, 1], rtol=0, atol=1e-12)


def test_the_compromise_of_the_mountain_climber_is_the_second():
    found = mi.scoring.compromise_set(MOUNTAIN, [1, 1], ["min", "max"])
    assert found.units == (1,)


def test_edas_of_yazdani_et_al_2020():
    # Sustainable Operations and Computers 1. Three decimals.
    X = [
        [3873, 39.55, 0.27, 0.87, 150, 0.07, 12, 2130],
        [5067, 67.26, 0.23, 0.23, 40, 0.02, 21, 2200],
        [2213, 24.69, 0.08, 0.17, 200, 0.04, 35, 570],
        [6243, 132, 0.07, 0.25, 100, 0.04, 16, 100],
        [8312, 460.47, 0.05, 0.21, 25, 0.1, 25, 200],
    ]
    w = [0.131, 0.113, 0.126, 0.125, 0.126, 0.129, 0.132, 0.117]
    found = mi.scoring.edas(X, w, [-1, -1, -1, 1, 1, -1, 1, 1])
    assert_allclose(found, [0.841, 0.632, 0.883, 0.457, 0.104], rtol=0, atol=5.1e-4)


def test_mabac_of_pamucar_and_cirovic_2015():
    # Expert Systems with Applications 42(6), 3016-3028. Four decimals.
    X = [
        [22600, 3800, 2, 5, 1.06, 3.00, 3.5, 2.8, 24.5, 6.5],
        [19500, 4200, 3, 2, 0.95, 3.00, 3.4, 2.2, 24, 7.0],
        [21700, 4000, 1, 3, 1.25, 3.20, 3.3, 2.5, 24.5, 7.3],
        [20600, 3800, 2, 5, 1.05, 3.25, 3.2, 2.0, 22.5, 11.0],
        [22500, 3800, 4, 3, 1.35, 3.20, 3.7, 2.1, 23, 6.3],
        [23250, 4210, 3, 5, 1.45, 3.60, 3.5, 2.8, 23.5, 7.0],
        [20300, 3850, 2, 5, 0.90, 3.25, 3.0, 2.6, 21.5, 6.0],
    ]
    w = [0.146, 0.144, 0.119, 0.121, 0.115, 0.101, 0.088, 0.068, 0.050, 0.048]
    found = mi.scoring.mabac(X, w, [-1, 1, 1, 1, -1, -1, 1, 1, 1, 1])
    expected = [0.0826, 0.2183, -0.0488, 0.0246, -0.0704, 0.0465, 0.0464]
    assert_allclose(found, expected, rtol=0, atol=5.1e-5)


# Wang, Rangaiah and Wang (2021). Industrial & Engineering Chemistry Research 60(30),
# 11216-11230. Values are rounded in print, scores have four decimals.
REACTOR = np.array(
    [
        [1.679e6, 1.525e-7, 3.747e-5, 0.251, 2.917],
        [2.213e6, 1.304e-7, 3.250e-5, 0.218, 6.633],
        [2.461e6, 1.445e-7, 3.854e-5, 0.259, 0.553],
        [2.854e6, 1.540e-7, 3.970e-5, 0.266, 1.597],
        [3.107e6, 1.522e-7, 3.779e-5, 0.254, 2.905],
        [3.574e6, 1.469e-7, 3.297e-5, 0.221, 6.378],
        [3.932e6, 1.977e-7, 3.129e-5, 0.210, 11.381],
        [4.383e6, 1.292e-7, 3.142e-5, 0.211, 9.929],
        [4.988e6, 1.690e-7, 3.767e-5, 0.253, 8.459],
        [5.497e6, 5.703e-7, 3.012e-5, 0.200, 18.918],
        [5.751e6, 4.653e-7, 3.017e-5, 0.201, 17.517],
    ]
)
REACTOR_WEIGHTS = [0.1819, 0.2131, 0.1838, 0.1832, 0.2379]
REACTOR_POLARITY = [1, -1, -1, -1, -1]


def test_probid_of_wang_et_al_2021():
    found = mi.scoring.probid(REACTOR, REACTOR_WEIGHTS, REACTOR_POLARITY)
    expected = [0.8568, 0.7826, 0.9362, 0.9369, 0.9379, 0.8716, 0.5489]
    expected += [0.7231, 0.7792, 0.3331, 0.3387]
    assert_allclose(found, expected, rtol=0, atol=2.1e-4)


def test_sprobid_of_wang_et_al_2021():
    found = mi.scoring.sprobid(REACTOR, REACTOR_WEIGHTS, REACTOR_POLARITY, form="ratio")
    expected = [2.4246, 2.0596, 3.2806, 3.3702, 3.4374, 2.6435, 1.2628]
    expected += [1.8158, 2.0885, 0.3399, 0.4279]
    assert_allclose(found, expected, rtol=0, atol=1e-3)


def test_ervd_of_shyur_et_al_2015():
    # Foundations of Computing and Decision Sciences 40(4), 299-315. Three decimals.
    X = [
        [80, 70, 87, 77, 76, 80, 75],
        [85, 65, 76, 80, 75, 65, 75],
        [78, 90, 72, 80, 85, 90, 85],
        [75, 84, 69, 85, 65, 65, 70],
        [84, 67, 60, 75, 85, 75, 80],
        [85, 78, 82, 81, 79, 80, 80],
        [77, 83, 74, 70, 71, 65, 70],
        [78, 82, 72, 80, 78, 70, 60],
        [85, 90, 80, 88, 90, 80, 85],
        [89, 75, 79, 67, 77, 70, 75],
        [65, 55, 68, 62, 70, 50, 60],
        [70, 64, 65, 65, 60, 60, 65],
        [95, 80, 70, 75, 70, 75, 75],
        [70, 80, 79, 80, 85, 80, 70],
        [60, 78, 87, 70, 66, 70, 65],
        [92, 85, 88, 90, 85, 90, 95],
        [86, 87, 80, 70, 72, 80, 85],
    ]
    w = [0.066, 0.196, 0.066, 0.130, 0.130, 0.216, 0.196]
    found = mi.scoring.ervd(X, w, reference=80)
    expected = [0.660, 0.503, 0.885, 0.521, 0.610, 0.796, 0.498, 0.549, 0.908]
    expected += [0.565, 0.070, 0.199, 0.632, 0.716, 0.438, 0.972, 0.767]
    assert_allclose(found, expected, rtol=0, atol=5.1e-4)


def test_rim_of_cables_et_al_2016():
    # Information Sciences 337-338, 1-10. Four decimals; where an ideal ends with its
    # range, the tolerance beyond it is arbitrary.
    X = [
        [30, 0, 2, 3, 3, 2],
        [40, 9, 1, 3, 2, 2],
        [25, 0, 3, 1, 3, 2],
        [27, 0, 5, 3, 3, 1],
        [45, 15, 2, 2, 3, 4],
    ]
    polarity = [
        mi.Interval(30, 35, tolerance=(23, 60)),
        mi.Interval(10, 15, tolerance=(0, 16)),
        mi.Interval(0, 0, tolerance=(-1, 10)),
        mi.Interval(3, 3, tolerance=(1, 4)),
        mi.Interval(3, 3, tolerance=(1, 4)),
        mi.Interval(4, 5, tolerance=(1, 6)),
    ]
    w = [0.2262, 0.2143, 0.1786, 0.1429, 0.1190, 0.1190]
    found = mi.scoring.rim(X, w, polarity)
    expected = [0.5866, 0.7558, 0.3716, 0.4666, 0.7401]
    assert_allclose(found, expected, rtol=0, atol=5.1e-5)
