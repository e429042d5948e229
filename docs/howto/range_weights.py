"""Weights by range, as a package of one's own would offer them."""

import numpy as np

import mcdm_index as mi

PROMISES = ("shift", "constant_gets_zero", "duplicates_share")


@mi.register("weighting", promises=PROMISES, cite="you2026")
def range_weights(X):
    """Weigh criteria by the distance from their least value to their largest."""
    spread = np.ptp(X, axis=0)
    return spread if spread.any() else np.ones_like(spread)
