"""Tables without groups, to compare with: from a table to others that are like it."""

from collections.abc import Iterator

import numpy as np

from mcdm_index._numeric import Matrix, Vector, divide, ranks
from mcdm_index.statistics import ColumnStats

__all__ = ["boxes", "one_group"]


def boxes(Z: Matrix, n: int, rng: np.random.Generator) -> Iterator[Matrix]:
    """Draw tables that are uniform in the box around Z along its principal axes.

    This is the second reference of Tibshirani, Walther and Hastie (2001, section 3).
    """
    mean = Z.mean(axis=0)
    axes = np.linalg.svd(Z - mean, full_matrices=False)[2]
    along = (Z - mean) @ axes.T
    low, high = along.min(axis=0), along.max(axis=0)
    for _ in range(n):
        yield mean + rng.uniform(low, high, size=along.shape) @ axes


def one_group(Z: Matrix, n: int, rng: np.random.Generator) -> Iterator[Matrix]:
    """Draw tables of one group with the means, deviations and skewness of Z.

    Columns are lognormal, turned around where their skewness is negative, and normal
    where it is 0; normal scores have the correlations that those of Z have.
    """
    mean, deviation = Z.mean(axis=0), Z.std(axis=0)
    sign, sigma = _lognormal(Z, deviation > 0)
    root = _root_of_correlation(Z)
    for _ in range(n):
        normal = rng.standard_normal(Z.shape) @ root
        bent = sign * divide(np.expm1(sign * sigma * normal), sigma)
        X = np.where(sigma > 0, bent, normal)
        yield mean + deviation * divide(X - X.mean(axis=0), X.std(axis=0))


def _lognormal(Z: Matrix, varies: Vector) -> tuple[Vector, Vector]:
    r"""Give the direction and the sigma of the lognormal with the skewness of a column.

    With :math:`w = e^{\sigma^2}` the skewness is :math:`(w + 2)\sqrt{w - 1}`, which is
    solved by :math:`w - 1 = 4 \sinh^2(\operatorname{arsinh}(|g|/2)/3)`.
    """
    from scipy.stats import skew

    g = np.zeros(Z.shape[1])
    g[varies] = skew(Z[:, varies], axis=0, bias=False)
    excess = 4 * np.sinh(np.arcsinh(np.abs(g) / 2) / 3) ** 2
    return np.where(g < 0, -1.0, 1.0), np.sqrt(np.log1p(excess))


def _root_of_correlation(Z: Matrix) -> Matrix:
    """Give what turns independent normal numbers into ones correlated as Z is."""
    from scipy.stats import norm

    places = ranks(-Z.T, ties="average").T
    scores = norm.ppf((places - 0.5) / len(Z))
    size, axes = np.linalg.eigh(ColumnStats.of(scores, ("comoment",)).correlation())
    return np.asarray((axes * np.sqrt(np.maximum(size, 0.0))) @ axes.T)
