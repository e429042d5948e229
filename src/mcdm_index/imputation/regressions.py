"""Conditional draws: the coefficients of a column on the others, all chains at once.

Sums over rows come in, one set per chain, so that the cost does not grow with the rows.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from mcdm_index._numeric import EPS, Vector

__all__ = [
    "Line",
    "Moments",
    "Noise",
    "bayesian_ridge",
    "least_squares",
    "logistic",
    "ridge_penalty",
]

Stack = NDArray[np.float64]

# The share of its variance that a predictor must have beside those before it, and the
# penalty that gives it to each, of the largest sum of squares.
_ALONE: Final = 1e-10
_LEAST_PENALTY: Final = 1e-8
# Logarithms of penalties per row between which one is drawn; beyond them the slopes are
# free, or 0.
_EDGES: Final = np.linspace(np.log(1e-8), np.log(1e6), 401)
_PRIOR_SD: Final = 2.5
_NEWTON_STEPS: Final = 12
_LONGEST_STEP: Final = 4.0  # on the scale of log odds


@dataclass(frozen=True)
class Moments:
    """Sums over the rows in which the target is observed, one set for each of m chains.

    Attributes
    ----------
    n : int
        Number of rows.
    means : ndarray of shape (m, q)
        Of the predictors.
    XX : ndarray of shape (m, q, q)
    Xy : ndarray of shape (m, q)
        About the means.
    y_mean : ndarray of shape (m,)
    yy : ndarray of shape (m,)
        About the mean.
    """

    n: int
    means: Stack
    XX: Stack
    Xy: Stack
    y_mean: Vector
    yy: Vector

    @classmethod
    def of(cls, S: Stack, n: int) -> "Moments":
        """Take them from sums of products of predictors, target and ones, in order."""
        totals = S[:, :-1, -1]
        C = S[:, :-1, :-1] - totals[:, :, None] * totals[:, None, :] / n
        means = totals / n
        yy = np.maximum(C[:, -1, -1], 0.0)
        return cls(n, means[:, :-1], C[:, :-1, :-1], C[:, :-1, -1], means[:, -1], yy)


@dataclass(frozen=True)
class Noise:
    """Standard random numbers for one draw of the coefficients, one set per chain.

    Attributes
    ----------
    normal : ndarray of shape (m, q + 1)
    chi2 : ndarray of shape (m,)
        With the degrees of freedom of the residuals.
    gamma, exponential : ndarray of shape (m,)
        With shape (q + 1) / 2, and the standard one.
    """

    normal: Stack
    chi2: Vector
    gamma: Vector
    exponential: Vector


@dataclass(frozen=True)
class Line:
    """What a column is predicted with: fitted and drawn coefficients of each chain.

    Attributes
    ----------
    intercept, drawn_intercept, sigma : ndarray of shape (m,)
    slopes, drawn_slopes : ndarray of shape (m, q)
    """

    intercept: Vector
    slopes: Stack
    drawn_intercept: Vector
    drawn_slopes: Stack
    sigma: Vector

    def drawn(self, X: Stack) -> Stack:
        """Predict rows (m, r, q) by the drawn coefficients."""
        fitted = np.matmul(X, self.drawn_slopes[:, :, None])[:, :, 0]
        return np.asarray(fitted + self.drawn_intercept[:, None])

    def fitted(self, X: Stack) -> Stack:
        """Predict rows (m, r, q) by the fitted coefficients."""
        fitted = np.matmul(X, self.slopes[:, :, None])[:, :, 0]
        return np.asarray(fitted + self.intercept[:, None])


def bayesian_ridge(
    moments: Moments, penalty: Vector, noise: Noise
) -> tuple[Line, Vector]:
    r"""Draw variance, slopes and intercept jointly, then the penalty for the next time.

    With centred predictors X, :math:`A = X'X + \lambda I` and a flat prior on the
    intercept,

    .. math::

        \hat\beta = A^{-1} X'y, \quad
        \sigma^2 = \frac{y'y - y'X \hat\beta}{\chi^2_{n-1}}, \quad
        \beta \sim N(\hat\beta, \sigma^2 A^{-1}), \quad
        \alpha \sim N(\bar y - \bar x'\beta, \sigma^2 / n) .

    The penalty is the ratio of the variances of residuals and slopes. The square root
    of its inverse has the half-Cauchy prior of scale :math:`1 / \sqrt q`, written as a
    mixture: :math:`\xi \sim` Exp with rate :math:`\lambda + q`, and
    :math:`\lambda \sim` Gamma with shape (q + 1) / 2 and rate
    :math:`\xi + \beta'\beta / 2 \sigma^2`. It counts as 1e-8 of the largest diagonal
    element of X'X at the least, so that collinear predictors have an answer.

    Parameters
    ----------
    moments : Moments
    penalty : ndarray of shape (m,)
        :math:`\lambda`, from the last time.
    noise : Noise

    Returns
    -------
    line : Line
    penalty : ndarray of shape (m,)

    References
    ----------
    .. [1] Polson, N. G. and Scott, J. G. (2012). On the half-Cauchy prior for a global
       scale parameter. Bayesian Analysis 7(4), 887-902. doi:10.1214/12-BA730
    .. [2] Makalic, E. and Schmidt, D. F. (2016). A simple sampler for the horseshoe
       estimator. IEEE Signal Processing Letters 23(1), 179-182.
       doi:10.1109/LSP.2015.2503725
    """
    q = moments.Xy.shape[1]
    diagonal = np.diagonal(moments.XX, axis1=1, axis2=2)
    least = _LEAST_PENALTY * diagonal.max(axis=1, initial=np.finfo(float).tiny)
    line = _draw(moments, np.maximum(penalty, least), noise)
    rate = noise.exponential / (penalty + q)
    rate += (line.drawn_slopes**2).sum(axis=1) / (2 * line.sigma**2)
    return line, noise.gamma / rate


def ridge_penalty(moments: Moments, place: Vector) -> Vector:
    r"""Draw the penalty of the ridge from its posterior, slopes and variance apart.

    With eigenvalues :math:`e_i` of :math:`X'X`, :math:`c = V'X'y` and the prior of
    `bayesian_ridge`, the density of :math:`\log \lambda` is in proportion to

    .. math::

        \frac{\sqrt\lambda}{\lambda + q}
        \prod_i \Big(\frac{\lambda}{e_i + \lambda}\Big)^{1/2}
        \Big(y'y - \sum_i \frac{c_i^2}{e_i + \lambda}\Big)^{-(n - 1) / 2} .

    `bayesian_ridge` takes turns between penalty and slopes, from one round to the next,
    which is slow to forget where it began if there are as many predictors as rows. This
    draws the penalty at once, at the price of eigenvalues.

    Parameters
    ----------
    moments : Moments
    place : ndarray of shape (m,)
        Numbers in [0, 1) to draw by.

    Returns
    -------
    ndarray of shape (m,)
    """
    n, q = moments.n, moments.Xy.shape[1]
    e, V = np.linalg.eigh(moments.XX)
    e = np.maximum(e, 0.0)[:, None]
    c = np.matmul(moments.Xy[:, None, :], V)
    grid = n * np.exp((_EDGES[1:] + _EDGES[:-1]) / 2)
    shrunk = e + grid[:, None]
    left = moments.yy[:, None] - (c**2 / shrunk).sum(axis=2)
    left = np.maximum(left, n * EPS * moments.yy[:, None])
    left = np.where(left > 0, left, 1.0)  # of a constant anything is as good
    density = np.log(grid[:, None] / shrunk).sum(axis=2) / 2
    density += np.log(grid) / 2 - np.log(grid + q) - (n - 1) / 2 * np.log(left)
    mass = np.cumsum(np.exp(density - density.max(axis=1, keepdims=True)), axis=1)
    below = np.c_[np.zeros(len(mass)), mass / mass[:, -1:]]
    found = [np.interp(p, b, _EDGES) for p, b in zip(place, below, strict=True)]
    return np.asarray(n * np.exp(found))


def least_squares(moments: Moments, noise: Noise) -> Line:
    r"""Draw variance, slopes and intercept under the flat prior.

    As `bayesian_ridge` with :math:`\lambda = 0` and a variance from
    :math:`\chi^2_{n - q - 1}`.

    Raises
    ------
    numpy.linalg.LinAlgError
        The predictors are collinear.
    """
    return _draw(moments, np.zeros(len(moments.yy)), noise)


def _draw(moments: Moments, penalty: Vector, noise: Noise) -> Line:
    """Draw the coefficients; A^-1 L u has the variance A^-1 if A = L L'."""
    q = moments.Xy.shape[1]
    A = moments.XX + penalty[:, None, None] * np.eye(q)
    L = np.linalg.cholesky(A)
    own = np.diagonal(L, axis1=1, axis2=2) ** 2
    if (own <= _ALONE * np.diagonal(A, axis1=1, axis2=2)).any():
        raise np.linalg.LinAlgError
    u = np.matmul(L, noise.normal[:, :-1, None])
    both = np.linalg.solve(A, np.concatenate([moments.Xy[:, :, None], u], axis=2))
    slopes, deviation = both[:, :, 0], both[:, :, 1]
    left = moments.yy - (slopes * moments.Xy).sum(axis=1)
    # What is left of a sum cannot be known beyond its rounding.
    left = np.maximum(left, moments.n * EPS * moments.yy)
    sigma = np.sqrt(left / noise.chi2)
    drawn = slopes + sigma[:, None] * deviation
    shift = sigma * noise.normal[:, -1] / np.sqrt(moments.n)
    return Line(
        moments.y_mean - (moments.means * slopes).sum(axis=1),
        slopes,
        moments.y_mean - (moments.means * drawn).sum(axis=1) + shift,
        drawn,
        sigma,
    )


def logistic(X: Stack, y: Vector, normal: Stack) -> Line:
    r"""Draw the coefficients of a logistic regression from their approximate posterior.

    The slopes have normal priors of mean 0 and standard deviation 2.5, on standardized
    predictors, so that they stay finite where a predictor separates the two values. The
    posterior is taken as normal about its mode, which Newton's method finds.

    Parameters
    ----------
    X : ndarray of shape (m, s, q)
    y : ndarray of shape (s,)
        0 or 1.
    normal : ndarray of shape (m, q + 1)
        Standard normal numbers.

    References
    ----------
    .. [1] Gelman, A., Jakulin, A., Pittau, M. G. and Su, Y.-S. (2008). A weakly
       informative default prior distribution for logistic and other regression models.
       Annals of Applied Statistics 2(4), 1360-1383. doi:10.1214/08-AOAS191
    """
    m, s, q = X.shape
    X = np.concatenate([X, np.ones((m, s, 1))], axis=2)
    precision = np.append(np.full(q, 1 / _PRIOR_SD**2), 0.0)
    mode = np.zeros((m, q + 1))
    for _ in range(_NEWTON_STEPS):
        p = expit(np.matmul(X, mode[:, :, None])[:, :, 0])
        gradient = np.matmul((y - p)[:, None, :], X)[:, 0] - precision * mode
        H = np.matmul((X * (p * (1 - p))[:, :, None]).transpose(0, 2, 1), X)
        H += np.diag(precision)
        step = np.linalg.solve(H, gradient[:, :, None])[:, :, 0]
        longest = np.abs(np.matmul(X, step[:, :, None])).max(axis=(1, 2))
        mode = mode + step / np.maximum(longest / _LONGEST_STEP, 1.0)[:, None]
    # H = L L', and L'^-1 u has the variance H^-1.
    factor = np.linalg.cholesky(H).transpose(0, 2, 1)
    drawn = mode + np.linalg.solve(factor, normal[:, :, None])[:, :, 0]
    none = np.zeros(m)
    return Line(mode[:, -1], mode[:, :-1], drawn[:, -1], drawn[:, :-1], none)
