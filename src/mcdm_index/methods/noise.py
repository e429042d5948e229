"""Noise: from weights to draws of weights around them."""

from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import Matrix, check_weights, one_vector, real_numbers
from mcdm_index.errors import DomainError

__all__ = ["weight_noise"]


def weight_noise(
    weights: ArrayLike, n_draws: int, *, concentration: float, rng: Any = None
) -> Matrix:
    r"""Draw weights from a Dirichlet distribution whose mean is the weights given.

    .. math::

        (W_1, \dots, W_m) \sim \mathrm{Dirichlet}(c\,w_1, \dots, c\,w_m), \qquad
        \mathrm{E}\, W_j = w_j, \quad
        \mathrm{sd}(W_j)^2 = \frac{w_j (1 - w_j)}{c + 1}

    Parameters
    ----------
    weights : array_like of shape (m,)
        Non-negative; they are scaled to sum 1.
    n_draws : int
        Number of draws.
    concentration : float
        The positive :math:`c`; the larger it is, the closer draws are to the weights.
        For a relative standard deviation r of a weight w take
        :math:`c = (1 - w) / (w r^2) - 1`: for 20 % of a weight of 0.1, 224.
    rng : None, int or Generator, optional

    Returns
    -------
    ndarray of shape (n_draws, m)
        Each row is non-negative and sums to 1. A weight of zero stays zero.

    Raises
    ------
    DomainError
        `concentration` is not a positive number, or `n_draws` not a whole number of 1
        or more.
    WeightsError

    See Also
    --------
    mcdm_index.grading.grade_probabilities : takes scores under such weights.

    Notes
    -----
    There is no default for the concentration: how sure the weights are is for those to
    say who chose them. Below a concentration of about the number of criteria, draws are
    often near 0 or 1.

    References
    ----------
    .. [1] Kotz, S., Balakrishnan, N. and Johnson, N. L. (2000). Continuous Multivariate
       Distributions, vol. 1, 2nd ed., chapter 49. Wiley. doi:10.1002/0471722065

    Examples
    --------
    >>> W = weight_noise([0.5, 0.3, 0.2, 0.0], 1000, concentration=50, rng=0)
    >>> W.shape, W.mean(axis=0).round(2)
    ((1000, 4), array([0.5, 0.3, 0.2, 0. ]))
    """
    w = one_vector(check_weights(weights, None))
    counts = w > 0
    c = real_numbers(concentration)
    # So small a concentration that a parameter of the distribution is 0 has no draws.
    if c is None or c.ndim or not np.isfinite(c) or not (c * w[counts] > 0).all():
        msg = f"concentration must be a positive number, got {concentration!r}"
        raise DomainError(msg)
    n: object = n_draws
    if isinstance(n, bool) or not isinstance(n, Integral) or n_draws < 1:
        msg = f"n_draws must be a whole number of 1 or more, got {n_draws!r}"
        raise DomainError(msg)
    W = np.zeros((n_draws, len(w)))
    W[:, counts] = np.random.default_rng(rng).dirichlet(c * w[counts], size=len(W))
    return W
