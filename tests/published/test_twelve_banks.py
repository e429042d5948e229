"""Twelve banks: entropy weights on z-scores moved by 4.

Xie Chi and Zhong Zan (2002). Application of the entropy method in the comprehensive
evaluation of banks' performance (in Chinese). China Soft Science 9, 108-110, tables
1 to 3. The liquidity ratio is best at 100 and falls to 0 at its least and largest.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

X = np.array(
    [
        [0.3433, 8.9094, 20.6813, 3.5214, 79.5984, 4.5574, 5.0023],
        [0.483, 13.2682, 0.0, 1.9519, 101.4817, 4.3646, 5.107],
        [0.4035, 13.4909, 39.0131, 3.3498, 78.4041, 3.6151, 5.5005],
        [0.8377, 17.404, 0.0, 3.2115, 138.6181, 5.9182, 5.2022],
        [0.8383, 25.0591, 8.8965, 2.8677, 84.7411, 4.5657, 4.9068],
        [0.1487, 3.1322, 0.0, 3.0434, 99.1874, 4.9233, 3.5005],
        [1.2104, 30.95, 25.2866, 6.8796, 93.0129, 5.6432, 6.3242],
        [0.5927, 16.0245, 13.2935, 3.0405, 79.5027, 4.4529, 6.5913],
        [0.6366, 18.8541, 12.5865, 2.9842, 105.6319, 4.5043, 7.2269],
        [0.8979, 25.7776, 9.0513, 4.2382, 120.7913, 4.892, 7.5342],
        [0.19, 1.6567, 13.8729, 3.9384, 100.8651, 11.659, 2.5572],
        [0.1219, 3.8798, 0.0, 6.8936, 65.4521, 3.5729, 4.9578],
    ]
)
LIQUIDITY = "interval(100, 100; 65.4521, 138.6181)"
POLARITY = ["max", "max", "min", "min", LIQUIDITY, "max", "max"]
# The paper prints .1197 for the sixth, with which its weights add to 1.001.
PRINTED = [0.1374, 0.1397, 0.1545, 0.1587, 0.1448, 0.1187, 0.1462]
WEIGHTS = [
    *(0.1373490915, 0.1397248838, 0.1545410203, 0.1587052337),
    *(0.1448045783, 0.1186495439, 0.1462256486),
]
# 1000 times the weighted shares; the sixth best (86.60) is lost in the paper.
PRINTED_SCORES = [75.11, 91.28, 72.15, 86.60, 89.90, 80.35, 88.12, 85.65, 92.44]
PRINTED_SCORES += [92.77, 80.38, 65.26]


@pytest.fixture
def z():
    return mi.normalization.zscore(X, POLARITY, mean=4)


def test_entropy_weights_are_the_printed_ones(z):
    found = mi.weighting.entropy(z)
    assert_allclose(found, PRINTED, rtol=0, atol=1.01e-4)  # the first is cut to .1374


def test_entropy_weights_are_the_recomputed_ones(z):
    assert_allclose(mi.weighting.entropy(z), WEIGHTS, rtol=0, atol=6e-11)


def test_a_shift_after_the_z_score_is_the_same(z):
    found = mi.weighting.entropy(mi.normalization.zscore(X, POLARITY), shift=4)
    assert_allclose(found, mi.weighting.entropy(z), rtol=1e-13)


def test_scores_are_the_printed_ones(z):
    shares, w = mi.normalization.sum(z), mi.weighting.entropy(z)
    found = 1000 * mi.scoring.weighted_sum(shares, w, normalization=None)
    assert_allclose(found, PRINTED_SCORES, rtol=0, atol=5.1e-3)
