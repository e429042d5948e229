"""Rotation of factors: from loadings to those that are near 0 or far from it."""

from itertools import combinations
from typing import Final

import numpy as np

from mcdm_index._numeric import Matrix, divide

__all__ = ["varimax"]

# Rotations whose criterion differs by less, relative to it, are equally good.
_SAME: Final = 1e-9
_SWEEPS: Final = 1000
_STARTS: Final = 12


def varimax(L: Matrix, *, kaiser: bool = True) -> Matrix | None:
    r"""Rotate loadings until the variance of their squares is largest.

    .. math:: V = \sum_f \Bigl[ \sum_j b_{jf}^4
              - \frac1p \bigl( \sum_j b_{jf}^2 \bigr)^2 \Bigr]

    Parameters
    ----------
    L : ndarray of shape (p, k)
        Loadings of p criteria on k factors.
    kaiser : bool, default True
        Whether b are the loadings of criteria scaled to length 1, or as they are.

    Returns
    -------
    ndarray of shape (p, k) or None
        None if no one rotation has the largest V: it is flat, or several reach it with
        loadings that differ by more than order and sign of the factors.

    References
    ----------
    .. [1] Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor
       analysis. Psychometrika 23, 187-200. doi:10.1007/BF02289233
    """
    k = L.shape[1]
    if k == 1:
        return L
    length = np.sqrt((L**2).sum(axis=1, keepdims=True))
    B = divide(L, np.broadcast_to(length, L.shape)) if kaiser else L
    rng = np.random.default_rng(0)  # starts of a search, whose answer is the best one
    found = [_climb(B)] + [_climb(B @ _rotation(k, rng)) for _ in range(_STARTS)]
    values = np.array([_criterion(rotated) for rotated in found])
    best = found[int(values.argmax())]
    scale = (B**2).sum() ** 2 / len(B)
    if _flat(best, scale):
        return None
    ties = [found[i] for i in np.flatnonzero(values >= values.max() - _SAME * scale)]
    largest = [(tied**2).max(axis=1) for tied in ties]
    if np.abs(largest - (best**2).max(axis=1)).max() > np.sqrt(_SAME):
        return None
    return best * length if kaiser else best


def _rotation(k: int, rng: np.random.Generator) -> Matrix:
    return np.asarray(np.linalg.qr(rng.normal(size=(k, k)))[0])


def _criterion(B: Matrix) -> float:
    squares = B**2
    return float((squares**2).sum() - (squares.sum(axis=0) ** 2).sum() / len(B))


def _climb(B: Matrix) -> Matrix:
    """Turn pairs of factors by the best angle until none moves any more."""
    B = B.copy()
    for _ in range(_SWEEPS):
        most = 0.0
        for f, g in combinations(range(B.shape[1]), 2):
            sine, cosine = _slopes(B[:, f], B[:, g])
            angle = np.arctan2(sine, cosine) / 4
            turn = np.array(
                [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
            )
            B[:, [f, g]] = B[:, [f, g]] @ turn
            most = max(most, abs(angle))
        if most < 1e-15:
            break
    return B


def _slopes(x: Matrix, y: Matrix) -> tuple[float, float]:
    """Give sine and cosine of four times the best angle, on a common scale."""
    u, v = x**2 - y**2, 2 * x * y
    A, B = u.sum(), v.sum()
    sine = 2 * (u * v).sum() - 2 * A * B / len(x)
    cosine = (u**2 - v**2).sum() - (A**2 - B**2) / len(x)
    return float(sine), float(cosine)


def _flat(B: Matrix, scale: float) -> bool:
    """Tell whether some pair of factors can be turned at no loss."""
    pairs = combinations(range(B.shape[1]), 2)
    return any(np.hypot(*_slopes(B[:, f], B[:, g])) <= _SAME * scale for f, g in pairs)
